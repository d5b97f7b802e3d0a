"""The scores of a whole field on one line, with what each mark stands for: on the table's page and on a unit's."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from provinces.wording import rounded

from ..charts.strip import Strip, strip_of
from .figures import Sign, score_text
from .maps import band_text, under_bands
from .means import mean_of
from .ranking_rows import RankingRow
from .rankings import LeagueTable


@dataclass(frozen=True, slots=True)
class Key:
    """What a mark of the strip stands for; `mark` is its CSS class."""

    mark: str
    text: str
    sign: Sign | None = None


@dataclass(frozen=True, slots=True)
class Spread:
    """A strip, its title, the scores at its two ends, and its legend, which says the same in words."""

    strip: Strip
    title: str
    lowest: str
    highest: str
    keys: tuple[Key, ...]


def spread_of(league: LeagueTable, ours: Collection[str] = ()) -> Spread | None:
    """The scores of an edition's whole field; None where one is missing, or where all are equal.

    `ours`: the slugs of the units that are marked and named.
    """
    rows = league.scored
    bands = {band.band: band.from_score for band in league.bands}
    mean = league.mean.value if league.mean else None
    strip = strip_of([(row.slug, value(row), said(row)) for row in rows], frozenset(ours), bands, mean)
    if strip is None:
        return None
    lowest, highest = min(rows, key=value), max(rows, key=value)
    return Spread(strip, _title(league), lowest.shown, highest.shown, tuple(_keys(league, ours, strip)))


def value(row: RankingRow) -> Decimal:
    """The score of a row that is known to have one."""
    return row.score_value or Decimal(0)


def said(row: RankingRow) -> str:
    """A unit with its score and, where it has one, its rank: Bến Tre: 83,28% (44/63)."""
    place = f" ({row.rank}/{row.rank_of or '?'})" if row.rank else ""
    return f"{row.name}: {row.shown}{place}"


def _title(league: LeagueTable) -> str:
    if league.kind == "province":
        return _("The scores of %(n)s provinces and cities") % {"n": len(league.scored)}
    return _("The scores of %(n)s ministries and ministry-level agencies") % {"n": len(league.scored)}


def _keys(league: LeagueTable, ours: Collection[str], strip: Strip) -> list[Key]:
    """The legend, from the units that were asked for to the mean."""
    computed = Sign("†", _("Computed by the portal from all scores of the strip."))
    lower, median, upper = (
        score_text(rounded(Fraction(score), league.decimals), league.index) for score in strip.quarters
    )
    keys = [Key("ours", said(row)) for row in league.scored if row.slug in ours]
    if league.bands:
        keys += _bands(league)
    else:
        half = _("The middle half: from %(low)s to %(high)s") % {"low": lower, "high": upper}
        keys.append(Key("box", half, computed))
    keys.append(Key("middle", _("Median: %(score)s") % {"score": median}, computed))
    if mean := league.mean:
        shown = score_text(mean.score, league.index)
        if mean.n:
            keys.append(Key("mean", _("Mean of %(n)s scores: %(score)s") % {"n": mean.n, "score": shown}, mean.sign))
        else:
            keys.append(Key("mean", f"{mean_of(league.kind)}: {shown}", mean.sign))
    return keys


def _bands(league: LeagueTable) -> list[Key]:
    """How many units each band has, the highest first; those under the last one if there are any."""
    counted = Counter(row.band for row in league.scored)
    texts = [(band_text(band, league), counted[band.band]) for band in league.bands]
    if counted[""]:
        texts.append((under_bands(league), counted[""]))
    return [Key("band", f"{text}: {count}") for text, count in texts]
