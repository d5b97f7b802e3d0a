"""A source's page: the document, and every public figure taken from it."""

from django.shortcuts import get_object_or_404, render

from provinces.models import BEGINNING, Source
from provinces.naming import Names

from ..models import Average, Claim, Edition, Result, Snapshot, Target


def source(request, code: str):
    """One document and all figures from it."""
    document = get_object_or_404(Source, code=code)
    public = Edition.objects.published()
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
        .select_related("indicator", "unit")
        .order_by("indicator__code")
    )
    targets = list(Target.objects.filter(source=document).select_related("indicator", "unit"))
    units = {
        unit_id
        for rows in (results, claims, snapshots, targets)
        for unit_id in (row.unit_id for row in rows)
        if unit_id is not None
    }
    context = {
        "source": document,
        "results": results,
        "claims": claims,
        "averages": averages.order_by("edition__index__order", "-edition__year", "group"),
        "snapshots": snapshots,
        "targets": targets,
        "names": Names(units, document.published_on or BEGINNING).full,
    }
    return render(request, "indices/source.html", context)
