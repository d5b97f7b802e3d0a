"""A unit among those of its region: only where every unit of the region that was ranked is here."""

from collections.abc import Mapping
from dataclasses import dataclass

from provinces.registry import RegisteredUnit

from ..catalogue import Catalogue
from ..models import Edition


@dataclass(frozen=True, slots=True)
class PlaceInRegion:
    """A rank within a region, computed from the ranks of the whole country; `size` counts who was ranked there."""

    region: str
    rank: int
    size: int


def ranked_beside(unit: RegisteredUnit, edition: Edition, catalogue: Catalogue) -> list[int]:
    """The units of the unit's region that an edition ranked, itself among them, by name; none where there is no region,
    or where it is not known who was ranked."""
    called, field = catalogue.called(unit.kind, edition.units_as_of), catalogue.field(edition, unit.kind)
    if field is None or unit.pk not in called or not called[unit.pk].region_code:
        return []
    code = called[unit.pk].region_code
    return [other for other, there in called.items() if other in field and there.region_code == code]


def place_in_region(
    unit: RegisteredUnit, edition: Edition, catalogue: Catalogue, ranks: Mapping[int, int | None]
) -> PlaceInRegion | None:
    """The unit's place in its region, by the ranks that are here; None where one of the region's is missing."""
    beside = ranked_beside(unit, edition, catalogue)
    theirs = [rank for other in beside if (rank := ranks.get(other)) is not None]
    own = ranks.get(unit.pk)
    if own is None or not beside or len(theirs) < len(beside):
        return None
    region = catalogue.called(unit.kind, edition.units_as_of)[unit.pk].region
    return PlaceInRegion(region, 1 + sum(rank < own for rank in theirs), len(theirs))
