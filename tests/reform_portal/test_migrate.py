"""A migration that cannot have its table gives up soon; whoever reads meanwhile waits no longer than that."""

import time
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from threading import Event

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction

from indices.models import Release

SECONDS = 1
OUR_APP = "reform_portal"


@pytest.fixture
def one_migration_waits(settings, committed):
    """A migration of ours that is not applied yet."""
    settings.MIGRATION_MODULES = {OUR_APP: "tests.reform_portal.waiting"}
    settings.MIGRATE_LOCK_SECONDS = SECONDS
    yield
    migrate("zero")


def migrate(*arguments: str) -> str:
    out = StringIO()
    call_command("migrate", OUR_APP, *arguments, stdout=out, no_color=True)
    return out.getvalue()


def columns() -> set[str]:
    with connection.cursor() as cursor:
        return {column.name for column in connection.introspection.get_table_description(cursor, "indices_release")}


def lock_timeout() -> str:
    """How long the connection waits for a lock; nothing where it is no PostgreSQL."""
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        return cursor.fetchone()[0]


def test_a_migration_is_applied_and_taken_back_and_the_connection_is_as_it_was(one_migration_waits):
    before = lock_timeout()
    assert "Applying reform_portal.0001_alters_a_table... OK" in migrate()
    assert "waited" in columns()
    migrate("zero")
    assert "waited" not in columns()
    assert lock_timeout() == before


def a_long_reader(reads: Event, may_end: Event) -> None:
    """Someone whose report takes long."""
    try:
        with transaction.atomic():
            Release.objects.count()
            reads.set()
            may_end.wait(20)
    finally:
        connection.close()


def how_long_one_waits() -> float:
    """Seconds until a reader who comes now is answered."""
    begun = time.monotonic()
    try:
        Release.objects.count()
        return time.monotonic() - begun
    finally:
        connection.close()


def a_migration() -> str:
    try:
        return migrate()
    except CommandError as gave_up:
        return str(gave_up)
    finally:
        connection.close()


def test_a_migration_gives_up_while_a_table_is_read_and_readers_go_on(one_migration_waits):
    if connection.vendor != "postgresql":  # in SQLite readers and writers of a file do not wait for each other so
        assert "OK" in a_migration()
        return
    reads, may_end = Event(), Event()
    with ThreadPoolExecutor(3) as pool:
        long_reader = pool.submit(a_long_reader, reads, may_end)
        assert reads.wait(10)
        try:
            migration = pool.submit(a_migration)
            time.sleep(SECONDS / 2)
            waited = pool.submit(how_long_one_waits).result(20)
            said = migration.result(20)
        finally:
            may_end.set()
        long_reader.result(20)
    assert "gave up waiting" in said
    assert "pg_stat_activity" in said
    assert "MIGRATE_LOCK_SECONDS" in said
    assert waited < SECONDS + 5
    assert "waited" not in columns()
    assert "OK" in migrate()
