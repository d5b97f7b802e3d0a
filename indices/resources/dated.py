"""What sheets about a unit on a day share: the unit is read as of the row's own day."""

from provinces.models import UnitKind
from provinces.sheets.columns import day
from provinces.sheets.of_units import UnitSheetResource
from provinces.sheets.reading import Cell
from provinces.sheets.references import UnitReference


class DatedUnitResource(UnitSheetResource):
    """A sheet whose rows are about a unit, read as of the row's own day."""

    unit_kind = UnitKind.PROVINCE
    day_column = "as_of"
    sourced = True

    def refer(self, cells: dict[str, Cell]):
        on = cells.get(self.day_column)
        return {"unit_id": self.unit_of(cells, day(on) if on else self.context.get("as_of"))}


UNIT = UnitReference("unit_id", "unit_", kind_column="unit_kind")
UNIT_COLUMNS = UNIT.columns()
