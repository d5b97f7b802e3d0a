"""Published means: of a kind of unit and of a region, in one edition and over the years.

They are read from the catalogue's memory, wherever a page, a file or a picture says one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from provinces.models import PLURALS, UnitKind
from provinces.registry import RegisteredUnit

from ..catalogue import Catalogue
from ..models import Edition
from .figures import Sign, sign_of


@dataclass(frozen=True, slots=True)
class Mean:
    """A published mean, as printed; `sign` and `derivation` where it is weaker than printed."""

    value: Decimal
    score: str
    sign: Sign | None
    derivation: str
    source: str


def mean_in(edition: Edition, group: str, catalogue: Catalogue, region: str | None = None) -> Mean | None:
    """The mean of a group of units in an edition, as the model calls groups: of a region with the region's code."""
    for row in catalogue.averages(edition):
        if (row.group, row.region__code) == (group, region):
            sign = sign_of(row.score_basis, row.score_derivation, edition.year)
            return Mean(row.score, row.score_text, sign, row.score_derivation, row.source__code)
    return None


def national_means(editions: Iterable[Edition], catalogue: Catalogue) -> list[tuple[Edition, Mean | None]]:
    """Each edition with the national mean, in the order given."""
    return [(edition, mean_in(edition, PLURALS[UnitKind.PROVINCE], catalogue)) for edition in editions]


class Means:
    """The means of what a unit is measured among: of all units of its kind, and of its region."""

    def __init__(self, unit: RegisteredUnit, catalogue: Catalogue) -> None:
        self.unit, self.catalogue = unit, catalogue

    def of(self, edition: Edition) -> Mean | None:
        """The mean of the unit's kind in an edition."""
        return mean_in(edition, PLURALS[self.unit.kind], self.catalogue)

    def of_region(self, edition: Edition) -> Mean | None:
        """The mean of the region that the unit belonged to on the edition's day."""
        region = self.catalogue.registry.region(self.unit.pk, edition.units_as_of)
        return mean_in(edition, "region", self.catalogue, region.code) if region else None


def mean_of(kind: str) -> str:
    """Whose mean it is."""
    return _("Mean of the ministries") if kind == UnitKind.MINISTRY else _("National mean")
