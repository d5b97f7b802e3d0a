"""What a sheet costs from upload to preview and to being stored: wall time, beside plain reading of the CSV."""

import csv
import time
from datetime import date
from typing import Any

from .progress import adoptions
from .ready import begin, official
from .told import Told
from .years import invent_two_years

MANY_ROWS = 20_000


def sheets(user: Any, told: Told, database: str) -> None:
    """A sheet of one edition, and one of many."""
    from indices.models import Edition, ReformIndex
    from provinces.models import Unit
    from provinces.sheets.confirming import preview, store, upload
    from tests.provinces.sheets.workbooks import xlsx

    day = date(2024, 12, 31)
    codes = list(Unit.objects.of_kind("province").in_force(day).values_list("code", flat=True))
    table = [["Mã", "Điểm", "Hạng"], *([code, 95 - i / 4, i] for i, code in enumerate(codes, start=1))]
    begun = time.perf_counter()
    preview(upload("results", xlsx(table), "63.xlsx", {"edition": "par-index:2098"}, user))
    told.figure(f"{database} 63 rows of XLSX: preview", (time.perf_counter() - begun) * 1000, "ms")
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
        told.figure(f"{database} {len(rows) - 1} rows of CSV: {what}", spent, "s", anchor=anchor, beside="s: a reader")


def main() -> None:
    told, database = begin()
    user = official()
    invent_two_years()
    adoptions(user, told, database)
    sheets(user, told, database)


if __name__ == "__main__":
    main()
