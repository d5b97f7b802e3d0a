"""A unit's year: its results by index, its procedures, and what became of it since."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.models import Source
from provinces.registry import RegisteredUnit
from provinces.wording import day, moment

from ..catalogue import Catalogue
from ..models import Edition, ReformIndex
from ..presenters.histories import History
from ..presenters.profiles import IndexProfile, Profile, ProfileRow
from ..presenters.rankings import LeagueTable
from .digitization import Digitization
from .naming import name_of, within
from .origins import origins_of
from .register import corrected
from .result import ResultTeller
from .sentences import Figure, Said, Sentence, joined, say
from .year import PublicYear


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

    @property
    def sources(self) -> list[str]:
        """Every document behind the figures, each once."""
        return list(dict.fromkeys(source for sentence in self.sentences for source in sentence.sources))

    def __str__(self) -> str:
        return " ".join(map(str, self.sentences))


@dataclass(frozen=True)
class Bulletin:
    """A unit's year: a section for each index that is public, what was reported of its procedures up to the day of
    announcement, and what became of the unit since.

    `origins` tells of a new unit's predecessors, where nothing is here of the unit itself; `changed_at` is the moment
    since which the bulletin says what it says; `indices` are the unit's results of all years.
    """

    unit: RegisteredUnit
    year: int
    indices: tuple[IndexProfile, ...]
    origins: tuple[Sentence, ...]
    sections: tuple[Section, ...]
    digitization: tuple[Sentence, ...]
    since: Sentence | None
    changed_at: datetime

    @property
    def day(self) -> date:
        """The day whose units the year speaks of."""
        return self.sections[0].edition.units_as_of

    @property
    def paragraphs(self) -> list[tuple[Sentence, ...]]:
        """Everything but the last line, in the order of reading."""
        since = (self.since,) if self.since else ()
        every = [self.origins, *(section.sentences for section in self.sections), self.digitization, since]
        return [sentences for sentences in every if sentences]

    def ending(self, address: str) -> Sentence:
        """The last line: the documents, the moment, and where the bulletin stands."""
        documents = self.documents
        said: Said = {"time": moment(self.changed_at), "address": address}
        if not documents:
            return say(_("As on the portal at %(time)s. %(address)s"), **said)
        return say(
            _("Source: %(sources)s. As on the portal at %(time)s. %(address)s"),
            sources=joined(documents, "; ", "; "),
            **said,
        )

    @cached_property
    def documents(self) -> list[Sentence]:
        """The documents behind the figures as a reader recognises them, in the order of reading. One query."""
        codes = list(dict.fromkeys(code for part in self.paragraphs for sentence in part for code in sentence.sources))
        labels = {source.code: source.label for source in Source.objects.filter(code__in=codes)}
        return [say("%(document)s", document=Figure(labels[code], code)) for code in codes if code in labels]


def section_of(
    unit: RegisteredUnit, league: LeagueTable, indices: Iterable[IndexProfile], at: datetime | None = None
) -> Section:
    """What one edition says of a unit; a table that was read once serves many units."""
    year, edition = league.edition.year, league.edition
    rows = {row.year: row for found in indices if found.index.pk == league.index.pk for row in found.rows}
    here, before = rows.get(year), rows.get(year - 1)
    told = ResultTeller(unit, league, here, before).sentences()
    return Section(league, here, before, (*told, *corrected(unit, edition, league.catalogue, at)))


def bulletin_of(
    unit: RegisteredUnit, year: int, catalogue: Catalogue, today: date, at: datetime | None = None
) -> Bulletin | None:
    """The bulletin of a unit; None where no edition of the year that speaks of such units is public.

    `today` judges deadlines; `at` asks for what was public at a moment. Who tells of many units makes one `PublicYear`
    and asks `bulletin_in` for each.
    """
    return bulletin_in(PublicYear(year, catalogue, today, at), unit)


def bulletin_in(year: PublicYear, unit: RegisteredUnit) -> Bulletin | None:
    """The bulletin of a unit in a year that others are told of too; None as for `bulletin_of`."""
    editions = year.editions_about(unit)
    if not editions:
        return None
    profile = Profile(unit, year.catalogue, year.at)
    indices = tuple(profile.indices)
    sections = tuple(section_of(unit, year.league(edition, unit.kind), indices, year.at) for edition in editions)
    origins = () if profile.results else tuple(origins_of(unit, year))
    # Reports belong to a year by the day of its announcement; where that is not known, none are told.
    announced = max((edition.announced_on for edition in editions if edition.announced_on), default=None)
    name = name_of(unit, editions[0].units_as_of, year.catalogue.registry)
    reports = Digitization(unit, name, announced, year) if announced else None
    digitization = tuple(reports.sentences()) if reports else ()
    since = _since(unit, year.catalogue) if unit.ends_on and unit.ends_on < year.today else None
    changed_at = _changed(year, unit, reports)
    return Bulletin(unit, year.year, indices, origins, sections, digitization, since, changed_at)


def _changed(year: PublicYear, unit: RegisteredUnit, reports: Digitization | None) -> datetime:
    """The last moment up to now at which a version or a report became public, a deadline passed, or the unit ended."""
    moments = [edition.publish_at for edition in year.told if edition.publish_at]
    days = [unit.ends_on] if unit.ends_on else []
    if reports:
        days += reports.deadlines
        moments += [reports.accepted_at] if reports.accepted_at else []
    midnights = [timezone.make_aware(datetime.combine(last, time.min)) + timedelta(days=1) for last in days]
    return max([*moments, *(midnight for midnight in midnights if timezone.localdate(midnight) <= year.today)])


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
        "day": day(history.heirs[0].unit.begins_on),
    }
    if history.beside:
        beside = joined((say(within(each.name, each.unit)) for each in history.beside), ", ", _(" and "))
        return say(
            _(
                "From %(day)s %(unit)s, together with %(beside)s, is reorganised into %(heirs)s. "
                "The results of %(unit)s stay as published."
            ),
            beside=beside,
            **said,
        )
    return say(
        _("From %(day)s %(unit)s is reorganised into %(heirs)s. The results of %(unit)s stay as published."), **said
    )
