"""Editions: their versions, and the steps from draft to public."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from provinces.sheets.admin import SheetAdmin

from ..models import Edition, Participation
from ..models.definitions import MEASURED_KINDS
from .forms import EditionUploadForm
from .grid import Grid, GridForm
from .scope import OfOwnIndices


@admin.register(Edition)
class EditionAdmin(OfOwnIndices, SheetAdmin):
    index_path = "index"
    sheet_kind = "editions"
    list_display = ("__str__", "version", "state", "announced_on", "publish_at", "submitted_by", "approved_by")
    list_filter = ("state", "index", "year")
    search_fields = ("index__short_name", "index__code", "year")
    autocomplete_fields = ("index", "announced_source", "method_provinces", "method_ministries")
    readonly_fields = ("version", "state", "publish_at", "submitted_by", "submitted_at", "approved_by", "approved_at")
    list_select_related = ("index", "submitted_by", "approved_by")
    actions = ("open_next_version", "submit", "return_for_completion", "approve", "withdraw")

    def has_change_permission(self, request, obj=None):
        """Only a draft can be changed; the steps are actions of the list."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.state == Edition.State.DRAFT)

    def has_delete_permission(self, request, obj=None):
        return False

    def has_review_permission(self, request):
        return request.user.has_perm("indices.review_edition")

    def has_publish_permission(self, request):
        return request.user.has_perm("indices.publish_edition")

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        obj.edited(request.user)

    def get_urls(self):
        grid = path("<int:pk>/grid/", self.admin_site.admin_view(self.grid), name="indices_edition_grid")
        return [grid, *super().get_urls()]

    def grid(self, request, pk: int):
        """A year's table as one form of all units; what is typed opens or fills the draft."""
        if not request.user.has_perms(["indices.add_result", "indices.change_result"]):
            raise PermissionDenied
        edition = get_object_or_404(self.get_queryset(request), pk=pk)
        form = GridForm(request.POST or None)
        grid = Grid(edition, request.POST.get("kind") or request.GET.get("kind", ""), request.POST or None)
        refused: list[str] = []
        if request.method == "POST" and form.is_valid():
            try:
                refused = grid.save(form.cleaned_data["source"], request.user)
            except ValidationError as error:
                refused = error.messages
            if not refused:
                self.message_user(request, _now("The table is saved as a draft."), messages.SUCCESS)
                return redirect("admin:indices_edition_changelist")
        context = self.admin_site.each_context(request) | {
            "title": f"{edition}",
            "opts": self.opts,
            "form": form,
            "grid": grid,
            "refused": refused,
            "kinds": MEASURED_KINDS,
        }
        return TemplateResponse(request, "admin/indices/edition/grid.html", context)

    def _each(self, request, queryset, verb, done):
        for edition in queryset:
            try:
                verb(edition)
            except ValidationError as error:
                self.message_user(request, f"{edition}: {' '.join(error.messages)}", messages.ERROR)
            else:
                self.message_user(request, f"{edition}: {done}", messages.SUCCESS)

    @admin.action(description=_("Open the next version"), permissions=["change"])
    def open_next_version(self, request, queryset):
        self._each(
            request,
            queryset,
            lambda edition: Edition.open_draft(edition.index, edition.year, by=request.user),
            _("a draft is open."),
        )

    @admin.action(description=_("Submit for checking"), permissions=["change"])
    def submit(self, request, queryset):
        self._each(request, queryset, lambda edition: edition.submit(by=request.user), _("submitted for checking."))

    @admin.action(description=_("Return for completion"), permissions=["review"])
    def return_for_completion(self, request, queryset):
        self._each(
            request,
            queryset,
            lambda edition: edition.return_for_completion(by=request.user),
            _("returned for completion."),
        )

    @admin.action(description=_("Approve and publish"), permissions=["publish"])
    def approve(self, request, queryset):
        self._each(request, queryset, lambda edition: edition.approve(by=request.user), _("approved and public."))

    @admin.action(description=_("Withdraw"), permissions=["publish"])
    def withdraw(self, request, queryset):
        self._each(request, queryset, lambda edition: edition.withdraw(by=request.user), _("withdrawn."))


@admin.register(Participation)
class ParticipationAdmin(OfOwnIndices, SheetAdmin):
    sheet_kind = "participations"
    upload_form = EditionUploadForm
    list_display = ("unit", "edition", "status")
    list_filter = ("status", "edition__index", "edition__year")
    autocomplete_fields = ("edition", "unit", "source")
    list_select_related = ("edition__index",)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("unit__names")
