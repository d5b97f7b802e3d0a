"""The public pages as a version will make them, before its minute: the same views over a catalogue that is ahead."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import get_language

from .catalogue import Catalogue, current_catalogue
from .models import Edition

# What stands before every address of a page that is shown ahead, so that its links stay among such pages.
_base: ContextVar[str] = ContextVar("base", default="")
PUBLIC = {"indices", "provinces"}


# A league table and its map ask for some 200 addresses, the same for every request of a language.
@lru_cache(maxsize=20_000)
def _address(language: str | None, name: str, args: tuple[object, ...]) -> str:
    return reverse(name, args=args)


def address(name: str, *args: object) -> str:
    """The address of a public page, in the reader's language; ahead of publication a page of figures among its like."""
    base = _base.get() if name.partition(":")[0] in PUBLIC else ""
    return base + _address(get_language(), name, args)


@contextmanager
def _shown_ahead(edition: Edition, root: str) -> Iterator[None]:
    token = _base.set(root)
    try:
        with current_catalogue.replaced(Catalogue(ahead=edition)):
            yield
    finally:
        _base.reset(token)


def page_ahead(request: HttpRequest, edition: Edition, path: str, root: str) -> HttpResponse:
    """The public page or file at a path as `edition` will make it, marked and kept by no cache. Raises Http404.

    `root` is the address under which such pages of this version stand.
    """
    try:
        found = resolve(f"/{path}")
    except Resolver404:
        raise Http404 from None
    if found.app_name not in PUBLIC:
        raise Http404
    request.watermark = edition.status  # type: ignore[attr-defined]
    with _shown_ahead(edition, root.rstrip("/")):
        response = found.func(request, *found.args, **found.kwargs)
    response["Cache-Control"] = "private, no-store"
    return response
