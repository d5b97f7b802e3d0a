"""How many communes of a province offered a service by each day."""

from collections import defaultdict
from datetime import date

from django.db.models import Count
from django.db.models.functions import Coalesce

from provinces.registry import ListOfCommunes

from ..models import Adoption


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
