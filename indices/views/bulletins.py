"""A unit's year as the sentences that a newspaper would print."""

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from provinces.models import KINDS
from provinces.names import slugify

from ..bulletins import bulletin_of
from ..cards.units import card_of_year
from ..catalogue import current_catalogue
from .as_of import AsOf


def bulletin(request, plural: str, slug: str, year: str):
    """The bulletin of a unit and a year assessed, `?as_of=` as it stood at the end of another day.

    Raises Http404 where nothing of that year is public.
    """
    catalogue = current_catalogue()
    known = catalogue.registry.known_as(KINDS[plural], slugify(slug))
    if known is None:
        raise Http404
    if known.slug != slug:
        return redirect("indices:bulletin", plural, known.slug, year)
    asked, today = AsOf.asked(request), timezone.localdate()
    found = bulletin_of(known, int(year), catalogue, min(asked.day or today, today), asked.at)
    shown = found or bulletin_of(known, int(year), catalogue, today)
    if shown is None:
        raise Http404
    if found and asked.day and (last := timezone.localdate(found.changed_at)) != asked.day:
        return redirect(asked.address(request, last))
    context = {
        "bulletin": shown,
        "card": card_of_year(known, catalogue.registry.full_name(known.pk, shown.day), shown.year, shown.indices),
        "unit": known,
        "plural": plural,
        "section": plural,
        "as_of": asked.day,
        "name": catalogue.registry.name(known.pk, shown.day),
        "full_name": catalogue.registry.full_name(known.pk, shown.day),
    }
    if found is None:
        return render(request, "indices/no_bulletin.html", context, status=404)
    # Printed and copied, it leads to the public page, also from a version that is shown ahead.
    address = settings.SITE_URL + reverse("indices:bulletin", args=(plural, known.slug, year))
    ending = found.ending(asked.at_address(address))
    return render(request, "indices/bulletin.html", context | {"ending": ending})
