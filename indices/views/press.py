"""The press pack of an edition."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from provinces.models import KINDS

from ..catalogue import current_catalogue
from ..files.press_pack import PressPack
from ..presenters.rankings import LeagueTable
from .as_of import AsOf


def press_pack(request: HttpRequest, code: str, year: str):
    """Texts, cards, tables and sources of an edition as one zip; `?as_of=` as on another day. Raises Http404."""
    moment, catalogue = AsOf.asked(request), current_catalogue()
    editions = catalogue.published_of(code, moment.at)
    edition, before = editions.get(int(year)), editions.get(int(year) - 1)
    if edition is None:
        raise Http404
    if moment.day and (known := moment.last_change(edition, before)) != moment.day:
        return redirect(moment.address(request, known))
    leagues = {
        plural: LeagueTable(edition, kind, before, catalogue)
        for plural, kind in KINDS.items()
        if kind in edition.index.kinds
    }
    pack = PressPack(edition, leagues, catalogue, moment.at, moment.day)
    response = HttpResponse(pack.written(), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{pack.name}.zip"'
    return response
