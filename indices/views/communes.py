"""Does my commune offer it? One page: a search, what is known of each commune found, and what the service is."""

from datetime import date

from django.conf import settings
from django.shortcuts import render
from django.utils import timezone

from provinces.communes import Asked, search
from provinces.communes.found import Found
from provinces.models import CommuneList
from provinces.registry import Registry

from ..catalogue import current_catalogue
from ..files import communes as files
from ..models import Indicator
from ..presenters.communes import CommuneRow, districts_of, province_pages, rows_of, services
from ..presenters.guidance import guidance_of


def looked_for(request, registry: Registry, today: date) -> tuple[Asked, Found, list[Indicator], list[CommuneRow]]:
    """What was asked, what was found, the services, and each commune with them: those of today first."""
    asked = Asked.read(request.GET.get("q", ""))
    found = search(asked, registry, today)
    indicators = services()
    return asked, found, indicators, rows_of(found.communes, indicators, registry, today)


def communes(request):
    """The communes that the reader asks for, those of today first; without a question, how to ask."""
    registry, today = current_catalogue().registry, timezone.localdate()
    asked, found, indicators, rows = looked_for(request, registry, today)
    context = {
        "asked": asked,
        "found": found,
        "groups": [
            ("today", [row for row in rows if not row.ended]),
            ("ended", [row for row in rows if row.ended]),
        ],
        "districts": districts_of(found.districts, registry),
        "provinces": province_pages(found.provinces, registry, today),
        "indicators": indicators,
        "guidance": guidance_of({indicator.pk for indicator in indicators}),
        "lists": CommuneList.objects.select_related("source"),
        "longest": settings.COMMUNE_QUERY_CHARACTERS,
        "section": "communes",
    }
    return render(request, "indices/communes.html", context)


def communes_file(request, ending: str):
    """The communes that were found as a file, in the order of the page."""
    registry, today = current_catalogue().registry, timezone.localdate()
    asked, found, _indicators, rows = looked_for(request, registry, today)
    in_order = sorted(rows, key=lambda row: row.ended)
    made = files.communes_file(asked.text, in_order, found.more, today)
    return made.answer(request, ending)
