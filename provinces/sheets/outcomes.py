"""What became of the rows of a sheet."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from .columns import Refusal
from .reading import Cell

NEW, CHANGED, SAME, REFUSED, LEFT = "new", "changed", "same", "refused", "skipped"
NOWHERE = Cell("", "")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row: its number, old and new values of what changes, or the refusals.

    `read_as` holds the cells that were not taken literally, each with what it was read as; `record` is the record
    that the row is about, unsaved while the row is only looked at.
    """

    row: int
    state: str
    label: str = ""
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    refusals: tuple[Refusal, ...] = ()
    read_as: tuple[tuple[Cell, str], ...] = ()
    record: Any = None
    first: Cell = NOWHERE


class LeftOut(Exception):
    """The row is not for this import (a row of another kind): it is counted as skipped."""


def tally(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """How many rows are new, changed, same, skipped, refused."""
    counted = Counter(outcome.state for outcome in outcomes)
    return {state: counted.get(state, 0) for state in (NEW, CHANGED, SAME, LEFT, REFUSED)}
