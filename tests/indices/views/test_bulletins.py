"""The bulletin's page: each figure a link to its document, each sentence ready to be copied; reached from the unit."""

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest

from indices.models import Correction, Edition, Result, Target
from provinces.models import DataStamp

pytestmark = pytest.mark.django_db

BEN_TRE = "/provinces/ben-tre/2020/bulletin/"


def test_figures_lead_to_their_documents_and_sentences_stand_alone_as_plain_text(client):
    page = client.get(BEN_TRE).content.decode()
    assert re.search(r'<a href="/sources/bao-hoang-lam-2021/"[^>]*>88,35%</a>', page)
    plain = [unescape(text) for text in re.findall(r'<li [^>]+><span class="whole">(.*?)</span></li>', page)]
    assert "Về vị trí thứ 4, có nguồn nêu Hải Dương." in plain
    assert all(sentence.endswith(".") for sentence in plain)
    whole = [
        unescape(text)
        for text in re.findall(r"<p>(.*?)</p>", page.partition('<div class="whole">')[2].partition("</div>")[0])
    ]
    assert whole[0] == "Tỉnh Bến Tre: tóm tắt kết quả năm 2020"
    assert [one for paragraph in whole[1:-1] for one in plain if one in paragraph] == plain
    assert re.fullmatch(r"Nguồn: .+ Số liệu trên Cổng tính đến .+ http\S+" + BEN_TRE, whole[-1])
    assert "Từ 1/7/2025, tỉnh Bến Tre cùng" in re.sub(r"<[^>]+>|\s+", " ", page).replace("  ", " ")


def test_a_units_page_names_the_years_that_have_a_bulletin_and_each_is_there(client):
    page = client.get("/en/provinces/ben-tre/").content.decode()
    links = re.findall(r'href="(/en/provinces/ben-tre/\d{4}/bulletin/)"', page)
    assert f"/en{BEN_TRE}" in links
    assert {client.get(link).status_code for link in links} == {200}


def test_a_ministry_has_one_too(client):
    page = client.get("/ministries/ngan-hang-nha-nuoc-viet-nam/2020/bulletin/").content.decode()
    assert "Ngân hàng Nhà nước Việt Nam đạt" in re.sub(r"<[^>]+>", "", page)


def test_another_spelling_leads_to_the_bulletin_and_a_year_without_an_edition_to_none(client):
    assert client.get("/provinces/Bến-Tre/2020/bulletin/").headers["Location"] == BEN_TRE
    assert client.get("/provinces/ben-tre/1990/bulletin/").status_code == 404
    assert client.get("/provinces/vinh-long/2020/bulletin/").status_code == 404
    assert client.get("/provinces/nowhere/2020/bulletin/").status_code == 404


def test_a_new_unit_without_a_result_leads_to_the_bulletin_that_says_so(client, par_index_2020, approver):
    Edition.objects.create(
        index=par_index_2020.index, year=2025, units_as_of=date(2025, 12, 31), state="approved",
        publish_at=par_index_2020.publish_at, approved_at=par_index_2020.publish_at, approved_by=approver,
    )  # fmt: skip
    DataStamp.bump()
    address = "/provinces/vinh-long/2025/bulletin/"
    assert f'href="{address}"' in client.get("/provinces/vinh-long/").content.decode()
    assert "chưa có kết quả trên Cổng" in client.get(address).content.decode()


def test_the_bulletin_of_another_day_leads_to_the_last_day_on_which_it_changed(client, opened_in_2031):
    for asked in ("2031-06-23", "2031-06-02", "2040-01-01"):
        assert client.get(f"{BEN_TRE}?as_of={asked}").headers["Location"] == f"{BEN_TRE}?as_of=2031-06-01"
    page = client.get(f"{BEN_TRE}?as_of=2031-06-01").content.decode()
    assert f"{BEN_TRE}?as_of=2031-06-01" in page
    assert "Số liệu trên Cổng tính đến 08:00 ngày 1/6/2031." in re.sub(r"<[^>]+>", "", page)
    early = client.get(f"{BEN_TRE}?as_of=2031-05-31")
    assert early.status_code == 404
    assert "Ngày 31/5/2031 Cổng chưa công bố bản tóm tắt này." in early.content.decode()
    assert client.get(f"{BEN_TRE}?as_of=hom-qua").status_code == 404
    assert client.get("/provinces/ben-tre/1990/bulletin/?as_of=2031-06-01").status_code == 404


def test_a_deadline_that_passed_since_is_judged_by_the_day_that_was_asked_for(client, opened_in_2031):
    Target.objects.update(due_on=date(2031, 6, 15))
    DataStamp.bump()
    assert client.get(f"{BEN_TRE}?as_of=2031-06-20").headers["Location"] == f"{BEN_TRE}?as_of=2031-06-16"
    assert "Thời hạn 15/6/2031 đã qua" in client.get(f"{BEN_TRE}?as_of=2031-06-16").content.decode()
    assert client.get(f"{BEN_TRE}?as_of=2031-06-15").headers["Location"] == f"{BEN_TRE}?as_of=2031-06-01"
    before = client.get(f"{BEN_TRE}?as_of=2031-06-01").content.decode()
    assert "đã qua" not in before
    assert "còn nhiều nhất 78 đơn vị" in before


def test_a_report_that_was_replaced_since_stands_in_the_bulletin_of_its_day(client, replaced):
    assert "1.390" in client.get(BEN_TRE).content.decode()
    assert client.get(f"{BEN_TRE}?as_of=2031-06-22").headers["Location"] == f"{BEN_TRE}?as_of=2031-06-20"
    day_before = client.get(f"{BEN_TRE}?as_of=2031-06-19", follow=True).content.decode()
    assert "1.381" in day_before
    assert "1.390" not in day_before


def test_the_card_and_the_report_of_an_error_are_of_the_day_of_the_bulletin(client, corrected):
    page = client.get(f"{BEN_TRE}?as_of=2031-06-01").content.decode()
    [image] = re.findall(r'property="og:image"\s+content="[^"]+?(/provinces/[^"]+)"', page)
    assert image == "/provinces/ben-tre/2020/card.png?as_of=2031-06-01"
    assert client.get(image).status_code == 200
    assert f"{BEN_TRE}%3Fas_of%3D2031-06-01" in page


def test_a_former_name_leads_to_the_bulletin_of_the_same_day(client, opened_in_2031):
    answer = client.get("/provinces/thua-thien-hue/2020/bulletin/?as_of=2031-06-01")
    assert answer.headers["Location"] == "/provinces/hue/2020/bulletin/?as_of=2031-06-01"


@pytest.mark.parametrize(
    ("kind", "document", "said"),
    [
        ("correction", False, "Đính chính 20/6/2031: điểm 88,35 → 88,53 (Gõ nhầm hai chữ số; đang chờ văn bản)."),
        ("revision", True, "Điều chỉnh 20/6/2031: điểm 88,35 → 88,53 (Gõ nhầm hai chữ số; "),
    ],
)
def test_a_corrected_figure_is_told_with_its_reason_from_its_minute_on(
    client, opened_in_2031, sipas_2020, ben_tre, article, editor, approver, kind, document, said
):
    draft = Edition.open_draft(sipas_2020.index, 2020, by=editor)
    Result.objects.filter(edition=draft, unit=ben_tre).update(score="88.53", score_text="88.53")
    minute = datetime(2031, 6, 20, 3, tzinfo=UTC)
    Edition.objects.filter(pk=draft.pk).update(
        state="approved", publish_at=minute, approved_at=minute, approved_by=approver
    )
    correction = Correction.objects.create(
        edition=draft, kind=kind, reason_vi="Gõ nhầm hai chữ số.", source=article if document else None, by=editor
    )
    correction.figures.create(unit=ben_tre, what="điểm", old="88,35", new="88,53")
    DataStamp.bump()
    text = re.sub(r"<[^>]+>|\s+", " ", client.get(BEN_TRE).content.decode()).replace("  ", " ")
    assert said in re.sub(r" +", " ", text).replace(" ;", ";").replace(" )", ")").replace("→ ", "→ ")
    day_before = client.get(f"{BEN_TRE}?as_of=2031-06-19", follow=True).content.decode()
    assert "88,35%" in day_before
    assert "88,53" not in day_before
    assert "Gõ nhầm" not in client.get("/provinces/ca-mau/2020/bulletin/").content.decode()
