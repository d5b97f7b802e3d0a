"""Records as they go out: read as plain values under declared columns, a chunk at a time, never as objects.

What records refer to is read once, not with every row: a hundred thousand results name a hundred units.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.conf import settings
from django.db.models import ForeignKey, QuerySet

from .columns import Column

Given = Callable[[Any], Any]


# Where a column stands that is read through no foreign key: in the record itself, or nowhere.
OWN, NOWHERE = "", "-"


class Referred:
    """What columns say of the records that rows refer to by one foreign key."""

    def __init__(self, model: Any, columns: Sequence[tuple[str, Given | None]]) -> None:
        self.model = model
        self.paths = [path for path, _given in columns]
        self.given = [given for _path, given in columns]
        self.known: dict[int | None, tuple[Any, ...]] = {None: (None,) * len(columns)}

    def said_of(self, keys: Sequence[int | None]) -> list[tuple[Any, ...]]:
        """The values of each column for the records with these primary keys; records not known yet are read."""
        missing = set(keys) - self.known.keys()
        if missing:
            found = self.model._base_manager.filter(pk__in=missing).order_by().values_list("pk", *self.paths)
            for key, *values in found:
                made = zip(self.given, values, strict=True)
                self.known[key] = tuple(v if make is None or v is None else make(v) for make, v in made)
        return list(zip(*[self.known[key] for key in keys], strict=True))


def rows_of(queryset: QuerySet, columns: Sequence[Column]) -> Iterator[tuple[Any, ...]]:
    """The values of each record under the columns, while they are taken from the database."""
    model = queryset.model
    own: list[str] = []
    given: dict[int, Given] = {}
    through: dict[str, list[tuple[str, Given | None]]] = defaultdict(list)
    stands: list[tuple[str, int]] = []  # of each column: the foreign key it is read through, and its place there
    for column in columns:
        step, _dash, rest = (column.stands_at or "").partition("__")
        if column.stands_at is None:
            stands.append((NOWHERE, 0))
        elif rest and isinstance(model._meta.get_field(step), ForeignKey):
            stands.append((step, len(through[step])))
            through[step].append((rest, column.given))
        else:
            stands.append((OWN, len(own)))
            if column.given:
                given[len(own)] = column.given
            own.append(column.stands_at)
    referred = [(step, Referred(model._meta.get_field(step).related_model, said)) for step, said in through.items()]
    keys = [f"{step}_id" for step in through]
    for chunk in _chunks(queryset.values_list(*own, *keys).iterator(settings.EXPORT_CHUNK_ROWS)):
        read: list[tuple[Any, ...]] = list(zip(*chunk, strict=True))
        found: dict[str, Sequence[Sequence[Any]]] = {
            OWN: [_made(values, given.get(place)) for place, values in enumerate(read[: len(own)])],
            NOWHERE: [(None,) * len(chunk)],
        }
        for (step, one), ids in zip(referred, read[len(own) :], strict=True):
            found[step] = one.said_of(ids)
        yield from zip(*(found[step][place] for step, place in stands), strict=True)


def _made(values: Sequence[Any], make: Given | None) -> Sequence[Any]:
    """What goes out for values; nothing stays nothing."""
    return values if make is None else [None if value is None else make(value) for value in values]


def _chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    rows = iter(rows)
    while chunk := list(islice(rows, settings.EXPORT_CHUNK_ROWS)):
        yield chunk
