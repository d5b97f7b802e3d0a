"""Journeys of officials in a real browser."""

from datetime import date

import pytest

from indices.models import Edition, IndexAssignment, Indicator
from provinces.models import Unit, UnitAssignment
from reform_portal import roles

pytestmark = pytest.mark.browser


def test_a_figure_is_corrected_by_one_person_and_approved_by_another(person, live_server):
    edition = Edition.objects.published().get(index__code="sipas", year=2020)
    editor, publisher = person("bien-tap", roles.INDEX_EDITOR), person("phe-duyet", roles.PUBLISHER)
    IndexAssignment.objects.create(user=editor.official, index=edition.index)
    editor.goto(f"{live_server.url}/admin/")
    editor.get_by_role("link", name="Đính chính số liệu đã công bố").click()
    editor.locator("#result_list").get_by_role("link", name="SIPAS 2020").click()
    editor.get_by_role("button", name="Sửa số liệu đã công bố").click()
    editor.get_by_role("link", name="Ghi cả bảng").first.click()
    editor.get_by_label("Điểm: Bến Tre").fill("88,53")
    editor.locator("#id_source").select_option("bao-hoang-lam-2021")
    editor.get_by_role("button", name="Lưu").first.click()
    editor.locator("#id_kind").select_option("correction")
    editor.locator("#id_reason_vi").fill("Gõ nhầm hai chữ số.")
    editor.get_by_role("button", name="Lưu lý do").click()
    editor.get_by_role("button", name="Trình kiểm tra").click()
    editor.get_by_text("Đang kiểm tra").first.wait_for()
    publisher.goto(editor.url)
    publisher.locator("input[name=coverage]").fill("Nguồn chỉ nêu 12 đơn vị.")
    publisher.get_by_role("button", name="Lưu các lý do").click()
    publisher.get_by_text("Gõ nhầm hai chữ số.").first.wait_for()
    publisher.get_by_role("button", name="Phê duyệt và hẹn giờ công bố").click()
    publisher.get_by_text("Đã công bố").first.wait_for()
    publisher.goto(f"{live_server.url}/corrections/")
    assert "88,35" in publisher.locator("main").inner_text()
    assert "88,53" in publisher.locator("main").inner_text()


def test_a_province_reports_and_the_ministry_accepts(person, live_server):
    indicator = Indicator.objects.get(code="chung-thuc-ban-sao-dien-tu")
    indicator.frequency, indicator.expected_from = "month", date(2026, 1, 1)
    indicator.save()
    vinh_long = Unit.objects.get(kind="province", code="86", ends_on=None)
    reporter, reviewer = person("bao-cao", roles.UNIT_REPORTER), person("tiep-nhan", roles.REVIEWER)
    UnitAssignment.objects.create(user=reporter.official, unit=vinh_long)
    reporter.goto(f"{live_server.url}/admin/")
    reporter.get_by_role("link", name="Báo cáo cần gửi").click()
    line = f"{vinh_long.pk}-{indicator.pk}"
    reporter.locator(f"[name='numerator-{line}']").fill("130")
    reporter.locator(f"[name='denominator-{line}']").fill("124")
    reporter.get_by_role("button", name="Gửi báo cáo").click()
    reporter.get_by_text("lớn hơn mẫu số").wait_for()
    reporter.locator(f"[name='numerator-{line}']").fill("80")
    reporter.get_by_role("button", name="Gửi báo cáo").click()
    reporter.get_by_text("chờ tiếp nhận").first.wait_for()
    reviewer.goto(f"{live_server.url}/admin/indices/snapshot/board/")
    reviewer.get_by_label("Tỉnh Vĩnh Long").check()
    reviewer.get_by_role("button", name="Tiếp nhận").click()
    reviewer.get_by_text("Đã tiếp nhận 1 báo cáo").wait_for()
    reviewer.goto(f"{live_server.url}/provinces/vinh-long/")
    assert "80" in reviewer.locator(".funnel").inner_text()


def test_two_people_on_one_form_see_the_difference(person, live_server):
    first, second = person("mot", roles.REGISTRY_KEEPER), person("hai", roles.REGISTRY_KEEPER)
    for page in (first, second):
        page.goto(f"{live_server.url}/admin/provinces/source/?q=bao-hoang-lam-2021")
        page.locator("#result_list tbody a").first.click()
    first.locator("#id_title").fill("Của người thứ nhất")
    first.get_by_role("button", name="Lưu", exact=True).first.click()
    second.locator("#id_title").fill("Của người thứ hai")
    second.get_by_role("button", name="Lưu", exact=True).first.click()
    assert "Của người thứ nhất" in second.locator("#content").inner_text()
