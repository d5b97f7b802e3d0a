"""Django's migrate, which waits for a lock only so long on PostgreSQL.

A migration that alters a table waits for everyone who reads it, and everyone who comes later waits for the
migration: one long report would stop the whole site. So it gives up, says so, and is run again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as Migrate
from django.db import OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

# What PostgreSQL calls a lock that did not come in time.
LOCK_NOT_AVAILABLE = "55P03"

WHO_HOLDS_IT = (
    "SELECT pid, usename, now() - xact_start AS since, query FROM pg_stat_activity "
    "WHERE xact_start IS NOT NULL ORDER BY xact_start"
)


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        with giving_up(connections[options["database"]], settings.MIGRATE_LOCK_SECONDS):
            super().handle(*args, **options)


@contextmanager
def giving_up(connection: BaseDatabaseWrapper, seconds: float) -> Iterator[None]:
    """Inside, a statement waits so many seconds for a lock, and then as long as it takes. Raises CommandError."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{int(seconds * 1000)}ms"])
        cursor.execute("SET statement_timeout = 0")  # an index over a large table takes longer than any page may
    try:
        yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") != LOCK_NOT_AVAILABLE:
            raise
        raise CommandError(
            f"A table was in use for more than {seconds:g} seconds, and the migration gave up waiting, so that no "
            "reader waits for it. What it had done of itself is undone; migrations before it are applied. See who "
            f"holds the table with: {WHO_HOLDS_IT}; let that end or end it (SELECT pg_terminate_backend(pid)), and "
            "run migrate again. MIGRATE_LOCK_SECONDS sets how long it waits."
        ) from error
    finally:
        if not connection.in_atomic_block or not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("RESET lock_timeout")
                cursor.execute("RESET statement_timeout")
