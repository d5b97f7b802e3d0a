"""Where the points went: what a unit did not achieve in each criterion, and how others fared in it.

How many units got full marks and what they reached on average is said only where every ranked unit's points are here.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Avg, Count, F, Q

from provinces.wording import rounded

from ..catalogue import Catalogue
from ..models import Edition, Score
from .profiles import PointsRow, ProfileRow, undivided


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One criterion: the points of the unit, and over a whole field the units with full marks and the mean, computed.

    `width` is the share of the maximum in whole hundredths; None where no maximum is printed.
    """

    points: PointsRow
    width: int | None
    full_marks: int | None
    mean: str
    n: int


def latest_points(rows: tuple[ProfileRow, ...]) -> ProfileRow | None:
    """The latest year whose points by criterion are here."""
    return next((row for row in rows if row.points), None)


def shortfalls_of(row: ProfileRow, kind: str, catalogue: Catalogue) -> list[Shortfall]:
    """The criteria of a unit's year, the most points not achieved first, those without a maximum last. One query."""
    points = undivided(row.points)
    others = _others(row.edition, kind, [one.criterion_id for one in points], catalogue)
    found = [_shortfall(one, *others.get(one.criterion_id, (None, None, 0))) for one in points]
    return sorted(found, key=lambda one: (not one.points.lost, -Decimal(one.points.lost or 0)))


def _shortfall(points: PointsRow, full: int | None, mean: Decimal | None, n: int) -> Shortfall:
    share = Decimal(points.score) / Decimal(points.maximum) if points.maximum else None
    return Shortfall(
        points=points,
        width=max(0, min(100, round(share * 100))) if share is not None else None,
        full_marks=full if points.maximum else None,
        mean=rounded(Fraction(mean), 2) if mean is not None else "",
        n=n,
    )


def _others(
    edition: Edition, kind: str, criteria: list[int], catalogue: Catalogue
) -> dict[int, tuple[int, Decimal, int]]:
    """Full marks, mean and number of units by criterion: of those criteria that every ranked unit has points for."""
    field = catalogue.field(edition, kind)
    if not field or not criteria:
        return {}
    counted = (
        Score.objects.filter(edition=edition, criterion__in=criteria, unit__in=field)
        .order_by()
        .values_list("criterion")
        .annotate(full=Count("pk", filter=Q(score__gte=F("criterion__max_points"))), mean=Avg("score"), n=Count("pk"))
    )
    return {criterion: (full, mean, n) for criterion, full, mean, n in counted if n == len(field)}
