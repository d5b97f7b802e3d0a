"""The rows of the product as it is shipped, kept as they lie in the tables.

A test that commits is followed by an empty database. Loading the sheets again takes seconds, putting back their rows a
fraction of one.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

# What a table holds: on PostgreSQL in the form of COPY, on SQLite as rows.
Kept = dict[str, bytes | list[tuple]]


def keep() -> Kept:
    """Everything that stands in the database."""
    with connection.cursor() as cursor:
        return {name: _held(cursor, name) for name in _tables()}


def put_back(kept: Kept) -> None:
    """What was kept, and nothing else: what flushing has made anew goes."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for name in kept:
            cursor.execute(f"DELETE FROM {name}")
        for name, held in kept.items():
            if isinstance(held, bytes):
                with cursor.copy(f"COPY {name} FROM STDIN") as table:
                    table.write(held)
            elif held:
                cursor.executemany(f"INSERT INTO {name} VALUES ({', '.join(['%s'] * len(held[0]))})", held)
    ContentType.objects.clear_cache()


def _held(cursor: CursorWrapper, name: str) -> bytes | list[tuple]:
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {name} TO STDOUT") as table:
            return b"".join(table)
    return cursor.execute(f"SELECT * FROM {name}").fetchall()


def _tables() -> list[str]:
    return [connection.ops.quote_name(name) for name in connection.introspection.django_table_names(only_existing=True)]
