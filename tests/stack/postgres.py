"""PostgreSQL of the stack: a primary, and a replica that follows it as a hot standby over a slot of its own."""

import os
import shutil
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from tests.postgres import Server, free_port, other_account

from .programs import Missing, Program, wait_until

PROGRAMS = ("initdb", "postgres", "pg_basebackup")
SETTINGS = Path(__file__).resolve().parents[2] / "deploy" / "postgresql" / "portal.conf"
SLOT = "stack_replica"

# Where it differs from an installation: its place, small memory, and nothing has to survive a power cut.
OWN = """
include '{settings}'
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
shared_buffers = 64MB
fsync = off
"""


class Postgres(Program):
    """One server, whose folder and port stay the same when it is stopped and started."""

    ending = signal.SIGINT  # "fast": sessions are ended, data are written

    def __init__(self, folder: Path, group: int) -> None:
        super().__init__(folder / self.name, group)
        self.folder.mkdir()
        self.port = free_port()
        self.server = Server(self.folder, account=other_account() if os.geteuid() == 0 else None)
        self.server.programs = self.server.on_system(PROGRAMS)
        if self.server.programs is None:
            raise Missing(
                "The stack needs PostgreSQL and did not find it. Install it (Debian, Ubuntu: apt install postgresql)."
            )

    @property
    def url(self) -> str:
        return f"postgres://tests@127.0.0.1:{self.port}/portal"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def command(self) -> Sequence[str | Path]:
        assert self.server.programs is not None
        return [self.server.programs / "postgres", "-D", self.data, "-p", str(self.port)]

    def account(self) -> dict[str, Any]:
        account = self.server.account
        return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}

    def answers(self) -> bool:
        try:
            self.ask("SELECT 1", database="postgres")
        except psycopg.OperationalError:
            return False
        return True

    def ask(self, query: str, database: str = "portal") -> list[tuple]:
        """The rows of a query, on a connection of its own."""
        address = f"postgres://tests@127.0.0.1:{self.port}/{quote(database)}"
        with psycopg.connect(address, autocommit=True, connect_timeout=2) as connection:
            found = connection.execute(query)
            return found.fetchall() if found.description else []

    def discard(self) -> None:
        """It leaves at once, and gives back the memory that it shares with its sessions."""
        self.thaw()
        if self.process is not None and self.running:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait()


class Primary(Postgres):
    """The server that is written to."""

    name = "primary"

    def make(self) -> None:
        """An empty cluster, a database in it, and a slot that keeps what the replica has not got yet."""
        settings = self.folder / "portal.conf"
        shutil.copyfile(SETTINGS, settings)
        settings.chmod(0o644)
        self.server.make(self.data, OWN.format(settings=settings))
        self.start()
        self.ask("CREATE DATABASE portal", database="postgres")
        self.ask(f"SELECT pg_create_physical_replication_slot('{SLOT}', true)")


class Replica(Postgres):
    """The server that public pages read from."""

    name = "replica"

    def __init__(self, folder: Path, group: int, primary: Primary) -> None:
        super().__init__(folder, group)
        self.primary = primary

    def make(self) -> None:
        """A copy of the primary that follows it (`-R` writes how), then started."""
        shutil.copyfile(self.primary.folder / "portal.conf", self.folder / "portal.conf")
        assert self.server.programs is not None
        source = f"host=127.0.0.1 port={self.primary.port} user=tests application_name=replica"
        options = ("--checkpoint=fast", "--write-recovery-conf", "--slot", SLOT, "--no-sync")
        made = self.server.call(
            self.server.programs / "pg_basebackup", "-D", self.data, "-d", source, "-X", "stream", *options
        )
        if made.returncode:
            raise RuntimeError(f"The replica could not be made:\n{made.stderr.strip()}")
        self.start()

    def pause(self) -> None:
        """It answers, and stands still: what is written from now on is not seen here."""
        self.ask("SELECT pg_wal_replay_pause()")
        wait_until(
            lambda: self.ask("SELECT pg_get_wal_replay_pause_state()") == [("paused",)], "The replica does not pause"
        )

    def resume(self) -> None:
        """It follows again."""
        self.ask("SELECT pg_wal_replay_resume()")

    def behind(self) -> int:
        """The bytes that the primary has written and this server does not show yet."""
        [(written,)] = self.primary.ask("SELECT pg_current_wal_lsn()::text")
        [(behind,)] = self.ask(f"SELECT pg_wal_lsn_diff('{written}', pg_last_wal_replay_lsn())::bigint")
        return max(0, behind)

    def catch_up(self) -> None:
        """Wait until it shows everything that the primary has written by now."""
        [(written,)] = self.primary.ask("SELECT pg_current_wal_lsn()::text")
        shown = f"SELECT pg_last_wal_replay_lsn() >= '{written}'::pg_lsn"
        wait_until(lambda: self.ask(shown) == [(True,)], "The replica does not catch up")

    def promote(self) -> None:
        """It stops following and is written to from now on."""
        self.ask("SELECT pg_promote()")
