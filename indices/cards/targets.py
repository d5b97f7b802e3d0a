"""The card of a target: how far it is, as a bar; a bound fades."""

from django.utils.translation import gettext as _

from provinces.wording import day

from ..ahead import public_path
from ..presenters.goals import AHEAD, OUTCOMES
from ..presenters.progress import ProgressRow, TargetProgress
from .card import Bar, Card, Line, each_once

STATUSES = 4


def card_of_target(progress: TargetProgress) -> Card:
    """The last report of a target's one unit; else how many units have reported, and how they stand."""
    target = progress.target
    goal = _("Target: %(value)s by %(day)s") % {"value": progress.goal_text, "day": day(target.due_on)}
    path, image = public_path("indices:target_detail", target.code), public_path("indices:target_card", target.code)
    only = progress.only
    if only and only.latest:
        latest = only.latest
        return Card(
            progress.whom,
            progress.title,
            path,
            image,
            figure=latest.shown,
            caption=f"{goal} · {progress.when(only)}",
            note=only.status_text,
            bar=_bar(progress, only),
            sources=each_once([latest.source, target.source.code]),
        )
    if progress.for_one:
        nothing = _("Nothing reported") if progress.indicator else _("The portal does not have this figure")
        return Card(
            progress.whom, progress.title, path, image, caption=nothing, detail=goal, sources=(target.source.code,)
        )
    country = progress.country
    lines = ((AHEAD | OUTCOMES)[status] for status, _number in progress.statuses)
    numbers = (number for _status, number in progress.statuses)
    return Card(
        progress.whom,
        progress.title,
        path,
        image,
        figure=str(country.reported),
        rest=f"/{country.units}",
        caption=_("have reported") if progress.indicator else _("have a figure here"),
        detail=goal,
        lines=tuple(Line(str(label), str(number)) for label, number in zip(lines, numbers, strict=True))[:STATUSES],
        sources=(target.source.code,),
    )


def _bar(progress: TargetProgress, row: ProgressRow) -> Bar | None:
    """The share as a bar. What falls, and a score or a rank, is no way from nothing to a goal."""
    if row.latest is None or progress.indicator is None or progress.falling or progress.goal is None:
        return None
    return Bar(row.latest.width, round(progress.goal.percent), fades=not row.latest.exact)
