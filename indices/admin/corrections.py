"""Figures under review, and the register of corrections."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from provinces.models import DataStamp
from provinces.sheets.journaled import Journaled

from ..models import CorrectedFigure, Correction, UnderReview
from .forms import UnderReviewForm
from .scope import OfOwnIndices


@admin.register(UnderReview)
class UnderReviewAdmin(OfOwnIndices, Journaled):
    """One publisher alone marks a figure at once; the number stays."""

    index_path = "index"
    form = UnderReviewForm
    fields = ("edition", "unit", "reason")
    list_display = ("__str__", "since", "by", "ended_at", "ended_by")
    list_filter = ("index", "year")
    autocomplete_fields = ("unit",)
    list_select_related = ("index", "by", "ended_by")
    actions = ("end",)

    def get_fields(self, request, obj=None):
        """A mark that was set is read: what it is about, and who set and ended it."""
        return (
            self.fields if obj is None else ("index", "year", "unit", "reason", "since", "by", "ended_at", "ended_by")
        )

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("unit__names")

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_publish_permission(self, request):
        return request.user.has_perm("indices.publish_edition")

    def save_model(self, request, obj, form, change):
        obj.by = request.user
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Take the mark away"), permissions=["publish"])
    def end(self, request, queryset):
        for mark in queryset:
            try:
                mark.end(by=request.user)
            except ValidationError as error:
                self.message_user(request, f"{mark}: {' '.join(error.messages)}", messages.ERROR)
            else:
                said = _now("%(mark)s: the mark is taken away.") % {"mark": mark}
                self.message_user(request, said, messages.SUCCESS)


class CorrectedFigureInline(admin.TabularInline):
    model = CorrectedFigure
    fields = readonly_fields = ("unit", "what", "old", "new")
    extra = 0
    can_delete = False

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("unit__names")

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Correction)
class CorrectionAdmin(OfOwnIndices, Journaled):
    """Entered on the screen of its version; its document may follow here."""

    list_display = ("edition", "kind", "reason_vi", "source", "by", "at")
    list_filter = ("kind", "edition__index")
    list_select_related = ("edition__index", "source", "by")
    fields = ("edition", "kind", "reason_vi", "reason_en", "source", "by", "at")
    readonly_fields = ("edition", "kind", "reason_vi", "reason_en", "by", "at")
    autocomplete_fields = ("source",)
    inlines = (CorrectedFigureInline,)

    def save_model(self, request, obj, form, change):
        """The document that was awaited stands in the register at once."""
        super().save_model(request, obj, form, change)
        DataStamp.bump()

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        """Only the document that is awaited is entered here; what was approved stands."""
        return super().has_change_permission(request, obj) and (obj is None or obj.source_id is None)

    def has_delete_permission(self, request, obj=None):
        return False
