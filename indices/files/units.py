"""The results of one unit as a file."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from provinces.registry import RegisteredUnit

from ..presenters.profiles import IndexProfile
from ..presenters.rankings import missing_texts
from ..writing import DataFile


def unit_file(unit: RegisteredUnit, name: str, indices: list[IndexProfile]) -> DataFile:
    """One row for each index and year that says anything about the unit, the latest year of an index first."""
    return DataFile(
        name=unit.slug,
        columns=_columns(),
        rows=list(_rows(unit, indices)),
        notes=[
            name,
            _("An empty cell is not known, not zero. The column «Missing» says which of the four reasons applies."),
            _("printed: in the source; inferred: from the order in the source; derived: computed by the portal."),
            _("A positive change of rank means places gained."),
        ],
        facts={"unit_id": unit.permanent_id, "name": name, "kind": unit.kind},
    )


def _columns() -> dict[str, str]:
    return {
        "index": _("Index"),
        "year": _("Year assessed"),
        "rank": _("Rank"),
        "rank_of": _("Out of"),
        "rank_basis": _("How the rank is known"),
        "score": _("Score"),
        "score_basis": _("How the score is known"),
        "band": _("Band"),
        "rank_change": _("Change of rank"),
        "rank_change_basis": _("Change known"),
        "missing": _("Missing"),
        "units_as_of": _("Units as of"),
        "method": _("Method"),
        "source": _("Source"),
        "under_review": _("Under review since"),
    }


def _rows(unit: RegisteredUnit, indices: list[IndexProfile]) -> Iterator[dict[str, Any]]:
    missing = missing_texts()
    for profile in indices:
        for row in profile.rows:
            method, change = row.edition.method_for(unit.kind), row.change
            yield {
                "index": profile.index.code,
                "year": row.year,
                "rank": row.rank,
                "rank_of": row.rank_of,
                "rank_basis": row.rank_basis,
                "score": Decimal(row.score) if row.score else None,
                "score_basis": row.score_basis,
                "band": row.band,
                "rank_change": change.places,
                "rank_change_basis": "" if change.places is None else "printed" if change.printed else "computed",
                "missing": "" if row.score and row.rank is not None else missing[row.missing],
                "units_as_of": row.edition.units_as_of,
                "method": method.code if method else "",
                "source": row.source,
                "under_review": row.under_review,
            }
