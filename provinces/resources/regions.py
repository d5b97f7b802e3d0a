"""The sheets of regions and of their members."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from ..models import Region, RegionMember, UnitKind
from ..names import sort_key
from ..sheets.columns import Column, choice, day, text
from ..sheets.kinds import register
from ..sheets.of_units import UnitSheetResource
from ..sheets.references import UnitReference, code_column, source_column
from ..sheets.resource import SheetResource

UNIT = UnitReference("unit_id", "unit_", kind=UnitKind.PROVINCE)


@register
class RegionResource(SheetResource):
    """One row is a socio-economic region."""

    code = "regions"
    label = _("Regions")
    key = ("code",)
    columns = (
        Column("code", _("Code"), text, required=True, spellings=("Mã",)),
        Column("name_vi", _("Name"), text, required=True),
        Column("name_en", _("English name"), text, empty=""),
    )

    class Meta(SheetResource.Meta):
        model = Region

    def prepare(self, record):
        record.sort_key = sort_key(record.name_vi)


@register
class RegionMemberResource(UnitSheetResource):
    """One row says that a unit belonged to a region for certain days."""

    code = "region-members"
    label = _("Members of regions")
    key = ("unit_id", "valid_from")
    unit_kind = UnitKind.PROVINCE
    unit_kind_column = ""
    columns = (
        *UNIT.columns(),
        code_column("region", _("Region"), Region, required=True),
        Column("valid_from", _("Valid from"), day, empty=date.min),
        Column("valid_to", _("Valid to"), day),
        Column(
            "basis",
            _("How it is known"),
            choice(
                RegionMember.Basis,
                source="read in a source",
                report="read in a report of the resolution",
                general_knowledge="general knowledge",
            ),
            required=True,
        ),
        source_column(),
        UNIT.told(),
    )

    class Meta(SheetResource.Meta):
        model = RegionMember

    def refer(self, cells):
        return {"unit_id": self.unit_of(cells, self.context.get("as_of") or date.today())}

    def complete(self, values, cells):
        values.setdefault("valid_from", date.min)
