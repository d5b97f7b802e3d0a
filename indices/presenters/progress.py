"""Progress to targets: whom each holds for, how far they are, how fast, what became of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property

from django.utils.translation import gettext as _

from provinces.models import PLURALS, UnitKind
from provinces.registry import ListOfCommunes, RegisteredUnit
from provinces.wording import day

from ..catalogue import Catalogue
from ..comparing import competition_ranks
from ..coverage import Coverage
from ..models import Indicator, Target
from ..progress import NEEDS_HELP, Goal, Limits, Progress, Status, limits_of
from .attainment import results_as_reports
from .goals import goal_of, status_text, title_of, whom_text
from .reports import History, ReportRow, reports_about


@dataclass(frozen=True)
class ProgressRow:
    """One unit's way to a target: its reports, what they come to, and what its communes reported themselves."""

    unit: RegisteredUnit
    name: str
    history: tuple[ReportRow, ...]
    progress: Progress
    limits: Limits | None = None
    listed: ListOfCommunes | None = None
    counted: Coverage | None = None
    place: int | None = None

    @property
    def latest(self) -> ReportRow | None:
        return self.history[-1] if self.history else None

    @property
    def status(self) -> Status:
        return self.progress.status

    @cached_property
    def status_text(self) -> str:
        return status_text(self.progress, self.latest.said if self.latest else "")

    @property
    def plural(self) -> str:
        """The word in the address of the unit's page."""
        return PLURALS[self.unit.kind]


@dataclass(frozen=True, slots=True)
class Country:
    """All units together: how many reported, and what those that gave counts come to. The portal adds them up."""

    units: int
    reported: int
    counted: int
    numerator: int
    denominator: int

    @property
    def share(self) -> Fraction | None:
        return Fraction(100 * self.numerator, self.denominator) if self.denominator else None

    @property
    def complete(self) -> bool:
        """Whether every unit gave counts: only then the sum stands for the country."""
        return self.counted == self.units > 0


class TargetProgress:
    """Everything the page, its files and the API say about one target on a day."""

    def __init__(self, target: Target, today: date, catalogue: Catalogue, history: History) -> None:
        self.target, self.today, self.catalogue, self.registry = target, today, catalogue, catalogue.registry
        self._history = history

    @property
    def title(self) -> str:
        return title_of(self.target)

    @property
    def goal_text(self) -> str:
        return goal_of(self.target)

    @property
    def whom(self) -> str:
        """Whom the target holds for."""
        unit = self.registry.units.get(self.target.unit_id or 0)
        if unit is None:
            return whom_text(self.target, len(self.units))
        return self.registry.full_name(unit.pk, unit.ends_on or date.max)

    @property
    def indicator(self) -> Indicator | None:
        return self.target.indicator

    @property
    def for_one(self) -> bool:
        return self.target.scope == Target.Scope.UNIT

    @property
    def in_units(self) -> bool:
        """Whether what is counted are commune-level units."""
        return self.indicator is not None and self.indicator.unit_kind == UnitKind.COMMUNE

    @property
    def falling(self) -> bool:
        if self.indicator is not None:
            return self.indicator.direction == Indicator.Direction.DOWN
        return self.target.metric == Target.Metric.RANK

    @property
    def judged(self) -> bool:
        """Whether each unit is judged: not where the country as a whole was promised."""
        return self.target.scope != Target.Scope.COUNTRY

    @property
    def live(self) -> bool:
        """Whether no other target has replaced it, and its deadline is ahead."""
        return self.target.due_on >= self.today

    @cached_property
    def goal(self) -> Goal | None:
        """The goal in numbers; None where the band that is to be reached has no threshold on record.

        A start is that of the unit, or of the country, that the target names: it is nobody else's.
        """
        target = self.target
        value = target.value
        if target.metric == Target.Metric.BAND:
            value = self.catalogue.threshold(target.index_id or 0, target.unit_kind, target.band)
        if value is None:
            return None
        baseline = None
        own = target.scope != Target.Scope.EACH
        if own and target.baseline is not None and target.baseline_on is not None:
            baseline = target.baseline_on, Fraction(target.baseline)
        return Goal(Fraction(value), target.due_on, baseline, self.falling)

    @cached_property
    def units(self) -> list[RegisteredUnit]:
        """The units it holds for: those in force on its last day, or today while that is ahead."""
        if self.for_one:
            return [self.registry.units[self.target.unit_id]] if self.target.unit_id in self.registry.units else []
        kind = self.indicator.reported_by if self.indicator else self.target.unit_kind
        return list(self.registry.in_force(kind, self.day))

    @property
    def day(self) -> date:
        """The day whose units are meant."""
        return min(self.today, self.target.due_on)

    @cached_property
    def rows(self) -> list[ProgressRow]:
        """Every unit: those that reported by how far they are, then those that did not, by name."""
        if self.goal is None:
            return []
        found = [self._row(unit, self.goal) for unit in self.units]
        places = competition_ranks(self._shares(found))
        return sorted((replace(row, place=places.get(row.unit.pk)) for row in found), key=self._order)

    def row_of(self, unit_id: int) -> ProgressRow | None:
        """One unit's way, without a place among the others; None where the target does not hold for it."""
        unit = next((unit for unit in self.units if unit.pk == unit_id), None)
        return self._row(unit, self.goal) if unit and self.goal else None

    def _shares(self, rows: list[ProgressRow]) -> dict[int, Fraction]:
        """What places are computed from: the whole field with counts or shares of one day, or nothing.

        Results of an index have their own ranks, printed by who publishes it.
        """
        latest = [row.latest for row in rows if row.latest and row.latest.exact]
        if self.indicator is None or len(latest) < len(rows) or len({report.as_of for report in latest}) > 1:
            return {}
        sign = -1 if self.falling else 1
        return {report.unit_id: (report.report.share or Fraction(0)) * sign for report in latest}

    def _order(self, row: ProgressRow):
        """Values first, from the best; then bounds, which are none; then those that reported nothing."""
        share = row.latest.report.share if row.latest else None
        if row.latest is None or share is None:
            return 2, Fraction(0), row.unit.sort_key
        return int(not row.latest.exact), share if self.falling else -share, row.unit.sort_key

    def _row(self, unit: RegisteredUnit, goal: Goal) -> ProgressRow:
        reported = self._history.get((self.target.indicator_id, unit.pk), ())
        history = tuple(row for row in reported if row.as_of <= self.today)
        progress = Progress(goal, (row.report for row in history), self.today)
        name = self.registry.name(unit.pk, unit.ends_on or self.today)
        counted = self.catalogue.coverage.get((self.target.indicator_id or 0, unit.pk))
        row = ProgressRow(unit, name, history, progress, counted=counted)
        last = history[-1] if history else None
        if last is None or last.exact or not self.in_units:
            return row
        listed = self.registry.communes_of(unit.pk, last.as_of)
        if listed is None:
            return row
        limits = limits_of(last.report, listed.sizes[unit.pk], goal, self.today)
        return replace(row, limits=limits, listed=listed) if limits else row

    @property
    def only(self) -> ProgressRow | None:
        """The row of a target of one unit."""
        return self.rows[0] if self.for_one and self.rows else None

    @cached_property
    def reporting(self) -> list[ProgressRow]:
        return [row for row in self.rows if row.latest]

    @cached_property
    def silent(self) -> list[ProgressRow]:
        """Units that have reported nothing, by name."""
        return [row for row in self.rows if not row.latest]

    @cached_property
    def laggards(self) -> list[ProgressRow]:
        """Units that are behind, at risk, or missed it: the furthest behind first."""
        behind = [row for row in self.rows if self.judged and row.status in NEEDS_HELP]
        return sorted(behind, key=lambda row: -(row.progress.behind_by or 0))

    @property
    def placed(self) -> bool:
        return any(row.place for row in self.rows)

    def when(self, row: ProgressRow) -> str:
        """Which day the latest figure speaks of; for an index, which year."""
        if row.latest is None:
            return ""
        if self.indicator is None:
            return _("year assessed %(year)s") % {"year": row.latest.as_of.year}
        return _("as of %(day)s") % {"day": day(row.latest.as_of)}

    @cached_property
    def statuses(self) -> list[tuple[Status, int]]:
        """How many units have each status, in the order of the statuses."""
        counted = Counter(row.status for row in self.reporting if self.judged)
        return [(status, counted[status]) for status in Status if counted[status]]

    @cached_property
    def country(self) -> Country:
        reports = [row.latest for row in self.reporting if row.latest]
        exact = [report for report in reports if report.exact and report.numerator is not None and report.denominator]
        return Country(
            len(self.units),
            len(reports),
            len(exact),
            sum(report.numerator or 0 for report in exact),
            sum(report.denominator or 0 for report in exact),
        )

    @cached_property
    def together(self) -> Progress | None:
        """The progress of the country as a whole, from the days about which every unit gave counts."""
        if self.goal is None or self.target.scope != Target.Scope.COUNTRY:
            return None
        days: dict[date, list[ReportRow]] = {}
        for row in self.rows:
            for report in row.history:
                if report.exact and report.numerator is not None and report.denominator:
                    days.setdefault(report.as_of, []).append(report)
        whole = [
            reports[0]
            ._replace(
                numerator=sum(report.numerator or 0 for report in reports),
                denominator=sum(report.denominator or 0 for report in reports),
            )
            .report
            for reports in days.values()
            if len(reports) == len(self.units)
        ]
        return Progress(self.goal, whole, self.today)

    @cached_property
    def earlier(self) -> list[Target]:
        """The targets that this one replaces, the first one last: a moved deadline keeps the first visible."""
        found: list[Target] = []
        before = self.target.supersedes
        while before is not None and before not in found:
            found.append(before)
            before = before.supersedes
        return found


def progress_of(
    targets: Iterable[Target],
    today: date,
    catalogue: Catalogue,
    reports: History | None = None,
    at: datetime | None = None,
) -> list[TargetProgress]:
    """Each target with its reports, which are read unless they are given; `at` as they were public at a moment. At most
    two queries, whatever the number of targets."""
    targets = list(targets)
    counted = [target for target in targets if target.indicator_id]
    everyone = any(target.unit_id is None for target in counted)
    units = None if everyone else [target.unit_id for target in counted if target.unit_id]
    ids = [target.indicator_id for target in counted if target.indicator_id]
    history = reports if reports is not None else reports_about(ids, units, at) if ids else {}
    about_indices = [target for target in targets if target.index_id]
    attained = results_as_reports(about_indices, catalogue, at)
    return [
        TargetProgress(target, today, catalogue, attained[target.pk] if target.index_id else history)
        for target in targets
    ]
