"""A PostgreSQL database: its archive is what pg_dump writes, in its custom format."""

import os
import secrets
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import Error, transaction

from . import programs
from .content import LEFT_OUT, Content, content_of
from .engine import Engine, connected_beside, refuse_transaction
from .failure import BackupFailed
from .manifest import Manifest
from .programs import Programs

# Roles and rights belong to a server, not to what is stored in it.
NO_ROLES = ("--no-owner", "--no-privileges")
# The remark by which a database is known as ours that was only made to try a backup.
TRIED = "manage.py backup --verify"


class PostgreSQL(Engine):
    """A database of a server."""

    kind = "postgresql"

    @property
    def name(self) -> str:
        return str(self._asked("SELECT current_database()"))

    @property
    def version(self) -> str:
        return str(self._asked("SHOW server_version"))

    @property
    def major(self) -> int:
        """The version that programs and archives go by."""
        self.connection.ensure_connection()
        return int(self.connection.pg_version) // 10_000

    def size(self) -> int:
        return int(self._asked("SELECT pg_database_size(current_database())"))

    @cached_property
    def programs(self) -> Programs:
        """The server's programs, which find the database by themselves."""
        return Programs(programs.folder_for(self.major), self.environment(self.connection))

    def write(self, archive: Path) -> tuple[datetime, Content]:
        refuse_transaction(self.connection)
        with said_plainly("The database cannot be read"), self._one_state() as (moment, snapshot):
            self.programs.run(
                "pg_dump", "--format=custom", f"--file={archive}", f"--snapshot={snapshot}", "--no-password", *NO_ROLES,
                "--no-publications", "--no-subscriptions", "--no-tablespaces",
                f"--lock-wait-timeout={settings.BACKUP_LOCK_SECONDS}s",
                *(f"--exclude-table-data={name}" for name in LEFT_OUT),
            )  # fmt: skip
            return moment, content_of(self.alias)

    @contextmanager
    def _one_state(self) -> Iterator[tuple[datetime, str]]:
        """Within, this connection and whoever is told the snapshot see one state, that of the moment."""
        with transaction.atomic(self.alias), self.connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            # It waits for pg_dump, however long that takes; not every server knows all of these.
            cursor.execute(
                "SELECT set_config(name, '0', true) FROM pg_settings WHERE name IN "
                "('statement_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout')"
            )
            cursor.execute("SELECT now(), pg_export_snapshot()")
            yield cursor.fetchone()

    def check(self, archive: Path, content: Content) -> None:
        self.programs.run("pg_restore", f"--file={os.devnull}", str(archive))

    @contextmanager
    def restored_beside(self, archive: Path, folder: Path) -> Iterator[str]:
        remark = f"{TRIED} {folder}"
        with said_plainly("The backup cannot be tried in a database of its own (that needs a role with CREATEDB)"):
            self._drop_tried(remark)
            name = f"{self.name[:40]}_tried_{secrets.token_hex(4)}"
            with self.connection.cursor() as cursor:
                quoted = self.connection.ops.quote_name(name)
                cursor.execute(f"CREATE DATABASE {quoted} TEMPLATE template0 ENCODING 'UTF8'")
                try:
                    cursor.execute(f"COMMENT ON DATABASE {quoted} IS %s", [remark])
                    with self._beside(name) as alias:
                        PostgreSQL(alias).restore(archive)
                        yield alias
                finally:
                    cursor.execute(f"DROP DATABASE {quoted}")

    def _beside(self, name: str) -> Any:
        """A connection to another database of the server. A pool of connections would keep some open."""
        options = {key: value for key, value in self.connection.settings_dict["OPTIONS"].items() if key != "pool"}
        return connected_beside(self.alias, name, options)

    def _drop_tried(self, remark: str) -> None:
        """Drop what a run into the same folder that was cut off has left."""
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE shobj_description(oid, 'pg_database') = %s", [remark])
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP DATABASE {self.connection.ops.quote_name(name)}")

    def refuse(self, manifest: Manifest) -> None:
        written_by = int(manifest.server.split(".")[0])
        if written_by > self.major:
            raise BackupFailed(
                f"The backup is of PostgreSQL {manifest.server}, and this server is {self.version}: an older server "
                f"does not read what a newer one wrote. Restore it into PostgreSQL {written_by} or newer."
            )

    def restore(self, archive: Path) -> None:
        """What is there is dropped, and what the archive holds is written, in one transaction of psql; it is committed
        only after pg_restore has read the archive to its end."""
        refuse_transaction(self.connection)
        with tempfile.TemporaryFile() as complaints:
            with self.programs.started(
                "psql", "--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1",
                told=subprocess.PIPE, into=subprocess.DEVNULL, complaints=complaints,
            ) as session:  # fmt: skip
                failure = self._told(session, archive)
            complaints.seek(0)
            # psql says why it ended; that pg_restore could then not go on is no news.
            programs.refuse("psql", session.returncode, complaints.read())
        if failure:
            raise failure

    def _told(self, session: subprocess.Popen[bytes], archive: Path) -> BackupFailed | None:
        """Tell psql everything, and to commit if all of it was told; why not, otherwise."""
        assert session.stdin is not None  # nosec B101 # noqa: S101 it was asked for
        failure = None
        with suppress(BrokenPipeError), session.stdin as told:
            told.write(f"BEGIN; SET LOCAL lock_timeout = '{settings.BACKUP_LOCK_SECONDS}s';\n{self._drop()}".encode())
            told.flush()
            try:
                self.programs.run("pg_restore", "--file=-", *NO_ROLES, str(archive), into=told)
            except BackupFailed as error:
                failure = error
            else:
                # Readers come before autovacuum has counted rows; until then some tables take several times as long.
                told.write(b"COMMIT;\nANALYZE;\n")
        return failure

    def _drop(self) -> str:
        """What removes every table, with all that hangs on it."""
        with self.connection.cursor() as cursor:
            names = self.connection.introspection.table_names(cursor)
        quoted = ", ".join(self.connection.ops.quote_name(name) for name in names)
        return f"DROP TABLE {quoted} CASCADE;\n" if names else ""

    def _asked(self, question: str) -> Any:
        with self.connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()[0]

    @staticmethod
    def environment(connection: Any) -> dict[str, str]:
        """What libpq reads: where the database of a connection is, and whom to sign in as."""
        said = connection.settings_dict
        _command, more = connection.client.settings_to_cmd_args_env(said, [])
        names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGDATABASE": "NAME"}
        where = {name: str(said[key]) for name, key in names.items() if said.get(key)}
        return {**os.environ, **where, **(more or {})}


@contextmanager
def said_plainly(what: str) -> Iterator[None]:
    """Within, an error of the database becomes a sentence that begins with `what`."""
    try:
        yield
    except Error as error:
        raise BackupFailed(f"{what}: {str(error).strip()}.") from error
