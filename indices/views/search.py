"""The search field: its page, and what is suggested while somebody types."""

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from provinces.search import Fit, Typed

from ..ahead import address
from ..catalogue import current_catalogue
from ..presenters.search import Answer, suggested
from ..search import Found, found_names, found_provinces
from ..search import search as search_for

PROVINCES = "provinces"  # of `?in=`: the form that finds a province asks for no more


def search(request: HttpRequest):
    """Everything that fits what was typed; with `?in=provinces` only provinces, and at once the one that is meant."""
    typed = Typed.read(request.GET.get("q", ""), settings.SEARCH_CHARACTERS)
    catalogue, today = current_catalogue(), timezone.localdate()
    only_provinces = request.GET.get("in") == PROVINCES
    found = (found_provinces if only_provinces else search_for)(typed, catalogue, today)
    answer = Answer(found, catalogue, today, settings.SEARCH_SHOWN)
    if only_provinces and meant_beyond_doubt(found) and not answer.provinces[0].ended:
        return redirect(address("indices:unit", PROVINCES, answer.provinces[0].unit.slug))
    context = {
        "answer": answer,
        "found": found,
        "typed": typed,
        "only_provinces": only_provinces,
        "longest": settings.SEARCH_CHARACTERS,
    }
    return render(request, "indices/search.html", context)


def meant_beyond_doubt(found: Found) -> bool:
    """Whether one unit and no other has just these words as a name."""
    return [hit.fit for hit in found.units] == [Fit.WHOLE] and not found.unread


def suggest(request: HttpRequest) -> JsonResponse:
    """The names that fit so far, for the script of the search field."""
    typed = Typed.read(request.GET.get("q", ""), settings.SEARCH_CHARACTERS)
    catalogue = current_catalogue()
    names_of = found_provinces if request.GET.get("in") == PROVINCES else found_names
    found = names_of(typed, catalogue, timezone.localdate())
    return JsonResponse({"rows": suggested(found, catalogue, settings.SUGGESTIONS_SHOWN)})
