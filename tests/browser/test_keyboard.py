"""Everything can be done with the keyboard alone, and one sees where one is."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

LEAGUE = "/indices/par-index/2020/provinces/"
# What has the focus, whether one sees it, and whether something else lies over all of it.
FOCUSED = """() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  const style = getComputedStyle(one), path = one.querySelector("path");
  const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const painted = path && getComputedStyle(path).strokeWidth === "2.5px";
  const boxes = [...one.getClientRects()].filter(box => box.width && box.height);
  const box = (path ? path.getBoundingClientRect() : boxes[0]) || one.getBoundingClientRect();
  const places = path ? [0.3, 0.5, 0.7] : [0.1, 0.5, 0.9];
  const covered = !places.some(x => places.some(y => {
    const there = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
    return there && (one.contains(there) || there.contains(one));
  }));
  return {name: one.tagName + " " + one.textContent.trim().slice(0, 30), seen: Boolean(drawn || painted), covered};
}"""
TABBABLE = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
  .filter(one => one.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true})).length"""


@pytest.fixture(params=[320, 1280], ids=["phone", "desk"])
def page(request, browser, portal) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param, "height": 700}, base_url=portal)
    yield context.new_page()
    context.close()


def tab(page: Page) -> dict[str, Any] | None:
    """Go to the next thing that can have the focus; None behind the last."""
    page.keyboard.press("Tab")
    return page.evaluate(FOCUSED)


def go_to(page: Page, selector: str) -> None:
    """Press Tab until something that the selector names has the focus."""
    for _step in range(400):
        tab(page)
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        LEAGUE,
        "/provinces/ben-tre/",
        "/provinces/ben-tre/2020/bulletin/",
        "/provinces/",
        "/targets/bench/",
        "/communes/?q=tan+thanh",
    ],
)
def test_every_link_and_field_is_reached_seen_and_not_hidden_behind_what_sticks(page, path):
    page.goto(path)
    expected = page.evaluate(TABBABLE)
    reached = []
    while (found := tab(page)) is not None and len(reached) <= expected:
        reached.append(found)
    assert [one["name"] for one in reached if not one["seen"]] == []
    assert [one["name"] for one in reached if one["covered"]] == []
    assert len(reached) == expected


def test_going_back_with_shift_hides_nothing_either(page):
    page.goto(LEAGUE)
    page.locator("footer a").last.focus()
    hidden = []
    for _step in range(150):
        page.keyboard.press("Shift+Tab")
        found = page.evaluate(FOCUSED)
        if found and found["covered"]:
            hidden.append(found["name"])
    assert hidden == []


def test_the_first_key_skips_the_navigation(page):
    page.goto(LEAGUE)
    tab(page)
    skip = page.locator(".skip")
    assert page.evaluate("document.activeElement.className") == "skip"
    box = skip.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    page.keyboard.press("Enter")
    tab(page)
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_mark_beside_a_figure_opens_its_explanation(page):
    page.goto(LEAGUE)
    go_to(page, ".why > summary")
    page.keyboard.press("Enter")
    explanation = page.locator(".why[open] .why-body")
    assert explanation.is_visible()
    assert len(explanation.inner_text().strip()) > 20
    page.keyboard.press("Enter")
    assert page.locator(".why[open]").count() == 0


def test_a_table_is_filtered_and_sorted(page):
    page.goto(LEAGUE)
    if page.viewport_size and page.viewport_size["width"] < 600:
        go_to(page, ".fold > summary")
        page.keyboard.press("Enter")
    go_to(page, "select[name=band]")
    page.keyboard.type("C")
    go_to(page, ".filters button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "band=C" in page.url
    assert page.locator("#quang-ngai-den-2025").count() == 1
    assert page.locator("#ben-tre").count() == 0


def test_a_province_is_opened_from_the_map(page):
    page.goto(LEAGUE)
    go_to(page, ".map a")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/provinces/" in page.url
