"""An open table in each of its forms. CSV and JSON keep the names of columns; workbooks have headings for people."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from provinces.sheets.writing import WRITERS, csv_chunks

from ..licensing import LICENCE, licence_notes
from .derived import OpenTable
from .moment import Moment

JSON = "application/json"


def table_csv(table: OpenTable, moment: Moment) -> Iterator[bytes]:
    """The table as it can be imported again."""
    return csv_chunks([field.name for field in table.fields], table.rows(moment))


def table_json(table: OpenTable, moment: Moment) -> Iterator[bytes]:
    """`{"table", "title", "about", "key", "fields", "licence", "notes", "rows": [...]}`; figures are numbers.

    What is said in the reader's language is said now, and the rows when they are asked for.
    """
    head = {
        "table": table.name,
        "title": str(table.title),
        "about": str(table.about),
        "key": table.key,
        "fields": [
            {"name": field.name, "label": str(field.label), "help": str(field.help), "type": field.type}
            for field in table.fields
        ],
        "licence": LICENCE,
        "notes": licence_notes(),
    }
    return _json_chunks(_json(head), [field.name for field in table.fields], table.rows(moment))


def _json_chunks(head: str, names: list[str], rows: Iterator[Sequence[Any]]) -> Iterator[bytes]:
    yield (head[:-1] + ', "rows": [').encode()
    before = "\n"
    while chunk := list(islice(rows, settings.EXPORT_CHUNK_ROWS)):
        yield (before + ",\n".join(_json(dict(zip(names, row, strict=True))) for row in chunk)).encode()
        before = ",\n"
    yield b"\n]}\n"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    """Digits as numbers, days as in ISO 8601."""
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def table_book(table: OpenTable, moment: Moment, form: str) -> tuple[bytes, str]:
    """The table as a workbook (xlsx, ods) or as the CSV that Excel opens (excel-csv), and its type."""
    write, content_type, _suffix = WRITERS[form]
    headings = [str(field.label) for field in table.fields]
    notes = [
        f"{table.title}: {table.about}",
        _("An empty cell is not known, not zero. A rank is always one of so many."),
        *(f"{field.label} ({field.name}): {field.help}" for field in table.fields),
        *licence_notes(),
    ]
    return write(headings, table.rows(moment), notes), content_type
