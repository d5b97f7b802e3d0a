"""The sheets of provinces and of ministries: one shape, one kind each."""

from django.utils.translation import gettext_lazy as _

from ..models import BEGINNING, Ministry, Province, UnitKind
from ..sheets.columns import Column, day, text
from ..sheets.kinds import register
from ..sheets.outcomes import LeftOut
from ..sheets.references import OfUnits, source_column
from ..sheets.resource import SheetResource


class UnitResource(SheetResource):
    """One row is a unit. Rows of the other kind in the same sheet are left out."""

    kind: str
    key = ("kind", "code", "begins_on")
    columns = (
        Column("kind", _("Kind of unit"), text, fills=False),
        Column("code", _("Code"), text, required=True, spellings=("Mã",)),
        Column("begins_on", _("Begins on"), day, empty=BEGINNING),
        Column("ends_on", _("Last day"), day),
        Column("slug", _("Address"), text, required=True),
        Column("note", _("Internal note"), text, empty="", internal=True),
        source_column(),
        Column(
            "unit_id",
            _("Permanent id"),
            text,
            fills=False,
            told=True,
            path="pk",
            given=OfUnits("id"),
            help=_("Kind, code and first day of the unit: codes and names were reused by mergers, this id never is."),
        ),
        *(
            Column(name, label, text, fills=False, told=True, path="pk", given=OfUnits(name), help=help_text)
            for name, label, help_text in (
                ("name_vi", _("Full name"), _("The latest official name, with its type.")),
                ("name_en", _("English name"), _("The latest official name in English; empty where none is recorded.")),
                (
                    "type",
                    _("Type"),
                    _("As in the latest name: tỉnh, thành phố trực thuộc Trung ương, bộ."),
                ),
            )
        ),
    )

    def refer(self, cells):
        stated = cells.get("kind")
        if stated and stated.text != self.kind and stated.text in UnitKind.values:
            raise LeftOut
        return {"kind": self.kind}

    def complete(self, values, cells):
        values.setdefault("begins_on", BEGINNING)


@register
class ProvinceResource(UnitResource):
    code = "provinces"
    label = _("Provinces and cities")
    kind = UnitKind.PROVINCE

    class Meta(SheetResource.Meta):
        model = Province


@register
class MinistryResource(UnitResource):
    code = "ministries"
    label = _("Ministries and ministry-level agencies")
    kind = UnitKind.MINISTRY

    class Meta(SheetResource.Meta):
        model = Ministry
