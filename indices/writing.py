"""What stands on a page as a file: CSV, XLSX, ODS and JSON from the same rows.

Decimal point in every language, codes as text, blanks blank. Headings follow the language of the address, keys of JSON
are English.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.sheets.writing import WRITERS

LICENCE = "CC BY 4.0"
ENDINGS = "csv|xlsx|ods|json"


@dataclass(frozen=True, slots=True)
class DataFile:
    """Rows under columns (machine name → heading for people), with what a reader must know before using them."""

    name: str
    columns: dict[str, str]
    rows: Sequence[dict[str, Any]]
    notes: Sequence[str] = ()
    facts: dict[str, Any] = field(default_factory=dict)

    def answer(self, request: HttpRequest, ending: str) -> HttpResponse:
        """The file with an ending; `?excel=1` gives a CSV that Excel opens with a double click."""
        if ending == "json":
            response = HttpResponse(self.as_json(), content_type="application/json")
        else:
            for_excel = ending == "csv" and request.GET.get("excel") == "1"
            content, content_type = self.written("excel-csv" if for_excel else ending)
            response = HttpResponse(content, content_type=content_type)
        response["Content-Disposition"] = f'attachment; filename="{self.name}.{ending}"'
        return response

    def written(self, form: str) -> tuple[bytes, str]:
        """The content and its type: csv, excel-csv, xlsx or ods."""
        write, content_type, _suffix = WRITERS[form]
        lines = ([_plain(row.get(name)) for name in self.columns] for row in self.rows)
        return write(list(self.columns.values()), lines, [*self.notes, *licence_notes()]), content_type

    def as_json(self) -> str:
        """`{…facts, "licence", "notes", "rows": [...]}` with English keys; figures are numbers."""
        rows = [{name: _plain(row.get(name)) for name in self.columns} for row in self.rows]
        said = self.facts | {"licence": LICENCE, "notes": [*self.notes, *licence_notes()], "rows": rows}
        return json.dumps(
            said,
            ensure_ascii=False,
            default=lambda value: float(value) if isinstance(value, Decimal) else value.isoformat(),
        )


def _plain(value: Any) -> Any:
    """Minutes as text in Viet Nam's time: a spreadsheet's day has no zone."""
    return timezone.localtime(value).isoformat(timespec="seconds") if isinstance(value, datetime) else value


def licence_notes() -> list[str]:
    """What everything that leaves the portal says of its sources and its licence."""
    return [
        _("Each figure names its source: the document is at /sources/{code}/ on the portal."),
        _("Licence of the compilation: %(licence)s. PAPI and PCI figures belong to their publishers.")
        % {"licence": LICENCE},
    ]
