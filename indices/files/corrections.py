"""The register of corrections as a file."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from ..catalogue import Catalogue
from ..writing import DataFile


def register_file(catalogue: Catalogue) -> DataFile:
    """What was corrected, revised or withdrawn."""
    columns = {
        "published_at": _("Published at"),
        "kind": _("Kind"),
        "index": _("Index"),
        "year": _("Year assessed"),
        "version": _("Version"),
        "unit_id": _("Permanent id"),
        "unit": _("Unit"),
        "figure": _("Figure"),
        "old": _("Before"),
        "new": _("After"),
        "reason": _("Reason"),
        "source": _("Document"),
    }
    return DataFile("corrections", columns, rows(catalogue))


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
                "unit_id": catalogue.registry.units[figure.unit_id].permanent_id if figure.unit_id else "",
                "unit": catalogue.registry.full_name(figure.unit_id, correction.edition.units_as_of)
                if figure.unit_id
                else "",
                "figure": figure.what,
                "old": figure.old,
                "new": figure.new,
                "reason": correction.reason,
                "source": correction.source.code if correction.source else "",
            }
