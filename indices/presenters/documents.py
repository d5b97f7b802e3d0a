"""A document and every public figure that was taken from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from provinces.models import BEGINNING, Source
from provinces.registry import RegisteredUnit

from ..catalogue import Catalogue
from ..citing import public_documents
from ..models import Average, Claim, Guidance, Result, Snapshot, Target
from .reports import ReportRow


@dataclass(frozen=True)
class Cited:
    """What rests on a document, in the order of the page. `names`: of the units, on the document's day."""

    source: Source
    results: list[Result]
    claims: list[Claim]
    averages: list[Average]
    snapshots: list[tuple[Snapshot, ReportRow]]
    targets: list[Target]
    guidance: list[Guidance]
    names: Mapping[int, str]
    units: Mapping[int, RegisteredUnit]


def cited(source: Source, catalogue: Catalogue) -> Cited | None:
    """Everything public that rests on a document; None where nothing does: what a version will cite is not known
    before its minute. Six queries, and one more for a document without figures."""
    registry = catalogue.registry
    public = [edition.pk for edition in catalogue.published()]
    here = {"source": source, "edition__in": public}
    results = list(
        Result.objects.filter(**here)
        .select_related("edition__index", "unit")
        .order_by("edition__index__order", "-edition__year", "unit__kind", "rank", "unit__sort_key")
    )
    claims = list(Claim.objects.filter(**here).select_related("edition__index", "unit"))
    averages = list(
        Average.objects.filter(**here)
        .select_related("edition__index", "region")
        .order_by("edition__index__order", "-edition__year", "group")
    )
    snapshots = list(
        Snapshot.objects.public()
        .filter(source=source)
        .select_related("indicator", "unit", "source")
        .order_by("indicator__code")
    )
    targets = list(Target.objects.filter(source=source).select_related("indicator", "index"))
    guidance = list(Guidance.objects.filter(source=source))
    shown = results or claims or averages or snapshots or targets
    if not shown and not public_documents(catalogue).filter(pk=source.pk).exists():
        return None
    day: date = source.published_on or BEGINNING
    names = {
        row.unit_id: registry.full_name(row.unit_id, day) if row.unit_id in registry.units else row.unit.titled
        for rows in (results, claims, snapshots)
        for row in rows
    }
    reports = [(snapshot, ReportRow.of(snapshot)) for snapshot in snapshots]
    return Cited(source, results, claims, averages, reports, targets, guidance, names, registry.units)
