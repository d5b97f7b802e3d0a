"""What is said of the units of a page: read from the registry in memory, of communes from the database."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from provinces.registry import Registry
from provinces.sheets.references import OfUnits


class Naming:
    """Answers in the place of a table's own reading of units: of `day` if one is given, else the latest.

    Reading every commune for a page of a hundred rows would take longer than the page.
    """

    def __init__(self, registry: Registry, day: date | None) -> None:
        self.registry, self.day = registry, day

    def of(self, said: str, units: Iterable[int]) -> Callable[[int], str]:
        """The reading of what a column says of units, for those of the page."""
        communes = {pk for pk in units if pk not in self.registry.units}
        elsewhere: Callable[[Any], str] = OfUnits(said).among(communes)
        return lambda pk: self._registered(pk, said) if pk in self.registry.units else elsewhere(pk)

    def _registered(self, pk: int, said: str) -> str:
        unit = self.registry.units[pk]
        if said == "id":
            return unit.permanent_id
        name = self.registry.official_name(pk, self.day or unit.ends_on or date.max)
        if name is None:
            return f"{unit.kind} {unit.code}" if said == "name_vi" else ""
        return {"name_vi": name.full, "name_en": name.english, "type": name.type}[said]
