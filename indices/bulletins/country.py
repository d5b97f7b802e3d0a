"""The country around a result: who comes first and last, and what other sources say of these places."""

from django.utils.translation import gettext as _

from provinces.models import UnitKind

from ..presenters.figures import score_text
from ..presenters.ranking_rows import RankingRow
from ..presenters.rankings import LeagueTable
from .naming import place, with_article
from .sentences import Figure, Said, Sentence, joined, say

LEADERS = 5  # units that are named as the first of a table


def called(row: RankingRow, kind: str) -> str:
    """Another unit inside a sentence: a province without its type, a ministry in full."""
    return with_article(row.name) if kind == UnitKind.MINISTRY else row.name


def country_of(league: LeagueTable, but: str) -> list[Sentence]:
    """First and last; where the last is not known the leaders, as far as all of them are.

    Without the unit `but` (a slug), of which it is told already.
    """
    if ends := _ends(league, but):
        return [say("%(ends)s.", ends=ends).opened]
    first = [row for row in league.rows if row.rank is not None and row.rank <= LEADERS]
    if [row.rank for row in first] == list(range(1, LEADERS + 1)) and all(row.score for row in first):
        return [_leaders(league, first, but), *_rivals(league, first)]
    return []


def ministries_of(provinces: LeagueTable) -> list[Sentence]:
    """First and last of the ministries in the edition of a table of provinces."""
    league = provinces.of_ministries
    ends = _ends(league, but="") if league else None
    if league is None or ends is None or league.size is None:
        return []
    return [
        say(_("Of the %(size)s ministries and ministry-level agencies ranked, %(ends)s."), size=league.size, ends=ends)
    ]


def _named(league: LeagueTable, row: RankingRow) -> Said:
    return {"name": called(row, league.kind), "score": Figure(score_text(row.score, league.index), row.source)}


def _ends(league: LeagueTable, but: str) -> Sentence | None:
    """The first and the last with their scores. None where they are not known, or share their place."""
    size = league.size
    if size is None or size < 2:
        return None
    firsts = [row for row in league.rows if row.rank == 1 and row.score]
    lasts = [row for row in league.rows if row.rank == size and row.score]
    if len(firsts) != 1 or len(lasts) != 1:
        return None
    leads = say(_("%(name)s comes first (%(score)s)"), **_named(league, firsts[0]))
    ends = say(_("%(name)s ranks %(place)s (%(score)s)"), place=place(size, size), **_named(league, lasts[0]))
    if firsts[0].slug == but:
        return ends
    return leads if lasts[0].slug == but else say("%(leads)s; %(ends)s", leads=leads, ends=ends)


def _leaders(league: LeagueTable, first: list[RankingRow], but: str) -> Sentence:
    each = (say("%(name)s (%(score)s)", **_named(league, row)) for row in first[1:])
    others = joined(each, ", ", _(" and "))
    if first[0].slug == but:
        return say(_("Next come %(others)s."), others=others)
    leader = _named(league, first[0])
    return say(_("%(name)s comes first (%(score)s), followed by %(others)s."), others=others, **leader).opened


def _rivals(league: LeagueTable, first: list[RankingRow]) -> list[Sentence]:
    """What other sources say about these places, where they name a unit that is not among those named."""
    named = {row.slug for row in first}
    claims = (claim for claims in league.rivals.values() for claim in claims)
    fitting = [claim for claim in claims if claim.rank in range(1, LEADERS + 1) and claim.slug not in named]
    return [
        say(
            _("For rank %(rank)s, another source names %(unit)s."),
            rank=str(claim.rank),
            unit=Figure(claim.unit_name, claim.source),
        )
        for claim in sorted(fitting, key=lambda claim: claim.rank or 0)
    ]
