"""The method of an edition: a page and its files, from the same sheets.

Methods are seen as they stand now, on every day that is asked for (docs/decisions.md, 36): no `?as_of=` here.
"""

from django.http import Http404
from django.shortcuts import render

from ..catalogue import current_catalogue
from ..files.methods import method_file as file_of
from ..presenters.methods import MethodSheet, sheets_of
from .as_of import AsOf
from .rankings import no_table


def sheets_for(code: str, year: int) -> tuple[list[MethodSheet], list[int]]:
    """The method of a public edition by kind of unit, and the public years of its index. Raises Http404."""
    catalogue = current_catalogue()
    editions = catalogue.published_of(code)
    if year not in editions:
        raise Http404
    return sheets_of(editions[year], editions.get(year - 1), catalogue), list(editions)


def method(request, code: str, year: str):
    """Method, criteria, weights, bands of an edition; what changed and what therefore is not compared."""
    try:
        sheets, years = sheets_for(code, int(year))
    except Http404:
        return no_table(request, code, int(year), AsOf(None))
    edition = sheets[0].edition
    context = {
        "edition": edition,
        "index": edition.index,
        "year": edition.year,
        "sheets": sheets,
        "years": years,
        "section": "indices",
    }
    return render(request, "indices/method.html", context)


def method_file(request, code: str, year: str, ending: str):
    """The criteria with their weights as a file."""
    sheets, _years = sheets_for(code, int(year))
    return file_of(sheets).answer(request, ending)
