"""Sheets that go out: XLSX, CSV and ODS of a kind's records. What leaves can be imported again and changes nothing."""

import csv
import io
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.db.models import Model, QuerySet
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from .reading import FORMULA_STARTS
from .resource import SheetResource

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Spreadsheets know no day before this one; such a day goes out as text.
FIRST_SPREADSHEET_DAY = date(1900, 3, 1)


def safe(text: str) -> str:
    """A text that a spreadsheet cannot take for a formula: one apostrophe more before what looks like one."""
    return "'" + text if text.lstrip("'").startswith(FORMULA_STARTS) else text


def to_csv(resource: SheetResource, records: QuerySet | Iterable[Model]) -> bytes:
    """UTF-8 with commas, decimals with a point, days as in ISO 8601."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(resource.get_export_headers())
    for row in _rows(resource, records):
        writer.writerow([as_text(value) for value in row])
    return out.getvalue().encode()


def to_excel_csv(resource: SheetResource, records: QuerySet | Iterable[Model]) -> bytes:
    """The CSV that Excel opens with a double click: a byte order mark and semicolons, decimals with a comma."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(resource.get_export_headers())
    for row in _rows(resource, records):
        writer.writerow(
            [str(value).replace(".", ",") if isinstance(value, Decimal) else as_text(value) for value in row]
        )
    return out.getvalue().encode()


def to_ods(resource: SheetResource, records: QuerySet | Iterable[Model]) -> bytes:
    """One sheet for LibreOffice: numbers are numbers, codes are text, days are days, blanks blank."""
    document = OpenDocumentSpreadsheet()
    table = Table(name="Data")
    document.spreadsheet.addElement(table)
    for values in ([*resource.get_export_headers()], *_rows(resource, records)):
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


def to_xlsx(resource: SheetResource, records: QuerySet | Iterable[Model]) -> bytes:
    """One sheet; numbers are numbers with the decimals that were printed, codes are text, blanks blank."""
    out = io.BytesIO()
    options = {
        "constant_memory": True,
        "in_memory": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    book = xlsxwriter.Workbook(out, options)
    sheet = book.add_worksheet("Data")
    formats: dict[str, Any] = {}

    def look(pattern: str):
        if pattern not in formats:
            formats[pattern] = book.add_format({"num_format": pattern})
        return formats[pattern]

    for column, name in enumerate(resource.get_export_headers()):
        sheet.write_string(0, column, name)
    for line, row in enumerate(_rows(resource, records), start=1):
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
    book.close()
    return out.getvalue()


def _rows(resource: SheetResource, records: QuerySet | Iterable[Model]):
    return resource.rows_out(resource.for_export(records) if isinstance(records, QuerySet) else records)


def as_text(value: Any) -> str:
    """A value as it stands in a text file: nothing for None, ISO days, texts safe from being formulas."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return safe(value) if isinstance(value, str) else str(value)


# What an export can be, by the word in its address: how it is written, its type, the ending of its file.
WRITERS: dict[str, tuple[Callable[..., bytes], str, str]] = {
    "xlsx": (to_xlsx, XLSX, "xlsx"),
    "csv": (to_csv, "text/csv; charset=utf-8", "csv"),
    "excel-csv": (to_excel_csv, "text/csv; charset=utf-8", "csv"),
    "ods": (to_ods, "application/vnd.oasis.opendocument.spreadsheet", "ods"),
}
