"""What an account sees of rows about units: those of the units it is assigned to."""

from django.contrib import admin

from ..models import Source, Unit, UnitAssignment
from ..visibility import sources_seen_by


class OfOwnUnits(admin.ModelAdmin):
    """A model admin whose rows belong to units. `unit_path` leads from a row to its unit.

    Lists, forms, history, actions and exports start from `get_queryset`; a form offers, and takes, only own units.
    """

    unit_path = "unit"

    def get_queryset(self, request):
        queryset = super().get_queryset(request)
        scope = UnitAssignment.scope_of(request.user)
        return queryset if scope is None else queryset.filter(**{f"{self.unit_path}__in": scope})

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        scope = UnitAssignment.scope_of(request.user)
        if (
            scope is not None
            and field is not None
            and field.queryset is not None
            and issubclass(db_field.related_model, Unit)
        ):
            field.queryset = field.queryset.filter(pk__in=scope)
        if scope is not None and field is not None and db_field.related_model is Source:
            field.queryset = sources_seen_by(request.user)
        return field
