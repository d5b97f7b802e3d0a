"""What stands in a league table: a unit with its figures, one without any, a mean."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from provinces.registry import RegisteredUnit

from ..comparing import Change
from .figures import Sign
from .means import Mean
from .rivals import RivalRow


class RankingRow(NamedTuple):
    """One unit in a league table. Score and rank are independent; `missing` names what is not there and why.

    A tuple, because 63 of them are made for a page: a frozen dataclass of as many fields takes four times as long.
    """

    unit_id: str
    code: str
    name: str
    slug: str
    region: str
    region_code: str
    score: str
    shown: str
    score_value: Decimal | None
    score_basis: str
    score_sign: Sign | None
    rank: int | None
    rank_of: int | None
    rank_basis: str
    rank_sign: Sign | None
    tied: bool
    band: str
    change: Change
    score_change_printed: str
    missing: str
    source: str
    rivals: tuple[RivalRow, ...]
    bar: int | None
    sort_key: str
    under_review: datetime | None


@dataclass(frozen=True, slots=True)
class AbsentUnit:
    """A unit of the country without a row in the table, and which of the four ways its figures are missing."""

    unit: RegisteredUnit
    name: str
    region: str
    missing: str


@dataclass(frozen=True, slots=True)
class AverageRow(Mean):
    """A published mean beside the rows of its table; or one that the portal computed of `n` scores."""

    bar: int | None
    n: int = 0


def by_figure(rank: int | None, score: Decimal | None) -> tuple[bool, int, bool, Decimal]:
    """Sorts by rank, then by score from the highest; those without one last."""
    return rank is None, rank or 0, score is None, -(score or Decimal(0))
