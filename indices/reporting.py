"""Which reports are due: for each unit, indicator and period what came, when, and what became of it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from provinces.registry import RegisteredUnit, Registry

from .models import Indicator, Snapshot
from .periods import Period


class Timing(StrEnum):
    """Whether a report came, and when."""

    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"
    NOT_DUE = "not_due"


TIMINGS = {
    Timing.ON_TIME: _("On time"),
    Timing.LATE: _("Late"),
    Timing.MISSING: _("Not reported"),
    Timing.NOT_DUE: _("Not due yet"),
}


@dataclass(frozen=True, slots=True)
class DueReport:
    """What one unit was to report about one indicator for one period, and what it did.

    `report` is the one that waits or was returned, else the public one; `last` the latest public one before the period.
    """

    unit: RegisteredUnit
    name: str
    indicator: Indicator
    period: Period
    report: Snapshot | None
    last: Snapshot | None
    timing: Timing

    @property
    def key(self) -> str:
        """Names the line in a form."""
        return f"{self.unit.pk}-{self.indicator.pk}"

    @property
    def timing_text(self) -> str:
        return str(TIMINGS[self.timing])

    @property
    def decision(self) -> str:
        """What became of the report: waiting, accepted or returned; nothing while there is none."""
        if self.report is None:
            return ""
        if self.report.returned_at:
            return "returned"
        return "accepted" if self.report.accepted_at else "waiting"


def period_to_report(indicator: Indicator, today: date) -> Period | None:
    """The last period that has ended: the one that is reported now."""
    ended = [period for period in indicator.periods(today) if period.ends <= today]
    return ended[-1] if ended else None


# How many periods before the last one are looked through for what was missed.
LOOKED_BACK = 6


def missed_periods(
    indicators: Sequence[Indicator], registry: Registry, today: date, scope: frozenset[int] | None
) -> list[Period]:
    """Earlier periods for which a unit in `scope` has filed nothing, or got its report back; the latest first."""
    if scope is None:
        return []
    ended: dict[date, Period] = {}
    for indicator in indicators:
        over = [period for period in indicator.periods(today) if period.ends <= today]
        for period in over[-LOOKED_BACK - 1 : -1]:
            ended[period.ends] = period
    return [
        period
        for ends, period in sorted(ended.items(), reverse=True)
        if any(
            due.report is None or due.decision == "returned"
            for due in due_reports(indicators, registry, today, scope, ends)
        )
    ]


def due_reports(
    indicators: Iterable[Indicator],
    registry: Registry,
    today: date,
    scope: frozenset[int] | None = None,
    ends: date | None = None,
) -> list[DueReport]:
    """What is to be reported for the last period of each indicator, or for the one that ends on a day.

    Of the units in `scope`, or of all. By unit, then by indicator. One query.
    """
    periods: dict[int, Period] = {}
    asked = [indicator for indicator in indicators if indicator.frequency]
    for indicator in asked:
        period = (
            next((p for p in indicator.periods(today) if p.ends == ends), None)
            if ends
            else period_to_report(indicator, today)
        )
        if period is not None:
            periods[indicator.pk] = period
    filed: dict[tuple[int, int], list[Snapshot]] = defaultdict(list)
    reports = Snapshot.objects.filter(indicator__in=periods, superseded_at=None).select_related("reported_by", "source")
    if scope is not None:
        reports = reports.filter(unit__in=scope)
    for report in reports.order_by("as_of", "pk"):
        filed[report.unit_id, report.indicator_id].append(report)
    found = []
    for indicator in asked:
        period = periods.get(indicator.pk)
        if period is None:
            continue
        for unit in registry.in_force(indicator.reported_by, period.ends):
            if scope is None or unit.pk in scope:
                name = registry.full_name(unit.pk, period.ends)
                found.append(_due(unit, name, indicator, period, filed[unit.pk, indicator.pk], today))
    return sorted(found, key=lambda due: (due.unit.sort_key, due.unit.pk, due.indicator.code))


def _due(
    unit: RegisteredUnit, name: str, indicator: Indicator, period: Period, reports: Sequence[Snapshot], today: date
) -> DueReport:
    within = [report for report in reports if report.as_of in period]
    open_ones = [report for report in within if report.accepted_at is None]
    known = open_ones or within
    report = known[-1] if known else None
    public_before = [r for r in reports if r.as_of < period.begins and r.accepted_at is not None]
    if within:
        came = min(timezone.localdate(each.reported_at) for each in within)
        timing = Timing.LATE if came > period.due_on else Timing.ON_TIME
    else:
        timing = Timing.MISSING if today > period.due_on else Timing.NOT_DUE
    last = public_before[-1] if public_before else None
    return DueReport(unit, name, indicator, period, report, last, timing)
