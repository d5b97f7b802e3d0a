"""What maps show: how far provinces are on their way to a goal, and their scores in an edition."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from provinces.maps import Map, Place, map_of
from provinces.wording import plain

from ..models import Band
from .figures import score_text
from .missing import missing_texts
from .progress import ProgressRow, TargetProgress
from .ranking_rows import RankingRow
from .rankings import LeagueTable

STEPS = ((Fraction(100), "l5"), (Fraction(75), "l4"), (Fraction(50), "l3"), (Fraction(25), "l2"), (Fraction(0), "l1"))


def level_of(row: ProgressRow) -> str:
    """The step of a unit's latest share; a bound is no value and has a step of its own."""
    share = row.latest.report.share if row.latest else None
    if row.latest and not row.latest.exact:
        return "look"
    return "missing" if share is None else next(level for least, level in STEPS if share >= least)


def progress_map(progress: TargetProgress, address) -> Map | None:
    """The provinces by how far they are; `address(row)` is a unit's page. None where one province alone is meant."""
    if progress.for_one or progress.indicator is None or progress.indicator.reported_by != "province":
        return None
    legend = {
        "l5": _("100%"),
        "l4": _("from 75% to under 100%"),
        "l3": _("from 50% to under 75%"),
        "l2": _("from 25% to under 50%"),
        "l1": _("under 25%"),
        "look": _("Only a bound was reported"),
        "missing": _("Nothing reported"),
    }
    places = {
        row.unit.code: Place(
            level_of(row),
            f"{row.name}: {row.latest.shown if row.latest else legend['missing']}",
            address(row),
        )
        for row in progress.rows
    }
    return map_of(progress.day, places, legend)


# Bands from the highest on; what lies under the last one is looked at.
BAND_LEVELS = ("l5", "l4", "l3", "l2")
EVEN_LEVELS = ("l1", "l2", "l3", "l4", "l5")


def league_map(league: LeagueTable, address: Callable[[str], str], ours: Collection[str] = ()) -> Map | None:
    """The provinces of an edition by band, or by five even steps where the index has no bands. None for ministries, and
    where no score is here. `address(slug)` is a unit's page; `ours`: the slugs of those that the reader looks for."""
    scored = [row for row in league.rows if row.score_value is not None]
    if league.kind != "province" or not scored:
        return None
    steps = _bands(league) if league.bands else _even(league, scored)
    missing = missing_texts()
    places = {
        row.code: Place(
            steps.level_of(row),
            f"{row.name}: {row.shown or missing[row.missing or 'not_here']}",
            address(row.slug),
            row.slug in ours,
        )
        for row in league.rows
    }
    for absent in league.absent:
        unit = absent.unit
        text = f"{absent.name}: {missing[absent.missing]}"
        places[unit.code] = Place("missing", text, address(unit.slug), unit.slug in ours)
    legend = steps.legend | {"missing": _("The portal does not have the score")}
    return map_of(league.day, places, legend)


@dataclass(frozen=True, slots=True)
class Steps:
    """Levels with the scores from which they begin, the highest first, and what the legend says of them."""

    least: tuple[tuple[Decimal, str], ...]
    legend: dict[str, str]
    below: str = "look"

    def level_of(self, row: RankingRow) -> str:
        score = row.score_value
        if score is None:
            return "missing"
        return next((level for least, level in self.least if score >= least), self.below)


def _bands(league: LeagueTable) -> Steps:
    pairs = list(zip(league.bands, BAND_LEVELS, strict=False))
    legend = {level: band_text(band, league) for band, level in pairs}
    legend["look"] = under_bands(league)
    return Steps(tuple((band.from_score, level) for band, level in pairs), legend)


def band_text(band: Band, league: LeagueTable) -> str:
    """A band with its threshold: Nhóm B (từ 80% đến dưới 90%)."""
    least = score_text(plain(band.from_score), league.index)
    if band.below is None:
        return _("Band %(band)s (from %(least)s)") % {"band": band.band, "least": least}
    said = {"band": band.band, "least": least, "below": score_text(plain(band.below), league.index)}
    return _("Band %(band)s (from %(least)s to under %(below)s)") % said


def under_bands(league: LeagueTable) -> str:
    """What lies under the lowest band: dưới 70%."""
    return _("under %(score)s") % {"score": score_text(plain(league.bands[-1].from_score), league.index)}


def _even(league: LeagueTable, scored: list[RankingRow]) -> Steps:
    values = [row.score_value for row in scored if row.score_value is not None]
    low, high = min(values), max(values)
    width = (high - low) / 5
    least = [(low + width * number).quantize(Decimal("0.01")) for number in range(5)]
    legend = {
        level: _("from %(score)s") % {"score": score_text(plain(value), league.index)}
        for value, level in reversed(list(zip(least, EVEN_LEVELS, strict=True)))
    }
    return Steps(tuple(reversed(list(zip(least, EVEN_LEVELS, strict=True)))), legend, below="l1")
