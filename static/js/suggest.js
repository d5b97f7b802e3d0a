/* While somebody types in a search field, the names that fit so far: a combobox as ARIA describes it.
   Without this script, or without an answer, the field is the plain form that it is. */
"use strict";

const WAIT = 120; // milliseconds without a key before the portal is asked

function suggest(form, number) {
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = `suggestions-${number}`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.querySelector("label").textContent);
  input.closest(".find").append(list);
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  }))
    input.setAttribute(name, value);

  const known = new Map();
  let timer = 0;
  let at = -1; // the suggestion that the arrow keys are on

  function choose(place) {
    list.children[at]?.removeAttribute("aria-selected");
    at = place;
    const option = list.children[at];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function close() {
    clearTimeout(timer);
    choose(-1);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
  }

  function show(rows) {
    choose(-1);
    list.replaceChildren(
      ...rows.map((row, place) => {
        const option = document.createElement("li");
        const note = document.createElement("small");
        note.textContent = row.note;
        option.append(row.name, " ", note);
        option.id = `${list.id}-${place}`;
        option.setAttribute("role", "option");
        option.dataset.address = row.address;
        return option;
      }),
    );
    list.hidden = rows.length === 0;
    input.setAttribute("aria-expanded", String(rows.length > 0));
  }

  async function ask() {
    const text = input.value.trim();
    if (text.length < 2) return close();
    if (!known.has(text)) {
      const address = new URL(form.dataset.suggest, location.href);
      address.searchParams.set("q", text);
      try {
        const answer = await fetch(address);
        if (!answer.ok) return close();
        known.set(text, (await answer.json()).rows);
      } catch {
        return close(); // no connection: the form itself says so when it is sent
      }
    }
    // What was typed meanwhile has its own answer; who has left the field wants none.
    if (input.value.trim() === text && document.activeElement === input) show(known.get(text));
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const number = list.children.length;
    if (event.isComposing || list.hidden) return;
    if (event.key === "ArrowDown") choose(at + 1 < number ? at + 1 : -1);
    else if (event.key === "ArrowUp") choose(at < 0 ? number - 1 : at - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && at >= 0) location.assign(list.children[at].dataset.address);
    else return;
    event.preventDefault();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("li");
    if (option) location.assign(option.dataset.address);
  });
}

document.querySelectorAll("form[data-suggest]").forEach(suggest);
