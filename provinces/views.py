"""Directories of units, and the permanent address of each."""

from datetime import date

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone

from .models import Unit, UnitKind
from .registry import RegisteredUnit, Registry, current_registry

Named = tuple[RegisteredUnit, str]


def directory(kind: str, day: date, registry: Registry) -> tuple[list[Named], list[Named]]:
    """The units of a kind with their names: those in force on the day, and those that are not any more."""
    named = [(unit, registry.name(unit.pk, unit.ends_on or day)) for unit in registry.of_kind(kind)]
    in_force = [pair for pair in named if pair[0].in_force_on(day)]
    ended = [pair for pair in named if pair[0].ends_on and pair[0].ends_on < day]
    return in_force, ended


def province_list(request):
    """Every province and city in force, by region; below them those that ended."""
    today, registry = timezone.localdate(), current_registry()
    in_force, ended = directory(UnitKind.PROVINCE, today, registry)
    groups: dict[tuple[str, str], list[tuple[RegisteredUnit, str]]] = {}
    for unit, name in in_force:
        region = registry.region(unit.pk, today)
        groups.setdefault((region.sort_key, region.name) if region else ("~", ""), []).append((unit, name))
    context = {
        "groups": [(name, members) for (_key, name), members in sorted(groups.items())],
        "ended": ended,
        "in_force": len(in_force),
    }
    return render(request, "provinces/province_list.html", context)


def ministry_list(request):
    """Every ministry and ministry-level agency in force, and those that ended."""
    in_force, ended = directory(UnitKind.MINISTRY, timezone.localdate(), current_registry())
    return render(request, "provinces/ministry_list.html", {"in_force": in_force, "ended": ended})


def permanent_address(request, permanent_id: str):
    """Redirect a citation to the unit's page, whatever its slug has become; a commune's to the search for its code."""
    kind, _dash, rest = permanent_id.partition("-")
    code, _dash, begins = rest.partition("-")
    try:
        unit = Unit.objects.get(kind=kind, code=code, begins_on=date.fromisoformat(begins))
    except (ValueError, Unit.DoesNotExist):
        raise Http404 from None
    return redirect(unit.page_path)
