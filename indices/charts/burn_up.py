"""The way to a goal as a drawing: the plan's straight line, what was reported, deadlines, where the pace leads. Pure.

A bound is drawn as a bound: a stroke that begins at what was printed and fades where nothing is known. Points are in
the picture's own units; a partial template draws them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from ..progress import FROM_BELOW, Progress, Report

WIDTH, HEIGHT = 640, 300
LEFT, RIGHT, TOP, BOTTOM = 58, 620, 24, 258
# The first day stands a little inside, so that its stroke does not cross the axis.
INSET = 14
# A projection is drawn to half of the picture's own length beyond the last day that is known.
BEYOND = Fraction(1, 2)
TICKS = 6


@dataclass(frozen=True, slots=True)
class Point:
    """A share on a day."""

    x: float
    y: float
    day: date
    share: Fraction


@dataclass(frozen=True, slots=True)
class Bound:
    """What is only known not to be below, or not above, a share: from `y` to `end`, fading."""

    x: float
    y: float
    end: float
    day: date
    report: Report


@dataclass(frozen=True, slots=True)
class Mark:
    """A day on the axis: a deadline, or a tick."""

    x: float
    day: date


@dataclass(frozen=True, slots=True)
class Tick:
    y: float
    share: int


@dataclass(frozen=True, slots=True)
class BurnUp:
    """Everything that is drawn; lines are points in the order of time."""

    actual: tuple[Point, ...]
    bounds: tuple[Bound, ...]
    counted: tuple[Point, ...]
    plan: tuple[Point, ...]
    projection: tuple[Point, ...]
    target: Tick
    deadline: Mark
    earlier: tuple[Mark, ...]
    days: tuple[Mark, ...]
    shares: tuple[Tick, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """Where days and shares (percent) stand in the picture."""

    first: date
    last: date

    def x_of(self, day: date) -> float:
        across = Fraction(RIGHT - LEFT - INSET, (self.last - self.first).days)
        return round(float(LEFT + INSET + (day - self.first).days * across), 1)

    @staticmethod
    def y_of(share: Fraction) -> float:
        inside = max(Fraction(0), min(Fraction(100), share))
        return round(float(BOTTOM - inside * (BOTTOM - TOP) / 100), 1)

    def point(self, day: date, share: Fraction) -> Point:
        return Point(self.x_of(day), self.y_of(share), day, share)

    def bound(self, report: Report) -> Bound:
        """A report that only says where the share is not."""
        end = TOP if report.qualifier in FROM_BELOW else BOTTOM
        return Bound(self.x_of(report.day), self.y_of(report.share or Fraction(0)), end, report.day, report)

    def mark(self, day: date) -> Mark:
        return Mark(self.x_of(day), day)


def burn_up(
    progress: Progress, earlier: Sequence[date] = (), counted: Sequence[tuple[date, Fraction]] = ()
) -> BurnUp | None:
    """The drawing of a goal whose shares lie between 0 and 100; None before anything was reported or counted.

    `earlier`: deadlines that were moved; `counted`: the share of communes that offer a service, day by day.
    """
    goal, reports = progress.goal, [report for report in progress.reports if report.share is not None]
    if not reports and not counted:
        return None
    known = [report.day for report in reports] + [day for day, _share in counted]
    scale = _scale(progress, [*known, goal.due_on, *earlier])
    plan: tuple[Point, ...] = ()
    if progress.line and progress.line[0] < goal.due_on:
        plan = scale.point(*progress.line), scale.point(goal.due_on, goal.percent)
    return BurnUp(
        actual=tuple(scale.point(report.day, report.share or Fraction(0)) for report in reports if report.exact),
        bounds=tuple(scale.bound(report) for report in reports if not report.exact),
        counted=tuple(scale.point(day, share) for day, share in counted),
        plan=plan,
        projection=_projection(progress, scale),
        target=Tick(scale.y_of(goal.percent), round(goal.percent)),
        deadline=scale.mark(goal.due_on),
        earlier=tuple(scale.mark(day) for day in earlier),
        days=tuple(scale.mark(day) for day in _ticks(scale.first, scale.last)),
        shares=tuple(Tick(scale.y_of(Fraction(share)), share) for share in (0, 25, 50, 75, 100)),
    )


def _scale(progress: Progress, days: Sequence[date]) -> Scale:
    """From where the plan or the first day begins to the last day, or to where the pace leads if that is not far."""
    first = min([*days, *([progress.line[0]] if progress.line else [])])
    last = max(days)
    reach = last + timedelta(days=int((last - first).days * BEYOND))
    projected = [progress.projected_on, *(progress.projected_between or ())]
    last = max([last, *(min(day, reach) for day in projected if day)])
    return Scale(first, last if last > first else first + timedelta(days=30))


def _projection(progress: Progress, scale: Scale) -> tuple[Point, ...]:
    """The band between the fastest and the slowest pace, from the last exact report to the edge of the picture."""
    start, between = progress.last_exact, progress.projected_between
    if start is None or start.share is None or between is None:
        return ()
    goal, share, last = progress.goal.percent, start.share, scale.last

    def along(end: date | None) -> Point:
        """Where a pace that reaches the goal on `end` has led to by then, or by the edge; None leads nowhere."""
        if end is None:
            return scale.point(last, share)
        if end <= last:
            return scale.point(end, goal)
        gone = Fraction((last - start.day).days, (end - start.day).days)
        return scale.point(last, share + (goal - share) * gone)

    earliest, latest = along(between[0]), along(between[1])
    corner = (scale.point(last, goal),) if earliest.day < last else ()
    return (scale.point(start.day, share), earliest, *corner, latest)


def _ticks(first: date, last: date) -> list[date]:
    """At most so many first days of months, evenly spaced."""
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next((s for s in (1, 2, 3, 6, 12, 24, 60) if months // s < TICKS), 120)
    number, found = first.year * 12 + first.month - 1, []
    number += -number % step
    while (day := date(number // 12, number % 12 + 1, 1)) <= last:
        if day >= first:
            found.append(day)
        number += step
    return found
