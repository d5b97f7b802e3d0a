"""An indicator with all its public reports: who reported, on time or late, what was replaced."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.models import PLURALS
from provinces.registry import RegisteredUnit
from provinces.wording import day, rounded

from ..catalogue import Catalogue
from ..models import Indicator, Snapshot
from ..periods import Period, period_of
from .reports import ReportRow

COLUMNS = (
    "indicator_id", "unit_id", "as_of", "numerator", "denominator", "percent", "percent_text", "qualifier",
    "unchanged", "source__code", "reported_at", "accepted_at", "superseded_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FiledReport:
    """A report that was public at some time: when it came, when it was accepted and, perhaps, replaced."""

    unit: RegisteredUnit
    name: str
    row: ReportRow
    reported_at: datetime
    accepted_at: datetime
    superseded_at: datetime | None
    period: Period | None

    @property
    def late(self) -> bool | None:
        """Whether it came after its day due; None where no report was expected."""
        return timezone.localdate(self.reported_at) > self.period.due_on if self.period else None

    @property
    def plural(self) -> str:
        return PLURALS[self.unit.kind]


class IndicatorReports:
    """Everything the page and the files say about one indicator."""

    def __init__(self, indicator: Indicator, today: date, catalogue: Catalogue) -> None:
        self.indicator, self.today, self.catalogue = indicator, today, catalogue
        self.registry = catalogue.registry

    @cached_property
    def periods(self) -> list[Period]:
        """The periods that reports are expected for, the one that runs included."""
        return self.indicator.periods(self.today)

    @cached_property
    def all(self) -> list[FiledReport]:
        """Every report that was ever public, by unit, the latest first."""
        found = []
        accepted = Snapshot.objects.filter(indicator=self.indicator, accepted_at__isnull=False)
        for *figures, reported_at, accepted_at, superseded_at in accepted.values_list(*COLUMNS):
            row = ReportRow(*figures)
            unit = self.registry.units[row.unit_id]
            name = self.registry.name(unit.pk, row.as_of)
            period = period_of(row.as_of, self.periods)
            found.append(FiledReport(unit, name, row, reported_at, accepted_at, superseded_at, period))
        return sorted(found, key=_by_unit_latest_first)

    @property
    def latest(self) -> list[FiledReport]:
        """The latest public report of each unit, by name."""
        found: dict[int, FiledReport] = {}
        for report in self.all:
            if report.superseded_at is None:
                found.setdefault(report.unit.pk, report)
        return list(found.values())

    @property
    def replaced(self) -> list[FiledReport]:
        """Reports in whose place another one about the same day came."""
        return [report for report in self.all if report.superseded_at is not None]

    @cached_property
    def expected(self) -> list[RegisteredUnit]:
        """The units that report now."""
        return list(self.registry.in_force(self.indicator.reported_by, self.today))

    @property
    def missing(self) -> list[str]:
        """Of the last period that is over its day due: the units without a report, by name."""
        due = [period for period in self.periods if period.due_on < self.today]
        if not due:
            return []
        here = {report.unit.pk for report in self.all if report.row.as_of in due[-1]}
        units = self.registry.in_force(self.indicator.reported_by, due[-1].ends)
        return [self.registry.name(unit.pk, due[-1].ends) for unit in units if unit.pk not in here]

    @property
    def last_due(self) -> Period | None:
        due = [period for period in self.periods if period.due_on < self.today]
        return due[-1] if due else None


def _by_unit_latest_first(report: FiledReport) -> tuple[str, int, int, float]:
    return report.unit.sort_key, report.unit.pk, -report.row.as_of.toordinal(), -report.accepted_at.timestamp()


def period_text(period: Period, frequency: str) -> str:
    """A period as officials call it: Tháng 6/2021 (15/5 - 14/6)."""
    ends = period.ends
    names = {
        "month": _("Month %(n)s/%(year)s") % {"n": ends.month, "year": ends.year},
        "quarter": _("Quarter %(n)s/%(year)s") % {"n": (ends.month + 2) // 3, "year": ends.year},
        "half_year": _("Half-year %(n)s/%(year)s") % {"n": (ends.month + 5) // 6, "year": ends.year},
        "year": _("Year %(year)s") % {"year": ends.year},
    }
    return f"{names[frequency]} ({day(period.begins)} - {day(ends)})"


def share_of(row: ReportRow) -> tuple[Decimal | None, str]:
    """A report's share in percent and how it is known: as printed, or computed from its counts to four decimals."""
    if row.said:
        return None, ""  # a score or a rank is no share
    if row.percent is not None:
        return Decimal(row.percent_text), "printed"
    share = row.report.share
    if share is None:
        return None, ""
    return Decimal(rounded(share, 4)), "computed"
