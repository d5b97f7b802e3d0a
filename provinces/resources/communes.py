"""The sheet of communes: one dated list, which also makes the communes it is the first to name."""

from datetime import date, timedelta

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ..models import BEGINNING, Commune, CommuneList, ListedCommune, Unit, UnitKind, UnitName
from ..names import sort_key
from ..sheets.columns import Column, Refusal, text
from ..sheets.kinds import register
from ..sheets.outcomes import LeftOut
from ..sheets.reading import Cell
from ..sheets.references import OfUnits
from ..sheets.resource import SheetResource

# The day the units of the list read from 2025 began; those of 2021 existed before anything recorded.
REORGANISED_ON = date(2025, 7, 1)


@register
class CommuneResource(SheetResource):
    """One row is a commune on the day of the list (`as_of` of the run).

    A commune of a list before 1 July 2025 began before anything recorded and ended on 30 June 2025; one of a later
    list is a new unit even where its code goes on.
    """

    code = "communes"
    label = _("Commune-level units")
    key = ("code", "begins_on")
    columns = (
        Column("code", _("Commune code"), text, required=True, spellings=("Mã PX", "Mã xã")),
        Column(
            "name",
            _("Commune"),
            text,
            required=True,
            fills=False,
            spellings=("Phường Xã", "Tên xã"),
            path="pk",
            given=OfUnits("name_vi"),
            help=_("The latest official name, with its type."),
        ),
        Column(
            "type",
            _("Type"),
            text,
            fills=False,
            spellings=("Cấp",),
            path="pk",
            given=OfUnits("type"),
            help=_("As in the latest name: xã, phường, thị trấn, đặc khu."),
        ),
        Column(
            "district_code",
            _("District code"),
            text,
            fills=False,
            spellings=("Mã QH",),
            path="listed_district_code",
            help=_("The statistics office's code of the district; districts ended on 1/7/2025."),
        ),
        Column(
            "district",
            _("District"),
            text,
            fills=False,
            spellings=("Quận Huyện",),
            path="listed_district",
            help=_("The district that tells communes of one name apart; empty from 1/7/2025."),
        ),
        Column(
            "province_code",
            _("Province code"),
            text,
            required=True,
            fills=False,
            spellings=("Mã TP",),
            path="parent__code",
        ),
        Column(
            "province",
            _("Province"),
            text,
            fills=False,
            spellings=("Tỉnh Thành Phố",),
            path=None,
        ),
        Column(
            "name_en",
            _("English name"),
            text,
            fills=False,
            spellings=("Tên Tiếng Anh",),
            path=None,
        ),
    )

    class Meta(SheetResource.Meta):
        model = Commune

    def begin(self):
        self.day = self.context["as_of"]
        self.begins_on = REORGANISED_ON if self.day >= REORGANISED_ON else BEGINNING
        self.ends_on = None if self.day >= REORGANISED_ON else REORGANISED_ON - timedelta(days=1)
        self.provinces = dict(Unit.objects.of_kind(UnitKind.PROVINCE).in_force(self.day).values_list("code", "pk"))
        self.rows: dict[str, dict[str, Cell]] = {}

    def refer(self, cells):
        if not cells["code"] and not cells["name"]:
            raise LeftOut  # a district without communes: an island district in the statistics office's workbook
        province = cells["province_code"]
        if province.text not in self.provinces:
            raise Refusal(
                province,
                _now('"%(text)s" is not the code of a province on the day of the list.') % {"text": province.text},
            )
        return {
            "kind": UnitKind.COMMUNE,
            "begins_on": self.begins_on,
            "ends_on": self.ends_on,
            "parent_id": self.provinces[province.text],
        }

    def complete(self, values, cells):
        if not cells["name"]:
            raise Refusal(cells["name"], _now("this column must not be empty. Write a value and upload again."))
        values["sort_key"] = sort_key(cells["name"].text)[:400]
        self.rows[values["code"]] = cells

    def finish(self):
        """Write the list itself, and a name for each commune that has none."""
        listed, _made = CommuneList.objects.get_or_create(
            as_of=self.day, defaults={"source_id": self.context.get("source_id")}
        )
        there = set(listed.entries.values_list("commune_id", flat=True))
        communes = [
            commune for commune in Commune.objects.filter(begins_on=self.begins_on) if commune.code in self.rows
        ]
        entries = [
            ListedCommune(
                commune_list=listed,
                commune=commune,
                district_code=self._said(commune, "district_code"),
                district=self._said(commune, "district"),
            )
            for commune in communes
            if commune.pk not in there
        ]
        ListedCommune.objects.bulk_create(entries, batch_size=1000)
        named = set(UnitName.objects.filter(unit__kind=UnitKind.COMMUNE).values_list("unit_id", flat=True))
        names = []
        for commune in communes:
            if commune.pk not in named:
                full, kind = self._said(commune, "name"), self._said(commune, "type")
                name = UnitName(
                    unit=commune,
                    name_vi=full,
                    short_name=full.removeprefix(kind).strip() or full,
                    type=kind,
                    valid_from=self.begins_on,
                    source_id=self.context.get("source_id"),
                )
                name.prepare()
                names.append(name)
        UnitName.objects.bulk_create(names, batch_size=1000)

    def _said(self, commune: Commune, column: str) -> str:
        cell = self.rows[commune.code].get(column)
        return cell.text if cell else ""

    @classmethod
    def for_export(cls, queryset):
        """With the district of the list that names each; none if it was added by hand."""
        listed = ListedCommune.objects.filter(commune=OuterRef("pk")).order_by("commune_list")
        return queryset.annotate(
            listed_district=Subquery(listed.values("district")[:1]),
            listed_district_code=Subquery(listed.values("district_code")[:1]),
        )
