"""Sheets that go out: CSV, XLSX and ODS of headings and rows. What leaves can be imported again and changes nothing."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

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
    writer.writerow([safe(heading) for heading in headings])
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
    writer.writerow([as_text(heading) for heading in headings])
    for row in rows:
        writer.writerow(
            [str(value).replace(".", ",") if isinstance(value, Decimal) else as_text(value) for value in row]
        )
    return out.getvalue().encode()


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
