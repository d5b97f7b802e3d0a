"""The cards of pages: pictures that stand beside their links."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from provinces.models import KINDS
from provinces.registry import RegisteredUnit

from ..cards.card import Card
from ..cards.home import card_of_home
from ..cards.indicators import card_of_indicator
from ..cards.indices import card_of_index
from ..cards.picture import names_of, picture_of
from ..cards.rankings import card_of_league
from ..cards.targets import card_of_target
from ..cards.units import card_of_unit, card_of_year
from ..catalogue import current_catalogue
from ..presenters.means import national_means
from ..presenters.overview import headlines
from ..presenters.profiles import Profile
from .as_of import AsOf
from .indicators import indicator_of
from .indices import index_of
from .rankings import league_of
from .targets import progress_to
from .units import title_of


def _png(card: Card) -> HttpResponse:
    return HttpResponse(picture_of(card, names_of(card.sources)), content_type="image/png")


def _of_now(card: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A card that knows no days: asked for one, it leads to itself, so that none is drawn and kept for each."""

    @wraps(card)
    def view(request: HttpRequest, **kwargs: str) -> HttpResponse:
        return redirect(request.path) if "as_of" in request.GET else card(request, **kwargs)

    return view


@_of_now
def home_card(request: HttpRequest):
    """Who comes first in the latest editions."""
    return _png(card_of_home(headlines(current_catalogue())))


@_of_now
def index_card(request: HttpRequest, code: str):
    """The national means of an index. Raises Http404."""
    catalogue = current_catalogue()
    index = index_of(code, catalogue)
    years = national_means(catalogue.published_of(code).values(), catalogue)
    return _png(card_of_index(index, years[::-1]))


def league_card(request: HttpRequest, code: str, year: str, plural: str):
    """The first of a league table, as its page shows them. Raises Http404."""
    moment = AsOf.asked(request)
    league, _years = league_of(code, int(year), plural, moment)
    if moment.day and (known := moment.last_change(league.edition, league.before)) != moment.day:
        return redirect(moment.address(request, known))
    return _png(card_of_league(league, plural, moment.day))


def unit_at(plural: str, slug: str) -> RegisteredUnit:
    """The unit of exactly this address: a picture is never asked for by another spelling. Raises Http404."""
    known = current_catalogue().registry.known_as(KINDS[plural], slug)
    if known is None or known.slug != slug:
        raise Http404
    return known


def unit_card(request: HttpRequest, plural: str, slug: str):
    """A unit's latest results. Raises Http404, also for a day on which nothing was public."""
    catalogue, moment = current_catalogue(), AsOf.asked(request)
    unit = unit_at(plural, slug)
    editions = catalogue.published(moment.at)
    if moment.day and not editions:
        raise Http404
    if moment.day and (known := moment.last_change(*editions)) != moment.day:
        return redirect(moment.address(request, known))
    title = title_of(unit, catalogue.registry)
    return _png(card_of_unit(unit, title, Profile(unit, catalogue, moment.at).indices, moment.day))


def bulletin_card(request: HttpRequest, plural: str, slug: str, year: str):
    """A unit's results of one year. Raises Http404 where nothing of that year is, or was on the day, public."""
    catalogue, moment = current_catalogue(), AsOf.asked(request)
    unit = unit_at(plural, slug)
    about = [edition for edition in catalogue.published(moment.at) if unit.kind in edition.index.kinds]
    editions = [edition for edition in about if edition.year == int(year) and unit.in_force_on(edition.units_as_of)]
    if not editions:
        raise Http404
    before = [edition for edition in about if edition.year == int(year) - 1]
    if moment.day and (known := moment.last_change(*editions, *before)) != moment.day:
        return redirect(moment.address(request, known))
    title = catalogue.registry.full_name(unit.pk, editions[0].units_as_of)
    return _png(card_of_year(unit, title, int(year), Profile(unit, catalogue, moment.at).indices, moment.day))


@_of_now
def indicator_card(request: HttpRequest, code: str):
    """Who has reported about an indicator. Raises Http404."""
    return _png(card_of_indicator(indicator_of(code)))


@_of_now
def target_card(request: HttpRequest, code: str):
    """How far a target is. Raises Http404."""
    return _png(card_of_target(progress_to(code)))
