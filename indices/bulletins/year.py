"""The public editions of a year at a moment: read once for the bulletins of all units."""

from datetime import date, datetime
from functools import cached_property

from provinces.registry import RegisteredUnit

from ..catalogue import Catalogue
from ..models import Edition
from ..presenters.rankings import LeagueTable, StoredResults


class PublicYear:
    """What was public about a year at a moment, `at` (now if not given), and the day that judges deadlines."""

    def __init__(self, year: int, catalogue: Catalogue, today: date, at: datetime | None = None) -> None:
        self.year, self.catalogue, self.today, self.at = year, catalogue, today, at
        published = catalogue.published(at)
        self.editions = [edition for edition in published if edition.year == year]
        # The results of a year are also compared with those of the year before.
        self.told = [edition for edition in published if edition.year in {year, year - 1}]
        self._leagues: dict[tuple[int, str], LeagueTable] = {}

    @cached_property
    def _stored(self) -> StoredResults:
        return StoredResults(self.editions)

    def editions_about(self, unit: RegisteredUnit) -> list[Edition]:
        """The editions that speak of such units on a day on which this one existed."""
        return [e for e in self.editions if unit.kind in e.index.kinds and unit.in_force_on(e.units_as_of)]

    def league(self, edition: Edition, kind: str) -> LeagueTable:
        """The table of an edition and a kind of unit."""
        if (edition.pk, kind) not in self._leagues:
            self._leagues[edition.pk, kind] = LeagueTable(edition, kind, None, self.catalogue, self._stored)
        return self._leagues[edition.pk, kind]
