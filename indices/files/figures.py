"""The figures of one unit in one edition as cells: what the files of a unit, of its years and of comparisons share."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from ..models import Method
from ..presenters.figures import basis_of
from ..presenters.means import Mean
from ..presenters.profiles import ProfileRow
from ..writing import BETWEEN_CODES
from . import columns as c

FIGURES: c.Columns = (
    c.RANK, c.RANK_OF, c.RANK_BASIS, c.SCORE, c.SCORE_BASIS, c.BAND, c.RANK_CHANGE, c.RANK_CHANGE_BASIS,
    c.SCORE_CHANGE, c.SCORE_CHANGE_BASIS, c.CHANGE_SOURCE, c.MISSING, c.POINTS, c.POINTS_SOURCE, c.UNITS_AS_OF,
    c.METHOD, c.SOURCE, c.UNDER_REVIEW,
)  # fmt: skip


def figures_of(row: ProfileRow, method: Method | None, missing: dict[str, str]) -> dict[str, Any]:
    """The cells of `FIGURES`; `missing`: the four ways in the language of the address."""
    change, score_change = row.change, row.score_change
    return {
        "rank": row.rank,
        "rank_of": row.rank_of,
        "rank_basis": row.rank_basis,
        "score": Decimal(row.score) if row.score else None,
        "score_basis": row.score_basis,
        "band": row.band,
        "rank_change": change.places,
        "rank_change_basis": "" if change.places is None else known(change.printed),
        "score_change": Decimal(score_change.difference) if score_change.difference else None,
        "score_change_basis": known(score_change.printed) if score_change.difference else "",
        "change_source": row.change_source,
        "missing": "" if row.score and row.rank is not None else missing[row.missing],
        "points": "; ".join(f"{point.no} {point.name}: {point.score}" for point in row.points),
        "points_source": BETWEEN_CODES.join(sorted({point.source for point in row.points})),
        "units_as_of": row.edition.units_as_of,
        "method": method.code if method else "",
        "source": row.source,
        "under_review": row.under_review,
    }


def mean_cells(mean: Mean | None) -> dict[str, Any]:
    """The cells of a published mean; nothing where there is none."""
    if mean is None:
        return {}
    return {"mean": Decimal(mean.score), "mean_basis": basis_of(mean.sign), "mean_source": mean.source}


def known(printed: bool) -> str:
    """How a change is known, as machines read it."""
    return "printed" if printed else "computed"


def how_to_read() -> list[str]:
    """What every file of results says first."""
    return [
        _("An empty cell is not known, not zero. The column «Missing» says which of the four reasons applies."),
        _("printed: in the source; inferred: from the order in the source; derived: computed by the portal."),
        _("A positive change of rank means places gained."),
    ]
