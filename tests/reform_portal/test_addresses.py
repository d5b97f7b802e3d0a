"""The site's map and what is looked at in a real browser name the same pages."""

from tests.browser.pages import PAGES, names_of_public_pages


def test_every_public_page_is_looked_at_in_a_real_browser():
    assert names_of_public_pages() == set(PAGES)
