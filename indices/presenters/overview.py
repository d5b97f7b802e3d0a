"""The country at a glance: latest editions with leaders and movers, what became public lately, when results came."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from itertools import groupby
from typing import TypeVar

from django.utils import timezone

from ..catalogue import Catalogue
from ..models import Correction, Edition
from .ranking_rows import RankingRow
from .rankings import LeagueTable
from .strips import Spread, spread_of

T = TypeVar("T")

# The two that the government scores its administration by; the others are shown on their own pages.
HEADLINE = ("par-index", "sipas")
LEADERS = 5
MOVERS = 3
RECENT_DAYS = 3  # days on which something became public
NAMED = 6  # editions that are named of one day
ANNOUNCEMENTS = 3


@dataclass(frozen=True)
class Headline:
    """The latest edition of an index as a card shows it. Movers are looked for among those whose change is known."""

    league: LeagueTable

    @property
    def leaders(self) -> list[RankingRow]:
        return [row for row in self.league.rows if row.rank is not None and row.rank <= LEADERS]

    @cached_property
    def compared(self) -> list[RankingRow]:
        """The rows with a change of rank."""
        return [row for row in self.league.rows if row.change.places is not None]

    @cached_property
    def spread(self) -> Spread | None:
        """All scores on one line; None unless every unit's is here."""
        return spread_of(self.league)

    @property
    def whole(self) -> bool:
        """Whether the change of every ranked unit is known: only then somebody moved most."""
        return bool(self.league.moves)

    @property
    def risers(self) -> list[RankingRow]:
        """Those that gained most places, the most first."""
        up = [row for row in self.compared if row.change.direction == "up"]
        return sorted(up, key=lambda row: -(row.change.places or 0))[:MOVERS]

    @property
    def fallers(self) -> list[RankingRow]:
        """Those that lost most places, the most first."""
        down = [row for row in self.compared if row.change.direction == "down"]
        return sorted(down, key=lambda row: row.change.places or 0)[:MOVERS]


def of_headline_indices(catalogue: Catalogue) -> list[Edition]:
    """The public editions of the two, the latest year first."""
    of_index = catalogue.public_at().of_index
    found = [edition for code in HEADLINE for edition in of_index.get(code, {}).values()]
    return catalogue.public_at().among(edition.pk for edition in found)


def headlines(catalogue: Catalogue) -> list[Headline]:
    """The latest edition of each headline index that has rows. Four queries each."""
    found = []
    for code in HEADLINE:
        editions = catalogue.published_of(code)
        if editions:
            latest = max(editions)
            league = LeagueTable(editions[latest], "province", editions.get(latest - 1), catalogue)
            found.append(Headline(league))
    return [headline for headline in found if headline.league.rows]


@dataclass(frozen=True, slots=True)
class Day:
    """What became public on one day: editions for the first time or anew, and corrections."""

    day: date
    editions: tuple[Edition, ...]
    corrections: tuple[Correction, ...]

    @property
    def named(self) -> tuple[Edition, ...]:
        return self.editions[:NAMED]

    @property
    def others(self) -> int:
        """How many editions are not named."""
        return len(self.editions) - len(self.named)


def recent_days(catalogue: Catalogue) -> list[Day]:
    """The latest days on which something became public, the latest first."""
    public = catalogue.public_at()
    editions = _by_day(public.latest_first, lambda edition: edition.publish_at)
    corrections = _by_day(public.corrections, lambda correction: correction.edition.publish_at)
    days = sorted({*editions, *corrections}, reverse=True)[:RECENT_DAYS]
    return [Day(day, _latest_years_first(editions.get(day, ())), tuple(corrections.get(day, ()))) for day in days]


def _by_day(latest_first: Iterable[T], minute: Callable[[T], datetime | None]) -> dict[date, tuple[T, ...]]:
    """What became public on each of the latest days."""
    days: dict[date, tuple[T, ...]] = {}
    for when, ones in groupby(latest_first, key=minute):
        day = _day(when)
        if day not in days and len(days) == RECENT_DAYS:
            break
        days[day] = (*days.get(day, ()), *ones)
    return days


def _day(minute: datetime | None) -> date:
    return timezone.localdate(minute)


def _latest_years_first(editions: Sequence[Edition]) -> tuple[Edition, ...]:
    return tuple(sorted(editions, key=lambda edition: (-edition.year, edition.index.order, edition.index.code)))


@dataclass(frozen=True, slots=True)
class Awaited:
    """The year assessed that comes next, and the days on which the years before it were announced."""

    year: int
    announced: tuple[date, ...]


def awaited(catalogue: Catalogue) -> Awaited | None:
    """What is known of the next results; None before anything was announced. No day to come is guessed."""
    known = of_headline_indices(catalogue)
    days = sorted({edition.announced_on for edition in known if edition.announced_on}, reverse=True)
    return Awaited(max(edition.year for edition in known) + 1, tuple(days[:ANNOUNCEMENTS])) if days else None
