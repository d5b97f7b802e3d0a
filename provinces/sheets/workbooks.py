"""Workbooks of several sheets: XLSX by XlsxWriter, ODS by the few lines of OpenDocument that a table needs.

Numbers are numbers with the decimals that were printed, codes are text, days are days, blanks blank. odfpy builds a
tree of objects for every cell and takes some ten times as long to write the same table; it still reads what officials
send.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape, quoteattr  # nosec B406 # they write XML and parse none

import xlsxwriter

from .values import FIRST_SPREADSHEET_DAY, NO_DAY, as_text

ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
MOST_DECIMALS = 8
# What XML 1.0 cannot hold, not even escaped.
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table under its headings, if it has any. `wide`: its texts are sentences, which get room and are wrapped."""

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Any]]
    wide: bool = False


def decimals_of(value: Decimal) -> int:
    """How many digits stand after the point.

    >>> decimals_of(Decimal("88.50")), decimals_of(Decimal("79")), decimals_of(Decimal("1E+2"))
    (2, 0, 0)
    """
    return max(0, -int(value.as_tuple().exponent))


def xlsx_of(sheets: Iterable[Sheet], many_rows: bool = False) -> bytes:
    """A workbook for Excel. With `many_rows` they are put aside as they come, in files that cost some milliseconds, and
    a large table takes no memory."""
    out = io.BytesIO()
    options = {
        "constant_memory": many_rows,
        "in_memory": not many_rows,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"created": NO_DAY})
    writer = _XlsxSheets(book)
    for sheet in sheets:
        writer.add(sheet)
    book.close()
    return out.getvalue()


class _XlsxSheets:
    """The sheets of one workbook, which share their formats."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.bold = book.add_format({"bold": True})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.formats: dict[str, Any] = {}

    def look(self, pattern: str) -> Any:
        if pattern not in self.formats:
            self.formats[pattern] = self.book.add_format({"num_format": pattern})
        return self.formats[pattern]

    def add(self, sheet: Sheet) -> None:
        page = self.book.add_worksheet(sheet.name)
        first = 1 if sheet.headings else 0
        page.freeze_panes(first, 0)
        if sheet.wide:
            page.set_column(0, 0, 28 if sheet.headings else 100)
            page.set_column(1, max(1, len(sheet.headings) - 1), 48)
        else:
            for column, heading in enumerate(sheet.headings):
                page.set_column(column, column, min(30, max(10, len(heading) + 2)))
        for column, heading in enumerate(sheet.headings):
            page.write_string(0, column, as_text(heading), self.bold)
        text_format = self.wrapped if sheet.wide else None
        for line, row in enumerate(sheet.rows, start=first):
            for column, value in enumerate(row):
                self.write(page, line, column, value, text_format)

    def write(self, page: Any, line: int, column: int, value: Any, text_format: Any) -> None:
        if isinstance(value, Decimal):
            places = decimals_of(value)
            page.write_number(line, column, float(value), self.look("0." + "0" * places if places else "0"))
        elif isinstance(value, int):
            page.write_number(line, column, value)
        elif isinstance(value, date) and value >= FIRST_SPREADSHEET_DAY:
            page.write_datetime(line, column, value, self.look("dd/mm/yyyy"))
        elif value not in (None, ""):
            page.write_string(line, column, as_text(value), text_format)


# --- OpenDocument ---

_NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" '
    'office:version="1.3"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_MANIFEST = (
    f'{_HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
    'manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{ODS_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
_STYLES = f"{_HEAD}<office:document-styles {_NAMESPACES}><office:styles/></office:document-styles>"
_EMPTY = "<table:table-cell/>"


def _look_of_decimals(places: int) -> str:
    return (
        f'<number:number-style style:name="n{places}"><number:number number:decimal-places="{places}" '
        f'number:min-decimal-places="{places}" number:min-integer-digits="1"/></number:number-style>'
        f'<style:style style:name="d{places}" style:family="table-cell" style:data-style-name="n{places}"/>'
    )


_LOOKS = (
    '<style:style style:name="wide" style:family="table-column">'
    '<style:table-column-properties style:column-width="9cm"/></style:style>'
    '<style:style style:name="narrow" style:family="table-column">'
    '<style:table-column-properties style:column-width="5cm"/></style:style>'
    '<style:style style:name="head" style:family="table-cell"><style:text-properties fo:font-weight="bold"/>'
    "</style:style>"
    '<style:style style:name="said" style:family="table-cell"><style:table-cell-properties '
    'fo:wrap-option="wrap" style:vertical-align="top"/></style:style>'
    '<number:date-style style:name="iso"><number:day number:style="long"/><number:text>/</number:text>'
    '<number:month number:style="long"/><number:text>/</number:text><number:year number:style="long"/>'
    "</number:date-style>"
    '<style:style style:name="day" style:family="table-cell" style:data-style-name="iso"/>'
    + "".join(_look_of_decimals(places) for places in range(MOST_DECIMALS + 1))
)


def ods_of(sheets: Iterable[Sheet]) -> bytes:
    """A workbook for LibreOffice. The same rows give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        # The type stands first and uncompressed, so that programs know the file by its first bytes.
        book.writestr(_entry("mimetype", zipfile.ZIP_STORED), ODS_TYPE)
        with book.open(_entry("content.xml"), "w") as content:
            for part in _content(sheets):
                content.write(part.encode())
        book.writestr(_entry("styles.xml"), _STYLES)
        book.writestr(_entry("META-INF/manifest.xml"), _MANIFEST)
    return out.getvalue()


def _entry(path: str, compress_type: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, NO_DAY.timetuple()[:6])
    entry.create_system, entry.external_attr, entry.compress_type = 3, 0o644 << 16, compress_type
    return entry


def _content(sheets: Iterable[Sheet]) -> Iterator[str]:
    yield (
        f"{_HEAD}<office:document-content {_NAMESPACES}><office:automatic-styles>{_LOOKS}</office:automatic-styles>"
        "<office:body><office:spreadsheet>"
    )
    for sheet in sheets:
        yield f"<table:table table:name={quoteattr(UNWRITABLE.sub('', sheet.name))}>"
        yield _columns(sheet)
        if sheet.headings:
            head = "".join(_text(as_text(heading), ' table:style-name="head"') for heading in sheet.headings)
            yield f"<table:table-header-rows><table:table-row>{head}</table:table-row></table:table-header-rows>"
        look = ' table:style-name="said"' if sheet.wide else ""
        for row in sheet.rows:
            yield f"<table:table-row>{''.join([_cell(value, look) for value in row])}</table:table-row>"
        yield "</table:table>"
    yield "</office:spreadsheet></office:body></office:document-content>"


def _columns(sheet: Sheet) -> str:
    others = max(1, len(sheet.headings) - 1)
    if not sheet.wide:
        return f'<table:table-column table:number-columns-repeated="{others + 1}"/>'
    if not sheet.headings:
        return '<table:table-column table:style-name="wide"/>'
    return (
        '<table:table-column table:style-name="narrow"/>'
        f'<table:table-column table:style-name="wide" table:number-columns-repeated="{others}"/>'
    )


def _cell(value: Any, look: str) -> str:
    if value is None or value == "":
        return _EMPTY
    if isinstance(value, str):
        return _text(as_text(value), look)
    text = as_text(value)
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        places = min(decimals_of(value), MOST_DECIMALS) if isinstance(value, Decimal) else 0
        named = f' table:style-name="d{places}"'
        return (
            f'<table:table-cell{named} office:value-type="float" office:value="{text}"><text:p>{text}</text:p>'
            "</table:table-cell>"
        )
    if isinstance(value, date) and value >= FIRST_SPREADSHEET_DAY:
        return (
            f'<table:table-cell table:style-name="day" office:value-type="date" office:date-value="{text}">'
            f"<text:p>{text}</text:p></table:table-cell>"
        )
    return _text(text, look)


def _text(text: str, look: str) -> str:
    """A cell of text: runs of spaces, tabs and line breaks have elements of their own in OpenDocument."""
    written = escape(UNWRITABLE.sub("", text))
    if not written.isprintable() or "  " in written or written[:1] == " " or written[-1:] == " ":
        written = _spaced(written)
    return (
        f'<table:table-cell{look} office:value-type="string"><text:p>{written}</text:p></table:table-cell>'
        if written
        else _EMPTY
    )


def _spaced(written: str) -> str:
    """A carriage return is a line break like any other: XML has only one kind.

    >>> _spaced("a  b")
    'a<text:s text:c="2"/>b'
    """
    lines = written.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "<text:tab/>")
    lines = lines.replace("\n", "<text:line-break/>")
    return re.sub("^ +| +$| {2,}", lambda run: f'<text:s text:c="{len(run[0])}"/>', lines)
