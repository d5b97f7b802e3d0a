"""A source's page: the document, and every public figure taken from it."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from provinces.models import BEGINNING, Source

from ..catalogue import current_catalogue
from ..citing import public_documents
from ..models import Average, Claim, Guidance, Result, Snapshot, Target
from ..presenters.goals import goal_of, title_of
from ..presenters.reports import ReportRow


def source(request, code: str):
    """One document and all figures from it."""
    document = get_object_or_404(Source, code=code)
    catalogue = current_catalogue()
    registry = catalogue.registry
    public = [edition.pk for edition in catalogue.published()]
    results = list(
        Result.objects.filter(source=document, edition__in=public)
        .select_related("edition__index", "unit")
        .order_by("edition__index__order", "-edition__year", "unit__kind", "rank", "unit__sort_key")
    )
    claims = list(Claim.objects.filter(source=document, edition__in=public).select_related("edition__index", "unit"))
    averages = Average.objects.filter(source=document, edition__in=public).select_related("edition__index", "region")
    snapshots = list(
        Snapshot.objects.public()
        .filter(source=document)
        .select_related("indicator", "unit", "source")
        .order_by("indicator__code")
    )
    targets = list(Target.objects.filter(source=document).select_related("indicator", "index"))
    guidance = list(Guidance.objects.filter(source=document))
    shown = results or claims or averages or snapshots or targets
    if not shown and not public_documents(public).filter(pk=document.pk).exists():
        raise Http404  # what a version will cite is not known before its minute
    day = document.published_on or BEGINNING
    names = {
        row.unit_id: registry.full_name(row.unit_id, day) if row.unit_id in registry.units else row.unit.titled
        for rows in (results, claims, snapshots)
        for row in rows
    }
    context = {
        "source": document,
        "results": results,
        "claims": claims,
        "averages": averages.order_by("edition__index__order", "-edition__year", "group"),
        "snapshots": [(snapshot, ReportRow.of(snapshot)) for snapshot in snapshots],
        "guidance": guidance,
        "targets": [(target, title_of(target), goal_of(target)) for target in targets],
        "names": names,
    }
    return render(request, "indices/source.html", context)
