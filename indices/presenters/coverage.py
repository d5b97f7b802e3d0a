"""What communes themselves reported, counted by province, beside what the province printed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Q
from django.db.models.functions import Coalesce

from provinces.registry import ListOfCommunes, Registry

from ..models import Adoption


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


def coverage_of(indicator_ids: Iterable[int], registry: Registry, units: Iterable[int] | None = None) -> dict:
    """The coverage by (indicator, province), by the latest list that has reports. One query."""
    lists = {listed.pk: listed for listed in registry.commune_lists}
    adoptions = Adoption.objects.filter(indicator__in=set(indicator_ids), unit__listings__isnull=False)
    if units is not None:
        adoptions = adoptions.filter(unit__parent__in=set(units))
    counted = (
        adoptions.order_by()
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


def days_of(indicator_id: int, province_id: int, listed: ListOfCommunes) -> list[tuple[date, int]]:
    """How many communes of a list offered the service by each day on which one began. One query.

    A commune that did not say since when counts from the day it reported about.
    """
    began = (
        Adoption.objects.filter(
            indicator=indicator_id, unit__parent=province_id, unit__listings__commune_list=listed.pk, offers=True
        )
        .order_by()
        .values_list(Coalesce("began_on", "as_of"))
        .annotate(number=Count("pk"))
    )
    by_day: dict[date, int] = defaultdict(int)
    for day, number in began:
        by_day[day] += number
    total, found = 0, []
    for day in sorted(by_day):
        total += by_day[day]
        found.append((day, total))
    return found
