"""Progress to a target as a file: every report, what the arithmetic needs, and what it makes of them."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from provinces.wording import rounded

from ..presenters.indicators import share_of
from ..presenters.progress import ProgressRow, TargetProgress
from ..writing import DataFile


def target_file(progress: TargetProgress) -> DataFile:
    """One row for every report of every unit, the latest first; a unit without any report has one row without figures.

    Status and paces stand in the row of a unit's latest report.
    """
    target = progress.target
    return DataFile(
        name=target.code,
        columns=_columns(),
        rows=list(_rows(progress)),
        notes=[
            f"{progress.title}: {progress.goal_text}, {target.due_on.isoformat()}",
            _("A month is 30.4375 days. Paces are computed from exact reports only; a bound gives limits."),
            _("An empty cell is not known, not zero. No report after a deadline does not mean that it was missed."),
        ],
        facts=_facts(progress),
    )


def _columns() -> dict[str, str]:
    """The columns and their headings in the language of the address."""
    return {
        "code": _("Code"),
        "unit_id": _("Permanent id"),
        "name": _("Unit"),
        "slug": _("Address"),
        "as_of": _("As of"),
        "numerator": _("Numerator"),
        "denominator": _("Denominator"),
        "percent": _("Share (%)"),
        "percent_basis": _("How the share is known"),
        "value": _("Score or rank"),
        "qualifier": _("Qualifier"),
        "latest": _("Latest report"),
        "status": _("Status"),
        "left": _("Left"),
        "needed_per_month": _("Needed a month"),
        "actual_per_month": _("Actual a month"),
        "pace_in": _("Paces in"),
        "projected_on": _("Projected on"),
        "planned_percent": _("Planned share (%)"),
        "at_least": _("At least"),
        "left_at_most": _("Left at most"),
        "communes": _("Communes in the list"),
        "communes_as_of": _("List of communes as of"),
        "communes_offering": _("Communes that reported that they offer it"),
        "source": _("Source"),
    }


def _facts(progress: TargetProgress) -> dict[str, Any]:
    """What the whole calculation rests on."""
    target, goal = progress.target, progress.goal
    return {
        "target": target.code,
        "indicator": target.indicator.code if target.indicator else None,
        "index": target.index.code if target.index else None,
        "metric": target.metric,
        "scope": target.scope,
        "value": _decimal(goal.percent) if goal else target.band,
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
        "left": _decimal(progress.left),
        "needed_per_month": progress.needed_per_month,
        "actual_per_month": _decimal(progress.actual_per_month),
        "pace_in": "" if last is None else "units" if progress.counted else "percentage points",
        "projected_on": progress.projected_on,
        "planned_percent": _decimal(progress.planned_on(last.day)) if last else None,
        "at_least": limits.at_least if limits else None,
        "left_at_most": limits.left_at_most if limits else None,
        "communes": counted.out_of if counted else limits.out_of if limits else None,
        "communes_as_of": counted.listed.as_of if counted else row.listed.as_of if row.listed else None,
        "communes_offering": counted.offers if counted else None,
    }


def _decimal(value: Fraction | None) -> Decimal | None:
    """To four decimals: what a spreadsheet can hold."""
    return None if value is None else Decimal(rounded(value, 4))
