"""A unit's year: its results by index, its procedures, and what became of it since."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from provinces.registry import RegisteredUnit
from provinces.wording import day

from ..catalogue import Catalogue
from ..models import Edition, ReformIndex
from ..presenters.histories import History
from ..presenters.profiles import IndexProfile, Profile, ProfileRow
from ..presenters.rankings import LeagueTable
from .digitization import digitization_of
from .naming import name_of, within
from .result import ResultTeller
from .sentences import Figure, Said, Sentence, joined, say


@dataclass(frozen=True, slots=True)
class Section:
    """The sentences about one index, from the version of its edition that is public, and the rows that they tell."""

    league: LeagueTable
    row: ProfileRow | None
    before: ProfileRow | None
    sentences: tuple[Sentence, ...]

    @property
    def edition(self) -> Edition:
        return self.league.edition

    @property
    def index(self) -> ReformIndex:
        return self.league.index

    def __str__(self) -> str:
        return " ".join(map(str, self.sentences))

    @property
    def sources(self) -> list[str]:
        """Every document behind the figures, each once."""
        return list(dict.fromkeys(source for sentence in self.sentences for source in sentence.sources))


@dataclass(frozen=True, slots=True)
class Bulletin:
    """A unit's year: a section for each index that is public, what was reported of its procedures up to the day of
    announcement, and what became of the unit since; with its results of all years."""

    unit: RegisteredUnit
    year: int
    indices: tuple[IndexProfile, ...]
    sections: tuple[Section, ...]
    digitization: tuple[Sentence, ...]
    since: Sentence | None

    @property
    def day(self) -> date:
        """The day whose units the year speaks of."""
        return self.sections[0].edition.units_as_of

    @property
    def public_since(self) -> datetime | None:
        """When the latest of the versions that it tells of became public."""
        return max((s.edition.publish_at for s in self.sections if s.edition.publish_at), default=None)

    @property
    def sources(self) -> list[str]:
        """Every document behind the figures, each once."""
        of_indices = (source for section in self.sections for source in section.sources)
        others = (*self.digitization, *([self.since] if self.since else []))
        return list(dict.fromkeys([*of_indices, *(source for sentence in others for source in sentence.sources)]))


def section_of(unit: RegisteredUnit, league: LeagueTable, indices: Iterable[IndexProfile]) -> Section:
    """What one edition says of a unit; a table that was read once serves many units."""
    year = league.edition.year
    rows = {row.year: row for found in indices if found.index.pk == league.index.pk for row in found.rows}
    here, before = rows.get(year), rows.get(year - 1)
    return Section(league, here, before, tuple(ResultTeller(unit, league, here, before).sentences()))


def bulletin_of(unit: RegisteredUnit, year: int, catalogue: Catalogue, today: date) -> Bulletin | None:
    """The bulletin of a unit; None where no edition of the year that speaks of such units is public."""
    indices = tuple(Profile(unit, catalogue).indices)
    sections = [
        section_of(unit, LeagueTable(edition, unit.kind, None, catalogue), indices)
        for edition in catalogue.published()
        if edition.year == year and unit.kind in edition.index.kinds and unit.in_force_on(edition.units_as_of)
    ]
    if not sections:
        return None
    # Reports belong to a year by the day of its announcement; where that is not known, none are told.
    announced = max((s.edition.announced_on for s in sections if s.edition.announced_on), default=None)
    name = name_of(unit, sections[0].edition.units_as_of, catalogue.registry)
    reports = digitization_of(unit, name, announced, today) if announced else []
    return Bulletin(unit, year, indices, tuple(sections), tuple(reports), _since(unit, catalogue))


def _since(unit: RegisteredUnit, catalogue: Catalogue) -> Sentence | None:
    """What became of a unit that ended."""
    history = History(unit, catalogue.registry)
    if not history.heirs or not unit.ends_on:
        return None
    document = history.document
    heirs = ", ".join(within(heir.name, heir.unit) for heir in history.heirs)
    said: Said = {
        "unit": within(catalogue.registry.full_name(unit.pk, unit.ends_on), unit),
        "heirs": Figure(heirs, document.source if document else ""),
        "day": day(unit.ends_on),
    }
    if history.beside:
        beside = joined((say(within(each.name, each.unit)) for each in history.beside), ", ", _(" and "))
        return say(
            _(
                "After %(day)s %(unit)s was reorganised together with %(beside)s into %(heirs)s. "
                "The results of %(unit)s stay as published."
            ),
            beside=beside,
            **said,
        )
    return say(
        _("After %(day)s %(unit)s was reorganised into %(heirs)s. The results of %(unit)s stay as published."), **said
    )
