"""A unit's scores and ranks over the years as charts, with the national mean and the region behind them."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from ..catalogue import Catalogue
from ..charts.lines import LineChart, Series, Value, ranks_chart, scores_chart
from ..models import Method
from .figures import Sign
from .means import Mean, Means, mean_of
from .profiles import IndexProfile, ProfileRow


@dataclass(frozen=True, slots=True)
class Trend:
    """The charts of one index; each None where fewer than two years are known."""

    scores: LineChart | None
    ranks: LineChart | None

    def __bool__(self) -> bool:
        return bool(self.scores or self.ranks)


def trend_of(kind: str, name: str, profile: IndexProfile, means: Means, catalogue: Catalogue) -> Trend:
    """How a unit's score and rank went; `name` is the unit's. A line joins only years that may be compared."""
    rows = list(reversed(profile.rows))
    scored = tuple(score_value(row, kind) for row in rows if row.score)
    ranked = tuple(rank_value(row, kind, catalogue) for row in rows if row.rank is not None)
    scores = None
    if len(scored) > 1:
        country = [mean_value(row, kind, mean) for row in rows if (mean := means.of(row.edition))]
        region = [mean_value(row, kind, mean) for row in rows if (mean := means.of_region(row.edition))]
        scores = scores_chart(
            [
                Series(name, scored),
                Series(mean_of(kind), tuple(country), quiet=True),
                Series(_("Regional mean"), tuple(region), quiet=True),
            ]
        )
    size = max((row.rank_of or row.rank or 0 for row in rows if row.rank is not None), default=0)
    return Trend(scores, ranks_chart([Series(name, ranked)], size) if len(ranked) > 1 else None)


def score_value(row: ProfileRow, kind: str) -> Value:
    """A score on a chart; lines join years whose methods may be compared."""
    method, comparable = _method(row, kind)
    return Value(row.year, Decimal(row.score), row.score, method, method, _mark(row.score_sign), comparable)


def rank_value(row: ProfileRow, kind: str, catalogue: Catalogue) -> Value:
    """A rank on a chart; lines join years in which the same units were ranked."""
    method, comparable = _method(row, kind)
    field = catalogue.field(row.edition, kind)
    return Value(row.year, Decimal(row.rank or 0), str(row.rank), field, method, _mark(row.rank_sign), comparable)


def mean_value(row: ProfileRow, kind: str, mean: Mean) -> Value:
    """The mean of the year of a row on a chart."""
    method, comparable = _method(row, kind)
    return Value(row.year, mean.value, mean.score, method, method, _mark(mean.sign), comparable)


def _method(row: ProfileRow, kind: str) -> tuple[str | None, bool]:
    """By which method a row was measured, and whether a source calls it comparable with the one before."""
    method = row.edition.method_for(kind)
    return (method.code, method.comparable_with_previous == Method.Comparable.YES) if method else (None, False)


def _mark(sign: Sign | None) -> str:
    return sign.mark if sign else ""
