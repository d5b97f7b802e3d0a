"""Progress to a goal: how far, how fast, how fast it would have to be, and what that makes of it. Pure.

Everything is computed from exact reports (a count out of a count, or a printed share). A bound ("over 50%") is no
value: it yields limits and nothing else. Shares are percent of the denominator of the day; a pace is in things counted
per month where the last report counts, otherwise in percentage points per month. A month is 30.4375 days.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import ceil, floor
from typing import NamedTuple

MONTH = Fraction("30.4375")
YEAR = 12 * MONTH
# How far under the plan's line a unit may be before its goal is at risk, in percentage points.
BEHIND = 10
# A projection needs so many exact reports.
PROJECTED_FROM = 3

EXACT = "exact"
# What a bound says of the value: it is not below, or not above what is printed.
FROM_BELOW, FROM_ABOVE = {"more_than", "at_least"}, {"less_than", "at_most"}


class Status(StrEnum):
    """What became of a goal, or is to be expected."""

    REACHED = "reached"
    ON_SCHEDULE = "on_schedule"
    BEHIND = "behind"
    AT_RISK = "at_risk"
    UNKNOWN = "unknown"
    PAST_REACHED = "past_reached"
    PAST_NOT_REACHED = "past_not_reached"
    PAST_UNKNOWN = "past_unknown"


# From the one that needs help most to the one that needs none.
NEEDS_HELP = {Status.AT_RISK, Status.BEHIND, Status.PAST_NOT_REACHED}


class Report(NamedTuple):
    """What was reported about a day: a count, a share in percent, or both; exact or a bound."""

    day: date
    numerator: int | None = None
    denominator: int | None = None
    percent: Fraction | None = None
    qualifier: str = EXACT

    @property
    def exact(self) -> bool:
        return self.qualifier == EXACT and self.share is not None

    @property
    def counted(self) -> bool:
        return self.numerator is not None and self.denominator is not None

    @property
    def share(self) -> Fraction | None:
        """In percent: of the counts where there are both, else as printed."""
        if self.numerator is not None and self.denominator is not None:
            return Fraction(100 * self.numerator, self.denominator)
        return self.percent


@dataclass(frozen=True, slots=True)
class Goal:
    """A share in percent by a day; from a baseline (day, percent) where one is known. `falling`: less is better."""

    percent: Fraction
    due_on: date
    baseline: tuple[date, Fraction] | None = None
    falling: bool = False

    def met_by(self, share: Fraction) -> bool:
        return share <= self.percent if self.falling else share >= self.percent

    def met_by_bound(self, report: Report) -> bool:
        """Whether a bound alone says that the goal is met."""
        if report.share is None:
            return False
        return report.qualifier in (FROM_ABOVE if self.falling else FROM_BELOW) and self.met_by(report.share)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a bound says once a denominator is known: how many at least, how many are left at most."""

    at_least: int
    out_of: int
    left_at_most: int
    per_month_at_most: int | None


def months_between(first: date, last: date) -> Fraction:
    """Months of 30.4375 days.

    >>> float(round(months_between(date(2021, 6, 24), date(2021, 12, 31)), 2))
    6.24
    """
    return Fraction((last - first).days) / MONTH


def limits_of(report: Report, out_of: int, goal: Goal, today: date) -> Limits | None:
    """What "over 50%" of a known number says. None for a bound from above, or a goal that falls.

    >>> goal = Goal(Fraction(100), date(2021, 12, 31))
    >>> limits_of(Report(date(2021, 6, 24), percent=Fraction(50), qualifier="more_than"), 157, goal, date(2021, 6, 24))
    Limits(at_least=79, out_of=157, left_at_most=78, per_month_at_most=13)
    """
    if report.qualifier not in FROM_BELOW or report.percent is None or goal.falling or out_of < 1:
        return None
    exact = report.percent * out_of / 100
    least = floor(exact) + 1 if report.qualifier == "more_than" else ceil(exact)
    left = max(0, ceil(goal.percent * out_of / 100) - least)
    months = months_between(report.day, goal.due_on)
    pace = ceil(left / months) if months > 0 and today <= goal.due_on else None
    return Limits(min(least, out_of), out_of, left, pace)


class Progress:
    """A goal, the reports about it (any order) and a day to look from."""

    def __init__(self, goal: Goal, reports: Iterable[Report], today: date) -> None:
        self.goal, self.today = goal, today
        self.reports: Sequence[Report] = sorted(
            (report for report in reports if report.day <= today), key=lambda report: report.day
        )

    @cached_property
    def exact(self) -> list[Report]:
        return [report for report in self.reports if report.exact]

    @property
    def last(self) -> Report | None:
        return self.reports[-1] if self.reports else None

    @property
    def last_exact(self) -> Report | None:
        """Where every pace starts: a bound that was reported later says less."""
        return self.exact[-1] if self.exact else None

    @property
    def overdue(self) -> bool:
        return self.today > self.goal.due_on

    # --- pace: in things counted, or in percentage points where the last report does not count --------------

    @property
    def counted(self) -> bool:
        """Whether paces are in things counted: every exact report of the last twelve months counts."""
        return bool(self.recent) and all(report.counted for report in self.recent)

    @cached_property
    def recent(self) -> list[Report]:
        """The exact reports of the twelve months up to the last exact one."""
        last = self.last_exact
        return [report for report in self.exact if last and (last.day - report.day).days <= YEAR]

    def _amount(self, report: Report) -> Fraction:
        if self.counted:
            return Fraction(report.numerator or 0)
        return report.share or Fraction(0)

    @property
    def left(self) -> Fraction | None:
        """What is missing from the last exact report to the goal, never below zero; None where there is none."""
        last = self.last_exact
        if last is None:
            return None
        if not self.counted:
            wanted = self.goal.percent
        elif self.goal.falling:
            wanted = Fraction(floor(self.goal.percent * (last.denominator or 0) / 100))
        else:
            wanted = Fraction(ceil(self.goal.percent * (last.denominator or 0) / 100))
        missing = wanted - self._amount(last)
        return max(Fraction(0), -missing if self.goal.falling else missing)

    @property
    def needed_per_month(self) -> int | None:
        """The pace that the goal needs from the last report to the deadline, rounded up; None once it is past."""
        if self.left is None or self.last_exact is None or self.overdue:
            return None
        months = months_between(self.last_exact.day, self.goal.due_on)
        return ceil(self.left / months) if months > 0 else None

    @property
    def actual_per_month(self) -> Fraction | None:
        """The pace from the first to the last report of the last twelve months; towards the goal counts as above zero.

        None after the deadline, and for fewer than two exact reports in those months.
        """
        if self.overdue or len(self.recent) < 2:
            return None
        return self._pace(self.recent[0], self.recent[-1])

    def _pace(self, first: Report, last: Report) -> Fraction:
        gained = self._amount(last) - self._amount(first)
        return (-gained if self.goal.falling else gained) / months_between(first.day, last.day)

    @property
    def projected_on(self) -> date | None:
        """The day on which the goal would be reached at the actual pace."""
        if self.actual_per_month is None or len(self.exact) < PROJECTED_FROM:
            return None
        return self._day_at(self.actual_per_month)

    @property
    def projected_between(self) -> tuple[date, date | None] | None:
        """The earliest and the latest such day at the fastest and the slowest pace between two reports of the year.

        The latest is None where the slowest pace leads nowhere.
        """
        if self.projected_on is None:
            return None
        paces = [self._pace(first, last) for first, last in pairwise(self.recent)]
        earliest = self._day_at(max(paces))
        return (earliest, self._day_at(min(paces))) if earliest else None

    def _day_at(self, pace: Fraction) -> date | None:
        if pace <= 0 or not self.left or self.last_exact is None:
            return None
        days, last = ceil(self.left / pace * MONTH), self.last_exact.day
        # What would take longer than the calendar has days is no projection.
        return last + timedelta(days=days) if days <= (date.max - last).days else None

    # --- status ----------------------------------------------------------------------------------------------

    @property
    def line(self) -> tuple[date, Fraction] | None:
        """Where the straight line of the plan begins: the baseline, else the first exact report."""
        if self.goal.baseline is not None:
            return self.goal.baseline
        first = self.exact[0] if self.exact else None
        return (first.day, first.share) if first and first.share is not None else None

    def planned_on(self, day: date) -> Fraction | None:
        """The share on the plan's line on a day; the goal's from the deadline on."""
        if self.line is None:
            return None
        begins, share = self.line
        if day >= self.goal.due_on or begins >= self.goal.due_on:
            return self.goal.percent
        gone = Fraction((day - begins).days, (self.goal.due_on - begins).days)
        return share + (self.goal.percent - share) * max(Fraction(0), gone)

    @property
    def behind_by(self) -> Fraction | None:
        """How many percentage points the last exact report is under the plan's line; below zero: above it."""
        if self.last_exact is None or self.last_exact.share is None:
            return None
        planned = self.planned_on(self.last_exact.day)
        if planned is None:
            return None
        return self.last_exact.share - planned if self.goal.falling else planned - self.last_exact.share

    @property
    def _met(self) -> bool:
        """Whether the last report is at or beyond the goal."""
        if self.last is None or self.last.share is None:
            return False
        return self.goal.met_by(self.last.share) if self.last.exact else self.goal.met_by_bound(self.last)

    @property
    def reached_on(self) -> date | None:
        """The day of the first of the last reports that are all at or beyond the goal."""
        if not self._met:
            return None
        found = None
        for report in reversed(self.reports):
            share = report.share
            if share is None or not (self.goal.met_by(share) if report.exact else self.goal.met_by_bound(report)):
                break
            found = report.day
        return found

    @property
    def status(self) -> Status:
        """What became of the goal. Silence after a deadline is not failure."""
        if self.overdue:
            return self._outcome
        if self._met:
            return Status.REACHED
        enough = len(self.exact) >= (1 if self.goal.baseline else 2)
        if not enough or self.behind_by is None:
            return Status.UNKNOWN
        if self.behind_by <= 0:
            return Status.ON_SCHEDULE
        return Status.BEHIND if self.behind_by <= BEHIND else Status.AT_RISK

    @property
    def _outcome(self) -> Status:
        if self._met:
            return Status.PAST_REACHED
        if self.last is None or self.last.day < self.goal.due_on:
            return Status.PAST_UNKNOWN
        return Status.PAST_NOT_REACHED if self.last.exact or self._missed_by_bound else Status.PAST_UNKNOWN

    @property
    def _missed_by_bound(self) -> bool:
        """Whether a bound alone says that the goal is not met: "under 90%" where 90% or more was wanted."""
        report = self.last
        if report is None or report.share is None:
            return False
        missed_from = FROM_BELOW if self.goal.falling else FROM_ABOVE
        strictly = "more_than" if self.goal.falling else "less_than"
        beyond = not self.goal.met_by(report.share)
        return report.qualifier in missed_from and (
            beyond or (report.qualifier == strictly and report.share == self.goal.percent)
        )
