"""What communes themselves reported, counted by province. The catalogue keeps it: ten thousand rows an indicator."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q

from provinces.registry import ListOfCommunes, Registry

from .models import Adoption


@dataclass(frozen=True, slots=True)
class Coverage:
    """Communes of a province that offer a service, out of those in a dated list; the portal counts them itself.

    `reported` have said anything at all; of the others nothing is known, which does not mean that they do not offer it.
    `day` is the latest day that was reported about, `listed` the list that they are counted by.
    """

    day: date
    offers: int
    reported: int
    listed: ListOfCommunes
    out_of: int

    @property
    def silent(self) -> int:
        return self.out_of - self.reported


def coverage_of(registry: Registry) -> dict[tuple[int, int], Coverage]:
    """The coverage by (indicator, province), by the latest list that has reports. One query."""
    lists = {listed.pk: listed for listed in registry.commune_lists}
    counted = (
        Adoption.objects.filter(unit__listings__isnull=False)
        .order_by()
        .values_list("indicator", "unit__parent", "unit__listings__commune_list")
        .annotate(offers=Count("pk", filter=Q(offers=True)), reported=Count("pk"), day=Max("as_of"))
    )
    found: dict[tuple[int, int], Coverage] = {}
    for indicator_id, province_id, list_id, offers, reported, day in counted:
        listed = lists[list_id]
        known = found.get((indicator_id, province_id))
        if known is None or known.listed.as_of < listed.as_of:
            found[indicator_id, province_id] = Coverage(day, offers, reported, listed, listed.sizes[province_id])
    return found
