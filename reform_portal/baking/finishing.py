"""Pages written anew once it is known what is in the copy: their links work without the portal, or lead to it.

Only then is known where an address redirects, and under which name a browser is to keep a file.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from whitenoise.compress import Compressor

from provinces.language import speaking

from .addresses import NOT_FOUND, file_of, in_one_way, language_of, without_query
from .folder import write
from .references import Led, changed, own_address, without_forms, without_suggestions
from .walking import Baked
from .workers import shared

MOST_STEPS = 5  # from one redirect to the next
REDIRECTS = "redirects.conf"
# gzip alone: brotli at its best takes longer than making the pages.
COMPRESSOR = Compressor(use_brotli=False, quiet=True)


@dataclass(frozen=True, slots=True)
class Written:
    """A file of the copy."""

    name: str
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Links:
    """Where references lead in a copy that has these addresses; what it lacks leads to `portal`, if there is one."""

    there: Mapping[str, Baked]
    portal: str

    def lead(self, page: str, tag: str, reference: str) -> Led | None:
        """Where a reference of a page leads; None if only the portal has it, which cannot be reached.

        Whole addresses are those that the site has for others: feeds, cards and search engines need them as they are.
        What a form asks for only the portal can tell.
        """
        own = own_address(reference, page, settings.SITE_URL)
        if own is None or reference.startswith(("#", settings.SITE_URL)):
            return Led(reference)
        address, place = own
        one = self.there.get(self._end_of(in_one_way(address)))
        if one and tag != "form":
            return Led(without_query(one.address) + place, one.kept_as)
        return Led(self.portal + address + place) if self.portal else None

    def _end_of(self, address: str) -> str:
        """The address at the end of redirects."""
        for _step in range(MOST_STEPS):
            one = self.there.get(address)
            own = own_address(one.location, address, settings.SITE_URL) if one and one.location else None
            if own is None:
                break
            address = in_one_way(own[0])
        return address

    def moved(self) -> dict[str, str]:
        """What was asked for, with its query, and where the copy has it."""
        led = {address: self.lead(address, "a", address) for address in sorted(self.there) if address not in NOT_FOUND}
        return {address: to.address for address, to in led.items() if to and to.address != address}


@dataclass(frozen=True, slots=True)
class Finish:
    """The last work on the files of a copy in `folder`; `compressed` puts a .gz beside each that gains by it."""

    folder: Path
    links: Links
    compressed: bool = False

    def written(self, processes: int) -> list[Written]:
        """Every file of the copy, by name."""
        moved = "".join(f'"{address}" "{to}";\n' for address, to in self.links.moved().items())
        write(self.folder, REDIRECTS, moved.encode())
        with shared(self.finished, processes) as finished:
            files = [file for files in finished(sorted(self.links.there)) for file in files]
        return sorted([*files, *self._files(REDIRECTS)], key=lambda file: file.name)

    def finished(self, address: str) -> list[Written]:
        """The files of one address; a picture or a sheet cannot say that it has moved, a page can."""
        one, name = self.links.there[address], file_of(address)
        if one.location:
            to = self.links.lead(address, "a", address)
            if to is None or not name.endswith(".html"):
                return []
            write(self.folder, name, _rendered("baked/moved.html", language_of(address), to.address).encode())
        elif one.kind == "text/html":
            path = self.folder / name
            path.write_bytes(self._page(address, path.read_bytes().decode()).encode())
        return self._files(name)

    def _page(self, address: str, page: str) -> str:
        """A page whose links and forms lead into the copy, to the portal, or nowhere."""
        page = without_suggestions(page)
        if not self.links.portal:
            page = without_forms(page, _rendered("baked/no_form.html", language_of(address)))
        return changed(page, lambda tag, reference: self.links.lead(address, tag, reference))

    def _files(self, name: str) -> list[Written]:
        path = self.folder / name
        paths = [path]
        if self.compressed and COMPRESSOR.should_compress(name):
            paths += [Path(twin) for twin in COMPRESSOR.compress(str(path))]
        contents = ((str(path.relative_to(self.folder)), path.read_bytes()) for path in paths)
        return [Written(name, hashlib.sha256(content).hexdigest(), len(content)) for name, content in contents]


@lru_cache(maxsize=100)
def _rendered(template: str, language: str, target: str = "") -> str:
    with speaking(language):
        return render_to_string(template, {"language": language, "target": target})
