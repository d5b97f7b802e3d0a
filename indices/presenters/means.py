"""Published means of a kind of unit and of a region, over the years."""

from dataclasses import dataclass
from decimal import Decimal

from provinces.models import UnitKind
from provinces.registry import RegisteredUnit

from ..catalogue import Catalogue
from ..models import Average, Edition
from .figures import Sign, sign_of

COLUMNS = ("edition_id", "region__code", "score", "score_text", "score_basis", "score_derivation", "source__code")


@dataclass(frozen=True, slots=True)
class Mean:
    """A published mean, as printed; `sign` where it is weaker than printed."""

    value: Decimal
    score: str
    sign: Sign | None
    source: str


class Means:
    """The means of what a unit is measured among: of all units of its kind, and of its region. One query."""

    def __init__(self, unit: RegisteredUnit, editions: dict[int, Edition], catalogue: Catalogue) -> None:
        self.unit, self.catalogue = unit, catalogue
        self._country: dict[int, Mean] = {}
        self._regions: dict[tuple[int, str], Mean] = {}
        group = "ministries" if unit.kind == UnitKind.MINISTRY else "provinces"
        found = Average.objects.filter(edition__in=editions, group__in=[group, "region"]).order_by()
        for edition_id, region, value, text, basis, derivation, source in found.values_list(*COLUMNS):
            mean = Mean(value, text, sign_of(basis, derivation, editions[edition_id].year), source)
            if region is None:
                self._country[edition_id] = mean
            else:
                self._regions[edition_id, region] = mean

    def of(self, edition: Edition) -> Mean | None:
        """The mean of the unit's kind in an edition."""
        return self._country.get(edition.pk)

    def of_region(self, edition: Edition) -> Mean | None:
        """The mean of the region that the unit belonged to on the edition's day."""
        region = self.catalogue.registry.region(self.unit.pk, edition.units_as_of)
        return self._regions.get((edition.pk, region.code)) if region else None
