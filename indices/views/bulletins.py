"""A unit's year as the sentences that a newspaper would print."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from provinces.models import Source
from provinces.names import slugify

from ..bulletins import bulletin_of
from ..cards.units import card_of_year
from ..catalogue import current_catalogue
from .rankings import KINDS


def bulletin(request, plural: str, slug: str, year: str):
    """The bulletin of a unit and a year assessed. Raises Http404 where nothing of that year is public."""
    catalogue = current_catalogue()
    known = catalogue.registry.known_as(KINDS[plural], slugify(slug))
    if known is None:
        raise Http404
    if known.slug != slug:
        return redirect("indices:bulletin", plural, known.slug, year)
    found = bulletin_of(known, int(year), catalogue, timezone.localdate())
    if found is None:
        raise Http404
    context = {
        "bulletin": found,
        "card": card_of_year(known, catalogue.registry.heading(known.pk, found.day), found.year, found.indices),
        "sources": sorted(Source.objects.filter(code__in=found.sources), key=lambda one: found.sources.index(one.code)),
        "unit": known,
        "plural": plural,
        "section": plural,
        "name": catalogue.registry.name(known.pk, found.day),
        "full_name": catalogue.registry.full_name(known.pk, found.day),
    }
    return render(request, "indices/bulletin.html", context)
