"""The guided step for a merger: one form instead of a dozen."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ..mergers import Merger
from ..models import Source, Unit, UnitKind

NEEDED = ("provinces.add_succession", "provinces.add_unitname")
KINDS = [(UnitKind.PROVINCE, UnitKind.PROVINCE.label), (UnitKind.MINISTRY, UnitKind.MINISTRY.label)]


class UnitsField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Unit) -> str:
        return f"{obj.titled} ({obj.code})"


class MergerForm(forms.Form):
    """What the decision says."""

    kind = forms.ChoiceField(choices=KINDS, label=_("Kind of unit"))
    predecessors = UnitsField(
        Unit.objects.none(),
        label=_("Units that go together"),
        help_text=_("Hold Ctrl to choose several."),
        widget=forms.SelectMultiple(attrs={"size": 12}),
    )
    effective_on = forms.DateField(label=_("effective on"))
    type = forms.CharField(label=_("type"), max_length=60, help_text=_("Tỉnh, Thành phố, Bộ…"))
    short_name = forms.CharField(label=_("short name"), max_length=120, help_text=_("Without its type: Bến Tre."))
    name_en = forms.CharField(label=_("English name"), max_length=120, required=False)
    code = forms.CharField(label=_("code"), max_length=12, help_text=_("A code of one of them may go on."))
    legal_basis = forms.CharField(label=_("legal basis"), max_length=200, required=False)
    source = forms.ModelChoiceField(Source.objects.all(), label=_("Source"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        in_force = Unit.objects.filter(kind__in=[kind for kind, _label in KINDS], ends_on=None)
        self.fields["predecessors"] = UnitsField(
            in_force.prefetch_related("names").order_by("kind", "sort_key"),
            label=self.fields["predecessors"].label,
            help_text=self.fields["predecessors"].help_text,
            widget=forms.SelectMultiple(attrs={"size": 12}),
        )


def merger(request):
    """Fill in what the decision says; the new unit, its name, the edges and the addresses follow."""
    if not request.user.has_perms(NEEDED):
        raise PermissionDenied
    form = MergerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            heir = Merger(**said | {"predecessors": tuple(said["predecessors"])}).carry_out()
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _now("%(unit)s is in the registry, with its predecessors.") % {"unit": heir})
            return redirect(reverse(f"admin:provinces_{heir.kind}_change", args=[heir.pk]))
    context = admin.site.each_context(request) | {"title": _now("A merger"), "form": form}
    return TemplateResponse(request, "admin/merger.html", context)
