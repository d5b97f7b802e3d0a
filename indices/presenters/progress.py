"""A target and what was reported towards it."""

from dataclasses import dataclass
from datetime import date

from ..models import Snapshot, Target


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """A target with its latest report up to a day, and what is known of its outcome."""

    target: Target
    latest: Snapshot | None
    overdue: bool
    reported_after_deadline: bool

    @property
    def outcome_unknown(self) -> bool:
        """The deadline has passed and nothing was reported since: silence is not failure."""
        return self.overdue and not self.reported_after_deadline


def progress_of(targets: list[Target], today: date) -> list[ProgressRow]:
    """Each target about one unit's indicator with its latest accepted report."""
    latest: dict[tuple[int | None, int | None], Snapshot] = {}
    wanted = {(target.indicator_id, target.unit_id) for target in targets}
    for snapshot in (
        Snapshot.objects.public()
        .filter(
            indicator__in={pair[0] for pair in wanted if pair[0]},
            unit__in={pair[1] for pair in wanted if pair[1]},
        )
        .select_related("indicator", "source", "unit")
        .order_by("as_of")
    ):
        latest[snapshot.indicator_id, snapshot.unit_id] = snapshot
    rows = []
    for target in targets:
        last = latest.get((target.indicator_id, target.unit_id))
        overdue = target.due_on < today
        rows.append(ProgressRow(target, last, overdue, bool(last and last.as_of >= target.due_on)))
    return rows
