"""How a comparison calls units, and which unit a reader means by what was typed."""

from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches

from provinces.names import fold, slugify, without_type
from provinces.registry import RegisteredUnit, Registry

from ..models.definitions import MEASURED_KINDS
from ..presenters.histories import period_of

KINDS = tuple(str(kind) for kind, _label in MEASURED_KINDS)
NEAR_SHOWN = 3
ALIKE = 0.7  # how much a name has to be like what was typed to be offered, from 0 to 1


def name_of(unit: RegisteredUnit, registry: Registry) -> str:
    """The last name of a unit: of a province without its type, of a ministry in full."""
    return registry.name(unit.pk, unit.ends_on or date.max)


def called(unit: RegisteredUnit, registry: Registry) -> str:
    """The name with what tells the unit apart from others of that name: Vĩnh Long (from 1 July 2025)."""
    return name_of(unit, registry) + period_of(unit)


def unit_meant(text: str, registry: Registry) -> RegisteredUnit | None:
    """The unit of a slug, of any name it has or had, with its type or without, with marks or without; else None.

    Of several, the one in force, or the latest.
    """
    slug, folded = slugify(text), fold(text)
    if not folded:
        return None
    for kind in KINDS:
        if found := registry.known_as(kind, slug):
            return found
    meant = [
        unit
        for unit in registry.units.values()
        if folded == fold(called(unit, registry))
        or folded in registry.spellings(unit.pk)
        or without_type(folded, unit.kind) in registry.spellings(unit.pk)
    ]
    return max(meant, key=lambda unit: (unit.ends_on or date.max, unit.begins_on), default=None)


def near(text: str, registry: Registry) -> list[RegisteredUnit]:
    """The units whose names are most like what was typed, the most alike first."""
    by_name: dict[str, list[RegisteredUnit]] = {}
    for unit in registry.units.values():
        by_name.setdefault(fold(name_of(unit, registry)), []).append(unit)
    alike = get_close_matches(fold(text), by_name, NEAR_SHOWN, ALIKE)
    return [unit for name in alike for unit in by_name[name]]


def choices(chosen: Sequence[RegisteredUnit], registry: Registry) -> list[str]:
    """The names that may be added to what is chosen: of its kind, of both where nothing is chosen yet; those in force
    first."""
    kinds = [chosen[0].kind] if chosen else KINDS
    units = [unit for kind in kinds for unit in registry.of_kind(kind) if unit not in chosen]
    return [called(unit, registry) for unit in sorted(units, key=lambda unit: unit.ends_on is not None)]
