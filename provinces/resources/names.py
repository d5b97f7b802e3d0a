"""The sheet of unit names."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from ..models import Unit, UnitKind, UnitName
from ..names import sort_key
from ..sheets.columns import Column, choice, day, text
from ..sheets.kinds import register
from ..sheets.of_units import UnitSheetResource
from ..sheets.references import UnitReference, source_column
from ..sheets.resource import SheetResource

UNIT = UnitReference("unit_id", "", kind_column="kind", named=False)


@register
class UnitNameResource(UnitSheetResource):
    """One row is a name of a unit. Afterwards each unit sorts by its latest official name."""

    code = "unit-names"
    label = _("Names of units")
    key = ("unit_id", "name_vi", "valid_from")
    unit_prefix = ""
    unit_kind_column = "kind"
    columns = (
        *UNIT.columns(),
        Column("name_vi", _("Full name"), text, required=True),
        Column("short_name", _("Short name"), text, required=True),
        Column("name_en", _("English name"), text, empty=""),
        Column("type", _("Type"), text, empty=""),
        Column("valid_from", _("Valid from"), day, empty=date.min),
        Column("valid_to", _("Valid to"), day),
        Column("role", _("Role"), choice(UnitName.Role), empty=UnitName.Role.OFFICIAL),
        source_column(),
        UNIT.told(),
    )

    class Meta(SheetResource.Meta):
        model = UnitName

    def refer(self, cells):
        return {"unit_id": self.unit_of(cells, self.context.get("as_of") or date.today())}

    def complete(self, values, cells):
        values.setdefault("valid_from", date.min)

    def begin(self):
        self.units = Unit.objects.in_bulk()

    def prepare(self, record):
        record.unit = self.units[record.unit_id]
        record.prepare()

    def finish(self):
        """Give every unit whose names changed the sort key of its latest official name."""
        latest: dict[int, str] = {}
        for name in UnitName.objects.filter(role=UnitName.Role.OFFICIAL).order_by("valid_from"):
            ministry = self.units[name.unit_id].kind == UnitKind.MINISTRY
            latest[name.unit_id] = name.name_vi if ministry else name.short_name
        changed = []
        for unit in self.units.values():
            key = sort_key(latest.get(unit.pk, ""))[:400]
            if unit.sort_key != key:
                unit.sort_key = key
                changed.append(unit)
        Unit.objects.bulk_update(changed, ["sort_key"], batch_size=500)
