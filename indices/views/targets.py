"""Targets: the list, and progress to one as a page and as files."""

from fractions import Fraction

from django.http import Http404, HttpRequest
from django.shortcuts import render
from django.utils import timezone

from ..ahead import address
from ..cards.targets import card_of_target
from ..catalogue import current_catalogue
from ..charts.burn_up import BurnUp, burn_up
from ..described import target_described
from ..files.promises import targets_file
from ..files.targets import target_file as file_of
from ..presenters.coverage import days_of
from ..presenters.goals import RULES, left_text, projection_text, unit_of_pace
from ..presenters.maps import progress_map
from ..presenters.progress import TargetProgress, progress_of


def standing() -> list[TargetProgress]:
    """Progress to every target that no other replaced, deadlines ahead first."""
    catalogue = current_catalogue()
    progress = progress_of(catalogue.promises.standing, timezone.localdate(), catalogue)
    return sorted(progress, key=lambda one: not one.live)


def target_list(request):
    """Every target that no other replaced, with how far it is."""
    return render(request, "indices/target_list.html", {"progress": standing(), "section": "targets"})


def target_list_file(request, ending: str):
    """The same list as a file."""
    return targets_file(standing(), timezone.localdate()).answer(request, ending)


def progress_to(code: str) -> TargetProgress:
    """Progress to one target. Raises Http404."""
    catalogue = current_catalogue()
    target = catalogue.promises.target(code)
    if target is None:
        raise Http404
    [progress] = progress_of([target], timezone.localdate(), catalogue)
    return progress


def target_detail(request: HttpRequest, code: str):
    """How far now, the way there, the pace it takes and the pace there is, who is behind, who is silent."""
    progress = progress_to(code)
    # The one unit, or the country as a whole: what paces and the drawing are about.
    one = progress.only.progress if progress.only else progress.together
    counted = progress.only.counted if progress.only else None
    card = card_of_target(progress)
    context = {
        "progress": progress,
        "card": card,
        "described": target_described(progress, card),
        "target": progress.target,
        "one": one,
        "pace": unit_of_pace(progress.indicator, bool(one and one.counted)),
        "left": left_text(one, progress.indicator) if one else "",
        "projection": projection_text(one) if one else "",
        "rules": RULES,
        "chart": drawing(progress) if progress.indicator else None,
        "counted": counted,
        "map": progress_map(progress, lambda row: address("indices:unit", row.plural, row.unit.slug)),
        "replaced_by": progress.catalogue.promises.replacing(progress.target),
        "section": "targets",
    }
    return render(request, "indices/target_detail.html", context)


def drawing(progress: TargetProgress) -> BurnUp | None:
    """The way of the one unit, or of the country, with the days on which communes began."""
    row = progress.only
    if row is None:
        return burn_up(progress.together, [before.due_on for before in progress.earlier]) if progress.together else None
    began: list = []
    # A share of communes is drawn only where something was said about every one of them.
    if row.counted and not row.counted.silent and progress.target.indicator_id:
        days = days_of(progress.target.indicator_id, row.unit.pk, row.counted.listed)
        began = [(day, Fraction(100 * number, row.counted.out_of)) for day, number in days]
    return burn_up(row.progress, [before.due_on for before in progress.earlier], began)


def target_file(request: HttpRequest, code: str, ending: str):
    """Every report of every unit with what the arithmetic makes of them, as a file."""
    return file_of(progress_to(code)).answer(request, ending)
