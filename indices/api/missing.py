"""Where a value may be missing, as the models say."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model

from provinces.sheets.columns import Column

from ..open_data.tables import Table


def may_be_missing(table: Table, column: Column) -> bool:
    """Whether a value under the column may be missing: some step of its path may lead nowhere, or its text be empty."""
    model: type[Model] | None = table.model
    found: Any = None
    for step in (column.stands_at or "").split("__"):
        if model is None:
            return True
        try:
            found = model._meta.pk if step == "pk" else model._meta.get_field(step)
        except FieldDoesNotExist:
            return True
        if found.null:
            return True
        model = found.related_model
    # Of a unit's names only the Vietnamese one is always there.
    told_of_unit = column.name in {"name_en", "type"} and column.given is not None
    return told_of_unit or (bool(getattr(found, "blank", False)) and found.empty_strings_allowed)
