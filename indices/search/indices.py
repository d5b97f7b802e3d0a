"""Indices, to be found by code, by name in both languages, by the beginning of a name and by its initials."""

import re
from collections.abc import Iterator
from functools import lru_cache

from provinces.names import fold
from provinces.search import Entries, Entry
from provinces.search.entries import Name

from ..catalogue import Catalogue
from ..models import ReformIndex

_IN_BRACKETS = re.compile(r"\s*\([^)]*\)")
_INDEX = re.compile(r"^chi so | index\b")  # what every name of an index has
SHORTEST_INITIALS = 3


@lru_cache(maxsize=2)
def named_indices(catalogue: Catalogue) -> Entries[int]:
    """The indices by their keys."""
    return Entries(
        Entry(
            index.pk,
            tuple(Name.of(text) for text in (index.name_vi, index.name_en, index.short_name) if text),
            (index.order, index.code),
            tuple(Name.of(text) for text in dict.fromkeys(short_forms(index))),
        )
        for index in catalogue.indices.values()
    )


def short_forms(index: ReformIndex) -> Iterator[str]:
    """What people write for an index: its code, its name without "index", a beginning of it, its initials.

    >>> names = {"name_vi": "Chỉ số cải cách hành chính (PAR INDEX)", "name_en": "Public Administration Reform Index"}
    >>> forms = list(short_forms(ReformIndex(code="par-index", short_name="PAR INDEX", **names)))
    >>> forms[:4], "cchc" in forms, "public administration reform" in forms
    (['par-index', 'par', 'cai cach', 'cai cach hanh'], True, True)
    """
    yield index.code
    yield _INDEX.sub("", fold(index.short_name))
    for name in (index.name_vi, index.name_en):
        words = _INDEX.sub("", fold(_IN_BRACKETS.sub("", name))).split()
        yield from (" ".join(words[:length]) for length in range(2, len(words) + 1))
        if len(words) >= SHORTEST_INITIALS:
            yield "".join(word[0] for word in words)
