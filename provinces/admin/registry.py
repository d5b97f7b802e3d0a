"""The registry: units, names, mergers, regions, lists of communes, sources."""

from typing import ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..models import (
    Commune,
    CommuneList,
    ListedCommune,
    Ministry,
    Province,
    Region,
    RegionMember,
    Source,
    Succession,
    Unit,
    UnitName,
)
from ..sheets.admin import DatedUploadForm, SheetAdmin
from ..visibility import sources_seen_by
from .scope import OfOwnUnits


@admin.display(description=_("name"), ordering="sort_key")
def titled(unit: Unit) -> str:
    return unit.titled


@admin.display(description=_("source"), ordering="publisher")
def labelled(source: Source) -> str:
    return source.label


class UnitNameInline(admin.StackedInline):
    """Names one below the other: eight columns side by side fit no screen."""

    model = UnitName
    fk_name = "unit"
    extra = 0
    fields = (("role", "type"), ("name_vi", "short_name"), "name_en", ("valid_from", "valid_to"), "source")
    autocomplete_fields = ("source",)


class UnitAdminBase(SheetAdmin):
    """One kind of unit with its names."""

    list_display = (titled, "code", "begins_on", "ends_on", "slug")
    list_filter = ("ends_on",)
    search_fields = ("code", "slug", "names__folded", "names__name_vi")
    autocomplete_fields: ClassVar[tuple[str, ...]] = ("source",)
    exclude = ("kind", "parent")
    inlines = (UnitNameInline,)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("names")

    def save_model(self, request, obj, form, change):
        obj.kind = self.model.KIND
        super().save_model(request, obj, form, change)


@admin.register(Province)
class ProvinceAdmin(UnitAdminBase):
    sheet_kind = "provinces"


@admin.register(Ministry)
class MinistryAdmin(UnitAdminBase):
    sheet_kind = "ministries"


@admin.register(Commune)
class CommuneAdmin(UnitAdminBase):
    sheet_kind = "communes"
    upload_form = DatedUploadForm
    list_display = (titled, "code", "parent", "begins_on", "ends_on")
    exclude = ("kind", "slug")
    autocomplete_fields = ("source", "parent")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("parent").prefetch_related("parent__names")


@admin.register(Unit)
class UnitAdmin(OfOwnUnits):
    """Every unit, for the fields that look one up; units are changed on the pages of their kind."""

    unit_path = "pk"
    list_display = (titled, "kind", "code", "begins_on", "ends_on")
    list_filter = ("kind",)
    search_fields = ("code", "slug", "names__folded", "names__name_vi")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("names")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(UnitName)
class UnitNameAdmin(SheetAdmin):
    sheet_kind = "unit-names"
    list_display = ("name_vi", "unit", "role", "type", "valid_from", "valid_to")
    list_filter = ("role", "unit__kind")
    search_fields = ("name_vi", "folded")
    autocomplete_fields = ("unit", "source")
    list_select_related = ("unit",)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("unit__names")


@admin.register(Succession)
class SuccessionAdmin(SheetAdmin):
    sheet_kind = "successions"
    list_display = ("predecessor", "successor", "effective_on", "relation", "legal_basis")
    list_filter = ("effective_on", "relation")
    autocomplete_fields = ("predecessor", "successor", "source")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("predecessor__names", "successor__names")


@admin.register(Region)
class RegionAdmin(SheetAdmin):
    sheet_kind = "regions"
    list_display = ("name_vi", "code")
    search_fields = ("name_vi", "code")


@admin.register(RegionMember)
class RegionMemberAdmin(SheetAdmin):
    sheet_kind = "region-members"
    list_display = ("unit", "region", "valid_from", "valid_to", "basis")
    list_filter = ("region", "basis")
    autocomplete_fields = ("unit", "region", "source")
    list_select_related = ("region",)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("unit__names")


@admin.register(Source)
class SourceAdmin(SheetAdmin):
    sheet_kind = "sources"
    list_display = (labelled, "kind", "reliability", "code")
    list_filter = ("kind", "reliability")
    search_fields = ("code", "title", "publisher", "locator")

    def get_queryset(self, request):
        return super().get_queryset(request).filter(pk__in=sources_seen_by(request.user).values("pk"))


class ReadOnlyAdmin(admin.ModelAdmin):
    """Dated photographs come in as sheets; nobody edits a photograph."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(CommuneList)
class CommuneListAdmin(ReadOnlyAdmin):
    list_display = ("as_of", "source")


@admin.register(ListedCommune)
class ListedCommuneAdmin(ReadOnlyAdmin):
    list_display = ("commune", "district", "commune_list")
    list_filter = ("commune_list",)
    search_fields = ("commune__code", "commune__names__folded")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("commune_list").prefetch_related("commune__names")
