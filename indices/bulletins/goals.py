"""What a bulletin says of a goal: how much is left, at which pace, or what became of it by its deadline."""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from provinces.wording import count, day, decimal_text, rounded

from ..presenters.goals import unit_of_pace
from ..presenters.progress import ProgressRow, TargetProgress
from ..presenters.reports import ReportRow
from ..progress import Status
from .naming import about_what
from .sentences import Figure, Said, Sentence, say


def goal_told(progress: TargetProgress, row: ProgressRow, name: str) -> Iterator[Sentence]:
    """A goal, and what is known of the way to it on the day from which `progress` looks.

    `name` is the unit inside a sentence.
    """
    target = progress.target
    yield say(
        _("The goal of %(who)s is %(goal)s by %(day)s."),
        who=name if target.unit_id else target.set_by,
        goal=Figure(progress.goal_text, target.source.code),
        day=day(target.due_on),
    )
    if row.progress.reached_on:
        yield _reached(progress, row, name)
    elif row.status == Status.PAST_NOT_REACHED:
        yield _missed(progress, row)
    elif row.progress.overdue:
        yield from _undecided(progress, row)
    else:
        yield from _ahead(progress, row)


def is_told_by_goal(progress: TargetProgress, row: ProgressRow) -> bool:
    """Whether the goal's own sentence counts how many there are: then it need not be said before it."""
    if row.progress.reached_on or not row.latest or not row.latest.exact:
        return False
    return row.status == Status.PAST_NOT_REACHED or (not row.progress.overdue and bool(row.progress.left))


def _reached(progress: TargetProgress, row: ProgressRow, name: str) -> Sentence:
    """On which day, and how long before or after the deadline."""
    reached, due = row.progress.reached_on, progress.target.due_on
    if reached is None:
        return say("")
    days = abs((due - reached).days)
    source = next((report.source for report in row.history if report.as_of == reached), "")
    said: Said = {
        "unit": name,
        "goal": progress.goal_text,
        "day": Figure(day(reached), source),
        "days": ngettext("%(count)s day", "%(count)s days", days) % {"count": days},
    }
    if not days:
        return say(_("%(unit)s reached %(goal)s on %(day)s, the day of the deadline."), **said).opened
    if reached < due:
        return say(_("%(unit)s reached %(goal)s on %(day)s, %(days)s before the deadline."), **said).opened
    return say(_("%(unit)s reached %(goal)s on %(day)s, %(days)s after the deadline."), **said).opened


def _missed(progress: TargetProgress, row: ProgressRow) -> Sentence:
    """The figure that a deadline is judged by: the last report on or after it."""
    report = row.history[-1]
    said = _about(progress, report) | {"day": day(report.as_of), "due": day(progress.target.due_on)}
    if report.as_of == progress.target.due_on:
        if report.report.counted:
            return say(_("At the deadline %(day)s: %(what)s, %(n)s of %(all)s (%(share)s)."), **said)
        return say(_("At the deadline %(day)s: %(what)s, %(share)s."), **said)
    if report.report.counted:
        return say(_("On %(day)s, after the deadline of %(due)s: %(what)s, %(n)s of %(all)s (%(share)s)."), **said)
    return say(_("On %(day)s, after the deadline of %(due)s: %(what)s, %(share)s."), **said)


def _undecided(progress: TargetProgress, row: ProgressRow) -> Iterator[Sentence]:
    """A deadline that has passed without a report that decides: silence is no verdict, and a bound may be none."""
    due, last = progress.target.due_on, row.latest
    if last is None:
        return
    if last.as_of < due:
        said: Said = {"day": day(due), "last": day(last.as_of)}
        yield say(_("The deadline %(day)s has passed; the portal has no report after %(last)s."), **said)
    else:
        about = _about(progress, last) | {"day": day(last.as_of), "due": day(due)}
        yield say(_("On %(day)s, after the deadline of %(due)s: %(what)s, %(share)s."), **about)


def _ahead(progress: TargetProgress, row: ProgressRow) -> Iterator[Sentence]:
    """How much is left, how fast it would have to go and goes; of a bound only the limits that it yields."""
    last = row.progress.last_exact
    report = next((one for one in row.history if last is not None and one.report == last), None)
    if report is not None and row.progress.left:
        yield _left(progress, row, report)
        yield from _pace(progress, row)
    if row.limits is not None and row.listed is not None and row.limits.per_month_at_most is not None:
        limits: Said = {
            "least": count(row.limits.at_least),
            "all": Figure(count(row.limits.out_of), row.listed.source),
            "left": count(row.limits.left_at_most),
            "pace": count(row.limits.per_month_at_most),
        }
        yield say(
            _("From the least %(least)s of %(all)s, at most %(left)s remain, at most %(pace)s a month (derived†)."),
            **limits,
        )


def _left(progress: TargetProgress, row: ProgressRow, report: ReportRow) -> Sentence:
    said = _about(progress, report) | {"day": day(report.as_of), "left": _missing(progress, row)}
    if progress.falling:
        if report.report.counted:
            return say(_("On %(day)s: %(what)s, %(n)s of %(all)s; that is %(left)s above the goal."), **said)
        return say(_("On %(day)s: %(what)s, %(share)s; that is %(left)s above the goal."), **said)
    if report.report.counted:
        return say(_("On %(day)s: %(what)s, %(n)s of %(all)s; %(left)s remain."), **said)
    return say(_("On %(day)s: %(what)s, %(share)s; %(left)s remain."), **said)


def _missing(progress: TargetProgress, row: ProgressRow) -> str:
    """What is left to the goal: 62 units, or percentage points."""
    left = row.progress.left or Fraction(0)
    if not row.progress.counted:
        return _("%(points)s percentage points") % {"points": decimal_text(rounded(left, 2))}
    number = ceil(left)
    if progress.in_units:
        return ngettext("%(count)s unit", "%(count)s units", number) % {"count": count(number)}
    return count(number)


def _pace(progress: TargetProgress, row: ProgressRow) -> Iterator[Sentence]:
    needed, actual = row.progress.needed_per_month, row.progress.actual_per_month
    pace = unit_of_pace(progress.indicator, row.progress.counted)
    if needed is None:
        return
    if actual is None:
        yield say(_("The goal needs %(needed)s."), needed=pace(str(needed)))
    else:
        said: Said = {"needed": pace(str(needed)), "actual": pace(rounded(actual, 1))}
        yield say(_("The goal needs %(needed)s; the actual pace is %(actual)s."), **said)


def _about(progress: TargetProgress, report: ReportRow) -> Said:
    """What is counted, and the figures of a report with its document."""
    return {
        "what": about_what(progress.title),
        "n": Figure(count(report.numerator or 0), report.source),
        "all": count(report.denominator or 0),
        "share": Figure(report.share_shown, report.source),
    }
