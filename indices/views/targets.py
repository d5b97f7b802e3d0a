"""Targets: the list, and progress to one."""

from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from ..models import Snapshot, Target
from ..presenters.progress import progress_of


def target_list(request):
    """Every target with its latest report."""
    targets = list(
        Target.objects.select_related("indicator", "index", "unit", "source").prefetch_related("unit__names")
    )
    context = {"progress": progress_of(targets, timezone.localdate()), "section": "targets"}
    return render(request, "indices/target_list.html", context)


def target_detail(request, code: str):
    """Progress to one target: the latest report, the deadline, every accepted report."""
    target = get_object_or_404(
        Target.objects.select_related("indicator", "index", "unit", "source").prefetch_related("unit__names"),
        code=code,
    )
    [row] = progress_of([target], timezone.localdate())
    reports = (
        Snapshot.objects.public()
        .filter(indicator=target.indicator, unit=target.unit)
        .select_related("source")
        .order_by("-as_of")
        if target.unit_id
        else []
    )
    context = {"row": row, "target": target, "reports": reports, "section": "targets"}
    return render(request, "indices/target_detail.html", context)
