"""Every address of the site's map as a template, so that a new page is asked odd things without being named here."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern
from django.utils.regex_helper import normalize
from django.utils.translation import override

ADMIN = ("admin/", "en/admin/")


@dataclass(frozen=True)
class Route:
    """An address with a place for each of its parts: `indices/%(code)s/%(year)s/method/`."""

    template: str
    parts: tuple[str, ...]

    def __str__(self) -> str:
        return "/" + self.template


def walked(patterns: list[URLPattern | URLResolver], before: tuple[Route, ...]) -> Iterator[Route]:
    """The addresses below a part of the map, with what stands before them."""
    for entry in patterns:
        if isinstance(entry.pattern, LocalePrefixPattern):
            spelled = [(entry.pattern.language_prefix, [])]
        else:
            spelled = normalize(entry.pattern.regex.pattern)
        here = tuple(
            Route(front.template + template, (*front.parts, *parts)) for front in before for template, parts in spelled
        )
        if isinstance(entry, URLResolver):
            yield from walked(entry.url_patterns, here)
        else:
            yield from here


def routes() -> list[Route]:
    """Every address that the portal has, in both languages, each once."""
    found: dict[Route, None] = {}
    for language in ("vi", "en"):
        with override(language):
            found |= dict.fromkeys(walked(get_resolver().url_patterns, (Route("", ()),)))
    return sorted(found, key=str)


def public_routes() -> list[Route]:
    return [route for route in routes() if not route.template.startswith(ADMIN)]


def official_routes() -> list[Route]:
    return [route for route in routes() if route.template.startswith(ADMIN[0])]
