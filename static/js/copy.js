// Puts a button beside every text that is there to be copied; without this script the text is selected as a whole.
"use strict";

for (const place of document.querySelectorAll("[data-copy]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = place.dataset.copy;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(place.querySelector(".whole").innerText.trim());
    button.textContent = place.dataset.copied;
    setTimeout(() => {
      button.textContent = place.dataset.copy;
    }, 2000);
  });
  // The clipboard is there on https and on this machine only.
  if (navigator.clipboard) place.append(" ", button);
}
