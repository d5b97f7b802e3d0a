"""Which documents the public may know of: those that something public rests on."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from provinces.models import Source

from .models import Average, Claim, Correction, Edition, Participation, Result, Score, Snapshot

# What belongs to a version is as public as the version.
OF_VERSIONS = (Result, Score, Average, Claim, Participation, Correction)


def public_documents(public: list[int], at: datetime | None = None) -> QuerySet[Source]:
    """The documents of the public versions' figures, of the registry, of definitions and of accepted reports.

    `public` are the keys of the public versions: what a version will cite is not known before its minute. `at`: the
    moment until which reports were accepted (now by default).
    """
    accepted = {"accepted_at__isnull": False} if at is None else {"accepted_at__lte": at}
    rests = Q()
    for relation in Source._meta.related_objects:
        rows = relation.related_model._default_manager.filter(**{relation.field.name: OuterRef("pk")})
        if relation.related_model is Edition:
            rows = rows.filter(pk__in=public)
        elif relation.related_model is Snapshot:
            rows = rows.filter(**accepted)
        elif relation.related_model in OF_VERSIONS:
            rows = rows.filter(edition__in=public)
        rests |= Q(Exists(rows))
    return Source.objects.filter(rests)
