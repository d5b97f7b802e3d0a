"""Indices, methods, criteria, bands."""

from django.contrib import admin

from provinces.sheets.admin import SheetAdmin

from ..models import Band, Criterion, Method, ReformIndex
from .scope import OfOwnIndices


@admin.register(ReformIndex)
class ReformIndexAdmin(OfOwnIndices, SheetAdmin):
    index_path = "pk"
    sheet_kind = "indices"
    list_display = ("short_name", "name_vi", "unit", "publisher", "order")
    search_fields = ("code", "short_name", "name_vi")


@admin.register(Method)
class MethodAdmin(OfOwnIndices, SheetAdmin):
    index_path = "index"
    sheet_kind = "methods"
    list_display = ("code", "index", "unit_kind", "decision", "comparable_with_previous")
    list_filter = ("index", "unit_kind")
    search_fields = ("code", "decision")
    autocomplete_fields = ("index", "comparable_source", "source")
    list_select_related = ("index",)


@admin.register(Criterion)
class CriterionAdmin(OfOwnIndices, SheetAdmin):
    index_path = "method__index"
    sheet_kind = "criteria"
    list_display = ("no", "name_vi", "method", "cut", "max_points")
    list_filter = ("cut", "method")
    search_fields = ("no", "name_vi")
    autocomplete_fields = ("method", "parent", "repeats_index", "source")
    list_select_related = ("method",)


@admin.register(Band)
class BandAdmin(OfOwnIndices, SheetAdmin):
    index_path = "index"
    sheet_kind = "bands"
    list_display = ("band", "index", "unit_kind", "from_score", "below")
    list_filter = ("index",)
    autocomplete_fields = ("index", "method", "source")
    list_select_related = ("index",)
