"""A sheet's columns, declared once: the template, the check, the import and the export read the same declaration."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from ..language import speaking
from ..wording import day as day_text
from ..wording import decimal_text
from . import numbers
from .formats import plain
from .questions import Question
from .reading import Cell


class Refusal(ValueError):
    """A cell that is not understood: where it stands, what stands there, why it is refused."""

    def __init__(self, cell: Cell, reason: str, question: Question | None = None) -> None:
        super().__init__(_("Cell %(cell)s: %(reason)s") % {"cell": cell.address, "reason": reason})
        self.cell, self.reason, self.question = cell, reason, question


class Remark:
    """A cell that is taken in, but that the official should look at: where it stands and what is odd."""

    def __init__(self, cell: Cell, reason: str) -> None:
        self.cell, self.reason = cell, reason

    def __str__(self) -> str:
        return _("Cell %(cell)s: %(reason)s") % {"cell": self.cell.address, "reason": self.reason}


Reader = Callable[[Cell], Any]


@dataclass(frozen=True)
class Column:
    """One column: its machine name, its heading for people, how a cell is read, where its value stands.

    `attribute` is the model attribute that `read` fills; reading an empty cell gives `empty`. `path` is where the value
    stands as the ORM writes it (`edition__index__code`), by default the attribute; None for what goes out empty.
    `given` makes of a value there what goes out. `told` columns are read in no sheet: they tell readers
    more. `internal` ones leave through the admin alone.
    `help` says what the column means where its model's field does not.
    """

    name: str
    label: Any
    read: Reader
    attribute: str = ""
    empty: Any = None
    required: bool = False
    spellings: tuple[str, ...] = ()
    path: str | None = ""
    given: Callable[[Any], Any] | None = None
    fills: bool = field(default=True)
    told: bool = False
    internal: bool = False
    help: Any = ""

    @property
    def target(self) -> str:
        return self.attribute or self.name

    @property
    def stands_at(self) -> str | None:
        """Where the value stands, from the record."""
        return self.target if self.path == "" else self.path

    @property
    def is_number(self) -> bool:
        return self.read in NUMBERS

    @property
    def refers(self) -> bool:
        """Whether the column names another record: its value is a key that says nothing to people."""
        return self.target.endswith("_id")

    @property
    def headings(self) -> tuple[str, ...]:
        """Every heading that names the column, in both languages; of one that is only told its machine name alone."""
        if self.told:
            return (self.name,)
        said = []
        for language in ("vi", "en"):
            with speaking(language):
                said.append(str(self.label))
        return tuple(dict.fromkeys((*said, *self.spellings, self.name)))

    def read_as(self, cell: Cell, value: Any) -> str:
        """What the cell was read as, where that is not literally what stands in it; otherwise nothing."""
        if isinstance(value, date):
            shown = day_text(value)
            return "" if cell.kind == plain.DAY or cell.text == shown else shown
        if self.is_number and str(value) != cell.text.replace(",", "."):
            return decimal_text(str(value))
        return ""

    def value(self, cell: Cell | None) -> Any:
        """The value of a cell. Raises Refusal."""
        if cell and cell.kind == plain.UNCOUNTED:
            raise Refusal(
                cell,
                _("a formula whose result is not stored in the file. Open it in Excel, save it, and upload again."),
            )
        if not cell:
            if self.required and cell is not None:
                raise Refusal(cell, _("this column must not be empty. Write a value and upload again."))
            return self.empty
        return self.read(cell)


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


def printed(text: str) -> Decimal | None:
    """Printed digits as the number that goes out; None where nothing was printed."""
    return Decimal(text) if text else None


@lru_cache(maxsize=1_000)  # versions are few, their figures many
def minute(moment: datetime) -> str:
    """A moment as it goes out: Viet Nam's time, with its offset."""
    return timezone.localtime(moment).isoformat(timespec="seconds")


def decimal(cell: Cell) -> Decimal:
    return Decimal(digits(cell))


def day(cell: Cell):
    try:
        return numbers.read_day(cell.text)
    except numbers.Unreadable as error:
        raise Refusal(cell, _('"%(text)s" is not a day such as 31/12/2021.') % {"text": cell.text}) from error


# The readers whose values are numbers: a preview says how such a cell was read.
NUMBERS = {digits, whole, count, rank}


class Choice:
    """Reads one of a field's choices: its value, its label in the reader's language, or another spelling."""

    def __init__(self, choices: Any, spellings: dict[str, str]) -> None:
        self.choices, self.spellings = choices, spellings

    @property
    def labels(self) -> list[str]:
        """What a drop-down offers, in the reader's language."""
        return [str(label) for value, label in self.choices.choices if value]

    def __call__(self, cell: Cell) -> str:
        wanted = cell.text.casefold()
        for value, label in self.choices.choices:
            other = self.spellings.get(value, value)
            if wanted in {value.casefold(), str(label).casefold(), other.casefold()}:
                return value
        raise Refusal(
            cell,
            _('"%(text)s" is not one of: %(choices)s.')
            % {"text": cell.text, "choices": ", ".join(value for value in self.choices.values if value)},
        )


def choice(choices: Any, **spellings: str) -> Reader:
    """A reader of one of a field's choices; `spellings`: value → another way that sheets write it."""
    return Choice(choices, spellings)
