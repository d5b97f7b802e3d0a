"""Directories of units, and the permanent address of each."""

from datetime import date

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language

from .models import RegionMember, Unit, UnitKind
from .naming import Names


def province_list(request):
    """Every province and city in force, by region; below them those that ended."""
    today = timezone.localdate()
    units = list(Unit.objects.of_kind(UnitKind.PROVINCE).order_by("sort_key", "begins_on"))
    names = Names([unit.pk for unit in units], today)
    english = get_language() == "en"
    region_of = {
        unit_id: (sort_key, name_en if english and name_en else name_vi)
        for unit_id, sort_key, name_vi, name_en in RegionMember.objects.on(today).values_list(
            "unit_id", "region__sort_key", "region__name_vi", "region__name_en"
        )
    }
    groups: dict[tuple[str, str], list] = {}
    for unit in units:
        if unit.in_force_on(today):
            groups.setdefault(region_of.get(unit.pk, ("~", "")), []).append((unit, names.by_unit[unit.pk]))
    ended = [(unit, names.by_unit[unit.pk]) for unit in units if not unit.in_force_on(today)]
    context = {
        "groups": [(name, members) for (_key, name), members in sorted(groups.items())],
        "ended": ended,
        "in_force": sum(map(len, groups.values())),
    }
    return render(request, "provinces/province_list.html", context)


def ministry_list(request):
    """Every ministry and ministry-level agency in force, and those that ended."""
    today = timezone.localdate()
    units = list(Unit.objects.of_kind(UnitKind.MINISTRY).order_by("sort_key", "begins_on"))
    names = Names([unit.pk for unit in units], today)
    context = {
        "in_force": [(unit, names.by_unit[unit.pk]) for unit in units if unit.in_force_on(today)],
        "ended": [(unit, names.by_unit[unit.pk]) for unit in units if not unit.in_force_on(today)],
    }
    return render(request, "provinces/ministry_list.html", context)


def permanent_address(request, permanent_id: str):
    """Redirect a citation to the unit's page, whatever its slug has become."""
    kind, _dash, rest = permanent_id.partition("-")
    code, _dash, begins = rest.partition("-")
    try:
        unit = Unit.objects.get(kind=kind, code=code, begins_on=date.fromisoformat(begins))
    except (ValueError, Unit.DoesNotExist):
        raise Http404 from None
    if unit.kind == UnitKind.COMMUNE:
        raise Http404
    return redirect(unit.page_path)
