"""The country at a glance."""

from django.shortcuts import render
from django.utils import timezone

from ..cards.home import card_of_home
from ..catalogue import Catalogue, current_catalogue
from ..models import Edition
from ..presenters.progress import progress_of
from ..presenters.rankings import LeagueTable, RankingRow

# The two that the government scores its administration by; the others are shown on their own pages.
HEADLINE = ("par-index", "sipas")
LEADERS = 5


def leading(editions: list[Edition], catalogue: Catalogue) -> list[tuple[LeagueTable, list[RankingRow]]]:
    """The tables of provinces of the latest of these editions, each with those who come first."""
    latest: dict[int, Edition] = {}
    for edition in editions:
        latest.setdefault(edition.index_id, edition)
    return [
        (league, [row for row in league.rows if row.rank is not None and row.rank <= LEADERS])
        for league in (LeagueTable(edition, "province", None, catalogue) for edition in latest.values())
        if league.rows
    ]


def headlines(catalogue: Catalogue) -> list[Edition]:
    """The public editions of the headline indices, the latest year first."""
    return [edition for edition in catalogue.published() if edition.index.code in HEADLINE]


def home(request):
    """The latest editions' leaders, progress to targets, and where to go on."""
    catalogue = current_catalogue()
    editions = headlines(catalogue)
    cards = leading(editions, catalogue)
    context = {
        "cards": cards,
        "card": card_of_home(cards),
        "progress": progress_of(catalogue.promises.standing, timezone.localdate(), catalogue),
        "editions": editions,
    }
    return render(request, "indices/home.html", context)
