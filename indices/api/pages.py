"""A page of a table: read after a cursor in an order of its own, with what stands inside its rows."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from provinces.sheets.columns import Column
from provinces.sheets.references import OfUnits
from provinces.sheets.resource import afresh

from ..open_data.moment import Moment
from .encoding import encoded, shortest
from .endpoints import OF_EDITION, Endpoint, Nest
from .missing import may_be_missing
from .naming import Naming

# Up to how many editions a list is asked for as a whole, and how many are looked through first where there are more.
WHOLE, FIRST = 100, 10

Given = Callable[[Any], Any]


@dataclass(frozen=True)
class Page:
    """Rows as JSON texts, and the place after the last of them where others follow; None where none do."""

    rows: list[str]
    following: list[Any] | None


@dataclass(frozen=True)
class _Step:
    """One step of a list's order: what it goes by, and whether backwards."""

    by: Any
    backwards: bool = False


def _steps(endpoint: Endpoint) -> list[_Step]:
    """The order of a list; a text that is missing comes before all others."""
    table, steps = endpoint.table, []
    for said in endpoint.order:
        if said == "pk":
            steps.append(_Step(F("pk")))
            continue
        column = next(column for column in table.columns if column.name == said.removeprefix("-"))
        by: Any = F(column.stands_at or "")
        steps.append(_Step(Coalesce(by, Value("")) if may_be_missing(table, column) else by, said.startswith("-")))
    return steps


def _ordered(queryset: QuerySet, steps: Sequence[_Step]) -> QuerySet:
    """In the order of the steps; `place_0`, `place_1`… are the values that make it."""
    places = {f"place_{number}": step.by for number, step in enumerate(steps)}
    order = [f"{'-' if step.backwards else ''}{name}" for step, name in zip(steps, places, strict=True)]
    return queryset.annotate(**places).order_by(*order)


def _after(steps: Sequence[_Step], last: Sequence[Any]) -> Q:
    """The rows behind a place: behind it in some step, and level with it in all steps before."""
    found, level = Q(pk__in=[]), Q()
    for number, (step, value) in enumerate(zip(steps, last, strict=True)):
        found |= level & Q(**{f"place_{number}__{'lt' if step.backwards else 'gt'}": value})
        level &= Q(**{f"place_{number}": value})
    return found


class Reading:
    """How a page of an endpoint is read: which columns, at which moment, with which names."""

    def __init__(self, endpoint: Endpoint, moment: Moment, naming: Naming, fields: Sequence[str]) -> None:
        self.endpoint, self.moment, self.naming = endpoint, moment, naming
        self.columns = [column for column in endpoint.table.columns if column.name in fields]
        self.nests = [nest for nest in endpoint.nests if nest.name in fields]

    def page(self, where: Q, limit: int, after: Sequence[Any] = ()) -> Page:
        """The rows that a condition keeps: `limit` of them, after a place. One query, and one for each nest; more where
        nothing narrows a long list of results (see `_stretches`)."""
        steps = _steps(self.endpoint)
        records = _ordered(self.endpoint.table.records(self.moment).filter(where), steps)
        if after:
            records = records.filter(_after(steps, after))
        parents = dict.fromkeys(path for nest in self.nests for path in (*nest.parent, "pk"))
        places = [f"place_{number}" for number in range(len(steps))]
        own = [column.stands_at or "" for column in self.columns]
        asked, found = records.values_list(*own, *parents, *places), list[Any]()
        for stretch in self._stretches(where, after):
            found += asked.filter(stretch)[: limit + 1 - len(found)]
            if len(found) > limit:
                break
        more, found = len(found) > limit, found[:limit]
        texts = self._texts(self.columns, found)
        width, end = len(own), len(own) + len(parents)
        if self.nests:
            of_parents = [dict(zip(parents, row[width:end], strict=True)) for row in found]
            for nest in self.nests:
                inside = self._inside(nest, of_parents)
                texts = [
                    [*text, f'"{nest.name}": [{", ".join(rows)}]'] for text, rows in zip(texts, inside, strict=True)
                ]
        return Page(["{" + ", ".join(text) + "}" for text in texts], list(found[-1][end:]) if more else None)

    def _stretches(self, where: Q, after: Sequence[Any]) -> Iterator[Q]:
        """Conditions that part a list, in its order: results of very many editions a few editions at a time, then more.

        To find the first rows a database sorts all of them, and there may be a hundred thousand.
        """
        if where or self.endpoint.order[:2] != OF_EDITION or len(self.moment.public) <= WHOLE:
            yield Q()
            return
        # The database's own order: it may sort codes in another way than we do.
        versions = self.moment.versions.order_by("index__code", "-year")
        if after:
            index, year = after[:2]
            versions = versions.filter(Q(index__code__gt=index) | Q(index__code=index, year__lte=year))
        begin, size = 0, FIRST
        while pks := list(versions.values_list("pk", flat=True)[begin : begin + size]):
            yield Q(edition__in=pks)
            begin, size = begin + size, size * 4

    def _texts(self, columns: Sequence[Column], found: Sequence[Sequence[Any]]) -> list[list[str]]:
        """Each row's values under the columns, as members of a JSON object."""
        keys = [f'"{column.name}": ' for column in columns]
        given = [self._given(column, place, found) for place, column in enumerate(columns)]
        return [
            [
                key + encoded(value if made is None or value is None else made(value))
                for key, made, value in zip(keys, given, row, strict=False)
            ]
            for row in found
        ]

    def _given(self, column: Column, place: int, found: Sequence[Sequence[Any]]) -> Given | None:
        """What makes of a stored value the one that goes out."""
        given = afresh(column).given
        if isinstance(given, OfUnits):
            return self.naming.of(given.said, {row[place] for row in found} - {None})
        if given is None and any(isinstance(row[place], Decimal) for row in found):
            return shortest
        return given

    def _inside(self, nest: Nest, parents: Sequence[dict[str, Any]]) -> list[list[str]]:
        """The nested rows of each parent."""
        columns = [column for column in nest.table.columns if column.name not in nest.leave]
        wanted = Q()
        for child, parent in zip(nest.child, nest.parent, strict=True):
            wanted &= Q(**{f"{child}__in": {row[parent] for row in parents}})
        paths = [column.stands_at or "" for column in columns]
        keys = (*nest.child, *([nest.within] if nest.within else []))
        records = nest.table.records(self.moment).filter(wanted).order_by(*nest.order)
        found = list(records.values_list(*paths, *keys))
        groups: dict[tuple, list[tuple[Any, str]]] = defaultdict(list)
        for row, text in zip(found, self._texts(columns, found), strict=True):
            key = row[len(paths) : len(paths) + len(nest.child)]
            within = row[-1] if nest.within else None
            groups[tuple(key)].append((within, "{" + ", ".join(text) + "}"))
        return [_of_its_own(groups[tuple(row[parent] for parent in nest.parent)], row["pk"]) for row in parents]


def _of_its_own(rows: list[tuple[Any, str]], pk: int) -> list[str]:
    """The rows that are said of this parent alone; where there are none, those that are said of all."""
    own = [text for within, text in rows if within == pk]
    return own or [text for within, text in rows if within is None]
