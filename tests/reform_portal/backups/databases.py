"""Databases that a test may fill, break and throw away, on the engine that the suite runs on."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

ALIAS = "other"


@contextmanager
def empty_database(folder: Path) -> Iterator[str]:
    """The alias of an empty database, which is gone afterwards."""
    name = f"other_{secrets.token_hex(4)}"
    if connections["default"].vendor == "sqlite":
        with connected(str(folder / f"{name}.sqlite3")) as alias:
            yield alias
        return
    # A connection of its own: the test's has a transaction open.
    with connected("postgres") as server, connections[server].cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        try:
            with connected(name) as alias:
                yield alias
        finally:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def connected(name: str) -> Iterator[str]:
    alias = f"{ALIAS}_{secrets.token_hex(4)}"
    connections[alias] = connection_to(name, alias)
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]


def connection_to(name: str, alias: str) -> BaseDatabaseWrapper:
    default = connections["default"]
    options = dict(default.settings_dict["OPTIONS"])
    if default.vendor == "sqlite":
        options["init_command"] = "PRAGMA journal_mode=WAL"
    return type(default)({**default.settings_dict, "NAME": name, "OPTIONS": options}, alias)


@contextmanager
def as_default(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Within, the portal of this thread works with another database."""
    before, alias = connections["default"], connection.alias
    connections["default"], connection.alias = connection, "default"
    try:
        yield
    finally:
        connections["default"], connection.alias = before, alias
