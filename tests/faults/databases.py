"""Databases with the opening content: filled once, copied for each test, asked in plain SQL."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from tests import postgres

# What comes and goes without anything having been entered.
BESIDE = {"django_session", "django_admin_log", "axes_accessattempt", "axes_accesslog", "axes_accessfailurelog"}

# What an import leaves, by natural keys: numbers of rows differ between two databases that say the same.
EDITIONS = "SELECT index_id, year, version, state FROM indices_edition"
RESULTS = (
    "SELECT e.index_id, e.year, e.version, r.unit_id, r.score_text, r.rank, r.rank_of, r.source_id"
    " FROM indices_result r JOIN indices_edition e ON e.id = r.edition_id"
)
RUNS = "SELECT file_name, kind, state, (stored_at IS NULL) = TRUE, (undone_at IS NULL) = TRUE FROM provinces_importrun"
JOURNAL = "SELECT verb, label, run_id FROM provinces_journalentry"
SOURCES = "SELECT code, title FROM provinces_source"


@dataclass(frozen=True)
class Database:
    """One database of one test: `url` as DATABASE_URL has it."""

    url: str

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite")

    @property
    def name(self) -> str:
        """What Django's settings call its NAME."""
        return self.url.removeprefix("sqlite:///") if self.is_sqlite else urlsplit(self.url).path.lstrip("/")

    def rows(self, question: str) -> list[tuple[Any, ...]]:
        """What a SELECT finds, sorted by its text."""
        if self.is_sqlite:
            with closing(sqlite3.connect(self.name, timeout=5)) as connection:
                found = connection.execute(question).fetchall()
        else:
            with psycopg.connect(self.url) as connection:
                found = connection.execute(question).fetchall()
        return sorted((tuple(row) for row in found), key=repr)

    def number(self, question: str) -> int:
        """The only value that a SELECT finds."""
        return self.rows(question)[0][0]

    @property
    def tables(self) -> list[str]:
        """The names of all tables of ours."""
        asked = (
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            if self.is_sqlite
            else "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        )
        return [row[0] for row in self.rows(asked) if row[0] not in BESIDE]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows each table has."""
        return {table: self.number(f'SELECT count(*) FROM "{table}"') for table in self.tables}

    @property
    def content(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table: two readings are equal only if nothing at all was written in between."""
        return {table: self.rows(f'SELECT * FROM "{table}"') for table in self.tables}

    @property
    def said(self) -> dict[str, Any]:
        """What people would see: versions, results, imports, history and sources, and how many rows there are."""
        asked = {"editions": EDITIONS, "results": RESULTS, "runs": RUNS, "journal": JOURNAL, "sources": SOURCES}
        return {name: self.rows(question) for name, question in asked.items()} | {"counts": self.counts}

    def is_free(self, within: float = 5) -> bool:
        """Whether nobody holds a lock or an open transaction any more, at the latest after so many seconds."""
        return until(self._is_free, within)

    def _is_free(self) -> bool:
        if self.is_sqlite:
            with closing(sqlite3.connect(self.name, timeout=0, isolation_level=None)) as connection:
                try:
                    connection.execute("BEGIN IMMEDIATE")
                except sqlite3.OperationalError:
                    return False
                connection.execute("ROLLBACK")
            return True
        others = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND xact_start IS NOT NULL"
        )
        return self.number(others) == 0


def until(holds: Callable[[], bool], within: float) -> bool:
    """Whether something holds within so many seconds; asked every tenth of one."""
    last = time.monotonic() + within
    while not holds():
        if time.monotonic() > last:
            return False
        time.sleep(0.1)
    return True


def environment(database: Database, folder: Path) -> dict[str, str]:
    """What a process of the portal is told so that it works on a database."""
    return os.environ | {"DATABASE_URL": database.url, "DATA_DIR": str(folder)}


def filled(database: Database, folder: Path) -> None:
    """Fill a database with the opening content."""
    for command in ("migrate", "load_published"):
        asked = [sys.executable, "manage.py", command, "-v0"]
        subprocess.run(asked, env=environment(database, folder), check=True)


class Postgres:
    """A PostgreSQL of our own with one filled database, and copies of it."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self._do("CREATE DATABASE shipped")
        filled(Database(self._named("shipped")), folder)

    def copy(self) -> Database:
        """A database of its own for one test."""
        name = f"copy_{token_hex(4)}"
        self._do(f"CREATE DATABASE {name} TEMPLATE shipped")
        return Database(self._named(name))

    def _named(self, name: str) -> str:
        return urlsplit(self.url)._replace(path=f"/{name}").geturl()

    def _do(self, command: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(sql.SQL(command))  # type: ignore[arg-type]


class Files:
    """One filled SQLite file, and copies of it."""

    def __init__(self, folder: Path) -> None:
        self.shipped = folder / "shipped.sqlite3"
        filled(Database(f"sqlite:///{self.shipped}"), folder)

    def copy(self, folder: Path | None = None) -> Database:
        """A file of its own for one test, in a folder of its own if one is given."""
        path = (folder or self.shipped.parent) / f"copy-{token_hex(4)}.sqlite3"
        shutil.copyfile(self.shipped, path)
        return Database(f"sqlite:///{path}")


@contextmanager
def postgres_of_our_own(folder: Path) -> Iterator[Postgres]:
    """A cluster that is gone afterwards."""
    with postgres.cluster() as told:
        yield Postgres(told["DATABASE_URL"], folder)
