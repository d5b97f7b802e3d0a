"""The page of an edition's method and its files."""

import csv
import io
import json
import re
from html import unescape

import pytest
from django.core.cache import cache
from django.utils.html import strip_tags

from indices.catalogue import current_catalogue

pytestmark = pytest.mark.django_db


def text_of(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return " ".join(unescape(strip_tags(response.content.decode())).split())


def test_every_public_edition_has_a_page_of_its_method_in_both_languages(client):
    for edition in current_catalogue().published():
        for language in ("", "/en"):
            assert client.get(f"{language}/indices/{edition.index.code}/{edition.year}/method/").status_code == 200


def test_decision_weights_bands_and_sources_are_on_the_page(client):
    shown = text_of(client, "/indices/par-index/2023/method/")
    for said in ("QĐ 876/QĐ-BNV ngày 10/11/2022", "61,5%", "38,5%", "68,5%", "31,5%", "6,5"):
        assert said in shown, said
    page = client.get("/indices/par-index/2023/method/").content.decode()
    assert 'href="/sources/sonv-ninhthuan-gov-vn-9e900/"' in page
    assert 'href="/sources/baophapluat-vn-f7e09/"' in page
    assert 'href="/indices/sipas/"' in page


def test_english_pages_have_english_names_and_numbers(client):
    shown = text_of(client, "/en/indices/par-index/2023/method/")
    assert "Leaders' survey" in shown
    assert "61.5%" in shown
    assert "from 80% to under 90%" in shown


def test_a_missing_maximum_is_said_and_never_zero(client):
    page = client.get("/en/indices/par-index/2020/method/").content.decode()
    row = re.search(r"<tr class=\"d0\">.*?</tr>", page, re.DOTALL)[0]
    assert "maximum not printed" in row
    assert "0%" not in row


def test_an_index_of_whose_method_nothing_is_known_says_so(client):
    shown = text_of(client, "/en/indices/papi/2012/method/")
    for said in (
        "The portal does not know by which method this year was measured",
        "The portal does not have the criteria of this method",
        "no bands",
        "The portal does not know by which method both years were measured.",
    ):
        assert said in shown, said


def test_a_method_that_no_source_calls_comparable_says_so_with_its_source(client):
    page = client.get("/en/indices/sipas/2022/method/").content.decode()
    assert "A source says that they may not be compared." in page
    assert "Not compared with 2021: the method changed." in page
    assert page.count('href="/en/sources/nvsk-vnanet-vn-f2020/"') >= 1


def test_the_page_is_linked_from_the_league_table_and_from_the_index(client):
    link = 'href="/indices/par-index/2020/method/'
    assert link in client.get("/indices/par-index/2020/provinces/").content.decode()
    assert link in client.get("/indices/par-index/").content.decode()


@pytest.mark.parametrize(
    ("path", "queries"), [("/indices/par-index/2020/method/", 5), ("/indices/papi/2011/method/", 3)]
)
def test_the_page_asks_a_fixed_number_of_questions(client, django_assert_num_queries, path, queries):
    client.get(path)
    cache.clear()
    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "path", ["/indices/par-index/1999/method/", "/indices/none/2020/method/", "/indices/none/1999/method.csv"]
)
def test_a_year_that_is_not_public_has_no_page(client, path):
    assert client.get(path).status_code == 404


def test_a_withdrawn_edition_says_why_instead(client, editor, approver, sipas_2020):
    sipas_2020.confirm(sipas_2020.propose_withdrawal(editor, "Sai nguồn", "Thu hồi để rà soát."), by=approver)
    response = client.get("/indices/sipas/2020/method/")
    assert response.status_code == 410
    assert "Thu hồi để rà soát." in response.content.decode()
    assert client.get("/indices/sipas/2020/method.csv").status_code == 404


def test_the_file_has_the_same_criteria_with_weights_as_the_page(client):
    said = json.loads(client.get("/en/indices/par-index/2023/method.json").content)
    assert [method["decision"] for method in said["methods"]] == ["QĐ 876/QĐ-BNV ngày 10/11/2022"] * 2
    weighed = {
        (row["kind"], row["no"]): (row["max_points"], row["share_percent"]) for row in said["rows"] if row["max_points"]
    }
    assert weighed == {
        ("province", "A"): (61.5, 61.5),
        ("province", "B"): (38.5, 38.5),
        ("province", "B1"): (10, 10),
        ("province", "B2"): (22, 22),
        ("province", "B3"): (6.5, 6.5),
        ("ministry", "A"): (68.5, 68.5),
        ("ministry", "S"): (31.5, 31.5),
    }
    assert {row["source"] for row in said["rows"]} != {""}


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods", "json"])
def test_the_criteria_can_be_taken_away_in_every_format(client, ending):
    response = client.get(f"/indices/papi/2011/method.{ending}")
    assert response.status_code == 200
    assert re.search(rf'"papi-2011-method_\d{{4}}-\d\d-\d\d\.{ending}"', response["Content-Disposition"])


def test_an_unknown_maximum_is_an_empty_cell_of_the_file(client):
    content = client.get("/en/indices/par-index/2020/method.csv").content.decode()
    rows = [row for row in csv.reader(io.StringIO(content)) if row and row[0] == "province"]
    assert [row[8] for row in rows] == ["", "", "10", "", ""]
