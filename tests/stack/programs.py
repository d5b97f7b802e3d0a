"""A program of the stack: started, asked to end, killed, frozen; its words are kept in a file."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

SECONDS = 30.0


class Missing(Exception):
    """A program that is not installed; the text says how to get it."""


def found(name: str, package: str) -> str:
    """Where a program is. Raises Missing."""
    place = shutil.which(name, path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/usr/local/sbin")
    if place is None:
        raise Missing(
            f"The stack needs {name} and did not find it. Install it (Debian, Ubuntu: apt install {package})."
        )
    return place


def wait_until(holds: Callable[[], object], what: str, seconds: float = SECONDS) -> None:
    """Ask again and again. Raises TimeoutError, which says what did not happen."""
    latest = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > latest:
            raise TimeoutError(f"{what} (waited {seconds:.0f} s)")
        time.sleep(0.02)


class Program:
    """One program, run in the foreground in the guard's process group."""

    name = "program"
    ending = signal.SIGTERM

    def __init__(self, folder: Path, group: int) -> None:
        self.folder = folder
        self.group = group
        self.process: subprocess.Popen[bytes] | None = None

    # What a program says of itself.

    def command(self) -> Sequence[str | Path]:
        raise NotImplementedError

    def environment(self) -> dict[str, str] | None:
        return None

    def account(self) -> dict[str, Any]:
        """Whom it runs as, in the words of subprocess; otherwise as whoever runs the stack."""
        return {}

    def answers(self) -> bool:
        """Whether it is ready to be asked."""
        raise NotImplementedError

    # What is done to it.

    @property
    def log(self) -> Path:
        return self.folder / f"{self.name}.log"

    @property
    def pid(self) -> int:
        assert self.process is not None, f"{self.name} was never started"
        return self.process.pid

    @property
    def pids(self) -> list[int]:
        """The program and everything it has started."""
        return [self.pid, *children(self.pid)] if self.running else []

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Start it and wait until it answers. Raises RuntimeError with its last words."""
        assert not self.running, f"{self.name} runs already"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(part) for part in self.command()],
                env=self.environment(),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                process_group=self.group,
                **self.account(),
            )
        try:
            wait_until(lambda: not self.running or self.answers(), f"{self.name} does not answer")
        except TimeoutError as error:
            raise RuntimeError(f"{error}:\n{self.words()}") from None
        if not self.running:
            raise RuntimeError(f"{self.name} did not start:\n{self.words()}")

    def stop(self, seconds: float = SECONDS) -> None:
        """Ask it to end, and end it if it does not."""
        if self.process is None:
            return
        self.thaw()
        if self.running:
            self.process.send_signal(self.ending)
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End it and all its children without a chance to say goodbye."""
        for pid in self.pids:
            _signalled(pid, signal.SIGKILL)
        if self.process is not None:
            self.process.wait()

    def discard(self) -> None:
        """It is not needed any more, and neither is anything it has written."""
        self.kill()

    def restart(self) -> None:
        self.stop()
        self.start()

    def freeze(self) -> None:
        """Hold it and its children: connections to it stay open and nothing comes back."""
        for pid in self.pids:
            _signalled(pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        for pid in reversed(self.pids):
            _signalled(pid, signal.SIGCONT)

    def words(self, lines: int = 20) -> str:
        """The last of what it said."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:]) if self.log.exists() else ""


def children(pid: int) -> list[int]:
    """The processes that a process has started, and theirs, in the order of their start."""
    try:
        own = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []  # it has ended
    return [one for child in own for one in (child, *children(child))]


def _signalled(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return  # it has ended by itself meanwhile
