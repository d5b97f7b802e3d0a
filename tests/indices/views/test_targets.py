"""The page of a target in every state, and its files, recomputed from what they say themselves."""

import csv
import io
import json
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
import time_machine
from django.core.cache import cache
from openpyxl import load_workbook

from indices.models import Adoption, Indicator, Snapshot, Target
from provinces.models import Unit
from tests import oracles

pytestmark = pytest.mark.django_db
FOUNDING = "/targets/chung-thuc-ban-sao-dien-tu-2021/"


@pytest.fixture
def copies():
    return Indicator.objects.get(code="chung-thuc-ban-sao-dien-tu")


@pytest.fixture
def target(copies, ben_tre, article):
    """A goal of one province whose deadline is ahead on the days that these tests look from."""
    return Target.objects.create(
        code="muc-tieu", indicator=copies, unit_kind="province", unit=ben_tre, value=100, due_on=date(2022, 6, 30),
        set_by="tỉnh Bến Tre", source=article,
    )  # fmt: skip


@pytest.fixture
def each(copies, article):
    return Target.objects.create(
        code="tung-tinh", indicator=copies, unit_kind="province", scope="each", value=100, due_on=date(2022, 6, 30),
        set_by="Chính phủ", source=article,
    )  # fmt: skip


def reported(indicator, unit, article, day, numerator=None, denominator=None, **other) -> Snapshot:
    report = Snapshot.file(
        None, indicator=indicator, unit=unit, as_of=date.fromisoformat(day), numerator=numerator,
        denominator=denominator, source=article, **other,
    )  # fmt: skip
    report.accept(by=None)
    return report


def looked_at(client, path: str, day: str) -> str:
    with time_machine.travel(f"{day} 10:00:00+07:00", tick=False):
        cache.clear()
        answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_founding_bound_gives_limits_and_its_outcome_is_not_known(client):
    page = looked_at(client, FOUNDING, "2026-11-24")
    assert "trên 50%" in page
    assert "không có báo cáo sau ngày 24/6/2021, chưa rõ kết quả" in page
    assert "Ít nhất 79/157, còn nhiều nhất 78" in page
    assert "157 đơn vị cấp xã tại 1/11/2021" in page
    assert "đơn vị/tháng" not in page, "after a deadline there is no pace"


def test_the_founding_bound_seen_on_its_day_says_how_many_a_month_at_most(client):
    assert "cần không quá 13 đơn vị/tháng" in looked_at(client, FOUNDING, "2021-06-24")


def test_counts_stand_before_percentages_and_paces_are_in_units(client, target, copies, ben_tre, article):
    for day, number in (("2021-11-14", 71), ("2022-01-14", 89), ("2022-02-14", 95)):
        reported(copies, ben_tre, article, day, number, 157)
    page = looked_at(client, "/targets/muc-tieu/", "2022-02-20")
    assert "95/157" in page
    assert "62/157 đơn vị" in page
    assert "14 đơn vị/tháng" in page
    assert "7,9 đơn vị/tháng" in page
    assert "Có khả năng không đạt" not in page
    english = looked_at(client, "/en/targets/muc-tieu/", "2022-02-20")
    assert "7.9 units a month" in english


def test_a_moved_deadline_keeps_the_first_one_visible(client, target, copies, ben_tre, article):
    Target.objects.create(
        code="doi-han", indicator=copies, unit_kind="province", unit=ben_tre, value=100, due_on=date(2023, 6, 30),
        set_by="tỉnh Bến Tre", source=article, supersedes=target,
    )  # fmt: skip
    reported(copies, ben_tre, article, "2022-01-14", 89, 157)
    page = looked_at(client, "/targets/doi-han/", "2022-02-20")
    assert "30/6/2022" in page
    assert 'class="deadline moved"' in page
    assert "/targets/doi-han/" in looked_at(client, "/targets/muc-tieu/", "2022-02-20")
    assert "/targets/muc-tieu/" not in looked_at(client, "/targets/", "2022-02-20")


def test_laggards_are_named_and_those_that_did_not_report_stand_apart(client, each, copies, article):
    provinces = list(Unit.objects.filter(kind="province", begins_on=date.min).order_by("sort_key")[:3])
    for unit, last in zip(provinces, (100, 60, 12), strict=True):
        reported(copies, unit, article, "2021-07-14", 10, 100)
        reported(copies, unit, article, "2022-01-14", last, 100)
    page = looked_at(client, "/targets/tung-tinh/", "2022-02-20")
    assert "4/63 đơn vị đã báo cáo" in page, "three, and the founding bound"
    assert "172/300" in page
    assert page.count("Chưa có báo cáo") >= 59
    behind = page.split("Chậm tiến độ, có khả năng không đạt hoặc chưa đạt")[1].split("</p>")[0]
    assert provinces[2].names.first().short_name in behind
    assert provinces[0].names.first().short_name not in behind
    assert 'class="map"' in page


def test_what_communes_reported_stands_beside_what_the_province_printed(client, copies, ben_tre, article):
    communes = list(Unit.objects.filter(kind="commune", parent=ben_tre)[:5])
    for number, commune in enumerate(communes):
        Adoption.objects.create(
            indicator=copies, unit=commune, offers=number < 3, as_of=date(2021, 11, 1), source=article,
            began_on=date(2021, 7, number + 1) if number < 3 else None,
        )  # fmt: skip
    page = looked_at(client, FOUNDING, "2021-12-01")
    assert "5/157 đơn vị cấp xã đã tự báo cáo: 3 đã triển khai, 2 chưa" in page
    assert "152 đơn vị" in page
    assert "trên 50%" in page
    assert 'class="line counted"' not in page, "silence is not drawn as no"
    for commune in Unit.objects.filter(kind="commune", parent=ben_tre).exclude(pk__in=[c.pk for c in communes]):
        Adoption.objects.create(indicator=copies, unit=commune, offers=False, as_of=date(2021, 11, 1), source=article)
    assert 'class="line counted"' in looked_at(client, FOUNDING, "2021-12-01")


def test_a_target_of_an_index_is_judged_by_its_public_results(client, par_index_2020, ben_tre, article):
    common = {"index": par_index_2020.index, "unit_kind": "province", "unit": ben_tre, "set_by": "x", "source": article}
    Target.objects.create(code="diem", metric="score", value=85, due_on=date(2020, 12, 31), **common)
    Target.objects.create(code="hang", metric="rank", value=50, due_on=date(2020, 12, 31), **common)
    Target.objects.create(code="nhom", metric="band", band="B", due_on=date(2020, 12, 31), **common)
    assert "chưa đạt" in looked_at(client, "/targets/diem/", "2031-01-05")
    assert "đạt ngày 31/12/2020" in looked_at(client, "/targets/hang/", "2031-01-05")
    assert "đạt ngày 31/12/2020" in looked_at(client, "/targets/nhom/", "2031-01-05")
    assert "44/63" in looked_at(client, "/targets/hang/", "2031-01-05")


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods", "json"])
@pytest.mark.parametrize(("metric", "value", "band"), [("score", 85, ""), ("rank", 50, ""), ("band", None, "B")])
def test_targets_of_indices_have_their_files(client, par_index_2020, article, ending, metric, value, band):
    Target.objects.create(
        code="chi-so", index=par_index_2020.index, unit_kind="province", scope="each", metric=metric, value=value,
        band=band, due_on=date(2020, 12, 31), set_by="x", source=article,
    )  # fmt: skip
    assert client.get(f"/targets/chi-so.{ending}").status_code == 200
    page = client.get("/targets/chi-so/").content.decode()
    assert "chưa đạt (44%" not in page
    assert "đã báo cáo" not in page, "provinces do not report an index"


def test_a_rank_that_was_not_reached_is_said_as_a_rank(client, par_index_2020, ben_tre, article):
    Target.objects.create(
        code="hang-10", index=par_index_2020.index, unit_kind="province", unit=ben_tre, metric="rank", value=10,
        due_on=date(2020, 12, 31), set_by="x", source=article,
    )  # fmt: skip
    assert "chưa đạt (44/63 tại 31/12/2020)" in looked_at(client, "/targets/hang-10/", "2031-01-05")


def test_an_old_result_does_not_reach_a_goal_of_today(client, par_index_2020, ben_tre, article):
    Target.objects.create(
        code="diem-80", index=par_index_2020.index, unit_kind="province", unit=ben_tre, metric="score", value=80,
        due_on=date(2032, 12, 31), set_by="x", source=article,
    )  # fmt: skip
    assert "Đã đạt" not in looked_at(client, "/targets/diem-80/", "2031-01-05")


def test_a_bound_is_no_value_on_the_map_nor_in_the_order(client, each, copies, ben_tre, article):
    other = Unit.objects.get(kind="province", code="82", begins_on=date.min)
    reported(copies, other, article, "2021-07-14", 10, 100)
    page = looked_at(client, "/targets/tung-tinh/", "2022-02-20")
    assert "Nguồn chỉ nêu một cận" in page
    assert page.index('id="tien-giang"') < page.index('id="ben-tre"'), "values stand before bounds"
    assert 'class="num place"' not in page, "no place without the whole field"


def test_a_country_is_judged_only_when_every_unit_gave_counts(client, copies, article):
    Target.objects.create(
        code="ca-nuoc", indicator=copies, unit_kind="province", scope="country", value=100, due_on=date(2022, 6, 30),
        set_by="Chính phủ", source=article,
    )  # fmt: skip
    units = list(Unit.objects.filter(kind="province", begins_on=date.min))
    for unit in units[:-1]:
        reported(copies, unit, article, "2022-01-14", 50, 100)
    page = looked_at(client, "/targets/ca-nuoc/", "2022-02-20")
    assert "chưa có ngày nào như vậy" in page
    assert "Đúng tiến độ" not in page, "no unit is judged by what the country promised"
    reported(copies, units[-1], article, "2022-01-14", 50, 100)
    for unit in units:
        reported(copies, unit, article, "2022-02-14", 80, 100)
    page = looked_at(client, "/targets/ca-nuoc/", "2022-02-20")
    assert "Đúng tiến độ" in page
    assert "5.040/6.300" in page


def test_the_file_says_what_an_independent_reader_computes_from_it(client, each, copies, article):
    units = list(Unit.objects.filter(kind="province", begins_on=date.min).order_by("code")[:6])
    for number, unit in enumerate(units):
        for month in range(2 + number):
            reported(
                copies, unit, article, f"2021-{month + 7:02}-14" if month < 6 else "2022-01-14", 9 * month + number, 120
            )
    with time_machine.travel("2022-02-20 10:00:00+07:00", tick=False):
        content = client.get("/en/targets/tung-tinh.csv").content.decode()
        said = json.loads(client.get("/targets/tung-tinh.json").content)
    assert said["due_on"] == "2022-06-30"
    by_unit: dict[str, list[dict[str, str]]] = {}
    for row in csv.DictReader(io.StringIO(content)):
        by_unit.setdefault(row["Permanent id"], []).append(row)
    assert len(by_unit) == 63
    assert len(said["rows"]) == sum(map(len, by_unit.values()))
    for rows in by_unit.values():
        history = [
            (
                date.fromisoformat(row["As of"]),
                int(row["Numerator"]) if row["Numerator"] else None,
                int(row["Denominator"]) if row["Denominator"] else None,
                Fraction(row["Share (%)"]) if row["How the share is known"] == "printed" else None,
                row["Qualifier"],
            )
            for row in rows
            if row["As of"]
        ]
        expected = oracles.progress(Fraction(100), date(2022, 6, 30), history, date(2022, 2, 20))
        [latest] = [row for row in rows if row["Status"]]
        assert latest["Status"] == expected["status"]
        assert latest["Needed a month"] == ("" if expected["needed"] is None else str(expected["needed"]))
        actual = "" if expected["actual"] is None else Decimal(latest["Actual a month"])
        if expected["actual"] is not None:
            assert abs(Fraction(actual) - expected["actual"]) < Fraction(1, 10_000)
        assert latest["Projected on"] == (expected["projected"].isoformat() if expected["projected"] else "")


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods", "json"])
@pytest.mark.parametrize("path", ["/targets/chung-thuc-ban-sao-dien-tu-2021", "/indicators/dvctt-3-4"])
def test_every_file_is_there(client, path, ending):
    answer = client.get(f"{path}.{ending}")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]


def test_the_workbook_of_an_indicator_has_its_whole_history(client, copies, ben_tre, article):
    reported(copies, ben_tre, article, "2021-06-24", 80, 157)
    data = load_workbook(io.BytesIO(client.get("/en/indicators/chung-thuc-ban-sao-dien-tu.xlsx").content))["Data"]
    rows = list(data.iter_rows(values_only=True))
    head = rows[0]
    shown = [dict(zip(head, row, strict=True)) for row in rows[1:]]
    assert [(row["Numerator"], bool(row["Replaced at"])) for row in shown] == [(80, False), (None, True)]
    page = client.get("/indicators/chung-thuc-ban-sao-dien-tu/").content.decode()
    assert "<del>trên 50%</del>" in page


def test_an_unknown_target_or_indicator_is_not_found(client):
    for path in ("/targets/khong-co/", "/targets/khong-co.csv", "/indicators/khong-co/", "/indicators/khong-co.json"):
        assert client.get(path).status_code == 404, path


@pytest.mark.parametrize(
    ("path", "queries"), [(FOUNDING, 4), ("/targets/tung-tinh/", 4), ("/indicators/dvctt-3-4/", 4)]
)
def test_a_page_asks_a_fixed_number_of_questions(
    client, each, copies, article, path, queries, django_assert_num_queries
):
    for unit in Unit.objects.filter(kind="province", begins_on=date.min)[:20]:
        reported(copies, unit, article, "2021-07-14", 10, 100)
    client.get(path)
    cache.clear()
    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200
