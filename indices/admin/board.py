"""The reviewer's board: one indicator, one period, every unit."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from provinces.registry import Registry

from ..models import Indicator, Snapshot
from ..periods import Period
from ..presenters.indicators import period_text
from ..presenters.reports import ReportRow
from ..reporting import TIMINGS, DueReport, due_reports, period_to_report
from .period_form import EXPLANATION_CHARACTERS, words

# How many of the last periods are offered.
OFFERED = 24


class Board:
    """What units were to report about an indicator for a period, and what they did."""

    def __init__(
        self,
        indicators: Sequence[Indicator],
        registry: Registry,
        today: date,
        scope: frozenset[int] | None,
        code: str = "",
        ends: date | None = None,
    ) -> None:
        self.indicators, self.registry, self.today, self.scope = indicators, registry, today, scope
        self.indicator = next((i for i in indicators if i.code == code), indicators[0] if indicators else None)
        self._asked = ends

    @cached_property
    def periods(self) -> list[tuple[Period, str]]:
        """The periods that have ended, the latest first, as officials call them."""
        if self.indicator is None:
            return []
        ended = [period for period in self.indicator.periods(self.today) if period.ends <= self.today]
        return [(period, period_text(period, self.indicator.frequency)) for period in ended[: -OFFERED - 1 : -1]]

    @cached_property
    def period(self) -> Period | None:
        """The one asked for, else the last that has ended."""
        if self.indicator is None:
            return None
        asked = next((period for period, _text in self.periods if period.ends == self._asked), None)
        return asked or period_to_report(self.indicator, self.today)

    @cached_property
    def lines(self) -> list[DueReport]:
        if self.indicator is None or self.period is None:
            return []
        return due_reports([self.indicator], self.registry, self.today, self.scope, self.period.ends)

    @property
    def shown(self) -> list[tuple[DueReport, ReportRow | None, ReportRow | None]]:
        """Each line with its report and the last public one before, in words."""
        return [(line, _row(line.report), _row(line.last)) for line in self.lines]

    @property
    def counts(self) -> list[tuple[str, int]]:
        counted = Counter(line.timing for line in self.lines)
        return [(str(label), counted[timing]) for timing, label in TIMINGS.items() if counted[timing]]

    @property
    def waiting(self) -> int:
        return sum(line.decision == "waiting" for line in self.lines)

    @transaction.atomic
    def decide(self, data, by) -> str:
        """Accept or return the reports that were ticked; all or none. Raises ValidationError."""
        ticked = Snapshot.objects.waiting().filter(
            pk__in=[line.report.pk for line in self.lines if line.report and line.decision == "waiting"]
        )
        ids = [int(pk) for pk in data.getlist("report") if pk.isdecimal()]
        chosen = list(ticked.filter(pk__in=ids))
        if not chosen:
            raise ValidationError(_("Tick the reports first."))
        if "accept" in data:
            for report in chosen:
                report.accept(by=by)
            return _("Accepted: %(n)s reports. They are public now.") % {"n": len(chosen)}
        reason = words(data.get("reason", ""), EXPLANATION_CHARACTERS)
        for report in chosen:
            report.give_back(by=by, reason=reason)
        return _("Returned: %(n)s reports.") % {"n": len(chosen)}


def _row(report: Snapshot | None) -> ReportRow | None:
    return ReportRow.of(report) if report else None
