"""The other end of `tests.faults.inside`: a worker does what it is asked, stands still where told, and is killed."""

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.faults.databases import Database

ROOT = Path(__file__).resolve().parents[2]
# Seconds in which any of these doings is done.
WAITED = 30


class Workers:
    """Processes with the portal's code on databases of one engine, one at a time.

    `environment`: that of the portal. Where no database is named, the one that stands there is worked on.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.inside"],
            env=environment,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, where: TracebackType | None) -> None:
        with self._process:
            self._process.terminate()

    def do(self, database: Database | None, what: str, *args: Any, **said: Any) -> Any:
        """What a worker says after it has done something."""
        return self.starved(database, {}, what, *args, **said)

    def starved(self, database: Database | None, limits: dict[str, int], what: str, *args: Any, **said: Any) -> Any:
        """The same, with little room for what it writes (see `tests.faults.inside`)."""
        answer = self._asked(database, what, args, said, limits=limits)
        if "said" not in answer:
            raise AssertionError(answer.get("failed") or answer)
        return answer["said"]

    def killed(self, database: Database, moment: str, what: str, *args: Any, **said: Any) -> int:
        """Kill a worker at a moment of what it does; its number, when it is gone."""
        answer = self._asked(database, what, args, said, halt=moment)
        if "halted" not in answer:
            raise AssertionError(f"The moment never came: {answer}")
        pid: int = answer["halted"]
        os.kill(pid, signal.SIGKILL)
        assert self._read() == {"died": signal.SIGKILL}
        return pid

    def _asked(self, database: Database | None, what: str, args: Any, said: Any, **more: Any) -> dict[str, Any]:
        asked = {"do": what, "with": [args, said], "database": database.name if database else "", **more}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        return self._read()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        if not select.select([self._process.stdout], [], [], WAITED)[0]:
            raise AssertionError(f"The worker said nothing for {WAITED} seconds.")
        line = self._process.stdout.readline()
        if not line:
            raise AssertionError("The worker's process has ended; its own message stands above.")
        answer: dict[str, Any] = json.loads(line)
        return answer
