"""What a column refers to in another table: foreign keys of the package and of the database."""

from collections.abc import Sequence
from dataclasses import dataclass

from .derived import OpenTable
from .tables import UNIT, Table

OF_UNITS = ("kind", "code", "begins_on")
# Communes stand in dated lists of their own.
ABOUT_COMMUNES = {"adoptions"}
# What a table says of editions that are not public any more finds none in the table of editions.
ABOUT_THE_PAST = {"corrections", "withdrawals"}
# How tables write the three parts of a unit's key.
UNIT_COLUMNS = (
    UNIT,
    OF_UNITS,
    ("kind", "predecessor_code", "predecessor_begins_on"),
    ("kind", "successor_code", "successor_begins_on"),
)


@dataclass(frozen=True, slots=True)
class Reference:
    """Columns of one table whose values stand together in columns of another."""

    columns: tuple[str, ...]
    table: str
    at: tuple[str, ...]


def references_of(table: OpenTable, tables: Sequence[OpenTable]) -> list[Reference]:
    """Every reference of a table into these: by code, by the key of an edition, by both keys of a unit."""
    names = [field.name for field in table.fields]
    homes = {home.model: home.name for home in tables if isinstance(home, Table) and home.key == ("code",)}
    found = [
        Reference((field.name,), homes[field.refers], ("code",))
        for field in table.fields
        if field.refers is not None and field.refers in homes
    ]
    if table.name not in ABOUT_THE_PAST | {"editions"} and {"index", "year"}.issubset(names):
        found.append(Reference(("index", "year"), "editions", ("index", "year")))
    if table.name not in ABOUT_COMMUNES | {"units"}:
        ids = [name for name in names if name.endswith("unit_id")]
        found += [Reference((name,), "units", ("unit_id",)) for name in ids]
        # Where the unit may be missing its kind is known all the same: only the permanent id is a reference then.
        always = {field.name for field in table.fields if field.required}
        found += [Reference(key, "units", OF_UNITS) for key in UNIT_COLUMNS if always.issuperset(key)]
    return found
