"""From what was typed to everything that was found."""

from dataclasses import dataclass, replace
from datetime import date

from django.conf import settings

from provinces.communes import Asked, glance
from provinces.communes.found import Found as FoundCommunes
from provinces.models import Source, UnitKind
from provinces.registry import Registry
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
    units, indices = named_units(catalogue.registry, today), named_indices(catalogue)
    reading = Reading.of(typed, indices, units)
    if not typed.words:
        return Found(typed, reading)
    asked = Asked.read(typed.text)
    every_goal = named_goals(catalogue)
    of_units, of_indices, of_goals = units.fitting(typed), indices.fitting(typed), every_goal.fitting(typed)
    of_communes = _communes(asked, reading, catalogue.registry, today, parts=not (of_units or of_indices or of_goals))
    public = tuple(edition.pk for edition in catalogue.published())
    documents = named_documents(catalogue, public).fitting(typed)
    rest = reading.rest
    if of_units or of_indices or of_goals or of_communes.communes:
        rest = typed.of(())  # a name has all the words
    elif rest.words:  # names may have those that stand for nothing by themselves
        of_goals = every_goal.fitting(rest)
        of_units = [] if reading.units else units.fitting(rest)
        rest = typed.of(()) if of_goals or of_units or documents else rest
    if asked.only_service and not of_goals:
        of_goals, rest = counted_in_communes(every_goal), typed.of(())
    every_index = _together(of_indices, indices.of(reading.indices))
    found = Found(
        typed,
        reading,
        _together(of_units, units.of(reading.units)),
        every_index,
        *_tables(reading, tuple(hit.key for hit in every_index), catalogue),
        tuple(of_goals),
        of_communes,
        tuple(documents),
        rest.text,
    )
    if found.nothing or found.unread:
        lost = rest if rest.words else typed
        kept = tuple(word.typed for word in typed.words if word not in lost.words)
        near = units.near(lost) + indices.near(lost)
        return replace(found, near=tuple(" ".join((*kept, name)) for name in near))
    return found


def _communes(asked: Asked, reading: Reading, registry: Registry, today: date, parts: bool) -> FoundCommunes:
    """The first communes, unless a year or an index was asked for, or just the service that communes offer."""
    if reading.of_editions or asked.only_service:
        return NO_COMMUNES
    return glance(asked, registry, today, settings.SEARCH_SHOWN, parts)


def _together(first: list[Hit[int]], then: list[Hit[int]]) -> tuple[Hit[int], ...]:
    """Both in this order, each once."""
    return tuple(
        {hit.key: hit for hit in (*then, *first)}[key] for key in dict.fromkeys(h.key for h in (*first, *then))
    )


def _tables(reading: Reading, indices: tuple[int, ...], catalogue: Catalogue) -> tuple[Tables, Absent]:
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
