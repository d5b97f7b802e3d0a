"""The officials' door in the admin: upload, preview, confirm; and export of what the list shows."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.admin import ImportExportMixin

from ..guides import guide
from ..models import ImportRun, Source
from ..names import slugify
from ..visibility import sources_seen_by
from ..wording import count
from .columns import Choice
from .confirming import RunRefused, preview, store, upload
from .handing_back import marked_up, template
from .journaled import Journaled
from .kinds import KINDS
from .questions import SHOWN_ONLY
from .reading import UnreadableFile, check_size, read
from .writing import STREAMED, WRITERS, XLSX, csv_chunks


class UploadForm(forms.Form):
    """What every sheet needs: the file; where its rows do not say it, the source they come from."""

    import_file = forms.FileField(label=gettext_lazy("Sheet (Excel, ODS or CSV)"))
    source = forms.ModelChoiceField(
        Source.objects.all(),
        to_field_name="code",
        required=False,
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("For rows that name none."),
    )

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = self.fields["source"]
        if user is not None and isinstance(offered, forms.ModelChoiceField):
            offered.queryset = sources_seen_by(user)
        self.limit_to(user)

    def clean_import_file(self) -> Any:
        """The file, if it is not too large: what arrived of one that is is not stored."""
        sheet = self.cleaned_data["import_file"]
        try:
            check_size(sheet.size if sheet else 0)  # a template is asked for without a file
        except UnreadableFile as error:
            raise ValidationError(str(error)) from error
        return sheet

    def limit_to(self, user: Any) -> None:
        """Offer only what the account may enter figures of."""

    def said(self) -> dict[str, Any]:
        """What the form says besides the file, as JSON values."""
        source = self.cleaned_data["source"]
        return {"source": source.code} if source else {}


class DatedUploadForm(UploadForm):
    """A sheet that speaks of one day."""

    as_of = forms.DateField(label=gettext_lazy("As of"))

    def said(self) -> dict[str, Any]:
        return super().said() | {"as_of": self.cleaned_data["as_of"].isoformat()}


class SheetAdmin(ImportExportMixin, Journaled):
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

    def get_urls(self):
        """Beside import and export: the sheet handed back, a template to fill in."""
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("import/marked/", self.admin_site.admin_view(self.marked_action), name=f"{name}_marked"),
            path("import/guide/", self.admin_site.admin_view(self.guide_action), name=f"{name}_guide"),
            path("import/template/", self.admin_site.admin_view(self.template_action), name=f"{name}_template"),
            *super().get_urls(),
        ]

    def import_action(self, request, *args, **kwargs):
        """Upload a sheet, answer what it leaves open, see what it would do. Nothing is written but the run itself."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        if "run" in request.POST or "run" in request.GET:
            run = self._run(request)
            answers = {
                name.removeprefix("answer:"): value
                for name, value in request.POST.items()
                if name.startswith("answer:") and value
            }
            return self._preview(request, run, answers)
        chosen = {"edition": request.GET.get("edition")}
        form = self.upload_form(request.POST or None, request.FILES or None, user=request.user, initial=chosen)
        if request.method == "POST" and form.is_valid():
            sheet = form.cleaned_data["import_file"]
            run = upload(self.sheet_kind, sheet.read(), sheet.name, form.said(), request.user)
            return self._preview(request, run, {}, form)
        return self._upload_page(request, form)

    def _upload_page(self, request, form) -> TemplateResponse:
        return self._page(
            request,
            "import.html",
            title=_("Import a sheet"),
            form=form,
            template_path=self._path("template"),
            guide_path=self._path("guide"),
            rows=count(settings.IMPORT_MAX_ROWS),
            columns=settings.IMPORT_MAX_COLUMNS,
            megabytes=settings.IMPORT_MAX_BYTES // 1024 // 1024,
        )

    def _preview(self, request, run: ImportRun, answers: dict[str, str], form=None) -> HttpResponse:
        try:
            seen = preview(run, answers)
        except RunRefused as error:
            ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.PREVIEWED).update(state=ImportRun.State.REFUSED)
            form = form or self.upload_form(user=request.user)
            if form.is_bound:
                form.add_error("import_file", str(error))
            else:
                messages.error(request, str(error))
            return self._upload_page(request, form)
        page = Paginator(seen.changing, settings.IMPORT_PREVIEW_ROWS).get_page(request.GET.get("page"))
        return self._page(
            request,
            "preview.html",
            title=_("Preview"),
            preview=seen,
            counts=[
                (_("new"), seen.counts["new"]),
                (_("changed"), seen.counts["changed"]),
                (_("the same"), seen.counts["same"]),
                (_("skipped"), seen.counts["skipped"]),
                (_("refused"), seen.counts["refused"]),
                (_("to be looked at"), seen.counts["warned"]),
            ],
            changing=page,
            rows=[(outcome, seen.resource.shown(outcome)) for outcome in page],
            refused=seen.refused[: settings.IMPORT_PREVIEW_ROWS],
            confirm_path=self._path("process_import"),
            import_path=self._path("import"),
            marked_path=self._path("marked"),
        )

    def process_import(self, request, *args, **kwargs):
        """Confirm a run: its owner only, once."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return redirect(self._path("import"))
        run = self._run(request)
        try:
            stored = store(run.pk, request.user, good_rows="good_rows" in request.POST)
        except RunRefused as error:
            messages.error(request, str(error))
            return redirect(f"{self._path('import')}?run={run.uuid}")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(self._path("import"))
        counts = stored.counts
        messages.success(
            request,
            _("%(rows)s rows imported: %(new)s new, %(changed)s changed, %(same)s the same. Left out: %(left)s.")
            % {
                "rows": counts["new"] + counts["changed"] + counts["same"],
                "left": counts["skipped"] + counts["refused"],
                **counts,
            },
        )
        return redirect(reverse("admin:provinces_importrun_change", args=[stored.pk]))

    def _run(self, request) -> ImportRun:
        """The account's own run of this kind; nobody else's exists for it. Raises Http404."""
        uuid = self._uuid(request)
        return get_object_or_404(ImportRun, uuid=uuid, user=request.user, kind=self.sheet_kind)

    def marked_action(self, request):
        """The uploaded sheet with its bad cells marked."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        run = self._run(request)
        try:
            content = marked_up(read(bytes(run.content), run.file_name), preview(run))
        except (RunRefused, UnreadableFile) as error:
            messages.error(request, str(error))
            return redirect(self._path("import"))
        return self._file(content, XLSX, f"{Path(run.file_name).stem}-can-sua.xlsx")

    def guide_action(self, request):
        """How sheets come in and go out: the officials' guide as it stands in docs/."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        return self._page(request, "guide.html", title=_("Guide"), guide=guide("spreadsheets"))

    def template_action(self, request):
        """A workbook of this kind to fill in."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        kind, form = KINDS[self.sheet_kind], self.upload_form(request.POST or request.GET, user=request.user)
        form.fields["import_file"].required = False
        said = form.said() if form.is_valid() else {}
        headings, rows, locked = kind.template_rows(kind.context_of(said, request.user))
        notes = [
            _("Fill in the white cells, save, and upload the file. Leave a cell empty where there is no figure."),
            _("Columns whose heading begins with «%(words)s» are for comparison and are not imported.")
            % {"words": SHOWN_ONLY},
            *(f"{column.label}: {', '.join(column.headings)}" for column in kind.columns if not column.told),
        ]
        offered = {str(column.label): column.read.labels for column in kind.columns if isinstance(column.read, Choice)}
        choices = {place: offered[heading] for place, heading in enumerate(headings) if heading in offered}
        name = slugify(_("%(kind)s template") % {"kind": kind.label})
        return self._file(template(headings, rows, locked, notes, choices), XLSX, f"{name}.xlsx")

    @staticmethod
    def _file(content: bytes | Iterator[bytes], content_type: str, name: str) -> HttpResponseBase:
        answer = HttpResponse if isinstance(content, bytes) else StreamingHttpResponse
        response = answer(content, content_type=content_type)
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
        return response

    @staticmethod
    def _uuid(request) -> str:
        try:
            return str(forms.UUIDField().clean(request.POST.get("run") or request.GET.get("run", "")))
        except ValidationError:
            raise Http404 from None

    def export_action(self, request, *args, **kwargs):
        """The records that the list shows, as a sheet that can be imported again."""
        if not self.has_export_permission(request):
            raise PermissionDenied
        ending = request.GET.get("format") or request.POST.get("format", "")
        if ending not in WRITERS:
            return self._page(request, "export.html", title=_("Export"), query=request.GET.urlencode())
        resource = KINDS[self.sheet_kind]()
        queryset = self.get_export_queryset(self._without_format(request))
        write, content_type, suffix = WRITERS[ending]
        name = f"{self.sheet_kind}-{timezone.localdate().isoformat()}.{suffix}"
        headings, rows = resource.get_export_headers(), resource.rows_out(queryset)
        if ending in STREAMED:
            return self._file(csv_chunks(headings, rows, STREAMED[ending]), content_type, name)
        return self._file(write(headings, rows), content_type, name)

    @staticmethod
    def _without_format(request):
        """The request as the list page would get it: its change list refuses keys it does not know."""
        request.GET = request.GET.copy()
        request.GET.pop("format", None)
        return request
