"""Where a unit stands in the latest edition of an index: against the mean, its region, its neighbours, the leader.

What is said over the field, or over a region, appears only where every ranked unit of it is here with its rank.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from provinces.registry import RegisteredUnit

from ..catalogue import Catalogue
from ..comparing import difference_of
from ..models import Basis, Edition, ReformIndex, Result
from .means import Mean, Means
from .profiles import IndexProfile, ProfileRow, against_mean
from .regions import PlaceInRegion, place_in_region

PLACED_COLUMNS = ("edition_id", "unit_id", "rank", "score_text", "score_basis")
AROUND = 2  # neighbours that are shown above and below


class Placed(NamedTuple):
    """A unit in the table, by what is needed to stand beside another."""

    unit_id: int
    rank: int | None
    score: str
    score_basis: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A unit beside this one. `gap`: its score minus this one's, with sign; empty unless both were printed."""

    unit: RegisteredUnit
    name: str
    rank: int
    score: str
    gap: str


@dataclass(frozen=True)
class Standing:
    """A unit in the latest edition of an index that has a figure of it."""

    unit: RegisteredUnit
    index: ReformIndex
    row: ProfileRow
    mean: Mean | None
    catalogue: Catalogue
    table: tuple[Placed, ...]

    @property
    def edition(self) -> Edition:
        return self.row.edition

    @property
    def place(self) -> int | None:
        """How far down the table, in hundredths: 0 is the first place, 100 the last. None where it is not known."""
        rank, size = self.row.rank, self.row.rank_of
        return round(100 * (rank - 1) / (size - 1)) if rank and size and size > 1 else None

    @property
    def against_mean(self) -> str:
        """How far the score lies from the mean, as everywhere."""
        return against_mean(self.row, self.mean)

    @cached_property
    def field(self) -> list[Placed]:
        """Every ranked unit by rank; empty unless the whole field is here."""
        field = self.catalogue.field(self.edition, self.unit.kind)
        ranked = [placed for placed in self.table if placed.rank is not None]
        if field is None or not field <= {placed.unit_id for placed in ranked}:
            return []
        return sorted((placed for placed in ranked if placed.unit_id in field), key=lambda placed: placed.rank or 0)

    @cached_property
    def neighbours(self) -> list[Neighbour]:
        """The units around this one in the table, this one left out."""
        at = next((number for number, placed in enumerate(self.field) if placed.unit_id == self.unit.pk), None)
        if at is None:
            return []
        around = self.field[max(0, at - AROUND) : at] + self.field[at + 1 : at + 1 + AROUND]
        return [self._neighbour(placed) for placed in around]

    @property
    def next_above(self) -> Neighbour | None:
        """The nearest unit with a better rank."""
        better = [placed for placed in self.field if (placed.rank or 0) < (self.row.rank or 0)]
        return self._neighbour(better[-1]) if better else None

    @property
    def leader(self) -> Neighbour | None:
        """The first of the table, unless it is this unit or next above it."""
        if not self.field or (self.row.rank or 0) <= (self.field[0].rank or 0):
            return None
        first = self._neighbour(self.field[0])
        return first if first != self.next_above else None

    @cached_property
    def in_region(self) -> PlaceInRegion | None:
        """The place within the region: for that the region is enough."""
        ranks = {placed.unit_id: placed.rank for placed in self.table}
        return place_in_region(self.unit, self.edition, self.catalogue, ranks)

    def _neighbour(self, placed: Placed) -> Neighbour:
        registry = self.catalogue.registry
        both = placed.score_basis == self.row.score_basis == Basis.PRINTED
        return Neighbour(
            unit=registry.units[placed.unit_id],
            name=registry.name(placed.unit_id, self.edition.units_as_of),
            rank=placed.rank or 0,
            score=placed.score,
            gap=difference_of(placed.score, self.row.score) if both else "",
        )


def standings_of(
    unit: RegisteredUnit, indices: list[IndexProfile], means: Means, catalogue: Catalogue
) -> list[Standing]:
    """Where the unit stands in each index, by its latest figure. One query."""
    latest = [
        (profile, next((row for row in profile.rows if row.rank is not None or row.score), None)) for profile in indices
    ]
    tables: dict[int, list[Placed]] = defaultdict(list)
    ranked = [row.edition.pk for _profile, row in latest if row and catalogue.field(row.edition, unit.kind)]
    if ranked:
        found = Result.objects.filter(edition__in=ranked).order_by()
        for edition_id, unit_id, rank, score, basis in found.values_list(*PLACED_COLUMNS):
            tables[edition_id].append(Placed(unit_id, rank, score, basis))
    return [
        Standing(
            unit,
            profile.index,
            row,
            means.of(row.edition),
            catalogue,
            tuple(
                placed
                for placed in tables[row.edition.pk]
                if catalogue.registry.units[placed.unit_id].kind == unit.kind
            ),
        )
        for profile, row in latest
        if row is not None
    ]


def ranked(standings: list[Standing]) -> list[Standing]:
    """The standings that a unit is told by: those with a rank; where there are none, all."""
    return [standing for standing in standings if standing.row.rank is not None] or standings
