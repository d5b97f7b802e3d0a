"""What a bulletin says of a unit's procedures: its reports up to a day, and the goals that they are on the way to."""

from datetime import date, datetime
from functools import cached_property

from django.db.models import Max
from django.utils.translation import gettext as _

from provinces.registry import RegisteredUnit
from provinces.wording import count, day

from ..models import Snapshot, Target
from ..presenters.progress import ProgressRow, TargetProgress
from ..presenters.reports import IndicatorRow, latest_of, reports_about
from .goals import goal_told, is_told_by_goal
from .naming import about_what
from .sentences import Figure, Said, Sentence, joined, say
from .year import PublicYear

Goals = dict[int, list[tuple[TargetProgress, ProgressRow]]]


class Digitization:
    """A unit's reports up to the day `until`, the last of each indicator, and its goals as they look today."""

    def __init__(self, unit: RegisteredUnit, name: str, until: date, year: PublicYear) -> None:
        """`name` stands inside a sentence."""
        self.unit, self.name, self.until, self.year = unit, name, until, year
        self.promises = year.catalogue.promises
        self.reports = reports_about(self.promises.indicators, [unit.pk], year.at)
        told = {about: [row for row in rows if row.as_of <= until] for about, rows in self.reports.items()}
        self.rows = latest_of(unit.pk, {about: rows for about, rows in told.items() if rows}, self.promises.indicators)
        self.goals = self._goals()

    def _goals(self) -> Goals:
        """The targets that hold for the unit and that no other replaced, by indicator, with the unit's way to each."""
        found: Goals = {}
        for target in filter(self._is_told, self.promises.standing):
            progress = TargetProgress(target, self.year.today, self.year.catalogue, self.reports)
            if row := progress.row_of(self.unit.pk):
                found.setdefault(target.indicator_id or 0, []).append((progress, row))
        return found

    def _is_told(self, target: Target) -> bool:
        """Whether a target is about what was reported, and of that time.

        Its document was published by then, or a report that is told comes from it.
        """
        if target.indicator_id not in {row.indicator.pk for row in self.rows}:
            return False
        published = target.source.published_on
        of_that_time = published is not None and published <= self.until
        return of_that_time or target.source.code in {row.latest.source for row in self.rows}

    def sentences(self) -> list[Sentence]:
        """Counts of one day stand in one sentence. A share without counts says so; a bound stays a bound."""
        counted: dict[date, list[IndicatorRow]] = {}
        for row in self.rows:
            if row.latest.numerator is not None and row.latest.exact and not self._is_told_by_goal(row):
                counted.setdefault(row.latest.as_of, []).append(row)
        found = [
            say(
                _("On %(day)s %(unit)s had %(counts)s."),
                day=day(as_of),
                unit=self.name,
                counts=joined(map(_counted, of_day), "; ", "; "),
            )
            for as_of, of_day in counted.items()
        ]
        for row in self.rows:
            if (row.latest.numerator is None or not row.latest.exact) and not self._is_told_by_goal(row):
                found.append(_share(row))
            for progress, way in self.goals.get(row.indicator.pk, []):
                found.extend(goal_told(progress, way, self.name))
        return found

    def _is_told_by_goal(self, row: IndicatorRow) -> bool:
        goals = self.goals.get(row.indicator.pk, [])
        return any(is_told_by_goal(progress, way) and way.latest == row.latest for progress, way in goals)

    @property
    def deadlines(self) -> list[date]:
        """The last days of the goals that are told: what is said of them is another thing afterwards."""
        return [progress.target.due_on for goals in self.goals.values() for progress, _row in goals]

    @cached_property
    def accepted_at(self) -> datetime | None:
        """When a report of the unit last became public. One query."""
        if not self.rows:
            return None
        accepted = Snapshot.objects.public(self.year.at).filter(unit=self.unit.pk)
        return accepted.aggregate(last=Max("accepted_at"))["last"]


def _counted(row: IndicatorRow) -> Sentence:
    report = row.latest
    said: Said = {"count": Figure(count(report.numerator or 0), report.source), "what": row.indicator.numerator_name}
    if not report.denominator:
        return say(_("%(count)s %(what)s"), **said)
    share = Figure(report.share_text, report.source)
    return say(_("%(count)s %(what)s (%(share)s of %(total)s)"), **said, share=share, total=count(report.denominator))


def _share(row: IndicatorRow) -> Sentence:
    report = row.latest
    said: Said = {
        "day": day(report.as_of),
        "share": Figure(report.share_shown, report.source),
        "what": about_what(row.indicator.name),
    }
    if not report.exact:
        return say(_("On %(day)s: %(what)s, %(share)s."), **said)
    return say(_("On %(day)s: %(what)s, %(share)s (no count in the source)."), **said)
