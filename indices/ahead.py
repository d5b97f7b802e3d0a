"""The public pages as a version will make them, before its minute: the same views over a catalogue that is ahead."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, reverse

from provinces.language import reader_language

from .catalogue import Catalogue, current_catalogue
from .models import Edition

# What stands before every address of a page that is shown ahead, so that its links stay among such pages.
_base: ContextVar[str] = ContextVar("base", default="")
PUBLIC = {"indices", "provinces"}
# What has no room for the mark, and would pass for published wherever it is carried.
UNMARKED = (".atom", ".png", ".sqlite3", ".zip")


# A league table and its map ask for some 200 addresses, the same for every request of a language.
@lru_cache(maxsize=20_000)
def _address(language: str | None, name: str, args: tuple[object, ...]) -> str:
    return reverse(name, args=args)


def address(name: str, *args: object) -> str:
    """The address of a public page, in the reader's language; ahead of publication a page of figures among its like."""
    base = _base.get() if name.partition(":")[0] in PUBLIC else ""
    return base + _address(reader_language(), name, args)


def public_path(name: str, *args: object) -> str:
    """The path of a page as it stands for everyone, in the reader's language; never among pages shown ahead."""
    return _address(reader_language(), name, args)


def public_address(name: str, *args: object) -> str:
    """The same as it is written in what leaves the portal: files, papers, citations, pictures."""
    return settings.SITE_URL + public_path(name, *args)


@contextmanager
def _shown_ahead(edition: Edition, root: str) -> Iterator[None]:
    token = _base.set(root)
    try:
        with current_catalogue.replaced(Catalogue(ahead=edition)):
            yield
    finally:
        _base.reset(token)


def page_ahead(request: HttpRequest, edition: Edition, path: str, root: str) -> HttpResponse:
    """The public page or file at a path as `edition` will make it, marked and kept by no cache.

    `root` is the address under which such pages of this version stand. Raises Http404, also for what cannot be marked.
    """
    if path.endswith(UNMARKED):
        raise Http404
    try:
        found = resolve(f"/{path}")
    except Resolver404:
        raise Http404 from None
    if found.app_name not in PUBLIC:
        raise Http404
    request.watermark = edition.status  # type: ignore[attr-defined]
    base = root.rstrip("/")
    with _shown_ahead(edition, base):
        response = found.func(request, *found.args, **found.kwargs)
    # The registry's pages stand below this floor: where they lead on, they know of nothing that is ahead.
    target = response.get("Location", "")
    if target.startswith("/") and not target.startswith(root):
        response["Location"] = base + target
    if "Content-Disposition" in response:
        named = "not-published-" if reader_language() == "en" else "chua-cong-bo-"
        response["Content-Disposition"] = response["Content-Disposition"].replace('filename="', f'filename="{named}')
    response["Cache-Control"] = "private, no-store"
    return response
