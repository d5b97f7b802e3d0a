"""Times the pages against an anchor that runs beside them, in CPU milliseconds of this process.

The anchor is a bare answer of the same Django (no template, no query): what a request costs before any work is done.
Beside the opening content stand two invented years with all 63 provinces, in a database that is thrown away.
"""

import csv
import logging
import os
import resource
import statistics
import tempfile
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

from .exports import exports
from .progress import adoptions, invent_reports

PAGES = (
    "/indices/par-index/2020/provinces/",
    "/indices/par-index/2099/provinces/",
    "/en/indices/par-index/2099/provinces/",
    "/indices/par-index/2099/provinces.csv",
    "/indices/par-index/2099/provinces.xlsx",
    "/indices/par-index/2099/provinces.ods",
    "/indices/par-index/2099/provinces.json",
    "/indices/par-index/2099/provinces.xlsx?region=dbscl&sort=name",
    "/provinces.xlsx",
    "/provinces/ben-tre.xlsx",
    "/provinces/ben-tre/2020.json",
    "/sources/bao-hoang-lam-2021.json",
    "/provinces/ben-tre/",
    "/provinces/ben-tre/2020/bulletin/",
    "/provinces/vinh-long/",
    "/",
    "/indices/sipas/",
    "/indices/par-index/2023/method/",
    "/indices/par-index/2023/method.xlsx",
    "/glossary/",
    "/about/design/",
    "/sources/bao-hoang-lam-2021/",
    "/targets/bench/",
    "/targets/bench.csv",
    "/targets/chung-thuc-ban-sao-dien-tu-2021/",
    "/indicators/chung-thuc-ban-sao-dien-tu/",
    "/compare/",
    "/compare/?unit=ben-tre&unit=quang-ninh",
    "/compare/?unit=ben-tre&unit=quang-ninh&unit=hue&unit=nghe-an&unit=cao-bang&unit=long-an&index=par-index",
    "/compare.csv?unit=ben-tre&unit=quang-ninh",
    "/communes/?q=an+hiep+ba+tri",
    "/communes/?q=tan+thanh",
    "/communes/?q=28756",
    "/search/?q=ben+tre",
    "/search/?q=sipas+2019+ben+tre",
    "/search/?q=tan",
    "/search/?q=zzzz",
    "/search/suggest.json?q=vinh",
    "/provinces/ben-tree/",
    "/indices/par-index/2099/provinces/card.png",
    "/provinces/ben-tre/card.png",
    "/targets/chung-thuc-ban-sao-dien-tu-2021/card.png",
    "/editions.atom",
)
RUNS = 60
# What is large, and asked for seldom.
SELDOM = ("/indices/par-index/2099/press-pack.zip", "/indices/par-index/2020/press-pack.zip", "/sitemap.xml")
SELDOM_RUNS = 5
MANY_ROWS = 20_000


def cpu(client, path: str, runs: int = RUNS) -> float:
    """The median CPU milliseconds of an answer."""
    for _warm in range(3):
        client.get(path)
    spent = []
    for _run in range(runs):
        begun = time.process_time()
        client.get(path)
        spent.append(time.process_time() - begun)
    return statistics.median(spent) * 1000


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


def sheets(user) -> None:
    """What a sheet costs from upload to preview and to being stored: wall time, beside plain reading of the CSV."""
    from indices.models import Edition, ReformIndex
    from provinces.models import Unit
    from provinces.sheets.confirming import preview, store, upload
    from tests.provinces.sheets.workbooks import xlsx

    day = date(2024, 12, 31)
    codes = list(Unit.objects.of_kind("province").in_force(day).values_list("code", flat=True))
    table = [["Mã", "Điểm", "Hạng"], *([code, 95 - i / 4, i] for i, code in enumerate(codes, start=1))]
    begun = time.perf_counter()
    preview(upload("results", xlsx(table), "63.xlsx", {"edition": "par-index:2098"}, user))
    print(f"{'63 rows of XLSX: preview':45} {(time.perf_counter() - begun) * 1000:7.0f} ms")
    papi = ReformIndex.objects.get(code="papi")
    years = range(2100, 2100 + MANY_ROWS // len(codes))
    Edition.objects.bulk_create([Edition(index=papi, year=year, units_as_of=day) for year in years])
    lines = ["unit_code,index,year,score,rank"]
    lines += [f"{code},papi,{year},{40 - i / 10:.2f},{i}" for year in years for i, code in enumerate(codes, start=1)]
    content = "\n".join(lines).encode()
    begun = time.perf_counter()
    rows = list(csv.reader(content.decode().splitlines()))
    anchor = time.perf_counter() - begun
    begun = time.perf_counter()
    run = upload("results", content, "many.csv", {}, user)
    preview(run)
    seen = time.perf_counter()
    store(run.pk, user)
    stored = time.perf_counter()
    for what, spent in (("preview", seen - begun), ("read again and stored", stored - seen)):
        print(f"{f'{len(rows) - 1} rows of CSV: {what}':45} {spent:7.2f} s   {spent / anchor:6.0f} x csv.reader")


def main() -> None:
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client
    from django.test.utils import setup_test_environment

    setup_test_environment()
    logging.disable()  # the anchor is an address that does not exist
    call_command("migrate", verbosity=0)
    call_command("load_published", verbosity=0)
    invent_two_years()
    invent_reports()
    official = get_user_model().objects.create_superuser("bench")
    adoptions(official)
    client = Client()
    print(f"database: {connection.vendor}")
    anchor = cpu(client, "/no-such-file.txt")
    print(f"{'anchor: a page without figures (404)':45} {anchor:7.2f} ms CPU")
    for path in PAGES + SELDOM:
        spent = cpu(client, path, SELDOM_RUNS if path in SELDOM else RUNS)
        print(f"{path:45} {spent:7.2f} ms CPU  {spent / anchor:6.1f} x anchor")
    sheets(official)
    exports()
    print(f"{'memory at its highest':45} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:7.0f} MB")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
            os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        os.environ["PAGE_CACHE_SECONDS"] = "0"  # what is timed is making a page, not finding it
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reform_portal.settings")
        main()
