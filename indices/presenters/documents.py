"""Which documents are public: those that something public rests on."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet

from provinces.models import Source

from ..models import Average, Claim, Correction, Edition, Participation, Result, Score, Snapshot

# What belongs to a version is as public as the version.
OF_VERSIONS = (Result, Score, Average, Claim, Participation, Correction)


def _public_rows(public: Sequence[int]) -> Iterator[tuple[str, QuerySet[Any]]]:
    """Every public row that names a document, with the field that does; `public` are the public versions."""
    for relation in Source._meta.related_objects:
        rows: QuerySet[Any] = relation.related_model._default_manager.order_by()
        if relation.related_model is Edition:
            rows = rows.filter(pk__in=public)
        elif relation.related_model is Snapshot:
            rows = rows.filter(accepted_at__isnull=False)
        elif relation.related_model in OF_VERSIONS:
            rows = rows.filter(edition__in=public)
        yield relation.field.name, rows


def is_public(document: Source, public: Sequence[int]) -> bool:
    """Whether anything public rests on the document: figures of public versions, the registry, definitions, reports."""
    return any(rows.filter(**{name: document}).exists() for name, rows in _public_rows(public))


def public_documents(public: Sequence[int]) -> list[str]:
    """The codes of all public documents, in their order. Two queries."""
    first, *others = (
        rows.filter(**{f"{name}__isnull": False}).values_list(name) for name, rows in _public_rows(public)
    )
    cited = [pk for (pk,) in first.union(*others)]
    return list(Source.objects.filter(pk__in=cited).order_by("code").values_list("code", flat=True))
