"""The results of one unit as a file."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from provinces.registry import RegisteredUnit

from ..presenters.profiles import IndexProfile
from ..presenters.rankings import missing_texts
from ..writing import DataFile
from .rankings import columns

FIGURES = (
    "rank", "rank_of", "rank_basis", "score", "score_basis", "band", "rank_change", "rank_change_basis", "missing",
    "units_as_of", "method", "source", "under_review",
)  # fmt: skip


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
    """The index and the year, then what the file of a league table says of figures, under the same headings."""
    headings = columns()
    return {"index": _("Index"), "year": _("Year assessed")} | {name: headings[name] for name in FIGURES}


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
