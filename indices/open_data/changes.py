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
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

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


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table as an archive has it: the columns that tell its rows apart, and its CSV file."""

    key: tuple[str, ...]
    content: bytes

    def rows(self) -> Rows:
        """The rows by their key."""
        reader = csv.DictReader(io.TextIOWrapper(io.BytesIO(self.content), encoding="utf-8", newline=""))
        return {tuple(row.get(name, "") for name in self.key): row for row in reader}


def tables_in(archive: bytes) -> dict[str, TableFile]:
    """The tables of an archive, with the keys that its own description names."""
    with zipfile.ZipFile(io.BytesIO(archive)) as package:
        return {
            one["name"]: TableFile(tuple(one["schema"]["primaryKey"]), package.read(one["path"]))
            for one in json.loads(package.read("datapackage.json"))["resources"]
        }


def compared(before: Mapping[str, TableFile], after: Mapping[str, TableFile]) -> list[Change]:
    """Every change of these tables against those before, table by table."""
    names = dict.fromkeys((*after, *before))
    return [change for name in names for change in _of_table(name, before.get(name), after.get(name))]


def _of_table(name: str, old: TableFile | None, new: TableFile | None) -> Iterator[Change]:
    if old is not None and new is not None and old.content == new.content:
        return
    key = new.key if new is not None else old.key if old is not None else ()
    # By the key of today: a table whose key is another one since is compared by that.
    before, after = (replace(one, key=key).rows() if one is not None else {} for one in (old, new))
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


def summary(changes: Sequence[Change]) -> dict[str, Any]:
    """How many of each kind in each table, and the first of them."""
    counted = Counter((change.table, change.change) for change in changes)
    tables: dict[str, dict[str, int]] = {}
    for (table, change), number in counted.items():
        tables.setdefault(table, dict.fromkeys((ADDED, REMOVED, CHANGED), 0))[change] = number
    return {"total": len(changes), "tables": tables, "first": [asdict(change) for change in changes[:KEPT]]}
