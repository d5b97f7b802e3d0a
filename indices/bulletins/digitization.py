"""What a bulletin says of a unit's procedures: its reports up to a day, and the goals that they are on the way to."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from provinces.registry import RegisteredUnit
from provinces.wording import count, day

from ..models import Target
from ..presenters.goals import goal_of
from ..presenters.reports import IndicatorRow, ReportRow, indicators_of, reports_about
from .sentences import Figure, Said, Sentence, joined, say


def digitization_of(unit: RegisteredUnit, name: str, until: date, today: date) -> list[Sentence]:
    """The last report of each indicator up to the day `until`, each with its day; `name` stands inside a sentence.

    Counts of one day stand in one sentence. A share without counts says so; a bound stays a bound.
    """
    rows = indicators_of(unit.pk, until)
    counted: dict[date, list[IndicatorRow]] = {}
    for row in rows:
        if row.latest.numerator is not None and row.latest.exact:
            counted.setdefault(row.latest.as_of, []).append(row)
    found = [
        say(
            _("On %(day)s %(unit)s had %(counts)s."),
            day=day(as_of),
            unit=name,
            counts=joined(map(_counted, of_day), "; ", "; "),
        )
        for as_of, of_day in counted.items()
    ]
    targets = _targets(unit, rows, until)
    reports = reports_about((row.indicator.pk for row in rows), [unit.pk])
    for row in rows:
        if row.latest.numerator is None or not row.latest.exact:
            found.append(_share(row))
        last = reports[row.indicator.pk, unit.pk][-1]  # public now, and maybe later than the one that is told
        for target in targets.get(row.indicator.pk, []):
            found.extend(_goal(target, last, name, today))
    return found


def _counted(row: IndicatorRow) -> Sentence:
    report = row.latest
    said: Said = {"count": Figure(count(report.numerator or 0), report.source), "what": row.indicator.numerator_name}
    if not report.denominator:
        return say(_("%(count)s %(what)s"), **said)
    share = Figure(report.share_text, report.source)
    return say(_("%(count)s %(what)s (%(share)s of %(total)s)"), **said, share=share, total=count(report.denominator))


def _share(row: IndicatorRow) -> Sentence:
    report, name = row.latest, row.indicator.name
    said: Said = {
        "day": day(report.as_of),
        "share": Figure(report.share_shown, report.source),
        "what": name[:1].lower() + name[1:],
    }
    if not report.exact:
        return say(_("On %(day)s: %(what)s, %(share)s."), **said)
    return say(_("On %(day)s: %(what)s, %(share)s (no count in the source)."), **said)


def _targets(unit: RegisteredUnit, rows: list[IndicatorRow], until: date) -> dict[int | None, list[Target]]:
    """The targets of the unit that no other replaced, by indicator: as far as they were set by the day `until`.

    Their document is of that time: it was published by then, or a report that is told comes from it.
    """
    found: dict[int | None, list[Target]] = {}
    targets = Target.objects.filter(
        Q(unit=unit.pk) | Q(scope=Target.Scope.EACH),
        Q(source__published_on__lte=until) | Q(source__code__in=[row.latest.source for row in rows]),
        indicator__in=[row.indicator.pk for row in rows],
        superseded_by=None,
    )
    for target in targets.select_related("source", "indicator", "index"):
        found.setdefault(target.indicator_id, []).append(target)
    return found


def _goal(target: Target, last: ReportRow, name: str, today: date) -> Iterator[Sentence]:
    who = name if target.unit_id else target.set_by
    goal = Figure(goal_of(target), target.source.code)
    yield say(_("The goal of %(who)s is %(goal)s by %(day)s."), who=who, goal=goal, day=day(target.due_on))
    if target.due_on < today and last.as_of < target.due_on:
        yield say(
            _("The deadline %(day)s has passed; the portal has no report after %(last)s."),
            day=day(target.due_on),
            last=day(last.as_of),
        )
