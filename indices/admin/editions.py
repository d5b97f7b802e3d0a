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
from ..models import Edition
from ..models.definitions import MEASURED_KINDS
from ..open_data.releases import cut_after_this
from .forms import EditionForm
from .grid import Grid, GridForm
from .review import ReasonsForm, Review
from .scope import OfOwnIndices


@admin.register(Edition)
class EditionAdmin(OfOwnIndices, SheetAdmin):
    index_path = "index"
    sheet_kind = "editions"
    list_display = ("decide", "version", "status_shown", "announced_on", "publish_at", "record")
    list_display_links = None
    list_filter = ("state", ("index", admin.RelatedOnlyFieldListFilter), "year")
    search_fields = ("index__short_name", "index__code", "year")
    autocomplete_fields = ("index", "announced_source", "method_provinces", "method_ministries")
    readonly_fields = ("version", "state", "publish_at", "submitted_by", "submitted_at", "approved_by", "approved_at")
    list_select_related = ("index", "submitted_by", "approved_by")
    actions = ("open_next_version", "submit")
    form = EditionForm

    @admin.display(description=_("state"), ordering="state")
    def status_shown(self, edition):
        return edition.status

    @admin.display(description=_("edition"), ordering="index")
    def decide(self, edition):
        return format_html(
            '<b><a href="{}">{}</a></b>', reverse("admin:indices_edition_review", args=[edition.pk]), edition
        )

    @admin.display(description=_("about the edition"))
    def record(self, edition):
        return format_html(
            '<a href="{}">{}</a>',
            reverse("admin:indices_edition_change", args=[edition.pk]),
            _now("Day, field, method"),
        )

    def has_change_permission(self, request, obj=None):
        """Only a draft can be changed; the steps are actions of the list."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.state == Edition.State.DRAFT)

    def get_fields(self, request, obj=None):
        """Steps and people are shown once there are any."""
        fields = super().get_fields(request, obj)
        return [name for name in fields if obj or name not in self.readonly_fields]

    def get_readonly_fields(self, request, obj=None):
        """A version stays one of its edition."""
        return (*super().get_readonly_fields(request, obj), *(("index", "year") if obj else ()))

    def response_add(self, request, obj, post_url_continue=None):
        """A new edition leads on to its screen: take in its sheet, type its table, see its checks, submit it."""
        self.message_user(
            request,
            _now("%(edition)s is entered. Now import its sheet or type its table, then submit it.") % {"edition": obj},
            messages.SUCCESS,
        )
        return redirect("admin:indices_edition_review", obj.pk)

    def has_delete_permission(self, request, obj=None):
        return False

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
        review, taken, form = Review(edition, request.user), request.POST.get("verb", ""), None
        if request.method == "POST":
            try:
                verb, form = review.form_of(taken, request.POST)
            except ValidationError as error:
                self.message_user(request, " ".join(error.messages), messages.WARNING)
                return redirect("admin:indices_edition_review", pk)
            if form.is_valid():
                try:
                    said = verb.do(review, form.cleaned_data)
                except ValidationError as error:
                    self.message_user(request, " ".join(error.messages), messages.ERROR)
                else:
                    cut_after_this()
                    self.message_user(request, said, messages.SUCCESS)
                    return redirect("admin:indices_edition_review", review.leads_to.pk)
                edition = get_object_or_404(self.get_queryset(request), pk=pk)  # a refused step leaves no trace in it
                review = Review(edition, request.user)
        context = self.admin_site.each_context(request) | {
            "title": _now("%(edition)s, version %(version)s") % {"edition": edition, "version": edition.version},
            "opts": self.opts,
            "edition": edition,
            "review": review,
            "forms": review.offered(taken, form),
            "reasons": form if isinstance(form, ReasonsForm) else None,
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
        asked = get_object_or_404(self.get_queryset(request), pk=pk)
        edition = (
            asked.versions().select_related("index").latest("version")
        )  # what is typed goes to the latest version, or the one after it
        form = GridForm(request.POST or None)
        grid = Grid(edition, request.POST.get("kind") or request.GET.get("kind", ""), request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                saved = grid.save(form.cleaned_data["source"], request.user)
            except ValidationError as error:
                saved = False
                self.message_user(request, " ".join(error.messages), messages.ERROR)
            if saved:
                self.message_user(
                    request, _now("The table is saved as a draft. Next: its checks, then submit it."), messages.SUCCESS
                )
                return redirect("admin:indices_edition_review", grid.stored_in.pk)
        context = self.admin_site.each_context(request) | {
            "title": _now("Type the table: %(edition)s, version %(version)s")
            % {"edition": edition, "version": edition.version},
            "edition": edition,
            "opts": self.opts,
            "form": form,
            "grid": grid,
            "refused": [row for row in grid.rows if row.refusal],
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
