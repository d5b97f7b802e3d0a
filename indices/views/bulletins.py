"""A unit's year as the sentences that a newspaper would print."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from provinces.models import KINDS
from provinces.names import slugify

from ..ahead import public_address
from ..bulletins import bulletin_of
from ..cards.units import card_of_year
from ..catalogue import current_catalogue
from ..files.bulletins import bulletin_file as file_of
from .as_of import AsOf
from .moved import moved


def bulletin(request, plural: str, slug: str, year: str):
    """The bulletin of a unit and a year assessed, `?as_of=` as it stood at the end of another day.

    Raises Http404 where nothing of that year is public.
    """
    catalogue = current_catalogue()
    known = catalogue.registry.known_as(KINDS[plural], slugify(slug))
    if known is None:
        raise Http404
    if known.slug != slug:
        return moved(request, "indices:bulletin", plural, known.slug, year)
    asked = AsOf.asked(request)
    found = bulletin_of(known, int(year), catalogue, asked.until, asked.at)
    shown = found or bulletin_of(known, int(year), catalogue, timezone.localdate())
    if shown is None:
        raise Http404
    if found and asked.day and (last := timezone.localdate(found.changed_at)) != asked.day:
        return redirect(asked.address(request, last))
    full_name = catalogue.registry.full_name(known.pk, shown.day)
    context = {
        "bulletin": shown,
        "card": card_of_year(known, full_name, shown.year, shown.indices, asked.day if found else None),
        "unit": known,
        "plural": plural,
        "section": plural,
        "as_of": asked.day,
        "name": catalogue.registry.name(known.pk, shown.day),
        "full_name": full_name,
    }
    if found is None:
        return render(request, "indices/no_bulletin.html", context, status=404)
    # Printed and copied, it leads to the public page, also from a version that is shown ahead.
    address = asked.at_address(public_address("indices:bulletin", plural, known.slug, year))
    ending = found.ending(address)
    return render(request, "indices/bulletin.html", context | {"ending": ending})


def bulletin_file(request, plural: str, slug: str, year: str, ending: str):
    """The same sentences as a file. Raises Http404 where nothing of that year was public on the day asked for."""
    catalogue = current_catalogue()
    known = catalogue.registry.known_as(KINDS[plural], slugify(slug))
    if known is None:
        raise Http404
    if known.slug != slug:
        return moved(request, "indices:bulletin_file", plural, known.slug, year, ending)
    asked = AsOf.asked(request)
    found = bulletin_of(known, int(year), catalogue, asked.until, asked.at)
    if found is None:
        raise Http404
    if asked.day and (last := timezone.localdate(found.changed_at)) != asked.day:
        return redirect(asked.address(request, last))
    name, full_name = catalogue.registry.name(known.pk, found.day), catalogue.registry.full_name(known.pk, found.day)
    return file_of(found, name, full_name, asked.day).answer(request, ending)
