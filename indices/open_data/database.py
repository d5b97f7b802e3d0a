"""The whole as one SQLite file with keys, indices and views, for SQL and for Datasette; and what Datasette says of it.

Written anew from the rows in a fixed order, so that the same data give the same bytes.
"""

import sqlite3
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from provinces.sheets.fields import Field

from ..ahead import public_address
from .contents import open_tables
from .derived import OpenTable
from .dictionary import bilingual
from .keys import Reference, references_of
from .moment import Moment
from .package import ABOUT, BELONGS, LICENCES, TITLE

# The database's name in Datasette: that of its file without the ending.
NAME = "portal-data"
TYPES = {"integer": "INTEGER", "number": "REAL"}
# Questions that are asked often. None of them adds up what was measured of different units.
VIEWS = {
    "league_tables": (
        """SELECT r."index", r.year, r.unit_kind, r.rank, coalesce(r.rank_of, CASE r.unit_kind WHEN 'ministry'
             THEN e.field_ministries ELSE e.field_provinces END) AS rank_of, r.unit_name, r.score, r.score_basis,
             r.rank_basis, r.unit_id, r.source
           FROM results r JOIN editions e ON e."index" = r."index" AND e.year = r.year
           ORDER BY r."index", r.year DESC, r.unit_kind DESC, r.rank IS NULL, r.rank, r.score DESC, r.unit_name""",
        _("Results in the order of a league table, each rank with the size of its field."),
    ),
    "results_with_heirs": (
        """SELECT r.*, c.to_unit_id AS heir_unit_id, c.to_name AS heir, c.relation
           FROM results r LEFT JOIN crosswalk c ON c.from_unit_id = r.unit_id""",
        _("Results beside the unit that stands there since 1/7/2025. They stay those of the unit that was measured."),
    ),
    "coverage": (
        """SELECT r."index", r.year, r.unit_kind, CASE r.unit_kind WHEN 'ministry' THEN e.field_ministries
             ELSE e.field_provinces END AS ranked, count(r.score) AS scores_here, count(r.rank) AS ranks_here
           FROM results r JOIN editions e ON e."index" = r."index" AND e.year = r.year
           GROUP BY r."index", r.year, r.unit_kind""",
        _("How many units each edition ranked, and of how many the score and the rank are here."),
    ),
    "documents": (
        """SELECT s.code, s.publisher, s.title, s.licence, s.locator, count(r.source) AS results
           FROM sources s LEFT JOIN results r ON r.source = s.code GROUP BY s.code""",
        _("Documents with the number of results that rest on them."),
    ),
}


def sql_name(table: str) -> str:
    """A table's name where hyphens would have to be quoted."""
    return table.replace("-", "_")


def database(moment: Moment) -> bytes:
    """The file."""
    tables = list(open_tables(moment.catalogue).values())
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("PRAGMA page_size = 4096")  # whatever this machine's SQLite would take
        connection.execute("BEGIN")
        for table in tables:
            references = references_of(table, tables)
            connection.execute(_create(table, references, _referred(table, tables)))
            marks = ", ".join("?" * len(table.fields))
            connection.executemany(
                f"INSERT INTO {_quoted(sql_name(table.name))} VALUES ({marks})",  # nosec B608 # noqa: S608 - names are our own
                (list(map(_stored, row)) for row in table.rows(moment)),
            )
            for statement in _indices(table, references):
                connection.execute(statement)
        for name, (select, _about) in VIEWS.items():
            connection.execute(f"CREATE VIEW {name} AS {select}")
        connection.commit()
        connection.execute("VACUUM")
        return connection.serialize()
    finally:
        connection.close()


def _quoted(name: str) -> str:
    return f'"{name}"'


def _columns(names: Sequence[str]) -> str:
    return ", ".join(map(_quoted, names))


def _stored(value: Any) -> Any:
    """A value as SQLite has it: missing is NULL and never an empty text, days are ISO 8601."""
    if value is None or value == "":
        return None
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value


def _column(field: Field) -> str:
    return f"{_quoted(field.name)} {TYPES.get(field.type, 'TEXT')}{' NOT NULL' if field.required else ''}"


def _always_known(table: OpenTable) -> bool:
    """Whether no part of the key may be missing: only then it is a primary key."""
    required = {field.name for field in table.fields if field.required}
    return required.issuperset(table.key)


def _referred(table: OpenTable, tables: Sequence[OpenTable]) -> list[tuple[str, ...]]:
    """Columns, besides its key, by which others refer to the table."""
    at = {one.at for other in tables for one in references_of(other, tables) if one.table == table.name}
    return sorted(at - {table.key})


def _create(table: OpenTable, references: Sequence[Reference], referred: Sequence[tuple[str, ...]]) -> str:
    parts = [_column(field) for field in table.fields]
    if _always_known(table):
        parts.append(f"PRIMARY KEY ({_columns(table.key)})")
    parts += [f"UNIQUE ({_columns(columns)})" for columns in referred]
    parts += [
        f"FOREIGN KEY ({_columns(one.columns)}) REFERENCES {_quoted(sql_name(one.table))} ({_columns(one.at)})"
        for one in references
    ]
    return f"CREATE TABLE {_quoted(sql_name(table.name))} (\n  " + ",\n  ".join(parts) + "\n)"


def _indices(table: OpenTable, references: Sequence[Reference]) -> list[str]:
    """What finds rows by what they refer to; and the key where a part of it may be missing."""
    name = sql_name(table.name)
    made = []
    if not _always_known(table):
        parts = ", ".join(f"coalesce({_quoted(column)}, '')" for column in table.key)
        made.append(f"CREATE UNIQUE INDEX {_quoted(f'{name}_key')} ON {_quoted(name)} ({parts})")
    for columns in dict.fromkeys(one.columns for one in references):
        made.append(
            f"CREATE INDEX {_quoted('_by_'.join((name, '_'.join(columns))))} ON {_quoted(name)} ({_columns(columns)})"
        )
    return made


def metadata(tables: Sequence[OpenTable]) -> dict[str, Any]:
    """What Datasette shows beside the data: titles, columns with their meaning, licence, source; in both languages."""
    licence = LICENCES[0]
    described = {
        sql_name(table.name): {
            "title": bilingual(table.title),
            "description": bilingual(table.about),
            "columns": {field.name: bilingual(field.help) or bilingual(field.label) for field in table.fields},
            **_units_of(table),
        }
        for table in tables
    }
    described |= {name: {"description": bilingual(about)} for name, (_select, about) in VIEWS.items()}
    return {
        "title": bilingual(TITLE),
        "description": f"{bilingual(ABOUT)} {bilingual(BELONGS)}",
        "license": licence["title"],
        "license_url": licence["path"],
        "source": settings.SITE_OWNER or bilingual(_("Public administration reform portal")),
        "source_url": public_address("indices:data"),
        "databases": {NAME: {"tables": described}},
    }


def _units_of(table: OpenTable) -> dict[str, Any]:
    """Units of measurement: only what is in percent whatever the row; a score's unit is that of its index."""
    return {"units": {"percent": "%"}} if any(field.name == "percent" for field in table.fields) else {}
