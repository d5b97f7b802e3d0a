"""Columns that name another record: a unit, a source. Each reads what it refers to once."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..matching import CommuneMatcher, NoSuchUnit, UnitMatcher, bare_code
from ..models import BEGINNING, Source, Unit, UnitKind, UnitName
from ..names import fold, without_type
from .columns import Column, Refusal, day, text
from .questions import Question
from .reading import Cell


class Codes:
    """Reads a code as the primary key of the record that has it. Called afresh for each import (see `fresh`)."""

    def __init__(self, model: type[Model]) -> None:
        self.model = model

    def fresh(self) -> "Codes":
        """The same without what it remembers of an earlier import."""
        return Codes(self.model)

    @cached_property
    def ids(self) -> dict[str, int]:
        return dict(self.model._default_manager.values_list("code", "pk"))

    @cached_property
    def named(self) -> dict[str, int]:
        """What officials write instead of a code: the names that only one record has."""
        fields = {field.name for field in self.model._meta.concrete_fields}
        found: dict[str, set[int]] = defaultdict(set)
        for name in {"name_vi", "name_en", "short_name"} & fields:
            for said, pk in self.model._default_manager.values_list(name, "pk"):
                if said:
                    found[fold(said)].add(pk)
        return {said: next(iter(ids)) for said, ids in found.items() if len(ids) == 1}

    def __call__(self, cell: Cell) -> int:
        """The primary key of the record with the cell's code, or name. Raises Refusal."""
        if cell.text not in self.ids and fold(cell.text) in self.named:
            return self.named[fold(cell.text)]
        try:
            return self.ids[cell.text]
        except KeyError:
            raise Refusal(
                cell,
                _('"%(text)s" is not the code of any %(noun)s. Enter it first, or mend the cell.')
                % {"text": cell.text, "noun": self.model._meta.verbose_name},
            ) from None


def code_column(name: str, label: Any, model: type[Model], required: bool = False, **options: Any) -> Column:
    """A column with the code of another record; the attribute it fills is `{name}_id`."""
    path = f"{name}__code"
    return Column(name, label, Codes(model), attribute=f"{name}_id", required=required, path=path, **options)


def source_column(name: str = "source", required: bool = False) -> Column:
    """A column with the code of a source."""
    return code_column(
        name,
        gettext_lazy("Source") if name == "source" else gettext_lazy("Source of the change"),
        Source,
        required=required,
        spellings=("Nguồn",) if name == "source" else (),
    )


def licence_column() -> Column:
    """The licence of a figure's document, told beside the figure."""
    return Column(
        "licence",
        gettext_lazy("Licence"),
        text,
        fills=False,
        told=True,
        path="source__licence",
        help=gettext_lazy("Under which terms the document may be used. Empty: the document does not say."),
    )


# What sheets call the column of units.
UNIT_HEADINGS = (
    "Tỉnh, thành phố", "Tỉnh/Thành phố", "Tỉnh/TP", "Địa phương", "Tên tỉnh", "Đơn vị", "Bộ, ngành", "Bộ/ngành",
    "Bộ, cơ quan ngang bộ", "Tên bộ", "Bộ, cơ quan", "Tên đơn vị", "Tỉnh", "Tỉnh thành", "Tỉnh, TP",
    "Tên tỉnh, thành phố", "Tên tỉnh/thành phố", "Tỉnh/Thành", "Cơ quan",
)  # fmt: skip


COMMUNE_HEADINGS = (
    "Xã, phường", "Xã, phường, thị trấn", "Xã/phường", "Phường/Xã", "Phường Xã", "Tên xã", "Xã", "Đơn vị cấp xã",
    "Tên đơn vị cấp xã", "Đơn vị", "Tên đơn vị", "Địa phương", "Xã/phường/thị trấn", "Xã, phường, đặc khu",
    "UBND cấp xã", "Tên xã/phường", "Tên xã, phường", "Đơn vị hành chính cấp xã",
)  # fmt: skip
DISTRICT_HEADINGS = ("Huyện", "Quận/Huyện", "Quận Huyện", "Tên huyện", "Quận, huyện", "Huyện, thị xã, thành phố",
                     "Huyện/thị xã/thành phố", "Cấp huyện", "Đơn vị cấp huyện")  # fmt: skip
PROVINCE_HEADINGS = ("Tỉnh", "Tỉnh, thành phố", "Tỉnh/Thành phố", "Tỉnh Thành Phố", "Tỉnh/TP", "Tên tỉnh", "Tỉnh thành")


class OfUnits:
    """What is said of the units that columns name, by primary key: `id`, their permanent ids; otherwise their latest
    official `name_vi`, `name_en`, `type`.

    Provinces and ministries are read at the first row, communes only where a row is about one.
    """

    def __init__(self, said: str) -> None:
        self.said = said
        self.known: dict[int, str] = {}
        # Conditions rather than querysets: an answer of the API makes a dozen of these and asks one or two.
        self.left = [~Q(kind=UnitKind.COMMUNE), Q(kind=UnitKind.COMMUNE)]

    def fresh(self) -> "OfUnits":
        """The same without what it remembers of an earlier sheet."""
        return OfUnits(self.said)

    def among(self, unit_ids: Collection[int]) -> "OfUnits":
        """The same, which reads only these units."""
        few = self.fresh()
        few.left = [Q(pk__in=unit_ids)]
        return few

    def __call__(self, unit_id: int) -> str:
        while unit_id not in self.known and self.left:
            self._read(Unit.objects.filter(self.left.pop(0)))
        return self.known[unit_id]

    def _read(self, units: QuerySet[Unit]) -> None:
        """A unit without a name goes by its kind and code, as between two steps of an import."""
        for pk, kind, code, begins_on in units.values_list("pk", "kind", "code", "begins_on"):
            unnamed = f"{kind} {code}" if self.said == "name_vi" else ""
            self.known[pk] = f"{kind}-{code}-{begins_on.isoformat()}" if self.said == "id" else unnamed
        if self.said != "id":
            names = UnitName.objects.filter(role=UnitName.Role.OFFICIAL, unit__in=units).order_by("valid_from", "pk")
            self.known |= dict(names.values_list("unit_id", self.said))


class UnitReference:
    """The columns that say which unit a row means, and how they are understood.

    With a first day, (kind, code, first day) is exact; with a code or a name alone, the unit in force on the day
    that the sheet speaks of is meant.
    """

    def __init__(self, attribute: str, prefix: str, kind: str = "", kind_column: str = "", named: bool = True):
        self.attribute, self.prefix, self.kind, self.kind_column = attribute, prefix, kind, kind_column
        self.named = named
        self.answers: dict[str, str] = {}
        self.learned: dict[str, int] = {}
        self.name = ""
        self.read_as: tuple[Cell, str] | None = None

    @property
    def relation(self) -> str:
        """The record's relation to the unit."""
        return self.attribute.removesuffix("_id")

    def told(self) -> Column:
        """The permanent id of the unit, for who joins tables: it goes out, and is read in no sheet."""
        return Column(
            f"{self.prefix}unit_id".replace("unit_unit_id", "unit_id"),
            gettext_lazy("Permanent id"),
            text,
            fills=False,
            told=True,
            path=f"{self.relation}__pk",
            given=OfUnits("id"),
            help=gettext_lazy(
                "Kind, code and first day of the unit: codes and names were reused by mergers, this id never is."
            ),
        )

    def columns(self) -> tuple[Column, ...]:
        """The columns, in the order in which they go out."""
        code = self._column("code", gettext_lazy("Unit code"), text, "code", ("Mã", "Mã đơn vị"))
        begins_on = self._column("begins_on", gettext_lazy("Unit begins on"), day, "begins_on")
        columns = [code, begins_on]
        if self.kind_column:
            kind = self._column("kind", gettext_lazy("Kind of unit"), text, "kind")
            columns.insert(0, replace(kind, name=self.kind_column))
        if self.named:
            name = self._column("name", gettext_lazy("Unit"), text, "pk", UNIT_HEADINGS)
            help_text = gettext_lazy("The unit's latest official name, with its type.")
            columns.append(replace(name, given=OfUnits("name_vi"), help=help_text))
        return tuple(columns)

    def _column(self, name: str, label: Any, read: Any, said: str, spellings: tuple[str, ...] = ()) -> Column:
        """A column that says something of the unit: `said` names the unit's attribute that goes out."""
        path = f"{self.relation}__{said}"
        return Column(f"{self.prefix}{name}", label, read, fills=False, spellings=spellings, path=path)

    @cached_property
    def exact(self) -> dict[tuple[str, str, date], int]:
        return {
            (kind, bare_code(code), begins_on): pk
            for kind, code, begins_on, pk in Unit.objects.values_list("kind", "code", "begins_on", "pk")
        }

    def kind_of(self, cells: dict[str, Cell]) -> str:
        cell = cells.get(self.kind_column)
        if not cell:
            return self.kind or UnitKind.PROVINCE
        if cell.text not in UnitKind.values:
            raise Refusal(cell, _('"%(text)s" is not a kind of unit.') % {"text": cell.text})
        return cell.text

    def read(self, cells: dict[str, Cell], matchers: "Matchers", on: date | None) -> int | None:
        """The unit's primary key; None where the row leaves all its cells empty. Raises Refusal."""
        self.name, self.read_as = "", None
        code, begins = cells.get(f"{self.prefix}code"), cells.get(f"{self.prefix}begins_on")
        name = cells.get(f"{self.prefix}name")
        kind = self.kind_of(cells)
        if code and begins:
            try:
                return self.exact[kind, bare_code(code.text), day(begins)]
            except KeyError:
                raise Refusal(
                    code,
                    _('there is no unit with the code "%(code)s" that begins on %(day)s.')
                    % {"code": code.text, "day": begins.text},
                ) from None
        meant = code or name
        if not meant:
            return None
        matcher = matchers.of(kind, on or BEGINNING)
        try:
            unit = self._find(meant, cells, matchers, on or BEGINNING)
        except NoSuchUnit as error:
            question = self._which_unit(meant, cells, matcher, error)
            chosen = self.answers.get(question.code) if question else None
            # Only what was asked is answered, and only by what was offered.
            if question and chosen in dict(question.choices):
                return self._chosen(meant, chosen)
            raise Refusal(meant, str(error), question) from error
        self.name = matcher.short_names.get(unit.pk, unit.code)
        if code and name:
            self._check_name(unit, name, matcher)
        if meant.text not in {self.name, unit.code}:
            bare = without_type(fold(meant.text), kind)
            self.read_as = None if bare == without_type(fold(self.name), kind) else (meant, self.name)
        return unit.pk

    def _check_name(self, unit: Unit, name: Cell, matcher: UnitMatcher) -> None:
        """Raises Refusal where the code means one unit and the name beside it another."""
        named = matcher.candidates(name.text)
        if named and unit not in named:
            raise Refusal(
                name,
                _('the code is that of %(unit)s, the name says "%(name)s". Mend one of the two and upload again.')
                % {"unit": self.name, "name": name.text},
            )

    def _find(self, meant: Cell, cells: dict[str, Cell], matchers: "Matchers", on: date) -> Unit:
        """The unit that the cell names. Raises NoSuchUnit."""
        return matchers.of(self.kind_of(cells), on).find(meant.text)

    def _question(self, meant: Cell, cells: dict[str, Cell]) -> str:
        """The code of the question which unit is meant: one for every spelling."""
        return f"unit:{fold(meant.text)}"

    def _chosen(self, cell: Cell, permanent_id: str) -> int:
        """The unit that the official chose for a spelling; it is remembered as an alias when the run is stored."""
        kind, _dash, rest = permanent_id.partition("-")
        code, _dash, begins = rest.partition("-")
        unit_id = self.exact.get((kind, bare_code(code), date.fromisoformat(begins)))
        if unit_id is None:
            raise Refusal(cell, _("the chosen unit does not exist any more. Upload the sheet again."))
        self.learned[cell.text] = unit_id
        self.name = Unit.objects.prefetch_related("names").get(pk=unit_id).titled
        self.read_as = (cell, self.name)
        return unit_id

    def _which_unit(
        self, cell: Cell, cells: dict[str, Cell], matcher: UnitMatcher, error: NoSuchUnit
    ) -> Question | None:
        if not error.near:
            return None
        return Question(
            self._question(cell, cells),
            _('Cell %(cell)s: which unit is "%(text)s"? The choice is remembered.')
            % {"cell": cell.address, "text": cell.text},
            tuple((unit.permanent_id, matcher.called(unit)) for unit in error.near),
        )


class CommuneReference(UnitReference):
    """The columns that say which commune a row means: its code, or its name with district and province.

    A district or province that stands above the rows, in a heading or a title, holds for the rows below it: the
    resource says so in `province` and `district`.
    """

    def __init__(self, attribute: str, prefix: str) -> None:
        super().__init__(attribute, prefix, kind=UnitKind.COMMUNE, kind_column=f"{prefix}kind")
        self.province: int | None = None
        self.district = ""

    def columns(self) -> tuple[Column, ...]:
        spellings = {
            f"{self.prefix}code": ("Mã xã", "Mã PX", "Mã", "Mã đơn vị", "Mã đơn vị cấp xã", "Mã ĐVHC"),
            f"{self.prefix}name": COMMUNE_HEADINGS,
        }
        own = (replace(c, spellings=spellings.get(c.name, c.spellings)) for c in super().columns())
        district = Column("district", gettext_lazy("District"), text, fills=False, spellings=DISTRICT_HEADINGS)
        province = Column("province", gettext_lazy("Province"), text, fills=False, spellings=PROVINCE_HEADINGS)
        return (*own, replace(district, path=None), replace(province, path=None))

    def read(self, cells, matchers, on):
        unit_id = super().read(cells, matchers, on)
        if unit_id is not None:
            matcher = matchers.communes(on or BEGINNING)
            self.name = matcher.called(matcher.units[unit_id])
        return unit_id

    def _question(self, meant, cells):
        return "|".join((super()._question(meant, cells), fold(self._district(cells)), str(self.province or "")))

    def _district(self, cells: dict[str, Cell]) -> str:
        cell = cells.get("district")
        return cell.text if cell else self.district

    def _find(self, meant, cells, matchers, on):
        matcher = matchers.communes(on)
        province = self.province
        if cells.get("province"):
            cell = cells["province"]
            try:
                province = matcher.provinces.find(cell.text).pk
            except NoSuchUnit as error:
                raise Refusal(cell, str(error)) from error
        return matcher.find_in(meant.text, province, self._district(cells))


class Matchers:
    """One matcher for each kind and day, made when first asked for."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, date], UnitMatcher] = {}
        self._communes: dict[date, CommuneMatcher] = {}

    def of(self, kind: str, on: date) -> UnitMatcher:
        if kind == UnitKind.COMMUNE:
            return self.communes(on)
        if (kind, on) not in self._made:
            self._made[kind, on] = UnitMatcher(kind, on)
        return self._made[kind, on]

    def communes(self, on: date) -> CommuneMatcher:
        if on not in self._communes:
            self._communes[on] = CommuneMatcher(on)
        return self._communes[on]
