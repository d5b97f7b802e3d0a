"""The officials' door in the admin: upload, preview, confirm; and export of what the list shows."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.admin import ImportExportMixin

from ..models import ImportRun, Source
from .confirming import RunRefused, preview, store, upload
from .kinds import KINDS
from .writing import to_csv, to_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UploadForm(forms.Form):
    """What every sheet needs: the file; where its rows do not say it, the source they come from."""

    import_file = forms.FileField(label=gettext_lazy("Sheet (.xlsx or .csv, header in the first row)"))
    source = forms.ModelChoiceField(
        Source.objects.all(),
        to_field_name="code",
        required=False,
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("For rows that name none."),
    )

    def said(self) -> dict[str, Any]:
        """What the form says besides the file, as JSON values."""
        source = self.cleaned_data["source"]
        return {"source": source.code} if source else {}


class DatedUploadForm(UploadForm):
    """A sheet that speaks of one day."""

    as_of = forms.DateField(label=gettext_lazy("As of"))

    def said(self) -> dict[str, Any]:
        return super().said() | {"as_of": self.cleaned_data["as_of"].isoformat()}


class SheetAdmin(ImportExportMixin, admin.ModelAdmin):
    """A model admin whose records come in and go out as sheets of `sheet_kind`."""

    sheet_kind: str
    upload_form: type[UploadForm] = UploadForm
    import_export_change_list_template = "admin/sheets/change_list.html"

    def get_resource_classes(self, request):
        return [KINDS[self.sheet_kind]]

    def _page(self, request, template: str, **context: Any) -> TemplateResponse:
        return TemplateResponse(
            request,
            f"admin/sheets/{template}",
            self.admin_site.each_context(request)
            | {"opts": self.model._meta, "kind": KINDS[self.sheet_kind], "media": self.media}
            | context,
        )

    def _path(self, name: str) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}")

    def import_action(self, request, *args, **kwargs):
        """Upload a sheet and see what it would do. Nothing is written but the run itself."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = self.upload_form(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            sheet = form.cleaned_data["import_file"]
            run = upload(self.sheet_kind, sheet.read(), sheet.name, form.said(), request.user)
            try:
                seen = preview(run)
            except RunRefused as error:
                ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.REFUSED)
                form.add_error("import_file", str(error))
            else:
                return self._page(
                    request,
                    "preview.html",
                    title=_("Preview"),
                    preview=seen,
                    confirm_path=self._path("process_import"),
                    import_path=self._path("import"),
                )
        return self._page(request, "import.html", title=_("Import a sheet"), form=form)

    def process_import(self, request, *args, **kwargs):
        """Confirm a run: its owner only, once."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return redirect(self._path("import"))
        run = get_object_or_404(ImportRun, uuid=self._uuid(request), user=request.user, kind=self.sheet_kind)
        try:
            stored = store(run.pk, request.user)
        except RunRefused as error:
            messages.error(request, str(error))
            return redirect(self._path("import"))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(self._path("import"))
        messages.success(
            request,
            _("%(rows)s rows imported: %(new)s new, %(changed)s changed, %(same)s the same.")
            % {"rows": sum(stored.counts.values()), **stored.counts},
        )
        return redirect(self._path("changelist"))

    @staticmethod
    def _uuid(request) -> str:
        try:
            return str(forms.UUIDField().clean(request.POST.get("run", "")))
        except ValidationError:
            raise Http404 from None

    def export_action(self, request, *args, **kwargs):
        """The records that the list shows, as a sheet that can be imported again."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        ending = request.GET.get("format") or request.POST.get("format", "")
        if ending not in {"csv", "xlsx"}:
            return self._page(request, "export.html", title=_("Export"), query=request.GET.urlencode())
        resource = KINDS[self.sheet_kind]()
        queryset = self.get_export_queryset(self._without_format(request))
        content = to_csv(resource, queryset) if ending == "csv" else to_xlsx(resource, queryset)
        response = HttpResponse(content, content_type=XLSX if ending == "xlsx" else "text/csv; charset=utf-8")
        name = f"{self.sheet_kind}-{timezone.localdate().isoformat()}.{ending}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    @staticmethod
    def _without_format(request):
        """The request as the list page would get it: its change list refuses keys it does not know."""
        request.GET = request.GET.copy()
        request.GET.pop("format", None)
        return request
