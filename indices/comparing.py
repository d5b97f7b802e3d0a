"""When two years may be compared, and what the comparison says. Pure.

A change that a source printed is shown as published. A change that the portal computes is shown only where both
editions ranked the same units and, for scores, the methods are comparable; otherwise the reason stands in its place.
A derived figure is never an end of a computed change: it was itself made from a change, and would confirm itself.
"""

from collections.abc import Hashable, Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple, TypeAlias, TypeVar

U = TypeVar("U", bound=Hashable)
S = TypeVar("S", Decimal, Fraction)
# Who was ranked; None if not known.
Field: TypeAlias = "frozenset[Hashable] | None"


class Reason(StrEnum):
    """Why no change is shown."""

    NO_EDITION = "no_edition"  # the portal has no edition of the year before
    NO_FIGURE = "no_figure"  # the portal lacks the figure of one of the two years
    DERIVED = "derived"  # one end is itself derived
    FIELD_UNKNOWN = "field_unknown"  # it is not known who was ranked
    FIELD_CHANGED = "field_changed"  # other units were ranked
    METHOD = "method"  # the methods differ and no source calls them comparable
    METHOD_UNKNOWN = "method_unknown"  # it is not known by which method one of the two was measured


# Both are tuples, because a league table makes some two hundred of them for a page.
class RankAt(NamedTuple):
    """A rank in one edition: the rank, how it is known, and who was ranked (None: not known)."""

    rank: int | None
    basis: str
    field: Field


class Change(NamedTuple):
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
    if barrier := barrier_between_fields(now.field, before.field):
        return Change(reason=barrier)
    return Change(before.rank - now.rank, inferred="inferred" in (now.basis, before.basis))


def barrier_between_fields(now: Field, before: Field) -> Reason | None:
    """Why the ranks of two editions may not be compared; None where they may."""
    if now is None or before is None:
        return Reason.FIELD_UNKNOWN
    return None if now == before else Reason.FIELD_CHANGED


def barrier_between_methods(now: str | None, before: str | None, comparable: bool) -> Reason | None:
    """Why scores by two methods may not be compared; None where they may. `comparable` if a source says so."""
    if now is None or before is None:
        return Reason.METHOD_UNKNOWN
    return None if now == before or comparable else Reason.METHOD


def competition_ranks(scores: Mapping[U, S]) -> dict[U, int]:
    """Ranks by score, highest first; equal scores share a rank and the next one is skipped: 1-2-2-4.

    >>> competition_ranks({"a": Decimal(9), "b": Decimal(8), "c": Decimal(8), "d": Decimal(7)})
    {'a': 1, 'b': 2, 'c': 2, 'd': 4}
    """
    first_place: dict[S, int] = {}
    for place, score in enumerate(sorted(scores.values(), reverse=True), start=1):
        first_place.setdefault(score, place)
    return {unit: first_place[score] for unit, score in scores.items()}


class ScoreAt(NamedTuple):
    """A score in one edition as printed, how it is known, who was ranked, and by which method.

    `comparable` if a source calls the method comparable with the one before it.
    """

    score: str
    basis: str
    field: Field
    method: str | None
    comparable: bool = False


class ScoreChange(NamedTuple):
    """The difference of two scores with its sign, or why none is shown. `printed` if the source says so itself."""

    difference: str = ""
    printed: bool = False
    reason: Reason | None = None


def change_of_score(printed: str, now: ScoreAt, before: ScoreAt | None) -> ScoreChange:
    """The change of score between two editions: as printed, or computed where that is allowed."""
    if printed:
        return ScoreChange(printed, printed=True)
    if before is None:
        return ScoreChange(reason=Reason.NO_EDITION)
    if not now.score or not before.score:
        return ScoreChange(reason=Reason.NO_FIGURE)
    if "derived" in (now.basis, before.basis):
        return ScoreChange(reason=Reason.DERIVED)
    barrier = barrier_between_fields(now.field, before.field) or barrier_between_methods(
        now.method, before.method, now.comparable
    )
    if barrier:
        return ScoreChange(reason=barrier)
    return ScoreChange(difference_of(now.score, before.score))


def difference_of(now: str, before: str) -> str:
    """The difference of two printed scores, with no more decimals than the coarser of the two.

    >>> difference_of("83.28", "73.87"), difference_of("84.4", "85.11"), difference_of("5", "5.00")
    ('+9.41', '-0.7', '0')
    """
    places = min(len(text.partition(".")[2]) for text in (now, before))
    difference = round(Decimal(now) - Decimal(before), places)
    return f"{difference:+f}" if difference else "0"
