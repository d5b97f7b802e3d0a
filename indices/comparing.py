"""When two years may be compared, and what the comparison says. Pure.

A change that a source printed is shown as published. A change that the portal computes is shown only where both
editions ranked the same units and, for scores, the methods are comparable; otherwise the reason stands in its place.
A derived figure is never an end of a computed change: it was itself made from a change, and would confirm itself.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Reason(StrEnum):
    """Why no change is shown."""

    NO_EDITION = "no_edition"  # the portal has no edition of the year before
    NO_FIGURE = "no_figure"  # the portal lacks the figure of one of the two years
    DERIVED = "derived"  # one end is itself derived
    FIELD_UNKNOWN = "field_unknown"  # it is not known who was ranked
    FIELD_CHANGED = "field_changed"  # other units were ranked
    METHOD = "method"  # the methods differ and no source calls them comparable


@dataclass(frozen=True, slots=True)
class RankAt:
    """A rank in one edition: the rank, how it is known, and who was ranked (None: not known)."""

    rank: int | None
    basis: str
    field: frozenset[Hashable] | None


@dataclass(frozen=True, slots=True)
class Change:
    """Places gained (negative: lost), or why none are shown. `printed` if the source says so itself."""

    places: int | None = None
    printed: bool = False
    inferred: bool = False
    reason: Reason | None = None

    @property
    def direction(self) -> str:
        if self.places is None:
            return ""
        return "up" if self.places > 0 else "down" if self.places < 0 else "same"


def change_of_rank(printed: int | None, now: RankAt, before: RankAt | None) -> Change:
    """The change of rank between two editions: as printed, or computed where that is allowed."""
    if printed is not None:
        return Change(printed, printed=True)
    if before is None:
        return Change(reason=Reason.NO_EDITION)
    if now.rank is None or before.rank is None:
        return Change(reason=Reason.NO_FIGURE)
    if "derived" in (now.basis, before.basis):
        return Change(reason=Reason.DERIVED)
    if now.field is None or before.field is None:
        return Change(reason=Reason.FIELD_UNKNOWN)
    if now.field != before.field:
        return Change(reason=Reason.FIELD_CHANGED)
    return Change(before.rank - now.rank, inferred="inferred" in (now.basis, before.basis))


def competition_ranks(scores: Mapping[Hashable, Decimal]) -> dict[Hashable, int]:
    """Ranks by score, highest first; equal scores share a rank and the next one is skipped: 1-2-2-4.

    >>> competition_ranks({"a": Decimal(9), "b": Decimal(8), "c": Decimal(8), "d": Decimal(7)})
    {'a': 1, 'b': 2, 'c': 2, 'd': 4}
    """
    first_place: dict[Decimal, int] = {}
    for place, score in enumerate(sorted(scores.values(), reverse=True), start=1):
        first_place.setdefault(score, place)
    return {unit: first_place[score] for unit, score in scores.items()}


def comparable(method_now: str | None, method_before: str | None, declared: bool) -> bool:
    """Whether scores of two editions may be compared: one method, or one that a source calls comparable."""
    if method_now is None or method_before is None:
        return False
    return method_now == method_before or declared


def change_of_score(now: str, before: str) -> str:
    """The difference of two printed scores, with no more decimals than the coarser of the two.

    >>> change_of_score("83.28", "73.87"), change_of_score("84.4", "85.11"), change_of_score("5", "5.00")
    ('+9.41', '-0.7', '0')
    """
    places = min(len(text.partition(".")[2]) for text in (now, before))
    difference = round(Decimal(now) - Decimal(before), places)
    return f"{difference:+f}" if difference else "0"
