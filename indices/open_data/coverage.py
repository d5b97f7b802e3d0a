"""How much of each public edition is here, and between which years scores may not be compared."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count

from ..comparing import Reason, barrier_between_methods
from ..models import Edition, Result
from .moment import Moment


@dataclass(frozen=True, slots=True)
class Covered:
    """One league table: how many units were ranked (None: not known), and of how many a score and a rank are here."""

    edition: Edition
    kind: str
    field: int | None
    scores: int
    ranks: int

    def has_all(self, figures: int) -> bool:
        """Whether so many figures are those of every unit that was ranked."""
        return self.field is not None and figures >= self.field


@dataclass(frozen=True, slots=True)
class Break:
    """Two editions that follow each other in the data and whose scores may not be compared."""

    now: Edition
    before: Edition
    kind: str
    reason: Reason


def coverage_of(moment: Moment) -> list[Covered]:
    """Every league table with a figure, by index, the latest year first. One query."""
    told = Result.objects.filter(edition__in=moment.public).order_by().values_list("edition", "unit__kind")
    counted = {(edition, kind): said for edition, kind, *said in told.annotate(Count("score"), Count("rank"))}
    return [
        Covered(edition, kind, _field(moment, edition, kind), *counted[edition.pk, kind])
        for edition in moment.editions
        for kind in edition.index.kinds
        if (edition.pk, kind) in counted
    ]


def _field(moment: Moment, edition: Edition, kind: str) -> int | None:
    """How many units were ranked, as printed or as recorded."""
    recorded = moment.catalogue.field(edition, kind)
    return edition.field_size(kind) or (len(recorded) if recorded else None)


def breaks_in(covered: list[Covered]) -> Iterator[Break]:
    """Where a line would have to break: between two editions with scores whose methods differ or are not known."""
    with_scores = [one for one in covered if one.scores]
    for place, one in enumerate(with_scores):
        before = next(
            (
                other.edition
                for other in with_scores[place + 1 :]
                if (other.edition.index_id, other.kind) == (one.edition.index_id, one.kind)
            ),
            None,
        )
        if before is None:
            continue
        method, former = one.edition.method_for(one.kind), before.method_for(one.kind)
        reason = barrier_between_methods(
            method.code if method else None,
            former.code if former else None,
            method is not None and method.comparable_with_previous == method.Comparable.YES,
        )
        if reason:
            yield Break(one.edition, before, one.kind, reason)
