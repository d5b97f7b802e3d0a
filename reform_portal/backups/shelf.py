"""The folder of backups: each is there as a whole or not at all, nobody but its owner reads it, one run at a time.

A backup is a folder `backup-20261124T190000Z` with an archive, MANIFEST.json and SHA256SUMS (`sha256sum -c SHA256SUMS`
checks it without the portal). While it is written, or removed, its name begins with a dot and a word that says so.
"""

import fcntl
import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from .failure import AnotherRun, BackupFailed
from .manifest import ARCHIVES, Manifest

STAMP = "backup-%Y%m%dT%H%M%SZ"
NAME = re.compile(r"backup-[0-9]{8}T[0-9]{6}Z")
WRITING, REMOVING = ".writing-", ".removing-"
MANIFEST, SUMS, LATEST = "MANIFEST.json", "SHA256SUMS", "latest.json"
# A note in a backup that says why it stays; any other file keeps it as well.
NOTE = "KEEP.txt"


def name_of(moment: datetime) -> str:
    """The name of a backup made at a moment.

    >>> name_of(datetime(2026, 11, 24, 19, 0, 5, tzinfo=UTC))
    'backup-20261124T190005Z'
    """
    return moment.astimezone(UTC).strftime(STAMP)


def moment_of(name: str) -> datetime | None:
    """The moment that a name tells; None where it is not the name of a backup.

    >>> moment_of("backup-20261124T190005Z") == datetime(2026, 11, 24, 19, 0, 5, tzinfo=UTC)
    True
    >>> moment_of("backup-20261399T190005Z"), moment_of("backup-20261124T190005Z.old")
    (None, None)
    """
    if not NAME.fullmatch(name):
        return None
    try:
        return datetime.strptime(name, STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def backups_in(folder: Path) -> list[Path]:
    """The backups of a folder, the oldest first. What has another name, or is a link, is none."""
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(path for path in found if moment_of(path.name) and path.is_dir() and not path.is_symlink())


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Within, no other backup or restore uses the folder. Raises AnotherRun where one does."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AnotherRun(f"Another backup or restore is using {folder}. Wait until it has ended.") from error
        yield
    finally:
        os.close(handle)


def make(folder: Path) -> None:
    """The folder of backups, which only its owner may enter if it is made now."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def clear_leftovers(folder: Path) -> None:
    """Remove what a run that was cut off has left. Only under the lock: what is being written has such a name too."""
    for path in folder.iterdir():
        begun = path.name.removeprefix(WRITING).removeprefix(REMOVING)
        if begun != path.name and moment_of(begun) and path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)


@contextmanager
def begun(folder: Path, moment: datetime) -> Iterator[Path]:
    """A folder that becomes a backup at the end; after an exception nothing of it is left."""
    name = name_of(moment)
    if (folder / name).exists():
        raise BackupFailed(f"{folder / name} is there already. Wait a second.")
    new = folder / f"{WRITING}{name}"
    new.mkdir(mode=0o700)
    try:
        yield new
        for path in (*new.iterdir(), new):
            path.chmod(0o700 if path == new else 0o600)
            sync(path)
        new.rename(folder / name)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    sync(folder)


def sync(path: Path) -> None:
    """Have a file, or the names in a folder, on the disk itself before anybody relies on them."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write(path: Path, text: str) -> None:
    """A small file that is there as a whole, on the disk, for its owner alone."""
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.touch(mode=0o600)
        beside.write_text(text, encoding="utf-8")
        sync(beside)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    sync(path.parent)


def sha256(path: Path) -> str:
    """The digest of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sums(backup: Path, archive: str) -> str:
    """The digests of a backup's files, as `sha256sum` writes them."""
    return "".join(f"{sha256(backup / name)}  {name}\n" for name in (MANIFEST, archive))


def checked(backup: Path) -> Manifest:
    """The manifest of a backup, all of whose bytes are those that were written. Raises BackupFailed."""
    try:
        manifest = Manifest.read((backup / MANIFEST).read_text(encoding="utf-8"))
        said, found = (backup / SUMS).read_bytes(), sums(backup, manifest.archive)
    except FileNotFoundError as error:
        raise BackupFailed(f"{backup} is not whole: {Path(error.filename).name} is missing.") from error
    except UnicodeDecodeError as error:
        raise BackupFailed(f"{backup}: its manifest is damaged.") from error
    except BackupFailed as failure:
        raise BackupFailed(f"{backup}: {failure}") from failure
    if said != found.encode():
        lines = said.decode(errors="replace").splitlines()
        wrong = [line.split()[1] for line in found.splitlines() if line not in lines] or [SUMS]
        raise BackupFailed(f"{backup} is damaged: {' and '.join(wrong)} is not what was written.")
    return manifest


def remove(backup: Path) -> bool:
    """Remove a backup as a whole; False, and it stays, where anything lies in it that no backup has."""
    if not {path.name for path in backup.iterdir()} <= {MANIFEST, SUMS, *ARCHIVES.values()}:
        return False
    if not (backup / MANIFEST).is_file():
        return False
    going = backup.rename(backup.with_name(f"{REMOVING}{backup.name}"))
    shutil.rmtree(going)
    sync(backup.parent)
    return True


def refuse_if_full(folder: Path, needed: int, left_free: int) -> None:
    """Raises BackupFailed where `needed` bytes would leave less than `left_free` on the disk."""
    free = shutil.disk_usage(folder).free
    if free < needed + left_free:
        raise BackupFailed(
            f"There is no room for a backup in {folder}: it may take {megabytes(needed)}, {megabytes(left_free)} are "
            f"to stay free (BACKUP_LEAVE_FREE_BYTES), and {megabytes(free)} are free. Free some, or name a folder on "
            "another disk."
        )


def megabytes(size: int) -> str:
    """A size for people.

    >>> megabytes(4_300_000_000), megabytes(20_000)
    ('4,300.0 MB', '0.0 MB')
    """
    return f"{size / 1_000_000:,.1f} MB"


def chosen(folder: Path, at: str) -> Path:
    """The backup that is asked for: `latest`, or by its name; a folder may be one itself. Raises BackupFailed."""
    if not folder.is_dir():
        raise BackupFailed(f"There is no folder {folder}.")
    if (folder / MANIFEST).is_file():
        return folder
    found = backups_in(folder)
    if not found:
        raise BackupFailed(f"There is no backup in {folder}: its folders are not named backup-20261124T190000Z.")
    if at == "latest":
        return found[-1]
    named = [backup for backup in found if backup.name == at]
    if not named:
        names = ", ".join(backup.name for backup in found[-3:])
        raise BackupFailed(f"There is no backup {at} in {folder}. The newest are {names}.")
    return named[0]
