"""What a run did, record by record; and how it is undone."""

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ..models import ImportedChange, ImportRun
from ..models.runs import PlainValues
from .resource import SheetResource

CHUNK = 500


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
    ImportedChange.objects.bulk_create(
        (
            ImportedChange(
                run=run,
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
        made: dict[type[models.Model], list[int]] = defaultdict(list)
        withdrawn, restored, kept = 0, 0, []
        changes = list(run.changes.order_by("-pk"))
        if not changes:
            raise NotUndone(_("This import kept no list of what it changed, so it cannot be undone."))
        for table, rows in _by_table(changes).items():
            model = apps.get_model(table)
            records = model._default_manager.in_bulk([change.record for change in rows])
            _check_editable(records.values())
            changed = []
            for change in rows:
                record = records.get(change.record)
                if record is None or plain({name: getattr(record, name) for name in change.after}) != change.after:
                    kept.append(change.label)
                elif change.before is None:
                    made[model].append(record.pk)
                else:
                    for name, value in change.before.items():
                        field = model._meta.get_field(name.removesuffix("_id") if name.endswith("_id") else name)
                        setattr(record, name, field.to_python(value))
                    changed.append((record, change.before))
            names = sorted({name.removesuffix("_id") for _record, before in changed for name in before})
            if changed:
                model._default_manager.bulk_update([record for record, _b in changed], names, batch_size=CHUNK)
                restored += len(changed)
        for model, ids in made.items():
            gone, left = _withdraw(model, ids)
            withdrawn += gone
            labels = {change.record: change.label for change in changes if change.table == model._meta.label_lower}
            kept += [labels[pk] for pk in left]
        run.state, run.undone_at, run.undone_by = ImportRun.State.UNDONE, timezone.now(), user
        run.save(update_fields=["state", "undone_at", "undone_by"])
    return Undoing(withdrawn, restored, tuple(kept))


def _by_table(changes: list[ImportedChange]) -> dict[str, list[ImportedChange]]:
    found: dict[str, list[ImportedChange]] = defaultdict(list)
    for change in changes:
        found[change.table].append(change)
    return found


def _check_editable(records) -> None:
    """Raises NotUndone if a record belongs to a version that is no draft any more."""
    checked = set()
    for record in records:
        edition_id = getattr(record, "edition_id", None)
        if edition_id is not None and edition_id not in checked:
            checked.add(edition_id)
            try:
                record.edition.check_editable()
            except ValidationError as error:
                raise NotUndone(
                    _("This import is part of a version that was handed on. Correct it in the next version instead.")
                ) from error


def _withdraw(model: type[models.Model], ids: list[int]) -> tuple[int, list[int]]:
    """Delete records; those that others refer to by now stay. How many went, and which stayed."""
    gone, left = 0, []
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        try:
            with transaction.atomic():
                model._default_manager.filter(pk__in=chunk).delete()
            gone += len(chunk)
        except models.ProtectedError:
            for pk in chunk:
                try:
                    with transaction.atomic():
                        model._default_manager.filter(pk=pk).delete()
                    gone += 1
                except models.ProtectedError:
                    left.append(pk)
    return gone, left
