"""What a search found, as its page and the suggestions say it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from provinces.models import PLURALS, UnitKind
from provinces.names import fold
from provinces.registry import RegisteredUnit, Registry
from provinces.search import Hit
from provinces.wording import inside

from ..ahead import address
from ..catalogue import Catalogue
from ..models import Edition, ReformIndex, Result, Target
from ..search import Found
from ..search.goals import Goal
from .communes import Place
from .figures import Sign, sign_of
from .goals import goal_of, title_of
from .histories import History, Relative, period_of, until

INDICES_BESIDE_A_UNIT = 2  # its latest ranks: in the first indices by their order
COLUMNS = (
    "unit_id", "edition_id", "score_text", "score_basis", "score_derivation", "rank", "rank_of", "rank_basis",
    "rank_derivation", "source__code",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FoundFigure:
    """A unit's score and rank in an edition, each with its mark; a rank without its field is left out."""

    edition: Edition
    score: str
    score_sign: Sign | None
    rank: int | None
    rank_of: int | None
    rank_sign: Sign | None
    source: str
    under_review: datetime | None

    @classmethod
    def of(cls, row: Any, edition: Edition, catalogue: Catalogue) -> "FoundFigure":
        ranked = row.rank is not None and row.rank_of is not None
        return cls(
            edition,
            row.score_text,
            sign_of(row.score_basis, row.score_derivation, edition.year) if row.score_text else None,
            row.rank if ranked else None,
            row.rank_of,
            sign_of(row.rank_basis, row.rank_derivation, edition.year) if ranked else None,
            row.source__code,
            catalogue.under_review(edition, row.unit_id),
        )


@dataclass(frozen=True, slots=True)
class FoundRelative:
    """A unit that another went into or was made of: its name with its period, and the slug of its page."""

    name: str
    slug: str


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """A province or ministry that was found: what it is called now, what it was found by, what became of it."""

    unit: RegisteredUnit
    plural: str
    name: str
    also: str
    ended: bool
    heirs: tuple[FoundRelative, ...]
    origins: tuple[FoundRelative, ...]
    latest: tuple[FoundFigure, ...]


@dataclass(frozen=True, slots=True)
class FoundResult:
    """A unit in the edition of an index and a year that were named; without a figure, why there is none."""

    unit: RegisteredUnit
    plural: str
    name: str
    edition: Edition
    figure: FoundFigure | None
    missing: str


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A league table that was asked for; the size of its field where that is known."""

    edition: Edition
    plural: str
    ranked: int | None


@dataclass(frozen=True, slots=True)
class FoundGoal:
    """A target or an indicator; a target with what is to be reached, until when and by whom."""

    address: str
    title: str
    goal: str
    due_on: date | None
    whom: str


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A commune with the district and the province it lies in, and the day it ended."""

    place: Place
    ended: bool


class Answer:
    """What the page of a search shows. One query for the figures beside units, whatever their number."""

    def __init__(self, found: Found, catalogue: Catalogue, today: date, most: int) -> None:
        self.found, self.catalogue, self.registry = found, catalogue, catalogue.registry
        self.typed, self.today, self.most = found.typed, today, most
        shown = [hit.key for hit in found.units[:most]]
        self._figures = figures_of(list({*shown, *found.reading.units}), catalogue)
        results = [result for table in found.tables for result in self._results(*table)]
        self.results, self.more_results = results[:most], len(results[most:])
        units = [self._unit(hit) for hit in found.units[:most]]
        self.provinces = [row for row in units if row.unit.kind == UnitKind.PROVINCE]
        self.ministries = [row for row in units if row.unit.kind == UnitKind.MINISTRY]
        self.more_units = len(found.units) - len(units)
        self.indices = [catalogue.indices[hit.key] for hit in found.indices]
        self.tables = [FoundTable(e, PLURALS[kind], e.field_size(kind)) for e, kind in found.tables][:most]
        self.absent = [(catalogue.indices[index], year) for index, year in found.absent]
        self.goals = [found_goal(hit.key, self.registry) for hit in found.goals[:most]]
        self.more_goals = len(found.goals) - len(self.goals)
        communes = [one.commune for one in found.communes.communes]
        self.communes = [FoundPlace(Place.of(one, self.registry), one.ended_by(today)) for one in communes]
        self.documents = [hit.key for hit in found.documents[:most]]
        self.more_documents = len(found.documents) - len(self.documents)

    @property
    def number(self) -> int:
        """How many things were found, those that are not shown included."""
        found = self.found
        nouns = (self.results, found.units, found.tables, found.indices, found.goals, found.documents)
        return sum(map(len, nouns)) + self.more_results + len(self.communes) + found.communes.more

    def years_of(self, index: ReformIndex) -> list[int]:
        """The public years of an index, the latest first."""
        return list(reversed(self.catalogue.published_of(index.code)))

    def _unit(self, hit: Hit[int]) -> FoundUnit:
        unit = self.registry.units[hit.key]
        history = History(unit, self.registry)
        return FoundUnit(
            unit,
            PLURALS[unit.kind],
            titled(unit, self.registry),
            also_called(unit, hit.name, self.registry),
            unit.ends_on is not None and unit.ends_on < self.today,
            relatives_of(history.heirs, self.registry),
            relatives_of(history.origins, self.registry),
            self._latest(unit.pk),
        )

    def _latest(self, unit_id: int) -> tuple[FoundFigure, ...]:
        """The latest figure with a rank in each of the indices that were named, else in the first ones."""
        found: dict[int, FoundFigure] = {}
        named = self.found.reading.indices
        for figure in self._figures[unit_id].values():
            if figure.rank is not None and (not named or figure.edition.index_id in named):
                found.setdefault(figure.edition.index_id, figure)
        return tuple(found.values())[:INDICES_BESIDE_A_UNIT]

    def _results(self, edition: Edition, kind: str) -> Iterable[FoundResult]:
        """The units that were named, in one edition in which they were in force. Only for years that were asked for."""
        for unit_id in self.found.reading.units if self.found.reading.years else ():
            unit = self.registry.units[unit_id]
            if unit.kind == kind and unit.in_force_on(edition.units_as_of):
                missing = self.catalogue.unranked(edition, kind).get(unit_id, "not_here")
                figure = self._figures[unit_id].get(edition.pk)
                name = called(unit, self.registry, edition.units_as_of)
                yield FoundResult(unit, PLURALS[kind], name, edition, figure, missing)


def figures_of(unit_ids: list[int], catalogue: Catalogue) -> dict[int, dict[int, FoundFigure]]:
    """The public figures of the units by edition; indices in their order, the latest year first. One query or none."""
    found: dict[int, dict[int, FoundFigure]] = defaultdict(dict)
    if not unit_ids:
        return found
    results = Result.objects.filter(unit__in=unit_ids).order_by()
    by_key = {(row.unit_id, row.edition_id): row for row in results.values_list(*COLUMNS, named=True)}
    for edition in catalogue.public_at().among(edition_id for _unit, edition_id in by_key):
        for unit_id in unit_ids:
            if row := by_key.get((unit_id, edition.pk)):
                found[unit_id][edition.pk] = FoundFigure.of(row, edition, catalogue)
    return found


def called(unit: RegisteredUnit, registry: Registry, day: date = date.max) -> str:
    """What a unit is called on a day, with its type where the reader's language has one; its last name if it ended."""
    day = min(day, unit.ends_on or date.max)
    return registry.full_name(unit.pk, day)


def titled(unit: RegisteredUnit, registry: Registry) -> str:
    """What a unit is called, with the days that tell it apart from another of its name."""
    return called(unit, registry) + period_of(unit)


def relatives_of(relatives: list[Relative], registry: Registry) -> tuple[FoundRelative, ...]:
    """Each relative under its last name."""
    return tuple(FoundRelative(titled(relative.unit, registry), relative.unit.slug) for relative in relatives)


def also_called(unit: RegisteredUnit, found_by: str, registry: Registry) -> str:
    """The name that a unit was found by, if it is another than its present one; a former one with its last day."""
    typed, names = fold(found_by), registry.official_names(unit.pk)
    in_turn = [(name, {fold(text) for text in (name.full, name.short, name.english)}) for name in reversed(names)]
    for name, written in in_turn:
        if any(typed in text for text in written):
            former = name is not names[-1] and name.valid_to
            return name.short + until(former) if former else ""
    return found_by


def found_goal(goal: Goal, registry: Registry) -> FoundGoal:
    """A target or an indicator as one line says it."""
    if not isinstance(goal, Target):
        return FoundGoal(address("indices:indicator_detail", goal.code), goal.name, "", None, "")
    unit = registry.units.get(goal.unit_id or 0)
    whom = inside(called(unit, registry)) if unit else ""
    return FoundGoal(
        address("indices:target_detail", goal.code), title_of(goal), goal_of(goal), goal.due_on, whom or goal.set_by
    )


def suggested(found: Found, catalogue: Catalogue, most: int) -> list[dict[str, str]]:
    """The names that may be meant while somebody types: each with what it is, and its page."""
    registry = catalogue.registry
    indices = [catalogue.indices[hit.key] for hit in found.indices]
    rows = [
        {
            "name": index.short_name,
            "note": index.name,
            "address": address("indices:index_detail", index.code),
        }
        for index in indices[: most // 2]
    ]
    for hit in found.units[: most - len(rows)]:
        unit = registry.units[hit.key]
        heirs = ", ".join(titled(relative.unit, registry) for relative in History(unit, registry).heirs)
        rows.append(
            {
                "name": titled(unit, registry),
                "note": _("now part of %(heirs)s") % {"heirs": inside(heirs)} if heirs else "",
                "address": address("indices:unit", PLURALS[unit.kind], unit.slug),
            }
        )
    return rows
