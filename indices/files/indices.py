"""All indices with the years that are public, and one index over the years, as files."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from provinces.models import PLURALS, UnitKind

from ..ahead import public_address
from ..catalogue import Catalogue
from ..licensing import licence_of
from ..models import Edition, ReformIndex
from ..presenters.corrected import Corrected, cells_of, corrected_in
from ..presenters.means import Mean, mean_in
from ..writing import DataFile
from . import columns as c
from .figures import mean_cells

EDITION: c.Columns = (
    c.INDEX,
    c.Column("index_name", _lazy("Name of the index"), c.Type.TEXT, (ReformIndex, "name_vi")),
    c.Column("publisher", _lazy("Publisher"), c.Type.TEXT, (ReformIndex, "publisher")),
    c.YEAR,
    c.VERSION,
    c.ANNOUNCED_ON,
    c.PUBLIC_SINCE,
    c.UNITS_AS_OF,
)
TAIL: c.Columns = (c.UNDER_REVIEW, *c.CORRECTED, c.LICENCE_COLUMN)
# One row for each year and kind of unit, with the mean.
COLUMNS: c.Columns = (
    *EDITION,
    c.KIND,
    c.METHOD,
    c.Column(
        "field_size",
        _lazy("Units ranked"),
        c.Type.WHOLE,
        help=_lazy("How many units of the kind were ranked, as a source says; empty where none does."),
        values=_lazy("units"),
    ),
    *c.MEAN,
    c.Column("address", _lazy("Address on the portal"), help=_lazy("The league table of the year.")),
    *TAIL,
)


def indices_file(catalogue: Catalogue) -> DataFile:
    """Every public year of every index, and every kind of unit that it assesses: the latest first."""
    editions = catalogue.published()
    return DataFile(
        name="indices",
        title=_("Every index with the years that are public."),
        columns=COLUMNS,
        rows=list(_rows(editions, catalogue)),
        address=public_address("indices:index_list"),
        public_at=max((one.publish_at for one in editions if one.publish_at), default=None),
        notes=_notes(),
    )


def index_file(index: ReformIndex, editions: Iterable[Edition], catalogue: Catalogue) -> DataFile:
    """One index over the years, the latest first, with the published means."""
    editions = list(editions)
    return DataFile(
        name=index.code,
        title=_("%(index)s over the years, with the published means.") % {"index": index.name},
        columns=COLUMNS,
        rows=list(_rows(editions, catalogue)),
        address=public_address("indices:index_detail", index.code),
        public_at=max((one.publish_at for one in editions if one.publish_at), default=None),
        notes=[_("Scores are in %(unit)s.") % {"unit": index.get_unit_display()}, *_notes()],
        facts={"index": index.code, "unit": index.unit, "scale_max": index.scale_max},
        licence=licence_of(index),
    )


def _notes() -> list[str]:
    return [
        _("A mean is one that was published; an empty one is not known here, not zero."),
        _("Years of different methods are not comparable unless a source says so: see the method's page."),
    ]


def _rows(editions: Iterable[Edition], catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    for edition in editions:
        corrected = corrected_in(edition, catalogue)
        latest = max(corrected.values(), key=lambda entry: entry.on, default=None)
        for kind in edition.index.kinds:
            yield _row(edition, UnitKind(kind), mean_in(edition, PLURALS[kind], catalogue), latest) | {
                "under_review": catalogue.under_review(edition)
            }


def _row(edition: Edition, kind: UnitKind, mean: Mean | None, corrected: Corrected | None) -> dict[str, Any]:
    index, method = edition.index, edition.method_for(kind)
    return {
        "index": index.code,
        "index_name": index.name,
        "publisher": index.publisher,
        "year": edition.year,
        "version": edition.version,
        "announced_on": edition.announced_on,
        "public_since": edition.publish_at,
        "units_as_of": edition.units_as_of,
        "kind": kind.value,
        "method": method.code if method else "",
        "field_size": edition.field_size(kind),
        "address": public_address("indices:league_table", index.code, edition.year, PLURALS[kind]),
        "licence": licence_of(index),
        **mean_cells(mean),
        **cells_of(corrected),
    }
