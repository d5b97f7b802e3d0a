"""A comparison as a file: one row for each unit, index and year that the page shows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from provinces.models import UnitKind

from ..ahead import public_address
from ..comparisons import Asked, Comparison
from ..comparisons.cautions import of_part, of_units
from ..comparisons.table import Cell, Line, Part
from ..licensing import licence_of
from ..presenters.corrected import cells_of, corrected_in
from ..presenters.means import mean_of
from ..presenters.missing import missing_texts
from ..writing import DataFile
from . import columns as c
from .figures import FIGURES, figures_of, how_to_read, mean_cells

# Whose mean it is stands in the heading of a file: of all provinces, or of all ministries.
COLUMNS: c.Columns = (c.INDEX, c.YEAR, *c.UNIT, *FIGURES, *c.MEAN, *c.CORRECTED, c.LICENCE_COLUMN)
LONGEST_FILE_NAME = 100


def comparison_file(comparison: Comparison | None, asked: Asked, day: date | None = None) -> DataFile:
    """Rows by index, the latest year first, units in the order of the columns; None: nobody was chosen, no row.

    `day`: as it was public at its end.
    """
    slugs = [column.unit.slug for column in comparison.columns] if comparison else []
    return DataFile(
        name="-".join(["compare", *slugs])[:LONGEST_FILE_NAME].rstrip("-"),
        title=_("Results side by side: %(units)s.") % {"units": ", ".join(_names(comparison)) or _("nobody")},
        columns=_columns(comparison.kind if comparison else UnitKind.PROVINCE),
        rows=list(_rows(comparison)) if comparison else [],
        notes=[
            *(_cautions(comparison) if comparison else [_("No unit was chosen.")]),
            *how_to_read(),
        ],
        address=public_address("indices:compare") + (f"?{asked.query}" if asked.query else ""),
        public_at=max(_minutes(comparison), default=None) if comparison else None,
        day=day,
        facts={
            "units": slugs,
            "indices": [part.index.code for part in comparison.parts] if comparison else [],
            "years": sorted({line.year for part in comparison.parts for line in part.lines}) if comparison else [],
        },
    )


def _columns(kind: str) -> c.Columns:
    return tuple(replace(one, heading=mean_of(kind)) if one.name == "mean" else one for one in COLUMNS)


def _names(comparison: Comparison | None) -> list[str]:
    return [column.called for column in comparison.columns] if comparison else []


def _minutes(comparison: Comparison) -> Iterator[datetime]:
    """When the versions that are shown became public."""
    return (line.edition.publish_at for part in comparison.parts for line in part.lines if line.edition.publish_at)


def _cautions(comparison: Comparison) -> Iterator[str]:
    yield from of_units(comparison)
    for part in comparison.parts:
        for sentence in of_part(part, comparison):
            yield f"{part.index.short_name}: {sentence}"


def _rows(comparison: Comparison) -> Iterator[dict[str, Any]]:
    missing = missing_texts()
    for part in comparison.parts:
        for line in part.lines:
            corrected = corrected_in(line.edition, comparison.catalogue, comparison.at)
            for cell in line.cells:
                yield _row(part, line, cell, missing) | cells_of(corrected.get(cell.column.unit.pk))


def _row(part: Part, line: Line, cell: Cell, missing: dict[str, str]) -> dict[str, Any]:
    unit = cell.column.unit
    return {
        "index": part.index.code,
        "year": line.year,
        "code": unit.code,
        "unit_id": unit.permanent_id,
        "name": cell.column.called,
        "slug": unit.slug,
        **mean_cells(line.mean),
        "licence": licence_of(part.index),
        **figures_of(cell.row, line.method, missing),
    }
