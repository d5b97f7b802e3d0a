"""Editions: their versions, and the steps from draft to public."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from provinces.sheets.admin import SheetAdmin

from ..ahead import page_ahead
from ..models import Edition, Participation
from ..models.definitions import MEASURED_KINDS
from .forms import EditionUploadForm
from .grid import Grid, GridForm
from .review import Review
from .scope import OfOwnIndices


@admin.register(Edition)
class EditionAdmin(OfOwnIndices, SheetAdmin):
    index_path = "index"
    sheet_kind = "editions"
    list_display = ("__str__", "version", "status_shown", "announced_on", "publish_at", "decide")
    list_filter = ("state", "index", "year")
    search_fields = ("index__short_name", "index__code", "year")
    autocomplete_fields = ("index", "announced_source", "method_provinces", "method_ministries")
    readonly_fields = ("version", "state", "publish_at", "submitted_by", "submitted_at", "approved_by", "approved_at")
    list_select_related = ("index", "submitted_by", "approved_by")
    actions = ("open_next_version", "submit", "return_for_completion")

    @admin.display(description=_("state"), ordering="state")
    def status_shown(self, edition):
        return edition.status

    @admin.display(description=_("Check and publish"))
    def decide(self, edition):
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:indices_edition_review", args=[edition.pk]), _now("Open")
        )

    def has_change_permission(self, request, obj=None):
        """Only a draft can be changed; the steps are actions of the list."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.state == Edition.State.DRAFT)

    def response_add(self, request, obj, post_url_continue=None):
        """A new edition leads on to its screen: take in its sheet, type its table, see its checks, submit it."""
        return redirect("admin:indices_edition_review", obj.pk)

    def has_delete_permission(self, request, obj=None):
        return False

    def has_review_permission(self, request):
        return request.user.has_perm("indices.review_edition")

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        obj.edited(request.user)

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/grid/", view(self.grid), name="indices_edition_grid"),
            path("<int:pk>/review/", view(self.review), name="indices_edition_review"),
            path("<int:pk>/preview/", view(self.preview), {"path": ""}, name="indices_edition_preview"),
            path("<int:pk>/preview/<path:path>", view(self.preview)),
            *super().get_urls(),
        ]

    def review(self, request, pk: int):
        """What the version changes, what the checks say, and the next steps."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        edition = get_object_or_404(self.get_queryset(request), pk=pk)
        review, failed, form = Review(edition, request.user), request.POST.get("verb", ""), None
        if request.method == "POST":
            try:
                said, form = review.take(failed, request.POST)
            except ValidationError as error:
                self.message_user(request, " ".join(error.messages), messages.ERROR)
                return redirect("admin:indices_edition_review", pk)
            if form is None:
                self.message_user(request, said, messages.SUCCESS)
                return redirect("admin:indices_edition_review", pk)
        context = self.admin_site.each_context(request) | {
            "title": _now("%(edition)s, version %(version)s") % {"edition": edition, "version": edition.version},
            "opts": self.opts,
            "edition": edition,
            "review": review,
            "forms": review.offered(failed, form),
        }
        return TemplateResponse(request, "admin/indices/edition/review.html", context)

    def preview(self, request, pk: int, path: str):
        """A public page as this version will make it, marked as not published; its links lead to more of them."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "GET":
            return HttpResponseNotAllowed(["GET"])
        edition = get_object_or_404(self.get_queryset(request), pk=pk)
        return page_ahead(request, edition, path, reverse("admin:indices_edition_preview", args=[pk]))

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
