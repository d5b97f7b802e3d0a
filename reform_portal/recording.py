"""What is counted and written down of every answer: its id, how it ended and how long it took."""

import logging
from collections.abc import Callable
from functools import lru_cache
from time import perf_counter

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from provinces.language import speaking

from .addresses import client_address
from .caching.keys import OFFICIALS
from .counters import ended
from .logs import REQUEST_ID, id_for
from .middleware import PathLanguageMiddleware, probes

ACCESS = logging.getLogger("reform_portal.access")
# Where an address leads nowhere, and where a file of the site itself lies.
NOWHERE, STATIC = "nowhere", "static"
PATH_CHARACTERS = 200


class Recorded:
    """Gives every request its id, counts its answer and writes its line into the log.

    Of readers no address is kept. Of officials there are account and address: who enters figures answers for them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = perf_counter()
        # The id stays until the next request: Django tells of answers after they have left its middleware.
        number = id_for(request.META)
        request.request_id = number  # type: ignore[attr-defined]
        REQUEST_ID.set(number)
        response = self.get_response(request)
        response.headers["X-Request-Id"] = number
        if not hasattr(request, "baked") and request.path_info not in probes():
            seconds = perf_counter() - began
            route = route_of(request, response)
            record(request.method, request.path, route, response.status_code, seconds, **_more(request))
        return response


def record(method: str | None, path: str, route: str, status: int, seconds: float, **more: object) -> None:
    """Count an answer and write its line: `route` is the name of an address in the site's map, `more` what the line
    says beside the time it took."""
    ended(route, method, status, seconds)
    if ACCESS.isEnabledFor(logging.INFO):
        path = path[:PATH_CHARACTERS]
        said = {"method": method, "path": path, "route": route, "status": status, "ms": round(seconds * 1000, 2)}
        ACCESS.info("%s %s %s", method, path, status, extra={"fields": said | more})


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


def _more(request: HttpRequest) -> dict[str, object]:
    """How a public answer came about; of an official, account and address."""
    said: dict[str, object] = {}
    known = vars(request)
    if "answer" in known:
        said["answer"] = known["answer"]
    if request.path.startswith(OFFICIALS):
        said["client"] = client_address(request)
        if "_cached_user" in known:  # nobody is looked up for the log; after signing out it is who was there before
            said["user"] = known["user"].pk or known["_cached_user"].pk
    return said
