"""What stands on a page as a file: CSV, XLSX, ODS and JSON from the same rows, with their papers.

Decimal point in every language, codes as text, blanks blank. Headings follow the language of the address, keys of JSON
are English. A workbook has the rows, a dictionary of its columns, the documents that are cited, and notes; JSON says
the same; CSV has room for rows alone.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.models import Source
from provinces.sheets.workbooks import Sheet, ods_of, xlsx_of
from provinces.sheets.writing import CSV, ODS, XLSX, to_csv, to_excel_csv
from provinces.wording import moment

from .ahead import public_address
from .files.columns import DOCUMENT, Column
from .licensing import LICENCE, licence_notes

ENDINGS = "csv|xlsx|ods|json"
BETWEEN_CODES = ", "  # where a cell cites several documents
TEXT_FILES = {"csv": to_csv, "excel-csv": to_excel_csv}
WORKBOOKS = {"xlsx": (xlsx_of, XLSX), "ods": (ods_of, ODS)}


class Filter(NamedTuple):
    """What a reader asked for: its key in the address, its name for people, what was typed or chosen."""

    key: str
    label: str
    value: str


@dataclass(frozen=True)
class DataFile:
    """Rows under columns, with what a reader must know before using them.

    `name` is that of the file without its day · `title`: what is in it · `address`: that of the page, as it stands for
    everyone · `public_at`: the last moment at which something here became public · `day`: the day that the file speaks
    of, where it is another (asked for, or judged by) · `filters`: what was asked for, empty for everything.
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[dict[str, Any]]
    address: str = ""
    public_at: datetime | None = None
    day: date | None = None
    filters: Sequence[Filter] = ()
    notes: Sequence[str] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    licence: str = LICENCE

    @property
    def as_of(self) -> date | None:
        """The day from which the figures are public, or the one that was asked for."""
        return self.day or (timezone.localdate(self.public_at) if self.public_at else None)

    @property
    def file_name(self) -> str:
        """What and when, without the ending: par-index-2020-provinces_2021-06-24."""
        filtered = "-filtered" if self.filters else ""
        return f"{self.name}{filtered}" + (f"_{self.as_of.isoformat()}" if self.as_of else "")

    def answer(self, request: HttpRequest, ending: str) -> HttpResponse:
        """The file with an ending; `?excel=1` gives a CSV that Excel opens with a double click."""
        if ending == "json":
            response = HttpResponse(self.as_json(), content_type="application/json")
        else:
            for_excel = ending == "csv" and request.GET.get("excel") == "1"
            content, content_type = self.written("excel-csv" if for_excel else ending)
            response = HttpResponse(content, content_type=content_type)
        response["Content-Disposition"] = f'attachment; filename="{self.file_name}.{ending}"'
        return response

    def written(self, form: str) -> tuple[bytes, str]:
        """The content and its type: csv, excel-csv, xlsx or ods."""
        if form in TEXT_FILES:
            return TEXT_FILES[form]([str(column.heading) for column in self.columns], self._lines), CSV
        write, content_type = WORKBOOKS[form]
        return write(self._sheets()), content_type

    @property
    def _lines(self) -> Iterator[list[Any]]:
        names = [column.name for column in self.columns]
        return ([_plain(row.get(name)) for name in names] for row in self.rows)

    def _sheets(self) -> Iterator[Sheet]:
        yield Sheet(_("Data"), [str(column.heading) for column in self.columns], self._lines)
        words = [_("Column"), _("Heading"), _("Type of value"), _("Unit, or values it may take"), _("Description")]
        yield Sheet(_("Data dictionary"), words, self._described, wide=True)
        documents = [list(row.values()) for row in self.sources]
        yield Sheet(_("Sources"), [str(column.heading) for column in DOCUMENT], documents, wide=True)
        yield Sheet(_("Notes"), [_("About"), _("Note")], self._told(), wide=True)

    @property
    def _described(self) -> list[list[str]]:
        """Every column with what it means."""
        return [
            [column.name, str(column.heading), str(column.type.label), str(column.values), column.description]
            for column in self.columns
        ]

    @property
    def dictionary(self) -> list[dict[str, str]]:
        """The same for machines."""
        return [
            {
                "column": column.name,
                "heading": str(column.heading),
                "type": column.type.value,
                "values": str(column.values),
                "description": column.description,
            }
            for column in self.columns
        ]

    @cached_property
    def sources(self) -> list[dict[str, Any]]:
        """Every document that the rows cite, in the order in which they do. One query, or none."""
        citing = [column.name for column in self.columns if column.cites]
        codes = dict.fromkeys(
            code for row in self.rows for name in citing for code in (row.get(name) or "").split(BETWEEN_CODES) if code
        )
        found = {source.code: source for source in Source.objects.filter(code__in=codes)} if codes else {}
        return [document_row(found[code]) for code in codes if code in found]

    def _told(self) -> Iterator[tuple[str, str]]:
        """The notes: what this is, where, of when, what was asked for, how to read it, under which licence."""
        yield _("What this is"), self.title
        if self.address:
            yield _("Page"), self.address
        if self.as_of:
            yield _("As of"), self.as_of.isoformat()
        if self.public_at:
            yield _("Public since"), moment(self.public_at)
        yield from ((_("Filter"), f"{one.label}: {one.value}") for one in self.filters)
        if not self.filters:
            yield _("Filter"), _("None: everything that the page speaks of.")
        yield from ((_("How to read it"), note) for note in self.notes)
        yield _("Licence"), self.licence
        yield from ((_("Licence"), note) for note in licence_notes())

    def as_json(self) -> str:
        """What a workbook says, under English keys; figures are numbers."""
        names = [column.name for column in self.columns]
        said = {
            "title": self.title,
            "address": self.address,
            "as_of": self.as_of,
            "public_since": _plain(self.public_at),
            "filters": {one.key: one.value for one in self.filters},
            **self.facts,
            "licence": self.licence,
            "notes": [*self.notes, *licence_notes()],
            "dictionary": self.dictionary,
            "sources": self.sources,
            "rows": [{name: _plain(row.get(name)) for name in names} for row in self.rows],
        }
        return json.dumps(said, ensure_ascii=False, default=_for_json)


def document_row(source: Source) -> dict[str, Any]:
    """A document as the sheet of sources lists it."""
    return {
        "code": source.code,
        "publisher": source.publisher,
        "title": source.title,
        "published_on": source.published_on,
        "address": public_address("indices:source", source.code),
        "locator": source.locator,
        "licence": source.licence,
    }


def _plain(value: Any) -> Any:
    """Minutes as text in Viet Nam's time: a spreadsheet's day has no zone."""
    return timezone.localtime(value).isoformat(timespec="seconds") if isinstance(value, datetime) else value


def _for_json(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value.isoformat()
