"""An open table in each of its forms. CSV and JSON keep the names of columns; workbooks have headings for people."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from provinces.models import Source
from provinces.sheets.workbooks import Sheet, ods_of, xlsx_of
from provinces.sheets.writing import CSV, ODS, XLSX, csv_chunks, to_excel_csv

from ..ahead import public_address
from ..files.columns import DOCUMENT
from ..licensing import LICENCE, LICENCE_OF_MIXED, licence_notes, mixed
from ..writing import document_row
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
        "licence": LICENCE_OF_MIXED if mixed(field.name for field in table.fields) else LICENCE,
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
    if form == "excel-csv":
        return to_excel_csv([str(field.label) for field in table.fields], table.rows(moment)), CSV
    sheets = _sheets(table, moment)
    return (xlsx_of(sheets, many_rows=True), XLSX) if form == "xlsx" else (ods_of(sheets), ODS)


def _sheets(table: OpenTable, moment: Moment) -> Iterator[Sheet]:
    """The rows, what their columns mean, the documents that they cite, and notes. The rows are read once: what they
    cite is known when the last one is written."""
    cited: dict[str, None] = {}
    rows = _noting(table.rows(moment), [n for n, field in enumerate(table.fields) if field.refers is Source], cited)
    yield Sheet(_("Data"), [str(field.label) for field in table.fields], rows)
    words = [_("Column"), _("Heading"), _("Type of value"), _("Unit, or values it may take"), _("Description")]
    described = [
        [field.name, str(field.label), field.type, ", ".join(field.choices), str(field.help)] for field in table.fields
    ]
    yield Sheet(_("Data dictionary"), words, described, wide=True)
    documents = Source.objects.in_bulk(list(cited), field_name="code")
    found = [list(document_row(documents[code]).values()) for code in cited if code in documents]
    yield Sheet(_("Sources"), [str(column.heading) for column in DOCUMENT], found, wide=True)
    notes = [
        (_("What this is"), f"{table.title}: {table.about}"),
        (_("Page"), public_address("indices:data")),
        (_("As of"), moment.day.isoformat()),
        (_("How to read it"), _("An empty cell is not known, not zero. A rank is always one of so many.")),
        (_("Licence"), LICENCE),
        *((_("Licence"), note) for note in licence_notes()),
    ]
    yield Sheet(_("Notes"), [_("About"), _("Note")], notes, wide=True)


def _noting(rows: Iterator[Sequence[Any]], places: list[int], cited: dict[str, None]) -> Iterator[Sequence[Any]]:
    """The rows as they are, with the codes of the documents that they cite put down on the way."""
    for row in rows:
        cited.update((row[place], None) for place in places if row[place])
        yield row
