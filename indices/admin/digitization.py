"""Indicators, targets, reports, and the days communes began."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from provinces.admin.scope import OfOwnUnits
from provinces.sheets.admin import SheetAdmin

from ..models import Adoption, Indicator, Snapshot, Target
from .forms import AdoptionUploadForm


@admin.register(Indicator)
class IndicatorAdmin(SheetAdmin):
    sheet_kind = "indicators"
    list_display = ("name_vi", "code", "denominator_vi", "scheme", "unit_kind")
    search_fields = ("code", "name_vi")
    autocomplete_fields = ("denominator_indicator",)


@admin.register(Target)
class TargetAdmin(SheetAdmin):
    sheet_kind = "targets"
    list_display = ("code", "indicator", "index", "unit", "value", "due_on", "set_by")
    search_fields = ("code", "set_by")
    autocomplete_fields = ("indicator", "index", "unit", "supersedes", "source")
    list_select_related = ("indicator", "index")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("unit__names")


@admin.register(Snapshot)
class SnapshotAdmin(OfOwnUnits, SheetAdmin):
    """Reports are append-only: they are entered and accepted, never changed."""

    sheet_kind = "snapshots"
    list_display = (
        "indicator",
        "unit",
        "as_of",
        "numerator",
        "denominator",
        "percent_text",
        "qualifier",
        "accepted_at",
    )
    list_filter = ("indicator", "qualifier")
    autocomplete_fields = ("indicator", "unit", "source")
    list_select_related = ("indicator",)
    actions = ("accept",)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("unit__names")

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and obj is None

    def has_delete_permission(self, request, obj=None):
        return False

    def has_accept_permission(self, request):
        return request.user.has_perm("indices.accept_snapshot")

    def save_model(self, request, obj, form, change):
        obj.reported_by = request.user
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Accept"), permissions=["accept"])
    def accept(self, request, queryset):
        """Four eyes: whoever reported a figure cannot accept it."""
        for snapshot in queryset.waiting():
            try:
                snapshot.accept(by=request.user)
            except ValidationError as error:
                self.message_user(request, f"{snapshot}: {' '.join(error.messages)}", messages.ERROR)


@admin.register(Adoption)
class AdoptionAdmin(OfOwnUnits, SheetAdmin):
    sheet_kind = "adoptions"
    upload_form = AdoptionUploadForm
    list_display = ("unit", "indicator", "offers", "began_on", "as_of")
    list_filter = ("indicator", "offers")
    autocomplete_fields = ("indicator", "unit", "source")
    list_select_related = ("indicator",)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("unit__names")
