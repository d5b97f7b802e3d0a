"""Every file's columns in one place, and the check that none is without a heading or a description."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.core.checks import CheckMessage, Error

from . import (
    bulletins,
    communes,
    comparisons,
    corrections,
    directories,
    indicators,
    indices,
    methods,
    promises,
    rankings,
    sources,
    targets,
    unit_years,
    units,
)
from .columns import DOCUMENT, Columns

# The name of a file's address → its columns, with all that a reader can ask for.
FILES: Mapping[str, Columns] = {
    "indices:bulletin_file": bulletins.COLUMNS,
    "indices:communes_file": communes.COLUMNS,
    "indices:compare_file": comparisons.COLUMNS,
    "indices:corrections_file": corrections.COLUMNS,
    "indices:directory_file": directories.COLUMNS,
    "indices:indicator_file": indicators.COLUMNS,
    "indices:index_file": indices.COLUMNS,
    "indices:indices_file": indices.COLUMNS,
    "indices:league_file": (*rankings.COLUMNS, *rankings.POINTS, *rankings.HEIR),
    "indices:method_file": methods.COLUMNS,
    "indices:source_file": sources.COLUMNS,
    "indices:target_file": targets.COLUMNS,
    "indices:targets_file": promises.COLUMNS,
    "indices:unit_file": units.COLUMNS,
    "indices:unit_year_file": unit_years.COLUMNS,
    "the sheet of sources": DOCUMENT,
}


def undescribed(files: Mapping[str, Columns]) -> Iterator[CheckMessage]:
    """An error for each column without a heading or a description, and for each name that stands twice in a file."""
    for file, columns in files.items():
        names = [column.name for column in columns]
        for column in columns:
            if not str(column.heading).strip():
                yield Error(f"The column {column.name} of {file} has no heading.", obj=file, id="indices.E001")
            if not column.description.strip():
                hint = f"Give {column.field[0].__name__}.{column.field[1]} a help text." if column.field else None
                yield Error(
                    f"The column {column.name} of {file} has no description.", hint=hint, obj=file, id="indices.E002"
                )
            if names.count(column.name) > 1:
                yield Error(f"The column {column.name} stands twice in {file}.", obj=file, id="indices.E003")


def every_column_is_described(app_configs: Sequence[Any] | None = None, **options: Any) -> list[CheckMessage]:
    """For `manage.py check --deploy`: a file never leaves with a column that nobody can understand."""
    return list(undescribed(FILES))
