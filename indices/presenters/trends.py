"""A unit's scores and ranks over the years as charts, with the national mean and the region behind them."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from ..catalogue import Catalogue
from ..charts.lines import LineChart, Series, Value, ranks_chart, scores_chart
from .means import Mean, Means
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
    scored = tuple(_score(row, kind) for row in rows if row.score)
    ranked = tuple(_rank(row, kind, catalogue) for row in rows if row.rank is not None)
    scores = None
    if len(scored) > 1:
        country = [_mean(row, kind, mean) for row in rows if (mean := means.of(row.edition))]
        region = [_mean(row, kind, mean) for row in rows if (mean := means.of_region(row.edition))]
        scores = scores_chart(
            [
                Series(name, scored),
                Series(_("National mean"), tuple(country), quiet=True),
                Series(_("Regional mean"), tuple(region), quiet=True),
            ]
        )
    size = max((row.rank_of or row.rank or 0 for row in rows if row.rank is not None), default=0)
    return Trend(scores, ranks_chart([Series(name, ranked)], size) if len(ranked) > 1 else None)


def _method(row: ProfileRow, kind: str) -> str | None:
    method = row.edition.method_for(kind)
    return method.code if method else None


def _score(row: ProfileRow, kind: str) -> Value:
    method = _method(row, kind)
    return Value(row.year, Decimal(row.score), row.score, method, method, row.score_sign.mark if row.score_sign else "")


def _rank(row: ProfileRow, kind: str, catalogue: Catalogue) -> Value:
    mark = row.rank_sign.mark if row.rank_sign else ""
    field = catalogue.field(row.edition, kind)
    return Value(row.year, Decimal(row.rank or 0), str(row.rank), field, _method(row, kind), mark)


def _mean(row: ProfileRow, kind: str, mean: Mean) -> Value:
    method = _method(row, kind)
    return Value(row.year, mean.value, mean.score, method, method, mean.sign.mark if mean.sign else "")
