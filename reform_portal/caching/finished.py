"""Answers as they went out a moment ago, for the next reader of the same address.

On the day of publication most requests that reach a web process ask for what it has just sent. Under a state that was
read less than STATE_BELIEVED_SECONDS ago they are answered here, outside Django: before a request is made of them,
headers are put together and a database is asked. What is remembered are the headers; the pages lie where they are kept
anyway, within PAGE_MEMORY_BYTES.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from time import perf_counter
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse

from ..counters import KEPT, MADE, NOT_MODIFIED, count_answer
from ..logs import REQUEST_ID, id_for
from ..recording import record, route_at
from .answers import SHARED, has, has_any
from .keys import is_public
from .state import State, believed_state, doubt, tag_under

Headers = list[tuple[str, str]]
StartResponse = Callable[[str, Headers], object]
Application = Callable[[dict[str, Any], StartResponse], Iterable[bytes]]

# The headers of one take about 3 KB.
MOST = 2_000
# What is said of the bytes, to those who get some.
OF_THE_BODY = {"Content-Type", "Content-Length", "Content-Language"}


class Finished(NamedTuple):
    """An answer but for its bytes: where it belongs, its tag, and what is said before them to who needs them (unknown
    while nobody did) and to who has them."""

    path: str
    route: str
    tag: str
    headers: Headers | None
    headers_unchanged: Headers


# The state that they were finished under, and the answers by their names.
_finished: tuple[State | None, dict[Hashable, Finished]] = (None, {})


class FinishedAnswers:
    """The portal as a WSGI application that sends again what has just gone out; everything else passes through.

    What is found here had passed every check of the request that it was finished for: of the host and of the way it
    came, which are part of its name.
    """

    def __init__(self, portal: Application) -> None:
        self.portal = portal

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        began = perf_counter()
        found = _found(environ)
        if found is None:
            return self.portal(environ, start_response)
        if has(environ, found.tag):
            status, headers, content, outcome = "304 Not Modified", found.headers_unchanged, b"", NOT_MODIFIED
        else:
            page = caches["memory"].get(found.tag)
            if page is None or found.headers is None:
                return self.portal(environ, start_response)
            status, headers, content, outcome = "200 OK", found.headers, page[0], KEPT
        number = id_for(environ)
        REQUEST_ID.set(number)
        count_answer(outcome)
        record("GET", found.path, found.route, int(status[:3]), perf_counter() - began, answer=outcome)
        start_response(status, [*headers, ("X-Request-Id", number)])
        return [content]


class NoteFinished:
    """Remembers public pages without a query as they go out, with all their headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            doubt()  # whoever has written something sees it on the next page
        elif request.method == "GET" and not request.META.get("QUERY_STRING") and not hasattr(request, "baked"):
            _note(request, response)
        return response


def _note(request: HttpRequest, response: HttpResponse) -> None:
    """Remember what every reader of the address gets, if it was made of the state that is believed."""
    global _finished
    state = believed_state()
    if state is None or getattr(request, "answer", None) not in {KEPT, MADE, NOT_MODIFIED} or not is_public(request):
        return
    if response.status_code not in {200, 304} or response.get("Cache-Control") != SHARED:
        return
    if response.get("ETag") != tag_under(state, request) or has_any(request.META):
        return
    under, finished = _finished
    if under != state or len(finished) >= MOST:
        finished = {}
    name = _name(request.META)
    if response.status_code == 200:
        whole = list((dict(response.items()) | {"Content-Length": str(len(response.content))}).items())
        unchanged = [header for header in whole if header[0] not in OF_THE_BODY]
    elif name in finished:
        return
    else:
        whole, unchanged = None, list(response.items())
    finished[name] = Finished(request.path, route_at(request.path_info), response["ETag"], whole, unchanged)
    _finished = state, finished


def _found(environ: Mapping[str, Any]) -> Finished | None:
    """What has just gone out to who asked for the same; none where it takes more to answer, or where it has become
    another page since."""
    if environ["REQUEST_METHOD"] != "GET" or environ.get("QUERY_STRING") or has_any(environ):
        return None
    state, finished = _finished
    found = finished.get(_name(environ))
    return found if found is not None and state == believed_state() else None


def _name(said: Mapping[str, Any]) -> Hashable:
    """An address as it was asked for: by which host and which way, as far as that is believed."""
    trusted = said.get("REMOTE_ADDR") in settings.TRUSTED_PROXIES
    return (
        said.get("HTTP_HOST"),
        said.get("wsgi.url_scheme"),
        trusted and said.get("HTTP_X_FORWARDED_PROTO"),
        said.get("SCRIPT_NAME"),
        said.get("PATH_INFO"),
    )
