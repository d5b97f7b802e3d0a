"""A unit's page and the page of a unit's year: where it stands, how it went, where each figure comes from."""

import json
import re
from datetime import date
from html import unescape

import pytest

from indices.models import Correction, Target
from provinces.models import DataStamp
from tests.indices.views.test_pages import text_of

pytestmark = pytest.mark.django_db


def test_one_sentence_says_where_a_unit_stands(client):
    assert (
        "Năm 2020, tỉnh Bến Tre đạt 83,28% về PAR INDEX, xếp thứ 44/63, tăng 19 bậc so với năm 2019; "
        "đạt 88,35% về SIPAS, xếp thứ 20/63, tăng 1 bậc so với năm 2019."
    ) in text_of(client, "/provinces/ben-tre/")
    assert (
        "In 2020, Bến Tre scored 83.28% in PAR INDEX, ranking 44th of 63, up 19 places from 2019; "
        "scored 88.35% in SIPAS, ranking 20th of 63"
    ) in text_of(client, "/en/provinces/ben-tre/")


def test_each_index_is_told_of_its_own_latest_year(client):
    shown = text_of(client, "/provinces/quang-ninh/")
    assert "Năm 2024, tỉnh Quảng Ninh xếp thứ 4/63 về SIPAS" in shown
    assert "; năm 2023 đạt 92,18% về PAR INDEX, xếp thứ 1/63" in shown


def test_a_new_unit_says_that_it_has_no_result_and_shows_those_before(client):
    shown = text_of(client, "/provinces/vinh-long/")
    assert "Tỉnh Vĩnh Long chưa có kết quả trên Cổng." in shown
    assert "83,28%" in shown


def test_charts_break_where_the_method_changed_and_name_the_mean(client):
    page = client.get("/provinces/quang-ninh/").content.decode()
    sipas = page[page.index('id="sipas"') : page.index('id="papi"')]
    assert 'class="break"' in sipas
    assert "Trung bình cả nước" in sipas


def test_what_a_source_does_not_print_is_not_drawn_as_a_shortfall(client):
    shown = text_of(client, "/provinces/quang-ninh/")
    assert "nguồn không ghi điểm tối đa" in shown
    assert "9,56/10" in shown


def test_the_history_leads_both_ways(client):
    before = client.get("/provinces/ben-tre/").content.decode()
    lineage = before[before.index('class="lineage"') :]
    assert 'href="/provinces/vinh-long/"' in lineage
    after = client.get("/provinces/vinh-long/").content.decode()
    assert 'href="/provinces/ben-tre/"' in after[after.index('class="lineage"') :]


def test_the_page_of_a_year_tells_where_each_figure_comes_from_and_how_to_cite_it(client, article):
    shown = text_of(client, "/provinces/ben-tre/2020/")
    assert article.label in shown
    assert "Nguồn ghi trực tiếp" in shown
    assert "Nạp cùng nội dung mở đầu của Cổng" in shown
    assert "Tỉnh Bến Tre, PAR INDEX 2020: 83,28%, hạng 44/63. Nguồn: " in shown
    assert "/provinces/ben-tre/2020/" in shown


def test_a_derived_figure_says_from_what_on_the_page_of_its_year(client):
    assert "Cổng tính từ số liệu năm 2020" in text_of(client, "/provinces/ben-tre/2019/")


def test_a_correction_of_a_figure_stands_beside_it_and_beside_no_other(client, par_index_2020, ben_tre):
    correction = Correction.objects.create(edition=par_index_2020, kind="correction", reason_vi="Gõ nhầm hai chữ số.")
    correction.figures.create(unit=ben_tre, what="Điểm", old="82.38", new="83.28")
    assert "82.38" in text_of(client, "/provinces/ben-tre/2020/")
    assert "82.38" not in text_of(client, "/provinces/quang-ninh/2020/")


@pytest.mark.parametrize("slug_and_year", ["ben-tre/1999", "vinh-long/2020", "atlantis/2020"])
def test_a_year_without_any_figure_is_not_found(client, slug_and_year):
    assert client.get(f"/provinces/{slug_and_year}/").status_code == 404


def test_a_former_slug_leads_to_the_same_year(client):
    assert client.get("/provinces/thua-thien-hue/2020/").url == "/provinces/hue/2020/"
    assert client.get("/provinces/thua-thien-hue.csv").url == "/provinces/hue.csv"


def test_the_file_of_a_unit_has_a_row_for_each_index_and_year(client):
    rows = json.loads(client.get("/provinces/ben-tre.json").content)["rows"]
    [par] = [row for row in rows if (row["index"], row["year"]) == ("par-index", 2020)]
    assert (par["score"], par["rank"], par["rank_of"], par["rank_change"]) == (83.28, 44, 63, 19)
    page = client.get("/provinces/ben-tre/").content.decode()
    assert len(rows) == len(re.findall(r'href="/indices/[-\w]+/\d{4}/provinces/#ben-tre">\d{4}<', page))
    assert client.get("/provinces/ben-tre.xlsx").status_code == 200


BEN_TRE = "/provinces/ben-tre/"


def test_a_report_that_was_replaced_since_stands_on_the_page_of_its_day(client, replaced):
    assert "1.390" in text_of(client, BEN_TRE)
    assert client.get(f"{BEN_TRE}?as_of=2031-06-22").headers["Location"] == f"{BEN_TRE}?as_of=2031-06-20"
    day_before = client.get(f"{BEN_TRE}?as_of=2031-06-19", follow=True).content.decode()
    assert "1.381" in day_before
    assert "1.390" not in day_before


def test_a_goal_is_judged_by_the_day_that_was_asked_for(client, opened_in_2031):
    Target.objects.update(due_on=date(2031, 6, 15))
    DataStamp.bump()
    assert "chưa rõ kết quả" in text_of(client, BEN_TRE)
    assert client.get(f"{BEN_TRE}?as_of=2031-06-20").headers["Location"] == f"{BEN_TRE}?as_of=2031-06-16"
    assert "chưa rõ kết quả" in text_of(client, f"{BEN_TRE}?as_of=2031-06-16")
    before = text_of(client, f"{BEN_TRE}?as_of=2031-06-01")
    assert "1.381" in before
    assert "chưa rõ kết quả" not in before


def aims(client, path: str) -> str:
    """What a unit's page says of targets about indices."""
    page = client.get(path).content.decode()
    return page.split("Mục tiêu về chỉ số")[1].split("</section>")[0]


def test_a_target_about_an_index_counts_the_results_of_the_day_that_was_asked_for(client, corrected, ben_tre, article):
    Target.objects.create(
        code="diem-sipas", index=corrected.index, metric="score", unit_kind="province", unit=ben_tre, value=90,
        due_on=date(2020, 12, 31), set_by="tỉnh Bến Tre", source=article,
    )  # fmt: skip
    DataStamp.bump()
    now, before = (aims(client, path) for path in (BEN_TRE, f"{BEN_TRE}?as_of=2031-06-01"))
    assert "88,53%" in now
    assert "88,53" not in before
    assert "88,35%" in before


def test_the_results_of_predecessors_are_those_of_the_day_that_was_asked_for(client, corrected):
    assert "88,53%" in text_of(client, "/provinces/vinh-long/")
    before = text_of(client, "/provinces/vinh-long/?as_of=2031-06-01")
    assert "88,35%" in before
    assert "88,53" not in before


def test_files_card_and_the_report_of_an_error_are_of_the_day_of_the_page(client, corrected):
    page = client.get(f"{BEN_TRE}?as_of=2031-06-01").content.decode()
    files = set(re.findall(r'href="(/provinces/ben-tre\.[^"]+)"', page))
    there = {f"/provinces/ben-tre.{ending}?as_of=2031-06-01" for ending in ("csv", "xlsx", "ods", "json")}
    assert {unescape(file) for file in files} == there | {"/provinces/ben-tre.csv?as_of=2031-06-01&excel=1"}
    [about] = re.findall(r'href="(/report-a-problem/\?about=[^"]+)"', page)
    assert "đến hết ngày 1/6/2031" in text_of(client, unescape(about))
    assert "88.53" not in client.get("/provinces/ben-tre.csv?as_of=2031-06-01").content.decode()


def test_a_former_slug_leads_to_the_same_day_and_the_same_file(client, opened_in_2031):
    for asked, leads_to in (
        ("/provinces/thua-thien-hue/?as_of=2031-06-01", "/provinces/hue/?as_of=2031-06-01"),
        ("/provinces/thua-thien-hue.csv?excel=1&as_of=2031-06-01", "/provinces/hue.csv?excel=1&as_of=2031-06-01"),
    ):
        assert client.get(asked).headers["Location"] == leads_to
