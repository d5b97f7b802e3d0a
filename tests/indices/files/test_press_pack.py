"""The press pack: the sentences of the bulletins, the tables, the sources; the same bytes each time."""

import io
import zipfile
from datetime import timedelta

import openpyxl
import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone
from PIL import Image

from indices.models import Edition, Result
from provinces.models import Unit
from tests.indices.bulletins.test_bulletin import PAR_VI, SIPAS_EN

pytestmark = pytest.mark.django_db
PAR = "/indices/par-index/2020/press-pack.zip"
SIPAS_IN_ENGLISH = "/en/indices/sipas/2020/press-pack.zip"


def pack(client, path: str) -> zipfile.ZipFile:
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "application/zip"
    found = zipfile.ZipFile(io.BytesIO(answer.content))
    assert found.testzip() is None
    return found


def read(found: zipfile.ZipFile, name: str) -> str:
    return found.read(name).decode("utf-8-sig")


def test_the_text_of_a_unit_is_its_bulletin_with_sources_day_and_address(client, settings):
    settings.SITE_URL = "https://cong.example.vn"
    text = read(pack(client, PAR), "bulletins/provinces/ben-tre.txt")
    assert PAR_VI in text
    assert text.startswith("Tỉnh Bến Tre: PAR INDEX 2020\n")
    assert "https://cong.example.vn/sources/bao-hoang-lam-2021/" in text
    assert "https://cong.example.vn/provinces/ben-tre/2020/bulletin/" in text
    assert "Hoàng Lam" in text
    assert SIPAS_EN in read(pack(client, SIPAS_IN_ENGLISH), "bulletins/provinces/ben-tre.txt")


def test_every_unit_with_a_figure_has_a_text_and_those_without_are_named(client, par_index_2020):
    found = pack(client, PAR)
    told = {name.split("/")[-1][:-4] for name in found.namelist() if name.startswith("bulletins/")}
    here = set(Unit.objects.filter(results__edition=par_index_2020).values_list("slug", flat=True))
    assert here <= told
    assert "vinh-phuc" not in told
    assert "Vĩnh Phúc" in read(found, "README.txt")


def test_tables_are_the_files_of_the_pages_and_cards_are_pictures(client):
    found = pack(client, PAR)
    table = client.get("/indices/par-index/2020/provinces.xlsx").content
    assert found.read("tables/par-index-2020-provinces.xlsx") == table
    sheet = openpyxl.load_workbook(io.BytesIO(table)).worksheets[0]
    assert sheet.max_row == 64
    cards = [name for name in found.namelist() if name.endswith(".png")]
    assert {"cards/par-index-2020-provinces.png", "cards/provinces/quang-ninh.png"} <= set(cards)
    assert found.read("cards/provinces/quang-ninh.png") == client.get("/provinces/quang-ninh/2020/card.png").content
    for name in cards:
        with Image.open(io.BytesIO(found.read(name))) as picture:
            assert picture.size == (1200, 630)


def test_the_sources_are_those_of_the_texts(client):
    found = pack(client, PAR)
    rows = read(found, "sources.csv").splitlines()
    assert any(row.startswith("bao-hoang-lam-2021;") for row in rows)
    assert len(rows) - 1 == len(read(found, "sources.txt").splitlines())


def test_the_readme_says_how_to_cite_the_licence_and_that_it_is_not_official(client):
    text = read(pack(client, SIPAS_IN_ENGLISH), "README.txt")
    for said in (
        "CC BY 4.0",
        "Bộ Nội vụ",
        "As public since",
        "not an official site",
        "/en/indices/sipas/2020/provinces/",
    ):
        assert said in text


@pytest.mark.parametrize("path", [PAR, SIPAS_IN_ENGLISH])
def test_the_same_version_gives_the_same_bytes_and_its_files_carry_its_minute(client, path, sipas_2020):
    first = client.get(path).content
    cache.clear()
    with time_machine.travel(timezone.now() + timedelta(days=40)):
        assert client.get(path).content == first
    minute = timezone.localtime(sipas_2020.publish_at)
    assert {entry.date_time[:5] for entry in pack(client, path).infolist()} == {minute.timetuple()[:5]}


@pytest.mark.parametrize(("path", "queries"), [(PAR, 11), ("/indices/pci/2012/press-pack.zip", 9)])
def test_a_pack_asks_a_fixed_number_of_questions(client, django_assert_num_queries, path, queries):
    client.get(path)
    cache.clear()
    with django_assert_num_queries(queries):
        client.get(path)


def test_a_pack_as_of_a_day_tells_the_figures_of_that_day(client, sipas_2020, editor, approver, ben_tre):
    draft = Edition.open_draft(sipas_2020.index, 2020, by=editor)
    Result.objects.filter(edition=draft, unit=ben_tre).update(score="88.53", score_text="88.53")
    draft.submit(by=editor)
    draft.approve(by=approver, publish_at=timezone.now() + timedelta(days=2))
    name = "bulletins/provinces/ben-tre.txt"
    day = timezone.localdate(sipas_2020.publish_at).isoformat()
    with time_machine.travel(draft.publish_at + timedelta(seconds=1), tick=False):
        assert "88.53%" in read(pack(client, SIPAS_IN_ENGLISH), name)
        then = read(pack(client, f"{SIPAS_IN_ENGLISH}?as_of={day}"), name)
        assert "88.35%" in then
        assert "88.53%" not in then


@pytest.mark.parametrize("path", ["/indices/sipas/1999/press-pack.zip", "/indices/none/2020/press-pack.zip"])
def test_an_edition_that_is_not_public_has_no_pack(client, path):
    assert client.get(path).status_code == 404


def test_the_league_table_leads_to_it(client):
    assert f'href="{PAR}"' in client.get("/indices/par-index/2020/ministries/").content.decode()
