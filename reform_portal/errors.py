"""What a reader gets where an address leads nowhere or a page fails: a sentence, a search field, and ways on."""

import sys

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseForbidden,
    HttpResponseServerError,
)
from django.shortcuts import render
from django.template.loader import get_template
from django.utils import timezone

from indices.ahead import address
from indices.api.endpoints import ROOT as API
from indices.api.problems import BAD_REQUEST, FAILED, NOT_FOUND, UNAVAILABLE, told
from indices.catalogue import current_catalogue
from indices.presenters.search import titled
from indices.search import near_units
from provinces.models import PLURALS
from provinces.reading import source
from provinces.search import Typed

from .addresses import among_officials
from .databases.losing import Lost, is_full, is_lost

# Words of addresses that name nothing a reader would look for.
OF_ADDRESSES = frozenset(
    (
        *("en", "provinces", "ministries", "indices", "communes", "targets", "indicators", "sources", "units"),
        *("search", "bulletin", "corrections", "compare", "den"),
        *("csv", "xlsx", "ods", "json", "html", "htm", "php", "aspx", "index"),
    )
)
MOST_NEAR = 5


def words_of(path: str) -> Typed:
    """The words of an address that a reader may have meant.

    >>> words_of("/en/provinces/ben-tree/2020/bulletin/").text
    'ben tree 2020'
    """
    return Typed.read(path.replace("_", " "), settings.SEARCH_CHARACTERS).without(OF_ADDRESSES)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, with the words of the address in the search field and the units that have names like them."""
    if request.path.startswith(API):
        return told(request, NOT_FOUND, "Nothing is at this address.")
    words = words_of("" if among_officials(request.path) else request.path)
    # Programs that try addresses of files (wp-login.php) are not looked after.
    near = near_pages(words) if words.words and request.path.endswith("/") else []
    return render(request, "404.html", {"words": words.text, "near": near}, status=404)


def near_pages(words: Typed) -> list[tuple[str, str]]:
    """The pages of the units that the words may mean, numbers apart: what each is called, and its address."""
    catalogue, names = current_catalogue(), words.of(tuple(word for word in words.words if not word.folded.isdigit()))
    units = [catalogue.registry.units[hit.key] for hit in near_units(names, catalogue, timezone.localdate())]
    return [
        (titled(unit, catalogue.registry), address("indices:unit", PLURALS[unit.kind], unit.slug))
        for unit in units[:MOST_NEAR]
    ]


def _alone(request: HttpRequest, template: str, **said: object) -> str:
    """A page that needs neither database nor translations: both languages, that of the address first."""
    english = request.path.startswith("/en/")
    return get_template(template).render({"english": english, "number": number_of(request), **said})


def number_of(request: HttpRequest) -> str:
    """The id by which the log knows a request; who reports an error can quote it."""
    return getattr(request, "request_id", "")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400."""
    if request.path.startswith(API):
        return told(request, BAD_REQUEST, "The request is malformed.")
    return HttpResponseBadRequest(_alone(request, "400.html"))


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 to a form that does not carry the word of its page: an old page, another site's, or cookies are refused."""
    return HttpResponseForbidden(_alone(request, "403_csrf.html", ask=False))


def failed(request: HttpRequest) -> HttpResponse:
    """500; where the database was lost outside any view, what tells of that on its way out."""
    error = sys.exc_info()[1]
    if is_lost(error, source()):
        return Lost(error)
    if is_full(error):
        return unavailable(request, error)
    if request.path.startswith(API):
        return told(request, FAILED, "An error of the portal; it has been recorded.", request_id=number_of(request))
    return HttpResponseServerError(_alone(request, "500.html"))


def unavailable(request: HttpRequest, error: BaseException | None = None) -> HttpResponse:
    """503: the data cannot be reached, or there is no room for more; when to ask again. Needs no database."""
    if request.path.startswith(API):
        response = told(request, UNAVAILABLE, "The database does not answer at the moment.")
    else:
        sent = request.method not in {"GET", "HEAD"}
        response = HttpResponse(_alone(request, "503.html", sent=sent, full=is_full(error), ask=False), status=503)
    response["Retry-After"] = str(settings.RETRY_AFTER_SECONDS)
    response["Cache-Control"] = "no-store"
    return response
