"""Asking the pages that people ask for first, so that they are kept before people come."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from time import monotonic
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db import close_old_connections
from django.utils import timezone

from indices.ahead import address
from indices.catalogue import Catalogue
from provinces.language import speaking

from .baking.asking import environ_of, handler
from .sitemaps import WITH_FIGURES, Page, pages

# In this order; anything that is not named comes last.
FIRST = (
    *WITH_FIGURES, "indices:index_detail", "indices:league_table", "provinces:province_list", "indices:unit",
    "indices:target_detail", "indices:indicator_detail", "provinces:ministry_list",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Warmed:
    """An address that was asked: its status, or why there was no answer, and the seconds that it took."""

    path: str
    said: int | str
    seconds: float

    @property
    def well(self) -> bool:
        return self.said == 200


def addresses(catalogue: Catalogue, limit: int) -> list[str]:
    """The addresses that people ask for first, the most important first, each in both languages."""
    today = timezone.localdate()
    latest: dict[str, int] = {}
    for edition in catalogue.published():
        latest.setdefault(edition.index.code, edition.year)
    in_force = {unit.slug for unit in catalogue.registry.units.values() if unit.in_force_on(today)}

    def place(page: Page) -> tuple[bool, int]:
        """Latest league tables and units in force before everything else; then by kind of page."""
        later = (page.name == "indices:league_table" and latest.get(str(page.args[0])) != page.args[1]) or (
            page.name == "indices:unit" and page.args[1] not in in_force
        )
        return later, FIRST.index(page.name) if page.name in FIRST else len(FIRST)

    found: list[str] = []
    for page in sorted(pages(catalogue), key=place):
        for language, _name in settings.LANGUAGES:
            with speaking(language):
                found.append(address(page.name, *page.args))
    return found[:limit]


def warmed(paths: Iterable[str], url: str = "") -> Iterator[Warmed]:
    """Ask each address, WARM_AT_A_TIME at once: of the portal at `url`, or in this process."""
    ask: Callable[[str], int] = _through(url) if url else _here

    def one(path: str) -> Warmed:
        began = monotonic()
        try:
            said: int | str = ask(path)
        except (OSError, HTTPException) as error:
            said = str(error) or type(error).__name__
        return Warmed(path, said, monotonic() - began)

    with ThreadPoolExecutor(settings.WARM_AT_A_TIME) as pool:
        yield from pool.map(one, paths)


def _here(path: str) -> int:
    """As a request to this process: what is made is kept in the shared cache."""
    try:
        return handler().get_response(WSGIRequest(environ_of(path))).status_code
    finally:
        close_old_connections()


def _through(url: str) -> Callable[[str], int]:
    """As a reader, through whatever stands before the portal."""
    site = urlsplit(url)
    kind = HTTPSConnection if site.scheme == "https" else HTTPConnection

    def ask(path: str) -> int:
        with closing(kind(site.netloc, timeout=settings.WARM_SECONDS)) as connection:
            connection.request("GET", path, headers={"User-Agent": "reform-portal-warm", "Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            answer.read()
            return answer.status

    return ask
