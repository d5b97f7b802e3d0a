"""What comes out of a printer: black on white, no navigation, numbers with footnotes, on a screen nothing of it."""

import pytest

pytestmark = pytest.mark.browser
PAGES = ("/indices/par-index/2020/provinces/", "/provinces/ben-tre/", "/provinces/ben-tre/2020/bulletin/")
AFTER = "link => getComputedStyle(link, '::after').content.replaceAll('\"', '')"


@pytest.mark.parametrize("path", PAGES)
def test_paper_has_numbers_and_footnotes_and_nothing_to_click(browser, portal, path):
    page = browser.new_page(color_scheme="dark", viewport={"width": 700, "height": 1000})
    page.goto(portal + path)
    assert not page.locator(".footnotes").is_visible()
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    for gone in (".top nav", ".crumb", ".lang", ".take"):
        assert not page.locator(gone).locator("visible=true").count(), gone
    notes = page.locator(".footnotes p")
    numbers = {page.evaluate(AFTER, link.element_handle()) for link in page.locator("main [data-note]").all()}
    assert numbers == {note.split(".")[0] for note in notes.all_inner_texts()}
    assert notes.first.is_visible()
    assert f"{path}" in page.locator(".foot").inner_text()


def test_an_open_filter_is_printed_as_what_it_says(browser, portal):
    page = browser.new_page()
    page.goto(f"{portal}/indices/par-index/2020/provinces/?band=B")
    page.emulate_media(media="print")
    assert page.locator("select[name=band]").is_visible()
    assert not page.locator(".filters button").is_visible()
    page.goto(f"{portal}/indices/par-index/2020/provinces/")
    page.emulate_media(media="print")
    assert not page.locator("select[name=band]").is_visible()
