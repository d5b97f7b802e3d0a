"""What pages cost when there is ten and a hundred times as much: nobody should pay for what a page does not show.

Grown are results (other indices, years and units than those of the measured pages), monthly reports and adoptions of
communes (other indicators). The anchor of a page is itself before anything was added, at the speed that the machine has
now: a loop that nothing grows in is timed between the answers.
"""

import statistics
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from .ready import begin
from .told import Told
from .years import invent_two_years

PAGES = (
    "/indices/par-index/2099/provinces/",
    "/indices/par-index/2099/provinces/?sort=name&region=dbscl",
    "/provinces/quang-ninh/",
    "/",
    "/targets/chung-thuc-ban-sao-dien-tu-2021/",
    "/communes/?q=an+hiep+ba+tri",
    "/search/?q=ben+tre",
    "/api/v1/results?limit=100",
    "/api/v1/results?index=par-index&year=2099&limit=100",
    "/compare/?unit=ben-tre&unit=quang-ninh&index=par-index",
)
# The results that are shipped are about a thousand.
STEPS = {"x10": 10_000, "x100": 100_000}
UNITS, YEARS = 50, 20
MEASURED = ("quang-ninh", "ben-tre")
# Pages are as dear as before where they take at most a fifth more.
FLAT = 1.2
RUNS, LOOP = 25, 20_000
DAY = date(2024, 12, 31)
# Each version became public on a day of its own.
ANNOUNCED = datetime(2015, 1, 1, tzinfo=UTC)


def grow_results(already: int, wanted: int) -> float:
    """Results of invented indices with twenty years each; what storing a thousand of them took, in seconds."""
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from indices.models import Edition, ReformIndex, Result
    from provinces.models import Source, Unit

    approved = {
        "state": Edition.State.APPROVED,
        "approved_by": get_user_model().objects.get(username="he-thong"),
        "approved_at": timezone.now(),
    }
    figure = {"score": "43.25", "score_text": "43.25", "score_basis": "printed", "rank_basis": "printed"}
    others = Unit.objects.of_kind("province").in_force(DAY).exclude(slug__in=MEASURED)
    units = [unit.pk for unit in others][:UNITS]
    source = Source.objects.all()[0]
    begun = time.perf_counter()
    for number in range(already // (UNITS * YEARS), wanted // (UNITS * YEARS)):
        index = ReformIndex.objects.create(code=f"bench-{number}", name_vi=f"Chỉ số {number}", short_name=f"B{number}",
                                           order=100 + number, scale_max=100)  # fmt: skip
        editions = Edition.objects.bulk_create(
            Edition(
                index=index,
                year=2000 + year,
                units_as_of=DAY,
                **approved,
                publish_at=ANNOUNCED + timedelta(days=number * YEARS + year),
            )
            for year in range(YEARS)
        )
        Result.objects.bulk_create(
            (
                Result(edition=edition, unit_id=unit, source=source, rank=place, rank_of=UNITS, **figure)
                for edition in editions
                for place, unit in enumerate(units, start=1)
            ),
            batch_size=2000,
        )
    return (time.perf_counter() - begun) / (wanted - already) * 1000


def grow_communes(indicators: range) -> None:
    """Every commune of 2021 begins to offer a service in some month of two years, for each of some indicators; and
    provinces report each of them monthly."""
    from django.utils import timezone

    from indices.models import Adoption, Indicator, Snapshot
    from provinces.models import ListedCommune, Source, Unit

    source, first = Source.objects.all()[0], date(2021, 11, 1)
    communes = list(ListedCommune.objects.filter(commune_list__as_of=first).values_list("commune", flat=True))
    provinces = list(Unit.objects.of_kind("province").in_force(first).values_list("pk", flat=True))
    for number in indicators:
        indicator = Indicator.objects.create(code=f"bench-{number}", name_vi=f"Dịch vụ {number}", unit_kind="commune")
        Adoption.objects.bulk_create(
            (
                Adoption(indicator=indicator, unit_id=commune, offers=True, began_on=began, as_of=began, source=source)
                for place, commune in enumerate(communes)
                for began in (date(2022 + place % 2, place % 12 + 1, 1),)
            ),
            batch_size=2000,
        )
        Snapshot.objects.bulk_create(
            Snapshot(indicator=indicator, unit_id=province, as_of=day, numerator=month, denominator=150, source=source,
                     accepted_at=timezone.now())
            for province in provinces
            for month, day in enumerate(months())
        )  # fmt: skip


def months() -> Iterator[date]:
    for month in range(24):
        yield date(2022 + month // 12, month % 12 + 1, 14)


class Cost(NamedTuple):
    """The median CPU milliseconds of a page, and of the loop beside it."""

    page: float
    loop: float


def measured(client: Any) -> dict[str, Cost]:
    return {path: cost(client, path) for path in PAGES}


def cost(client: Any, path: str) -> Cost:
    client.get(path)
    pages, loops = [], []
    for _run in range(RUNS):
        begun = time.process_time()
        client.get(path)
        between = time.process_time()
        "".join(str(number) for number in range(LOOP))
        pages.append(between - begun)
        loops.append(time.process_time() - between)
    return Cost(statistics.median(pages) * 1000, statistics.median(loops) * 1000)


def compare(told: Told, database: str, step: str, before: dict[str, Cost], now: dict[str, Cost]) -> None:
    for path, spent in now.items():
        anchor = before[path].page * spent.loop / before[path].loop
        told.figure(f"{database} {step} {path}", spent.page, "ms CPU", anchor=anchor, beside="ms before", most=FLAT)


def main() -> None:
    from django.test import Client

    told, database = begin()
    invent_two_years()
    client, already, first = Client(), 0, None
    measured(client)  # warm: compiled templates, what is read once
    before = measured(client)
    grow_communes(range(1))
    compare(told, database, "communes x months", before, measured(client))
    grow_communes(range(1, 4))
    now = measured(client)
    del now["/communes/?q=an+hiep+ba+tri"]  # it shows each of the four services
    compare(told, database, "communes x months x 4 services", before, now)
    for step, wanted in STEPS.items():
        stored = grow_results(already, wanted)
        beside = "s at x10" if first else ""
        what, most = f"{database} {step} results: storing a thousand", FLAT if first else None
        told.figure(what, stored, "s", anchor=first, beside=beside, most=most)
        already, first = wanted, first or stored
        compare(told, database, f"results {step}", before, measured(client))


if __name__ == "__main__":
    main()
