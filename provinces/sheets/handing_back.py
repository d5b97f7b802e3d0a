"""The official's own sheet handed back with every bad cell marked; and templates that are ready to be filled in."""

import io
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from .confirming import Preview
from .formats import plain
from .questions import MARKS_HEADING
from .reading import Cell, Sheet
from .values import safe

OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
RED, AMBER = "#F8C9C4", "#FBE7B2"


def marked_up(sheets: Iterable[Sheet], preview: Preview) -> bytes:
    """The same sheets in the same order; refused cells red, odd ones amber, and a last column that says what to do.

    After mending, the file can be uploaded as it is: the last column has a heading that imports leave out.
    """
    said: dict[int, list[str]] = defaultdict(list)
    colours: dict[str, str] = {}
    for remark in preview.remarks:
        said[remark.cell.row].append(str(remark))
        colours[remark.cell.address] = AMBER
    for outcome in preview.refused:
        for refusal in outcome.refusals:
            said[refusal.cell.row].append(str(refusal))
            colours[refusal.cell.address] = RED
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    looks = _Looks(book)
    for sheet in sheets:
        page = book.add_worksheet(sheet.name[:31].translate(dict.fromkeys(map(ord, "[]:*?/\\'"), " ")) or "Sheet")
        if sheet.hidden:
            page.hide()
        ours = sheet.name == preview.table.name
        width = max(len(row.cells) for row in sheet.rows)
        header = next((cell.row for cell in preview.table.header if cell), 1)
        for row in sheet.rows:
            for column, cell in enumerate(row.cells):
                _write(
                    page, row.number - 1, column, cell, looks.of(cell, colours.get(cell.address, "") if ours else "")
                )
            if ours and row.number == header:
                page.write_string(row.number - 1, width, MARKS_HEADING, looks.bold)
            if ours and said.get(row.number):
                page.write_string(row.number - 1, width, safe("\n".join(said[row.number])), looks.wrapped)
        covered: set[tuple[int, int]] = set()
        for top, left, bottom, right in sheet.merged:
            area = {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
            if len(area) > 1 and not area & covered and len(area) < 5_000:
                covered |= area
                first = next((r.cells[left - 1] for r in sheet.rows if r.number == top and left <= len(r.cells)), None)
                page.merge_range(top - 1, left - 1, bottom - 1, right - 1, "", looks.plain)
                if first:
                    _write(page, top - 1, left - 1, first, looks.of(first, colours.get(first.address, "")))
        page.set_column(0, max(0, width - 1), 18)
        page.set_column(width, width, 80)
    book.close()
    return out.getvalue()


class _Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.made: dict[tuple[str, str], Any] = {}
        self.bold = book.add_format({"bold": True})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.plain = book.add_format({"valign": "vcenter"})

    def of(self, cell: Cell, colour: str) -> Any:
        places = len(cell.text.partition(".")[2])
        pattern = "0." + "0" * places if places else "0"
        number_format = {plain.PERCENT: pattern + "%", plain.NUMBER: pattern, plain.DAY: "dd/mm/yyyy"}.get(
            cell.kind, ""
        )
        key = (number_format, colour)
        if key not in self.made:
            options: dict[str, Any] = {"num_format": number_format} if number_format else {}
            self.made[key] = self.book.add_format(options | ({"bg_color": colour} if colour else {}))
        return self.made[key]


def _write(page: Any, row: int, column: int, cell: Cell, look: Any) -> None:
    """A cell as it came: numbers as numbers, days as days, texts as texts that are no formula."""
    if not cell:
        page.write_blank(row, column, None, look)
        return
    if cell.numeric:
        try:
            number = Decimal(cell.text)
        except InvalidOperation:
            page.write_string(row, column, safe(cell.text), look)
            return
        page.write_number(row, column, float(number / 100 if cell.kind == plain.PERCENT else number), look)
    elif cell.kind == plain.DAY and cell.text >= "1900-03-01":
        page.write_datetime(row, column, date.fromisoformat(cell.text), look)
    else:
        page.write_string(row, column, safe(cell.text), look)


def template(
    headings: list[str], rows: list[list[Any]], locked: int, notes: list[str], choices: dict[int, list[str]]
) -> bytes:
    """A workbook to fill in: headings, rows ready for figures, the first `locked` columns locked, drop-downs.

    `choices`: column number → what may stand there. `notes` stand on a second sheet, with an example.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    page, guide = book.add_worksheet(_("Data")), book.add_worksheet(_("How to fill this in"))
    bold = book.add_format({"bold": True, "bg_color": "#DCEFE9", "border": 1, "text_wrap": True})
    fixed, free = book.add_format({"bg_color": "#F1F1EE"}), book.add_format({"locked": False})
    for column, heading in enumerate(headings):
        page.write_string(0, column, heading, bold)
        page.set_column(column, column, max(14, min(40, len(heading) + 4)), fixed if column < locked else free)
    for line, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            look = fixed if column < locked else free
            if value in (None, ""):
                page.write_blank(line, column, None, look)
            elif isinstance(value, int | float | Decimal):
                page.write_number(line, column, float(value), look)
            else:
                page.write_string(line, column, safe(str(value)), look)
    last = max(len(rows), 200)
    for column, allowed in choices.items():
        page.data_validation(1, column, last, column, {"validate": "list", "source": allowed})
    page.freeze_panes(1, locked)
    page.protect("", {"format_columns": True, "sort": True, "autofilter": True, "insert_rows": True})
    for line, note in enumerate(notes):
        guide.write_string(line, 0, safe(note))
    guide.set_column(0, 0, 110)
    book.close()
    return out.getvalue()
