"""Everything at once as a reader meets it: the page, its files, releases to cite."""

import csv
import hashlib
import io
import json
import sqlite3
import zipfile
from datetime import timedelta

import openpyxl
import pytest
import time_machine
from django.utils import timezone

from indices.catalogue import current_catalogue
from indices.models import Edition, Release, Result
from indices.open_data.contents import open_tables

pytestmark = pytest.mark.django_db
PREFIXES = pytest.mark.parametrize("prefix", ["", "/en"])


def body(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def rows(answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(answer).decode())))


@pytest.fixture
def corrects(editor, approver):
    """The next version of SIPAS 2020 with another score of Bến Tre, approved for now."""

    def publish(score: str = "88.53") -> Edition:
        edition = Edition.objects.published().get(index__code="sipas", year=2020)
        draft = Edition.open_draft(edition.index, 2020, by=editor)
        Result.objects.filter(edition=draft, unit__slug="ben-tre").update(score=score, score_text=score)
        draft.submit(by=editor)
        draft.approve(by=approver)
        return draft

    return publish


@PREFIXES
def test_the_page_leads_to_every_table_in_each_form(client, prefix):
    page = client.get(f"{prefix}/data/").content.decode()
    for name in open_tables(current_catalogue()):
        for ending in ("csv", "xlsx", "ods", "json"):
            assert f'href="{prefix}/data/{name}.{ending}"' in page
    for path in ("portal-data.zip", "portal-data.sqlite3", "releases/", "releases/1/"):
        assert f'href="{prefix}/data/{path}"' in page


def test_the_page_describes_itself_as_a_catalogue_of_data_sets(client, settings):
    settings.SITE_URL = "https://cong.example.vn"
    page = client.get("/en/data/").content.decode()
    said = json.loads(page.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    assert said["@type"] == ["DataCatalog", "Dataset"]
    licence = "https://creativecommons.org/licenses/by/4.0/"
    free = {one["url"].partition("#")[2] for one in said["dataset"] if one.get("license") == licence}
    # PAPI and PCI belong to their publishers: a table with rows of theirs, and the whole, are under no one licence.
    assert "license" not in said
    assert {"units", "sources", "crosswalk"} <= free
    assert free.isdisjoint({"results", "panel", "averages"})
    assert len(said["dataset"]) == len(open_tables(current_catalogue()))
    links = [file["contentUrl"] for one in (said, *said["dataset"]) for file in one["distribution"]]
    assert "https://cong.example.vn/en/data/portal-data.zip" in links
    assert "https://cong.example.vn/en/data/results.csv" in links


@pytest.mark.parametrize(("path", "queries"), [("/data/", 5), ("/data/releases/", 7), ("/data/releases/1/", 5)])
def test_pages_cost_a_fixed_number_of_queries(client, path, queries, django_assert_num_queries):
    client.get("/about/")  # what is kept in memory is read
    with django_assert_num_queries(queries):
        assert client.get(path).status_code == 200


@PREFIXES
def test_csv_keeps_the_names_of_columns_and_workbooks_have_headings_for_people(client, prefix):
    table = open_tables(current_catalogue())["editions"]
    told = body(client.get(f"{prefix}/data/editions.csv")).decode()
    assert told.splitlines()[0] == ",".join(field.name for field in table.fields)
    book = openpyxl.load_workbook(io.BytesIO(body(client.get(f"{prefix}/data/editions.xlsx"))))
    heading = "Year assessed" if prefix else "Năm đánh giá"
    assert heading in [cell.value for cell in book.worksheets[0][1]]
    said = json.loads(body(client.get(f"{prefix}/data/editions.json")))
    assert heading in [field["label"] for field in said["fields"]]
    assert list(said["rows"][0]) == [field.name for field in table.fields]
    assert len(said["rows"]) == len(told.splitlines()) - 1


def test_an_unknown_table_or_release_is_not_found(client):
    for path in ("/data/users.csv", "/data/releases/9/", "/data/releases/9.zip", "/data/releases/9.sha256",
                 "/data/results.csv?as_of=yesterday"):  # fmt: skip
        assert client.get(path).status_code == 404, path


def test_files_of_another_day_say_what_was_public_at_its_end(client, corrected):
    def score(path: str) -> str:
        (found,) = [
            row["score"]
            for row in rows(client.get(path))
            if (row["unit_id"], row["index"], row["year"]) == ("province-83-0001-01-01", "sipas", "2020")
        ]
        return found

    assert score("/data/results.csv") == "88.53"
    assert score("/data/results.csv?as_of=2031-06-01") == "88.35"
    asked = client.get("/data/results.csv?as_of=2031-06-19")
    assert (asked.status_code, asked.headers["Location"]) == (302, "/data/results.csv?as_of=2031-06-01")
    assert client.get("/data/results.csv?as_of=2031-05-31").status_code == 404
    old = zipfile.ZipFile(io.BytesIO(client.get("/data/portal-data.zip?as_of=2031-06-01").content))
    assert b"88.53" not in old.read("results.csv")
    connection = sqlite3.connect(":memory:")
    connection.deserialize(client.get("/data/portal-data.sqlite3?as_of=2031-06-01").content)
    query = """SELECT score FROM results WHERE unit_code = '83' AND "index" = 'sipas' AND year = 2020"""
    assert connection.execute(query).fetchall() == [(88.35,)]
    connection.close()


def test_the_zip_is_the_same_in_both_languages_and_days_later(client):
    first = client.get("/data/portal-data.zip").content
    with time_machine.travel(timezone.now() + timedelta(days=9), tick=False):
        assert client.get("/en/data/portal-data.zip").content == first


def test_a_cited_release_stays_when_a_figure_is_corrected(client, corrects, settings):
    """Cite a release, correct a figure, publish: the old bytes are there, the new list names exactly that figure."""
    settings.SITE_URL = "https://cong.example.vn"
    page = client.get("/en/data/releases/1/").content.decode()
    assert ", release 1, " in page
    assert "https://cong.example.vn/en/data/releases/1/" in page
    cited = body(client.get("/data/releases/1.zip"))
    assert hashlib.sha256(cited).hexdigest() in page

    corrects()
    listed = client.get("/en/data/releases/").content.decode()  # who asks first has it cut
    assert "/en/data/releases/2/" in listed

    assert body(client.get("/data/releases/1.zip")) == cited
    sums = client.get("/data/releases/1.sha256").content.decode()
    assert sums == f"{hashlib.sha256(cited).hexdigest()}  portal-data-1.zip\n"
    new = client.get("/en/data/releases/2/").content.decode()
    assert "1 change against the release before." in new
    assert new.count("<del>") == new.count("<ins>") == 1
    assert "<del>88.35</del>" in new
    assert "<ins>88.53</ins>" in new
    assert "SIPAS 2020, version 2" in new
    assert "Tỉnh Bến Tre" in new
    assert "<del>88,35</del>" in client.get("/data/releases/2/").content.decode()
    with zipfile.ZipFile(io.BytesIO(body(client.get("/data/releases/2.zip")))) as archive:
        (change,) = csv.DictReader(io.StringIO(archive.read("changes.csv").decode()))
        assert (change["column"], change["old"], change["new"]) == ("score", "88.35", "88.53")
    assert "There are newer releases." in client.get("/en/data/releases/1/").content.decode()


def test_who_asks_for_the_newest_archive_has_what_is_due_cut_once(client, corrects):
    corrects()
    for _time in range(2):
        assert client.get("/data/releases/newest.zip").headers["Location"] == "/data/releases/2.zip"
    assert Release.objects.count() == 2


def test_a_step_on_the_review_screen_has_the_release_cut(
    client, corrects, sipas_2020, editor, django_capture_on_commit_callbacks
):
    client.force_login(editor)
    corrects()
    latest = Edition.objects.latest_versions().get(index=sipas_2020.index, year=2020)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/admin/indices/edition/{latest.pk}/review/", {"verb": "open"})
    assert Release.objects.count() == 2


def test_an_archive_says_that_it_never_changes(client):
    for path in ("/data/releases/1.zip", "/data/releases/1.sha256"):
        for _time in range(2):  # kept or not
            answer = client.get(path)
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert answer.headers["ETag"]
    assert "immutable" not in client.get("/data/portal-data.zip").headers["Cache-Control"]
