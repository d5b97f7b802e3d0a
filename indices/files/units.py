"""The results of one unit as a file."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from provinces.models import PLURALS
from provinces.registry import RegisteredUnit

from ..ahead import public_address
from ..cards.card import on_day
from ..catalogue import Catalogue
from ..licensing import licence_of
from ..presenters.corrected import cells_of, corrected_in
from ..presenters.missing import missing_texts
from ..presenters.profiles import IndexProfile
from ..writing import DataFile
from . import columns as c
from .figures import FIGURES, figures_of, how_to_read

# The index and the year; whose figures they are, so that files of several units can be joined; the figures.
COLUMNS: c.Columns = (c.INDEX, c.YEAR, *c.UNIT, *FIGURES, *c.CORRECTED, c.LICENCE_COLUMN)


def unit_file(
    unit: RegisteredUnit,
    name: str,
    indices: list[IndexProfile],
    catalogue: Catalogue,
    at: datetime | None = None,
    day: date | None = None,
) -> DataFile:
    """One row for each index and year that says anything about the unit, the latest year of an index first.

    `at` and `day`: as it was public at the end of a day.
    """
    minutes = [row.edition.publish_at for profile in indices for row in profile.rows if row.edition.publish_at]
    return DataFile(
        name=unit.slug,
        title=_("%(unit)s: results by index and year.") % {"unit": name},
        columns=COLUMNS,
        rows=list(_rows(unit, indices, catalogue, at)),
        address=on_day(public_address("indices:unit", PLURALS[unit.kind], unit.slug), day),
        public_at=max(minutes, default=None),
        day=day,
        notes=[
            name,
            *how_to_read(),
            _("Reports and targets of the unit are in the files of their indicators and targets."),
        ],
        facts={"unit_id": unit.permanent_id, "name": name, "kind": unit.kind},
    )


def _rows(
    unit: RegisteredUnit, indices: list[IndexProfile], catalogue: Catalogue, at: datetime | None
) -> Iterator[dict[str, Any]]:
    missing = missing_texts()
    for profile in indices:
        licence = licence_of(profile.index)
        for row in profile.rows:
            yield {
                "index": profile.index.code,
                "year": row.year,
                "code": unit.code,
                "unit_id": unit.permanent_id,
                "name": catalogue.registry.name(unit.pk, row.edition.units_as_of),
                "slug": unit.slug,
                "licence": licence,
                **figures_of(row, row.edition.method_for(unit.kind), missing),
                **cells_of(corrected_in(row.edition, catalogue, at).get(unit.pk)),
            }
