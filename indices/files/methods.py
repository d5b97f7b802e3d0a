"""The criteria of an edition's method as a file."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ..ahead import public_address
from ..licensing import licence_of
from ..models import Criterion, Method
from ..presenters.methods import MethodSheet
from ..writing import DataFile
from . import columns as c

COLUMNS: c.Columns = (
    c.Column("kind", _lazy("Kind of unit"), c.Type.CODE, (Method, "unit_kind"), values="province, ministry"),
    c.METHOD,
    c.Column("decision", _lazy("Decision"), c.Type.TEXT, (Method, "decision")),
    c.Column("cut", _lazy("Cut"), c.Type.CODE, (Criterion, "cut"), values=c.choices(Criterion.Cut)),
    c.Column(
        "level",
        _lazy("Level"),
        c.Type.WHOLE,
        help=_lazy("How deep the criterion stands in its cut: 1 at the top, 2 for a part of one at the top."),
    ),
    c.Column("no", _lazy("Number"), c.Type.CODE, (Criterion, "no")),
    c.Column("part_of", _lazy("Part of"), c.Type.CODE, (Criterion, "parent")),
    c.Column("name", _lazy("Criterion"), c.Type.TEXT, (Criterion, "name_vi")),
    c.Column("max_points", _lazy("Maximum points"), c.Type.NUMBER, (Criterion, "max_points"), values=_lazy("points")),
    c.Column(
        "share_percent",
        _lazy("Share of the total, % (computed)"),
        c.Type.NUMBER,
        help=_lazy("Maximum points out of those of all criteria at the top; only where every one of them is printed."),
        values=_lazy("percent"),
    ),
    c.Column("repeats_index", _lazy("Repeats the index"), c.Type.CODE, (Criterion, "repeats_index")),
    c.source_column(field=(Criterion, "source")),
    c.LICENCE_COLUMN,
)


def method_file(sheets: Sequence[MethodSheet]) -> DataFile:
    """Every criterion that is here, of each kind of unit and each cut; the methods and their bands as facts."""
    edition = sheets[0].edition
    return DataFile(
        name=f"{edition.index.code}-{edition.year}-method",
        title=_("%(edition)s: method and criteria.") % {"edition": edition},
        columns=COLUMNS,
        rows=[row for sheet in sheets for row in rows(sheet)],
        address=public_address("indices:method", edition.index.code, edition.year),
        public_at=edition.publish_at,
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
        licence=licence_of(edition.index),
    )


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
                "licence": licence_of(sheet.edition.index),
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
