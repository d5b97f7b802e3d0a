"""What a reader asked of a league table: which units are marked, which rows are kept, and in what order."""

from collections.abc import Callable, Mapping
from decimal import Decimal

from provinces.names import slugify

from .ranking_rows import RankingRow
from .rankings import LeagueTable


class Marked:
    """The units that a reader wants to see among the others: the one of a slug, or those that stand where it does.

    Empty for a slug that nobody has, and for a unit of which the edition does not speak.
    """

    def __init__(self, league: LeagueTable, slug: str) -> None:
        units = league.standing(slug) if slug else []
        self.slugs = frozenset(unit.slug for unit in units)
        self.rows = [row for row in league.rows if row.slug in self.slugs]
        self.absent = [absent for absent in league.absent if absent.unit.slug in self.slugs] if units else []
        asked = league.registry.known_as(league.kind, slugify(slug)) if units else None
        # Another unit than those of the edition was meant: their heir, or what they were before.
        self.instead_of = asked if asked and asked.slug not in self.slugs else None
        self.name = league.registry.full_name(asked.pk, max(asked.begins_on, league.day)) if asked else ""

    def __bool__(self) -> bool:
        return bool(self.slugs)


# What a table may be sorted by: whether the row lacks it, and its value. Rows that lack it come last either way.
SORTS = {
    "rank": lambda row: (row.rank is None, row.rank or 0),
    "name": lambda row: (False, row.sort_key),
    "score": lambda row: (row.score_value is None, -(row.score_value or 0)),
    "change": lambda row: (row.change.places is None, -(row.change.places or 0)),
    "band": lambda row: (not row.band, row.band),
}


PART = "part-"


def arranged(
    rows: list[RankingRow],
    sort: str,
    region: str,
    band: str,
    words: str,
    change: str = "",
    points: Mapping[str, Mapping[str, Decimal]] | None = None,
) -> list[RankingRow]:
    """The rows a reader asked for. A rank stays true whatever is filtered; unknown sorts fall back to the rank.

    `points`: by unit and criterion; `part-B1` sorts by those of criterion B1.
    """
    kept = [
        row
        for row in rows
        if (not region or row.region_code == region)
        and (not band or row.band == band)
        and (not change or row.change.direction == change)
        and words in row.slug.replace("-", " ")
    ]
    wanted = sort.removeprefix("-")
    key = by_points(points or {}, wanted.removeprefix(PART)) if wanted.startswith(PART) else SORTS.get(wanted)
    key = key or SORTS["rank"]
    having = sorted((row for row in kept if not key(row)[0]), key=key, reverse=sort.startswith("-"))
    return having + [row for row in kept if key(row)[0]]


def by_points(points: Mapping[str, Mapping[str, Decimal]], no: str) -> Callable[[RankingRow], tuple[bool, Decimal]]:
    """What rows are sorted by for the points of one criterion, the highest first."""

    def key(row: RankingRow) -> tuple[bool, Decimal]:
        found = points.get(row.unit_id, {}).get(no)
        return found is None, -(found or Decimal(0))

    return key
