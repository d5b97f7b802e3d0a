"""Provinces and ministries through time, to be found by every name they ever had."""

from datetime import date
from functools import lru_cache

from ..models import UnitKind
from ..names import fold, without_type
from ..registry import RegisteredUnit, Registry
from .entries import Entries, Entry, Name


@lru_cache(maxsize=8)  # one registry stands at a time; its names change a few times a year
def named_units(registry: Registry, today: date, kinds: tuple[str, ...] = tuple(UnitKind.values)) -> Entries[int]:
    """The units of the kinds by their keys; those of today before those that ended, provinces before ministries."""
    return Entries(_entry(unit, registry, today) for unit in registry.units.values() if unit.kind in kinds)


def _entry(unit: RegisteredUnit, registry: Registry, today: date) -> Entry[int]:
    written = registry.written(unit.pk)
    bare = (without_type(fold(text), unit.kind) for text in written)
    names = {name.folded: name for text in reversed((*written, *bare)) if (name := Name.of(text)).folded}
    order = (not unit.in_force_on(today), unit.kind == UnitKind.MINISTRY, unit.sort_key, unit.begins_on)
    return Entry(unit.pk, tuple(reversed(names.values())), order, (Name.of(unit.code),))
