"""Everything that the public pages lead to, asked once each and kept as files.

It is walked in waves: what one wave leads to is the next. A wave is shared out to several processes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.urls import Resolver404, resolve

from provinces.language import speaking

from .addresses import NOT_FOUND, can_be_file, file_of, in_one_way, language_of
from .asking import Copy, answer
from .failure import BakingFailed
from .folder import write
from .references import PATTERNS, own_address, referred_to
from .workers import shared

# Where the walk begins; the list of all pages is the sitemap's. What a release does not have is left out.
SECURITY = "/.well-known/security.txt"
STARTS = ("/", "/en/", "/sitemap.xml", "/robots.txt", "/favicon.ico", SECURITY, *NOT_FOUND)
# A withdrawn edition's page says so, and why.
PAGES = {200, 410}
REDIRECTS = {301, 302, 307, 308}


@dataclass(frozen=True, slots=True)
class Baked:
    """An address that was asked: what it is, how large, its name as a file, where it redirects, what it refers to."""

    address: str
    status: int
    kind: str
    size: int
    kept_as: str = ""
    location: str = ""
    leads_to: frozenset[str] = frozenset()

    @property
    def is_file(self) -> bool:
        return self.status in PAGES or (self.status == 404 and self.address in NOT_FOUND)


@dataclass(frozen=True, slots=True)
class Walk:
    """A walk through the site that leaves its files in `folder`; what `without` recognises is not asked."""

    folder: Path
    copy: Copy
    without: re.Pattern[str] | None = None

    def gathered(self, starts: tuple[str, ...], processes: int) -> dict[str, Baked]:
        """Every address by itself. Raises BakingFailed, naming who leads to what is not there, and for too much."""
        led_by = dict.fromkeys(starts, "")
        there: dict[str, Baked] = {}
        size = 0
        with shared(self.asked, processes) as asked:
            wave = set(starts)
            while wave:
                following: set[str] = set()
                for one in asked(sorted(wave)):
                    _refuse(one, led_by[one.address])
                    there[one.address] = one
                    size += one.size
                    _refuse_too_much(len(there), size)
                    new = one.leads_to - led_by.keys()
                    led_by.update(dict.fromkeys(new, one.address))
                    following |= new
                wave = following
        return there

    def asked(self, address: str) -> Baked:
        """Ask the portal, and keep what it says as a file."""
        found = answer(address, self.copy)
        location = found.location if found.status in REDIRECTS else ""
        text = found.content.decode() if found.kind in PATTERNS else ""
        references = {location} if location else referred_to(found.kind, text)
        leads_to = frozenset(self._own(address, references))
        one = Baked(address, found.status, found.kind, len(found.content), found.kept_as, location, leads_to)
        if one.is_file:
            write(self.folder, file_of(address), found.content)
        return one

    def _own(self, page: str, references: set[str]) -> Iterator[str]:
        """Of what a page refers to, what is the site's own and can be a file."""
        for reference in references:
            own = own_address(reference, page, settings.SITE_URL)
            if own and can_be_file(address := in_one_way(own[0]), self.without):
                yield address


def _refuse(one: Baked, led_by: str) -> None:
    if not one.is_file and not one.location:
        raise BakingFailed(f"{one.address} answers {one.status}; {led_by or 'every copy'} leads there.")


def _refuse_too_much(files: int, size: int) -> None:
    if files > settings.BAKE_MAX_FILES:
        raise BakingFailed(f"It is more than {settings.BAKE_MAX_FILES} files. Raise BAKE_MAX_FILES if all are meant.")
    if size > settings.BAKE_MAX_BYTES:
        raise BakingFailed(f"It is more than {settings.BAKE_MAX_BYTES} bytes. Raise BAKE_MAX_BYTES if all are meant.")


def starts() -> tuple[str, ...]:
    """The first addresses, as far as this release has them, and this installation somebody to write to."""
    return tuple(address for address in STARTS if address in NOT_FOUND or _is_known(address))


def _is_known(address: str) -> bool:
    if address == SECURITY and not settings.CONTACT_EMAIL:
        return False
    with speaking(language_of(address)):
        try:
            resolve(address)
        except Resolver404:
            return False
    return True
