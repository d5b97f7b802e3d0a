"""ODS as LibreOffice writes it: what is hidden, merged, repeated, commented on or marked up is read as it is seen."""

import io
import zipfile

import pytest

from provinces.sheets.formats import plain
from provinces.sheets.reading import UnreadableFile, read

NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("style", "style"), ("table", "table"), ("text", "text"))
)
STYLES = """
<style:style style:name="ta1" style:family="table"><style:table-properties table:display="true"/></style:style>
<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>
"""


def document(*tables: str, before: str = "") -> bytes:
    """An ODS with these tables."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content {NAMESPACES}>'
        f"<office:automatic-styles>{STYLES}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return out.getvalue()


def table(inside: str, name: str = "Trang 1", style: str = "ta1") -> str:
    return f'<table:table table:name="{name}" table:style-name="{style}">{inside}</table:table>'


def text(value: str, said: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {said}><text:p>{value}</text:p></table:table-cell>'


def row(*cells: str, said: str = "") -> str:
    return f"<table:table-row {said}>{''.join(cells)}</table:table-row>"


def cells_of(*cells: str) -> list[tuple[str, str]]:
    """Text and kind of each cell of a sheet of one row."""
    [sheet] = read(document(table(row(*cells))), "x.ods")
    return [(cell.text, cell.kind) for cell in sheet.rows[0].cells]


@pytest.mark.parametrize(
    ("cell", "read_as"),
    [
        ('office:value-type="percentage" office:value="0.9576"><text:p>95,76%</text:p>', ("95.76", plain.PERCENT)),
        ('office:value-type="float" office:value="87.4"><text:p>87,40</text:p>', ("87.40", plain.NUMBER)),
        ('office:value-type="currency" office:value="1758"><text:p>1758 ₫</text:p>', ("1758", plain.NUMBER)),
        ('office:value-type="date" office:date-value="2021-12-31T07"><text:p>Tư</text:p>', ("2021-12-31", plain.DAY)),
        ('office:value-type="boolean" office:boolean-value="true"><text:p>ĐÚNG</text:p>', ("TRUE", plain.TEXT)),
        ('table:formula="of:=1/0" office:value-type="string"><text:p>#DIV/0!</text:p>', ("#DIV/0!", plain.ERROR)),
        ('office:value-type="string"><text:p>#1</text:p>', ("#1", plain.TEXT)),
    ],
)  # fmt: skip
def test_a_value_keeps_what_it_is(cell, read_as):
    assert cells_of(f"<table:table-cell {cell}</table:table-cell>") == [read_as]


def test_paragraphs_blanks_and_what_is_bold_become_one_text():
    cell = (
        '<table:table-cell office:value-type="string">'
        '<text:p>Thừa<text:s text:c="2"/>Thiên <text:span>Hu</text:span>ế</text:p>'
        "<text:p>tỉnh<text:line-break/>cũ</text:p></table:table-cell>"
    )
    assert cells_of(cell) == [("Thừa Thiên Huế tỉnh cũ", plain.TEXT)]


def test_a_comment_on_a_cell_is_none_of_its_text():
    cell = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>xem lại</text:p></office:annotation>'
        "<text:p>Cà Mau<!-- ẩn --></text:p></table:table-cell>"
    )
    assert cells_of(cell) == [("Cà Mau", plain.TEXT)]


def test_hidden_and_merged_parts_are_told_by_their_places():
    columns = (
        '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
        '<table:table-column table:number-columns-repeated="16381"/>'
    )
    merged = 'table:number-columns-spanned="2" table:number-rows-spanned="2"'
    inside = (
        columns
        + f"<table:table-header-rows>{row(text('Bảng'), text('SIPAS', merged), '<table:covered-table-cell/>')}"
        + "</table:table-header-rows>"
        + row(text("Đơn vị"), said='table:visibility="filter"')
    )
    shown, unseen = read(document(table(inside), table(row(text("x")), "Nháp", "ta2")), "x.ods")
    assert (shown.hidden, unseen.hidden, unseen.name) == (False, True, "Nháp")
    assert shown.merged == ((1, 2, 2, 3),)
    assert shown.hidden_columns == (3,)
    assert [(line.number, line.hidden) for line in shown.rows] == [(1, False), (2, True)]


def test_what_is_repeated_counts_where_there_is_something():
    inside = (
        row(text("a", 'table:number-columns-repeated="2"'), '<table:table-cell table:number-columns-repeated="16382"/>')
        + row("<table:table-cell/>", said='table:number-rows-repeated="3"')
        + row(text("b"), said='table:number-rows-repeated="2"')
        + row('<table:table-cell table:number-columns-repeated="16384"/>', said='table:number-rows-repeated="1048570"')
    )
    [sheet] = read(document(table(inside)), "x.ods")
    assert [(line.number, [cell.text for cell in line.cells]) for line in sheet.rows] == [
        (1, ["a", "a"]), (5, ["b"]), (6, ["b"]),
    ]  # fmt: skip


def test_no_entity_is_looked_up(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("mật")
    declared = f'<!DOCTYPE x [<!ENTITY a SYSTEM "{secret.as_uri()}"><!ENTITY b "&a;&a;">]>'
    for name in ("a", "b"):
        try:
            read_as = read(document(table(row(text(f"[&{name};]"))), before=declared), "x.ods")[0].rows[0].cells[0].text
        except UnreadableFile:
            continue
        assert "mật" not in read_as


def test_more_sheets_than_are_read_are_refused(settings):
    settings.IMPORT_MAX_SHEETS = 2
    with pytest.raises(UnreadableFile, match="2"):
        read(document(*[table(row(text("x")), f"{number}") for number in range(3)]), "x.ods")
