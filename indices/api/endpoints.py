"""The places of the API: which open table each hands out, in which order, and what it can be asked for.

A filter names a column of the table; where its value stands, of which type it is and what it means is the table's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from provinces.models import RegionMember, UnitKind
from provinces.sheets.fields import Field

from ..open_data.tables import TABLES, Table
from .parameters import AS_OF, CURSOR, LIMIT, ON, Code, Day, Parameter, UnitId, Year, fields_of, one_of

ROOT = "/api/v1/"
TABLE = {table.name: table for table in TABLES}
MEASURED = (UnitKind.PROVINCE.value, UnitKind.MINISTRY.value)


@dataclass(frozen=True)
class Filter:
    """A parameter that keeps some rows: `where` makes the condition of the value and of everything that was asked.

    `refers`: the table whose code the value is; "units" for a permanent id.
    """

    parameter: Parameter
    where: Callable[[Any, dict[str, Any]], Q]
    refers: str = ""

    @property
    def name(self) -> str:
        return self.parameter.name


@dataclass(frozen=True)
class Nest:
    """Rows of another table inside each row: those whose `child` paths have the values of the row's `parent` paths.

    `leave`: the child's columns that would repeat the row. `within`: a path of the child that is empty or the row.
    """

    name: str
    table: Table
    child: tuple[str, ...]
    order: tuple[str, ...]
    leave: frozenset[str] = frozenset()
    parent: tuple[str, ...] = ("pk",)
    within: str = ""

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        return tuple(field for field in self.table.fields if field.name not in self.leave)


@dataclass(frozen=True)
class Endpoint:
    """A table's place: its rows at `/{name}`, and each one at `/{name}/{key}` where it has a key of its own.

    `order`: columns (with - backwards) or pk, together different for every row, so that a page can begin after any of
    them. `example`: the key of a row of the opening content. `dated`: whether versions make the answer another one on
    another day.
    """

    table: Table
    order: tuple[str, ...]
    filters: tuple[Filter, ...]
    key: tuple[str, ...] = ()
    example: tuple[str | int, ...] = ()
    nests: tuple[Nest, ...] = ()
    dated: bool = False

    @property
    def name(self) -> str:
        return self.table.name

    @property
    def address(self) -> str:
        return f"{ROOT}{self.name}"

    @property
    def key_address(self) -> str:
        """The address of one row, as a pattern; empty where rows have none."""
        return "/".join((self.address, *(f"{{{column}}}" for column in self.key))) if self.key else ""

    @property
    def example_address(self) -> str:
        """The address of the row that is the example."""
        return "/".join((self.address, *map(str, self.example)))

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The names that a row has."""
        return (*(field.name for field in self.table.fields), *(nest.name for nest in self.nests))

    @cached_property
    def of_one(self) -> tuple[Parameter, ...]:
        """What one row can be asked for."""
        days = [AS_OF] if self.dated else []
        days += [ON] if any(one.parameter is ON for one in self.filters) else []
        return (*days, fields_of(self.columns))

    @cached_property
    def of_list(self) -> tuple[Parameter, ...]:
        """What the list can be asked for."""
        filters = tuple(one.parameter for one in self.filters)
        return (*filters, *((AS_OF,) if self.dated else ()), fields_of(self.columns), LIMIT, CURSOR)


def stands_at(table: Table, column: str) -> str:
    """Where the value of a column stands."""
    return next(one.stands_at or "" for one in table.columns if one.name == column)


def equal(path: str) -> Callable[[Any, dict[str, Any]], Q]:
    return lambda value, _asked: Q(**{path: value})


# The filters that several tables have: what a value is, and of which table it is a code.
CODES = {
    "index": (_("Code of an index."), "par-index", "indices"),
    "method": (_("Code of a method."), "par-2020-province", "methods"),
    "indicator": (_("Code of an indicator."), "chung-thuc-ban-sao-dien-tu", "indicators"),
    "source": (_("Code of the document that the row rests on."), "bao-hoang-lam-2021", "sources"),
    "region": (_("Code of a region."), "dbsh", "regions"),
    "code": (_("The row's own code."), "83", ""),
}
YEAR = Parameter("year", Year, _("The year that was assessed."), "a year such as 2020", "2020", few=True)


def by(table: str, *columns: str) -> tuple[Filter, ...]:
    """Filters by columns of a table, each named as its column is."""
    return tuple(_by(TABLE[table], column) for column in columns)


def _by(table: Table, column: str) -> Filter:
    path = stands_at(table, column)
    field = next(field for field in table.fields if field.name == column)
    if column == "year":
        return Filter(YEAR, equal(path))
    if column.endswith("unit_id"):
        about = field.help
        parameter = Parameter(
            column, UnitId, about, "a permanent id such as province-83-0001-01-01", "province-83-0001-01-01"
        )
        return Filter(parameter, equal(path), "units")
    if column in CODES:
        about, example, refers = CODES[column]
        few = refers not in {"", "sources"}
        parameter = Parameter(column, Code, about, "a code such as par-index", example, few=few)
        return Filter(parameter, equal(path), refers)
    if field.type == "date":
        return Filter(
            Parameter(column, Day, field.help or field.label, "a day such as 2021-06-24", "2021-06-24"), equal(path)
        )
    return Filter(one_of(column, field.choices, field.label), equal(path))


def of_kind(table: str, column: str = "unit_kind", kinds: tuple[str, ...] = MEASURED) -> tuple[Filter, ...]:
    """The filter by kind of unit, called alike everywhere."""
    return (Filter(one_of("kind", kinds, _("Kind of unit.")), equal(stands_at(TABLE[table], column))),)


def in_region(day: str, unit: str = "unit") -> tuple[Filter, ...]:
    """The filter by the region that the unit belonged to on a day of the row, `day` being its path."""
    about, example, refers = CODES["region"]

    def belonged(value: str, _asked: dict[str, Any]) -> Q:
        members = RegionMember.objects.filter(
            Q(valid_to=None) | Q(valid_to__gte=OuterRef(day)),
            unit=OuterRef(unit),
            region__code=value,
            valid_from__lte=OuterRef(day),
        )
        return Q(Exists(members))

    parameter = Parameter("region", Code, about, "a code such as dbsh", example, few=True)
    return (Filter(parameter, belonged, refers),)


def _units_in_region(value: str, asked: dict[str, Any]) -> Q:
    """On the day that was asked for; without one, of any day."""
    members = RegionMember.objects.filter(unit=OuterRef("pk"), region__code=value)
    if day := asked.get("on"):
        members = members.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)
    return Q(Exists(members))


def _in_force(day: Any, _asked: dict[str, Any]) -> Q:
    return Q(Q(ends_on=None) | Q(ends_on__gte=day), begins_on__lte=day)


OF_UNIT = ("unit_kind", "unit_code", "unit_begins_on")
OF_EDITION = ("index", "-year")
NAMED = frozenset(("kind", "code", "begins_on", "unit_id"))


def of_results(table: str, more: tuple[str, ...] = (), order: tuple[str, ...] = ()) -> Endpoint:
    """A table with a row for each unit in each edition."""
    return Endpoint(
        TABLE[table],
        (*OF_EDITION, *OF_UNIT, *order),
        (
            *by(table, "index", "year"),
            *of_kind(table),
            *by(table, "unit_id"),
            *in_region("edition__units_as_of"),
            *by(table, *more, "source"),
        ),
        dated=True,
    )


UNITS = Endpoint(
    TABLE["units"],
    ("-kind", "code", "begins_on"),
    (
        Filter(ON, _in_force),
        *of_kind("units", "kind"),
        *by("units", "code"),
        Filter(in_region("begins_on")[0].parameter, _units_in_region, "regions"),
    ),
    key=("unit_id",),
    example=("province-83-0001-01-01",),
    nests=(
        Nest("names", TABLE["unit-names"], ("unit_id",), ("valid_from", "pk"), NAMED),
        Nest("predecessors", TABLE["successions"], ("successor_id",), ("effective_on", "predecessor__code")),
        Nest("successors", TABLE["successions"], ("predecessor_id",), ("effective_on", "successor__code")),
        Nest(
            "regions",
            TABLE["region-members"],
            ("unit_id",),
            ("valid_from",),
            frozenset(("unit_code", "unit_begins_on", "unit_name", "unit_id")),
        ),
    ),
)
METHODS = Endpoint(
    TABLE["methods"],
    ("code",),
    (*by("methods", "index"), *of_kind("methods")),
    key=("code",),
    example=("par-2020-province",),
    nests=(
        Nest("criteria", TABLE["criteria"], ("method_id",), ("cut", "no"), frozenset(("method",))),
        Nest(
            "bands",
            TABLE["bands"],
            ("index_id", "unit_kind"),
            ("-from_score",),
            parent=("index_id", "unit_kind"),
            within="method_id",
        ),
    ),
)
ENDPOINTS = (
    UNITS,
    Endpoint(TABLE["regions"], ("code",), (), ("code",), ("dbsh",)),
    Endpoint(TABLE["indices"], ("code",), (), ("code",), ("par-index",)),
    METHODS,
    Endpoint(
        TABLE["editions"],
        OF_EDITION,
        by("editions", "index", "year"),
        ("index", "year"),
        ("par-index", 2020),
        dated=True,
    ),
    of_results("results", more=("score_basis", "rank_basis")),
    of_results("scores", more=("cut",), order=("cut", "criterion_no")),
    Endpoint(
        TABLE["averages"],
        (*OF_EDITION, "group", "region"),
        by("averages", "index", "year", "region", "source"),
        dated=True,
    ),
    of_results("claims", order=("source",)),
    of_results("participations", more=("status",)),
    Endpoint(
        TABLE["indicators"],
        ("code",),
        of_kind("indicators", kinds=tuple(UnitKind.values)),
        ("code",),
        ("chung-thuc-ban-sao-dien-tu",),
    ),
    Endpoint(
        TABLE["snapshots"],
        ("indicator", *OF_UNIT, "as_of"),
        (
            *by("snapshots", "indicator"),
            *of_kind("snapshots", kinds=tuple(UnitKind.values)),
            *by("snapshots", "unit_id"),
            *in_region("as_of"),
            *by("snapshots", "qualifier", "source"),
        ),
        dated=True,
    ),
    Endpoint(TABLE["adoptions"], ("indicator", *OF_UNIT), by("adoptions", "indicator", "unit_id", "source")),
    Endpoint(
        TABLE["targets"],
        ("code",),
        by("targets", "indicator", "index", "unit_id", "source"),
        ("code",),
        ("chung-thuc-ban-sao-dien-tu-2021",),
    ),
    Endpoint(
        TABLE["guidance"],
        ("code",),
        by("guidance", "indicator", "source"),
        ("code",),
        ("chung-thuc-ban-sao-dien-tu",),
    ),
    Endpoint(
        TABLE["sources"],
        ("code",),
        by("sources", "kind", "reliability"),
        ("code",),
        ("bao-hoang-lam-2021",),
        dated=True,
    ),
    Endpoint(
        TABLE["corrections"],
        (*OF_EDITION, "version", "pk"),
        by("corrections", "index", "year", "kind", "unit_id"),
        dated=True,
    ),
    Endpoint(TABLE["withdrawals"], OF_EDITION, by("withdrawals", "index", "year"), dated=True),
)
BY_NAME = {endpoint.name: endpoint for endpoint in ENDPOINTS}


def parameters_at(path: str) -> tuple[Parameter, ...]:
    """What an address of the API can be asked for; nothing where there is none."""
    name, _slash, key = path.removeprefix(ROOT).partition("/")
    endpoint = BY_NAME.get(name)
    if endpoint is None:
        return ()
    return endpoint.of_one if key else endpoint.of_list
