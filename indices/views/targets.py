"""Targets: the list, and progress to one."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from provinces.registry import current_registry

from ..models import Snapshot, Target
from ..presenters.progress import progress_of


def target_list(request):
    """Every target with its latest report."""
    targets = list(Target.objects.select_related("indicator", "index", "source"))
    context = {"progress": progress_of(targets, timezone.localdate(), current_registry()), "section": "targets"}
    return render(request, "indices/target_list.html", context)


def target_detail(request, code: str):
    """Progress to one target: the latest report, the deadline, every accepted report."""
    target = get_object_or_404(
        Target.objects.select_related("indicator", "index", "source"),
        code=code,
    )
    [row] = progress_of([target], timezone.localdate(), current_registry())
    reports = (
        Snapshot.objects.public()
        .filter(indicator=target.indicator, unit=target.unit_id)
        .select_related("source")
        .order_by("-as_of")
        if target.unit_id and target.indicator_id
        else []
    )
    context = {"row": row, "target": target, "reports": reports, "section": "targets"}
    return render(request, "indices/target_detail.html", context)
