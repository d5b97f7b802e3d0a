"""An SQLite database: its archive is a database file that can be opened at once."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import Error, OperationalError
from django.utils import timezone

from .content import LEFT_OUT, Content, content_of, differences
from .engine import Engine, connected_beside, refuse_transaction
from .failure import BackupFailed
from .manifest import Manifest


class SQLite(Engine):
    """A file, or a database in memory."""

    kind = "sqlite"

    @property
    def name(self) -> str:
        return Path(str(self.connection.settings_dict["NAME"])).name

    @property
    def version(self) -> str:
        return sqlite3.sqlite_version

    def size(self) -> int:
        return int(self._asked("PRAGMA page_count")) * int(self._asked("PRAGMA page_size"))

    def write(self, archive: Path) -> tuple[datetime, Content]:
        refuse_transaction(self.connection)
        # What is stored by now is in the copy; what is being stored may be.
        moment = timezone.now()
        with said_plainly("The database cannot be copied"):
            with self.connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(archive)])
            _leave_out(archive)
            with self._opened(archive) as alias:
                return moment, content_of(alias)

    def check(self, archive: Path, content: Content) -> None:
        with said_plainly(f"{archive} cannot be read"):
            with closing(sqlite3.connect(address(archive), uri=True)) as database:
                found = [row[0] for row in database.execute("PRAGMA integrity_check(3)")]
            if found != ["ok"]:
                raise BackupFailed(f"{archive} is damaged: {'; '.join(found)}.")
            with self._opened(archive) as alias:
                wrong = differences(content, content_of(alias))
        if wrong:
            raise BackupFailed(f"{archive} does not hold what its manifest says: {', '.join(wrong)}.")

    @contextmanager
    def restored_beside(self, archive: Path, folder: Path) -> Iterator[str]:
        tried = archive.with_name("tried.sqlite3")
        try:
            with connected_beside(self.alias, str(tried), {}) as alias:
                SQLite(alias).restore(archive)
                yield alias
        finally:
            tried.unlink(missing_ok=True)

    def refuse(self, manifest: Manifest) -> None:
        """Every SQLite reads the files of every other."""

    def restore(self, archive: Path) -> None:
        refuse_transaction(self.connection)
        self.connection.ensure_connection()
        until = time.monotonic() + settings.BACKUP_LOCK_SECONDS

        def wait(status: int, _remaining: int, _pages: int) -> None:
            if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED} and time.monotonic() > until:
                raise BackupFailed("Somebody is writing to the database. Stop the portal, then restore again.")

        said = said_plainly("The database cannot be written")
        with said, closing(sqlite3.connect(address(archive), uri=True)) as source:
            # One step, one transaction: programs that have the file open see all of it or nothing.
            source.backup(self.connection.connection, progress=wait)
        self.connection.close()  # what it remembers of the tables may be wrong now

    def _opened(self, archive: Path) -> AbstractContextManager[str]:
        return connected_beside(self.alias, address(archive), {})

    def _asked(self, question: str) -> Any:
        with self.connection.cursor() as cursor:
            return cursor.execute(question).fetchone()[0]


def address(archive: Path) -> str:
    """An archive for SQLite, which is not to write anything into it or beside it.

    >>> address(Path("/srv/backups/50 %/portal.sqlite3"))
    'file:///srv/backups/50%20%25/portal.sqlite3?mode=ro&immutable=1'
    """
    return f"{archive.absolute().as_uri()}?mode=ro&immutable=1"


@contextmanager
def said_plainly(what: str) -> Iterator[None]:
    """Within, a database that cannot be read or written becomes a sentence that begins with `what`."""
    try:
        yield
    except (Error, sqlite3.Error) as error:
        if "disk is full" in str(error) or (isinstance(error, OperationalError) and "disk I/O" in str(error)):
            raise BackupFailed(
                f"{what}: there is no room left on the disk, or it does not answer ({error}). Free some, or name a "
                "folder on another disk."
            ) from error
        raise BackupFailed(f"{what}: {error}.") from error


def _leave_out(archive: Path) -> None:
    """Empty the tables that no backup has; what they held is overwritten. The file is ours alone: no journal."""
    with closing(sqlite3.connect(archive)) as database:
        database.execute("PRAGMA journal_mode = MEMORY")
        database.execute("PRAGMA secure_delete = ON")
        there = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for name in there.intersection(LEFT_OUT):
            database.execute(f'DELETE FROM "{name}"')  # nosec B608 # noqa: S608 a name of ours
        database.commit()
