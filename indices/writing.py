"""League tables as files: CSV, XLSX, JSON. Decimal point in every language, codes as text, blanks blank."""

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.sheets.writing import as_text

from .presenters.rankings import LeagueTable, missing_texts

COLUMNS = (
    "rank", "rank_of", "code", "unit_id", "name", "slug", "region", "score", "score_basis", "rank_basis", "band",
    "rank_change", "rank_change_basis", "missing", "units_as_of", "method", "source",
    "under_review",
)  # fmt: skip
LICENCE = "CC BY 4.0"


def headings() -> dict[str, str]:
    """The columns' headings in the language of the address."""
    return {
        "rank": _("Rank"),
        "rank_of": _("Out of"),
        "code": _("Code"),
        "unit_id": _("Permanent id"),
        "name": _("Unit"),
        "slug": _("Address"),
        "region": _("Region"),
        "score": _("Score"),
        "score_basis": _("How the score is known"),
        "rank_basis": _("How the rank is known"),
        "band": _("Band"),
        "rank_change": _("Change of rank"),
        "rank_change_basis": _("Change known"),
        "missing": _("Missing"),
        "units_as_of": _("Units as of"),
        "method": _("Method"),
        "source": _("Source"),
        "under_review": _("Under review since"),
    }


def file_rows(league: LeagueTable) -> Iterator[dict[str, Any]]:
    """Every unit of the country as a row: those with figures by rank, then those without, with the reason."""
    method = league.edition.method_for(league.kind)
    missing = missing_texts()
    common = {"units_as_of": league.day, "method": method.code if method else ""}
    for row in league.rows:
        change = row.change
        yield {
            "rank": row.rank,
            "rank_of": row.rank_of,
            "code": row.code,
            "unit_id": row.unit_id,
            "name": row.name,
            "slug": row.slug,
            "region": row.region,
            "score": Decimal(row.score) if row.score else None,
            "score_basis": row.score_basis,
            "rank_basis": row.rank_basis,
            "band": row.band,
            "rank_change": change.places,
            "rank_change_basis": "" if change.places is None else "printed" if change.printed else "computed",
            "missing": missing.get(row.missing, ""),
            "source": row.source,
            "under_review": timezone.localtime(row.under_review) if row.under_review else None,
            **common,
        }
    for absent in league.absent:
        yield {
            **dict.fromkeys(COLUMNS),
            "code": absent.unit.code,
            "unit_id": absent.unit.permanent_id,
            "name": absent.name,
            "slug": absent.unit.slug,
            "region": absent.region,
            "missing": missing[absent.missing],
            **common,
        }


def league_csv(league: LeagueTable, for_excel: bool = False) -> str:
    """UTF-8 with commas; for Excel with a byte order mark and semicolons."""
    out = io.StringIO()
    if for_excel:
        out.write("\ufeff")
    writer = csv.writer(out, delimiter=";" if for_excel else ",", lineterminator="\n")
    titles = headings()
    writer.writerow([titles[name] for name in COLUMNS])
    for row in file_rows(league):
        writer.writerow([as_text(row[name]) for name in COLUMNS])
    return out.getvalue()


def league_xlsx(league: LeagueTable) -> bytes:
    """A workbook with the data and a sheet that says how to read it. Numbers are numbers, codes are text."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(out, options)
    data, guide = book.add_worksheet(_("Data")), book.add_worksheet(_("How to read this"))
    bold = book.add_format({"bold": True})
    titles = headings()
    for column, name in enumerate(COLUMNS):
        data.write_string(0, column, titles[name], bold)
    number_formats: dict[int, Any] = {}
    for line, row in enumerate(file_rows(league), start=1):
        for column, name in enumerate(COLUMNS):
            value = row[name]
            if isinstance(value, Decimal):
                places = max(0, -int(value.as_tuple().exponent))
                if places not in number_formats:
                    number_formats[places] = book.add_format({"num_format": "0." + "0" * places if places else "0"})
                data.write_number(line, column, float(value), number_formats[places])
            elif isinstance(value, int):
                data.write_number(line, column, value)
            elif value not in (None, ""):
                data.write_string(line, column, as_text(value))
    data.freeze_panes(1, 0)
    data.autofit()
    for line, text in enumerate(notes(league)):
        guide.write_string(line, 0, text)
    guide.set_column(0, 0, 100)
    book.close()
    return out.getvalue()


def league_json(league: LeagueTable) -> str:
    """`{"index", "year", …, "rows": [...]}` with English keys; scores are numbers."""
    return json.dumps(
        {
            "index": league.index.code,
            "year": league.edition.year,
            "kind": league.kind,
            "announced_on": league.edition.announced_on,
            "field_size": league.size,
            "licence": LICENCE,
            "notes": notes(league),
            "rows": list(file_rows(league)),
        },
        ensure_ascii=False,
        default=lambda value: float(value) if isinstance(value, Decimal) else value.isoformat(),
    )


def notes(league: LeagueTable) -> list[str]:
    """What a reader must know before using the figures."""
    return [
        _("%(index)s, year assessed %(year)s.") % {"index": league.index.name, "year": league.edition.year},
        _("An empty cell is not known, not zero. The column «Missing» says which of the four reasons applies."),
        _("printed: in the source; inferred: from the order in the source; derived: computed by the portal."),
        _("A positive change of rank means places gained."),
        _("Each figure names its source: the document is at /sources/{code}/ on the portal."),
        _("Licence of the compilation: %(licence)s. PAPI and PCI figures belong to their publishers.")
        % {"licence": LICENCE},
    ]
