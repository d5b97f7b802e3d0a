"""The country at a glance."""

from django.shortcuts import render
from django.utils import timezone

from ..catalogue import current_catalogue
from ..models import Edition
from ..presenters.progress import progress_of
from ..presenters.rankings import LeagueTable

# The two that the government scores its administration by; the others are shown on their own pages.
HEADLINE = ("par-index", "sipas")
LEADERS = 5


def home(request):
    """The latest editions' leaders, progress to targets, and where to go on."""
    catalogue = current_catalogue()
    editions = [edition for edition in catalogue.published() if edition.index.code in HEADLINE]
    latest: dict[int, Edition] = {}
    for edition in editions:
        latest.setdefault(edition.index_id, edition)
    cards = [
        (league, [row for row in league.rows if row.rank is not None and row.rank <= LEADERS])
        for league in (LeagueTable(edition, "province", None, catalogue) for edition in latest.values())
        if league.rows
    ]
    context = {
        "cards": cards,
        "progress": progress_of(catalogue.promises.standing, timezone.localdate(), catalogue),
        "editions": editions,
    }
    return render(request, "indices/home.html", context)
