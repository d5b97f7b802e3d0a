"""A hundred thousand results as they leave: beside PostgreSQL's own COPY, and beside the stock export to XLSX.

The memory is what a run takes beyond what the process had, at its highest (Linux; elsewhere it is not told).
"""

import ctypes
import gc
import time
from collections.abc import Callable
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from .ready import begin
from .told import Told

RESULTS, UNITS = 100_000, 50
# The stock export takes a fifth of the rows: it is slow enough, and its time is proportional.
STOCK_SHARE = 5


def invent_results() -> None:
    """As many editions as it takes, each with fifty provinces."""
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from indices.models import Edition, ReformIndex, Result
    from provinces.models import Source, Unit

    day, source = date(2024, 12, 31), Source.objects.all()[0]
    units = [unit.pk for unit in Unit.objects.of_kind("province").in_force(day)][:UNITS]
    editions = Edition.objects.bulk_create(
        Edition(
            index=ReformIndex.objects.get(code="papi"),
            year=10_000 + number,
            units_as_of=day,
            state=Edition.State.APPROVED,
            approved_by=get_user_model().objects.get(username="he-thong"),
            approved_at=timezone.now(),
            publish_at=timezone.now(),
        )
        for number in range(RESULTS // UNITS)
    )
    figure = {"score": "43.25", "score_text": "43.25", "score_basis": "printed", "rank_basis": "printed"}
    Result.objects.bulk_create(
        (
            Result(edition=edition, unit_id=unit, source=source, rank=place, rank_of=UNITS, **figure)
            for edition in editions
            for place, unit in enumerate(units, start=1)
        ),
        batch_size=2000,
    )


@contextmanager
def highest_memory(taken: list[float]):
    """Within, the most memory beyond what was there is measured, in MB."""
    status, reset = Path("/proc/self/status"), Path("/proc/self/clear_refs")
    if not reset.exists():
        yield
        return

    def kilobytes(name: str) -> int:
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith(name))

    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)  # what was freed before is given back: it would hide what is taken now
    reset.write_text("5")
    before = kilobytes("VmRSS")
    yield
    taken.append((kilobytes("VmHWM") - before) / 1024)


def timed(work: Callable[[], int]) -> tuple[float, str]:
    """Wall seconds of a run, and what memory it took."""
    taken: list[float] = []
    with highest_memory(taken):
        begun = time.perf_counter()
        work()
        spent = time.perf_counter() - begun
    return spent, f", {taken[0]:.0f} MB more" if taken else ""


def exports(told: Told, database: str) -> None:
    """How long each way out takes."""
    import tablib
    from django.db import connection

    from indices.catalogue import current_catalogue
    from indices.open_data.moment import Moment
    from indices.open_data.tables import TABLES
    from provinces.sheets.writing import csv_chunks, to_xlsx

    invent_results()
    moment = Moment.now(current_catalogue())
    table = next(table for table in TABLES if table.name == "results")
    headings = [column.name for column in table.columns]
    if connection.vendor == "postgresql":
        records = table.records(moment).values_list(*[c.stands_at for c in table.columns])
        with connection.cursor() as cursor:
            query = cursor.cursor.mogrify(*records.query.sql_with_params())

            def copied() -> int:
                with cursor.cursor.copy(f"COPY ({query}) TO STDOUT WITH (FORMAT csv)") as rows:
                    return sum(len(chunk) for chunk in rows)

            anchor, _memory = min(timed(copied) for _run in range(3))
    else:
        anchor = None
    spent, memory = min(timed(lambda: sum(map(len, csv_chunks(headings, table.rows(moment))))) for _run in range(3))
    what = f"{database} {RESULTS} results as CSV{memory}"
    told.figure(what, spent, "s", anchor=anchor, beside="s: COPY TO of the same rows" if anchor else "")

    rows = [tuple(row) for row, _number in zip(table.rows(moment), range(RESULTS // STOCK_SHARE), strict=False)]
    stock, _memory = timed(lambda: len(tablib.Dataset(*rows, headers=headings).export("xlsx")))
    spent, memory = timed(lambda: len(to_xlsx(headings, table.rows(moment))))
    told.figure(
        f"{database} {RESULTS} results as XLSX{memory}",
        spent,
        "s",
        anchor=stock * STOCK_SHARE,
        beside="s: stock XLSX",
    )


def main() -> None:
    told, database = begin()
    exports(told, database)


if __name__ == "__main__":
    main()
