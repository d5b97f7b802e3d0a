"""A reader who has the page is told so without it being made; one who has not gets the kept one."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.cache import cache, caches
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags

from indices.views.data import FOR_EVER
from provinces.reading import NOWHERE, source

from ..counters import KEPT, MADE, NOT_KEPT, NOT_MODIFIED, answered
from ..databases.losing import Lost, is_lost
from .keys import PRIVATE, RELEASED, is_public, is_typed, refused_by_api
from .making import alone_everywhere, alone_here, wait_for
from .state import last_public_state, tag_of, tag_under

KEPT_HEADERS = (
    "Cache-Control", "Content-Type", "Content-Disposition", "Content-Language", "Link", "X-Robots-Tag",
)  # fmt: skip

# How long shared caches keep an answer, and that they hand out an old one only where there is no new one.
SHARED = "public, max-age=0, s-maxage=5, stale-if-error=86400"
# Pages, and what says that a page is elsewhere, not there or not there any more; nothing else is kept anywhere.
SHARED_FOR_A_MOMENT = {200, 304, 301, 302, 307, 308, 404, 410}

# How often a page is made while the data change under it, before it is handed out without a tag.
ATTEMPTS = 3

Page = tuple[bytes, dict[str, str]]


class PublicAnswers:
    """Every public answer goes out here: from what the reader has, from what is kept, or newly made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PRIVATE):
            request.COOKIES = {}  # nobody is known here: a stale session would be answered with a cookie and a Vary
        # A page of a copy says so: it must not be kept for readers of the portal, nor theirs for the copy.
        if not is_public(request) or hasattr(request, "baked"):
            return self.get_response(request)
        if source() == NOWHERE:
            return self._as_it_was(request)
        if refused_by_api(request):
            return _sent(request, self.get_response(request), "", NOT_KEPT)
        try:
            return _unless_any(request, self._answer(request, tag_of(request)))
        except (DatabaseError, InterfaceError) as error:
            if not is_lost(error, source()):
                raise
            return Lost(error)

    def _answer(self, request: HttpRequest, tag: str) -> HttpResponse:
        if has(request.META, tag):
            return _sent(request, _not_modified(request), tag, NOT_MODIFIED)
        if is_typed(request):
            return _sent(request, *self._made(request, tag), NOT_KEPT)
        page = _kept(tag)
        if page is None and request.method == "HEAD":
            return _sent(request, *self._made(request, tag), NOT_KEPT)
        return _sent(request, _as_response(page), tag, KEPT) if page is not None else self._made_once(request, tag)

    def _made_once(self, request: HttpRequest, tag: str) -> HttpResponse:
        """The page, made by one of those who ask for it now: the others wait a moment, and make it if they must."""
        with alone_here(tag) as waited:
            if waited and (page := _kept(tag)) is not None:
                return _sent(request, _as_response(page), tag, KEPT)
            with alone_everywhere(tag) as first:
                if not first:
                    wait_for(tag)
                    if (page := _kept(tag)) is not None:
                        return _sent(request, _as_response(page), tag, KEPT)
                response, tag = self._made(request, tag)
                outcome = NOT_KEPT
                if tag and _may_be_kept(response):
                    _keep(tag, (response.content, {n: response[n] for n in KEPT_HEADERS if n in response}))
                    outcome = MADE
        return _sent(request, response, tag, outcome)

    def _made(self, request: HttpRequest, tag: str) -> tuple[HttpResponse, str]:
        """The page with the tag of the one state that it was made of; without one while the data do not rest."""
        for _attempt in range(ATTEMPTS):
            response, before = self.get_response(request), tag
            if isinstance(response, Lost):
                return response, ""
            tag = tag_of(request)
            if tag == before:
                return response, tag
        return response, ""

    def _as_it_was(self, request: HttpRequest) -> HttpResponse:
        """Where no database answers: what is kept of the state that was read last. Never what came before it, and
        nothing that has become another page since, because its minute came or a day ended."""
        state = last_public_state()
        if state is None or is_typed(request) or refused_by_api(request) or RELEASED.fullmatch(request.path):
            return Lost(None)
        tag = tag_under(state, request)
        if has(request.META, tag):
            return _sent(request, _not_modified(request), tag, NOT_MODIFIED)
        page = _kept(tag)
        return Lost(None) if page is None else _sent(request, _as_response(page), tag, KEPT)


def has(said: Mapping[str, Any], tag: str) -> bool:
    """Whether a reader has the page, by what the request says of itself (META). Compared weakly (RFC 9110, 13.1.2):
    whoever compresses an answer on its way turns its tag into a weak one."""
    named = said.get("HTTP_IF_NONE_MATCH", "")
    return any(one.removeprefix("W/") == tag for one in parse_etags(named))


def has_any(said: Mapping[str, Any]) -> bool:
    """Whether a reader has any state of a page and needs none (`If-None-Match: *`)."""
    named: str = said.get("HTTP_IF_NONE_MATCH", "")
    return named.strip() == "*"


def _unless_any(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Who has any state of a page gets none, if there is a page at all."""
    if not has_any(request.META) or response.status_code != 200:
        return response
    return HttpResponseNotModified(headers={n: response[n] for n in ("Cache-Control", "ETag") if n in response})


def _kept(tag: str) -> Page | None:
    """The page that is kept under a tag, in this process or for all of them."""
    memory = caches["memory"]
    page: Page | None = memory.get(tag)
    if page is None and settings.CACHE_URL:
        page = cache.get(tag)
        if page is not None:
            memory.set(tag, page, settings.PAGE_CACHE_SECONDS)
    return page


def _keep(tag: str, page: Page) -> None:
    caches["memory"].set(tag, page, settings.PAGE_CACHE_SECONDS)
    if settings.CACHE_URL:
        cache.set(tag, page, settings.PAGE_CACHE_SECONDS)


def _as_response(page: Page) -> HttpResponse:
    content, headers = page
    return HttpResponse(content, headers=headers)


def _not_modified(request: HttpRequest) -> HttpResponse:
    """What is kept for ever stays so: a browser takes the headers of this answer for those of what it has."""
    lasting = {"Cache-Control": FOR_EVER} if RELEASED.fullmatch(request.path) else {}
    return HttpResponseNotModified(headers=lasting)


def _may_be_kept(response: HttpResponse) -> bool:
    whole = response.status_code == 200 and not response.streaming and not response.cookies
    return whole and len(response.content) <= settings.PAGE_CACHE_BYTES


def _sent(request: HttpRequest, response: HttpResponse, tag: str, outcome: str) -> HttpResponse:
    """As it goes out: counted by its outcome, and marked. One that was lost goes back to where it is made again."""
    if isinstance(response, Lost):
        return response
    answered(request, outcome)
    return _marked(response, tag)


def _marked(response: HttpResponse, tag: str) -> HttpResponse:
    """With its tag, and how long shared caches may keep it; what never changes says so itself."""
    if "immutable" in response.get("Cache-Control", ""):
        response["ETag"] = tag or response.get("ETag", "")
    elif not tag or response.cookies or response.status_code not in SHARED_FOR_A_MOMENT:
        response["Cache-Control"] = "no-store"
    else:
        response["Cache-Control"] = SHARED
        if response.status_code in {200, 304}:
            response["ETag"] = tag
    return response
