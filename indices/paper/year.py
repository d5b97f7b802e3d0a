"""What is public of a unit and a year, gathered once for both papers, and the words for its figures."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.conf import settings
from django.utils.translation import gettext as _

from provinces.registry import RegisteredUnit
from provinces.wording import day, decimal_text, long_day

from ..ahead import public_address
from ..bulletins import Bulletin, bulletin_of
from ..bulletins.bulletin import Section
from ..bulletins.naming import name_of, place
from ..catalogue import Catalogue
from ..models import Participation
from ..presenters.figures import change_words, reason_text, score_text
from ..presenters.histories import History, period_of
from ..presenters.profiles import ProfileRow, against_mean
from ..presenters.regions import PlaceInRegion, place_in_region, ranked_beside
from ..presenters.rivals import RivalRow
from .blocks import Run, Text
from .notes import Notes


@dataclass(frozen=True)
class UnitYear:
    """A unit's year as papers read it. `plural` is the word in the address of its pages."""

    bulletin: Bulletin
    catalogue: Catalogue
    plural: str

    @property
    def unit(self) -> RegisteredUnit:
        return self.bulletin.unit

    @property
    def year(self) -> int:
        return self.bulletin.year

    @property
    def sections(self) -> tuple[Section, ...]:
        return self.bulletin.sections

    @cached_property
    def name(self) -> str:
        """The unit's name on the year's day: with its type in Vietnamese, in English where it has an English one."""
        return self.catalogue.registry.full_name(self.unit.pk, self.bulletin.day)

    @property
    def name_inside(self) -> str:
        """The same inside a sentence."""
        return name_of(self.unit, self.bulletin.day, self.catalogue.registry)

    @property
    def period(self) -> str:
        """What tells it apart from another unit of the same name: the day it ended, or began."""
        return period_of(self.unit).strip()

    @cached_property
    def history(self) -> History:
        return History(self.unit, self.catalogue.registry)

    @property
    def region(self) -> str:
        found = self.catalogue.registry.region(self.unit.pk, self.bulletin.day)
        return found.name if found else ""

    @property
    def announced_on(self) -> date | None:
        """The day of the last announcement of the year, where one is known."""
        return max((s.edition.announced_on for s in self.sections if s.edition.announced_on), default=None)

    @property
    def headline(self) -> str:
        """The year assessed with the day of its announcement: the two are told apart everywhere."""
        if self.announced_on is None:
            return _("Year assessed %(year)s; the day of publication is not known.") % {"year": self.year}
        said = {"year": self.year, "day": long_day(self.announced_on)}
        return _("Year assessed %(year)s, announced on %(day)s") % said

    @property
    def stamp(self) -> datetime | None:
        """The minute in which the figures became public."""
        return self.bulletin.changed_at

    @property
    def page(self) -> str:
        """The address of the page that says the same, with every source."""
        return public_address("indices:bulletin", self.plural, self.unit.slug, self.year)

    @property
    def permanent(self) -> str:
        """The address that holds whatever the unit's page is called."""
        return public_address("provinces:permanent_address", self.unit.permanent_id)

    @property
    def owner(self) -> str:
        """Who runs the portal, or that it is nobody official."""
        if settings.SITE_OWNER:
            return _("Run by %(site_owner)s.") % {"site_owner": settings.SITE_OWNER}
        return _("This is not an official site of any public body.")

    @property
    def status(self) -> str:
        """What became of the unit, or what it was made of; empty for one that neither ended nor was made."""
        if self.bulletin.since:
            return str(self.bulletin.since)
        if self.unit.ends_on:
            return _("Ended after %(day)s.") % {"day": day(self.unit.ends_on)}
        if self.history.origins:
            made = _("Formed on %(day)s of:") % {"day": day(self.unit.begins_on)}
            origins = ", ".join(origin.name for origin in self.history.origins)
            return f"{made} {origins}. {_('Their results are neither added nor averaged.')}"
        return ""


def year_of(unit: RegisteredUnit, year: int, catalogue: Catalogue, plural: str, today: date) -> UnitYear | None:
    """A unit's year; None where no edition of the year that speaks of such units is public."""
    bulletin = bulletin_of(unit, year, catalogue, today)
    return UnitYear(bulletin, catalogue, plural) if bulletin else None


# The words for figures in the cells of tables.


def legend() -> str:
    """What the marks beside figures mean."""
    return _("* inferred from the order in the source; † computed by the portal; ≠ another source differs.")


def missing_text(row: ProfileRow | None, section: Section, unit: RegisteredUnit) -> str:
    """Which of the ways a figure is missing, in a word or two."""
    status = row.missing if row else section.league.statuses.get(unit.pk, "")
    if status == Participation.Status.NOT_ASSESSED:
        return _("Not assessed")
    if status == Participation.Status.NOT_RANKED:
        return _("Assessed, not ranked")
    return _("The portal does not have this figure")


def score_cell(section: Section, unit: RegisteredUnit, notes: Notes) -> Text:
    """The score as printed, with its mark and its document; what other sources say; whether it is looked into."""
    row = section.row
    if row is None:
        return (Run(missing_text(row, section, unit)),)
    if row.score:
        mark = row.score_sign.mark if row.score_sign else ""
        said = [Run(score_text(row.score, section.index) + mark, bold=True, notes=notes.of(row.source))]
    else:
        said = [Run(missing_text(row, section, unit))]
    said += [
        Run(f"\n≠ {score_text(rival.score, section.index)}", notes=notes.of(rival.source))
        for rival in row.rivals
        if rival.score
    ]
    if row.under_review:
        said.append(Run("\n" + _("under review")))
    return tuple(said)


def rank_cell(section: Section, unit: RegisteredUnit, notes: Notes) -> Text:
    """The rank with the size of its field, and what other sources say."""
    row = section.row
    if row is None:
        return (Run(missing_text(row, section, unit)),)
    if row.rank is None:
        said = [Run(missing_text(row, section, unit))]
    else:
        said = [Run(rank_text(row), bold=True, notes=notes.of(row.source))]
    said += [Run(f"\n≠ {rank_text(rival)}", notes=notes.of(rival.source)) for rival in row.rivals if rival.rank]
    return tuple(said)


def rank_text(row: ProfileRow | RivalRow) -> str:
    """44/63 with its mark; the rank alone where the size of the field is not known."""
    mark = row.rank_sign.mark if row.rank_sign else ""
    return (f"{row.rank}/{row.rank_of}" if row.rank_of else f"{row.rank}") + mark


def change_cell(section: Section, notes: Notes) -> Text:
    """The change of rank and of score in words, or why none is shown."""
    row = section.row
    if row is None or (row.rank is None and not row.score):
        return (Run(_("Not compared")),)
    said = []
    if row.change.places is not None:
        mark = "" if row.change.printed else "†"
        source = (row.change_source or row.source) if row.change.printed else ""
        said.append(Run(change_words(row.change, row.year - 1) + mark, notes=notes.of(source)))
    elif row.change.reason is not None:
        said.append(Run(reason_text(row.change.reason, row.year - 1)))
    if row.score_change.difference:
        mark = "" if row.score_change.printed else "†"
        said.append(Run("\n" + difference_text(row.score_change.difference, section) + mark))
    elif row.score_change.reason in ("method", "method_unknown") and row.change.places is not None:
        said.append(Run("\n" + _("Scores not compared")))
    return tuple(said)


def difference_text(difference: str, section: Section) -> str:
    """+9,41 điểm phần trăm."""
    unit = _("percentage points") if section.index.in_percent else _("points")
    return f"{decimal_text(difference)} {unit}"


def mean_cell(section: Section, notes: Notes) -> Text:
    """The published mean of the kind, and how far the unit is from it."""
    average = section.league.average
    if average is None or not average.score:
        return (Run(_("The portal does not have this figure")),)
    mark = average.sign.mark if average.sign else ""
    said = [Run(score_text(average.score, section.index) + mark, notes=notes.of(average.source))]
    difference = against_mean(section.row, average) if section.row else ""
    if difference:
        said.append(Run("\n" + difference_text(difference, section) + "†"))
    return tuple(said)


def band_text(section: Section) -> str:
    """The band of the score; that the index has none, or that the score is not here."""
    if not section.league.bands:
        return _("no bands")
    return (section.row.band if section.row else "") or _("not known")


def place_of(section: Section, unit: RegisteredUnit) -> PlaceInRegion | None:
    """The unit's place in its region, where it may be computed."""
    return place_in_region(unit, section.edition, section.league.catalogue, section.league.ranks)


def region_text(section: Section, unit: RegisteredUnit) -> str:
    """The place within the region; where it may not be computed, how many of the region are here."""
    found = place_of(section, unit)
    if found:
        return f"{place(found.rank, found.size)}†"
    ranked, ranks = ranked_beside(unit, section.edition, section.league.catalogue), section.league.ranks
    if not ranked:
        return _("The field is not known")
    known = sum(ranks.get(other) is not None for other in ranked)
    return _("not enough figures (%(here)s/%(n)s)") % {"here": known, "n": len(ranked)}
