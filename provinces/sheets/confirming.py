"""A run from upload to stored: kept in the database, previewed without writing, confirmed once by its owner."""

import hashlib
import logging
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any
from zlib import crc32

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import BaseConstraint, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import ImportRun, Source
from .columns import Remark
from .header import HeaderRefused
from .journal import keep
from .kinds import KINDS
from .layout import NoHeader, Table, table_of
from .outcomes import CHANGED, NEW, REFUSED, Outcome, tally
from .questions import Question
from .reading import Sheet, UnreadableFile, read
from .resource import SheetResource

LOG = logging.getLogger(__name__)


class RunRefused(ValueError):
    """The run cannot be previewed or stored; the message says why and what to do. Nothing was written."""


@dataclass(frozen=True)
class Preview:
    """What a run would do: its counts, the outcome of every row, and what the official should know or answer."""

    run: ImportRun
    table: Table
    sheets: tuple[str, ...]
    counts: dict[str, int]
    outcomes: list[Outcome]
    questions: tuple[Question, ...]
    remarks: tuple[Remark, ...]
    resource: SheetResource

    @property
    def refused(self) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.state == REFUSED]

    @property
    def changing(self) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.state in {NEW, CHANGED}]

    @property
    def read_as(self) -> list[tuple[Any, str]]:
        """The cells that were not taken literally, with what they were read as."""
        return [pair for outcome in self.outcomes for pair in outcome.read_as]

    @property
    def open(self) -> bool:
        """Whether a question about the whole sheet waits for an answer; a unit's question only keeps its row out."""
        return any(not question.code.startswith("unit:") for question in self.questions)

    @property
    def storable(self) -> bool:
        """Everything or nothing: one refused row keeps the sheet out."""
        return self.partly_storable and not self.refused

    @property
    def partly_storable(self) -> bool:
        """Whether there are good rows that could be taken in without the refused ones."""
        return bool(self.changing) and not self.open


def upload(kind: str, content: bytes, file_name: str, context: dict[str, Any], user) -> ImportRun:
    """Keep a sheet for its owner. `context` is what the form said, as JSON values."""
    return ImportRun.objects.create(
        kind=kind,
        file_name=file_name[:255],
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        context=context,
        user=user,
        expires_at=timezone.now() + timedelta(minutes=settings.IMPORT_PREVIEW_MINUTES),
    )


def preview(run: ImportRun, answers: dict[str, str] | None = None) -> Preview:
    """Read the run's sheet against today's records; nothing is written but the run's answers and counts.

    Previewing again gives the run its full time again. Raises RunRefused.
    """
    if run.state not in {ImportRun.State.PREVIEWED, ImportRun.State.REFUSED}:
        raise RunRefused(_("This sheet was imported already."))
    run.answers = run.answers | (answers or {})
    sheets, table = _table(run)
    resource = _looked_at(run, table)
    run.counts = tally(resource.outcomes) | {
        "skipped": len(table.skipped) + tally(resource.outcomes)["skipped"],
        "warned": len(resource.remarks),
    }
    run.digests = _digests(resource.outcomes)
    run.state = ImportRun.State.PREVIEWED
    run.expires_at = timezone.now() + timedelta(minutes=settings.IMPORT_PREVIEW_MINUTES)
    run.save(update_fields=["answers", "counts", "digests", "state", "expires_at"])
    return Preview(
        run, table, sheets, run.counts, resource.outcomes, tuple(resource.questions), tuple(resource.remarks), resource
    )


def store(run_id: int, user, good_rows: bool = False) -> ImportRun:
    """Write what the preview showed: once, by its owner, in one transaction. Raises RunRefused.

    `good_rows`: without the refused rows; otherwise one refused row keeps everything out. A second confirmation of a
    stored run answers with the same run and writes nothing.
    """
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().filter(pk=run_id, user=user).first()
        if run is None:
            raise RunRefused(_("Page not found."))
        if run.state in {ImportRun.State.STORED, ImportRun.State.UNDONE}:
            return run
        if run.expired:
            raise RunRefused(
                _(
                    "The preview is older than %(minutes)s minutes. Nothing was written. The file is kept: "
                    "preview it again."
                )
                % {"minutes": settings.IMPORT_PREVIEW_MINUTES}
            )
        _sheets, table = _table(run)
        looked = _looked_at(run, table)
        if any(not question.code.startswith("unit:") for question in looked.questions):
            raise RunRefused(_("A question about the sheet is open. Nothing was written. Answer it in the preview."))
        if not good_rows and any(outcome.state == REFUSED for outcome in looked.outcomes):
            raise RunRefused(_("Rows are refused. Nothing was written. Mend them and upload again."))
        _check_unchanged(run, looked.outcomes)
        try:
            with transaction.atomic():
                writing = _write(looked, table, user)
        except IntegrityError as error:
            raise RunRefused(_reason(looked, error)) from error
        keep(run, writing)
        run.state, run.stored_at = ImportRun.State.STORED, timezone.now()
        run.counts = run.counts | tally(writing.outcomes) | {"skipped": run.counts["skipped"]}
        run.save(update_fields=["state", "stored_at", "counts"])
        said = {"run": run.pk, "kind": run.kind, "rows": run.counts, "account": run.user_id}
        transaction.on_commit(partial(LOG.info, "An import was stored.", extra={"fields": said}), robust=True)
    return run


def _write(looked: SheetResource, table: Table, user) -> SheetResource:
    """Write what was looked at; the resource that wrote it."""
    anew = looked.for_writing(user)
    if anew is None:
        looked.write()
        return looked
    anew.take_in(table, dry_run=False)
    return anew


def _reason(resource: SheetResource, error: IntegrityError) -> str:
    """What a constraint of the database says, in its own sentence where it has one."""
    rules = resource._meta.model._meta.constraints
    said = next((str(rule.violation_error_message) for rule in rules if _is_told(rule, resource, str(error))), "")
    return (_("Nothing was written: a row breaks a rule of the database. %(rule)s") % {"rule": said}).strip()


def _is_told(rule: BaseConstraint, resource: SheetResource, error: str) -> bool:
    """Whether a database speaks of the rule: by its name, or as SQLite of what has to be unique, by its columns."""
    if rule.name in error:
        return True
    meta = resource._meta.model._meta
    fields = rule.fields if isinstance(rule, UniqueConstraint) else ()
    columns = ", ".join(f"{meta.db_table}.{meta.get_field(name).column}" for name in fields)
    return bool(columns) and error == f"UNIQUE constraint failed: {columns}"


def _check_unchanged(run: ImportRun, outcomes: list[Outcome]) -> None:
    """Raises RunRefused naming the first row that would do something else than the preview showed."""
    now, then = _digests(outcomes), bytes(run.digests)
    if now == then:
        return
    place = next((i for i in range(0, len(now), 4) if now[i : i + 4] != then[i : i + 4]), None)
    row = outcomes[place // 4].label if place is not None else run.file_name
    raise RunRefused(
        _(
            "Since the preview the row %(row)s was changed by another account. Nothing was written. "
            "Look at the difference and confirm again."
        )
        % {"row": row}
    )


def _table(run: ImportRun) -> tuple[tuple[str, ...], Table]:
    """The names of the sheets that fit the kind, and the table of the chosen one. Raises RunRefused."""
    try:
        sheets = read(bytes(run.content), run.file_name)
        return choose(sheets, KINDS[run.kind], run.answers.get("sheet", ""))
    except (UnreadableFile, NoHeader) as error:
        raise RunRefused(str(error)) from error


def choose(sheets: list[Sheet], kind: type[SheetResource], name: str = "") -> tuple[tuple[str, ...], Table]:
    """The names of the sheets with a header of the kind, and one sheet's table. Raises NoHeader.

    Without a name the first visible sheet that fits is taken; the others are offered by the preview.
    """
    fitting: dict[str, Table] = {}
    refusal: NoHeader | None = None
    for sheet in sorted(sheets, key=lambda sheet: sheet.hidden):
        try:
            fitting[sheet.name] = table_of(sheet, kind.wanted())
        except NoHeader as error:
            refusal = refusal or error
    if name and name not in fitting:
        raise NoHeader(_('The file has no sheet "%(sheet)s" with a header of this kind.') % {"sheet": name})
    if not fitting:
        raise refusal or NoHeader(_("The file has no rows."))
    return tuple(fitting), fitting[name or next(iter(fitting))]


def _looked_at(run: ImportRun, table: Table) -> SheetResource:
    kind = KINDS[run.kind]
    said = _understood(run.context) | {"answers": run.answers, "titles": table.titles, "run": run}
    resource = kind(kind.context_of(said, run.user))
    try:
        resource.take_in(table, dry_run=True)
    except HeaderRefused as error:
        raise RunRefused(str(error)) from error
    return resource


def _understood(context: dict[str, Any]) -> dict[str, Any]:
    """The form's values as what resources read: days as dates, a source as its record."""
    understood = dict(context)
    if context.get("as_of"):
        understood["as_of"] = date.fromisoformat(context["as_of"])
    if context.get("source"):
        understood["source"] = Source.objects.get(code=context["source"])
        understood["source_id"] = understood["source"].pk
    return understood


def _digests(outcomes: list[Outcome]) -> bytes:
    """Four bytes for each row: equal for two readings that would do the same, with the same values before."""
    return b"".join(crc32(repr((o.row, o.state, sorted(o.changes.items()))).encode()).to_bytes(4) for o in outcomes)
