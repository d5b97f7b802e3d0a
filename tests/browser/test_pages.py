"""Every public page in a real browser: accessible, in one column, quiet, light, still; on every kind of screen."""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright, Response

from tests.browser.chromium import launched
from tests.browser.pages import PublicPage, public_pages

pytestmark = pytest.mark.browser

PHONE, DESK = {"width": 320, "height": 800}, {"width": 1280, "height": 900}
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],
}
# All that another colour scheme or width can change of what the rules found before.
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
KILOBYTE = 1024
# What a reader's browser notes of the page while it is made: every move of what stood there already.
WATCH = """
window.moved = 0;
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.moved += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""
WIDER = """() => {
  const limit = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= limit) return [];
  const clipped = one => one && (getComputedStyle(one).overflowX !== "visible" || clipped(one.parentElement));
  return [...document.querySelectorAll("body *")]
    .filter(one => one.getBoundingClientRect().right > limit + 1 && !clipped(one.parentElement))
    .slice(0, 3).map(one => `${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 40)}`).concat("wider");
}"""


@dataclass
class Visit:
    """A page that is open, and everything that its browser said on the way."""

    page: Page
    address: str
    expected: PublicPage
    status: int = 0
    answers: list[tuple[Response, bytes]] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def open(self) -> None:
        found: list[Response] = []
        self.page.on("response", lambda response: found.append(response))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda said: self.complaints.append(f"{said.type}: {said.text}"))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        answer = self.page.goto(self.address + self.expected.path, wait_until="load")
        self.page.evaluate("document.fonts.ready")
        self.status = answer.status if answer else 0
        self.answers = [
            (response, response.body()) for response in found if response.status < 300 or response == answer
        ]


@pytest.fixture(scope="module", params=public_pages(), ids=lambda page: page.label)
def shown(request) -> PublicPage:
    return request.param


@pytest.fixture(scope="module")
def large_text(playwright: Playwright) -> Iterator[Page]:
    """A reader who has set her browser to letters of twice the size."""
    with launched(playwright, "--blink-settings=defaultFontSize=32") as chromium:
        yield chromium.new_page(reduced_motion="reduce")


@pytest.fixture(scope="module")
def another(browser: Browser) -> Iterator[Page]:
    """A reader who stays for all pages."""
    opened = browser.new_page()
    yield opened
    opened.context.close()


@pytest.fixture(scope="module")
def visit(shown: PublicPage, browser: Browser, portal: str) -> Iterator[Visit]:
    context = browser.new_context(viewport=DESK, color_scheme="light", reduced_motion="reduce")
    context.add_init_script(WATCH)
    opened = Visit(context.new_page(), portal, shown)
    opened.open()
    yield opened
    context.close()


def look(visit: Visit, size: dict[str, int], scheme: str = "light") -> None:
    """Look at the open page on another screen."""
    visit.page.set_viewport_size(size)
    visit.page.emulate_media(color_scheme=scheme)


def test_it_answers_as_expected(visit):
    assert visit.status == visit.expected.status


@pytest.mark.parametrize(
    ("size", "scheme", "rules"),
    [
        (PHONE, "light", RULES),
        (DESK, "dark", RULES),
        (PHONE, "dark", CONTRAST),
        (DESK, "light", CONTRAST),
    ],
    ids=["phone, light", "desk, dark", "colours of phone, dark", "colours of desk, light"],
)
def test_axe_finds_nothing(visit, size, scheme, rules):
    look(visit, size, scheme)
    report = Axe().run(visit.page, options=rules)
    assert not report.violations_count, report.generate_report()


def wider(page: Page) -> dict[int, list[str]]:
    """What reaches beyond the screen, by the width of the screen."""
    found = {}
    for width in (320, 375, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        if beyond := page.evaluate(WIDER):
            found[width] = beyond
    return found


def test_nothing_scrolls_sideways(visit):
    assert wider(visit.page) == {}


def test_nothing_scrolls_sideways_with_text_of_twice_the_size(large_text, portal, shown):
    large_text.goto(portal + shown.path)
    assert large_text.evaluate("getComputedStyle(document.documentElement).fontSize") == "34px"
    assert wider(large_text) == {}


def test_english_fits_too(another, portal, shown):
    another.goto(f"{portal}/en{shown.path}")
    assert another.locator("html").get_attribute("lang") == "en"
    assert wider(another) == {}


def test_nobody_else_is_asked_and_no_cookie_is_set(visit):
    hosts = {urlsplit(address).netloc for address in visit.asked if not address.startswith("data:")}
    assert hosts == {urlsplit(visit.address).netloc}
    assert visit.page.context.cookies() == []


def test_the_browser_has_nothing_to_complain_about(visit):
    refused = f"error: Failed to load resource: the server responded with a status of {visit.expected.status}"
    assert [one for one in visit.complaints if not one.startswith(refused)] == []


def test_it_is_light(visit):
    html, *_others = [body for response, body in visit.answers if response.url == visit.page.url]
    assert len(gzip.compress(html)) <= 40 * KILOBYTE
    assert sum(map(transferred, visit.answers)) <= 200 * KILOBYTE


def transferred(answer: tuple[Response, bytes]) -> int:
    """What went over the line: typefaces and pictures are compressed already."""
    response, body = answer
    return len(body) if response.headers.get("content-encoding") is None else len(gzip.compress(body))


def test_nothing_moves_while_it_is_made(visit):
    # A mark settles by a pixel, and a typeface that comes late on a busy machine moves a line by a hair.
    # Pages are called good up to 0.1.
    assert visit.page.evaluate("window.moved") <= 0.01
