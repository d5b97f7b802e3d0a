"""Where a unit comes from and where it went, with what was published of the units before."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from provinces import lineage
from provinces.language import reader_language
from provinces.models import BEGINNING, UnitKind
from provinces.registry import Merger, RegisteredUnit, Registry
from provinces.wording import day

from ..catalogue import Catalogue
from ..models import ReformIndex, Result


def period_of(unit: RegisteredUnit) -> str:
    """What tells a unit apart from another of the same name: the day it ended, or began."""
    if unit.ends_on:
        return until(unit.ends_on)
    if unit.begins_on != BEGINNING:
        return " " + _("(from %(day)s)") % {"day": day(unit.begins_on)}
    return ""


def until(last_day: date) -> str:
    """What stands behind the name of what ended, with the space before it."""
    return " " + _("(until %(day)s)") % {"day": day(last_day)}


@dataclass(frozen=True, slots=True)
class Relative:
    """A unit that came before, beside or after: as it was called then."""

    unit: RegisteredUnit
    name: str


class History:
    """Mergers both ways: into whom the unit went and with whom, and of whom it was made."""

    def __init__(self, unit: RegisteredUnit, registry: Registry) -> None:
        self.unit, self.registry = unit, registry
        self.heirs = self._relatives(lineage.successors(registry.mergers, unit.pk))
        self.beside = self._relatives(lineage.siblings(registry.mergers, unit.pk))
        self.origins = self._relatives(lineage.predecessors(registry.mergers, unit.pk))

    def _relatives(self, unit_ids: list[int]) -> list[Relative]:
        units = [self.registry.units[unit_id] for unit_id in unit_ids]
        return [Relative(unit, self._name(unit)) for unit in units]

    def _name(self, unit: RegisteredUnit) -> str:
        """As it was called then; in English with its days, because there no type tells it from a namesake."""
        name = self.registry.full_name(unit.pk, unit.ends_on or max(unit.begins_on, BEGINNING))
        return name + period_of(unit) if reader_language() == "en" and unit.kind == UnitKind.PROVINCE else name

    @property
    def document(self) -> Merger | None:
        """The merger that ended the unit, or that made it: it names the resolution and the source."""
        mine = [merger for merger in self.registry.mergers if merger.predecessor == self.unit.pk]
        made = [merger for merger in self.registry.mergers if merger.successor == self.unit.pk]
        return next(iter(mine + made), None)


@dataclass(frozen=True, slots=True)
class SideBySide:
    """One index and year: the result of each predecessor, in the order of the columns; neither added nor averaged."""

    index: ReformIndex
    year: int
    results: tuple[Result | None, ...]


def side_by_side(origins: list[Relative], catalogue: Catalogue, at: datetime | None = None) -> list[SideBySide]:
    """The published results of the units that a merged unit was made of, newest first; `at` those of a moment."""
    if not origins:
        return []
    published = catalogue.published(at)
    found: dict[int, dict[int, Result]] = defaultdict(dict)
    for result in (
        Result.objects.filter(
            unit__in=[origin.unit.pk for origin in origins], edition__in=[edition.pk for edition in published]
        )
        .select_related("source")
        .order_by()
    ):
        found[result.edition_id][result.unit_id] = result
    return [
        SideBySide(edition.index, edition.year, tuple(found[edition.pk].get(origin.unit.pk) for origin in origins))
        for edition in published
        if edition.pk in found
    ]
