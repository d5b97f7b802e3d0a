"""PostgreSQL's own programs: found in the version of the server, started without the password in sight."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings

from .failure import BackupFailed

NEEDED = ("pg_dump", "pg_restore", "psql")
# A file, or one of the numbers by which subprocess knows a pipe and nothing at all.
Pipe = IO[bytes] | int
VERSION = re.compile(r"\(PostgreSQL\) (\d+)")


def major_of(said: str) -> int | None:
    """The major version that a program says it has.

    >>> major_of("pg_dump (PostgreSQL) 15.13 (Debian 15.13-0+deb12u1)"), major_of("pg_dump (PostgreSQL) 18devel")
    (15, 18)
    >>> major_of("command not found")
    """
    found = VERSION.search(said)
    return int(found[1]) if found else None


def places(major: int) -> Iterator[Path]:
    """Where the programs of a version may be: where it is set, else where Debian and Red Hat have them, or the path."""
    if settings.POSTGRESQL_PROGRAMS:
        yield Path(settings.POSTGRESQL_PROGRAMS)
        return
    yield Path(f"/usr/lib/postgresql/{major}/bin")
    yield Path(f"/usr/pgsql-{major}/bin")
    if on_path := shutil.which("pg_dump"):
        yield Path(on_path).parent


def folder_for(major: int) -> Path:
    """The folder with the programs of a server's version. Raises BackupFailed where there is none."""
    others = []
    for place in places(major):
        if not all(os.access(place / name, os.X_OK) for name in NEEDED):
            continue
        found = major_of(_said_of([str(place / "pg_dump"), "--version"]))
        if found == major:
            return place
        others.append(f"{place} has those of {found}")
    raise BackupFailed(
        f"The server is PostgreSQL {major}, and its {', '.join(NEEDED)} are not here"
        + (f" ({'; '.join(others)})" if others else "")
        + f". Install them (Debian, Ubuntu: apt install postgresql-client-{major}; where the system has no such "
        "package, after adding apt.postgresql.org), or set POSTGRESQL_PROGRAMS to the folder they are in."
    )


def _said_of(command: list[str]) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""


@dataclass(frozen=True, slots=True)
class Programs:
    """The programs in a folder, told by their environment which database is meant: others on this machine can read a
    command line, but not an environment."""

    folder: Path
    environment: dict[str, str]

    def run(self, name: str, *arguments: str, into: IO[bytes] | None = None) -> None:
        """Run one to its end; what it writes goes into `into`. Raises BackupFailed with what it complained about."""
        with self.started(name, *arguments, told=subprocess.DEVNULL, into=into or subprocess.DEVNULL) as child:
            try:
                complaint = child.communicate(timeout=settings.BACKUP_SECONDS)[1]
            except subprocess.TimeoutExpired as error:
                child.kill()
                raise BackupFailed(
                    f"{name} was stopped after {settings.BACKUP_SECONDS} seconds (BACKUP_SECONDS)."
                ) from error
            except BaseException:
                child.kill()
                raise
        refuse(name, child.returncode, complaint)

    def started(
        self, name: str, *arguments: str, told: Pipe, into: Pipe, complaints: Pipe = subprocess.PIPE
    ) -> subprocess.Popen[bytes]:
        """One of the programs, running: what it reads, where it writes, and where it complains."""
        command = [str(self.folder / name), *arguments]
        return subprocess.Popen(command, env=self.environment, stdin=told, stdout=into, stderr=complaints)


def refuse(name: str, code: int, complaint: bytes) -> None:
    """Raises BackupFailed for a program that did not succeed, with the last of what it said.

    >>> refuse("pg_dump", 0, b"")
    >>> refuse("pg_dump", 1, b"pg_dump: error: connection failed\\n")
    Traceback (most recent call last):
    reform_portal.backups.failure.BackupFailed: pg_dump did not succeed: pg_dump: error: connection failed
    >>> refuse("pg_dump", -25, b"")
    Traceback (most recent call last):
    reform_portal.backups.failure.BackupFailed: pg_dump did not succeed: it was ended by signal 25.
    """
    if code == 0:
        return
    lines = complaint.decode(errors="replace").strip().splitlines()
    said = " ".join(lines[-3:]) if lines else (f"it was ended by signal {-code}." if code < 0 else f"exit code {code}.")
    if "No space left on device" in said:
        said += ". Free some room, or name a folder on another disk."
    raise BackupFailed(f"{name} did not succeed: {said}")
