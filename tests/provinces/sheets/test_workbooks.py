"""Workbooks of several sheets: what is written is read again as it was."""

import io
import zipfile
from datetime import date
from decimal import Decimal
from xml.dom.minidom import parseString

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from provinces.sheets.formats import plain
from provinces.sheets.reading import read
from provinces.sheets.workbooks import Sheet, ods_of, xlsx_of

ROW = ["22", "Quảng  Ninh", Decimal("91.040"), 1, date(2021, 6, 24), date(1, 1, 1), None, "", "a\tb\nc", "<&>\"'"]


@pytest.mark.parametrize(("write", "name"), [(xlsx_of, "x.xlsx"), (ods_of, "x.ods")])
def test_numbers_days_codes_and_blanks_are_read_as_they_were_written(write, name):
    sheets = read(
        write([Sheet("Data", ["k"] * len(ROW), [ROW]), Sheet("Ghi chú & <x>", ["a"], [["b"]], wide=True)]), name
    )
    assert [sheet.name for sheet in sheets] == ["Data", "Ghi chú & <x>"]
    cells = sheets[0].rows[1].cells
    assert [cell.text for cell in cells] == [
        "22", "Quảng Ninh", "91.040", "1", "2021-06-24", "0001-01-01", "", "", "a b c", "<&>\"'",
    ]  # fmt: skip
    assert [cells[place].kind for place in (0, 2, 3, 4)] == [plain.TEXT, plain.NUMBER, plain.NUMBER, plain.DAY]


def test_an_open_document_is_well_formed_and_known_by_its_first_bytes():
    content = ods_of([Sheet("Data", ["a"], [["x"]])])
    assert content[30:84] == b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert book.namelist() == ["mimetype", "content.xml", "styles.xml", "META-INF/manifest.xml"]
        for name in book.namelist()[1:]:
            parseString(book.read(name))


def test_a_sheet_without_headings_begins_with_its_first_row():
    for write, name in ((xlsx_of, "x.xlsx"), (ods_of, "x.ods")):
        [sheet] = read(write([Sheet("Notes", (), [["one"], ["two"]], wide=True)]), name)
        assert [row.cells[0].text for row in sheet.rows] == ["one", "two"]


def test_many_rows_are_written_as_few_are():
    rows = [[f"{number}", Decimal(number) / 4] for number in range(500)]
    few, many = (load_workbook(io.BytesIO(xlsx_of([Sheet("Data", ["a", "b"], rows)], many_rows=one))) for one in (0, 1))
    assert [list(row) for row in few["Data"].values] == [list(row) for row in many["Data"].values]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=4))
def test_no_text_breaks_an_open_document(texts):
    with zipfile.ZipFile(io.BytesIO(ods_of([Sheet(texts[0] or "x", texts, [texts])]))) as book:
        parseString(book.read("content.xml"))
