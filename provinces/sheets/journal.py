"""What a run did, record by record; and how it is undone."""

import json
import logging
from collections import defaultdict
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import ImportRun, JournalEntry
from ..models.journal import PlainValues
from .resource import SheetResource

LOG = logging.getLogger(__name__)
CHUNK = 500
VERB = JournalEntry.Verb
# Model → primary key → what people call the record.
Labels = dict[type[models.Model], dict[int, str]]


class NotUndone(ValueError):
    """The run cannot be undone; the message says why. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Undoing:
    """What undoing did: records withdrawn, records restored, and those kept because someone edited them since."""

    withdrawn: int
    restored: int
    kept: tuple[str, ...]


def keep(run: ImportRun, resource: SheetResource) -> None:
    """Remember what the resource has just written."""
    now = timezone.now()
    JournalEntry.objects.bulk_create(
        (
            JournalEntry(
                run=run,
                user=run.user,
                at=now,
                verb=VERB.CREATED if before is None else VERB.CHANGED,
                table=record._meta.label_lower,
                record=record.pk,
                label=label[:200],
                before=before,
                after=after,
            )
            for record, label, before, after in resource.written
        ),
        batch_size=2000,
    )


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """Values as the journal keeps them."""
    return json.loads(json.dumps(values, cls=PlainValues))


def undo(run_id: int, user) -> Undoing:
    """Withdraw what a run made and restore what it changed, except what was edited since. Raises NotUndone."""
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=run_id)
        if run.state != ImportRun.State.STORED:
            raise NotUndone(_("Only an import that was stored can be undone."))
        changes = list(run.changes.order_by("-pk"))
        if not changes:
            raise NotUndone(_("This import kept no list of what it changed, so it cannot be undone."))
        made: Labels = defaultdict(dict)
        kept: list[JournalEntry] = []
        replaced: list[tuple[models.Model, dict[str, Any]]] = []
        withdrawn = restored = 0
        for model, rows in _by_model(changes).items():
            ids = [change.record for change in rows]
            _check_editable(model._default_manager.in_bulk(ids).values())
            # Records that are never deleted know themselves what taking them back means.
            if undo_of := getattr(model, "undo", None):
                done = undo_of(rows)
                withdrawn, restored = withdrawn + done.withdrawn, restored + done.restored
                kept += done.kept
                continue
            # Nobody changes them between being compared and being written.
            records = model._default_manager.select_for_update().order_by("pk").in_bulk(ids)
            for change in rows:
                record = records.get(change.record)
                if (
                    record is None
                    or plain({name: getattr(record, name) for name in change.after or {}}) != change.after
                ):
                    kept.append(change)
                elif change.before is None:
                    made[model][record.pk] = change.label
                else:
                    replaced.append((record, change.before))
        # Made records go first, because they may stand in the place of a restored one; those that a changed record
        # refers to can only go once it is restored.
        gone, left = _withdraw(made)
        restored += _restore(replaced)
        later, left = _withdraw(left)
        staying = {(model._meta.label_lower, pk) for model, labels in left.items() for pk in labels}
        kept += [change for change in changes if (change.table, change.record) in staying]
        kept_ids = {change.pk for change in kept}
        _keep_undone([change for change in changes if change.pk not in kept_ids], run, user)
        run.state, run.undone_at, run.undone_by = ImportRun.State.UNDONE, timezone.now(), user
        run.save(update_fields=["state", "undone_at", "undone_by"])
        said = {"run": run.pk, "kind": run.kind, "kept": len(kept), "account": user.pk if user else None}
        transaction.on_commit(partial(LOG.info, "An import was undone.", extra={"fields": said}), robust=True)
    return Undoing(withdrawn + gone + later, restored, tuple(change.label for change in kept))


def _keep_undone(changes: list[JournalEntry], run: ImportRun, user) -> None:
    """Undoing is a step of its own in the history of each record."""
    JournalEntry.objects.bulk_create(
        (
            JournalEntry(
                user=user,
                verb=VERB.DELETED if change.before is None else VERB.CHANGED,
                address=(_("Undone: %(run)s") % {"run": run})[:200],
                table=change.table,
                record=change.record,
                label=change.label,
                before=change.after,
                after=change.before,
            )
            for change in changes
        ),
        batch_size=2000,
    )


def _by_model(changes: list[JournalEntry]) -> dict[type[models.Model], list[JournalEntry]]:
    found: dict[type[models.Model], list[JournalEntry]] = defaultdict(list)
    for change in changes:
        found[apps.get_model(change.table)].append(change)
    return found


def _restore(replaced: list[tuple[models.Model, dict[str, Any]]]) -> int:
    """Give records the values they had before; how many."""
    by_model: dict[type[models.Model], list[tuple[models.Model, dict[str, Any]]]] = defaultdict(list)
    for record, before in replaced:
        by_model[type(record)].append((record, before))
    for model, pairs in by_model.items():
        fields = {field.attname: field for field in model._meta.concrete_fields}
        for record, before in pairs:
            for name, value in before.items():
                setattr(record, name, fields[name].to_python(value))
        names = sorted({name.removesuffix("_id") for _record, before in pairs for name in before})
        model._default_manager.bulk_update([record for record, _before in pairs], names, batch_size=CHUNK)
    return len(replaced)


def _check_editable(records) -> None:
    """Raises NotUndone if a record is, or belongs to, a version that is no draft any more."""
    checked = set()
    for record in records:
        version = record if hasattr(record, "check_editable") else getattr(record, "edition", None)
        if version is not None and version.pk not in checked:
            checked.add(version.pk)
            try:
                version.lock()
                version.check_editable()
            except ValidationError as error:
                raise NotUndone(
                    _("This import is part of a version that was handed on. Correct it in the next version instead.")
                ) from error


def _withdraw(made: Labels) -> tuple[int, Labels]:
    """Delete records; those that others refer to by now stay. How many went, and which stayed, with their labels."""
    gone = 0
    left: Labels = defaultdict(dict)
    for model, labels in made.items():
        ids = list(labels)
        for start in range(0, len(ids), CHUNK):
            chunk = ids[start : start + CHUNK]
            if _deleted(model, chunk):
                gone += len(chunk)
                continue
            for pk in chunk:
                if _deleted(model, [pk]):
                    gone += 1
                else:
                    left[model][pk] = labels[pk]
    return gone, left


def _deleted(model: type[models.Model], ids: list[int]) -> bool:
    """Whether the records could be deleted; not, where another record refers to one of them."""
    try:
        with transaction.atomic():
            model._default_manager.filter(pk__in=ids).delete()
    except models.ProtectedError:
        return False
    return True
