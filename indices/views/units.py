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

from ..catalogue import current_catalogue
from ..models import Edition
from ..presenters.histories import History, side_by_side
from ..presenters.profiles import IndexProfile, Profile
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


def bulletin_years(
    unit: RegisteredUnit, history: History, indices: list[IndexProfile], editions: list[Edition]
) -> list[int]:
    """The years that have something to tell of a unit; of a new one without a result those of its predecessors."""
    years = {row.year for profile in indices for row in profile.rows}
    if not years and history.origins:
        years = {e.year for e in editions if unit.kind in e.index.kinds and unit.in_force_on(e.units_as_of)}
    return sorted(years, reverse=True)


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
    context = {
        "unit": known,
        "plural": plural,
        "section": plural,
        "name": registry.name(known.pk, last_day),
        "full_name": registry.full_name(known.pk, known.ends_on or date.max),
        "official_names": registry.official_names(known.pk),
        "indices": indices,
        "bulletins": bulletin_years(known, history, indices, editions),
        "as_of": moment.day,
        "reports": indicators_of(known.pk),
        "period": period_of(known),
        "progress": progress_of(targets().filter(unit=known.pk, superseded_by=None), today, catalogue),
        "history": history,
        "before": side_by_side(history.origins, catalogue),
        "region": registry.region(known.pk, last_day),
    }
    return render(request, "indices/unit.html", context)
