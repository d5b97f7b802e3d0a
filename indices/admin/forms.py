"""What forms about editions and figures ask, and what the upload of a sheet about them does."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from provinces.models import UnitKind
from provinces.sheets.admin import DatedUploadForm, UploadForm
from provinces.sheets.journaled import SeenForm
from provinces.sheets.numbers import Unreadable, read_decimal

from ..models import Basis, Edition, IndexAssignment, Indicator, UnderReview
from ..models.definitions import MEASURED_KINDS


class EditionForm(SeenForm):
    """A new edition; one that exists is led to instead of being entered twice."""

    class Meta:
        model = Edition
        fields = "__all__"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "units_as_of" in self.fields:
            self.fields["units_as_of"].required = False
            self.fields["units_as_of"].help_text = _("Empty: 31/12 of the year assessed.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        index, year = cleaned.get("index"), cleaned.get("year")
        if self.instance.pk is None and index and year:
            known = Edition.objects.of(index, year).order_by("-version").first()
            if known:
                raise ValidationError(
                    format_html(
                        '{} <a href="{}">{}</a>',
                        _now("%(edition)s is here already (version %(version)s, %(status)s).")
                        % {"edition": known, "version": known.version, "status": known.status.lower()},
                        reverse("admin:indices_edition_review", args=[known.pk]),
                        _now("Open its screen"),
                    )
                )
            cleaned["units_as_of"] = cleaned.get("units_as_of") or date(year, 12, 31)
        return cleaned


class PrintedForm(SeenForm):
    """A figure is typed once, as it was printed; its value, and that it was printed, follow from the digits."""

    def clean_score_text(self) -> str:
        typed = self.cleaned_data["score_text"].strip()
        if not typed:
            return ""
        try:
            return read_decimal(typed)
        except Unreadable as error:
            raise ValidationError(
                _now(
                    '"%(text)s" is not a number. '
                    "Expected a figure such as 88.35. Leave the cell empty if there is none."
                )
                % {"text": typed}
            ) from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for figure, given in (("score", cleaned.get("score_text")), ("rank", cleaned.get("rank"))):
            basis = f"{figure}_basis"
            if basis in self.fields and not self.errors:
                cleaned[basis] = (cleaned.get(basis) or Basis.PRINTED) if given else ""
        return cleaned

    def _post_clean(self) -> None:
        if "score_text" in self.cleaned_data:
            text = self.cleaned_data["score_text"]
            self.instance.score = Decimal(text) if text else None
        super()._post_clean()  # type: ignore[misc]


class UnderReviewForm(forms.ModelForm):
    """A mark on figures that are public: an edition, or one unit's in it."""

    edition = forms.ModelChoiceField(Edition.objects.none(), label=_("Edition"))

    class Meta:
        model = UnderReview
        fields = ("unit", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = self.fields["edition"]
        if isinstance(offered, forms.ModelChoiceField):
            offered.queryset = Edition.objects.published().select_related("index").order_by("-year", "index__order")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        edition, unit = cleaned.get("edition"), cleaned.get("unit")
        if edition:
            self.instance.index, self.instance.year = edition.index, edition.year
            if unit and not edition.results.filter(unit=unit).exists():
                raise ValidationError(
                    {"unit": _now("%(unit)s has no public figure in %(edition)s.") % {"unit": unit, "edition": edition}}
                )
        return cleaned


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
