"""What every format is turned into: sheets of rows of plain cells, as they are sent from the reading child."""

from collections.abc import Iterator
from dataclasses import dataclass, field

# A cell is None or (kind, text). Kinds:
TEXT = "t"  # text, as it stands
NUMBER = "n"  # digits with a decimal point, as the cell's format shows them
PERCENT = "%"  # the same of a cell with a percent format: in percent, not as a share
DAY = "d"  # a day as in ISO 8601
ERROR = "e"  # an error such as #N/A
UNCOUNTED = "f"  # a formula whose value was never stored

PlainCell = tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a file is read before it is refused."""

    rows: int
    columns: int
    cell_characters: int
    unpacked_bytes: int
    sheets: int


class Refused(ValueError):
    """The file is not read. `args[0]` is one of the codes below, the rest are figures for the sentence."""


DAMAGED, TOO_LARGE, TOO_MANY_ROWS, TOO_WIDE, LONG_CELL, TOO_MANY_SHEETS, TOO_SLOW, NOT_A_SHEET, QUOTES = (
    "damaged", "too-large", "too-many-rows", "too-wide", "long-cell", "too-many-sheets", "too-slow", "not-a-sheet",
    "quotes",
)  # fmt: skip


@dataclass(slots=True)
class PlainRow:
    """A row that is not empty: its number as the spreadsheet shows it, and its cells from column A on."""

    number: int
    cells: list[PlainCell]
    hidden: bool = False


@dataclass(slots=True)
class PlainSheet:
    """A sheet. `merged` holds (first row, first column, last row, last column), all counted from 1."""

    name: str
    hidden: bool = False
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)


def within(rows: Iterator[PlainRow], limits: Limits) -> Iterator[PlainRow]:
    """The rows that are not empty, as long as they keep the limits. Raises Refused."""
    count = 0
    for row in rows:
        while row.cells and row.cells[-1] is None:
            row.cells.pop()
        if not row.cells:
            continue
        count += 1
        if count > limits.rows:
            raise Refused(TOO_MANY_ROWS, limits.rows)
        if len(row.cells) > limits.columns:
            raise Refused(TOO_WIDE, row.number, len(row.cells), limits.columns)
        for column, cell in enumerate(row.cells, start=1):
            if cell is not None and len(cell[1]) > limits.cell_characters:
                raise Refused(LONG_CELL, row.number, column, limits.cell_characters)
        yield row
