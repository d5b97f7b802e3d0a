"""Progress to a target as a file: every report, what the arithmetic needs, and what it makes of them."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from provinces.wording import rounded

from ..ahead import public_address
from ..licensing import licence_of
from ..models import Snapshot
from ..presenters.indicators import share_of
from ..presenters.progress import ProgressRow, TargetProgress
from ..writing import DataFile
from . import columns as c
from .indicators import REPORT, YES

STATUS = c.Column(
    "status",
    _lazy("Status"),
    c.Type.CODE,
    help=_lazy("What the reports come to on the day of the file. Silence after a deadline is not failure."),
    values=_lazy("reached, on_schedule, behind, at_risk, unknown; past_…: after the deadline"),
)
PACE = _lazy("in what «Paces in» says, a month of 30.4375 days")
PACES: c.Columns = (
    c.Column(
        "left",
        _lazy("Left"),
        c.Type.NUMBER,
        help=_lazy("What is missing to the target after the last exact report; computed."),
        values=_lazy("in what «Paces in» says"),
    ),
    c.Column(
        "needed_per_month",
        _lazy("Needed a month"),
        c.Type.WHOLE,
        help=_lazy("The pace that reaches the target in time, from the last report on, rounded up; none after it."),
        values=PACE,
    ),
    c.Column(
        "actual_per_month",
        _lazy("Actual a month"),
        c.Type.NUMBER,
        help=_lazy("The pace between the exact reports of the last twelve months before the last one; computed."),
        values=PACE,
    ),
    c.Column(
        "pace_in",
        _lazy("Paces in"),
        c.Type.CODE,
        help=_lazy("What «Left» and the paces are counted in."),
        values=_lazy("units; percentage points"),
    ),
    c.Column(
        "projected_on",
        _lazy("Projected on"),
        c.Type.DAY,
        help=_lazy("When the actual pace reaches the target; needs three exact reports, and a pace above zero."),
    ),
)
COLUMNS: c.Columns = (
    *c.UNIT,
    *c.named(REPORT, "as_of", "numerator", "denominator", "percent", "percent_basis"),
    c.Column(
        "value",
        _lazy("Score or rank"),
        c.Type.NUMBER,
        help=_lazy("The figure of the index, where the target is about one and not about an indicator."),
        values=_lazy("score in the index's own unit, or rank"),
    ),
    *c.named(REPORT, "qualifier"),
    c.Column(
        "latest",
        _lazy("Latest report"),
        c.Type.CODE,
        help=_lazy("Whether it is the unit's latest report. Status and paces stand in this row."),
        values=YES,
    ),
    STATUS,
    *PACES,
    c.Column(
        "planned_percent",
        _lazy("Planned share (%)"),
        c.Type.NUMBER,
        help=_lazy("Where the straight line from the start to the target lies on the day of the last exact report."),
        values=_lazy("percent of the denominator"),
    ),
    c.Column(
        "at_least",
        _lazy("At least"),
        c.Type.WHOLE,
        help=_lazy("The least number that a report of a bound can mean; computed from the list of communes."),
        values=_lazy("units"),
    ),
    c.Column(
        "left_at_most",
        _lazy("Left at most"),
        c.Type.WHOLE,
        help=_lazy("How many are missing at most, if the bound is the least that it can mean; computed."),
        values=_lazy("units"),
    ),
    c.Column(
        "communes",
        _lazy("Communes in the list"),
        c.Type.WHOLE,
        help=_lazy("How many commune-level units the province has in the list that it is counted by."),
        values=_lazy("units"),
    ),
    c.Column("communes_as_of", _lazy("List of communes as of"), c.Type.DAY, help=_lazy("The day of that list.")),
    c.Column(
        "communes_offering",
        _lazy("Communes that reported that they offer it"),
        c.Type.WHOLE,
        help=_lazy("Counted from the communes' own statements, beside what the province reports."),
        values=_lazy("units"),
    ),
    c.source_column(field=(Snapshot, "source")),
    c.LICENCE_COLUMN,
)


def target_file(progress: TargetProgress) -> DataFile:
    """One row for every report of every unit, the latest first; a unit without any report has one row without figures.

    Status and paces stand in the row of a unit's latest report.
    """
    target = progress.target
    return DataFile(
        name=target.code,
        title=f"{progress.title}: {progress.goal_text}.",
        columns=COLUMNS,
        rows=list(_rows(progress)),
        address=public_address("indices:target_detail", target.code),
        day=progress.today,
        notes=[
            f"{progress.title}: {progress.goal_text}, {target.due_on.isoformat()}",
            _("A month is 30.4375 days. Paces are computed from exact reports only; a bound gives limits."),
            _("An empty cell is not known, not zero. No report after a deadline does not mean that it was missed."),
        ],
        facts=_facts(progress),
    )


def _facts(progress: TargetProgress) -> dict[str, Any]:
    """What the whole calculation rests on."""
    target, goal = progress.target, progress.goal
    return {
        "target": target.code,
        "indicator": target.indicator.code if target.indicator else None,
        "index": target.index.code if target.index else None,
        "metric": target.metric,
        "scope": target.scope,
        "value": decimal_of(goal.percent) if goal else target.band,
        "due_on": target.due_on,
        "first_due_on": [before.due_on for before in progress.earlier],
        "baseline": target.baseline,
        "baseline_on": target.baseline_on,
        "set_by": target.set_by,
        "source": target.source.code,
        "computed_on": progress.today,
        "units": progress.country.units,
        "units_reported": progress.country.reported,
    }


def _rows(progress: TargetProgress) -> Iterator[dict[str, Any]]:
    for row in progress.rows:
        unit = {
            "code": row.unit.code,
            "unit_id": row.unit.permanent_id,
            "name": row.name,
            "slug": row.unit.slug,
            "licence": licence_of(progress.target.index),
        }
        if not row.history:
            yield unit | {"status": row.status if progress.judged else ""}
        for report in reversed(row.history):
            percent, basis = share_of(report)
            figures = {
                "as_of": report.as_of,
                "numerator": report.numerator,
                "denominator": report.denominator,
                "percent": percent,
                "percent_basis": basis,
                "value": Decimal(rounded(Fraction(report.percent), 4)) if report.said and report.percent else None,
                "qualifier": report.qualifier,
                "source": report.source,
            }
            yield unit | figures | (_outcome(row, progress.judged) if report is row.latest else {})


def _outcome(row: ProgressRow, judged: bool) -> dict[str, Any]:
    """What the latest report comes to; a unit that promised nothing itself has figures and no verdict."""
    progress, limits, counted = row.progress, row.limits, row.counted
    last = progress.last_exact
    if not judged:
        return {"latest": "yes"}
    return {
        "latest": "yes",
        "status": row.status,
        **paces_of(row),
        "planned_percent": decimal_of(progress.planned_on(last.day)) if last else None,
        "at_least": limits.at_least if limits else None,
        "left_at_most": limits.left_at_most if limits else None,
        "communes": counted.out_of if counted else limits.out_of if limits else None,
        "communes_as_of": counted.listed.as_of if counted else row.listed.as_of if row.listed else None,
        "communes_offering": counted.offers if counted else None,
    }


def paces_of(row: ProgressRow) -> dict[str, Any]:
    """The cells of `PACES`."""
    progress = row.progress
    counted_in = "units" if progress.counted else "percentage points"
    return {
        "left": decimal_of(progress.left),
        "needed_per_month": progress.needed_per_month,
        "actual_per_month": decimal_of(progress.actual_per_month),
        "pace_in": counted_in if progress.last_exact else "",
        "projected_on": progress.projected_on,
    }


def decimal_of(value: Fraction | None) -> Decimal | None:
    """To four decimals: what a spreadsheet can hold."""
    return None if value is None else Decimal(rounded(value, 4))
