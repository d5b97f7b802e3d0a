"""What the upload of a sheet about an edition asks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from provinces.sheets.admin import UploadForm

from ..models import Edition
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

    def said(self):
        said = super().said() | {"unit_kind": self.cleaned_data["unit_kind"]}
        edition = self.cleaned_data["edition"]
        return said | {"edition": edition.code} if edition else said
