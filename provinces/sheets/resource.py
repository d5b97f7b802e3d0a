"""What every resource does: match the header, read each row's cells, find its record, say what changes.

A resource is a django-import-export resource whose rows are cells with addresses. Records and referred-to rows are
read once before the first row, so that a row costs no query.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, ClassVar

import tablib
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from import_export.resources import ModelResource
from import_export.results import RowResult

from ..names import fold
from .columns import Column, Refusal
from .reading import Cell, Table

NEW, CHANGED, SAME, REFUSED, LEFT = "new", "changed", "same", "refused", "skipped"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row: its number, its record's key, old and new values of what changes, or the refusals."""

    row: int
    state: str
    label: str = ""
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    refusals: tuple[Refusal, ...] = ()


class HeaderRefused(ValueError):
    """The header lacks a column that is needed, or has one that is not known."""


class LeftOut(Exception):
    """The row is not for this import (a row of another kind): it is counted as skipped."""


class SheetResource(ModelResource):
    """A kind of sheet. Subclasses declare `columns`, `key` and, where a row refers to others, `refer`."""

    code: ClassVar[str]
    label: ClassVar[Any]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    only_new = False

    class Meta:
        use_bulk = True
        batch_size = 1000
        skip_diff = True
        report_skipped = False
        use_transactions = False

    def __init__(self, context: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.context = context or {}
        self.columns = tuple(  # what a column refers to may have changed since the last import
            replace(column, read=column.read.fresh()) if hasattr(column.read, "fresh") else column
            for column in type(self).columns
        )
        self.outcomes: list[Outcome] = []
        self.create_instances: list[Any] = []
        self.update_instances: list[Any] = []
        self._seen: dict[tuple, int] = {}

    @classmethod
    def context_of(cls, said: dict[str, Any], user: Any) -> dict[str, Any]:
        """What the resource needs, from what the form said."""
        return said | {"user": user}

    def for_writing(self, user: Any) -> "SheetResource":
        """A resource that writes what this one has looked at."""
        return type(self)(dict(self.context))

    # --- the header ------------------------------------------------------------------------------------

    def dataset_of(self, table: Table) -> tablib.Dataset:
        """The rows of a table under the names of the columns. Raises HeaderRefused."""
        known = {fold(spelling): column.name for column in self.columns for spelling in self._spellings(column)}
        names: list[str] = []
        for cell in table.header:
            name = known.get(fold(cell.text), "")
            if cell and not name:
                raise HeaderRefused(
                    _('Column %(cell)s "%(text)s" is not known here. Known columns: %(columns)s.')
                    % {
                        "cell": cell.address,
                        "text": cell.text,
                        "columns": ", ".join(column.name for column in self.columns),
                    }
                )
            names.append(name)
        twice = [name for name, times in Counter(filter(None, names)).items() if times > 1]
        if twice:
            raise HeaderRefused(_("The column %(name)s stands twice in the header.") % {"name": twice[0]})
        for column in self.columns:
            if column.required and column.name not in names:
                raise HeaderRefused(
                    _('The column "%(label)s" (%(name)s) is missing in the first row.')
                    % {"label": column.label, "name": column.name}
                )
        dataset = tablib.Dataset(headers=[*filter(None, names), "row number"])
        kept = [index for index, name in enumerate(names) if name]
        for number, cells in table.rows:
            dataset.append([*(cells[index] if index < len(cells) else Cell("", "") for index in kept), number])
        return dataset

    @staticmethod
    def _spellings(column: Column) -> Iterator[str]:
        yield from (column.name, str(column.label), *column.spellings)

    # --- a row -----------------------------------------------------------------------------------------

    def refer(self, cells: dict[str, Cell]) -> dict[str, Any]:
        """Attributes that a row fills by referring to other records. Raises Refusal, LeftOut."""
        return {}

    def complete(self, values: dict[str, Any], cells: dict[str, Cell]) -> None:
        """Attributes that follow from others, and checks that look at several cells. Raises Refusal."""

    def read_row(self, cells: dict[str, Cell]) -> dict[str, Any]:
        """The row as attributes of its record. Raises ExceptionGroup of Refusals, or LeftOut."""
        refusals: list[Refusal] = []
        values: dict[str, Any] = {}
        try:
            values.update(self.refer(cells))
        except Refusal as refusal:
            refusals.append(refusal)
        for column in self.columns:
            if column.fills and column.name in cells:
                try:
                    values[column.target] = column.value(cells[column.name])
                except Refusal as refusal:
                    refusals.append(refusal)
        if not refusals:
            try:
                self.complete(values, cells)
            except Refusal as refusal:
                refusals.append(refusal)
        if refusals:
            raise ExceptionGroup("refused", refusals)
        return values

    @cached_property
    def existing(self) -> dict[tuple, models.Model]:
        """Every record that a row may mean, by its natural key."""
        return {self.key_of(record): record for record in self.get_queryset()}

    def key_of(self, record: models.Model) -> tuple:
        return tuple(getattr(record, attribute) for attribute in self.key)

    def import_row(self, row, instance_loader, **kwargs):
        """One row: read, found, compared; kept for the bulk write unless it is refused or says nothing new."""
        number = row.pop("row number")
        result = RowResult()
        result.import_type = RowResult.IMPORT_TYPE_SKIP
        outcome = self._outcome(number, row)
        self.outcomes.append(outcome)
        if outcome.state in {NEW, CHANGED}:
            result.import_type = RowResult.IMPORT_TYPE_NEW if outcome.state == NEW else RowResult.IMPORT_TYPE_UPDATE
        return result

    def _outcome(self, number: int, cells: dict[str, Cell]) -> Outcome:
        try:
            values = self.read_row(cells)
        except LeftOut:
            return Outcome(number, LEFT)
        except ExceptionGroup as group:
            return Outcome(number, REFUSED, refusals=tuple(e for e in group.exceptions if isinstance(e, Refusal)))
        key = tuple(values.get(attribute) for attribute in self.key)
        first = next(iter(cells.values()))
        if key in self._seen:
            return Outcome(
                number,
                REFUSED,
                refusals=(
                    Refusal(
                        first,
                        _("rows %(first)s and %(second)s are about the same thing. Keep one and upload again.")
                        % {"first": self._seen[key], "second": number},
                    ),
                ),
            )
        self._seen[key] = number
        record = self.existing.get(key)
        if record is not None and self.only_new:
            return Outcome(number, SAME)
        if record is None:
            record, state, changes = self._meta.model(), NEW, {}
        else:
            changes = {
                attribute: (getattr(record, attribute), value)
                for attribute, value in values.items()
                if getattr(record, attribute) != value
            }
            if not changes:
                return Outcome(number, SAME)
            state = CHANGED
        for attribute, value in values.items():
            setattr(record, attribute, value)
        try:
            record.clean_fields(exclude=[f.name for f in record._meta.fields if f.is_relation])
            self.prepare(record)
        except ValidationError as error:
            said = "; ".join(" ".join(messages) for messages in error.message_dict.values())
            return Outcome(number, REFUSED, refusals=(Refusal(first, said),))
        (self.create_instances if state == NEW else self.update_instances).append(record)
        return Outcome(number, state, label=self.label_of(values, cells), changes=changes)

    def prepare(self, record: models.Model) -> None:
        """What the model's own `save` would do, because bulk writes do not call it."""

    def label_of(self, values: dict[str, Any], cells: dict[str, Cell]) -> str:
        """What the preview calls the row."""
        return " · ".join(cell.text for cell in list(cells.values())[:3] if cell)

    # --- writing ---------------------------------------------------------------------------------------

    def get_bulk_update_fields(self) -> list[str]:
        fields = self._meta.model._meta.fields
        return [f.name for f in fields if not f.primary_key and f.concrete]

    def take_in(self, table: Table, dry_run: bool) -> list[Outcome]:
        """Read a table; write what is new and changed unless `dry_run`. Refused rows are never written.

        Raises HeaderRefused; database errors pass through, so that the caller's transaction is rolled back.
        """
        self.import_data(self.dataset_of(table), dry_run=dry_run, raise_errors=True, use_transactions=False)
        return self.outcomes

    def import_data_inner(self, *args, **kwargs):
        self.outcomes, self._seen = [], {}
        return super().import_data_inner(*args, **kwargs)

    # --- going out -------------------------------------------------------------------------------------

    def rows_out(self, queryset: Iterable[models.Model]) -> Iterator[list[Any]]:
        """The values of each record under the columns, as text, numbers and days."""
        for record in queryset:
            yield [column.written(record) for column in self.columns]

    def export(self, queryset=None, **kwargs):
        queryset = self.get_queryset() if queryset is None else queryset
        return tablib.Dataset(*self.rows_out(self.for_export(queryset)), headers=self.get_export_headers())

    def for_export(self, queryset: models.QuerySet) -> models.QuerySet:
        """The queryset with everything its columns refer to."""
        return queryset

    def get_export_headers(self, selected_fields=None):
        return [column.name for column in self.columns]


def tally(outcomes: Iterable[Outcome]) -> dict[str, int]:
    """How many rows are new, changed, same, skipped, refused."""
    counted = Counter(outcome.state for outcome in outcomes)
    return {state: counted.get(state, 0) for state in (NEW, CHANGED, SAME, LEFT, REFUSED)}
