"""An invented goal of 63 provinces: two years of monthly reports, and every commune through the sheets' door."""

import csv
import io
import time
from datetime import date
from typing import Any

from .told import Told

FIRST, MONTHS = date(2023, 1, 14), 24


def invent_reports() -> None:
    """A target of each province whose deadline is ahead, with 24 monthly reports of each."""
    from django.utils import timezone

    from indices.models import Indicator, Snapshot, Target
    from provinces.models import Source, Unit

    source, copies = Source.objects.all()[0], Indicator.objects.get(code="chung-thuc-ban-sao-dien-tu")
    Target.objects.create(
        code="bench", indicator=copies, unit_kind="province", scope="each", value=100, due_on=date(2025, 6, 30),
        set_by="bench", source=source,
    )  # fmt: skip
    units = list(Unit.objects.of_kind("province").in_force(FIRST))
    Snapshot.objects.bulk_create(
        Snapshot(
            indicator=copies,
            unit=unit,
            as_of=date(FIRST.year + month // 12, month % 12 + 1, 14),
            numerator=min(150, 20 + month * 4 + place % 40),
            denominator=150,
            source=source,
            accepted_at=timezone.now(),
        )
        for place, unit in enumerate(units)
        for month in range(MONTHS)
    )


def adoptions(user: Any, told: Told, database: str) -> None:
    """What 10,599 communes cost from upload to preview and to being stored: wall time."""
    from provinces.models import ListedCommune
    from provinces.sheets.confirming import preview, store, upload

    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["Mã xã", "Ngày bắt đầu"])
    codes = ListedCommune.objects.filter(commune_list__as_of=date(2021, 11, 1)).values_list("commune__code", flat=True)
    writer.writerows([code, f"{number % 28 + 1}/{number % 10 + 1}/2021"] for number, code in enumerate(codes))
    begun = time.perf_counter()
    run = upload("adoptions", out.getvalue().encode(), "xa.csv", {"as_of": "2021-11-01"}, user)
    seen = preview(run)
    shown = time.perf_counter()
    store(run.pk, user)
    stored = time.perf_counter()
    for what, spent in (("preview", shown - begun), ("stored after confirmation", stored - shown)):
        told.figure(f"{database} {seen.counts['new']} communes: {what}", spent, "s")
