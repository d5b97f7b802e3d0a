"""Results, scores, means and other sources' figures of an edition's versions."""

from typing import ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from provinces.sheets.admin import SheetAdmin
from provinces.wording import decimal_text

from ..models import Average, Claim, Edition, Participation, Result, Score
from .forms import EditionUploadForm, PrintedForm
from .scope import OfOwnIndices


class OfEditionAdmin(OfOwnIndices, SheetAdmin):
    """Rows of an edition: changed only while their version is a draft; whoever changes one cannot approve it."""

    exclude = ("score",)

    form = PrintedForm
    upload_form = EditionUploadForm
    list_filter = ("edition__state", "edition__index", "edition__year")
    list_select_related: ClassVar[tuple[str, ...]] = ("edition__index", "source")

    @admin.display(description=_("version"), ordering="edition__version")
    def of_version(self, row) -> str:
        """Which version, and how far it is: rows of two versions look alike otherwise."""
        return f"{row.edition.version} ({row.edition.status})"

    @admin.display(description=_("score"), ordering="score")
    def printed(self, row) -> str:
        return decimal_text(row.score_text)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "edition":
            kwargs["queryset"] = Edition.objects.filter(state=Edition.State.DRAFT).select_related("index")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._is_draft(obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self._is_draft(obj)

    @staticmethod
    def _is_draft(obj) -> bool:
        return obj is None or obj.edition.state == Edition.State.DRAFT

    def get_readonly_fields(self, request, obj=None):
        """A row stays in its version: a figure of another one is another row."""
        return (*super().get_readonly_fields(request, obj), *(("edition",) if obj else ()))

    def save_model(self, request, obj, form, change):
        self._edit(obj.edition, request.user)
        super().save_model(request, obj, form, change)

    def delete_model(self, request, obj):
        self._edit(obj.edition, request.user)
        super().delete_model(request, obj)

    @staticmethod
    def _edit(edition: Edition, user) -> None:
        """Hold the version as a draft until the row is written. Raises PermissionDenied if it was handed on."""
        edition.lock()
        try:
            edition.check_editable()
        except ValidationError as error:
            raise PermissionDenied(" ".join(error.messages)) from error
        edition.edited(user)

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        for row in queryset.select_related("edition"):
            try:
                row.edition.check_editable()
            except ValidationError as error:
                self.message_user(request, " ".join(error.messages), "error")
            else:
                self.delete_model(request, row)


class OfUnitAdmin(OfEditionAdmin):
    search_fields = ("unit__code", "unit__names__folded", "unit__names__name_vi")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("unit__names")


@admin.register(Result)
class ResultAdmin(OfUnitAdmin):
    sheet_kind = "results"
    list_display = (
        "unit",
        "edition",
        "of_version",
        "printed",
        "rank",
        "rank_of",
        "score_basis",
        "rank_basis",
        "source",
    )
    autocomplete_fields = ("unit", "source", "change_source")


@admin.register(Claim)
class ClaimAdmin(OfUnitAdmin):
    sheet_kind = "claims"
    list_display = ("unit", "edition", "of_version", "printed", "rank", "source")
    autocomplete_fields = ("unit", "source")


@admin.register(Score)
class ScoreAdmin(OfUnitAdmin):
    sheet_kind = "scores"
    list_display = ("unit", "edition", "of_version", "criterion", "printed", "source")
    list_select_related = ("edition__index", "source", "criterion")
    autocomplete_fields = ("unit", "criterion", "source")


@admin.register(Average)
class AverageAdmin(OfEditionAdmin):
    sheet_kind = "averages"
    list_display = ("edition", "of_version", "group", "region", "printed", "score_basis", "source")
    list_select_related = ("edition__index", "source", "region")
    autocomplete_fields = ("region", "source")


@admin.register(Participation)
class ParticipationAdmin(OfUnitAdmin):
    sheet_kind = "participations"
    list_display = ("unit", "edition", "status")
    list_filter = ("status", "edition__index", "edition__year")
    autocomplete_fields = ("unit", "source")
