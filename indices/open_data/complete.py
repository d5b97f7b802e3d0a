"""The check that every column of an open table says what it is: without a heading or a meaning nobody can use it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.checks import CheckMessage, Error

from ..models import ReformIndex
from .crosswalk import CROSSWALK
from .derived import OpenTable
from .dictionary import dictionary_of
from .panel import panel_of
from .tables import TABLES, commune_table


def unexplained(tables: Iterable[OpenTable]) -> list[CheckMessage]:
    """An error for each column without a label or without help."""
    return [
        Error(
            f"The column {table.name}.{field.name} has no {what}.",
            hint="Give its model's field a help_text, or its Column a label and a help.",
            id="indices.E001",
        )
        for table in tables
        for field in table.fields
        for what, text in (("label", field.label), ("help", field.help))
        if not str(text).strip()
    ]


def every_column_is_explained(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Asks no database: the panel and the lists of communes have the same columns whatever there is."""
    communes = commune_table(date.min)
    panel = panel_of([ReformIndex(code="index", short_name="INDEX")])
    tables: list[OpenTable] = [*TABLES, communes, CROSSWALK, panel]
    return unexplained([*tables, dictionary_of(tables)])
