"""How far a unit is, as a level of the map's five steps."""

from fractions import Fraction

from django.utils.translation import gettext as _

from provinces.maps import Map, Place, map_of

from .progress import ProgressRow, TargetProgress

STEPS = ((Fraction(100), "l5"), (Fraction(75), "l4"), (Fraction(50), "l3"), (Fraction(25), "l2"), (Fraction(0), "l1"))


def level_of(row: ProgressRow) -> str:
    """The step of a unit's latest share; a bound is no value and has a step of its own."""
    share = row.latest.report.share if row.latest else None
    if row.latest and not row.latest.exact:
        return "look"
    return "missing" if share is None else next(level for least, level in STEPS if share >= least)


def progress_map(progress: TargetProgress, address) -> Map | None:
    """The provinces by how far they are; `address(row)` is a unit's page. None where one province alone is meant."""
    if progress.for_one or progress.indicator is None or progress.indicator.reported_by != "province":
        return None
    legend = {
        "l5": _("100%"),
        "l4": _("from 75% to under 100%"),
        "l3": _("from 50% to under 75%"),
        "l2": _("from 25% to under 50%"),
        "l1": _("under 25%"),
        "look": _("Only a bound was reported"),
        "missing": _("Nothing reported"),
    }
    places = {
        row.unit.code: Place(
            level_of(row),
            f"{row.name}: {row.latest.shown if row.latest else legend['missing']}",
            address(row),
        )
        for row in progress.rows
    }
    return map_of(progress.day, places, legend)
