"""Files that mean harm, or are no sheets: refused with a sentence, in seconds, at no cost to the portal."""

import io
import os
import resource
import zipfile

import pytest
from django.test import override_settings
from openpyxl import Workbook

from provinces.sheets.reading import UnreadableFile, read
from tests.provinces.sheets.workbooks import content_of, xlsx

PLAIN = xlsx([["Đơn vị", "Điểm"], ["Cà Mau", 87.4]])


def patched(name: str, change) -> bytes:
    """The plain workbook with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(PLAIN)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.namelist():
            content = source.read(entry)
            target.writestr(entry, change(content) if entry == name else content)
    return out.getvalue()


def unparsable_document() -> bytes:
    """Its reader prints what it cannot parse; printed among the child's answers it would be none of them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", '<?xml version="1.0"?>1e999<office/>')
    return out.getvalue()


def far_cell() -> bytes:
    book = Workbook()
    book.active["XFD1048576"] = "x"
    return content_of(book)


def wide() -> bytes:
    return xlsx([["x"] * 16_384])


SHEET = "xl/worksheets/sheet1.xml"
HOSTILE = {
    "zip bomb": patched("xl/styles.xml", lambda _old: b" " * 400_000_000),
    "entity bomb": patched(
        SHEET,
        lambda old: b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "' + b"x" * 1000 + b'"><!ENTITY b "'
        + b"&a;" * 1000 + b'"><!ENTITY c "' + b"&b;" * 1000 + b'">]>' + old.replace(b"<v>87.4", b"<v>&c;"),
    ),
    "external entity": patched(
        SHEET, lambda old: b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + old.replace(b"87.4", b"&a;")
    ),
    "truncated": PLAIN[: len(PLAIN) // 2],
    "broken markup": patched(SHEET, lambda old: old[: len(old) // 2]),
    "encrypted or not": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4000,
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
    "a document": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + b"\xff" * 500,
    "html called xls": b"<html><table><tr><td>1</td></tr></table></html>",
    "another zip": (lambda out: (zipfile.ZipFile(out, "w").writestr("a.txt", "x"), out.getvalue())[1])(io.BytesIO()),
    "an open document that cannot be parsed": unparsable_document(),
    "empty": b"",
    "a cell at the end of the sheet": far_cell(),
    "16,384 columns": wide(),
    "a cell of a megabyte": b"a,b\n" + b"x" * 1_000_000 + b",1\n",
    "a quotation mark never closed": 'Tỉnh,Điểm\n"Cà Mau,87.4\nBạc Liêu,80\n'.encode(),
    "letters of an old font": "Tỉnh,Điểm\nBến Tre,8\n".encode().replace(b"B", b"\xb8\xae\xa7"),
}  # fmt: skip


def processor_seconds() -> float:
    """What this process and the children that it waited for have used."""
    return sum(os.times()[:4])


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_quickly_and_cheaply(content):
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, processor_seconds()
    with pytest.raises(UnreadableFile) as refused:
        read(content, "bang.xlsx")
    assert len(str(refused.value)) > 20
    assert processor_seconds() - begun < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000


@pytest.mark.parametrize(("rows", "fits"), [(9, True), (10, True), (11, False)])
def test_the_limit_of_rows_holds_to_the_row(rows, fits):
    content = b"a,b\n" * rows
    with override_settings(IMPORT_MAX_ROWS=10):
        if fits:
            assert len(read(content, "x.csv")[0].rows) == rows
        else:
            with pytest.raises(UnreadableFile, match="10"):
                read(content, "x.csv")


@pytest.mark.parametrize(("columns", "fits"), [(4, True), (5, True), (6, False)])
def test_the_limit_of_columns_holds_to_the_column(columns, fits):
    content = xlsx([["x"] * columns])
    with override_settings(IMPORT_MAX_COLUMNS=5):
        if fits:
            assert len(read(content, "x.xlsx")[0].rows[0].cells) == columns
        else:
            with pytest.raises(UnreadableFile, match="5"):
                read(content, "x.xlsx")


@pytest.mark.parametrize(("characters", "fits"), [(99, True), (100, True), (101, False)])
def test_the_limit_of_a_cell_holds_to_the_character(characters, fits):
    content = xlsx([["a", "x" * characters]])
    with override_settings(IMPORT_MAX_CELL_CHARACTERS=100):
        if fits:
            assert read(content, "x.xlsx")
        else:
            with pytest.raises(UnreadableFile, match="100"):
                read(content, "x.xlsx")


@pytest.mark.parametrize(("size", "fits"), [(-1, True), (0, True), (1, False)])
def test_the_limit_of_bytes_holds_to_the_byte(size, fits):
    content = b"a,b\n1,2\n"
    with override_settings(IMPORT_MAX_BYTES=len(content) - size):
        if fits:
            assert read(content, "x.csv")
        else:
            with pytest.raises(UnreadableFile):
                read(content, "x.csv")


@pytest.mark.parametrize("limit", ["IMPORT_CHILD_SECONDS", "IMPORT_CHILD_BYTES"])
def test_a_file_that_takes_too_much_is_no_damaged_one(limit):
    with override_settings(**{limit: 0}), pytest.raises(UnreadableFile, match="CSV"):
        read(PLAIN + b"\0" * 8_000_000, "x.xlsx")
