"""A sheet's columns, declared once: the template, the check, the import and the export read the same declaration."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from . import numbers
from .reading import Cell


class Refusal(ValueError):
    """A cell that is not understood: where it stands, what stands there, why it is refused."""

    def __init__(self, cell: Cell, reason: str) -> None:
        super().__init__(_("Cell %(cell)s: %(reason)s") % {"cell": cell.address, "reason": reason})
        self.cell, self.reason = cell, reason


Reader = Callable[[Cell], Any]


@dataclass(frozen=True)
class Column:
    """One column: its machine name, its heading for people, how a cell is read and a value is written.

    `attributes` are the model attributes that `read` fills; reading an empty cell gives `empty`.
    """

    name: str
    label: Any
    read: Reader
    attribute: str = ""
    empty: Any = None
    required: bool = False
    spellings: tuple[str, ...] = ()
    write: Callable[[Any], Any] | None = None
    fills: bool = field(default=True)

    @property
    def target(self) -> str:
        return self.attribute or self.name

    def value(self, cell: Cell | None) -> Any:
        """The value of a cell. Raises Refusal."""
        if not cell:
            if self.required and cell is not None:
                raise Refusal(cell, _("this column must not be empty. Write a value and upload again."))
            return self.empty
        return self.read(cell)

    def written(self, instance: Any) -> Any:
        """The value as it goes out: text, number, day or None."""
        return self.write(instance) if self.write else getattr(instance, self.target)


def text(cell: Cell) -> str:
    return cell.text


def whole(cell: Cell) -> int:
    try:
        return numbers.read_whole(cell.text)
    except numbers.Unreadable as error:
        raise Refusal(cell, _('"%(text)s" is not a whole number.') % {"text": cell.text}) from error


def count(cell: Cell) -> int:
    try:
        return numbers.read_whole(cell.text) if cell.numeric else numbers.read_count(cell.text)
    except numbers.Unreadable as error:
        raise Refusal(cell, _('"%(text)s" is not a count such as 1758.') % {"text": cell.text}) from error


def rank(cell: Cell) -> int:
    try:
        return numbers.read_rank(cell.text)[0]
    except numbers.Unreadable as error:
        raise Refusal(
            cell,
            _('"%(text)s" is not a rank such as 44. Leave the cell empty if there is none.') % {"text": cell.text},
        ) from error


def digits(cell: Cell) -> str:
    """A decimal as its digits, for the column that keeps what was printed."""
    try:
        found = numbers.read_decimal(cell.text)
    except numbers.Unreadable as error:
        raise Refusal(
            cell,
            _('"%(text)s" is not a number. Expected a figure such as 88.35. Leave the cell empty if there is none.')
            % {"text": cell.text},
        ) from error
    if len(found.partition(".")[2]) > 4:
        raise Refusal(cell, _('"%(text)s" has more than four decimals.') % {"text": cell.text})
    return found


def decimal(cell: Cell) -> Decimal:
    return Decimal(digits(cell))


def day(cell: Cell):
    try:
        return numbers.read_day(cell.text)
    except numbers.Unreadable as error:
        raise Refusal(cell, _('"%(text)s" is not a day such as 31/12/2021.') % {"text": cell.text}) from error


def choice(choices: Any, **spellings: str) -> Reader:
    """One of a field's choices: its value, its label in the reader's language, or another spelling."""

    def read(cell: Cell) -> str:
        wanted = cell.text.casefold()
        for value, label in choices.choices:
            if wanted in {value.casefold(), str(label).casefold(), spellings.get(value, value).casefold()}:
                return value
        raise Refusal(
            cell,
            _('"%(text)s" is not one of: %(choices)s.')
            % {"text": cell.text, "choices": ", ".join(value for value in choices.values if value)},
        )

    return read
