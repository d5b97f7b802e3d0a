"""The search field in a real browser: names while typing, the keyboard, and the plain form without the script."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_name_is_chosen_with_the_keyboard_while_typing(page, portal):
    page.goto(f"{portal}/about/")
    field = page.get_by_role("combobox")
    field.press_sequentially("vinh l")
    options = page.get_by_role("option")
    expect(options).to_have_count(2)
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    field.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", options.nth(1).get_attribute("id"))
    assert fits(page)
    field.press("Enter")
    page.wait_for_url("**/provinces/vinh-long-den-2025/")


def test_escape_closes_the_names_and_enter_sends_the_form(page, portal):
    page.goto(f"{portal}/en/about/")
    field = page.get_by_role("combobox")
    field.press_sequentially("sipas 2019 ben tre")
    field.fill("ben tre")
    page.get_by_role("option").first.wait_for()
    field.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press("Enter")
    page.wait_for_url("**/en/search/?q=ben+tre")
    assert fits(page)


def test_a_name_is_chosen_with_a_finger(page, portal):
    page.goto(f"{portal}/provinces/")
    page.locator("#q").press_sequentially("da nang")
    page.get_by_role("option").first.click()
    page.wait_for_url("**/provinces/da-nang/")


def test_everything_works_without_the_script(browser, portal):
    page = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 700}).new_page()
    page.goto(portal)
    page.locator("#find").fill("bo giao duc")
    page.locator("#find").press("Enter")
    page.get_by_role("link", name="Bộ Giáo dục và Đào tạo").first.click()
    assert page.url.endswith("/ministries/bo-giao-duc-va-dao-tao/")


def test_without_an_answer_the_field_is_a_plain_form(page, portal):
    page.route("**/suggest.json*", lambda route: route.abort())
    page.goto(f"{portal}/about/")
    field = page.get_by_role("combobox")
    with page.expect_event("requestfailed"):
        field.press_sequentially("ben tre")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press("Enter")
    page.wait_for_url("**/search/?q=ben+tre")
