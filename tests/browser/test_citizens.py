"""Journeys of those who look something up: on a phone, with a script and without one."""

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def page(request, browser, portal):
    """A phone at the home page."""
    context = browser.new_context(viewport={"width": 375, "height": 800}, java_script_enabled=request.param)
    opened = context.new_page()
    opened.set_default_timeout(5_000)
    opened.goto(portal)
    yield opened
    context.close()


def test_a_citizen_walks_from_home_to_her_province(page):
    page.get_by_role("link", name="PAR INDEX 2024").first.click()
    page.locator("nav.years a", has_text="2020").click()
    page.locator("#ben-tre a", has_text="Bến Tre").click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("Tỉnh Bến Tre")
    assert "44/63" in page.locator("main").inner_text()


def test_a_citizen_learns_what_is_known_of_her_commune(page):
    page.get_by_role("contentinfo").get_by_role("link", name="Tra cứu xã, phường").click()
    page.get_by_role("searchbox").last.fill("sao y dien tu an hiep chau thanh ben tre")
    page.keyboard.press("Enter")
    page.get_by_text("An Hiệp").first.wait_for()
    page.get_by_role("navigation", name="Chính").get_by_role("link", name="Mục tiêu").click()
    page.locator("main a[href$='/targets/chung-thuc-ban-sao-dien-tu-2021/']").first.click()
    assert "Ít nhất 79/157" in page.locator("main").inner_text()


def test_a_table_is_filtered_by_its_form_and_its_heads(page):
    page.goto(page.url + "indices/par-index/2020/provinces/")
    summary = page.locator("details.fold > summary")
    if summary.is_visible():
        summary.click()
    page.locator("select[name=band]").select_option("B")
    page.locator(".filters [type=submit], .filters button").first.click()
    page.wait_for_url("**band=B**")
    page.locator("#ben-tre").wait_for()
    assert page.locator("#quang-ninh").count() == 0


def test_a_journalist_reaches_a_figures_document_from_the_bulletin_and_reads_each_sentence_alone(page):
    page.goto(page.url + "provinces/ben-tre/2020/bulletin/")
    page.get_by_text("Dạng chữ thường, để sao chép").first.click()
    assert page.locator(".whole").first.is_visible()
    page.get_by_role("link", name="83,28%").first.click()
    assert "/sources/" in page.url


def test_the_other_language_is_one_click_away(page):
    page.goto(page.url + "provinces/ben-tre/")
    page.get_by_role("link", name="English").click()
    assert page.url.endswith("/en/provinces/ben-tre/")
    assert page.locator("html").get_attribute("lang") == "en"
