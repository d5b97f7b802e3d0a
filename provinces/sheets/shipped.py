"""The product's own sheets, taken in once by the same resources that officials use.

A file that was taken in is remembered by its hash, so that a second start reads none of them; a file that a later
release changed adds what is new and leaves what is there, because an official may have mended it since.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from ..models import ImportRun
from .kinds import KINDS
from .layout import Table, table_of
from .outcomes import REFUSED, tally
from .reading import read


def take_in(
    kind: str,
    path: Path,
    context: dict[str, Any] | None = None,
    rows: Callable[[Table], Table] | None = None,
) -> dict[str, int] | None:
    """Take in a shipped sheet; None if that was done before. `rows` may leave out rows of the table.

    Raises CommandError naming the cells if a row is refused; nothing is written then.
    """
    content = path.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    if ImportRun.objects.filter(kind=kind, sha256=sha256, user=None, state=ImportRun.State.STORED).exists():
        return None
    table = table_of(read(content, path.name)[0], KINDS[kind].wanted())
    resource = KINDS[kind](context)
    resource.only_new = True
    with transaction.atomic():
        outcomes = resource.take_in(rows(table) if rows else table, dry_run=False)
        refused = [outcome for outcome in outcomes if outcome.state == REFUSED]
        if refused:
            sentences = [str(refusal) for outcome in refused[:10] for refusal in outcome.refusals]
            raise CommandError(f"{path.name}: " + " ".join(sentences))
        ImportRun.objects.create(
            kind=kind,
            file_name=path.name,
            content=content,
            sha256=sha256,
            state=ImportRun.State.STORED,
            counts=tally(outcomes),
            stored_at=timezone.now(),
        )
    return tally(outcomes)
