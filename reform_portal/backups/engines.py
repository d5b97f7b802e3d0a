"""Which engine a database has."""

from django.db import connections

from .engine import Engine
from .failure import BackupFailed
from .postgresql import PostgreSQL
from .sqlite import SQLite

ENGINES: dict[str, type[Engine]] = {engine.kind: engine for engine in (SQLite, PostgreSQL)}


def engine_of(alias: str) -> Engine:
    """The engine behind a connection. Raises BackupFailed for a database that the portal is not made for."""
    vendor = connections[alias].vendor
    if vendor not in ENGINES:
        raise BackupFailed(f"A database of {vendor} cannot be backed up: the portal knows {' and '.join(ENGINES)}.")
    return ENGINES[vendor](alias)
