"""What came in: kept for reading, and to be undone."""

from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ..models import ImportRun, JournalEntry
from ..sheets.journal import NotUndone, undo
from ..sheets.kinds import KINDS


class ReadOnly:
    """Nobody edits what happened."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class KindFilter(admin.SimpleListFilter):
    """Kinds of sheets under the names that people know them by."""

    title = _("kind of sheet")
    parameter_name = "kind"

    def lookups(self, request, model_admin):
        kinds = ImportRun.objects.order_by().values_list("kind", flat=True).distinct()
        return sorted(((kind, called(kind)) for kind in kinds), key=lambda pair: pair[1])

    def queryset(self, request, queryset):
        return queryset.filter(kind=self.value()) if self.value() else queryset


def called(kind: str) -> str:
    return str(KINDS[kind].label) if kind in KINDS else kind


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ("file_name", "kind_of_sheet", "state", "user", "created_at", "stored_at")
    list_filter = ("state", KindFilter)
    date_hierarchy = "created_at"
    fields = (
        "file_name",
        "kind_of_sheet",
        "state",
        "said",
        "user",
        "created_at",
        "stored_at",
        "undone_at",
        "undone_by",
        "fingerprint",
    )
    readonly_fields = fields
    change_form_template = "admin/sheets/run.html"

    def get_queryset(self, request):
        """Every run for those who may see them all; everybody else's own."""
        runs = super().get_queryset(request).defer("content").select_related("user")
        return runs if self._sees_all(request) else runs.filter(user=request.user)

    @staticmethod
    def _sees_all(request) -> bool:
        return request.user.has_perm("provinces.view_importrun")

    def has_view_permission(self, request, obj=None):
        return self._sees_all(request) or obj is None or obj.user == request.user

    def has_module_permission(self, request):
        return request.user.is_active and request.user.is_staff

    @admin.display(description=_("kind of sheet"), ordering="kind")
    def kind_of_sheet(self, run):
        return called(run.kind)

    @admin.display(description="SHA-256")
    def fingerprint(self, run):
        return format_html('<small class="fingerprint">{}</small>', run.sha256)

    @admin.display(description=_("counts"))
    def said(self, run):
        words = {
            "new": _now("new"),
            "changed": _now("changed"),
            "same": _now("the same"),
            "skipped": _now("skipped"),
            "refused": _now("refused"),
            "warned": _now("to be looked at"),
        }
        return ", ".join(f"{words[name]}: {number}" for name, number in run.counts.items() if name in words)

    def get_urls(self):
        return [
            path("<int:pk>/undo/", self.admin_site.admin_view(self.undo_action), name="provinces_importrun_undo"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        changes = JournalEntry.objects.filter(run=object_id) if object_id.isdecimal() else JournalEntry.objects.none()
        may_undo = ImportRun.objects.filter(pk=object_id, state=ImportRun.State.STORED, user=request.user).exists()
        run = self.get_object(request, object_id)
        kind = KINDS.get(run.kind) if run is not None and run.state == ImportRun.State.STORED else None
        context = {
            "changes": changes.order_by("pk")[:200],
            "n_changes": changes.count(),
            "may_undo": may_undo,
            "next_steps": kind.next_steps(run) if kind else [],
        }
        return super().change_view(request, object_id, form_url, (extra_context or {}) | context)

    @staticmethod
    def _may_still_write(request, run: ImportRun) -> bool:
        """Whether the account may still import such sheets, and still sees every record that the run wrote."""
        if run.kind not in KINDS:
            return False
        door: Any = admin.site.get_model_admin(KINDS[run.kind]._meta.model)
        if not door.has_import_permission(request):
            return False
        for table in run.changes.order_by().values_list("table", flat=True).distinct():
            model = apps.get_model(table)
            if not admin.site.is_registered(model):
                continue
            written = model._default_manager.filter(pk__in=run.changes.filter(table=table).values("record"))
            seen = admin.site.get_model_admin(model).get_queryset(request)
            if written.exclude(pk__in=seen.values("pk")).exists():
                return False
        return True

    def undo_action(self, request, pk):
        """Undo a run: the account that stored it, by a post."""
        run = get_object_or_404(ImportRun.objects.defer("content"), pk=pk, user=request.user)
        if request.method != "POST" or not self._may_still_write(request, run):
            raise PermissionDenied
        try:
            done = undo(run.pk, request.user)
        except NotUndone as error:
            messages.error(request, str(error))
        else:
            messages.success(
                request,
                _now("Undone: %(withdrawn)s withdrawn, %(restored)s restored, %(kept)s kept.")
                % {"withdrawn": done.withdrawn, "restored": done.restored, "kept": len(done.kept)},
            )
            if done.kept:
                kept = ", ".join(done.kept[:50])
                messages.warning(request, _now("Kept, because it was edited since: %(names)s.") % {"names": kept})
        return redirect(reverse("admin:provinces_importrun_change", args=[pk]))
