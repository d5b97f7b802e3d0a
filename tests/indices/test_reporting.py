"""Reports of a period: filed by units in one form, accepted or returned on a board, never changed."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from indices.models import Indicator, Snapshot
from indices.reporting import Timing, due_reports
from provinces.models import ImportRun, JournalEntry, Source, Unit, UnitAssignment, UnitName
from provinces.registry import Registry
from reform_portal import roles
from reform_portal.tasks import tasks_of

pytestmark = pytest.mark.django_db
FORM, BOARD = "/admin/indices/snapshot/report/", "/admin/indices/snapshot/board/"
HERE = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture(autouse=True)
def clock():
    """The day after the period of June has ended; its report is due on the 17th."""
    with time_machine.travel(datetime(2021, 6, 15, 9, 0, tzinfo=HERE), tick=False) as moved:
        yield moved


@pytest.fixture
def copies():
    indicator = Indicator.objects.get(code="chung-thuc-ban-sao-dien-tu")
    indicator.frequency, indicator.period_last_day, indicator.due_days = "month", 14, 3
    indicator.expected_from = date(2021, 1, 1)
    indicator.save()
    return indicator


def person(name: str, role: roles.Role) -> Client:
    client = Client()
    user = get_user_model().objects.create_user(name, is_staff=True)
    user.groups.add(Group.objects.get(name=role.name))
    client.force_login(user)
    client.user = user
    return client


@pytest.fixture
def tien_giang(db):
    """A province of which the opening content has no report."""
    return Unit.objects.get(kind="province", code="82", begins_on=date.min)


@pytest.fixture
def reporter(tien_giang):
    client = person("bao-cao", roles.UNIT_REPORTER)
    UnitAssignment.objects.create(user=client.user, unit=tien_giang)
    return client


@pytest.fixture
def reviewer():
    return person("tiep-nhan", roles.REVIEWER)


def typed(unit: Unit, indicator: Indicator, numerator="", denominator="", **other) -> dict[str, str]:
    key = f"{unit.pk}-{indicator.pk}"
    return {f"numerator-{key}": numerator, f"denominator-{key}": denominator} | {
        (name if name in {"unchanged", "document"} else f"{name}-{key}"): value for name, value in other.items()
    }


def public(indicator, unit, article, day: date, numerator: int, denominator: int = 157) -> Snapshot:
    said = {"numerator": numerator, "denominator": denominator, "source": article}
    report = Snapshot.file(None, indicator=indicator, unit=unit, as_of=day, **said)
    report.accept(by=None)
    return report


def test_a_report_is_filed_waits_is_accepted_by_another_person_and_then_public(
    reporter, reviewer, copies, tien_giang, client
):
    page = reporter.get(FORM).content.decode()
    assert "Tháng 6/2021 (15/5/2021 - 14/6/2021)" in page
    assert "17/6/2021" in page
    assert reporter.post(FORM, typed(tien_giang, copies, "80", "157", document="12/BC-UBND")).status_code == 302
    report = Snapshot.objects.waiting().get(unit=tien_giang, indicator=copies)
    assert (report.as_of, report.numerator, report.reported_by) == (date(2021, 6, 14), 80, reporter.user)
    assert report.source.locator == "12/BC-UBND"
    path = "/indicators/chung-thuc-ban-sao-dien-tu/"
    assert "80/157" not in client.get(path).content.decode()
    assert client.get(f"/sources/{report.source.code}/").status_code == 404
    assert reporter.post(BOARD, {"report": report.pk, "accept": "1"}).status_code == 403
    reviewer.post(BOARD, {"report": report.pk, "accept": "1"})
    assert "80/157" in client.get(path).content.decode()
    assert client.get(f"/sources/{report.source.code}/").status_code == 200
    entries = JournalEntry.objects.filter(table="indices.snapshot", record=report.pk).order_by("pk")
    assert [entry.user for entry in entries] == [reporter.user, reviewer.user]


def test_nobody_accepts_the_own_report(copies, tien_giang, article):
    both = person("hai-vai", roles.REVIEWER)
    report = Snapshot.file(
        both.user, indicator=copies, unit=tien_giang, as_of=date(2021, 6, 14), numerator=1, source=article
    )
    with pytest.raises(ValidationError):
        report.accept(by=both.user)
    both.post(BOARD, {"report": report.pk, "accept": "1"})
    assert Snapshot.objects.waiting().filter(pk=report.pk).exists()


def test_no_change_is_one_click_that_writes_a_report_of_its_own(reporter, copies, tien_giang, article):
    public(copies, tien_giang, article, date(2021, 5, 14), 71)
    reporter.post(FORM, typed(tien_giang, copies, unchanged=f"{tien_giang.pk}-{copies.pk}"))
    report = Snapshot.objects.waiting().get(unit=tien_giang, indicator=copies)
    assert (report.as_of, report.numerator, report.denominator, report.unchanged) == (date(2021, 6, 14), 71, 157, True)


def test_there_is_nothing_unchanged_before_a_first_report(reporter, copies, tien_giang):
    page = reporter.post(FORM, typed(tien_giang, copies, unchanged=f"{tien_giang.pk}-{copies.pk}")).content.decode()
    assert "Chưa có báo cáo kỳ trước" in page
    assert not Snapshot.objects.waiting().exists()


@pytest.mark.parametrize(
    ("numerator", "denominator", "said"),
    [
        ("160", "157", "Tử số 160 lớn hơn mẫu số 157"),
        ("5", "0", "lớn hơn 0"),
        ("tám mươi", "157", "không phải là số nguyên"),
        ("60", "157", "Số giảm từ 71"),
        ("140", "157", "tăng trên 20 điểm phần trăm"),
        ("80", "160", "Mẫu số tại"),
        ("80", "", "Chưa ghi mẫu số"),
    ],
)
def test_what_is_wrong_or_odd_is_said_at_its_line_and_not_filed(
    reporter, copies, tien_giang, article, numerator, denominator, said
):
    public(copies, tien_giang, article, date(2021, 5, 14), 71)
    page = reporter.post(FORM, typed(tien_giang, copies, numerator, denominator)).content.decode()
    assert said in page
    assert f'value="{numerator}"' in page, "nothing that was typed is lost"
    assert not Snapshot.objects.waiting().exists()


def test_what_is_odd_is_filed_with_an_explanation_that_the_reviewer_reads(
    reporter, reviewer, copies, tien_giang, article, client
):
    public(copies, tien_giang, article, date(2021, 5, 14), 71)
    reporter.post(FORM, typed(tien_giang, copies, "60", "157", explanation="Mười một xã tạm dừng vì thiếu thiết bị."))
    assert Snapshot.objects.waiting().get().numerator == 60
    assert "thiếu thiết bị" in reviewer.get(BOARD).content.decode()
    assert "thiếu thiết bị" not in client.get("/indicators/chung-thuc-ban-sao-dien-tu/").content.decode()


def test_a_returned_report_comes_back_with_its_reason_and_is_filed_anew(reporter, reviewer, copies, tien_giang):
    reporter.post(FORM, typed(tien_giang, copies, "80", "157"))
    first = Snapshot.objects.waiting().get()
    reviewer.post(BOARD, {"report": first.pk, "return": "1"})
    assert Snapshot.objects.waiting().exists(), "a reason is needed"
    reviewer.post(BOARD, {"report": first.pk, "return": "1", "reason": "Đối chiếu lại với Sở Tư pháp."})
    assert "Đối chiếu lại với Sở Tư pháp." in reporter.get(FORM).content.decode()
    assert [task.label for task in tasks_of(reporter.user)] == ["Báo cáo cần gửi"]
    reporter.post(FORM, typed(tien_giang, copies, "78", "157"))
    second = Snapshot.objects.waiting().get()
    first.refresh_from_db()
    assert second.numerator == 78
    assert first.superseded_at is not None


def test_a_report_is_mended_until_it_is_accepted_and_replaces_the_public_one_only_then(
    reporter, reviewer, copies, tien_giang
):
    reporter.post(FORM, typed(tien_giang, copies, "80", "157"))
    reporter.post(FORM, typed(tien_giang, copies, "81", "157"))
    report = Snapshot.objects.waiting().get()
    assert report.numerator == 81
    reviewer.post(BOARD, {"report": report.pk, "accept": "1"})
    assert "đã được tiếp nhận" in reporter.post(FORM, typed(tien_giang, copies, "82", "157")).content.decode()
    reporter.post(FORM, typed(tien_giang, copies, "82", "157", explanation="Đếm sót một phường."))
    waiting = Snapshot.objects.waiting().get()
    assert Snapshot.objects.public().get(unit=tien_giang, indicator=copies, as_of=date(2021, 6, 14)).numerator == 81
    waiting.accept(by=reviewer.user)
    assert Snapshot.objects.public().get(unit=tien_giang, indicator=copies, as_of=date(2021, 6, 14)).numerator == 82


def test_saving_the_form_as_it_is_files_nothing(reporter, copies, tien_giang):
    reporter.post(FORM, typed(tien_giang, copies, "80", "157"))
    page = reporter.post(FORM, typed(tien_giang, copies, "80", "157")).content.decode()
    assert "Chưa ghi số nào" in page
    assert Snapshot.objects.filter(unit=tien_giang, indicator=copies).count() == 1


def test_a_reporter_sees_and_files_for_the_own_units_only(reporter, copies, tien_giang, vinh_long_before):
    page = reporter.get(FORM).content.decode()
    assert "Tiền Giang" in page
    assert "Vĩnh Long" not in page
    reporter.post(FORM, typed(vinh_long_before, copies, "80", "107"))
    assert not Snapshot.objects.filter(unit=vinh_long_before).exists()
    assert "Vĩnh Long" not in reporter.get(BOARD).content.decode()


def test_on_time_late_missing_and_not_due_are_told_apart(copies, tien_giang, article, clock, reviewer):
    def timing(unit: Unit) -> Timing:
        today = clock_day()
        return next(due.timing for due in due_reports([copies], Registry(), today) if due.unit.pk == unit.pk)

    def clock_day() -> date:
        return datetime.now(HERE).date()

    assert timing(tien_giang) == Timing.NOT_DUE
    clock.move_to(datetime(2021, 6, 18, 0, 1, tzinfo=HERE))
    assert timing(tien_giang) == Timing.MISSING
    late = [task for task in tasks_of(reviewer.user) if task.label == "Báo cáo quá hạn"]
    assert late[0].count == 63
    public(copies, tien_giang, article, date(2021, 6, 14), 80)
    assert timing(tien_giang) == Timing.LATE
    clock.move_to(datetime(2021, 7, 17, 23, 59, tzinfo=HERE))
    public(copies, tien_giang, article, date(2021, 7, 14), 81)
    assert timing(tien_giang) == Timing.ON_TIME


@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("as_of", {"as_of": date(2021, 6, 16)}),
        ("unit", {"unit": "commune"}),
        ("unit", {"unit": "not in force"}),
    ],
)
def test_what_cannot_be_reported_is_refused_with_its_reason(copies, tien_giang, vinh_long_after, article, field, other):
    units = {"commune": Unit.objects.filter(kind="commune").first(), "not in force": vinh_long_after}
    said = {
        "indicator": copies,
        "unit": tien_giang,
        "as_of": date(2021, 6, 14),
        "numerator": 1,
        "source": article,
    } | other
    said["unit"] = units.get(said["unit"], said["unit"]) if isinstance(said["unit"], str) else said["unit"]
    with pytest.raises(ValidationError) as refused:
        Snapshot.file(None, **said)
    assert field in refused.value.message_dict


def test_nothing_is_expected_of_an_indicator_without_a_period(reporter):
    assert "chưa có báo cáo nào phải gửi" in reporter.get(FORM).content.decode()
    assert "Chưa yêu cầu báo cáo nào" in reporter.get(BOARD).content.decode()


def test_the_board_asks_a_fixed_number_of_questions(
    reviewer, copies, tien_giang, article, django_assert_max_num_queries
):
    for unit in Unit.objects.filter(kind="province", begins_on=date.min)[:30]:
        public(copies, unit, article, date(2021, 5, 14), 71)
        Snapshot.file(
            None, indicator=copies, unit=unit, as_of=date(2021, 6, 14), numerator=80, denominator=157, source=article
        )
    reviewer.get(BOARD)
    with django_assert_max_num_queries(14):
        page = reviewer.get(BOARD).content.decode()
    assert page.count('type="checkbox"') == 30


def sheet(client: Client, text: str, **said):
    upload = SimpleUploadedFile("b.csv", text.encode())
    client.post("/admin/indices/snapshot/import/", {"import_file": upload} | said)
    run = ImportRun.objects.filter(user=client.user).latest("pk")
    client.post("/admin/indices/snapshot/process_import/", {"run": str(run.uuid)})
    run.refresh_from_db()
    return run


ROW = "indicator,unit_code,as_of,numerator,denominator\nchung-thuc-ban-sao-dien-tu,82,2021-06-14,90,157\n"


@pytest.mark.parametrize("decision", ["waits", "accepted", "returned", "filed anew"])
def test_undoing_a_sheet_deletes_no_report_and_overtakes_no_decision(reporter, reviewer, copies, tien_giang, decision):
    reporter.post(FORM, typed(tien_giang, copies, "80", "157"))
    run = sheet(reporter, ROW)
    assert run.state == "stored"
    ninety = Snapshot.objects.waiting().get()
    assert ninety.numerator == 90
    if decision == "accepted":
        ninety.accept(by=reviewer.user)
    elif decision == "returned":
        ninety.give_back(by=reviewer.user, reason="Đối chiếu lại.")
    elif decision == "filed anew":
        reporter.post(FORM, typed(tien_giang, copies, "95", "157"))
    before = Snapshot.objects.count()
    assert reporter.post(f"/admin/provinces/importrun/{run.pk}/undo/").status_code == 302
    assert Snapshot.objects.count() == before
    waiting = list(Snapshot.objects.waiting().values_list("numerator", flat=True))
    assert waiting == {"waits": [80], "accepted": [], "returned": [80], "filed anew": [95]}[decision]
    assert Snapshot.objects.public().filter(unit=tien_giang).count() == (1 if decision == "accepted" else 0)


def test_a_sheet_points_at_what_is_odd_and_takes_back_that_nothing_changed(reporter, copies, tien_giang, article):
    public(copies, tien_giang, article, date(2021, 5, 14), 120)
    reporter.post(FORM, typed(tien_giang, copies, unchanged=f"{tien_giang.pk}-{copies.pk}"))
    upload = SimpleUploadedFile("b.csv", ROW.encode())
    page = reporter.post("/admin/indices/snapshot/import/", {"import_file": upload}).content.decode()
    assert "Số giảm từ 120" in page
    run = ImportRun.objects.filter(user=reporter.user).latest("pk")
    reporter.post("/admin/indices/snapshot/process_import/", {"run": str(run.uuid)})
    report = Snapshot.objects.waiting().get()
    assert (report.numerator, report.unchanged) == (90, False)


def test_nothing_unchanged_is_filed_over_what_was_accepted(reporter, copies, tien_giang, article):
    public(copies, tien_giang, article, date(2021, 5, 14), 70)
    public(copies, tien_giang, article, date(2021, 6, 14), 120)
    page = reporter.post(FORM, typed(tien_giang, copies, unchanged=f"{tien_giang.pk}-{copies.pk}")).content.decode()
    assert "đã được tiếp nhận" in page
    assert not Snapshot.objects.waiting().exists()


def test_the_portals_own_codes_of_sources_are_nobody_elses(reporter, copies, tien_giang):
    said = {"code": "bao-cao-province-82-0001-01-01-2021-06-14", "kind": "web page", "reliability": "official"}
    assert reporter.post("/admin/provinces/source/add/", said | {"title": "HACKED"}).status_code == 200
    assert not Source.objects.filter(title="HACKED").exists()
    reporter.post(FORM, typed(tien_giang, copies, "80", "157", document="12/BC-UBND"))
    first = Snapshot.objects.waiting().get().source
    reporter.post(FORM, typed(tien_giang, copies, "81", "157", document="12-BC UBND"))
    assert Snapshot.objects.waiting().get().source != first


@pytest.mark.parametrize("document", ["x" * 101, "số\x00"])
def test_words_that_no_text_has_are_refused_and_not_a_failure(reporter, copies, tien_giang, document):
    page = reporter.post(FORM, typed(tien_giang, copies, "80", "157", document=document))
    assert page.status_code == 200
    assert not Snapshot.objects.waiting().exists()


def test_a_reporter_neither_sees_nor_uses_documents_of_reporters_of_other_units(reporter, copies, tien_giang, ben_tre):
    other = person("bao-cao-khac", roles.UNIT_REPORTER)
    UnitAssignment.objects.create(user=other.user, unit=ben_tre)
    other.post(FORM, typed(ben_tre, copies, "80", "157", document="99/MẬT"))
    theirs = Snapshot.objects.waiting().get(unit=ben_tre).source
    for path in ("/admin/indices/snapshot/import/", "/admin/provinces/source/", "/admin/indices/adoption/add/"):
        assert theirs.code not in reporter.get(path).content.decode(), path
    run = sheet(reporter, ROW.replace("denominator\n", "denominator,source\n").replace("157\n", f"157,{theirs.code}\n"))
    assert run.state != "stored"


def test_a_missed_period_is_offered_and_filed_late(reporter, copies, tien_giang, clock):
    clock.move_to(datetime(2021, 7, 20, 9, 0, tzinfo=HERE))
    reporter.force_login(reporter.user)
    page = reporter.get(FORM).content.decode()
    assert "?period=2021-06-14" in page
    reporter.post(f"{FORM}?period=2021-06-14", typed(tien_giang, copies, "0", "157"))
    report = Snapshot.objects.waiting().get()
    assert (report.as_of, report.numerator) == (date(2021, 6, 14), 0)
    assert 'value="0"' in reporter.get(f"{FORM}?period=2021-06-14").content.decode(), "zero is a figure"


def test_a_line_with_only_a_denominator_is_not_lost_in_silence(reporter, copies, tien_giang):
    page = reporter.post(FORM, typed(tien_giang, copies, "", "157")).content.decode()
    assert "Chưa ghi tử số" in page


def test_who_reports_for_some_units_teaches_no_spelling(reporter, copies, tien_giang):
    text = ROW.replace("unit_code", "unit_name").replace(",82,", ",Tiền Giangg,")
    upload = SimpleUploadedFile("b.csv", text.encode())
    reporter.post("/admin/indices/snapshot/import/", {"import_file": upload})
    run = ImportRun.objects.filter(user=reporter.user).latest("pk")
    answers = {"answer:unit:tien giangg": tien_giang.permanent_id, "answer:unit:ha noi": tien_giang.permanent_id}
    reporter.post("/admin/indices/snapshot/import/", {"run": str(run.uuid)} | answers)
    reporter.post("/admin/indices/snapshot/process_import/", {"run": str(run.uuid)})
    assert not UnitName.objects.filter(learned_by=reporter.user).exists()


def test_an_answer_to_what_was_not_asked_changes_nothing(reporter, copies, tien_giang, ben_tre):
    UnitAssignment.objects.create(user=reporter.user, unit=ben_tre)
    text = ROW.replace("unit_code", "unit_name").replace(",82,", ",Bến Tre,")
    upload = SimpleUploadedFile("b.csv", text.encode())
    reporter.post("/admin/indices/snapshot/import/", {"import_file": upload})
    run = ImportRun.objects.filter(user=reporter.user).latest("pk")
    said = {"run": str(run.uuid), "answer:unit:ben tre": tien_giang.permanent_id}
    reporter.post("/admin/indices/snapshot/import/", said)
    reporter.post("/admin/indices/snapshot/process_import/", {"run": str(run.uuid)})
    assert Snapshot.objects.waiting().get().unit == ben_tre
