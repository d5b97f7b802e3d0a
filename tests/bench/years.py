"""Two invented years of all 63 provinces."""

from datetime import date
from decimal import Decimal


def invent_two_years() -> None:
    """Two public years with every province ranked and no printed change, so that each change is computed."""
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from indices.models import Edition, Method, ReformIndex, Result
    from provinces.models import Source, Unit

    source, day = Source.objects.all()[0], date(2024, 12, 31)
    units = list(Unit.objects.of_kind("province").in_force(day))
    for year, order in ((2098, units), (2099, units[::-1])):
        edition = Edition.objects.create(
            index=ReformIndex.objects.get(code="par-index"),
            year=year,
            units_as_of=day,
            method_provinces=Method.objects.get(code="par-876-province"),
            field_provinces=len(units),
            state=Edition.State.APPROVED,
            approved_by=get_user_model().objects.get(username="he-thong"),
            approved_at=timezone.now(),
            publish_at=timezone.now(),
        )
        for place, unit in enumerate(order, start=1):
            score = Decimal(95) - place / Decimal(4)
            Result.objects.create(
                edition=edition,
                unit=unit,
                source=source,
                rank=place,
                rank_of=len(units),
                rank_basis="printed",
                score=score,
                score_text=str(score),
                score_basis="printed",
            )
