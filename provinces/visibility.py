"""Which sources an account sees: all, but for those that reporters of other units entered."""

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from .models import ImportRun, JournalEntry, Source, UnitAssignment


def sources_seen_by(user) -> QuerySet[Source]:
    """Documents that reporters of other units entered, and the sheets they uploaded, are not there for a reporter."""
    sources = Source.objects.all()
    if UnitAssignment.scope_of(user) is None:
        return sources
    others = get_user_model().objects.filter(unit_assignments__isnull=False).exclude(pk=user.pk)
    entered = JournalEntry.objects.filter(table="provinces.source", verb="created", user__in=others)
    sheets = ImportRun.objects.filter(user__in=others).values_list("sha256", flat=True)
    return sources.exclude(pk__in=entered.values("record")).exclude(
        code__in=[Source.sheet_code(digest) for digest in sheets]
    )
