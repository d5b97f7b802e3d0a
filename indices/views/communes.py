"""Does my commune offer it? One page: a search, what is known of each commune found, and what the service is."""

from django.conf import settings
from django.shortcuts import render
from django.utils import timezone

from provinces.communes import Asked, search
from provinces.models import CommuneList

from ..catalogue import current_catalogue
from ..presenters.communes import districts_of, province_pages, rows_of, services
from ..presenters.guidance import guidance_of


def communes(request):
    """The communes that the reader asks for, those of today first; without a question, how to ask."""
    registry, today = current_catalogue().registry, timezone.localdate()
    asked = Asked.read(request.GET.get("q", ""))
    found = search(asked, registry, today)
    indicators = services()
    rows = rows_of(found.communes, indicators, registry, today)
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
