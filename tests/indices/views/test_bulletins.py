"""The bulletin's page: each figure a link to its document, each sentence ready to be copied; reached from the unit."""

import re
from html import unescape

import pytest

pytestmark = pytest.mark.django_db

BEN_TRE = "/provinces/ben-tre/2020/bulletin/"


def test_figures_lead_to_their_documents_and_sentences_stand_alone_as_plain_text(client):
    page = client.get(BEN_TRE).content.decode()
    assert re.search(r'<a href="/sources/bao-hoang-lam-2021/"[^>]*>88,35%</a>', page)
    plain = [unescape(text) for text in re.findall(r'<li class="whole">(.*?)</li>', page)]
    assert "Về vị trí thứ 4, có nguồn nêu Hải Dương." in plain
    assert all(sentence.endswith(".") for sentence in plain)
    assert "Sau ngày 30/6/2025, tỉnh Bến Tre cùng" in re.sub(r"<[^>]+>|\s+", " ", page).replace("  ", " ")


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
