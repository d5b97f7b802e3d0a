"""What a column means, told by its model: type, choices, help, the table it refers to. Dictionaries are made of it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from . import columns as readers
from .columns import Choice, Column
from .references import Codes

# What readers of sheets make of a cell, in the words of Frictionless' Table Schema.
TYPES = {
    readers.whole: "integer",
    readers.count: "integer",
    readers.rank: "integer",
    readers.digits: "number",
    readers.decimal: "number",
    readers.day: "date",
}

# What makes a number of printed digits as they go out.
NUMBERS = (readers.printed, Decimal)

AnyModel: TypeAlias = type[models.Model]


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table as its readers need it.

    `type` is a type of Table Schema: string, integer, number, date, datetime. `choices`: the values it may have, where
    these are few. `refers`: the model whose code stands in it.
    """

    name: str
    label: Any
    help: Any
    type: str = "string"
    choices: tuple[str, ...] = ()
    refers: AnyModel | None = None


def field_of(model: type[models.Model], column: Column) -> Field:
    """A declared column over a model."""
    stored = _at(model, column)
    choices: tuple[str, ...] = ()
    if isinstance(column.read, Choice):
        choices = tuple(value for value in column.read.choices.values if value)
    refers = column.read.model if isinstance(column.read, Codes) else None
    help_text = column.help or (stored.help_text if stored is not None else "")
    return Field(column.name, column.label, help_text, _type(column, stored), choices, refers)


def _at(model: type[models.Model], column: Column) -> models.Field | None:
    """The model's field that a column is about: of a code, the relation to what has it; None for what is computed."""
    steps = (column.stands_at or "").split("__")
    if isinstance(column.read, Codes):
        steps = steps[:1]
    found: Any = None
    for step in steps:
        try:
            found = model._meta.pk if step == "pk" else model._meta.get_field(step)
        except FieldDoesNotExist:
            return None
        model = found.related_model or model
    return found


def _type(column: Column, stored: models.Field | None) -> str:
    if column.given is None and isinstance(stored, models.CharField):
        return "string"  # digits with their sign, as printed
    if column.given in NUMBERS:
        return "number"
    if column.read in TYPES:
        return TYPES[column.read]
    if isinstance(stored, models.DateTimeField):
        return "datetime"
    return "string"
