"""What a column means, told by its model: type, choices, help, the table it refers to. Dictionaries are made of it."""

from dataclasses import dataclass
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


AnyModel: TypeAlias = type[models.Model]


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a table as its readers need it.

    `type` is a type of Table Schema: string, integer, number, date, datetime. `choices`: the values it may have, where
    these are few. `refers`: the model whose code stands in it. `required`: every record has a value.
    """

    name: str
    label: Any
    help: Any
    type: str = "string"
    choices: tuple[str, ...] = ()
    refers: AnyModel | None = None
    required: bool = False


def field_of(model: type[models.Model], column: Column) -> Field:
    """A declared column over a model."""
    way = _way(model, column)
    stored = way[-1] if way else None
    choices: tuple[str, ...] = ()
    if isinstance(column.read, Choice):
        choices = tuple(value for value in column.read.choices.values if value)
    refers = column.read.model if isinstance(column.read, Codes) else None
    help_text = column.help or (stored.help_text if stored is not None else "")
    return Field(column.name, column.label, help_text, _type(column, stored), choices, refers, _required(way))


def _way(model: type[models.Model], column: Column) -> list[models.Field]:
    """From the model to the field that a column is about: of a code, the relation to what has it; empty for what is
    computed."""
    steps = (column.stands_at or "").split("__")
    if isinstance(column.read, Codes):
        steps = steps[:-1]
    way: list[Any] = []
    for step in steps:
        try:
            way.append(model._meta.pk if step == "pk" else model._meta.get_field(step))
        except FieldDoesNotExist:
            return []
        model = way[-1].related_model or model
    return way


def _required(way: list[models.Field]) -> bool:
    """Whether a value stands at the end of the way for every record."""
    return bool(way) and not any(field.null for field in way) and (way[-1].primary_key or not way[-1].blank)


def _type(column: Column, stored: models.Field | None) -> str:
    if column.given is None and isinstance(stored, models.CharField):
        return "string"  # digits with their sign, as printed
    if column.given is readers.printed:
        return "number"
    if column.read in TYPES:
        return TYPES[column.read]
    if isinstance(stored, models.DateTimeField):
        return "datetime"
    return "string"
