"""Every file, in every form and both languages: what it is called, what is in it, and that nothing is a formula."""

import csv
import io
import json
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.utils.translation import override
from openpyxl import load_workbook

from indices.files.columns import Type
from indices.files.dictionary import FILES
from indices.writing import DataFile, Filter
from provinces.sheets.reading import read

from .pages import ADDRESSES, at

pytestmark = pytest.mark.django_db

SHEETS = {
    "/en": ["Data", "Data dictionary", "Sources", "Notes"],
    "": ["Số liệu", "Từ điển dữ liệu", "Nguồn", "Ghi chú"],
}


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_form_of_a_file_has_the_same_rows(client, address):
    """JSON, CSV, XLSX and ODS: as many rows, and the same text in the first column that is a code."""
    answer = json.loads(client.get(at(address, "json", "/en")).content)
    names = [column["column"] for column in answer["dictionary"]]
    headings = [column["heading"] for column in answer["dictionary"]]
    assert all(list(row) == names for row in answer["rows"])
    lines = list(csv.reader(io.StringIO(client.get(at(address, "csv", "/en")).content.decode())))
    assert lines[0] == headings
    assert len(lines) - 1 == len(answer["rows"])
    for_excel = at(address, "csv", "/en") + ("&" if "?" in address else "?") + "excel=1"
    marked = list(csv.reader(io.StringIO(client.get(for_excel).content.decode("utf-8-sig")), delimiter=";"))
    assert len(marked) == len(lines)
    for ending in ("xlsx", "ods"):
        sheets = read(client.get(at(address, ending, "/en")).content, f"x.{ending}")
        data, dictionary = sheets[0], sheets[1]
        assert [cell.text for cell in data.rows[0].cells] == [" ".join(heading.split()) for heading in headings]
        assert len(data.rows) - 1 == len(answer["rows"])
        assert [row.cells[0].text for row in dictionary.rows[1:]] == names


@pytest.mark.parametrize("language", SHEETS)
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_workbook_has_its_papers_in_the_language_of_the_address(client, language, address):
    book = load_workbook(io.BytesIO(client.get(at(address, "xlsx", language)).content))
    assert book.sheetnames == [SHEETS["/en"], SHEETS[""]][language == ""]
    _data, dictionary, sources, notes = book.worksheets
    for row in dictionary.iter_rows(min_row=2, values_only=True):
        name, heading, kind, _values, description = row
        assert all((name, heading, kind, description)), row
    told = " ".join(str(cell) for row in notes.iter_rows(values_only=True) for cell in row)
    assert "CC BY 4.0" in told
    assert f"http://127.0.0.1:8000{language}{address.partition('?')[0]}/" in told
    answer = json.loads(client.get(at(address, "json", language)).content)
    assert [row[0] for row in sources.iter_rows(min_row=2, values_only=True)] == [
        one["code"] for one in answer["sources"]
    ]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_document_that_a_row_cites_is_among_the_sources(client, address):
    answer = json.loads(client.get(at(address, "json")).content)
    listed = {source["code"]: source for source in answer["sources"]}
    cited = {
        code
        for column in answer["dictionary"]
        if column["column"].endswith("source") or column["column"] == "other_sources"
        for row in answer["rows"]
        for code in (row[column["column"]] or "").split(", ")
        if code
    }
    assert cited == set(listed)
    for source in listed.values():
        assert set(source) == {"code", "publisher", "title", "published_on", "address", "locator", "licence"}
        assert source["address"].endswith(f"/sources/{source['code']}/")


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_row_says_its_licence_and_figures_of_papi_and_pci_say_whose_they_are(client, address):
    answer = json.loads(client.get(at(address, "json", "/en")).content)
    for row in answer["rows"]:
        theirs = (row.get("index") or answer.get("index")) in {"papi", "pci"}
        assert row["licence"], row
        assert (row["licence"] == "CC BY 4.0") is not theirs, row
    assert any("CC BY 4.0" in note for note in answer["notes"])


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/indices/par-index/2020/provinces", "par-index-2020-provinces_2031-06-01"),
        ("/indices/par-index/2020/provinces?band=B", "par-index-2020-provinces-filtered_2031-06-01"),
        ("/indices/par-index/2020/provinces?unit=ben-tre", "par-index-2020-provinces_2031-06-01"),
        ("/indices/par-index/2023/method", "par-index-2023-method_2031-06-01"),
        ("/provinces/ben-tre", "ben-tre_2031-06-01"),
        ("/provinces/ben-tre/2020", "ben-tre-2020_2031-06-01"),
        ("/compare?unit=ben-tre&unit=hue", "compare-ben-tre-hue_2031-06-01"),
        ("/indices", "indices_2031-06-01"),
        ("/provinces", "provinces_2031-06-24"),
        ("/targets", "targets_2031-06-24"),
        ("/corrections", "corrections"),
    ],
)
def test_a_files_name_says_what_and_when(client, opened_in_2031, address, name):
    for ending in ("csv", "xlsx", "ods", "json"):
        answer = client.get(at(address, ending))
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}.{ending}"'


@pytest.mark.parametrize("address", ["/provinces/ben-tre", "/indices/sipas/2020/provinces", "/compare?unit=ben-tre"])
def test_a_file_of_another_day_leads_to_the_last_one_on_which_it_changed(client, corrected, address):
    asked = at(address, "json") + ("&" if "?" in address else "?") + "as_of="
    assert client.get(asked + "2031-06-22").headers["Location"].endswith("as_of=2031-06-20")
    assert client.get(asked + "2031-06-12").headers["Location"].endswith("as_of=2031-06-01")

    def score(day: str) -> float:
        rows = json.loads(client.get(asked + day).content)["rows"]
        of_sipas = [row for row in rows if row["slug"] == "ben-tre" and row.get("index") in {None, "sipas"}]
        return next(row["score"] for row in of_sipas if row.get("year") in {None, 2020})

    assert (score("2031-06-01"), score("2031-06-20")) == (88.35, 88.53)


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/indices", 4),
        ("/indices/papi", 3),
        ("/provinces", 4),
        ("/provinces/ben-tre/2020", 7),
        ("/provinces/ben-tre/2020/bulletin", 9),
        ("/targets", 5),
        ("/sources/bao-hoang-lam-2021", 12),
        ("/indices/par-index/2020/provinces", 5),
        ("/indices/par-index/2020/provinces?parts=1", 6),
        ("/indices/papi/2011/provinces", 5),
    ],
)
def test_a_file_asks_a_fixed_number_of_questions(client, django_assert_num_queries, address, queries):
    client.get(at(address, "json"))
    cache.clear()
    with django_assert_num_queries(queries):
        assert client.get(at(address, "json")).status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/indices/none", "/indices/sipas/2020/ministries", "/indices/sipas/1999/provinces", "/provinces/atlantis",
        "/provinces/ben-tre/1990", "/provinces/ben-tre/1990/bulletin", "/targets/none", "/sources/none", "/nonsense",
    ],
)  # fmt: skip
@pytest.mark.parametrize("ending", ["csv", "json"])
def test_what_has_no_page_has_no_file(client, address, ending):
    assert client.get(at(address, ending)).status_code == 404


def test_another_spelling_leads_to_the_file_in_force(client):
    for asked, there in (("bến-tre/2020", "ben-tre/2020"), ("BEN-TRE/2020/bulletin", "ben-tre/2020/bulletin")):
        assert client.get(f"/provinces/{asked}.csv").headers["Location"] == f"/provinces/{there}.csv"


PAYLOADS = (
    "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠x", "'=1", "''@x",
    "=HYPERLINK(\"http://x\";\"y\")", "a\nb", "<b>&amp;</b>", "]]>", "\x01\x0b=1",
)  # fmt: skip


def hostile(file: str) -> DataFile:
    """A file whose every text is a payload: one row for each of them, numbers and days beside them."""
    columns = FILES[file]
    texts = [column for column in columns if column.type in {Type.TEXT, Type.CODE}]
    assert texts, file
    rows = [{column.name: payload for column in texts} for payload in PAYLOADS]
    return DataFile(
        name="x",
        title=PAYLOADS[0],
        columns=columns,
        rows=rows,
        notes=[PAYLOADS[3]],
        filters=[Filter("q", "Name", PAYLOADS[1])],
    )


@pytest.mark.parametrize("file", FILES)
def test_no_text_of_any_file_is_a_formula_and_json_has_it_unchanged(file):
    made = hostile(file)
    names = [column.name for column in made.columns if column.type in {Type.TEXT, Type.CODE}]
    answer = json.loads(made.as_json())
    for row, payload in zip(answer["rows"], PAYLOADS, strict=True):
        assert {row[name] for name in names} == {payload}
    for form in ("csv", "excel-csv"):
        content = made.written(form)[0].decode("utf-8-sig")
        for line in csv.reader(io.StringIO(content, newline=""), delimiter=";" if form == "excel-csv" else ","):
            assert not any(cell.startswith(tuple("=+-@\t\r＝＋－＠")) for cell in line), line
    book = load_workbook(io.BytesIO(made.written("xlsx")[0]))
    for sheet in book.worksheets:
        for cells in sheet.iter_rows():
            assert not any(cell.data_type == "f" or str(cell.value or "").startswith("=") for cell in cells)
    content = made.written("ods")[0]
    assert b"table:formula" not in content
    for sheet in read(content, "x.ods"):
        assert sheet.rows


def test_what_is_missing_is_empty_and_not_zero():
    file = "indices:league_file"
    with override("en"):
        made = DataFile(name="x", title="x", columns=FILES[file], rows=[{"rank": None, "score": None, "name": ""}])
        assert set(made.written("csv")[0].decode().splitlines()[1]) == {","}
        assert {json.loads(made.as_json())["rows"][0][name] for name in ("rank", "score")} == {None}
        assert load_workbook(io.BytesIO(made.written("xlsx")[0]))["Data"].max_row == 1
        zero = DataFile(name="x", title="x", columns=FILES[file], rows=[{"score": Decimal("0.00"), "name": "x"}])
        assert ",0.00," in zero.written("csv")[0].decode()


def test_the_same_rows_give_the_same_bytes():
    for form in ("csv", "excel-csv", "xlsx", "ods"):
        assert hostile("indices:league_file").written(form) == hostile("indices:league_file").written(form)
