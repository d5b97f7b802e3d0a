"""What public pages depend on besides their addresses, and the tags that say so."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.http import quote_etag

from indices.catalogue import Catalogue, current_catalogue
from indices.models import Release

from .keys import RELEASED, asked

# The files that pages are made by.
MADE_BY = {".py", ".html", ".xml", ".mo", ".css", ".js", ".ttf", ".toml"}


@lru_cache(maxsize=1)
def code_version() -> str:
    """A digest of everything that pages are made by: two processes of one release agree on it."""
    digest = hashlib.sha256()
    for folder in ("indices", "provinces", "reform_portal", "templates/public", "locale", "static/css", "static/js"):
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.suffix in MADE_BY:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Known:
    """The stamp and the catalogue that were read last, and when."""

    stamp: str
    catalogue: Catalogue
    at: float


State = tuple[object, ...]

# What a process goes by where no database answers.
_last: Known | None = None
# What was read last and until when it is believed without asking; and how often that was doubted.
_believed: tuple[Known, float] | None = None
_doubts = 0


def public_state() -> State:
    """What every public page depends on besides its address: data, versions that are public by now, day, code."""
    global _last, _believed
    began, doubts = monotonic(), _doubts
    stamps, catalogue = current_catalogue.stamped()
    _last = known = Known(str(stamps.public), catalogue, monotonic())
    until = began + settings.STATE_BELIEVED_SECONDS
    # What was read before somebody doubted, or before what another thread has read, is not believed.
    if doubts == _doubts and (_believed is None or _believed[1] <= until):
        _believed = known, until
    return _state(known)


def believed_state() -> State | None:
    """The state by what this process read less than STATE_BELIEVED_SECONDS ago, at this moment: versions become public
    in their minute all the same. Good for handing out what was made under it, and never for making anything."""
    believed = _believed
    return _state(believed[0]) if believed is not None and monotonic() < believed[1] else None


def doubt() -> None:
    """Believe nothing until the state has been read again: something may have been written here."""
    global _believed, _doubts
    _believed, _doubts = None, _doubts + 1


def last_public_state() -> State | None:
    """The same by what was read last, while that is not older than LAST_STATE_SECONDS; versions become public in their
    minute and days end all the same."""
    known = _last
    if known is None or monotonic() - known.at > settings.LAST_STATE_SECONDS:
        return None
    return _state(known)


def _state(known: Known) -> State:
    now = timezone.now()
    return known.stamp, known.catalogue.public_at(now), str(timezone.localdate(now)), code_version()


def released_bytes(path: str) -> str:
    """The digest of what an address of a release gives for ever; nothing where it is no such address."""
    found = RELEASED.fullmatch(path)
    if found is None:
        return ""
    return Release.objects.filter(number=int(found["number"])).values_list("sha256", flat=True).first() or ""


def tag_of(request: HttpRequest) -> str:
    """The ETag of an address now; of the bytes of a release, whatever else was published, one for ever."""
    if digest := released_bytes(request.path):
        return _tag(f"{request.path} {digest}")
    return tag_under(public_state(), request)


def tag_under(state: State, request: HttpRequest) -> str:
    """The ETag of an address under a state."""
    return _tag(repr((*state, request.path, asked(request))))


def _tag(said: str) -> str:
    return quote_etag(hashlib.sha256(said.encode()).hexdigest()[:32])
