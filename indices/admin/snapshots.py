"""Reports: filed by units in one short form a period, accepted or returned on a board."""

from datetime import date

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from provinces.admin.scope import OfOwnUnits
from provinces.models import UnitAssignment
from provinces.registry import current_registry
from provinces.sheets.admin import SheetAdmin

from ..models import Indicator, Snapshot
from ..presenters.indicators import period_text
from .board import Board
from .period_form import PeriodForm


@admin.register(Snapshot)
class SnapshotAdmin(OfOwnUnits, SheetAdmin):
    """Reports are append-only: they are entered and accepted, never changed."""

    sheet_kind = "snapshots"
    import_export_change_list_template = "admin/indices/snapshot/change_list.html"
    list_display = (
        "indicator",
        "unit",
        "as_of",
        "numerator",
        "denominator",
        "percent_text",
        "qualifier",
        "accepted_at",
        "returned_at",
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

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("report/", view(self.report), name="indices_snapshot_report"),
            path("board/", view(self.board), name="indices_snapshot_board"),
            *super().get_urls(),
        ]

    def report(self, request):
        """The short form of an account's units for the period that has ended: the last report beside each line."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        scope = UnitAssignment.scope_of(request.user)
        asked = _day(request.GET.get("period", ""))
        form = PeriodForm(request.POST or None, current_registry(), scope, timezone.localdate(), asked)
        if request.method == "POST":
            filed = form.save(request.user)
            if filed:
                said = _now("Filed: %(n)s reports. They are public once another person has accepted them.")
                self.message_user(request, said % {"n": filed}, messages.SUCCESS)
            if filed and not form.refused:
                return redirect(request.get_full_path())
            if form.wrong:
                self.message_user(request, form.wrong, messages.ERROR)
            elif not filed and not form.refused:
                self.message_user(request, _now("Nothing was filled in."), messages.WARNING)
        return self._shown(request, "report.html", _now("Report for the period"), form=form)

    def board(self, request):
        """Who has reported, on time or late, who has not; what waits is accepted or returned here."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        scope = UnitAssignment.scope_of(request.user)
        board = Board(
            list(Indicator.objects.exclude(frequency="").select_related("denominator_indicator")),
            current_registry(),
            timezone.localdate(),
            scope,
            request.GET.get("indicator", ""),
            _day(request.GET.get("period", "")),
        )
        if request.method == "POST":
            if not self.has_accept_permission(request):
                raise PermissionDenied
            try:
                done = board.decide(request.POST, request.user)
            except ValidationError as error:
                self.message_user(request, " ".join(error.messages), messages.ERROR)
            else:
                self.message_user(request, done, messages.SUCCESS)
            return redirect(f"{reverse('admin:indices_snapshot_board')}?{request.GET.urlencode()}")
        return self._shown(
            request,
            "board.html",
            _now("Board of reports"),
            board=board,
            may_decide=self.has_accept_permission(request),
            period_text=period_text,
        )

    def _shown(self, request, template: str, title: str, **context) -> TemplateResponse:
        said = self.admin_site.each_context(request) | {"title": title, "opts": self.opts} | context
        return TemplateResponse(request, f"admin/indices/snapshot/{template}", said)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
