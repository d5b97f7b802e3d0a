"""Public answers: one ETag for each address and state of the data, and whole pages kept while it stands.

A page is made of one state: the tag is asked before and after, and a page during which it changed is made again. The
tag also names the versions that are public by now, the day (deadlines pass at midnight) and the code, so that nothing
has to be written for a page to change. Work on a version that is not public changes no tag.
"""

import hashlib
import re
from collections.abc import Callable
from functools import lru_cache
from threading import Lock

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.http import parse_etags, quote_etag

from indices.api.endpoints import ROOT as API
from indices.api.endpoints import parameters_at
from indices.catalogue import current_catalogue
from indices.models import Release
from indices.views.data import FOR_EVER

# The keys that pages know; any other is ignored and makes no entry of its own.
KNOWN_KEYS = (
    "about", "as_of", "band", "change", "excel", "in", "index", "page", "parts", "q", "region", "sort", "unit", "units",
    "year",
)  # fmt: skip
# Of any other key the last value counts, as pages read it.
MANY_VALUES = ("unit", "year")
# What readers type has no end: such answers have a tag and are not kept.
TYPED_KEYS = ("about", "q", "unit")
# What is no page knows fewer keys, and is not made anew for others: a pack takes longer than any page.
KEYS_BY_ENDING = {
    ".png": ("as_of",), ".zip": ("as_of",), ".sqlite3": ("as_of",), ".pdf": (), ".docx": (), ".atom": (), ".xml": (),
    ".txt": (), ".sha256": (),
}  # fmt: skip
# The tables of all data are files too, whatever their ending.
DATA, DATA_KEYS = ("/data/", "/en/data/"), ("as_of", "excel")
# The bytes of a release and their digest, in either language.
RELEASED = re.compile(r"(/[a-z]{2})?/data/releases/(?P<number>[0-9]{1,9})\.(zip|sha256)")
PRIVATE = ("/admin/", "/en/admin/", "/static/", "/favicon.ico", "/health/", "/metrics")
KEPT_HEADERS = (
    "Cache-Control", "Content-Type", "Content-Disposition", "Content-Language", "Link", "X-Robots-Tag",
)  # fmt: skip

# The files that pages are made by.
MADE_BY = {".py", ".html", ".xml", ".mo", ".css", ".js", ".ttf", ".toml"}

# How often a page is made while the data change under it, before it is handed out without a tag.
ATTEMPTS = 3

_LOCKS = tuple(Lock() for _number in range(64))


@lru_cache(maxsize=1)
def code_version() -> str:
    """A digest of everything that pages are made by: two processes of one release agree on it."""
    digest = hashlib.sha256()
    for folder in ("indices", "provinces", "reform_portal", "templates/public", "locale", "static/css", "static/js"):
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.suffix in MADE_BY:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def keys_of(path: str) -> tuple[str, ...]:
    """The keys that an address knows."""
    if path.startswith(API):
        return tuple(parameter.name for parameter in parameters_at(path))
    if path.startswith(DATA) and not path.endswith((*KEYS_BY_ENDING, "/")):
        return DATA_KEYS
    return next((keys for ending, keys in KEYS_BY_ENDING.items() if path.endswith(ending)), KNOWN_KEYS)


def typed_keys_of(path: str) -> set[str]:
    """Those of them whose values have no end."""
    if path.startswith(API):
        return {parameter.name for parameter in parameters_at(path) if not parameter.few}
    return set(TYPED_KEYS).intersection(keys_of(path))


def refused_by_api(request: HttpRequest) -> bool:
    """Whether the API will refuse the address: it ignores no key, and takes each once."""
    if not request.path.startswith(API):
        return False
    known = keys_of(request.path)
    return any(key not in known or len(values) > 1 for key, values in request.GET.lists())


def _values(request: HttpRequest, key: str) -> list[str]:
    values = request.GET.getlist(key)
    return values if key in MANY_VALUES else values[-1:]


def released_bytes(path: str) -> str:
    """The digest of what an address of a release gives for ever; nothing where it is no such address."""
    found = RELEASED.fullmatch(path)
    if found is None:
        return ""
    return Release.objects.filter(number=int(found["number"])).values_list("sha256", flat=True).first() or ""


def public_state() -> tuple[object, ...]:
    """What every public page depends on besides its address: data, versions that are public by now, day, code."""
    now = timezone.now()
    stamps, catalogue = current_catalogue.stamped()
    published = [edition.pk for edition in catalogue.published(now)]
    published += [correction.pk for correction in catalogue.corrections(at=now)]
    return str(stamps.public), published, str(timezone.localdate(now)), code_version()


def tag_of(request: HttpRequest) -> str:
    """The ETag of an address now; of the bytes of a release, whatever else was published, one for ever."""
    if digest := released_bytes(request.path):
        return quote_etag(hashlib.sha256(f"{request.path} {digest}".encode()).hexdigest()[:32])
    asked = [(key, value) for key in keys_of(request.path) for value in _values(request, key)]
    said = (*public_state(), request.path, asked)
    return quote_etag(hashlib.sha256(repr(said).encode()).hexdigest()[:32])


class PublicAnswers:
    """A reader who has the page is told so without it being made; one who has not gets the kept one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # A page of a copy says so: it must not be kept for readers of the portal, nor theirs for the copy.
        baked = hasattr(request, "baked")
        private = request.path.startswith(PRIVATE)
        if not private:
            request.COOKIES = {}  # nobody is known here: a stale session would be answered with a cookie and a Vary
        if baked or private or request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        if refused_by_api(request):
            return self.get_response(request)
        tag = tag_of(request)
        if tag in parse_etags(request.headers.get("If-None-Match", "")):
            return self._marked(self._not_modified(request), tag)
        if any(request.GET.get(key) for key in typed_keys_of(request.path)) or request.method == "HEAD":
            return self._marked(*self._made(request, tag))
        with _LOCKS[hash(tag) % len(_LOCKS)]:  # of many readers in one second, one has the page made
            kept = cache.get(tag)
            if kept is None:
                response, tag = self._made(request, tag)
                if tag and self._may_be_kept(response):
                    headers = {name: response[name] for name in KEPT_HEADERS if name in response}
                    cache.set(tag, (response.content, headers), settings.PAGE_CACHE_SECONDS)
                return self._marked(response, tag)
        content, headers = kept
        return self._marked(HttpResponse(content, headers=headers), tag)

    def _made(self, request: HttpRequest, tag: str) -> tuple[HttpResponse, str]:
        """The page with the tag of the one state that it was made of; without one while the data do not rest."""
        for _attempt in range(ATTEMPTS):
            response, before = self.get_response(request), tag
            tag = tag_of(request)
            if tag == before:
                return response, tag
        return response, ""

    @staticmethod
    def _not_modified(request: HttpRequest) -> HttpResponse:
        """What is kept for ever stays so: a browser takes the headers of this answer for those of what it has."""
        lasting = {"Cache-Control": FOR_EVER} if RELEASED.fullmatch(request.path) else {}
        return HttpResponseNotModified(headers=lasting)

    @staticmethod
    def _may_be_kept(response: HttpResponse) -> bool:
        whole = response.status_code == 200 and not response.streaming and not response.cookies
        return whole and len(response.content) <= settings.PAGE_CACHE_BYTES

    @staticmethod
    def _marked(response: HttpResponse, tag: str) -> HttpResponse:
        """With its tag, and how long shared caches may keep it; what never changes says so itself."""
        if "immutable" in response.get("Cache-Control", ""):
            response["ETag"] = tag or response.get("ETag", "")
        elif not tag:
            response["Cache-Control"] = "no-store"
        elif response.status_code in {200, 304} and not response.cookies:
            response["ETag"] = tag
            response["Cache-Control"] = "public, max-age=0, s-maxage=5, stale-if-error=86400"
        return response
