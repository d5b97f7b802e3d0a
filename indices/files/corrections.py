"""The register of corrections as a file."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ..ahead import public_address
from ..catalogue import Catalogue
from ..licensing import licence_of
from ..models import Correction
from ..writing import DataFile
from . import columns as c

COLUMNS: c.Columns = (
    c.Column(
        "published_at",
        _lazy("Published at"),
        c.Type.MOMENT,
        help=_lazy("When the corrected version became public, or the edition was withdrawn."),
    ),
    c.Column(
        "kind",
        _lazy("Kind"),
        c.Type.CODE,
        (Correction, "kind"),
        values=_lazy("correction, revision; withdrawal: the edition is not public any more"),
    ),
    c.INDEX,
    c.YEAR,
    c.VERSION,
    c.CODE,
    c.UNIT_ID,
    c.Column(
        "unit",
        _lazy("Unit"),
        help=_lazy("Whose figure it is; empty where it is no unit's: a mean, a field's size."),
    ),
    c.Column("figure", _lazy("Figure"), c.Type.TEXT, help=_lazy("Which figure became another.")),
    c.Column(
        "old", _lazy("Before"), c.Type.TEXT, help=_lazy("As it was printed before; empty where the figure was added.")
    ),
    c.Column(
        "new", _lazy("After"), c.Type.TEXT, help=_lazy("As it is printed since; empty where the figure was removed.")
    ),
    c.Column("reason", _lazy("Reason"), c.Type.TEXT, help=_lazy("Why, as its publishers tell the public.")),
    c.source_column(heading=_lazy("Document"), field=(Correction, "source")),
    c.CORRECTION,
    c.LICENCE_COLUMN,
)


def register_file(catalogue: Catalogue) -> DataFile:
    """What was corrected, revised or withdrawn."""
    found = rows(catalogue)
    return DataFile(
        name="corrections",
        title=_("Register of corrections"),
        columns=COLUMNS,
        rows=found,
        address=public_address("indices:corrections"),
        public_at=max((row["published_at"] for row in found), default=None),
        notes=[_("An empty «Before» is a figure that was added, an empty «After» one that was taken away.")],
    )


def rows(catalogue: Catalogue) -> list[dict[str, Any]]:
    """One row for every corrected figure, and one for every edition that was withdrawn; the latest first."""
    found = [*_withdrawn(catalogue), *_corrected(catalogue)]
    return sorted(found, key=lambda row: row["published_at"], reverse=True)


def _withdrawn(catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    for proposal in catalogue.withdrawals():
        yield {
            "published_at": proposal.confirmed_at,
            "kind": "withdrawal",
            "index": proposal.edition.index.code,
            "year": proposal.edition.year,
            "version": proposal.edition.version,
            "reason": proposal.note,
            "correction": f"{public_address('indices:corrections')}#w{proposal.pk}",
            "licence": licence_of(proposal.edition.index),
        }


def _corrected(catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    for correction in catalogue.corrections():
        for figure in correction.figures.all():
            yield {
                "published_at": correction.edition.publish_at,
                "kind": correction.kind,
                "index": correction.edition.index.code,
                "year": correction.edition.year,
                "version": correction.edition.version,
                "code": catalogue.registry.units[figure.unit_id].code if figure.unit_id else "",
                "unit_id": catalogue.registry.units[figure.unit_id].permanent_id if figure.unit_id else "",
                "unit": catalogue.registry.full_name(figure.unit_id, correction.edition.units_as_of)
                if figure.unit_id
                else "",
                "figure": figure.what,
                "old": figure.old,
                "new": figure.new,
                "reason": correction.reason,
                "source": correction.source.code if correction.source else "",
                "correction": f"{public_address('indices:corrections')}#c{correction.pk}",
                "licence": licence_of(correction.edition.index),
            }
