"""One unit's figures of a year with the papers that they rest on, as a file."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from provinces.models import PLURALS
from provinces.registry import RegisteredUnit

from ..ahead import public_address
from ..catalogue import Catalogue
from ..licensing import licence_of
from ..presenters.corrected import cells_of, corrected_in
from ..presenters.missing import missing_texts
from ..presenters.origins import Origin
from ..writing import DataFile
from . import columns as c
from .figures import FIGURES, figures_of, how_to_read

COLUMNS: c.Columns = (
    c.INDEX,
    c.YEAR,
    *c.UNIT,
    *FIGURES,
    c.Column(
        "document",
        _lazy("Document"),
        help=_lazy("Publisher and title of the document that score and rank come from."),
    ),
    c.VERSION,
    c.ANNOUNCED_ON,
    c.PUBLIC_SINCE,
    c.Column(
        "four_eyes",
        _lazy("Approved by a second person"),
        c.Type.CODE,
        help=_lazy("Whether one person submitted the version and another approved it; no: loaded at the start."),
        values=_lazy("yes, no"),
    ),
    c.Column("citation", _lazy("Cite"), help=_lazy("A line for a footnote, with the address that keeps the figure.")),
    *c.CORRECTED,
    c.LICENCE_COLUMN,
)


def unit_year_file(unit: RegisteredUnit, name: str, origins: list[Origin], catalogue: Catalogue) -> DataFile:
    """One row for each index of the year."""
    year = origins[0].row.year
    missing = missing_texts()
    return DataFile(
        name=f"{unit.slug}-{year}",
        title=_("%(unit)s: figures of %(year)s with their papers.") % {"unit": name, "year": year},
        columns=COLUMNS,
        rows=[_row(unit, origin, catalogue, missing) for origin in origins],
        address=public_address("indices:unit_year", PLURALS[unit.kind], unit.slug, year),
        public_at=max((one.edition.publish_at for one in origins if one.edition.publish_at), default=None),
        notes=how_to_read(),
        facts={"unit_id": unit.permanent_id, "name": name, "kind": unit.kind, "year": year},
    )


def _row(unit: RegisteredUnit, origin: Origin, catalogue: Catalogue, missing: dict[str, str]) -> dict[str, Any]:
    edition = origin.edition
    return {
        "index": origin.index.code,
        "year": origin.row.year,
        "code": unit.code,
        "unit_id": unit.permanent_id,
        "name": catalogue.registry.name(unit.pk, edition.units_as_of),
        "slug": unit.slug,
        **figures_of(origin.row, origin.method, missing),
        "document": origin.documents[0].label if origin.row.source else "",
        "version": edition.version,
        "announced_on": edition.announced_on,
        "public_since": edition.publish_at,
        "four_eyes": "yes" if origin.four_eyes else "no",
        "citation": origin.citation,
        "licence": licence_of(origin.index),
        **cells_of(corrected_in(edition, catalogue).get(unit.pk)),
    }
