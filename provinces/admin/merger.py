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

    kind = forms.ChoiceField(choices=KINDS, label=_("Kind of unit"), widget=forms.HiddenInput)
    predecessors = UnitsField(
        Unit.objects.none(),
        label=_("Units that go together"),
        widget=forms.CheckboxSelectMultiple,
    )
    effective_on = forms.DateField(label=_("Effective on"))
    type = forms.CharField(label=_("Type"), max_length=60, help_text=_("Tỉnh, Thành phố, Bộ…"))
    short_name = forms.CharField(label=_("Short name"), max_length=120, help_text=_("Without its type: Bến Tre."))
    name_en = forms.CharField(label=_("English name"), max_length=120, required=False)
    code = forms.CharField(label=_("Code"), max_length=12, help_text=_("A code of one of them may go on."))
    legal_basis = forms.CharField(label=_("Legal basis"), max_length=200, required=False)
    source = forms.ModelChoiceField(Source.objects.all(), label=_("Source"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kind = self.data.get("kind") or self.initial.get("kind")
        in_force = Unit.objects.filter(kind=kind, ends_on=None).prefetch_related("names").order_by("sort_key")
        self.fields["predecessors"].queryset = in_force  # type: ignore[attr-defined]


def merger(request):
    """Fill in what the decision says, see what follows from it, carry it out: new unit, name, edges, addresses."""
    if not request.user.has_perms(NEEDED):
        raise PermissionDenied
    kind = request.GET.get("kind")
    form = MergerForm(request.POST or None, initial={"kind": kind if kind in dict(KINDS) else UnitKind.PROVINCE})
    planned = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        planned = Merger(**said | {"predecessors": tuple(said["predecessors"])})
        try:
            planned.check()
            if "confirmed" in request.POST:
                heir = planned.carry_out(by=request.user)
                messages.success(request, _now("%(unit)s is in the registry, with its predecessors.") % {"unit": heir})
                return redirect(reverse(f"admin:provinces_{heir.kind}_change", args=[heir.pk]))
        except ValidationError as error:
            form.add_error(None, error)
            planned = None
    context = admin.site.each_context(request) | {
        "title": _now("A merger"),
        "form": form,
        "kinds": KINDS,
        "planned": planned,
        "ended": [(unit, planned.former_slug(unit)) for unit in planned.predecessors] if planned else [],
    }
    return TemplateResponse(request, "admin/merger.html", context)
