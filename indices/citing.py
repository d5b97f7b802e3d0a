"""Which documents the public may know of: those that something public rests on."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from provinces.models import Source

from .catalogue import Catalogue
from .models import Average, Claim, Correction, Edition, Participation, Result, Score, Snapshot

# What belongs to a version is as public as the version.
OF_VERSIONS = (Result, Score, Average, Claim, Participation)


def public_documents(catalogue: Catalogue, at: datetime | None = None) -> QuerySet[Source]:
    """The documents of the public versions' figures, of the register of corrections, of the registry, of definitions
    and of accepted reports, at a moment (now by default): what a version will cite is not known before its minute."""
    public = [edition.pk for edition in catalogue.published(at)]
    accepted = {"accepted_at__isnull": False} if at is None else {"accepted_at__lte": at}
    rests = Q()
    for relation in Source._meta.related_objects:
        rows = relation.related_model._default_manager.filter(**{relation.field.name: OuterRef("pk")})
        if relation.related_model is Edition:
            rows = rows.filter(pk__in=public)
        elif relation.related_model is Snapshot:
            rows = rows.filter(**accepted)
        elif relation.related_model is Correction:  # the register keeps those of versions that others have followed
            rows = rows.filter(pk__in=[correction.pk for correction in catalogue.corrections(at=at)])
        elif relation.related_model in OF_VERSIONS:
            rows = rows.filter(edition__in=public)
        rests |= Q(Exists(rows))
    return Source.objects.filter(rests)
