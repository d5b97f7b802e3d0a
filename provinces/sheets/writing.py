"""Sheets that go out: CSV, XLSX and ODS of headings and rows. What leaves can be imported again and changes nothing."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from .reading import FORMULA_STARTS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
# Spreadsheets know no day before this one; such a day goes out as text.
FIRST_SPREADSHEET_DAY = date(1900, 3, 1)
# A workbook does not say when it was made: the same rows give the same bytes.
NO_DAY = datetime(1980, 1, 1)

Rows = Iterable[Sequence[Any]]


def safe(text: str) -> str:
    """A text that a spreadsheet cannot take for a formula: one apostrophe more before what looks like one."""
    return "'" + text if text.lstrip("'").startswith(FORMULA_STARTS) else text


def as_text(value: Any) -> str:
    """A value as it stands in a text file: nothing for None, ISO days, texts safe from being formulas."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return safe(value) if isinstance(value, str) else str(value)


class Safe(dict[str, str]):
    """Texts made safe, each once: tables repeat their codes and words row after row."""

    LARGEST = 10_000

    def __missing__(self, text: str) -> str:
        if len(self) >= self.LARGEST:
            self.clear()
        self[text] = made = safe(text)
        return made


def _safe_column(values: Sequence[Any], known: Safe) -> Iterable[Any]:
    """Most columns hold texts alone or none at all, and are not looked at cell by cell."""
    kinds = set(map(type, values))
    if str not in kinds:
        return values
    if len(kinds) == 1:
        return map(known.__getitem__, values)
    return [known[value] if type(value) is str else value for value in values]


def csv_chunks(headings: Sequence[str], rows: Rows, chunk: int = 1_000) -> Iterator[bytes]:
    """UTF-8 with commas, decimals with a point, days as in ISO 8601, `chunk` rows at a time."""
    known = Safe()
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(headings)
    rows = iter(rows)
    while taken := list(islice(rows, chunk)):
        writer.writerows(zip(*(_safe_column(column, known) for column in zip(*taken, strict=True)), strict=True))
        yield out.getvalue().encode()
        out.seek(0)
        out.truncate()
    if left := out.getvalue():
        yield left.encode()


def to_csv(headings: Sequence[str], rows: Rows, notes: Sequence[str] = ()) -> bytes:
    """The same at once. A text file has no room for notes."""
    return b"".join(csv_chunks(headings, rows))


def to_excel_csv(headings: Sequence[str], rows: Rows, notes: Sequence[str] = ()) -> bytes:
    """The CSV that Excel opens with a double click: a byte order mark and semicolons, decimals with a comma."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings)
    for row in rows:
        writer.writerow(
            [str(value).replace(".", ",") if isinstance(value, Decimal) else as_text(value) for value in row]
        )
    return out.getvalue().encode()


def to_ods(headings: Sequence[str], rows: Rows, notes: Sequence[str] = ()) -> bytes:
    """A workbook for LibreOffice: numbers are numbers, codes are text, days are days, blanks blank."""
    document = OpenDocumentSpreadsheet()
    sheets: list[tuple[str, Rows]] = [("Data", [headings, *rows])]
    if notes:
        sheets.append((_("How to read this"), [[note] for note in notes]))
    for name, lines in sheets:
        table = Table(name=name)
        document.spreadsheet.addElement(table)
        for values in lines:
            row = TableRow()
            table.addElement(row)
            for value in values:
                row.addElement(_ods_cell(value))
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()


def _ods_cell(value: Any) -> TableCell:
    if value in (None, ""):
        return TableCell()
    text = as_text(value)
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        cell = TableCell(valuetype="float", value=text)
    elif isinstance(value, date) and value >= FIRST_SPREADSHEET_DAY:
        cell = TableCell(valuetype="date", datevalue=text)
    else:
        cell = TableCell(valuetype="string")
    cell.addElement(P(text=text))
    return cell


def to_xlsx(headings: Sequence[str], rows: Rows, notes: Sequence[str] = ()) -> bytes:
    """A workbook; numbers are numbers with the decimals that were printed, codes are text, blanks blank."""
    out = io.BytesIO()
    options = {
        "constant_memory": True,
        "in_memory": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"created": NO_DAY})
    sheet = book.add_worksheet("Data")
    bold = book.add_format({"bold": True})
    formats: dict[str, Any] = {}

    def look(pattern: str):
        if pattern not in formats:
            formats[pattern] = book.add_format({"num_format": pattern})
        return formats[pattern]

    sheet.freeze_panes(1, 0)
    for column, name in enumerate(headings):
        sheet.write_string(0, column, name, bold)
    for line, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, Decimal):
                places = max(0, -int(value.as_tuple().exponent))
                sheet.write_number(line, column, float(value), look("0." + "0" * places if places else "0"))
            elif isinstance(value, int):
                sheet.write_number(line, column, value)
            elif isinstance(value, date) and value >= FIRST_SPREADSHEET_DAY:
                sheet.write_datetime(line, column, value, look("dd/mm/yyyy"))
            elif value not in (None, ""):
                sheet.write_string(line, column, as_text(value))
    if notes:
        guide = book.add_worksheet(_("How to read this"))
        guide.set_column(0, 0, 100)
        for line, note in enumerate(notes):
            guide.write_string(line, 0, note)
    book.close()
    return out.getvalue()


# What an export can be, by the word in its address: how it is written, its type, the ending of its file.
WRITERS: dict[str, tuple[Callable[..., bytes], str, str]] = {
    "xlsx": (to_xlsx, XLSX, "xlsx"),
    "csv": (to_csv, CSV, "csv"),
    "excel-csv": (to_excel_csv, CSV, "csv"),
    "ods": (to_ods, ODS, "ods"),
}
