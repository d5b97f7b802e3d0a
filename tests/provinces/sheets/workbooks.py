"""Odd sheets as officials send them, made in a line each."""

import io
from typing import Any

from openpyxl import Workbook


def workbook(rows: list[list[Any]], merged: tuple[str, ...] = (), formats: dict[str, str] | None = None, name="Sheet1"):
    """An XLSX with the rows, merged ranges and number formats (address → format)."""
    book = Workbook()
    sheet = book.active
    sheet.title = name
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    for address, number_format in (formats or {}).items():
        sheet[address].number_format = number_format
    return book


def content_of(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xlsx(rows: list[list[Any]], **options: Any) -> bytes:
    return content_of(workbook(rows, **options))
