"""Journeys in a real browser."""

import shutil

import pytest
from playwright.sync_api import sync_playwright

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))),
    None,
)


@pytest.fixture
def page():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser.new_page(viewport={"width": 375, "height": 800})
        browser.close()


@pytest.mark.browser
def test_a_citizen_walks_from_home_to_her_province_on_a_phone(page, live_server):
    page.goto(live_server.url)
    page.get_by_role("link", name="PAR INDEX 2024").click()
    page.goto(f"{live_server.url}/indices/par-index/2020/provinces/")
    page.locator("#ben-tre a", has_text="Bến Tre").click()
    results = page.locator("section", has=page.get_by_role("heading", name="PAR INDEX")).locator("table.results")
    assert "44" in results.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
