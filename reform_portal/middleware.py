"""What every request passes through."""

import logging
from collections.abc import Callable
from functools import cache, lru_cache
from time import perf_counter

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, reverse
from django.utils import translation

from indices.api.endpoints import ROOT as API
from provinces.language import speaking

from .addresses import client_address
from .caching.keys import OFFICIALS
from .counters import ended
from .health import live, ready
from .logs import REQUEST_ID, id_for
from .metrics import metrics

ACCESS = logging.getLogger("reform_portal.access")
# Where an address leads nowhere, and where a file of the site itself lies.
NOWHERE, STATIC = "nowhere", "static"
PATH_CHARACTERS = 200


class Probes:
    """Answers load balancers and Prometheus before anything else.

    They ask by IP address and over plain http, and must learn what is wrong when host names, sessions or the cache are.
    Nothing is counted and no line is written: they ask every few seconds.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        probes()  # the site's map is read when a process starts, and one that cannot be read ends it

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return probes().get(request.path_info, self.get_response)(request)


@cache
def probes() -> dict[str, Callable[[HttpRequest], HttpResponse]]:
    """What machines ask, by its address."""
    return {reverse("health_live"): live, reverse("health_ready"): ready, reverse("metrics"): metrics}


class Recorded:
    """Gives every request its id, counts its answer and writes its line into the log.

    Of readers no address is kept. Of officials there are account and address: who enters figures answers for them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = perf_counter()
        # The id stays until the next request: Django tells of answers after they have left its middleware.
        number = id_for(request)
        request.request_id = number  # type: ignore[attr-defined]
        REQUEST_ID.set(number)
        response = self.get_response(request)
        response.headers["X-Request-Id"] = number
        if not hasattr(request, "baked") and request.path_info not in probes():
            seconds = perf_counter() - began
            route = route_of(request, response)
            ended(route, request.method, response.status_code, seconds)
            if ACCESS.isEnabledFor(logging.INFO):
                _write(request, response, route, seconds)
        return response


def route_of(request: HttpRequest, response: HttpResponse) -> str:
    """The name of an address in the site's map: there are few of them, and of paths there is no end."""
    if request.resolver_match is not None:
        return request.resolver_match.view_name
    if request.path_info.startswith(settings.STATIC_URL):
        return STATIC
    # Kept pages and refusals are answered before anybody looks at the map.
    return NOWHERE if response.status_code == 404 else route_at(request.path_info)


@lru_cache(maxsize=5_000)
def route_at(path: str) -> str:
    """The name of the address at a path.

    >>> route_at("/en/provinces/ben-tre/"), route_at("/health/live"), route_at("/wp-login.php")
    ('indices:unit', 'health_live', 'nowhere')
    """
    with speaking(PathLanguageMiddleware.language_of(path)):
        try:
            return resolve(path).view_name
        except Resolver404:
            return NOWHERE


def _write(request: HttpRequest, response: HttpResponse, route: str, seconds: float) -> None:
    path = request.path[:PATH_CHARACTERS]
    said: dict[str, object] = {
        "method": request.method,
        "path": path,
        "route": route,
        "status": response.status_code,
        "ms": round(seconds * 1000, 2),
    }
    known = vars(request)
    if "answer" in known:
        said["answer"] = known["answer"]
    if path.startswith(OFFICIALS):
        said["client"] = client_address(request)
        if "_cached_user" in known:  # nobody is looked up for the log; after signing out it is who was there before
            said["user"] = known["user"].pk or known["_cached_user"].pk
    ACCESS.info("%s %s %s", request.method, path, response.status_code, extra={"fields": said})


class PathLanguageMiddleware:
    """The language is in the path and nowhere else: `/en/…` is English, everything else Vietnamese.

    Django's own LocaleMiddleware also looks at cookies and headers and therefore makes every answer vary by
    `Accept-Language`; a page of the portal has one language and may be kept by any cache. The API has one address and
    explains itself in English.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = self.language_of(request.path_info)
        with speaking(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    @classmethod
    def language_of(cls, path: str) -> str:
        """The language of an address."""
        return translation.get_language_from_path(path) or cls.unprefixed(path)

    @staticmethod
    def unprefixed(path: str) -> str:
        """The language of an address that names none."""
        return "en" if path.startswith(API) else settings.LANGUAGE_CODE
