"""Whom, by which index and in which years a reader compares. The address is the whole state.

Each state has one address: units in the order in which they were added, by their slugs; then the index; then the
years, the earliest first. What is left out means all.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Self
from urllib.parse import quote_plus

from django.http import QueryDict

from provinces.names import tidy
from provinces.registry import RegisteredUnit, Registry

from ..ahead import address
from .naming import near, unit_meant

KEYS = ("unit", "index", "year", "as_of")
# What is read of an address: nobody types more, and a page has an end.
MOST_UNITS_READ = 20
MOST_YEARS_READ = 40
LONGEST_NAME = 100
YEAR = re.compile("[1-9][0-9]{3}")


@dataclass(frozen=True, slots=True)
class Asked:
    """The state of a comparison. `units`: slugs and, where no unit is known, what was typed."""

    units: tuple[str, ...] = ()
    index: str = ""
    years: tuple[int, ...] = ()
    as_of: str = ""

    @classmethod
    def read(cls, query: QueryDict, registry: Registry) -> Self:
        """The state that an address means, however it is written; never raises."""
        typed = [text for text in map(_printable, query.getlist("unit")) if text][:MOST_UNITS_READ]
        slugs = (unit.slug if (unit := unit_meant(text, registry)) else text for text in typed)
        years = {int(year) for year in query.getlist("year") if YEAR.fullmatch(year)}
        return cls(
            units=tuple(dict.fromkeys(slugs)),
            index=_printable(query.get("index", "")),
            years=tuple(sorted(years)[:MOST_YEARS_READ]),
            as_of=query.get("as_of", ""),
        )

    def says(self, query: QueryDict) -> bool:
        """Whether an address is written as this state is."""
        return self.pairs == [(key, value) for key in KEYS for value in query.getlist(key)]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The keys and values of the address, in their order."""
        pairs = [("unit", unit) for unit in self.units]
        pairs += [("index", self.index)] if self.index else []
        pairs += [("year", str(year)) for year in self.years]
        return pairs + ([("as_of", self.as_of)] if self.as_of else [])

    @property
    def query(self) -> str:
        """The state as an address says it after its question mark.

        >>> Asked(("ben-tre", "Atlantis"), "par-index", (2019, 2020)).query
        'unit=ben-tre&unit=Atlantis&index=par-index&year=2019&year=2020'
        """
        return "&".join(f"{key}={_quoted(value)}" for key, value in self.pairs)

    @property
    def address(self) -> str:
        """The page of this state, in the reader's language."""
        place = address("indices:compare")
        return f"{place}?{self.query}" if self.query else place

    # The states that are one step away.

    def without(self, unit: str) -> Self:
        return replace(self, units=tuple(other for other in self.units if other != unit))

    def only(self, units: Iterable[str]) -> Self:
        return replace(self, units=tuple(units))

    def instead(self, unit: str, others: Iterable[str]) -> Self:
        """Others in the place of a unit."""
        put = [slug for each in self.units for slug in (others if each == unit else [each])]
        return replace(self, units=tuple(dict.fromkeys(put)))

    def of_index(self, code: str) -> Self:
        return replace(self, index=code)

    def toggling(self, year: int) -> Self:
        return replace(self, years=tuple(sorted({year} ^ set(self.years))))

    def of_years(self, years: Iterable[int]) -> Self:
        return replace(self, years=tuple(sorted(set(years))))

    def today(self) -> Self:
        return replace(self, as_of="")


# A page has some twenty links to other states of it, with the same units in each.
_quoted = lru_cache(maxsize=2_000)(quote_plus)


def _printable(text: str) -> str:
    """What was typed, in one spelling and without what nobody can see."""
    seen = "".join(letter for letter in text[:LONGEST_NAME] if letter.isprintable() or letter.isspace())
    return tidy(seen)[:LONGEST_NAME].strip()


def compare_address(*slugs: str, index: str = "", years: Iterable[int] = ()) -> str:
    """The address that compares units, for links from other pages."""
    return Asked(slugs, index, tuple(years)).address


@dataclass(frozen=True, slots=True)
class Unknown:
    """What was typed and names no unit, with the units that may be meant."""

    text: str
    near: tuple[RegisteredUnit, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who is compared: units of one kind, at most so many. And who is not, and why.

    `others` are of another kind than the first one, `surplus` those after the last that finds room.
    """

    units: tuple[RegisteredUnit, ...]
    others: tuple[RegisteredUnit, ...]
    surplus: tuple[RegisteredUnit, ...]
    unknown: tuple[Unknown, ...]

    @classmethod
    def of(cls, asked: Asked, registry: Registry, most: int) -> Self:
        known: list[RegisteredUnit] = []
        strange: list[Unknown] = []
        for text in asked.units:
            unit = unit_meant(text, registry)
            if unit:
                known.append(unit)
            else:
                strange.append(Unknown(text, tuple(near(text, registry))))
        alike = [unit for unit in known if unit.kind == known[0].kind]
        return cls(
            units=tuple(alike[:most]),
            others=tuple(unit for unit in known if unit.kind != known[0].kind),
            surplus=tuple(alike[most:]),
            unknown=tuple(strange),
        )

    @property
    def slugs(self) -> Iterator[str]:
        return (unit.slug for unit in self.units)
