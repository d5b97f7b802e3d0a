"""Answers as they went out a moment ago, for the next reader of the same address.

On the day of publication most requests that reach a web process ask for what it has just sent. Under a state that was
read less than STATE_BELIEVED_SECONDS ago they are answered here, before headers are made and a database is asked. What
is remembered here are the headers; the pages lie where they are kept anyway, within PAGE_MEMORY_BYTES.
"""

from collections.abc import Callable, Hashable
from typing import NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

from ..counters import KEPT, MADE, NOT_MODIFIED, answered
from .answers import SHARED, has
from .keys import is_public
from .state import State, believed_state, doubt, tag_under

# The headers of one take about 3 KB.
MOST = 2_000


class Finished(NamedTuple):
    """An answer but for its bytes: its tag, and what is said before them to who needs them and to who has them."""

    tag: str
    headers: dict[str, str]
    headers_unchanged: dict[str, str]


class FinishedAnswers:
    """Pages without a query, as they went out with all their headers; everything else passes through.

    What is found here had passed every check of the request that it was finished for: of the host and of the way it
    came, which are part of its name.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._under: tuple[State | None, dict[Hashable, Finished]] = (None, {})

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "GET" or request.META.get("QUERY_STRING") or hasattr(request, "baked"):
            return self._passed(request)
        name = _name(request)
        state, finished = self._under
        found = finished.get(name)
        if found is not None and state == believed_state():
            again = _as_it_went_out(request, found)
            if again is not None:
                return again
        response = self.get_response(request)
        self._finish(request, name, response)
        return response

    def _passed(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method not in {"GET", "HEAD"}:
            doubt()  # whoever has written something sees it on the next page
        return response

    def _finish(self, request: HttpRequest, name: Hashable, response: HttpResponse) -> None:
        """Keep a page that every reader of the address gets, if it was made of the state that is believed."""
        state = believed_state()
        if state is None or getattr(request, "answer", None) not in {KEPT, MADE} or not is_public(request):
            return
        if response.status_code != 200 or response.get("Cache-Control") != SHARED:
            return
        if response.get("ETag") != tag_under(state, request):
            return
        under, finished = self._under
        if under != state or len(finished) >= MOST:
            finished = {}
        headers = dict(response.items())
        unchanged = {name: said for name, said in headers.items() if not name.startswith("Content-L")}
        finished[name] = Finished(response["ETag"], headers, unchanged)
        self._under = state, finished


def _name(request: HttpRequest) -> Hashable:
    """An address as it was asked for: by which host and which way, as far as that is believed."""
    said = request.META
    trusted = said.get("REMOTE_ADDR") in settings.TRUSTED_PROXIES
    return (
        said.get("HTTP_HOST"),
        said.get("wsgi.url_scheme"),
        trusted and said.get("HTTP_X_FORWARDED_PROTO"),
        request.path,
    )


def _as_it_went_out(request: HttpRequest, found: Finished) -> HttpResponse | None:
    """None where it takes more to answer: the page is kept no more, or the reader has any state of it."""
    if has(request, found.tag):
        answered(request, NOT_MODIFIED)
        return HttpResponseNotModified(headers=found.headers_unchanged)
    page = caches["memory"].get(found.tag)
    if page is None or request.META.get("HTTP_IF_NONE_MATCH", "").strip() == "*":
        return None
    answered(request, KEPT)
    return HttpResponse(page[0], headers=found.headers)
