"""What every resource does: match the header, read each row's cells, find its record, say what changes.

A resource is a django-import-export resource whose rows are cells with addresses. Records and referred-to rows are
read once before the first row, so that a row costs no query.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar

import tablib
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from import_export.resources import ModelResource

from ..models import Source
from ..names import fold
from ..wording import day, decimal_text, plain
from .columns import Column, Refusal, Remark
from .going_out import rows_of
from .header import Header, match
from .layout import Table, Wanted
from .outcomes import CHANGED, LEFT, NEW, NOWHERE, REFUSED, SAME, LeftOut, Outcome
from .questions import Question
from .reading import Cell


class SheetResource(ModelResource):
    """A kind of sheet. Subclasses declare `columns`, `key` and, where a row refers to others, `refer`."""

    code: ClassVar[str]
    label: ClassVar[Any]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    # Columns that name what a row is about, and those with its figures: rows without figures are no data.
    subjects: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    # Whether a record of this kind rests on a source; a sheet that names none is a source itself.
    sourced = False
    only_new = False
    # Whether a row that differs makes a record of its own beside the one that is here.
    append_only = False

    class Meta:
        use_bulk = True
        batch_size = 2000
        skip_diff = True
        report_skipped = False
        use_transactions = False

    def __init__(self, context: dict[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.context = context or {}
        self.columns = tuple(map(afresh, type(self).columns))
        self.outcomes: list[Outcome] = []
        self.present: set[str] = set()
        self.questions: list[Question] = []
        self.remarks: list[Remark] = []
        self.create_instances: list[Any] = []
        self.update_instances: list[Any] = []
        self._seen: dict[tuple, int] = {}
        self._unsourced: set[int] = set()
        self._sound: set[tuple[str, Any]] = set()  # values that a field accepted: columns repeat themselves

    @classmethod
    def context_of(cls, said: dict[str, Any], user: Any) -> dict[str, Any]:
        """What the resource needs, from what the form said."""
        return said | {"user": user}

    @classmethod
    def check_said(cls, said: dict[str, str]) -> None:
        """Whether what is said beside a sheet makes sense. Raises ValidationError."""
        if "as_of" in said:
            try:
                date.fromisoformat(said["as_of"])
            except ValueError as error:
                raise ValidationError(
                    _('"%(text)s" is not a day such as 2021-11-01.') % {"text": said["as_of"]}
                ) from error
        if "source" in said and not Source.objects.filter(code=said["source"]).exists():
            raise ValidationError(_('There is no source "%(code)s".') % {"code": said["source"]})

    @classmethod
    def template_rows(cls, context: dict[str, Any]) -> tuple[list[str], list[list[Any]], int]:
        """Headings, prepared rows and how many columns are locked, for a template of this kind."""
        return [str(column.label) for column in cls.columns if not column.told], [], 0

    @classmethod
    def next_steps(cls, run: Any) -> list[tuple[str, str]]:
        """Where an official goes on after an import: labels and addresses."""
        return []

    def for_writing(self, user: Any) -> "SheetResource | None":
        """The resource that has to read the sheet anew before it writes; None if this one can write what it saw."""
        return None

    # --- the header ------------------------------------------------------------------------------------

    @classmethod
    def wanted(cls) -> Wanted:
        """What the sheet of this kind looks like from outside."""
        headings = {fold(text): column.name for column in cls.columns for text in column.headings}
        return Wanted(headings, cls.subjects, frozenset(cls.figures))

    @property
    def answers(self) -> dict[str, str]:
        """What the official answered to earlier questions about this sheet."""
        return self.context.get("answers", {})

    @property
    def year(self) -> int | None:
        """The year the sheet is about, where that is known; of two columns alike the one of this year counts."""
        return None

    def header_of(self, table: Table) -> Header:
        """What each column of the table means. Raises HeaderRefused."""
        return match(table, self.wanted(), self.columns, self.answers, self.year)

    # --- a row -----------------------------------------------------------------------------------------

    def refer(self, cells: dict[str, Cell]) -> dict[str, Any]:
        """Attributes that a row fills by referring to other records. Raises Refusal, LeftOut."""
        return {}

    def complete(self, values: dict[str, Any], cells: dict[str, Cell]) -> None:
        """Attributes that follow from others, and checks that look at several cells. Raises Refusal."""

    @cached_property
    def may_change(self) -> bool:
        """Whether the account may change records, not only add them. A command without an account may."""
        user, model = self.context.get("user"), self._meta.model._meta
        return user is None or self.append_only or user.has_perm(f"{model.app_label}.change_{model.model_name}")

    def why_not_allowed(self, values: dict[str, Any]) -> str:
        """Why the account may not write a record with these values; nothing if it may."""
        return ""

    def read_row(self, cells: dict[str, Cell]) -> dict[str, Any]:
        """The row as attributes of its record. Raises ExceptionGroup of Refusals, or LeftOut."""
        refusals: list[Refusal] = []
        self._read_as: list[tuple[Cell, str]] = []
        values: dict[str, Any] = {}
        try:
            values.update(self.refer(cells))
        except Refusal as refusal:
            refusals.append(refusal)
        for column in self.columns:
            if column.fills and column.name in cells:
                cell = cells[column.name]
                try:
                    value = values[column.target] = column.value(cell)
                except Refusal as refusal:
                    refusals.append(refusal)
                else:
                    if cell and (shown := column.read_as(cell, value)):
                        self._read_as.append((cell, shown))
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

    def _outcome(self, number: int, cells: dict[str, Cell]) -> Outcome:
        try:
            values = self.read_row(cells)
        except LeftOut:
            return Outcome(number, LEFT)
        except ExceptionGroup as group:
            refusals = tuple(e for e in group.exceptions if isinstance(e, Refusal))
            known = {question.code for question in self.questions}
            self.questions += [r.question for r in refusals if r.question and r.question.code not in known]
            return Outcome(number, REFUSED, self.label_of({}, cells), refusals=refusals)
        if refusal := self._without_source(number, values):
            return Outcome(number, REFUSED, refusals=(refusal,))
        key = tuple(values.get(attribute) for attribute in self.key)
        first = next((cell for cell in cells.values() if cell), NOWHERE)
        label = self.label_of(values, cells)
        if key in self._seen:
            return self._same_twice(key, number, first, label)
        self._seen[key] = len(self.outcomes)
        try:
            return self._compared(number, label, first, values, self.existing.get(key))
        except Refusal as refusal:
            # Kept for the preview, and without the frames it came through: they hold the row and the record.
            return Outcome(number, REFUSED, label, refusals=(refusal.with_traceback(None),))

    def _without_source(self, number: int, values: dict[str, Any]) -> Refusal | None:
        """A row that names no source has that of its sheet; without one it is refused, or asked about at the end."""
        if not self.sourced or values.get("source_id") is not None:
            return None
        said = self.context.get("source")
        values.pop("source_id", None)
        if said:
            values["source_id"] = said.pk
        elif "run" in self.context:
            self._unsourced.add(number)
        else:
            return Refusal(NOWHERE, _("the row names no source."))
        return None

    def _compared(
        self, number: int, label: str, first: Cell, values: dict[str, Any], record: models.Model | None
    ) -> Outcome:
        """What the row does to the record that is here, or to none. Raises Refusal for what may not be, or is wrong."""
        refused = self.why_not_allowed(values)
        if record is not None:
            refused = refused or self.why_not_allowed({name: getattr(record, name) for name in values})
        if refused:
            raise Refusal(first, refused)
        if record is not None and self.only_new:
            return Outcome(number, SAME, label)
        read_as = tuple(self._read_as)
        if record is None:
            record, state = self._meta.model(), NEW
            changes = {attribute: (None, value) for attribute, value in values.items()}
        else:
            state, changes = CHANGED, self._changes(record, values)
            if not changes:
                return Outcome(number, SAME, label, read_as=read_as, record=record, first=first)
            if not self.may_change:
                raise Refusal(first, _("this account may add records, but not change the one that is here."))
        for attribute, value in values.items():
            setattr(record, attribute, value)
        try:
            self._check(record, values)
            self.prepare(record)
        except ValidationError as error:
            raise Refusal(first, "; ".join(error.messages)) from None
        (self.create_instances if state == NEW else self.update_instances).append(record)
        return Outcome(number, state, label, changes, (), read_as, record, first)

    @staticmethod
    def _changes(record: models.Model, values: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
        """What the row says otherwise than the record: before and after."""
        return {
            attribute: (getattr(record, attribute), value)
            for attribute, value in values.items()
            if getattr(record, attribute) != value
        }

    def _check(self, record: models.Model, values: dict[str, Any]) -> None:
        """What the model's fields say of the values that the row gives. Raises ValidationError."""
        wrong: list[str] = []
        for checked in self._checked:
            value = getattr(record, checked.attname)
            given = checked.attname in values
            if not given and (record.pk or checked.blank or checked.has_default()):
                continue
            if (checked.attname, value) in self._sound or (checked.blank and value in checked.empty_values):
                continue
            try:
                checked.clean(value, record)
            except ValidationError as error:
                wrong += [f"{checked.verbose_name}: {message}" for message in error.messages]
            else:
                self._sound.add((checked.attname, value))
        if wrong:
            raise ValidationError(wrong)

    @cached_property
    def _checked(self) -> list[models.Field]:
        fields = self._meta.model._meta.concrete_fields
        return [field for field in fields if not field.is_relation and not field.primary_key]

    def shown(self, outcome: Outcome) -> list[tuple[str, str, str]]:
        """What a row changes, in words, in the columns that the sheet has: heading, value before, value after."""
        found = []
        for column in self.columns:
            if column.fills and column.name in self.present and column.target in outcome.changes:
                old, new = (_in_words(column, value) for value in outcome.changes[column.target])
                if old or new:
                    found.append((str(column.label), old, new))
        return found

    def _same_twice(self, key: tuple, number: int, first: Cell, label: str) -> Outcome:
        """Two rows about one thing: neither wins. The earlier one is refused as well."""
        place = self._seen[key]
        earlier = self.outcomes[place]
        reason = _(
            "rows %(first)s and %(second)s are both about %(what)s. Neither is imported. Keep one and upload again."
        ) % {
            "first": earlier.row,
            "second": number,
            "what": label or earlier.label,
        }
        for instances in (self.create_instances, self.update_instances):
            if earlier.record in instances:
                instances.remove(earlier.record)
        if earlier.state != REFUSED:
            refusal = Refusal(earlier.first, reason)
            self.outcomes[place] = Outcome(earlier.row, REFUSED, earlier.label, refusals=(refusal,))
        return Outcome(number, REFUSED, label, refusals=(Refusal(first, reason),))

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
        self.questions, self.remarks, self.outcomes, self._seen, self._unsourced = [], [], [], {}, set()
        self.create_instances, self.update_instances = [], []
        self.look_at(table)
        header = self.header_of(table)
        self.questions += header.questions
        self.remarks += header.remarks
        places = [(name, place) for place, name in enumerate(header.names) if name]
        self.present = {name for name, _place in places}
        self._table, self._places = table, dict(places)
        self.begin()
        for row in table.rows:
            cells, width = row.cells, len(row.cells)
            by_name = {name: cells[place] if place < width else NOWHERE for name, place in places}
            self.outcomes.append(self._outcome(row.number, by_name))
        self.compare()
        if not dry_run:
            self.write()
        return self.outcomes

    def write(self) -> None:
        """Write what was found new and changed."""
        if self._unsourced and (self.create_instances or self.update_instances):
            self._rest_on_the_sheet()
        self.bulk_create(False, False, True, batch_size=self._meta.batch_size)
        self.bulk_update(False, False, True, batch_size=self._meta.batch_size)
        self.finish()

    def handle_import_error(self, result: Any, error: Exception, raise_errors: bool = False) -> None:
        """What the database says goes on as it is: a broken rule has its sentence, a lost or full database its page.

        import-export would hide it in an error of its own.
        """
        raise error

    def _rest_on_the_sheet(self) -> None:
        """Make the sheet the source of the rows that name none: an official can put the document in its place."""
        run = self.context["run"]
        source, _made = Source.objects.get_or_create(
            code=Source.sheet_code(run.sha256),
            defaults={
                "kind": Source.Kind.DATASET,
                "reliability": Source.Reliability.SECONDARY,
                "title": _("Sheet %(file)s, imported on %(day)s")
                % {"file": run.file_name, "day": day(timezone.localdate(run.created_at))},
                "title_basis": Source.TitleBasis.DESCRIBED,
                "locator": f"SHA-256 {run.sha256}",
            },
        )
        for outcome in self.outcomes:
            if outcome.row in self._unsourced and outcome.state in {NEW, CHANGED}:
                outcome.changes["source_id"] = (outcome.record.source_id, source.pk)
                outcome.record.source_id = source.pk

    def begin(self) -> None:
        """What has to be read before the first row."""

    @property
    def written(self) -> Iterator[tuple[models.Model, str, dict[str, Any] | None, dict[str, Any]]]:
        """Each record that was written, its label, its values before (None if it is new) and after."""
        for outcome in self.outcomes:
            if outcome.state in {NEW, CHANGED} and outcome.record.pk:
                after = {name: new for name, (_old, new) in outcome.changes.items()}
                yield (
                    outcome.record,
                    outcome.label,
                    None if outcome.state == NEW else {name: old for name, (old, _new) in outcome.changes.items()},
                    after,
                )

    def cell_of(self, outcome: Outcome, name: str) -> Cell:
        """The cell of a column in an outcome's row, or the row's first if the column is empty or missing."""
        rows = self._table.rows
        row = rows[bisect_left(rows, outcome.row, key=lambda row: row.number)]
        place = self._places.get(name, len(row.cells))
        return (row.cells[place] if place < len(row.cells) else NOWHERE) or outcome.first

    def place_of(self, name: str, table: Table) -> int | None:
        """Where a column stands in the table."""
        wanted = self.wanted()
        return next((i for i, cell in enumerate(table.header) if cell and wanted.column(cell.text) == name), None)

    def look_at(self, table: Table) -> None:
        """What only the whole table tells, before its rows are read: questions, remarks."""

    def finish(self) -> None:
        """What is written besides the rows themselves, after them."""

    def compare(self) -> None:
        """What only all rows together tell, after they were read: contradictions become remarks."""

    # --- going out -------------------------------------------------------------------------------------

    def rows_out(self, queryset: models.QuerySet) -> Iterator[Sequence[Any]]:
        """The values of each record under the columns, as text, numbers and days, while they are being read."""
        return rows_of(self.for_export(queryset), self.columns)

    def export(self, queryset=None, **kwargs):
        queryset = self.get_queryset() if queryset is None else queryset
        return tablib.Dataset(*self.rows_out(queryset), headers=self.get_export_headers())

    @classmethod
    def for_export(cls, queryset: models.QuerySet) -> models.QuerySet:
        """The queryset in an order in which it can be imported again, with what its columns need."""
        return queryset

    def get_export_headers(self, selected_fields=None):
        return [column.name for column in self.columns]


def afresh(column: Column) -> Column:
    """The column without what it remembers of an earlier sheet: what it refers to may have changed since."""
    for part in ("read", "given"):
        kept = getattr(column, part)
        if hasattr(kept, "fresh"):
            column = replace(column, **{part: kept.fresh()})
    return column


def _in_words(column: Column, value: Any) -> str:
    if value is None or column.refers:
        return ""
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Decimal):
        return decimal_text(plain(value))
    return decimal_text(value) if column.is_number and isinstance(value, str) else str(value)
