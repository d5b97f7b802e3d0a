"""The criteria of a method as a tree, and how those of two methods differ. Pure.

What is compared are names and maximum points, as the methods print them. A criterion under another name is another one:
whether it is the same thing is for people to say.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Protocol, TypeVar

from provinces.names import spelled


class Placed(Protocol):
    """A criterion that knows its place: its key, the key it is a part of, its number."""

    pk: int
    parent_id: int | None
    no: str


C = TypeVar("C", bound=Placed)


def natural(no: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts numbers of criteria as people count.

    >>> sorted(["1.10", "B", "10", "1.2", "1", "B10", "B2"], key=natural)
    ['1', '1.2', '1.10', '10', 'B', 'B2', 'B10']
    """
    pieces = re.findall(r"\d+|[^\W\d_]+", no)
    return tuple((0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in pieces)


def in_tree_order(criteria: Iterable[C]) -> Iterator[tuple[int, C]]:
    """Each criterion once, after the one that it is a part of, with its depth; siblings by number.

    A part whose whole is not among them stands at the top; so do those that were entered as parts of each other.
    """
    left = {criterion.pk: criterion for criterion in sorted(criteria, key=lambda one: natural(one.no))}
    parts: dict[int | None, list[C]] = defaultdict(list)
    for criterion in left.values():
        parts[criterion.parent_id if criterion.parent_id in left else None].append(criterion)

    def below(siblings: Iterable[C], depth: int) -> Iterator[tuple[int, C]]:
        for criterion in siblings:
            if left.pop(criterion.pk, None):
                yield depth, criterion
                yield from below(parts[criterion.pk], depth + 1)

    yield from below(parts[None], 0)
    yield from below(list(left.values()), 0)


def total_of(maxima: Sequence[Decimal | None]) -> Decimal | None:
    """The points of the criteria at the top together; None where one of them is not known, or there is none.

    >>> total_of([Decimal("61.5"), Decimal("38.5")]), total_of([Decimal(10), None]), total_of([])
    (Decimal('100.0'), None, None)
    """
    known = [maximum for maximum in maxima if maximum is not None]
    return sum(known, Decimal(0)) if known and len(known) == len(maxima) else None


def share_of(maximum: Decimal | None, total: Decimal | None) -> Fraction | None:
    """A criterion's part of the total in percent, where both are known.

    >>> share_of(Decimal(10), Decimal(80)), share_of(Decimal(10), None)
    (Fraction(25, 2), None)
    """
    return Fraction(maximum) * 100 / Fraction(total) if maximum is not None and total else None


@dataclass(frozen=True, slots=True)
class Item:
    """One criterion as a method prints it. `level` counts from 0 at the top of its cut."""

    cut: str
    level: int
    no: str
    name: str
    maximum: Decimal | None


@dataclass(frozen=True, slots=True)
class Differences:
    """What one method has and the other has not, and which points changed, on the levels that are known of both."""

    compared: tuple[tuple[str, int], ...]
    added: tuple[Item, ...]
    removed: tuple[Item, ...]
    points: tuple[tuple[Item, Item], ...]

    @property
    def none(self) -> bool:
        """Whether levels were compared and no difference was found."""
        return bool(self.compared) and not (self.added or self.removed or self.points)


def differences(now: Iterable[Item], before: Iterable[Item]) -> Differences:
    """How the criteria of a method differ from those of the one before it.

    A level (of a cut) of which one of the two is not known at all is not compared: what is not here is not removed.
    Points differ only where both are known.
    """
    mine, theirs = _by_level(now), _by_level(before)
    compared = tuple(level for level in mine if level in theirs)
    added: list[Item] = []
    removed: list[Item] = []
    points: list[tuple[Item, Item]] = []
    for level in compared:
        left = _by_name(theirs[level])
        for item in mine[level]:
            same = left.get(spelled(item.name))
            if not same:
                added.append(item)
                continue
            other = same.pop(0)
            if item.maximum is not None and other.maximum is not None and item.maximum != other.maximum:
                points.append((other, item))
        removed += [item for item in theirs[level] if item in left[spelled(item.name)]]
    return Differences(compared, tuple(added), tuple(removed), tuple(points))


def _by_level(items: Iterable[Item]) -> dict[tuple[str, int], list[Item]]:
    found: dict[tuple[str, int], list[Item]] = {}
    for item in items:
        found.setdefault((item.cut, item.level), []).append(item)
    return found


def _by_name(items: Iterable[Item]) -> dict[str, list[Item]]:
    """Items of one name in their order: a method may use a name twice."""
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(spelled(item.name), []).append(item)
    return found
