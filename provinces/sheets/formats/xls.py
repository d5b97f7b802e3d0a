"""XLS, the format before 2007, through xlrd."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import xlrd
from xlrd.biffh import error_text_from_code

from ..numbers import digits_of
from .plain import (
    DAY,
    ERROR,
    NUMBER,
    PERCENT,
    TEXT,
    TOO_MANY_SHEETS,
    Limits,
    PlainCell,
    PlainRow,
    PlainSheet,
    Refused,
    within,
)


def read(content: bytes, limits: Limits) -> Iterator[PlainSheet | PlainRow]:
    """Each sheet, followed by its rows. Raises Refused; what xlrd raises means a damaged or encrypted file."""
    book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=_Silent())
    if book.nsheets > limits.sheets:
        raise Refused(TOO_MANY_SHEETS, limits.sheets)
    for sheet in book.sheets():
        yield PlainSheet(
            sheet.name,
            hidden=sheet.visibility != 0,
            merged=[(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells],
            hidden_columns=[column + 1 for column, info in sheet.colinfo_map.items() if info.hidden],
        )
        yield from within(_rows(book, sheet), limits)


def _rows(book: Any, sheet: Any) -> Iterator[PlainRow]:
    for number in range(sheet.nrows):
        info = sheet.rowinfo_map.get(number)
        cells = [_plain(book, cell) for cell in sheet.row(number)]
        yield PlainRow(number + 1, cells, bool(info and info.hidden))


def _plain(book: Any, cell: Any) -> PlainCell:
    if cell.ctype in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK} or cell.value == "":
        return None
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return ERROR, error_text_from_code.get(cell.value, "#ERR")
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return TEXT, "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_DATE:
        try:
            return DAY, datetime(*xlrd.xldate_as_tuple(cell.value, book.datemode)).date().isoformat()
        except (ValueError, xlrd.XLDateError):
            return NUMBER, digits_of(cell.value, "General")
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        number_format = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
        return PERCENT if "%" in number_format else NUMBER, digits_of(cell.value, number_format)
    return (TEXT, str(cell.value)) if str(cell.value).strip() else None


class _Silent:
    """Where xlrd's remarks about a file go: the official is told by the refusal."""

    def write(self, text: str) -> int:
        return len(text)

    def flush(self) -> None:
        return None
