"""A run from upload to stored: kept in the database, previewed without writing, confirmed once by its owner."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import ImportRun, Source
from .kinds import KINDS
from .reading import Table, UnreadableFile, read
from .resource import CHANGED, NEW, REFUSED, HeaderRefused, Outcome, SheetResource, tally


class RunRefused(ValueError):
    """The run cannot be previewed or stored; the message says why and what to do. Nothing was written."""


@dataclass(frozen=True)
class Preview:
    """What a run would do: its counts, and the outcome of every row."""

    run: ImportRun
    counts: dict[str, int]
    outcomes: list[Outcome]
    columns: tuple[str, ...]

    @property
    def refused(self) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.state == REFUSED]

    @property
    def changing(self) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.state in {NEW, CHANGED}]

    @property
    def storable(self) -> bool:
        """Everything or nothing: one refused row keeps the sheet out."""
        return not self.refused and bool(self.changing)


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


def preview(run: ImportRun) -> Preview:
    """Read the run's sheet against today's records; nothing is written but the run's counts. Raises RunRefused."""
    _resource, outcomes = _read(run, _table(run))
    run.counts, run.fingerprint = tally(outcomes), _fingerprint(outcomes)
    run.save(update_fields=["counts", "fingerprint"])
    return Preview(run, run.counts, outcomes, tuple(column.name for column in KINDS[run.kind].columns))


def store(run_id: int, user) -> ImportRun:
    """Write what the preview showed: once, by its owner, in one transaction. Raises RunRefused.

    A second confirmation of a stored run answers with the same run and writes nothing.
    """
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().filter(pk=run_id, user=user).first()
        if run is None:
            raise RunRefused(_("Page not found."))
        if run.state == ImportRun.State.STORED:
            return run
        if run.expired:
            raise RunRefused(
                _("The preview is older than %(minutes)s minutes. Nothing was written. Upload the sheet again.")
                % {"minutes": settings.IMPORT_PREVIEW_MINUTES}
            )
        table = _table(run)
        looked, outcomes = _read(run, table)
        if any(outcome.state == REFUSED for outcome in outcomes):
            raise RunRefused(_("Rows are refused. Nothing was written. Mend them and upload again."))
        if _fingerprint(outcomes) != run.fingerprint:
            raise RunRefused(
                _("Since the preview something was changed by another account. Nothing was written. Preview again.")
            )
        looked.for_writing(user).take_in(table, dry_run=False)
        run.state, run.stored_at, run.counts = ImportRun.State.STORED, timezone.now(), tally(outcomes)
        run.save(update_fields=["state", "stored_at", "counts"])
    return run


def _table(run: ImportRun) -> Table:
    try:
        return read(bytes(run.content), run.file_name)
    except UnreadableFile as error:
        raise RunRefused(str(error)) from error


def _read(run: ImportRun, table: Table) -> tuple[SheetResource, list[Outcome]]:
    resource = KINDS[run.kind](KINDS[run.kind].context_of(_understood(run.context), run.user))
    try:
        return resource, resource.take_in(table, dry_run=True)
    except HeaderRefused as error:
        raise RunRefused(str(error)) from error


def _understood(context: dict[str, Any]) -> dict[str, Any]:
    """The form's values as what resources read: days as dates, a source as its record."""
    understood = dict(context)
    if context.get("as_of"):
        understood["as_of"] = date.fromisoformat(context["as_of"])
    if context.get("source"):
        understood["source"] = Source.objects.get(code=context["source"])
        understood["source_id"] = understood["source"].pk
    return understood


def _fingerprint(outcomes: list[Outcome]) -> str:
    """Equal for two readings that would do the same, with the same values before."""
    said = repr([(outcome.row, outcome.state, sorted(outcome.changes.items())) for outcome in outcomes])
    return hashlib.sha256(said.encode()).hexdigest()
