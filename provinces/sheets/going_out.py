"""Records as they go out: read as plain values under declared columns, a chunk at a time, never as objects."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from .columns import Column


def rows_of(queryset: QuerySet, columns: Sequence[Column]) -> Iterator[list[Any]]:
    """The values of each record under the columns; one query, whose rows are taken from the database in chunks."""
    paths = list(dict.fromkeys(column.stands_at for column in columns if column.stands_at))
    places = [paths.index(column.stands_at) if column.stands_at else None for column in columns]
    straight = places == list(range(len(paths)))
    made = [(place, column.given) for place, column in enumerate(columns) if column.given]
    for values in queryset.values_list(*paths).iterator(settings.EXPORT_CHUNK_ROWS):
        row = list(values) if straight else [None if place is None else values[place] for place in places]
        for place, given in made:
            if row[place] is not None:
                row[place] = given(row[place])
        yield row
