"""A target and what was reported towards it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from provinces.models import UnitKind
from provinces.registry import RegisteredUnit, Registry
from provinces.wording import decimal_text, percent, plain

from ..models import Snapshot, Target


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


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """A target with its latest report up to a day, and what is known of its outcome."""

    target: Target
    unit: RegisteredUnit | None
    unit_name: str
    latest: Snapshot | None
    overdue: bool
    reported_after_deadline: bool

    @property
    def plural(self) -> str:
        """The word in the address of the unit's page."""
        return "ministries" if self.unit and self.unit.kind == UnitKind.MINISTRY else "provinces"

    @property
    def title(self) -> str:
        return title_of(self.target)

    @property
    def goal(self) -> str:
        return goal_of(self.target)

    @property
    def outcome_unknown(self) -> bool:
        """The deadline has passed and nothing was reported since: silence is not failure."""
        return self.overdue and not self.reported_after_deadline


def progress_of(targets: list[Target], today: date, registry: Registry) -> list[ProgressRow]:
    """Each target about one unit's indicator with its latest accepted report."""
    latest: dict[tuple[int | None, int | None], Snapshot] = {}
    wanted = {(target.indicator_id, target.unit_id) for target in targets}
    for snapshot in (
        Snapshot.objects.public()
        .filter(
            indicator__in={pair[0] for pair in wanted if pair[0]},
            unit__in={pair[1] for pair in wanted if pair[1]},
        )
        .select_related("indicator", "source")
        .order_by("as_of")
    ):
        latest[snapshot.indicator_id, snapshot.unit_id] = snapshot
    rows = []
    for target in targets:
        last = latest.get((target.indicator_id, target.unit_id))
        overdue = target.due_on < today
        unit = registry.units.get(target.unit_id or 0)
        name = registry.full_name(unit.pk, unit.ends_on or date.max) if unit else _("Viet Nam")
        rows.append(ProgressRow(target, unit, name, last, overdue, bool(last and last.as_of >= target.due_on)))
    return rows


def reports_of(unit_id: int) -> list[Snapshot]:
    """The latest accepted report of each indicator, denominators before what they divide."""
    latest: dict[int, Snapshot] = {}
    for snapshot in (
        Snapshot.objects.public()
        .filter(unit=unit_id)
        .select_related("indicator__denominator_indicator__denominator_indicator", "source")
        .order_by("as_of")
    ):
        latest[snapshot.indicator_id] = snapshot
    return sorted(latest.values(), key=lambda snapshot: _depth(snapshot))


def _depth(snapshot: Snapshot) -> tuple[int, str]:
    indicator, steps = snapshot.indicator, 0
    if indicator.denominator_vi and not indicator.denominator_indicator_id:
        return 9, indicator.code
    above = indicator.denominator_indicator
    while above is not None and steps < 3:
        steps, above = steps + 1, above.denominator_indicator if steps < 2 else None
    return steps, indicator.code
