"""The country at a glance."""

from django.shortcuts import render
from django.utils import timezone

from ..models import Edition, ReformIndex, Target
from ..presenters.progress import progress_of
from ..presenters.rankings import LeagueTable

LEADERS = 5


def home(request):
    """The latest and the founding editions' leaders, progress to targets, and where to go on."""
    latest: dict[int, Edition] = {}
    for edition in Edition.objects.published().select_related("index", "method_provinces", "method_ministries"):
        known = latest.get(edition.index_id)
        if known is None or edition.year > known.year:
            latest[edition.index_id] = edition
    cards = [
        (league, [row for row in league.rows if row.rank is not None and row.rank <= LEADERS])
        for index in ReformIndex.objects.filter(code__in=HEADLINE).order_by("order", "code")
        if index.pk in latest
        for league in [LeagueTable(latest[index.pk], "province", None)]
    ]
    targets = list(Target.objects.select_related("indicator", "unit", "source").prefetch_related("unit__names"))
    years = (
        Edition.objects.published()
        .filter(index__code__in=HEADLINE)
        .select_related("index")
        .order_by("index__order", "index__code", "-year")
    )
    context = {"cards": cards, "progress": progress_of(targets, timezone.localdate()), "editions": years}
    return render(request, "indices/home.html", context)


# The two that the government scores its administration by; the others are shown on their own pages.
HEADLINE = ("par-index", "sipas")
