"""Units that are worth a look beside a unit, each group with the reason why."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from provinces.models import UnitKind
from provinces.registry import RegisteredUnit

from ..catalogue import Catalogue
from .standings import Standing

MOST = 16  # units of one reason; no region has more


@dataclass(frozen=True, slots=True)
class Similar:
    """A reason and the units that it holds for, with the names of the day."""

    reason: str
    units: tuple[tuple[RegisteredUnit, str], ...]


def similar_to(unit: RegisteredUnit, standings: list[Standing], catalogue: Catalogue) -> list[Similar]:
    """Neighbours in the latest tables, units of its region, units of its kind (a city, an agency) on the last day of
    its latest edition: those that were measured beside it."""
    registry = catalogue.registry
    if not standings:
        return []
    day = max(standing.edition.units_as_of for standing in standings)
    found = [
        Similar(
            _("Next to it in %(index)s %(year)s") % {"index": standing.index.short_name, "year": standing.row.year},
            tuple((neighbour.unit, neighbour.name) for neighbour in standing.neighbours),
        )
        for standing in standings
    ]
    others = [other for other in registry.in_force(unit.kind, day) if other.pk != unit.pk]
    region = registry.region(unit.pk, day)
    if region:
        beside = ((other, registry.region(other.pk, day)) for other in others)
        same = [other for other, theirs in beside if theirs and theirs.code == region.code]
        found.append(Similar(_("The same region: %(region)s") % {"region": region.name}, _named(same, day, catalogue)))
    type_ = registry.type_of(unit.pk, day)
    others_of_type = [other for other in others if registry.type_of(other.pk, day) == type_]
    if type_ and len(others_of_type) < len(others) / 2:  # a type that most units have is no reason
        reason = _("Also a centrally-run city") if unit.kind == UnitKind.PROVINCE else _("Also a ministry-level agency")
        found.append(Similar(reason, _named(others_of_type, day, catalogue)))
    return [similar for similar in found if similar.units]


def _named(units: list[RegisteredUnit], day, catalogue: Catalogue) -> tuple[tuple[RegisteredUnit, str], ...]:
    return tuple((unit, catalogue.registry.name(unit.pk, day)) for unit in units[:MOST])
