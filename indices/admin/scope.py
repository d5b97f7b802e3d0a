"""What an account sees of rows about indices: those of the indices it is assigned to."""

from typing import ClassVar

from django.contrib import admin

from ..models import Criterion, Edition, IndexAssignment, Method, ReformIndex

# The path from each model that a form may refer to, to its index.
PATHS: dict[type, str] = {ReformIndex: "pk", Method: "index", Criterion: "method__index", Edition: "index"}


class OfOwnIndices(admin.ModelAdmin):
    """A model admin whose rows belong to indices. `index_path` leads from a row to its index."""

    index_path: ClassVar[str] = "edition__index"

    def get_queryset(self, request):
        queryset = super().get_queryset(request)
        scope = IndexAssignment.scope_of(request.user)
        return queryset if scope is None else queryset.filter(**{f"{self.index_path}__in": scope})

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        scope = IndexAssignment.scope_of(request.user)
        if scope is not None and field is not None and field.queryset is not None and db_field.related_model in PATHS:
            field.queryset = field.queryset.filter(**{f"{PATHS[db_field.related_model]}__in": scope})
        return field
