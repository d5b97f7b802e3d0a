"""The country at a glance."""

from django.shortcuts import render
from django.utils import timezone

from ..cards.home import card_of_home
from ..catalogue import current_catalogue
from ..presenters.overview import awaited, headlines, of_headline_indices, recent_days
from ..presenters.progress import progress_of


def home(request):
    """The latest editions' leaders and movers, progress to targets, what is new, and where to go on."""
    catalogue = current_catalogue()
    latest = headlines(catalogue)
    context = {
        "headlines": latest,
        "card": card_of_home(latest),
        "progress": progress_of(catalogue.promises.standing, timezone.localdate(), catalogue),
        "recent": recent_days(catalogue),
        "awaited": awaited(catalogue),
        "editions": of_headline_indices(catalogue),
    }
    return render(request, "indices/home.html", context)
