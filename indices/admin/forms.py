"""What the upload of a sheet about an edition, or about communes, asks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from provinces.models import UnitKind
from provinces.sheets.admin import DatedUploadForm, UploadForm

from ..models import Edition, IndexAssignment, Indicator
from ..models.definitions import MEASURED_KINDS


class EditionUploadForm(UploadForm):
    """A sheet of one edition, or one whose rows name their editions themselves."""

    edition = forms.ModelChoiceField(
        Edition.objects.latest_versions().select_related("index"),
        required=False,
        label=_("Edition"),
        help_text=_("Leave empty if the rows have columns for index and year."),
    )
    unit_kind = forms.ChoiceField(
        choices=[("", _("as the names in the sheet say")), *MEASURED_KINDS], label=_("Kind of unit"), required=False
    )

    def limit_to(self, user):
        scope = IndexAssignment.scope_of(user)
        offered = self.fields["edition"]
        if scope is not None and isinstance(offered, forms.ModelChoiceField) and offered.queryset is not None:
            offered.queryset = offered.queryset.filter(index__in=scope)

    def said(self):
        said = super().said() | {"unit_kind": self.cleaned_data["unit_kind"]}
        edition = self.cleaned_data["edition"]
        return said | {"edition": edition.code} if edition else said


class AdoptionUploadForm(DatedUploadForm):
    """A sheet about one service, offered or not by communes on a day."""

    indicator = forms.ModelChoiceField(
        Indicator.objects.filter(unit_kind=UnitKind.COMMUNE),
        to_field_name="code",
        required=False,
        label=_("Indicator"),
        help_text=_("For rows that name none."),
    )

    def said(self):
        indicator = self.cleaned_data["indicator"]
        return super().said() | ({"indicator": indicator.code} if indicator else {})
