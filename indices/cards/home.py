"""The card of the whole portal: who comes first in the latest editions."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from ..ahead import address
from ..presenters.rankings import LeagueTable, RankingRow
from .card import Card, each_once
from .rankings import line_of

EACH = 2


def card_of_home(leagues: Sequence[tuple[LeagueTable, Sequence[RankingRow]]]) -> Card:
    """The first two of each of the latest tables; `leagues` with their leaders."""
    named = [(league, row) for league, leaders in leagues for row in leaders[:EACH]]
    return Card(
        kicker=_("Provinces and cities"),
        title=_("The latest published results of administrative reform"),
        path=address("indices:home"),
        image=address("indices:home_card"),
        lines=tuple(
            line_of(row, league, before=f"{league.index.short_name} {league.edition.year} · ") for league, row in named
        ),
        sources=each_once(row.source for _league, row in named),
    )
