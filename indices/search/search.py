"""From what was typed to everything that was found."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from typing import NamedTuple

from django.conf import settings

from provinces.communes import Asked, glance
from provinces.communes.found import Found as FoundCommunes
from provinces.models import Source, UnitKind
from provinces.search import Entries, Hit, Typed, named_units

from ..catalogue import Catalogue
from ..models import Edition
from .documents import named_documents
from .goals import Goal, counted_in_communes, named_goals
from .indices import named_indices
from .reading import Reading

Tables = tuple[tuple[Edition, str], ...]
Absent = tuple[tuple[int, int], ...]
NO_COMMUNES = FoundCommunes()


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that was found, each noun best first.

    `tables` are league tables that were asked for, as edition and kind of unit; `absent` are the years of an index (its
    key) that were asked for and are not public. `unread` is what was not understood, `near` what may be typed instead.
    """

    typed: Typed
    reading: Reading
    units: tuple[Hit[int], ...] = ()
    indices: tuple[Hit[int], ...] = ()
    tables: Tables = ()
    absent: Absent = ()
    goals: tuple[Hit[Goal], ...] = ()
    communes: FoundCommunes = NO_COMMUNES
    documents: tuple[Hit[Source], ...] = ()
    unread: str = ""
    near: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        return not any((self.units, self.indices, self.tables, self.goals, self.communes.communes, self.documents))


def found_names(typed: Typed, catalogue: Catalogue, today: date) -> Found:
    """The units and indices that have the words as a name or in one: what is suggested while typing. No query."""
    units, indices = named_units(catalogue.registry, today), named_indices(catalogue)
    nothing = Reading.of(typed.of(()), indices, units)
    return Found(typed, nothing, tuple(units.fitting(typed)), tuple(indices.fitting(typed)))


def near_units(typed: Typed, catalogue: Catalogue, today: date) -> tuple[Hit[int], ...]:
    """The units that the words fit, else those that have a name much like them. No query."""
    units = named_units(catalogue.registry, today)
    near = (Typed.read(name, len(name)) for name in units.near(typed))
    return tuple(units.fitting(typed)) or _together([], [hit for name in near for hit in units.named(name)])


def found_provinces(typed: Typed, catalogue: Catalogue, today: date) -> Found:
    """The provinces that have the words as a name or in one; else those whose names are near. No query."""
    units = named_units(catalogue.registry, today, (UnitKind.PROVINCE.value,))
    reading = Reading.of(typed, Entries([]), units)
    whole = units.fitting(typed)
    hits = _together(whole, units.of(reading.units))
    unread = "" if whole or not hits else reading.rest.text
    return Found(typed, reading, hits, unread=unread, near=() if hits else units.near(typed))


def search(typed: Typed, catalogue: Catalogue, today: date) -> Found:
    """Everything that the words fit. Only communes are asked for: four queries at most, where one may be meant."""
    nouns = _Nouns.of(catalogue, today)
    found = Found(typed, Reading.of(typed, nouns.indices, nouns.units))
    if not typed.words:
        return found
    found = _with_all_words(found, nouns, catalogue, today)
    if not (found.units or found.indices or found.goals or found.communes.communes):
        found = _with_the_rest(found, nouns)
    found = _with_what_was_named(found, nouns, catalogue)
    return _with_what_is_near(found, nouns) if found.nothing or found.unread else found


class _Nouns(NamedTuple):
    """Everything that is found in memory."""

    units: Entries[int]
    indices: Entries[int]
    goals: Entries[Goal]
    documents: Entries[Source]

    @classmethod
    def of(cls, catalogue: Catalogue, today: date) -> "_Nouns":
        public = tuple(edition.pk for edition in catalogue.published())
        return cls(
            named_units(catalogue.registry, today),
            named_indices(catalogue),
            named_goals(catalogue),
            named_documents(catalogue, public),
        )


def _with_all_words(found: Found, nouns: _Nouns, catalogue: Catalogue, today: date) -> Found:
    """What has all the words in a name. Communes are no answer to a year, to an index or to their service alone."""
    typed, asked = found.typed, Asked.read(found.typed.text)
    units, indices, goals = nouns.units.fitting(typed), nouns.indices.fitting(typed), nouns.goals.fitting(typed)
    if asked.only_service and not goals:
        goals = counted_in_communes(nouns.goals)
    communes = NO_COMMUNES
    if not found.reading.of_editions and not asked.only_service:
        parts = not (units or indices or goals)
        communes = glance(asked, catalogue.registry, today, settings.SEARCH_SHOWN, parts)
    return replace(
        found,
        units=tuple(units),
        indices=tuple(indices),
        goals=tuple(goals),
        communes=communes,
        documents=tuple(nouns.documents.fitting(typed)),
    )


def _with_the_rest(found: Found, nouns: _Nouns) -> Found:
    """What has the words in a name that stand for nothing by themselves; else they were not understood."""
    rest = found.reading.rest
    goals = tuple(nouns.goals.fitting(rest))
    units = () if found.reading.units else tuple(nouns.units.fitting(rest))
    understood = goals or units or found.documents
    return replace(found, goals=goals, units=units, unread="" if understood else rest.text)


def _with_what_was_named(found: Found, nouns: _Nouns, catalogue: Catalogue) -> Found:
    """Also the units and the indices that some of the words stand for, with the league tables that this leads to."""
    units = _together(found.units, nouns.units.of(found.reading.units))
    indices = _together(found.indices, nouns.indices.of(found.reading.indices))
    tables, absent = _tables(found.reading, [hit.key for hit in indices], catalogue)
    return replace(found, units=units, indices=indices, tables=tables, absent=absent)


def _with_what_is_near(found: Found, nouns: _Nouns) -> Found:
    """With questions that may be meant: a name that is near in the place of what was not understood."""
    lost = found.reading.rest if found.unread else found.typed
    kept = tuple(word.typed for word in found.typed.words if word not in lost.words)
    near = nouns.units.near(lost) + nouns.indices.near(lost)
    return replace(found, near=tuple(" ".join((*kept, name)) for name in near))


def _together(first: Iterable[Hit[int]], then: Iterable[Hit[int]]) -> tuple[Hit[int], ...]:
    """Both in this order, each thing once."""
    found: dict[int, Hit[int]] = {}
    for hit in chain(first, then):
        found.setdefault(hit.key, hit)
    return tuple(found.values())


def _tables(reading: Reading, indices: list[int], catalogue: Catalogue) -> tuple[Tables, Absent]:
    """The league tables of the indices and of the years that were named, else of the latest one; and what is absent."""
    if not indices and not reading.years:
        return (), ()
    editions = [edition for edition in catalogue.published() if not indices or edition.index_id in indices]
    if reading.years:
        chosen = [edition for edition in editions if edition.year in reading.years]
    else:
        chosen = list({edition.index_id: edition for edition in reversed(editions)}.values())
    kinds = set(reading.kinds) | {catalogue.registry.units[unit_id].kind for unit_id in reading.units}
    tables = tuple((edition, kind) for edition in chosen for kind in edition.index.kinds)
    public = {(edition.index_id, edition.year) for edition in editions}
    asked_for = ((index, year) for index in indices for year in reading.years)
    fitting = tuple(table for table in tables if table[1] in kinds)
    return fitting or tables, tuple(about for about in asked_for if about not in public)
