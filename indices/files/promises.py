"""The list of targets as a file: what was promised, by whom, until when, and what became of it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ..ahead import public_address
from ..licensing import licence_of
from ..models import Indicator, Target
from ..presenters.indicators import share_of
from ..presenters.progress import TargetProgress
from ..writing import BETWEEN_CODES, DataFile
from . import columns as c
from .indicators import REPORT
from .targets import PACES, STATUS, decimal_of, paces_of

WHOM = _lazy("Empty where the target holds for each unit or for the country as a whole.")
COLUMNS: c.Columns = (
    c.Column("target", _lazy("Target"), c.Type.CODE, (Target, "code")),
    c.Column("indicator", _lazy("Indicator"), c.Type.CODE, (Indicator, "code")),
    c.INDEX,
    c.Column("about", _lazy("About"), help=_lazy("Name of the indicator, or of the index, that the target is about.")),
    c.Column("scope", _lazy("Holds for"), c.Type.CODE, (Target, "scope"), values=c.choices(Target.Scope)),
    c.Column(
        "whom", _lazy("Whom it holds for"), help=_lazy("The unit, each unit of a kind, or the country, in words.")
    ),
    c.Column("code", _lazy("Code"), c.Type.CODE, help=WHOM),
    c.Column("unit_id", _lazy("Permanent id"), c.Type.CODE, help=WHOM),
    c.Column("slug", _lazy("Address"), c.Type.CODE, help=WHOM),
    c.Column("metric", _lazy("Measured as"), c.Type.CODE, (Target, "metric"), values=c.choices(Target.Metric)),
    c.Column("goal", _lazy("Goal"), help=_lazy("What is to be reached, in words.")),
    c.Column(
        "goal_value", _lazy("Goal in figures"), c.Type.NUMBER, (Target, "value"), values=_lazy("percent, score or rank")
    ),
    c.Column("due_on", _lazy("Deadline"), c.Type.DAY, (Target, "due_on")),
    c.Column("set_by", _lazy("Set by"), c.Type.TEXT, (Target, "set_by")),
    c.Column(
        "units",
        _lazy("Units it holds for"),
        c.Type.WHOLE,
        help=_lazy("How many units the target holds for on its last day, or today while that is ahead."),
        values=_lazy("units"),
    ),
    c.Column(
        "units_reported",
        _lazy("Units that reported"),
        c.Type.WHOLE,
        help=_lazy("How many of them have reported anything."),
        values=_lazy("units"),
    ),
    *REPORT,
    STATUS,
    c.Column("status_text", _lazy("Status in words"), help=_lazy("The same as the page says it, with the day.")),
    *PACES,
    c.source_column(
        help=_lazy("The document of the promise, then that of the latest report where it is another."),
        heading=_lazy("Sources"),
    ),
    c.LICENCE_COLUMN,
)


def targets_file(progress: Iterable[TargetProgress], today: date) -> DataFile:
    """One row for each target, those with a deadline ahead first. Figures are those of the one unit that it names."""
    return DataFile(
        name="targets",
        title=_("Every target that no other one replaced, with how far it is."),
        columns=COLUMNS,
        rows=[_row(one) for one in progress],
        address=public_address("indices:target_list"),
        day=today,
        notes=[
            _("Report, status and paces are those of the unit that a target names; each unit's are in its own file."),
            _("A month is 30.4375 days. Paces are computed from exact reports only; a bound gives limits."),
            _("An empty cell is not known, not zero. No report after a deadline does not mean that it was missed."),
        ],
    )


def _row(progress: TargetProgress) -> dict[str, Any]:
    target, only = progress.target, progress.only
    unit, latest = (only.unit, only.latest) if only else (None, None)
    codes = dict.fromkeys([target.source.code, *([latest.source] if latest else [])])
    row: dict[str, Any] = {
        "target": target.code,
        "indicator": target.indicator.code if target.indicator else "",
        "index": target.index.code if target.index else "",
        "about": progress.title,
        "scope": target.scope,
        "whom": progress.whom,
        "metric": target.metric,
        "goal": progress.goal_text,
        "goal_value": decimal_of(progress.goal.percent) if progress.goal else None,
        "due_on": target.due_on,
        "set_by": target.set_by,
        "units": progress.country.units,
        "units_reported": progress.country.reported,
        "source": BETWEEN_CODES.join(code for code in codes if code),
        "licence": licence_of(target.index),
    }
    if unit:
        row |= {"code": unit.code, "unit_id": unit.permanent_id, "slug": unit.slug}
    if only:
        row |= {"status": only.status, "status_text": only.status_text, **paces_of(only)}
    elif progress.together:
        row |= {"status": progress.together.status}
    if latest:
        percent, basis = share_of(latest)
        row |= {
            "as_of": latest.as_of,
            "numerator": latest.numerator,
            "denominator": latest.denominator,
            "percent": percent,
            "percent_basis": basis,
            "qualifier": latest.qualifier,
        }
    return row
