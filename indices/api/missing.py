"""Where a value may be missing, as the models say."""

from provinces.sheets.columns import Column

from ..open_data.tables import Table


def may_be_missing(table: Table, column: Column) -> bool:
    """Whether a row may have no value under the column. Of what units are called only the Vietnamese name is always
    there."""
    told_of_unit = column.name in {"name_en", "type"} and column.given is not None
    field = next(field for field in table.fields if field.name == column.name)
    return told_of_unit or not field.required
