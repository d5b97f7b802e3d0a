"""Where the table stands in a sheet: title rows, header of one or two levels, data, and what is no data.

Knows no database. What it leaves out it lists, with the reason, so that the official sees that nothing got lost.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from ..names import fold
from .reading import Cell, Row, Sheet

_YEAR = re.compile(r"\b(?:nam )?((?:19|20)\d\d)\b")
# What a row of totals or means begins with. "Cộng Hòa" and "Tổng Cọt" are communes: the words alone are not enough.
_TOTALS = (
    "tong cong ", "tong so ", "tong diem ", "tong chung ", "tong cac ", "cong chung ", "cong cac ", "cong toan ",
    "cong so ", "trung binh ", "binh quan ", "ca nuoc ", "toan quoc ", "toan tinh ", "toan thanh pho ",
    "toan huyen ", "cao nhat ", "thap nhat ", "gia tri trung binh ", "trung vi ", "mean ", "average ", "total ",
)  # fmt: skip
_TOTAL_WORDS = {"tong", "cong"}
_CLOSINGS = (
    "nguoi lap ", "noi nhan ", "ghi chu ", "nguon ", "thu truong ", "kt ", "tm ", "tl ", "giam doc ", "chu tich ",
    "pho chu tich ", "bo truong ", "thu truong ", "xac nhan ", "ky ten ", "ky boi ", "luu y ", "don vi tinh ",
    "luu vt ", "nguoi kiem tra ", "note ", "source ",
)  # fmt: skip
_DATE_LINE = re.compile(r"ngay \S* ?thang \S* ?nam")
_GROUP = re.compile(r"^(?:[ivx]+|[a-h]) |^vung |^khu vuc |^nhom |^khoi ")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is no data: what stands in it and why it was left out."""

    cell: Cell
    reason: str


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet's header and its data rows, with what stands around them.

    `header` has one cell a column; a heading under a merged one reads "upper › lower". `titles` are the cells above.
    """

    name: str
    header: tuple[Cell, ...]
    rows: tuple[Row, ...]
    titles: tuple[Cell, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a kind of sheet looks for: folded headings with the columns they mean; the columns that name a row's
    subject; those that carry its figures. Without figures every row below the header is data."""

    headings: Mapping[str, str]
    subjects: tuple[str, ...] = ()
    figures: frozenset[str] = field(default_factory=frozenset)

    def column(self, heading: str) -> str:
        """The column that a heading means, with or without a year in it, under a merged one or alone; or nothing."""
        upper, _sign, lower = heading.rpartition(" › ")
        for words in (heading, lower, f"{upper} {lower}"):
            folded = fold(words)
            for candidate in (folded, _YEAR.sub("", folded).strip().replace("  ", " ")):
                if candidate in self.headings:
                    return self.headings[candidate]
        return ""


class NoHeader(ValueError):
    """No row of the sheet looks like the header of this kind."""


def year_in(heading: str) -> int | None:
    """The year that a heading or title speaks of, if it names exactly one."""
    years = set(_YEAR.findall(fold(heading)))
    return int(years.pop()) if len(years) == 1 else None


def table_of(sheet: Sheet, wanted: Wanted) -> Table:
    """The table in a sheet. Raises NoHeader."""
    found = _find_header(sheet, wanted)
    if found is None:
        raise NoHeader(
            _(
                'No header row was found in sheet "%(sheet)s" (the first %(rows)s rows were read). It needs at least '
                "two of the columns listed below. Choose another sheet, or download the template."
            )
            % {"sheet": sheet.name, "rows": settings.IMPORT_HEADER_ROWS}
        )
    first, height, header = found
    columns = [wanted.column(cell.text) for cell in header]
    titles = tuple(cell for row in sheet.rows[:first] for cell in row.cells if cell)
    rows, skipped = [], []
    filled = _filled_down(sheet)
    for position, row in enumerate(sheet.rows[first + height :]):
        cells = tuple(
            cell or filled.get((row.number, column), cell)
            for column, cell in enumerate(_padded(row, len(header)), start=1)
        )
        reason = _why_no_data(cells, header, columns, wanted, position)
        if reason:
            skipped.append(Skipped(max(cells, key=_telling), reason))
        else:
            rows.append(Row(row.number, cells, row.hidden))
    return Table(
        sheet.name,
        header,
        tuple(rows),
        titles,
        tuple(skipped),
        tuple(row.number for row in rows if row.hidden),
        tuple(
            xl_col_to_name(column - 1)
            for column in sheet.hidden_columns
            if column <= len(header) and columns[column - 1]
        ),
    )


def _find_header(sheet: Sheet, wanted: Wanted) -> tuple[int, int, tuple[Cell, ...]] | None:
    """The header's position among the rows, its height, and its cells: the row that names the most columns."""
    best: tuple[int, int, int, tuple[Cell, ...]] | None = None
    for position, row in enumerate(sheet.rows[: settings.IMPORT_HEADER_ROWS]):
        candidates = [(1, row.cells)]
        if position + 1 < len(sheet.rows):
            two = _two_levels(sheet, row, sheet.rows[position + 1])
            if two:
                candidates.insert(0, (2, two))  # of two readings that name as much, the one that says more
        for height, cells in candidates:
            named = len({wanted.column(cell.text) for cell in cells if cell} - {""})
            # One known heading among other texts is a header whose other headings are misspelt: they are asked about.
            alone = named == 1 and sum(map(bool, cells)) >= 2 and not any(cell.numeric for cell in cells)
            if (named >= 2 or alone) and (best is None or named > best[0]):
                best = named, position, height, cells
    return best[1:] if best else None


def _two_levels(sheet: Sheet, upper: Row, lower: Row) -> tuple[Cell, ...] | None:
    """The headings of two rows as one, if merged cells say that the rows belong together."""
    if lower.number != upper.number + 1:
        return None
    over: dict[int, Cell] = {}
    tall: set[int] = set()
    width = max(len(upper.cells), len(lower.cells))
    upper_cells, lower_cells = _padded(upper, width), _padded(lower, width)
    for top, left, bottom, right in sheet.merged:
        if top <= upper.number and bottom >= upper.number and left <= width:
            if bottom >= lower.number:
                tall.add(left)
            elif right > left:
                over.update(dict.fromkeys(range(left, min(right, width) + 1), upper_cells[left - 1]))
    if not over or any(cell.numeric for cell in lower_cells):
        return None
    headings = []
    for column, (above, below) in enumerate(zip(upper_cells, lower_cells, strict=True), start=1):
        if column in over and below:
            headings.append(Cell(f"{over[column].text} › {below.text}", below.address))
        elif column in over:
            headings.append(Cell("", below.address))
        else:
            headings.append(above or below)
    return tuple(headings)


def _padded(row: Row, width: int) -> list[Cell]:
    missing = range(len(row.cells) + 1, width + 1)
    return [*row.cells, *(Cell("", f"{xl_col_to_name(column - 1)}{row.number}") for column in missing)]


def _filled_down(sheet: Sheet) -> dict[tuple[int, int], Cell]:
    """What stands in cells covered by a merged one above them: (row, column) → the cell of the merged range."""
    tall = [(top, left, bottom) for top, left, bottom, _right in sheet.merged if bottom > top]
    if not tall:
        return {}
    by_number = {row.number: row for row in sheet.rows}
    found = {}
    for top, left, bottom in tall:
        row = by_number.get(top)
        if row and left <= len(row.cells) and row.cells[left - 1]:
            found.update(
                {(number, left): row.cells[left - 1] for number in range(top + 1, bottom + 1) if number in by_number}
            )
    return found


def _why_no_data(
    cells: tuple[Cell, ...], header: tuple[Cell, ...], columns: list[str], wanted: Wanted, position: int
) -> str:
    """Why a row below the header is no data; nothing if it is."""
    filled = [cell for cell in cells if cell]
    if not filled:
        return ""
    if sum(bool(h) and cell.text == h.text.rpartition(" › ")[2] for cell, h in zip(cells, header, strict=False)) >= 2:
        return _("the header again")
    if not wanted.figures:
        return ""
    if position == 0 and _numbers_columns([cell.text for cell in filled]):
        return _("numbers of the columns")
    by_name = {name: cell for name, cell in zip(columns, cells, strict=False) if name and cell}
    subject = next((by_name[name] for name in wanted.subjects if name in by_name), None)
    label = fold((subject or next((c for c in filled if not c.numeric), filled[0])).text)
    if label in _TOTAL_WORDS or _begins(label, _TOTALS):
        return _("a total or a mean")
    figures = [cell for name, cell in by_name.items() if name in wanted.figures]
    if figures and all(cell.numeric or _like_a_figure(cell.text) for cell in figures):
        return ""
    closing = any(_DATE_LINE.search(fold(cell.text)) for cell in filled) or _begins(label, _CLOSINGS)
    if figures:
        return _("a note or a signature") if closing and not any(cell.numeric for cell in filled) else ""
    if closing:
        return _("a note or a signature")
    if _GROUP.match(label) or (len({cell.text for cell in filled}) == 1 and subject is None):
        return _("a heading or a note")
    return _("no figure in the row")


def _telling(cell: Cell) -> int:
    """How much a cell says of its row: the longest text is what a reader knows it by."""
    return 0 if not cell else 1 if cell.numeric else 1 + len(cell.text)


def _like_a_figure(text: str) -> bool:
    return len(text) <= 12 and any(map(str.isdigit, text))


def _begins(label: str, words: tuple[str, ...]) -> bool:
    return f"{label} ".startswith(words)


def _numbers_columns(texts: list[str]) -> bool:
    """Whether a row under the header only numbers the columns: (1) (2) (3), or A B 1 2."""
    bare = [text.strip("()") for text in texts]
    numbers = [int(text) for text in bare if re.fullmatch(r"\d{1,2}", text)]
    letters = [text for text in bare if re.fullmatch(r"[A-Z]", text)]
    in_order = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
    return len(bare) >= 3 and len(numbers) + len(letters) == len(bare) and in_order and numbers[0] <= 2
