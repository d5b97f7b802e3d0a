"""The days on which communes began."""

from django.contrib import admin

from provinces.admin.scope import OfOwnUnits
from provinces.sheets.admin import SheetAdmin

from ..models import Adoption
from .forms import AdoptionUploadForm


@admin.register(Adoption)
class AdoptionAdmin(OfOwnUnits, SheetAdmin):
    sheet_kind = "adoptions"
    upload_form = AdoptionUploadForm
    list_display = ("unit", "indicator", "offers", "began_on", "as_of")
    list_filter = ("indicator", "offers")
    search_fields = ("unit__code", "unit__names__folded", "unit__names__name_vi")
    autocomplete_fields = ("indicator", "unit", "source")
    list_select_related = ("indicator",)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("unit__names")
