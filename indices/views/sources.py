"""A source's page: the document, and every public figure taken from it."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from provinces.models import BEGINNING, Source

from ..catalogue import current_catalogue
from ..models import Average, Claim, Correction, Edition, Participation, Result, Score, Snapshot, Target
from ..presenters.goals import goal_of, title_of
from ..presenters.reports import ReportRow

# What belongs to a version is as public as the version.
OF_VERSIONS = (Result, Score, Average, Claim, Participation, Correction)


def is_public(document: Source, public: list[int]) -> bool:
    """Whether anything public rests on the document: figures of public versions, the registry, definitions, reports."""
    for relation in Source._meta.related_objects:
        rows = relation.related_model._default_manager.filter(**{relation.field.name: document})
        if relation.related_model is Edition:
            rows = rows.filter(pk__in=public)
        elif relation.related_model is Snapshot:
            rows = rows.filter(accepted_at__isnull=False)
        elif relation.related_model in OF_VERSIONS:
            rows = rows.filter(edition__in=public)
        if rows.exists():
            return True
    return False


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
        .select_related("indicator", "unit")
        .order_by("indicator__code")
    )
    targets = list(Target.objects.filter(source=document).select_related("indicator", "index"))
    shown = results or claims or averages or snapshots or targets
    if not shown and not is_public(document, public):
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
        "targets": [(target, title_of(target), goal_of(target)) for target in targets],
        "names": names,
    }
    return render(request, "indices/source.html", context)
