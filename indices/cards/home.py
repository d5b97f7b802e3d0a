"""The card of the whole portal: who comes first in the latest editions."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from ..ahead import public_path
from ..presenters.overview import Headline
from .card import Card, each_once
from .rankings import line_of

EACH = 2


def card_of_home(headlines: Sequence[Headline]) -> Card:
    """The first two of each of the latest tables."""
    named = [(headline.league, row) for headline in headlines for row in headline.leaders[:EACH]]
    return Card(
        kicker=_("Provinces and cities"),
        title=_("The latest published results of administrative reform"),
        path=public_path("indices:home"),
        image=public_path("indices:home_card"),
        lines=tuple(
            line_of(row, league, before=f"{league.index.short_name} {league.edition.year} · ") for league, row in named
        ),
        sources=each_once(row.source for _league, row in named),
    )
