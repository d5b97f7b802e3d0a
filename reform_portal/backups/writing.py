"""A backup from beginning to end: written beside the others, read back, and only then one of them."""

import json
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from ..caching.state import code_version
from . import shelf
from .content import content_of, differences, figures_digest, migrations_of
from .engine import Engine
from .engines import engine_of
from .failure import BackupFailed, Unfinished, of_system
from .manifest import ARCHIVES, Manifest
from .retention import Keep, kept

# How far a backup was checked: read back byte by byte, or restored into a database of its own and compared.
READ, RESTORED = "read", "restored"


@dataclass(frozen=True, slots=True)
class Written:
    """A backup that is there, and those that went for it; `left` had something else in them and stayed."""

    backup: Path
    manifest: Manifest
    checked: str
    seconds: float
    removed: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """One line of JSON for who watches over backups: `made_at` is how old the newest is."""
        return json.dumps(
            {
                "name": self.backup.name,
                "made_at": self.manifest.made_at.isoformat(),
                "engine": self.manifest.engine,
                "bytes": self.manifest.size,
                "rows": self.manifest.rows,
                "figures_sha256": figures_digest(self.manifest.tables),
                "checked": self.checked,
                "seconds": round(self.seconds, 1),
            }
        )


def back_up(folder: Path, alias: str = "default", *, verify: bool = False, keep: Keep | None = None) -> Written:
    """Write a backup into a folder and, once it has been read back, remove those that `keep` does not keep (without it,
    none). Raises BackupFailed or OSError; then what was there before is untouched."""
    shelf.make(folder)
    with shelf.locked(folder):
        shelf.clear_leftovers(folder)
        written = write(folder, alias, verify=verify)
        try:
            shelf.write(folder / shelf.LATEST, written.told + "\n")
            return pruned(written, keep) if keep else written
        except OSError as error:
            raise Unfinished(f"{written.backup} was made, but what follows failed. {of_system(error)}") from error


def write(folder: Path, alias: str, *, verify: bool = False) -> Written:
    """The same, by who holds the folder's lock; removes nothing."""
    begun_at = time.monotonic()
    engine = engine_of(alias)
    # Tried in a database of its own, it takes as much again.
    shelf.refuse_if_full(folder, engine.size() * (2 if verify else 1), settings.BACKUP_LEAVE_FREE_BYTES)
    with shelf.begun(folder, timezone.now()) as new:
        manifest = _written(engine, new)
        _checked(engine, new, manifest, folder if verify else None)
        name = new.name.removeprefix(shelf.WRITING)
    return Written(folder / name, manifest, RESTORED if verify else READ, time.monotonic() - begun_at)


def _written(engine: Engine, new: Path) -> Manifest:
    """The archive of a database and its manifest, in a new folder."""
    archive = new / ARCHIVES[engine.kind]
    moment, content = engine.write(archive)
    manifest = Manifest(
        made_at=moment,
        site=settings.SITE_URL,
        code=code_version(),
        engine=engine.kind,
        server=engine.version,
        migrations=migrations_of(engine.alias),
        tables=content,
        size=archive.stat().st_size,
        sha256=shelf.sha256(archive),
    )
    (new / shelf.MANIFEST).write_text(manifest.written(), encoding="utf-8")
    (new / shelf.SUMS).write_text(shelf.sums(new, archive.name), encoding="utf-8")
    return manifest


def _checked(engine: Engine, new: Path, manifest: Manifest, verified_from: Path | None) -> None:
    """Raises BackupFailed where what was written is not what can be read."""
    if shelf.checked(new) != manifest:
        raise BackupFailed("The manifest reads otherwise than it was written.")
    archive = new / manifest.archive
    engine.check(archive, manifest.tables)
    if verified_from:
        with engine.restored_beside(archive, verified_from) as alias:
            wrong = differences(manifest.tables, content_of(alias))
        if wrong:
            raise BackupFailed(f"Restored for a trial, the backup is not what was backed up: {', '.join(wrong)}.")


def pruned(written: Written, keep: Keep) -> Written:
    """Remove what is not kept, now that a newer backup is there that has been read back."""
    moments = {_moment(path): path for path in shelf.backups_in(written.backup.parent)}
    stay = kept(moments, keep) | {_moment(written.backup)}
    going = {path.name: shelf.remove(path) for moment, path in sorted(moments.items()) if moment not in stay}
    return Written(
        written.backup,
        written.manifest,
        written.checked,
        written.seconds,
        removed=tuple(name for name, gone in going.items() if gone),
        left=tuple(name for name, gone in going.items() if not gone),
    )


def _moment(backup: Path) -> datetime:
    moment = shelf.moment_of(backup.name)
    assert moment is not None  # nosec B101 # noqa: S101 it was found by its name
    return moment
