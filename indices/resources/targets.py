"""The sheet of targets."""

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from provinces.models import UnitKind
from provinces.sheets.columns import Column, Refusal, choice, day, text
from provinces.sheets.kinds import register
from provinces.sheets.references import code_column, source_column
from provinces.sheets.resource import SheetResource

from ..models import Indicator, ReformIndex, Target
from .dated import UNIT, UNIT_COLUMNS, DatedUnitResource
from .definitions import number_column


@register
class TargetResource(DatedUnitResource):
    """One row is a target; without a unit it holds for each unit of its kind, or for the country."""

    code = "targets"
    label = _("Targets")
    key = ("code",)
    day_column = "due_on"
    columns = (
        Column("code", _("Code"), text, required=True, spellings=("Mã",)),
        code_column("indicator", _("Indicator"), Indicator),
        code_column("index", _("Index"), ReformIndex),
        Column("unit_kind", _("Kind of unit"), choice(UnitKind), required=True),
        *UNIT_COLUMNS[1:],
        Column("scope", _("Holds for"), choice(Target.Scope), empty=""),
        Column("metric", _("Measured as"), choice(Target.Metric), empty=Target.Metric.PERCENT),
        number_column("value", _("Value")),
        Column("band", _("Band"), text, empty=""),
        Column("due_on", _("Deadline"), day, required=True),
        number_column("baseline", _("Baseline")),
        Column("baseline_on", _("Day of the baseline"), day),
        Column("set_by", _("Set by"), text, required=True),
        Column("wording_vi", _("Wording"), text, empty=""),
        Column("wording_en", _("Wording in English"), text, empty=""),
        code_column("supersedes", _("Replaces"), Target),
        source_column(),
        UNIT.told(),
    )

    class Meta(SheetResource.Meta):
        model = Target

    def complete(self, values, cells):
        """A sheet that does not say whom a target holds for means its unit, or else each unit of the kind."""
        values["scope"] = values.get("scope") or (Target.Scope.UNIT if values.get("unit_id") else Target.Scope.EACH)
        if (values["scope"] == Target.Scope.UNIT) != bool(values.get("unit_id")):
            cell = cells.get("scope") or cells["code"]
            raise Refusal(cell, _now("a target of one unit names it; the others name none."))

    @classmethod
    def for_export(cls, queryset):
        """A target that replaces another stands below it."""
        return queryset.order_by("pk")
