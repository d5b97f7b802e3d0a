"""Which addresses are public, and which keys of their queries they know."""

import re
from functools import lru_cache

from django.http import HttpRequest

from indices.api.endpoints import ROOT as API
from indices.api.endpoints import parameters_at

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
OFFICIALS = ("/admin/", "/en/admin/")
PRIVATE = (*OFFICIALS, "/static/", "/favicon.ico", "/health/", "/metrics")


def is_public(request: HttpRequest) -> bool:
    """Whether a request only reads, and reads what everybody may."""
    return request.method in {"GET", "HEAD"} and not request.path.startswith(PRIVATE)


@lru_cache(maxsize=10_000)
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


def asked(request: HttpRequest) -> list[tuple[str, str]]:
    """The keys of a request that its address knows, with their values, in one order."""
    if not request.META.get("QUERY_STRING"):
        return []
    return [(key, value) for key in keys_of(request.path) for value in _values(request, key)]


def is_typed(request: HttpRequest) -> bool:
    """Whether a reader has typed something into the address."""
    if not request.META.get("QUERY_STRING"):
        return False
    return any(request.GET.get(key) for key in typed_keys_of(request.path))


def refused_by_api(request: HttpRequest) -> bool:
    """Whether the API will refuse the address: it ignores no key, and takes each once."""
    if not request.path.startswith(API):
        return False
    known = keys_of(request.path)
    return any(key not in known or len(values) > 1 for key, values in request.GET.lists())


def _values(request: HttpRequest, key: str) -> list[str]:
    values = request.GET.getlist(key)
    return values if key in MANY_VALUES else values[-1:]
