"""A file becomes sheets of cells, each with its address. Nothing is interpreted here.

Text files are read in this process; workbooks in a child that is confined in memory and time (`formats.child`), so
that a hostile file costs the portal nothing but a refusal.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from threading import Timer

from django.conf import settings
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from ..names import tidy
from .formats import plain, text
from .formats.plain import Limits, PlainRow, PlainSheet, Refused

# A text that begins so is read as a formula by spreadsheets; the last four are full-width forms.
FORMULA_STARTS = tuple("=+-@\t\r＝＋－＠")


class UnreadableFile(ValueError):
    """The file cannot be read as sheets; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: its text as shown (digits with a point for numeric cells) and where it stands."""

    text: str
    address: str
    kind: str = plain.TEXT

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def numeric(self) -> bool:
        return self.kind in {plain.NUMBER, plain.PERCENT}

    @property
    def column(self) -> str:
        """The letters of the address."""
        return self.address.rstrip("0123456789")

    @property
    def row(self) -> int:
        """The number of the address; 0 for a cell that stands nowhere."""
        return int(self.address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or 0)


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is not empty."""

    number: int
    cells: tuple[Cell, ...]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it stands in the file. `merged`: first row, first column, last row, last column, from 1."""

    name: str
    hidden: bool
    merged: tuple[tuple[int, int, int, int], ...]
    hidden_columns: tuple[int, ...]
    rows: tuple[Row, ...]


def read(content: bytes, file_name: str) -> list[Sheet]:
    """The sheets of a file that have rows. Raises UnreadableFile with a sentence for the official."""
    check_size(len(content))
    workbook = content.startswith((b"PK", b"\xd0\xcf\x11\xe0"))
    try:
        parts = _from_child(content) if workbook else text.read(content, limits())
        sheets = [sheet for sheet in _sheets(parts) if sheet.rows]
    except Refused as refused:
        raise UnreadableFile(_sentence(*refused.args)) from refused
    if not sheets:
        raise UnreadableFile(_("The file %(file)s has no rows.") % {"file": file_name})
    return sheets


def check_size(size: int) -> None:
    """Raises UnreadableFile for more bytes than are read."""
    if size > settings.IMPORT_MAX_BYTES:
        raise UnreadableFile(
            _(
                "The file is %(size)s MB; the limit is %(limit)s MB. Pictures or unused sheets are the usual cause. "
                "Remove them, or save the sheet on its own, and upload again."
            )
            % {"size": _megabytes(size), "limit": _megabytes(settings.IMPORT_MAX_BYTES)}
        )


def limits() -> Limits:
    """How much of a file is read, as the settings say."""
    return Limits(
        rows=settings.IMPORT_MAX_ROWS,
        columns=settings.IMPORT_MAX_COLUMNS,
        cell_characters=settings.IMPORT_MAX_CELL_CHARACTERS,
        unpacked_bytes=settings.IMPORT_MAX_UNPACKED_BYTES,
        sheets=settings.IMPORT_MAX_SHEETS,
    )


def _from_child(content: bytes) -> Iterator[PlainSheet | PlainRow]:
    """What the confined child reads, line by line as it comes. Raises Refused."""
    asked = {
        "limits": asdict(limits()),
        "memory": settings.IMPORT_CHILD_BYTES,
        "seconds": settings.IMPORT_CHILD_SECONDS,
    }
    child = subprocess.Popen(
        [sys.executable, "-m", "provinces.sheets.formats.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=settings.BASE_DIR,
        env={"PYTHONPATH": str(settings.BASE_DIR), "PATH": os.environ.get("PATH", "")},
    )
    watch = Timer(settings.IMPORT_CHILD_SECONDS * 2, child.kill)
    watch.start()
    try:
        if child.stdin is None or child.stdout is None:
            raise Refused(plain.DAMAGED)
        with suppress(BrokenPipeError), child.stdin:  # a child that died early is told of by its missing last line
            child.stdin.write(json.dumps(asked).encode() + b"\n" + content)
        for line in child.stdout:
            part = json.loads(line)
            if isinstance(part, list):
                yield PlainRow(part[0], [tuple(cell) if cell else None for cell in part[2]], part[1])
            elif "end" in part:
                if part["end"]:
                    raise Refused(*part["end"])
                return
            else:
                merged = [(top, left, bottom, right) for top, left, bottom, right in part["merged"]]
                yield PlainSheet(part["sheet"], part["hidden"], merged, part["columns"])
        raise Refused(plain.TOO_SLOW)
    finally:
        watch.cancel()
        child.kill()
        if child.stdout:
            child.stdout.close()
        child.wait()


def _sheets(parts: Iterable[PlainSheet | PlainRow]) -> Iterator[Sheet]:
    head: PlainSheet | None = None
    rows: list[Row] = []
    letters = [xl_col_to_name(column - 1) for column in range(1, settings.IMPORT_MAX_COLUMNS + 2)]
    for part in parts:
        if isinstance(part, PlainSheet):
            if head is not None:
                yield _sheet(head, rows)
            head, rows = part, []
        else:
            number = str(part.number)
            cells = tuple(
                Cell("", letter + number)
                if cell is None
                else Cell(unescaped(tidy(cell[1])), letter + number, cell[0])
                if cell[0] == plain.TEXT
                else Cell(cell[1], letter + number, cell[0])
                for letter, cell in zip(letters, part.cells, strict=False)
            )
            rows.append(Row(part.number, cells, part.hidden))
    if head is not None:
        yield _sheet(head, rows)


def _sheet(head: PlainSheet, rows: list[Row]) -> Sheet:
    return Sheet(tidy(head.name), head.hidden, tuple(head.merged), tuple(head.hidden_columns), tuple(rows))


def _megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.0f}"


def unescaped(text: str) -> str:
    """Without the apostrophe that protects a text from being read as a formula (docs/decisions.md, 6)."""
    bare = text.lstrip("'")
    return text[1:] if bare != text and bare.startswith(FORMULA_STARTS) else text


def _sentence(code: str, *said: int) -> str:
    """What an official reads of a file that was refused as a whole."""
    if code == plain.TOO_MANY_ROWS:
        return _("The sheet has more than %(limit)s rows. Divide it and upload the parts.") % {"limit": said[0]}
    if code == plain.TOO_WIDE:
        return _(
            "Row %(row)s has content up to column %(column)s; the limit is %(limit)s columns. Delete what stands far "
            "to the right and upload again."
        ) % {"row": said[0], "column": xl_col_to_name(min(said[1], 18_000) - 1), "limit": said[2]}
    if code == plain.LONG_CELL:
        return _("A cell has more than %(limit)s characters. Shorten it and upload again.") % {"limit": said[2]}
    if code == plain.TOO_MANY_SHEETS:
        return _("The file has more than %(limit)s sheets. Save the one to import on its own and upload it.") % {
            "limit": said[0]
        }
    if code == plain.TOO_LARGE:
        return _(
            "The file grows beyond %(limit)s MB when it is opened. Save the sheet to import on its own, without "
            "pictures and formats, and upload again."
        ) % {"limit": _megabytes(said[0])}
    if code == plain.TOO_SLOW:
        return _(
            "Reading the file took too long or too much memory. Save the sheet to import as CSV (UTF-8), or divide "
            "it, and upload again."
        )
    if code == plain.QUOTES:
        return _(
            'A quotation mark (") in the file is opened and never closed, or stands inside a text. Open the file in '
            "Excel, save it as .xlsx, and upload again."
        )
    if code == plain.NOT_A_SHEET:
        return _(
            "The file is no Excel, ODS or CSV sheet, or its letters cannot be recognised. Open it in Excel, save it "
            "as .xlsx or as CSV UTF-8, and upload again."
        )
    return _(
        "The file cannot be opened: it has a password, is damaged, or its ending does not match its content. "
        "Open it in Excel, save it as .xlsx without a password, and upload again."
    )
