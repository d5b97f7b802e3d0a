"""Units side by side: a page and its files, from the same rows. The address is the state."""

from typing import Any

from django.conf import settings
from django.shortcuts import redirect, render

from ..catalogue import Catalogue, current_catalogue
from ..comparisons import Asked, Comparison
from ..comparisons.asked import Chosen
from ..comparisons.cautions import of_part, of_units
from ..comparisons.naming import called, choices
from ..comparisons.starts import starts, starts_with
from ..files import comparisons as files
from .as_of import AsOf


def compare(request):
    """Up to six units of one kind, by one index or all, in some years or all; with nobody chosen, whom to begin with.

    An address that is written otherwise redirects to the one of its state.
    """
    moment, catalogue = AsOf.asked(request), current_catalogue()
    asked = Asked.read(request.GET, catalogue.registry)
    if not asked.says(request.GET):
        return redirect(asked.address)
    editions = catalogue.published(moment.at)
    if moment.day and editions and (last := moment.last_change(*editions)) != moment.day:
        return redirect(moment.address(request, last))
    chosen = Chosen.of(asked, catalogue.registry, settings.COMPARE_UNITS)
    context = {
        "asked": asked,
        "chosen": chosen,
        "as_of": moment.day,
        "most": settings.COMPARE_UNITS,
        "choices": choices(chosen.units, catalogue.registry),
        "called": lambda unit: called(unit, catalogue.registry),
        "section": "compare",
        **_shown(chosen, asked, catalogue, moment),
    }
    return render(request, "indices/compare.html", context)


def _shown(chosen: Chosen, asked: Asked, catalogue: Catalogue, moment: AsOf) -> dict[str, Any]:
    """The rows of the chosen units with what is not fair about them; where to begin, or with whom to go on."""
    if not chosen.units:
        return {"comparison": None, "starts": starts(catalogue, settings.COMPARE_UNITS, moment.at)}
    comparison = Comparison(chosen.units, asked, catalogue, moment.at)
    return {
        "comparison": comparison,
        "cautions": of_units(comparison),
        "sections": [(part, of_part(part, comparison)) for part in comparison.parts],
        "starts": starts_with(chosen.units[0], catalogue, moment.at) if len(chosen.units) == 1 else [],
    }


def compare_file(request, ending: str):
    """The same rows as a file."""
    moment, catalogue = AsOf.asked(request), current_catalogue()
    asked = Asked.read(request.GET, catalogue.registry)
    chosen = Chosen.of(asked, catalogue.registry, settings.COMPARE_UNITS)
    editions = catalogue.published(moment.at)
    if moment.day and editions and (last := moment.last_change(*editions)) != moment.day:
        return redirect(moment.address(request, last))
    comparison = Comparison(chosen.units, asked, catalogue, moment.at) if chosen.units else None
    return files.comparison_file(comparison, asked, moment.day).answer(request, ending)
