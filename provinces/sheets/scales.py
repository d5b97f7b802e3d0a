"""Shares in a column of percentages: 0.9576 without a percent format may mean 95.76% or 0.96%. The portal asks."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from ..wording import decimal_text, percent, plain
from .columns import Refusal
from .formats.plain import NUMBER, PERCENT, TEXT
from .layout import Table
from .numbers import Unreadable, read_decimal
from .questions import Question
from .reading import Cell


def bare_number(cell: Cell) -> Decimal | None:
    """The number in a cell that says nothing of percent; None for any other cell."""
    if cell.kind not in {NUMBER, TEXT} or "%" in cell.text:
        return None
    try:
        return Decimal(read_decimal(cell.text))
    except Unreadable:
        return None


class Scale:
    """How one column of percentages is meant: as answered, asked if it is open, refused where it holds both."""

    def __init__(self, table: Table, place: int | None, answers: Mapping[str, str]) -> None:
        cells = [cell for row in table.rows for cell in row.cells[place : place + 1]] if place is not None else []
        numbers = [(cell, bare_number(cell)) for cell in cells]
        self.shares = [(cell, number) for cell, number in numbers if number is not None and 0 < number <= 1]
        whole = [
            cell
            for cell, number in numbers
            if (number is not None and number > 1) or cell.kind == PERCENT or (cell and "%" in cell.text)
        ]
        self.answer = answers.get("scale", "")
        self.mixed = ""
        if self.shares and whole:
            self.mixed = _(
                'the column holds both "%(whole)s" and "%(share)s". The portal does not guess. Write the column in '
                "one way and upload again."
            ) % {"whole": whole[0].text, "share": self.shares[0][0].text}

    @property
    def question(self) -> Question | None:
        """What has to be asked before the column can be read."""
        if not self.shares or self.mixed or self.answer:
            return None
        low, high = min(number for _cell, number in self.shares), max(number for _cell, number in self.shares)
        said = {"column": self.shares[0][0].column, "low": decimal_text(plain(low)), "high": decimal_text(plain(high))}
        return Question(
            "scale",
            _("Column %(column)s holds %(low)s to %(high)s without a percent format. How is it meant?") % said,
            (
                ("percent", f"{percent(plain(low * 100))} - {percent(plain(high * 100))}"),
                ("plain", _("really %(low)s to %(high)s") % said),
            ),
        )

    def read(self, cell: Cell, digits: str) -> str:
        """The digits in percent of a cell that was read as `digits`. Raises Refusal where the column is mixed."""
        number = bare_number(cell)
        if number is None or not 0 < number <= 1:
            return digits
        if self.mixed:
            raise Refusal(cell, self.mixed)
        return plain(number * 100) if self.answer == "percent" else digits
