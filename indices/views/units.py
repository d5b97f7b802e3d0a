"""A province's and a ministry's page: all its results, its digitization, its history."""

from datetime import date

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.models import BEGINNING
from provinces.names import slugify
from provinces.registry import RegisteredUnit
from provinces.wording import day

from ..cards.units import card_of_unit
from ..catalogue import current_catalogue
from ..described import unit_described
from ..presenters.histories import History, side_by_side
from ..presenters.profiles import Profile
from ..presenters.progress import progress_of
from ..presenters.reports import indicators_of
from .as_of import AsOf
from .rankings import KINDS
from .targets import targets


def period_of(unit: RegisteredUnit) -> str:
    """What tells a unit apart from another of the same name: the day it ended, or began."""
    if unit.ends_on:
        return " " + _("(until %(day)s)") % {"day": day(unit.ends_on)}
    if unit.begins_on != BEGINNING:
        return " " + _("(from %(day)s)") % {"day": day(unit.begins_on)}
    return ""


def unit(request, plural: str, slug: str):
    """One unit. A former name or slug, or one with tone marks, redirects to the page in force."""
    catalogue = current_catalogue()
    registry = catalogue.registry
    known = registry.known_as(KINDS[plural], slugify(slug))
    if known is None:
        raise Http404
    if known.slug != slug:
        return redirect("indices:unit", plural, known.slug)
    moment = AsOf.asked(request)
    editions = catalogue.published(moment.at)
    if moment.day and editions and (last := moment.last_change(*editions)) != moment.day:
        return redirect(moment.address(request, last))
    today = timezone.localdate()
    last_day = known.ends_on or today
    history = History(known, registry)
    indices = Profile(known, catalogue, moment.at).indices
    card = card_of_unit(known, registry.full_name(known.pk, last_day) + period_of(known), indices, moment.day)
    context = {
        "unit": known,
        "plural": plural,
        "section": plural,
        "name": registry.name(known.pk, last_day),
        "full_name": registry.full_name(known.pk, known.ends_on or date.max),
        "official_names": registry.official_names(known.pk),
        "indices": indices,
        "card": card,
        "described": unit_described(known, card, registry),
        "bulletins": sorted({row.year for profile in indices for row in profile.rows}, reverse=True),
        "as_of": moment.day,
        "reports": indicators_of(known.pk),
        "period": period_of(known),
        "progress": progress_of(targets().filter(unit=known.pk, superseded_by=None), today, catalogue),
        "history": history,
        "before": side_by_side(history.origins, catalogue),
        "region": registry.region(known.pk, last_day),
    }
    return render(request, "indices/unit.html", context)
