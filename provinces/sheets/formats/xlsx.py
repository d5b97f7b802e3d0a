"""XLSX and XLSM through openpyxl. Macros are never looked at."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string, range_boundaries

from ..numbers import digits_of
from .plain import (
    DAMAGED,
    DAY,
    ERROR,
    NUMBER,
    PERCENT,
    TEXT,
    TOO_LARGE,
    TOO_MANY_SHEETS,
    UNCOUNTED,
    Limits,
    PlainCell,
    PlainRow,
    PlainSheet,
    Refused,
    within,
)

# The streaming reader does not tell these, so they are looked up in the sheet's own markup.
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]+\d+:[A-Z]+\d+)"')
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b[^>]*>")
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_NUMBER_OF = re.compile(rb'\br="(\d+)"')
_MIN_MAX = re.compile(rb'\b(min|max)="(\d+)"')
_UNCOUNTED = re.compile(
    rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+\d+)"[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)


def check_directory(content: bytes, limits: Limits) -> list[str]:
    """The names in a zip file, looked at before anything is unpacked. Raises Refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Refused(DAMAGED) from error
    if sum(entry.file_size for entry in entries) > limits.unpacked_bytes or len(entries) > 5_000:
        raise Refused(TOO_LARGE, limits.unpacked_bytes)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused(DAMAGED)
    return [entry.filename for entry in entries]


def read(content: bytes, limits: Limits) -> Iterator[PlainSheet | PlainRow]:
    """Each sheet, followed by its rows. Raises Refused; what openpyxl raises means a damaged file."""
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    if len(book.worksheets) > limits.sheets:
        raise Refused(TOO_MANY_SHEETS, limits.sheets)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for sheet in book.worksheets:
            markup = archive.read(sheet._worksheet_path)
            hidden_rows = {
                int(number[1])
                for tag in _ROW.findall(markup)
                if _HIDDEN.search(tag) and (number := _NUMBER_OF.search(tag))
            }
            uncounted = {match.decode() for match in _UNCOUNTED.findall(markup)}
            yield PlainSheet(
                sheet.title,
                hidden=sheet.sheet_state != "visible",
                merged=[_corners(ref.decode()) for ref in _MERGED.findall(markup)],
                hidden_columns=sorted(_hidden_columns(markup, limits)),
            )
            del markup
            sheet.reset_dimensions()
            yield from within(_rows(sheet, hidden_rows, uncounted), limits)


def _corners(reference: str) -> tuple[int, int, int, int]:
    left, top, right, bottom = range_boundaries(reference)
    return int(top or 0), int(left or 0), int(bottom or 0), int(right or 0)


def _hidden_columns(markup: bytes, limits: Limits) -> Iterator[int]:
    for tag in _COLUMN.findall(markup):
        if _HIDDEN.search(tag):
            ends = {name: int(value) for name, value in _MIN_MAX.findall(tag)}
            yield from range(ends.get(b"min", 1), min(ends.get(b"max", 0), limits.columns) + 1)


def _rows(sheet: Any, hidden: set[int], uncounted: set[str]) -> Iterator[PlainRow]:
    waiting = {(int(re.sub(r"\D", "", a)), column_index_from_string(re.sub(r"\d", "", a))) for a in uncounted}
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if not row:
            continue
        cells: list[PlainCell] = []
        for column, cell in enumerate(row, start=1):
            if cell.value is None:
                cells.append((UNCOUNTED, "=…") if waiting and (number, column) in waiting else None)
            else:
                cells.append(plain(cell.value, cell.number_format, cell.data_type))
        yield PlainRow(number, cells, number in hidden)


def plain(value: Any, number_format: str, data_type: str = "") -> PlainCell:
    """A value as a plain cell."""
    if isinstance(value, bool):
        return TEXT, str(value).upper()
    if isinstance(value, int | float):
        return PERCENT if "%" in number_format else NUMBER, digits_of(value, number_format)
    if isinstance(value, datetime):
        return DAY, value.date().isoformat()
    if isinstance(value, date):
        return DAY, value.isoformat()
    if isinstance(value, time | timedelta):
        return TEXT, str(value)
    text = str(value)
    if not text.strip():
        return None
    return ERROR if data_type == "e" else TEXT, text
