"""A comparison as a file: one row for each unit, index and year that the page shows."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from provinces.models import UnitKind

from ..comparisons import Comparison
from ..comparisons.cautions import of_part, of_units
from ..comparisons.table import Cell, Line, Part
from ..presenters.figures import Sign
from ..presenters.means import mean_of
from ..presenters.rankings import missing_texts
from ..writing import DataFile

LONGEST_FILE_NAME = 100


def comparison_file(comparison: Comparison | None) -> DataFile:
    """Rows by index, the latest year first, units in the order of the columns; None: nobody was chosen, no row."""
    slugs = [column.unit.slug for column in comparison.columns] if comparison else []
    return DataFile(
        name="-".join(["compare", *slugs])[:LONGEST_FILE_NAME].rstrip("-"),
        columns=_columns(comparison.kind if comparison else UnitKind.PROVINCE),
        rows=list(_rows(comparison)) if comparison else [],
        notes=[
            *(_cautions(comparison) if comparison else [_("No unit was chosen.")]),
            _("An empty cell is not known, not zero. The column «Missing» says which of the four reasons applies."),
            _("printed: in the source; inferred: from the order in the source; derived: computed by the portal."),
            _("A positive change of rank means places gained."),
        ],
        facts={
            "units": slugs,
            "indices": [part.index.code for part in comparison.parts] if comparison else [],
            "years": sorted({line.year for part in comparison.parts for line in part.lines}) if comparison else [],
        },
    )


def _cautions(comparison: Comparison) -> Iterator[str]:
    yield from of_units(comparison)
    for part in comparison.parts:
        for sentence in of_part(part, comparison):
            yield f"{part.index.short_name}: {sentence}"


def _columns(kind: str) -> dict[str, str]:
    """The columns and their headings in the language of the address."""
    return {
        "index": _("Index"),
        "year": _("Year assessed"),
        "code": _("Code"),
        "unit_id": _("Permanent id"),
        "name": _("Unit"),
        "slug": _("Address"),
        "score": _("Score"),
        "score_basis": _("How the score is known"),
        "rank": _("Rank"),
        "rank_of": _("Out of"),
        "rank_basis": _("How the rank is known"),
        "band": _("Band"),
        "rank_change": _("Change of rank"),
        "rank_change_basis": _("Change known"),
        "score_change": _("Change of score"),
        "score_change_basis": _("Change of score known"),
        "change_source": _("Source of the change"),
        "missing": _("Missing"),
        "points": _("Points by criterion"),
        "points_source": _("Source of the points"),
        "mean": mean_of(kind),
        "mean_basis": _("How the mean is known"),
        "mean_source": _("Source of the mean"),
        "units_as_of": _("Units as of"),
        "method": _("Method"),
        "source": _("Source"),
        "under_review": _("Under review since"),
    }


def _rows(comparison: Comparison) -> Iterator[dict[str, Any]]:
    missing = missing_texts()
    for part in comparison.parts:
        for line in part.lines:
            for cell in line.cells:
                yield _row(part, line, cell, missing)


def _row(part: Part, line: Line, cell: Cell, missing: dict[str, str]) -> dict[str, Any]:
    unit, row = cell.column.unit, cell.row
    return {
        "index": part.index.code,
        "year": line.year,
        "code": unit.code,
        "unit_id": unit.permanent_id,
        "name": cell.column.called,
        "slug": unit.slug,
        "score": Decimal(row.score) if row.score else None,
        "score_basis": row.score_basis,
        "rank": row.rank,
        "rank_of": row.rank_of,
        "rank_basis": row.rank_basis,
        "band": row.band,
        "rank_change": row.change.places,
        "rank_change_basis": "" if row.change.places is None else _known(row.change.printed),
        "score_change": Decimal(row.score_change.difference) if row.score_change.difference else None,
        "score_change_basis": _known(row.score_change.printed) if row.score_change.difference else "",
        "change_source": row.change_source,
        "missing": missing[row.missing] if not row.score or row.rank is None else "",
        "points": "; ".join(f"{point.no} {point.name}: {point.score}" for point in row.points),
        "points_source": ", ".join(sorted({point.source for point in row.points})),
        "mean": Decimal(line.mean.score) if line.mean else None,
        "mean_basis": _basis(line.mean.score, line.mean.sign) if line.mean else "",
        "mean_source": line.mean.source if line.mean else "",
        "units_as_of": line.edition.units_as_of,
        "method": line.method.code if line.method else "",
        "source": row.source,
        "under_review": row.under_review,
    }


def _known(printed: bool) -> str:
    return "printed" if printed else "computed"


def _basis(figure: object, sign: Sign | None) -> str:
    """How a figure is known, as machines read it; empty where there is none."""
    if not figure:
        return ""
    return {"*": "inferred", "†": "derived"}[sign.mark] if sign else "printed"
