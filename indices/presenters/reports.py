"""Reports as pages and files read them: what was said about a day, in the reader's words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from provinces.wording import count, percent, rounded

from ..models import Indicator, Snapshot
from ..progress import EXACT, Report

COLUMNS = (
    "indicator_id", "unit_id", "as_of", "numerator", "denominator", "percent", "percent_text", "qualifier",
    "unchanged", "source__code",
)  # fmt: skip

BOUNDS = {
    "more_than": _lazy("over %(share)s"),
    "at_least": _lazy("at least %(share)s"),
    "less_than": _lazy("under %(share)s"),
    "at_most": _lazy("at most %(share)s"),
    "about": _lazy("about %(share)s"),
}


class ReportRow(NamedTuple):
    """One public report. `said` replaces its figures where they are those of an index: a score, a rank, a band."""

    indicator_id: int | None
    unit_id: int
    as_of: date
    numerator: int | None
    denominator: int | None
    percent: Decimal | None
    percent_text: str
    qualifier: str
    unchanged: bool
    source: str
    said: str = ""

    @classmethod
    def of(cls, snapshot: Snapshot) -> "ReportRow":
        """A report that was read with its source."""
        values = (*(getattr(snapshot, name) for name in COLUMNS[:-1]), snapshot.source.code)
        return cls(*values)

    @property
    def report(self) -> Report:
        """The same for arithmetic."""
        share = Fraction(self.percent) if self.percent is not None else None
        return Report(self.as_of, self.numerator, self.denominator, share, self.qualifier)

    @property
    def exact(self) -> bool:
        return self.qualifier == EXACT

    @property
    def share_text(self) -> str:
        """The share as printed; where only counts were printed, the one they make, with one decimal."""
        if self.percent_text:
            return percent(self.percent_text)
        share = self.report.share
        return percent(rounded(share, 1)) if share is not None else ""

    @property
    def share_shown(self) -> str:
        """The share, with the words that make it a bound."""
        words = BOUNDS.get(self.qualifier)
        return str(words) % {"share": self.share_text} if words else self.share_text

    @property
    def shown(self) -> str:
        """Counts before percentages: 95/157, 1.758, over 50%."""
        if self.said:
            return self.said
        if self.numerator is not None and self.exact:
            return f"{count(self.numerator)}/{count(self.denominator)}" if self.denominator else count(self.numerator)
        return self.share_shown

    @property
    def width(self) -> int:
        """The share in whole hundredths of a bar."""
        share = self.report.share
        return max(0, min(100, round(share))) if share is not None else 0


History = dict[tuple[int | None, int], list[ReportRow]]


def reports_about(indicators: Iterable[int], units: Iterable[int] | None = None, at: datetime | None = None) -> History:
    """Every report that is public, or was at a moment, by indicator and unit, the earliest first. One query."""
    found: History = defaultdict(list)
    reports = Snapshot.objects.public(at).filter(indicator__in=set(indicators))
    if units is not None:
        reports = reports.filter(unit__in=set(units))
    for values in reports.order_by("as_of").values_list(*COLUMNS):
        row = ReportRow(*values)
        found[row.indicator_id, row.unit_id].append(row)
    return found


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator with a unit's latest report, its share of its own denominator, and how wide its bar is."""

    indicator: Indicator
    latest: ReportRow
    width: int

    @property
    def of_what(self) -> str:
        """The denominator in words: 79% of 1.758 procedures."""
        report = self.latest
        if not report.denominator:
            return ""
        said = {"total": count(report.denominator), "what": self.indicator.denominator_name}
        return f"{report.share_text} " + _("of %(total)s %(what)s") % said


def latest_of(unit_id: int, reports: History, indicators: Mapping[int, Indicator]) -> list[IndicatorRow]:
    """The latest of the given reports for each indicator of a unit, denominators before what they divide."""
    latest = {about: rows[-1] for (about, unit), rows in reports.items() if unit == unit_id and about}
    largest = max((row.numerator for row in latest.values() if row.numerator), default=1)
    rows = [
        IndicatorRow(indicators[about], row, round(100 * (row.numerator or 0) / largest))
        for about, row in latest.items()
    ]
    return sorted(rows, key=lambda row: _depth(row.indicator))


def _depth(indicator: Indicator) -> tuple[int, str]:
    """How many denominators stand above an indicator; those without a counted one come last."""
    if indicator.denominator_vi and not indicator.denominator_indicator_id:
        return 9, indicator.code
    steps, above = 0, indicator.denominator_indicator
    while above is not None and steps < 3:
        steps, above = steps + 1, above.denominator_indicator if steps < 2 else None
    return steps, indicator.code
