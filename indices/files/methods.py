"""The criteria of an edition's method as a file."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from ..presenters.methods import MethodSheet
from ..writing import DataFile


def method_file(sheets: Sequence[MethodSheet]) -> DataFile:
    """Every criterion that is here, of each kind of unit and each cut; the methods and their bands as facts."""
    edition = sheets[0].edition
    return DataFile(
        name=f"{edition.index.code}-{edition.year}-method",
        columns=columns(),
        rows=[row for sheet in sheets for row in rows(sheet)],
        notes=[
            _("%(index)s, year assessed %(year)s.") % {"index": edition.index.name, "year": edition.year},
            _("An empty maximum means that the source does not print it."),
            _("The share is computed by the portal: maximum points out of the points of all criteria at the top."),
        ],
        facts={
            "index": edition.index.code,
            "year": edition.year,
            "methods": [facts(sheet) for sheet in sheets],
        },
    )


def columns() -> dict[str, str]:
    """The columns and their headings in the language of the address."""
    return {
        "kind": _("Kind of unit"),
        "method": _("Method"),
        "decision": _("Decision"),
        "cut": _("Cut"),
        "level": _("Level"),
        "no": _("Number"),
        "part_of": _("Part of"),
        "name": _("Criterion"),
        "max_points": _("Maximum points"),
        "share_percent": _("Share of the total, % (computed)"),
        "repeats_index": _("Repeats the index"),
        "source": _("Source"),
    }


def rows(sheet: MethodSheet) -> Iterator[dict[str, Any]]:
    """The criteria of one kind of unit, each after the one that it is a part of. A level counts from 1."""
    method = sheet.method
    for table in sheet.cuts:
        for row in table.rows:
            yield {
                "kind": sheet.kind,
                "method": method.code if method else "",
                "decision": method.decision if method else "",
                "cut": table.cut,
                "level": row.depth + 1,
                "no": row.no,
                "part_of": row.parent,
                "name": row.name,
                "max_points": Decimal(row.maximum) if row.maximum else None,
                "share_percent": Decimal(row.share) if row.share else None,
                "repeats_index": row.repeats.code if row.repeats else "",
                "source": row.source,
            }


def facts(sheet: MethodSheet) -> dict[str, Any]:
    """What is known of the method itself; nothing is null because it is zero."""
    method = sheet.method
    return {
        "kind": sheet.kind,
        "method": method.code if method else None,
        "decision": (method.decision or None) if method else None,
        "first_year": method.first_year if method else None,
        "last_year": method.last_year if method else None,
        "comparable_with_previous": method.comparable_with_previous if method else None,
        "source": sheet.source(method.source_id) or None if method else None,
        "levels": [{"name": level.name, "number": level.number, "here": level.here} for level in sheet.levels],
        "bands": [
            {
                "band": band.band,
                "from": band.from_score,
                "below": band.below,
                "source": sheet.source(band.source_id) or None,
            }
            for band in sheet.bands
        ],
        "ranks_compared_with_year_before": sheet.ranks_barrier is None,
        "scores_compared_with_year_before": sheet.scores_barrier is None,
    }
