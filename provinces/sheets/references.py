"""Columns that name another record: a unit, a source. Each reads what it refers to once."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..matching import NoSuchUnit, UnitMatcher
from ..models import BEGINNING, Source, Unit, UnitKind
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

    def written(record: Any) -> str:
        meant = getattr(record, name)
        return meant.code if meant else ""

    return Column(name, label, Codes(model), attribute=f"{name}_id", required=required, write=written, **options)


def source_column(name: str = "source", required: bool = False) -> Column:
    """A column with the code of a source."""
    return code_column(
        name,
        gettext_lazy("Source") if name == "source" else gettext_lazy("Source of the change"),
        Source,
        required=required,
        spellings=("Nguồn",) if name == "source" else (),
    )


# What sheets call the column of units.
UNIT_HEADINGS = (
    "Tỉnh, thành phố", "Tỉnh/Thành phố", "Tỉnh/TP", "Địa phương", "Tên tỉnh", "Đơn vị", "Bộ, ngành", "Bộ/ngành",
    "Bộ, cơ quan ngang bộ", "Tên bộ", "Bộ, cơ quan", "Tên đơn vị", "Tỉnh", "Tỉnh thành", "Tỉnh, TP",
    "Tên tỉnh, thành phố", "Tên tỉnh/thành phố", "Tỉnh/Thành", "Cơ quan",
)  # fmt: skip


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

    def columns(self) -> tuple[Column, ...]:
        """The columns, in the order in which they go out."""
        code = self._column("code", gettext_lazy("Unit code"), text, "code", ("Mã", "Mã đơn vị"))
        begins_on = self._column("begins_on", gettext_lazy("Unit begins on"), day, "begins_on")
        columns = [code, begins_on]
        if self.kind_column:
            kind = self._column("kind", gettext_lazy("Kind of unit"), text, "kind")
            columns.insert(0, replace(kind, name=self.kind_column))
        if self.named:
            columns.append(self._column("name", gettext_lazy("Unit"), text, "titled", UNIT_HEADINGS))
        return tuple(columns)

    def _column(self, name: str, label: Any, read: Any, said: str, spellings: tuple[str, ...] = ()) -> Column:
        """A column that says something of the unit: `said` names the unit's attribute that goes out."""
        relation = self.attribute.removesuffix("_id")

        def write(record: Any) -> Any:
            unit = getattr(record, relation)
            return getattr(unit, said) if unit else ""

        return Column(f"{self.prefix}{name}", label, read, fills=False, spellings=spellings, write=write)

    @cached_property
    def exact(self) -> dict[tuple[str, str, date], int]:
        return {
            (kind, code, begins_on): pk
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
                return self.exact[kind, code.text, day(begins)]
            except KeyError:
                raise Refusal(
                    code,
                    _('there is no unit with the code "%(code)s" that begins on %(day)s.')
                    % {"code": code.text, "day": begins.text},
                ) from None
        meant = code or name
        if not meant:
            return None
        chosen = self.answers.get(f"unit:{fold(meant.text)}")
        if chosen:
            return self._chosen(meant, chosen)
        matcher = matchers.of(kind, on or BEGINNING)
        try:
            unit = matcher.find(meant.text)
        except NoSuchUnit as error:
            raise Refusal(meant, str(error), self._which_unit(meant, matcher, error)) from error
        self.name = matcher.short_names.get(unit.pk, unit.code)
        if meant.text not in {self.name, unit.code}:
            bare = without_type(fold(meant.text), kind)
            self.read_as = None if bare == without_type(fold(self.name), kind) else (meant, self.name)
        return unit.pk

    def _chosen(self, cell: Cell, permanent_id: str) -> int:
        """The unit that the official chose for a spelling; it is remembered as an alias when the run is stored."""
        kind, _dash, rest = permanent_id.partition("-")
        code, _dash, begins = rest.partition("-")
        unit_id = self.exact.get((kind, code, date.fromisoformat(begins)))
        if unit_id is None:
            raise Refusal(cell, _("the chosen unit does not exist any more. Upload the sheet again."))
        self.learned[cell.text] = unit_id
        self.name = Unit.objects.prefetch_related("names").get(pk=unit_id).titled
        self.read_as = (cell, self.name)
        return unit_id

    @staticmethod
    def _which_unit(cell: Cell, matcher: UnitMatcher, error: NoSuchUnit) -> Question | None:
        if not error.near:
            return None
        return Question(
            f"unit:{fold(cell.text)}",
            _('Cell %(cell)s: which unit is "%(text)s"? The choice is remembered.')
            % {"cell": cell.address, "text": cell.text},
            tuple((unit.permanent_id, matcher.short_names[unit.pk]) for unit in error.near),
        )


class Matchers:
    """One matcher for each kind and day, made when first asked for."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, date], UnitMatcher] = {}

    def of(self, kind: str, on: date) -> UnitMatcher:
        if (kind, on) not in self._made:
            self._made[kind, on] = UnitMatcher(kind, on)
        return self._made[kind, on]
