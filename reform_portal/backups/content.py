"""What a database holds, as a count and a digest of each table: the same for the same rows on every database.

Rows are read by the models of the migrations that the database has had, not by those of the code: an old backup can be
compared before it is migrated.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connections, models
from django.db.migrations.loader import MigrationLoader

# Who is signed in: keys that open the administration, and nothing that anybody would miss.
LEFT_OUT = ("django_session",)
# The figures themselves, whose digest stands alone in what is told.
FIGURES = (
    "indices_result", "indices_score", "indices_average", "indices_claim", "indices_snapshot", "indices_adoption",
)  # fmt: skip
# Rows that are read at a time; files that came in, up to IMPORT_MAX_BYTES each, are read one by one.
CHUNK, CHUNK_OF_FILES = 2_000, 1


@dataclass(frozen=True, slots=True)
class Table:
    """How many rows a table has and their digest, empty where the code does not know its columns."""

    rows: int
    sha256: str = ""


Content = Mapping[str, Table]


def migrations_of(alias: str) -> tuple[str, ...]:
    """The migrations that a database has had, as `app.name`."""
    return tuple(sorted(".".join(key) for key in MigrationLoader(connections[alias]).applied_migrations))


def migrations_known() -> set[str]:
    """The migrations that the code has."""
    return {".".join(key) for key in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}


def models_of(alias: str) -> dict[str, type[models.Model]]:
    """The models of the tables of a database, as far as it is migrated; none where newer code has migrated it."""
    loader = MigrationLoader(connections[alias])
    applied = list(loader.applied_migrations)
    if any(key not in loader.graph.nodes for key in applied):
        return {}
    as_migrated = loader.project_state(applied).apps.get_models(include_auto_created=True)
    return {model._meta.db_table: model for model in as_migrated if model._meta.managed and not model._meta.proxy}


def content_of(alias: str) -> dict[str, Table]:
    """Every table of a database, without those that are left out. Memory does not grow with their rows."""
    known = models_of(alias)
    with connections[alias].cursor() as cursor:
        names = sorted(connections[alias].introspection.table_names(cursor))
        return {
            name: _read(alias, known[name]) if name in known else Table(_counted(cursor, alias, name))
            for name in names
            if name not in LEFT_OUT
        }


def figures_digest(content: Content) -> str:
    """One digest of all published and unpublished figures; empty where one of their tables has none."""
    digests = [content[name].sha256 for name in FIGURES if name in content]
    return hashlib.sha256("\n".join(digests).encode()).hexdigest() if all(digests) else ""


def differences(before: Content, after: Content) -> list[str]:
    """The tables that are not the same, each with what it has.

    >>> differences({"a": Table(2, "x"), "b": Table(1, "y")}, {"a": Table(3, "z"), "b": Table(1, "w")})
    ['a: 3 rows instead of 2', 'b: other rows']
    >>> differences({"a": Table(2)}, {"a": Table(2, "x")}), differences({"a": Table(1)}, {})
    ([], ['a: missing'])
    """
    found = []
    for name in sorted({*before, *after}):
        old, new = before.get(name), after.get(name)
        if new is None or old is None:
            found.append(f"{name}: {'missing' if new is None else 'not in the backup'}")
        elif old.rows != new.rows:
            found.append(f"{name}: {new.rows} rows instead of {old.rows}")
        elif old.sha256 and new.sha256 and old.sha256 != new.sha256:
            found.append(f"{name}: other rows")
    return found


def digest_of(rows: Iterable[tuple[Any, ...]]) -> Table:
    """Rows counted and digested in the order in which they come.

    >>> digest_of([(1, Decimal("88.35"), None)]) == digest_of([(1, "88.35", None)])
    True
    >>> digest_of([]).rows, digest_of([(1,), (2,)]) == digest_of([(2,), (1,)])
    (0, False)
    """
    digest, number = hashlib.sha256(), 0
    for row in rows:
        digest.update(ROWS.encode(row).encode("utf-8", "surrogatepass") + b"\n")
        number += 1
    return Table(number, digest.hexdigest())


def plain(value: Any) -> str:
    """A value that JSON does not know, as text that no database, time zone or driver changes."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return hashlib.sha256(value).hexdigest()
    raise TypeError(f"{type(value).__name__} has no form that every database shares.")


ROWS = json.JSONEncoder(default=plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _read(alias: str, model: type[models.Model]) -> Table:
    fields = model._meta.concrete_fields
    files = any(isinstance(field, models.BinaryField) for field in fields)
    rows = model._base_manager.using(alias).order_by("pk").values_list(*(field.attname for field in fields))
    return digest_of(rows.iterator(chunk_size=CHUNK_OF_FILES if files else CHUNK))


def _counted(cursor: Any, alias: str, name: str) -> int:
    cursor.execute(f"SELECT COUNT(*) FROM {connections[alias].ops.quote_name(name)}")  # nosec B608 # noqa: S608 a table's name
    return int(cursor.fetchone()[0])
