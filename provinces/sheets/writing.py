"""Sheets that go out: CSV, XLSX and ODS of headings and rows. What leaves can be imported again and changes nothing."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from types import NoneType
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from .values import as_text, safe
from .workbooks import ODS_TYPE as ODS
from .workbooks import Sheet, ods_of, xlsx_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
Rows = Iterable[Sequence[Any]]


class Safe(dict[str, str]):
    """Texts made safe, each once: tables repeat their codes and words row after row."""

    LARGEST = 10_000

    def __missing__(self, text: str) -> str:
        if len(self) >= self.LARGEST:
            self.clear()
        self[text] = made = safe(text)
        return made


@dataclass(frozen=True, slots=True)
class Style:
    """How a text file is written: what it begins with, what parts its cells and lines, how decimals stand in it."""

    begins: str = ""
    delimiter: str = ","
    line_end: str = "\n"
    decimal_comma: bool = False


PLAIN = Style()
FOR_EXCEL = Style("\ufeff", ";", "\r\n", decimal_comma=True)


def csv_chunks(headings: Sequence[str], rows: Rows, style: Style = PLAIN) -> Iterator[bytes]:
    """UTF-8, days as in ISO 8601, a thousand rows at a time."""
    known = Safe()
    out = io.StringIO()
    out.write(style.begins)
    writer = csv.writer(out, delimiter=style.delimiter, lineterminator=style.line_end)
    writer.writerow([as_text(heading) for heading in headings])
    rows = iter(rows)
    while taken := list(islice(rows, 1_000)):
        columns = (_written(column, known, style) for column in zip(*taken, strict=True))
        writer.writerows(zip(*columns, strict=True))
        yield out.getvalue().encode()
        out.seek(0)
        out.truncate()
    if left := out.getvalue():
        yield left.encode()


# Whose values cannot be taken for a formula.
NO_TEXT = {int, float, bool, Decimal, date, NoneType}


def _written(values: Sequence[Any], known: Safe, style: Style) -> Iterable[Any]:
    """A column as it is written. Most hold texts alone or none at all, and are not looked at cell by cell."""
    kinds = set(map(type, values))
    if style.decimal_comma and Decimal in kinds:
        values = [str(value).replace(".", ",") if isinstance(value, Decimal) else value for value in values]
    if kinds <= NO_TEXT:
        return values
    if kinds == {str}:
        return map(known.__getitem__, values)
    return [known[str(value)] if isinstance(value, str | Promise) else value for value in values]


def to_csv(headings: Sequence[str], rows: Rows, notes: Sequence[str] = ()) -> bytes:
    """The same at once: commas, decimals with a point. A text file has no room for notes."""
    return b"".join(csv_chunks(headings, rows))


def to_excel_csv(headings: Sequence[str], rows: Rows, notes: Sequence[str] = ()) -> bytes:
    """The CSV that Excel opens with a double click: a byte order mark and semicolons, decimals with a comma."""
    return b"".join(csv_chunks(headings, rows, FOR_EXCEL))


def to_ods(headings: Sequence[str], rows: Rows, notes: Sequence[str] = ()) -> bytes:
    """A workbook for LibreOffice: numbers are numbers, codes are text, days are days, blanks blank."""
    return ods_of(_with_guide(headings, rows, notes))


def to_xlsx(headings: Sequence[str], rows: Rows, notes: Sequence[str] = ()) -> bytes:
    """A workbook; numbers are numbers with the decimals that were printed, codes are text, blanks blank."""
    return xlsx_of(_with_guide(headings, rows, notes), many_rows=True)


def _with_guide(headings: Sequence[str], rows: Rows, notes: Sequence[str]) -> Iterator[Sheet]:
    """The rows on the first sheet; on a second one how to read them, where there is something to say."""
    yield Sheet("Data", headings, rows)
    if notes:
        yield Sheet(_("How to read this"), (), [[note] for note in notes], wide=True)


# What an export can be, by the word in its address: how it is written, its type, the ending of its file.
WRITERS: dict[str, tuple[Callable[..., bytes], str, str]] = {
    "xlsx": (to_xlsx, XLSX, "xlsx"),
    "csv": (to_csv, CSV, "csv"),
    "excel-csv": (to_excel_csv, CSV, "csv"),
    "ods": (to_ods, ODS, "ods"),
}
# What leaves while it is being written, by the same words.
STREAMED = {"csv": PLAIN, "excel-csv": FOR_EXCEL}
