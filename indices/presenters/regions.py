"""A unit among those of its region: only where every unit of the region that was ranked is here."""

from dataclasses import dataclass

from provinces.registry import RegisteredUnit

from .rankings import LeagueTable, RankingRow


@dataclass(frozen=True, slots=True)
class PlaceInRegion:
    """A rank within a region, computed from the ranks of the whole country; `size` counts who was ranked there."""

    region: str
    rank: int
    size: int


def ranked_in_region(league: LeagueTable, unit: RegisteredUnit) -> list[RegisteredUnit]:
    """The units of the unit's region that were ranked; none where there is no region, or the field is not known."""
    code, field = league.region(unit.pk)[0], league.field
    if not code or field is None:
        return []
    return [other for other in league.units if other.pk in field and league.region(other.pk)[0] == code]


def rows_in_region(league: LeagueTable, unit: RegisteredUnit) -> dict[str, RankingRow]:
    """The rows of the unit's region by permanent id, as far as they are here."""
    code = league.region(unit.pk)[0]
    return {row.unit_id: row for row in league.rows if code and row.region_code == code}


def place_in_region(league: LeagueTable, unit: RegisteredUnit, rank: int | None) -> PlaceInRegion | None:
    """The unit's place in its region; None where a rank of the region is missing."""
    ranked, rows = ranked_in_region(league, unit), rows_in_region(league, unit)
    theirs = [rows[other.permanent_id].rank if other.permanent_id in rows else None for other in ranked]
    known = [other for other in theirs if other is not None]
    if rank is None or not ranked or len(known) < len(theirs):
        return None
    return PlaceInRegion(league.region(unit.pk)[1], 1 + sum(other < rank for other in known), len(known))
