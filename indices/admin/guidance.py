"""What citizens are told about a service."""

from django.contrib import admin

from provinces.sheets.admin import SheetAdmin

from ..models import Guidance


@admin.register(Guidance)
class GuidanceAdmin(SheetAdmin):
    sheet_kind = "guidance"
    list_display = ("title_vi", "indicator", "valid_as_of", "source")
    list_filter = ("indicator",)
    search_fields = ("code", "title_vi", "body_vi")
    autocomplete_fields = ("indicator", "source")
    list_select_related = ("indicator", "source")
