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
from decimal import Decimal, InvalidOperation
from typing import Any

from provinces.sheets.reading import unescaped

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

    @property
    def cells(self) -> tuple[str | Decimal, ...]:
        """As a row of a sheet: a number is one, else its minus would be guarded as the beginning of a formula."""
        return (*astuple(self)[:-2], _number(self.old), _number(self.new))


HEADINGS = [field.name for field in fields(Change)]


def _number(text: str) -> str | Decimal:
    """A number where the text is exactly how one is written."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return number if number.is_finite() and str(number) == text else text


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table as an archive has it: the columns that tell its rows apart, and its CSV file."""

    key: tuple[str, ...]
    content: bytes

    def rows(self) -> Iterator[dict[str, str]]:
        """The rows one after the other, their cells as they stand in the file."""
        return csv.DictReader(io.TextIOWrapper(io.BytesIO(self.content), encoding="utf-8", newline=""))


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
    columns, left = _kept(old, key) if old is not None else ((), {})
    for now in new.rows() if new is not None else ():
        cells = left.pop(_key_of(now, key), None)
        if cells is None:
            yield _told(name, ADDED, key, now)
            continue
        for column, was in zip(columns, cells, strict=True):
            # A column that is new says nothing of a row that was there.
            if column in now and column not in NOT_COMPARED and was != now[column]:
                yield _told(name, CHANGED, key, now, column, was, now[column])
    for cells in left.values():
        yield _told(name, REMOVED, key, dict(zip(columns, cells, strict=True)))


def _kept(table: TableFile, key: Sequence[str]) -> tuple[tuple[str, ...], dict[tuple[str, ...], tuple[str, ...]]]:
    """The columns of a table, and its cells by the key. Cells that say the same are kept once: most of them do."""
    columns: tuple[str, ...] = ()
    rows: dict[tuple[str, ...], tuple[str, ...]] = {}
    known: dict[str, str] = {}
    for row in table.rows():
        columns = columns or tuple(row)
        cells = {name: known.setdefault(cell, cell) for name, cell in row.items()}
        rows[_key_of(cells, key)] = tuple(cells.values())
    return columns, rows


def _key_of(row: Mapping[str, str], key: Sequence[str]) -> tuple[str, ...]:
    return tuple(row.get(name, "") for name in key)


def _told(table: str, change: str, key: tuple[str, ...], row: Mapping[str, str], *cell: str) -> Change:
    """A change in the words of the data: what guards a text in a file is no part of it."""
    row = {name: unescaped(text) for name, text in row.items()}
    said = "; ".join(f"{name}={row.get(name, '')}" for name in key)
    about = (row.get("index", ""), row.get("year", ""), row.get("unit_id", ""))
    unit = row.get("unit_name") or row.get("name_vi", "")
    return Change(table, change, said, *about, unit, *map(unescaped, cell))


def summary(changes: Sequence[Change]) -> dict[str, Any]:
    """How many of each kind in each table, and the first of them."""
    counted = Counter((change.table, change.change) for change in changes)
    tables: dict[str, dict[str, int]] = {}
    for (table, change), number in counted.items():
        tables.setdefault(table, dict.fromkeys((ADDED, REMOVED, CHANGED), 0))[change] = number
    return {"total": len(changes), "tables": tables, "first": [asdict(change) for change in changes[:KEPT]]}
