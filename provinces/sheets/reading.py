"""A file becomes a table of cells, each with its address. Nothing is interpreted here.

CSV (UTF-8 with or without BOM, comma or semicolon) and XLSX (first visible sheet), header in the first row.
"""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from ..names import tidy
from .numbers import digits_of

# A text that begins so is read as a formula by spreadsheets; the last four are full-width forms.
FORMULA_STARTS = tuple("=+-@\t\r＝＋－＠")


class UnreadableFile(ValueError):
    """The file cannot be read as a table; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: its text as shown (digits with a point for numeric cells) and where it stands."""

    text: str
    address: str
    numeric: bool = False

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet's header and the rows below it, each with its row number as the spreadsheet shows it."""

    name: str
    header: tuple[Cell, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]


def read(content: bytes, file_name: str) -> Table:
    """The table in a file. Raises UnreadableFile with a sentence for the official."""
    if len(content) > settings.IMPORT_MAX_BYTES:
        raise UnreadableFile(
            _(
                "The file is %(size)s MB; the limit is %(limit)s MB. Pictures or unused sheets are the usual cause. "
                "Remove them, or save the sheet on its own, and upload again."
            )
            % {"size": _megabytes(len(content)), "limit": _megabytes(settings.IMPORT_MAX_BYTES)}
        )
    name, rows = _read_xlsx(content) if content.startswith(b"PK") else _read_csv(content)
    numbered = ((number, cells) for number, cells in enumerate(rows, start=1))
    filled = [(number, cells) for number, cells in numbered if any(cells)]
    if not filled:
        raise UnreadableFile(_("The file %(file)s has no rows.") % {"file": file_name})
    if len(filled) - 1 > settings.IMPORT_MAX_ROWS:
        raise UnreadableFile(
            _("The sheet has %(rows)s rows; the limit is %(limit)s. Divide it and upload the parts.")
            % {"rows": len(filled) - 1, "limit": settings.IMPORT_MAX_ROWS}
        )
    return Table(name, filled[0][1], tuple(filled[1:]))


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.0f}"


def _read_csv(content: bytes) -> tuple[str, Iterator[tuple[Cell, ...]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _damaged() from error
    if "\0" in text:
        raise _damaged()
    first_line = text.partition("\n")[0]
    delimiter = ";" if first_line.count(";") > first_line.count(",") else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return "CSV", (
        tuple(
            Cell(_unescaped(tidy(value)), f"{get_column_letter(column)}{rows.line_num}")
            for column, value in enumerate(row[: settings.IMPORT_MAX_COLUMNS], start=1)
        )
        for row in rows
    )


def _read_xlsx(content: bytes) -> tuple[str, Iterator[tuple[Cell, ...]]]:
    try:
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise _damaged() from error
    sheet = next((sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"), workbook.worksheets[0])
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=settings.IMPORT_MAX_ROWS + 2, max_col=settings.IMPORT_MAX_COLUMNS)
    return sheet.title, (
        tuple(_cell_of(cell, row_number, column) for column, cell in enumerate(row, start=1))
        for row_number, row in enumerate(rows, start=1)
    )


def _cell_of(cell, row: int, column: int) -> Cell:
    from_value, address = cell.value, f"{get_column_letter(column)}{row}"
    if from_value is None:
        return Cell("", address)
    if isinstance(from_value, bool):
        return Cell(str(from_value).upper(), address)
    if isinstance(from_value, int | float):
        return Cell(digits_of(from_value, cell.number_format), address, numeric=True)
    if isinstance(from_value, datetime):
        return Cell(from_value.date().isoformat(), address)
    if isinstance(from_value, date):
        return Cell(from_value.isoformat(), address)
    return Cell(_unescaped(tidy(str(from_value))), address)


def _unescaped(text: str) -> str:
    """Without the apostrophe that protects a text from being read as a formula (docs/decisions.md, 6)."""
    bare = text.lstrip("'")
    return text[1:] if bare != text and bare.startswith(FORMULA_STARTS) else text


def _damaged() -> UnreadableFile:
    return UnreadableFile(
        _(
            "The file cannot be opened: it has a password, is damaged, or its ending does not match its content. "
            "Open it in Excel, save it as .xlsx without a password, and upload again."
        )
    )
