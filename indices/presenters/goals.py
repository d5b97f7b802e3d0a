"""Targets and what became of them, in words."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from provinces.models import UnitKind
from provinces.wording import count, day, decimal_text, percent, plain, rounded

from ..models import Indicator, Target
from ..progress import Progress, Status

AHEAD = {
    Status.REACHED: _lazy("Reached"),
    Status.ON_SCHEDULE: _lazy("On schedule"),
    Status.BEHIND: _lazy("Behind schedule"),
    Status.AT_RISK: _lazy("At risk"),
    Status.UNKNOWN: _lazy("Not enough reports to judge"),
}
OUTCOMES = {
    Status.PAST_REACHED: _lazy("Past the deadline: reached"),
    Status.PAST_NOT_REACHED: _lazy("Past the deadline: not reached"),
    Status.PAST_UNKNOWN: _lazy("Past the deadline: outcome not known"),
}
# How each status is decided, for those who ask.
RULES = {
    Status.REACHED: _lazy("The last report has reached the target."),
    Status.ON_SCHEDULE: _lazy("The last exact report is at or above the straight line from the start to the target."),
    Status.BEHIND: _lazy("The last exact report is under the straight line to the target by at most 10 points."),
    Status.AT_RISK: _lazy("The last exact report is under the straight line to the target by more than 10 points."),
    Status.UNKNOWN: _lazy("There are fewer than two exact reports and no known start, or bounds only."),
    Status.PAST_REACHED: _lazy("The last report has reached the target."),
    Status.PAST_NOT_REACHED: _lazy("The last report on or after the deadline has not reached the target."),
    Status.PAST_UNKNOWN: _lazy("Nothing was reported on or after the deadline. Silence is not failure."),
}


def title_of(target: Target) -> str:
    """What the target is about: an indicator, or an index."""
    about = target.indicator or target.index
    return about.name if about else target.code


def goal_of(target: Target) -> str:
    """What is to be reached, in the reader's language: 100%, rank 10 or better, band A."""
    if target.metric == Target.Metric.BAND:
        return _("band %(band)s") % {"band": target.band}
    value = plain(target.value or Decimal(0))
    if target.metric == Target.Metric.PERCENT:
        return percent(value)
    if target.metric == Target.Metric.RANK:
        return _("rank %(rank)s or better") % {"rank": value}
    return _("a score of %(score)s") % {"score": decimal_text(value)}


def whom_text(target: Target, number: int) -> str:
    """Whom a target that names no unit holds for."""
    if target.scope == Target.Scope.COUNTRY:
        return _("The whole country")
    kind = target.indicator.reported_by if target.indicator else target.unit_kind
    each = {
        UnitKind.PROVINCE: _("Each of the %(n)s provinces and cities"),
        UnitKind.MINISTRY: _("Each of the %(n)s ministries and ministry-level agencies"),
    }
    return each[UnitKind(kind)] % {"n": number}


def status_text(progress: Progress, said: str = "") -> str:
    """The status as people read it; past a deadline with the day and the figures that it rests on.

    `said` is the last figure in words where it is no share: a score, a rank, a band of an index.
    """
    status, last = progress.status, progress.last
    if status in AHEAD:
        return str(AHEAD[status])
    if status == Status.PAST_REACHED and progress.reached_on:
        return _("Past the deadline: reached on %(day)s") % {"day": day(progress.reached_on)}
    if status == Status.PAST_NOT_REACHED and last is not None:
        if said:
            return _("Past the deadline: not reached (%(share)s on %(day)s)") % {"share": said, "day": day(last.day)}
        if last.counted:
            counts = {"n": count(last.numerator or 0), "all": count(last.denominator or 0), "day": day(last.day)}
            return _("Past the deadline: not reached (%(n)s of %(all)s on %(day)s)") % counts
        return _("Past the deadline: not reached (%(share)s on %(day)s)") % {
            "share": percent(rounded(last.share or Fraction(0), 2)),
            "day": day(last.day),
        }
    if last is not None:
        return _("Past the deadline: no report after %(day)s, outcome not known") % {"day": day(last.day)}
    return _("Past the deadline: nothing was ever reported, outcome not known")


def unit_of_pace(indicator: Indicator | None, counted: bool) -> Callable[[str], str]:
    """Writes a pace with what is counted: 14 units a month, or percentage points a month."""
    if not counted:
        words = _("%(n)s percentage points a month")
    elif indicator is not None and indicator.unit_kind == UnitKind.COMMUNE:
        words = _("%(n)s units a month")
    else:
        words = _("%(n)s a month")
    return lambda number: words % {"n": decimal_text(number)}


def left_text(progress: Progress, indicator: Indicator | None) -> str:
    """How much is missing: 62 of 157 units, or percentage points. Nothing where that is not known."""
    if progress.left is None or progress.last_exact is None:
        return ""
    if not progress.counted:
        return _("%(n)s percentage points") % {"n": decimal_text(rounded(progress.left, 2))}
    said = {"n": count(ceil(progress.left)), "all": count(progress.last_exact.denominator or 0)}
    if indicator is not None and indicator.unit_kind == UnitKind.COMMUNE:
        return _("%(n)s of %(all)s units") % said
    return _("%(n)s of %(all)s") % said


def projection_text(progress: Progress) -> str:
    """When the goal would be reached, or why that is not said."""
    if progress.projected_on is None:
        if progress.actual_per_month is not None and progress.actual_per_month <= 0:
            return _("No projection: the reports do not come closer to the target.")
        return _("No projection: there are %(n)s exact reports and 3 are needed.") % {"n": len(progress.exact)}
    between = progress.projected_between
    if between is None:
        return day(progress.projected_on)
    earliest, latest = between
    said = {"day": day(progress.projected_on), "from": day(earliest), "to": _open_end(latest)}
    return _("%(day)s (between %(from)s and %(to)s at the fastest and slowest pace of the last reports)") % said


def _open_end(latest: date | None) -> str:
    return day(latest) if latest else _("no foreseeable day")
