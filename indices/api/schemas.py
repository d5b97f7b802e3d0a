"""What answers look like, as models made of the tables: the description is generated from them, tests check with them.

Answers are not written through them: rows come from the database as plain values (see `pages.py`).
"""

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import Field, create_model

from provinces.sheets.fields import Field as TableField

from ..open_data.tables import Table
from .endpoints import Endpoint, Nest
from .missing import may_be_missing

TYPES: dict[str, Any] = {"string": str, "integer": int, "number": float, "date": date, "datetime": datetime}


# A member that may be left out: what is not there has no default that could be sent.
ABSENT: Any = None


class ProblemDocument(Schema):
    """Why there is no answer (RFC 9457)."""

    type: str = Field(description="Address of the page that explains this type of problem.")
    title: str = Field(description="What the type is called.")
    status: int = Field(description="The status of the answer.")
    detail: str = Field(description="What is wrong with this request.")
    instance: str = Field(description="The address that was asked.")
    parameter: str = Field(ABSENT, description="The parameter that is concerned.")
    value: str = Field(ABSENT, description="The value that was given.")
    allowed: list[str] = Field(ABSENT, description="What it may be instead, where that can be listed.")
    note_vi: str = Field(ABSENT, description="Why an edition was withdrawn, in Vietnamese.")
    note_en: str = Field(ABSENT, description="The same in English, where it was written.")


class Place(Schema):
    """A table's place in the API."""

    name: str = Field(description="The table's name.")
    about: str = Field(description="What a row of it is.")
    rows: str = Field(description="Address of its rows.")
    row: str | None = Field(description="Address of one row as a URI template; null where rows have no address.")
    parameters: list[str] = Field(description="What its rows can be asked for.")


class Places(Schema):
    """Everything that the API has."""

    description: str = Field(description="Address of the OpenAPI description.")
    documentation: str = Field(description="Address of the page about the API.")
    licence: str = Field(description="Licence of the compilation; a figure's document may have its own.")
    tables: list[Place]


def _property(table: Table, field: TableField) -> tuple[Any, Any]:
    column = next(column for column in table.columns if column.name == field.name)
    kind: Any = Literal[field.choices] if field.choices else TYPES[field.type]
    if may_be_missing(table, column):
        kind = kind | None
    about = str(field.help or field.label)
    if field.refers is not None:
        about = f"{about.rstrip('.')}. A code."
    return kind, Field(None, title=str(field.label), description=about)


def _row(name: str, table: Table, fields: tuple[TableField, ...], **more: Any) -> type[Schema]:
    properties: dict[str, Any] = {field.name: _property(table, field) for field in fields}
    return create_model(name, __base__=Schema, __doc__=str(table.about), **properties, **more)


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.replace("-", " ").split())


def _nested(endpoint: Endpoint, nest: Nest) -> type[Schema]:
    return _row(f"{_camel(endpoint.name)}{_camel(nest.name)}", nest.table, nest.fields)


# What stands around the rows of every answer.
AROUND: dict[str, Any] = {
    "as_of": (date, Field(description="The day of which the answer speaks: what was public at its end, or is so far.")),
    "licence": (str, Field(description="Licence of the compilation; a row's document may have its own.")),
    "notes": (list[str], Field(description="What to know before using the figures.")),
    "dictionary": (str, Field(description="Where the columns are explained.")),
}


def models_of(endpoint: Endpoint) -> tuple[type[Schema], type[Schema]]:
    """The answer with a page of rows, and the one with one row. Texts in the language that is active."""
    nests = {
        nest.name: (list[_nested(endpoint, nest)], Field(None, description=str(nest.table.about)))  # type: ignore[misc]
        for nest in endpoint.nests
    }
    name = _camel(endpoint.name)
    row = _row(f"{name}Row", endpoint.table, endpoint.table.fields, **nests)
    following: Any = (str | None, Field(description="Address of the next page; null on the last one."))
    rows = (list[row], Field(description=str(endpoint.table.about)))  # type: ignore[valid-type]
    page = create_model(f"{name}Page", __base__=Schema, **AROUND, next=following, rows=rows)
    one = create_model(f"{name}One", __base__=Schema, **AROUND, row=(row, Field(description=str(endpoint.table.about))))
    return page, one
