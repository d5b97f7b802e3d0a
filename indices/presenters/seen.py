"""A league table as a reader asked for it: the rows that are left, in their order. Page and file read the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from provinces.names import fold
from provinces.registry import RegisteredUnit

from .arranging import arranged
from .heirs import Regrouped, differs, regrouped
from .points import PartsTable, parts_of
from .ranking_rows import RankingRow
from .rankings import LeagueTable


@dataclass(frozen=True, slots=True)
class SeenTable:
    """The rows, with points by way of assessment and on today's units where that was asked for.

    `other_units`: whether other units are in force today than those of the edition.
    """

    rows: list[RankingRow]
    points: PartsTable | None
    regrouped: Regrouped | None
    other_units: bool

    @property
    def in_order(self) -> Iterator[tuple[RankingRow, RegisteredUnit | None]]:
        """The rows as the page has them, from above; on today's units each with the one that it stands under."""
        if self.regrouped is None:
            yield from ((row, None) for row in self.rows)
            return
        yield from ((row, heir.unit) for heir in self.regrouped.heirs for row in heir.rows)
        yield from ((row, None) for row in self.regrouped.unchanged)


def seen(
    league: LeagueTable,
    today: date,
    *,
    sort: str = "",
    region: str = "",
    band: str = "",
    change: str = "",
    name: str = "",
    parts: bool = False,
    on_todays_units: bool = False,
) -> SeenTable:
    """The table as it was asked for. What is not known, as a region that does not exist, leaves no row."""
    points = parts_of(league) if parts and league.has_parts else None
    rows = arranged(league.rows, sort, region, band, fold(name), change, points.values if points else {})
    other_units = differs(league, today)
    under = regrouped(league, rows, today) if other_units and on_todays_units else None
    return SeenTable(rows, points, under, other_units)
