"""A confirmation that arrives twenty times, from other tabs and processes, writes once."""

from concurrent.futures import ThreadPoolExecutor

from django.contrib.auth import get_user_model
from django.db import connection

from indices.models import Edition, Result
from provinces.models import ImportRun, JournalEntry
from provinces.sheets.confirming import preview, store, upload

TIMES = 20
SHEET = "Mã,Điểm,Hạng\n96,87.40,25\n95,87.10,26\n".encode()


def confirmed(run_id: int, user_id: int) -> str:
    """What one of the twenty sees; its connection is closed with its thread."""
    try:
        return store(run_id, get_user_model().objects.get(pk=user_id)).state
    finally:
        if connection.vendor == "postgresql":
            connection.close()


def test_twenty_confirmations_at_once_write_once(committed):
    user = get_user_model().objects.create_superuser("can-bo")
    run = upload("results", SHEET, "bang.csv", {"edition": "sipas:2020", "source": "bao-hoang-lam-2021"}, user)
    preview(run)
    workers = TIMES if connection.vendor == "postgresql" else 1  # SQLite in memory is one connection
    with ThreadPoolExecutor(workers) as pool:
        if workers == 1:
            states = [confirmed(run.pk, user.pk) for _time in range(TIMES)]
        else:
            states = list(pool.map(confirmed, [run.pk] * TIMES, [user.pk] * TIMES))
    assert states == [ImportRun.State.STORED] * TIMES
    draft = Edition.objects.get(index__code="sipas", year=2020, state=Edition.State.DRAFT)
    assert Result.objects.filter(edition=draft, unit__code__in=["96", "95"]).count() == 2
    assert JournalEntry.objects.filter(run=run).count() == 2
    assert Edition.objects.filter(index__code="sipas", year=2020).count() == 2
