"""A backup brought back: checked before anything is touched, restored as a whole or not at all, compared afterwards."""

from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from django.db import transaction

from provinces.models import DataStamp

from . import shelf
from .content import content_of, differences, migrations_known, models_of
from .engine import Engine
from .engines import engine_of
from .failure import BackupFailed
from .manifest import Manifest


@dataclass(frozen=True, slots=True)
class Restoration:
    """A backup that can be restored into a database: whole, of the same engine, of no newer code."""

    backup: Path
    manifest: Manifest
    engine: Engine

    @classmethod
    def of(cls, backup: Path, alias: str = "default") -> "Restoration":
        """Raises BackupFailed where the backup is damaged, or is not for this code or this database."""
        manifest, engine = shelf.checked(backup), engine_of(alias)
        if manifest.engine != engine.kind:
            raise BackupFailed(
                f"{backup} is of {manifest.engine}, and this database is {engine.kind}: backups are restored into the "
                "engine that they are of. Set DATABASE_URL to one."
            )
        if newer := sorted(set(manifest.migrations) - migrations_known()):
            raise BackupFailed(
                f"{backup} was made by newer code: {', '.join(newer)} is not known here. Install that version of the "
                f"portal (its digest is {manifest.code}), then restore."
            )
        engine.refuse(manifest)
        engine.check(backup / manifest.archive, manifest.tables)
        return cls(backup, manifest, engine)

    @property
    def to_migrate(self) -> list[str]:
        """What the code has and the backup has not: `migrate` brings it."""
        return sorted(migrations_known() - set(self.manifest.migrations))

    def carry_out(self) -> None:
        """Restore. Whatever was in the database is gone then: who calls has made sure that nobody needs it.

        Raises BackupFailed; unless it says otherwise the database is as it was.
        """
        self.engine.restore(self.backup / self.manifest.archive)
        if wrong := differences(self.manifest.tables, content_of(self.engine.alias)):
            raise BackupFailed(
                f"What was restored is not what was backed up: {', '.join(wrong)}. The database holds it; do not serve "
                "it."
            )
        give_new_stamp(self.engine.alias)


def give_new_stamp(alias: str) -> None:
    """Whatever was kept of the data as they were before is not shown again: they have a stamp that they never had."""
    stamp = models_of(alias).get(DataStamp._meta.db_table)
    if stamp is None:
        return  # the data are older than stamps
    with transaction.atomic(alias):
        for row in (DataStamp.ANY, DataStamp.PUBLIC):
            stamp._base_manager.using(alias).update_or_create(pk=row, defaults={"value": uuid4()})
