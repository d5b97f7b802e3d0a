"""Indicators and targets."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from provinces.sheets.admin import SheetAdmin

from ..models import Indicator, Target


@admin.register(Indicator)
class IndicatorAdmin(SheetAdmin):
    sheet_kind = "indicators"
    list_display = ("name_vi", "code", "denominator_vi", "scheme", "unit_kind", "frequency")
    search_fields = ("code", "name_vi")
    autocomplete_fields = ("denominator_indicator",)
    fieldsets = (
        (None, {"fields": ("code", "name_vi", "name_en", "unit_kind", "direction", "scheme")}),
        (
            _("Numerator and denominator"),
            {
                "fields": (
                    "numerator_vi",
                    "numerator_en",
                    "denominator_vi",
                    "denominator_en",
                    "denominator_indicator",
                )
            },
        ),
        (
            _("Reporting period"),
            {"fields": ("frequency", "period_last_day", "due_days", "expected_from", "expected_until")},
        ),
    )


@admin.register(Target)
class TargetAdmin(SheetAdmin):
    sheet_kind = "targets"
    list_display = ("code", "indicator", "index", "scope", "unit", "value", "due_on", "set_by")
    list_filter = ("scope", "metric")
    search_fields = ("code", "set_by")
    autocomplete_fields = ("indicator", "index", "unit", "supersedes", "source")
    list_select_related = ("indicator", "index")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("unit__names")
