"""A province's and a ministry's page: all its results, its digitization, its history."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.models import BEGINNING, RegionMember, Unit
from provinces.names import slugify
from provinces.naming import Names
from provinces.wording import day

from ..models import Target
from ..presenters.profiles import History, Profile, reports_of, side_by_side
from ..presenters.progress import progress_of
from .rankings import KINDS


def period_of(unit: Unit) -> str:
    """What tells a unit apart from another of the same name: the day it ended, or began."""
    if unit.ends_on:
        return " " + _("(until %(day)s)") % {"day": day(unit.ends_on)}
    if unit.begins_on != BEGINNING:
        return " " + _("(from %(day)s)") % {"day": day(unit.begins_on)}
    return ""


def unit(request, plural: str, slug: str):
    """One unit. A former name or slug, or one with tone marks, redirects to the page in force."""
    known = Unit.objects.of_kind(KINDS[plural]).known_as(slugify(slug)).prefetch_related("names").first()
    if known is None:
        raise Http404
    if known.slug != slug:
        exact = Unit.objects.filter(kind=known.kind, slug=slug).exists()
        if not exact:
            return redirect(known.page_path)
        known = Unit.objects.prefetch_related("names").get(kind=known.kind, slug=slug)
    today = timezone.localdate()
    profile = Profile(known)
    targets = Target.objects.filter(unit=known).select_related("indicator", "unit", "source")
    history = History(known)
    last_day = known.ends_on or today
    reports = reports_of(known)
    context = {
        "unit": known,
        "plural": plural,
        "section": plural,
        "name": Names([known.pk], last_day).by_unit[known.pk],
        "full_name": known.titled,
        "official_names": [name for name in known.names.all() if name.role == "official"],
        "indices": profile.indices,
        "reports": reports,
        "largest": max((report.numerator for report in reports if report.numerator), default=1),
        "period": period_of(known),
        "progress": progress_of(list(targets), today),
        "history": history,
        "before": side_by_side(history.origins),
        "region": RegionMember.objects.on(last_day).filter(unit=known).select_related("region").first(),
    }
    return render(request, "indices/unit.html", context)
