"""Sheets with a row per commune: a district or a province may stand above the rows that belong to it."""

from bisect import bisect_right
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from ..matching import DISTRICT_WORDS, NoSuchUnit, UnitMatcher
from ..models import BEGINNING, Unit, UnitKind
from ..names import fold
from .columns import Remark
from .layout import Table
from .of_units import UnitSheetResource
from .reading import Cell
from .references import CommuneReference


class CommuneSheetResource(UnitSheetResource):
    """A kind of sheet whose rows are about communes."""

    unit_kind = UnitKind.COMMUNE

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.communes = CommuneReference("unit_id", self.unit_prefix)
        self.communes.answers = self.answers
        self.unit = self.communes
        # Row number → the district and province that hold from there on.
        self.headings: list[tuple[int, str, int | None]] = []

    def look_at(self, table: Table) -> None:
        """Read the districts and provinces that stand in rows of their own, and the province in the title."""
        super().look_at(table)
        provinces = UnitMatcher(UnitKind.PROVINCE, self.context.get("as_of") or BEGINNING)
        province = self._in_title(table.titles, provinces)
        district, found = "", [(0, "", province)]
        for row in table.skipped:
            named = _province_of(row.cell.text, provinces)
            if named:
                province, district = named.pk, ""
            elif fold(row.cell.text).startswith(tuple(f"{word} " for word in DISTRICT_WORDS if len(word) > 1)):
                district = row.cell.text
            else:
                continue
            found.append((row.cell.row, district, province))
        self.headings = found

    def _in_title(self, titles: tuple[Cell, ...], provinces: UnitMatcher) -> int | None:
        """The one province that the texts above the header name."""
        names = {pk: f" {fold(name)} " for pk, name in provinces.short_names.items()}
        named: dict[int, Cell] = {}
        for cell in titles:
            said = f" {fold(cell.text)} "
            for pk, name in names.items():
                if name in said and provinces.units[pk].in_force_on(provinces.on):
                    named.setdefault(pk, cell)
        if len(named) != 1:
            return None
        [(pk, cell)] = named.items()
        self.remarks.append(Remark(cell, _("the communes are looked for in %(province)s.") % {
            "province": provinces.short_names[pk]
        }))  # fmt: skip
        return pk

    def unit_of(self, cells: dict[str, Cell], on: date | None) -> int | None:
        row = next((cell.row for cell in cells.values() if cell), 0)
        place = bisect_right(self.headings, row, key=lambda heading: heading[0]) - 1
        if place >= 0:
            _row, self.communes.district, self.communes.province = self.headings[place]
        return super().unit_of(cells, on)


def _province_of(text: str, provinces: UnitMatcher) -> Unit | None:
    """The province that a heading row names in full; a district of the same name says so ("thành phố Cà Mau")."""
    if not fold(text).startswith("tinh "):
        return None
    try:
        return provinces.find(text)
    except NoSuchUnit:
        return None
