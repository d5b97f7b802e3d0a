"""What one archive changed against another: rows added and removed, cells that say something else, by the tables' keys.

Only tables that officials enter are compared; the others follow from them, and the register tells the same in its own
words. A row of a new version says a version and a minute: that is how it became public and no change of a figure.
"""

import csv
import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, fields
from typing import Any

from provinces.sheets.writing import csv_chunks

from .derived import OpenTable

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
# How a row became public, or what another column of it says as well.
NOT_COMPARED = {"version", "public_since"}
# How many of the changes stand on the page of a release; all of them stand in changes.csv.
KEPT = 200


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that says something else (old → new), or a whole row that is new or gone."""

    table: str
    change: str
    key: str
    index: str
    year: str
    unit_id: str
    unit: str
    column: str = ""
    old: str = ""
    new: str = ""


HEADINGS = [field.name for field in fields(Change)]
Rows = dict[tuple[str, ...], dict[str, str]]


def read_table(archive: zipfile.ZipFile, path: str, key: Sequence[str]) -> Rows:
    """The rows of a file by their key; none where the archive has no such file."""
    if path not in archive.namelist():
        return {}
    with archive.open(path) as file:
        reader = csv.DictReader(io.TextIOWrapper(file, encoding="utf-8", newline=""))
        return {tuple(row.get(name, "") for name in key): row for row in reader}


def keys_of(archive: zipfile.ZipFile) -> dict[str, tuple[str, ...]]:
    """The key of each table, as the archive's own description has it."""
    described = json.loads(archive.read("datapackage.json"))
    return {one["name"]: tuple(one["schema"]["primaryKey"]) for one in described["resources"]}


def compared(before: bytes | None, after: bytes, tables: Mapping[str, OpenTable]) -> list[Change]:
    """Every change of an archive against the one before, by table; none where there is none before."""
    if before is None:
        return []
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        keys = keys_of(old) | keys_of(new)
        names = [name for name in keys if name not in tables or tables[name].kind]
        return [change for name in names for change in _of_table(name, keys[name], old, new)]


def _of_table(name: str, key: tuple[str, ...], old: zipfile.ZipFile, new: zipfile.ZipFile) -> Iterator[Change]:
    before, after = (read_table(archive, f"{name}.csv", key) for archive in (old, new))
    for found in dict.fromkeys((*before, *after)):
        was, now = before.get(found), after.get(found)
        if was is None and now is not None:
            yield _told(name, ADDED, key, now)
        elif now is None and was is not None:
            yield _told(name, REMOVED, key, was)
        elif was is not None and now is not None:
            for column in now:
                # A column that is new says nothing of a row that was there.
                if column in was and column not in NOT_COMPARED and was[column] != now[column]:
                    yield _told(name, CHANGED, key, now, column, was[column], now[column])


def _told(table: str, change: str, key: tuple[str, ...], row: Mapping[str, str], *cell: str) -> Change:
    said = "; ".join(f"{name}={row.get(name, '')}" for name in key)
    about = (row.get("index", ""), row.get("year", ""), row.get("unit_id", ""))
    return Change(table, change, said, *about, row.get("unit_name") or row.get("name_vi", ""), *cell)


def as_csv(changes: Sequence[Change]) -> bytes:
    """The list as the archive carries it; with its headings alone where nothing changed."""
    return b"".join(csv_chunks(HEADINGS, map(astuple, changes)))


def summary(changes: Sequence[Change]) -> dict[str, Any]:
    """How many of each kind in each table, and the first of them."""
    counted = Counter((change.table, change.change) for change in changes)
    tables: dict[str, dict[str, int]] = {}
    for (table, change), number in counted.items():
        tables.setdefault(table, dict.fromkeys((ADDED, REMOVED, CHANGED), 0))[change] = number
    return {"total": len(changes), "tables": tables, "first": [asdict(change) for change in changes[:KEPT]]}
