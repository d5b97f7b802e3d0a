"""A picture of every public page for people to look at, in build/screens: make screens (ARGS="home league" for
some).

Telephone and desk, light and dark, both languages, and the A4 print.
"""

import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import launched
from tests.browser.pages import PublicPage, pages_named
from tests.browser.serving import portal

FOLDER = Path("build/screens")
WIDTHS = (375, 1280)
SCHEMES = ("light", "dark")
LANGUAGES = {"vi": "", "en": "/en"}


def photograph(browser: Browser, address: str, pages: list[PublicPage], language: str, scheme: str) -> None:
    """Every page in one language and colour scheme; in the light also as it is printed."""
    page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    for shown in pages:
        name = FOLDER / f"{shown.label.replace(' ', '-')}.{language}"
        page.goto(address + LANGUAGES[language] + shown.path)
        page.evaluate("document.fonts.ready")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=f"{name}.{scheme}.{width}.png", full_page=True)
        if scheme == "light":
            page.pdf(path=f"{name}.pdf", format="A4", print_background=True)
    page.close()


def main() -> None:
    """Take the pictures of the pages whose labels have one of the words given; of all without words."""
    pages = pages_named(sys.argv[1:])
    FOLDER.mkdir(parents=True, exist_ok=True)
    with portal() as address, sync_playwright() as playwright, launched(playwright) as browser:
        for language in LANGUAGES:
            for scheme in SCHEMES:
                photograph(browser, address, pages, language, scheme)
    print(f"{len(pages)} pages are in {FOLDER.resolve()}")


if __name__ == "__main__":
    main()
