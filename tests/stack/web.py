"""The web processes of the stack: two services, each a gunicorn of its own, which can be exchanged one by one."""

import http.client
import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.postgres import free_port

from .programs import Program, children, wait_until

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = ROOT / "deploy" / "gunicorn.conf.py"


class Service(Program):
    """One gunicorn: a master and its workers on a port of their own."""

    def __init__(self, folder: Path, group: int, number: int, told: dict[str, str]) -> None:
        self.name = f"web-{number}"
        super().__init__(folder, group)
        self.port = free_port()
        self.told = told

    @property
    def workers(self) -> list[int]:
        """The processes that answer; the master starts another when one is gone."""
        return children(self.pid) if self.running else []

    def command(self) -> Sequence[str | Path]:
        return [sys.executable, "-m", "gunicorn", "--config", SETTINGS, "--chdir", ROOT]

    def environment(self) -> dict[str, str]:
        return self.told | {"WEB_BIND": f"127.0.0.1:{self.port}"}

    def answers(self) -> bool:
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers = {"Host": self.told["ALLOWED_HOSTS"], "X-Forwarded-Proto": "https"}
        try:
            asked.request("GET", "/health/live", headers=headers)
            return asked.getresponse().status < 500
        except OSError:
            return False
        finally:
            asked.close()


class Web:
    """All services together."""

    def __init__(self, folder: Path, group: int, told: dict[str, str], number: int = 2) -> None:
        self.told = told
        self.services = [Service(folder, group, one, told) for one in range(1, number + 1)]

    @property
    def ports(self) -> list[int]:
        return [service.port for service in self.services]

    @property
    def workers(self) -> list[int]:
        """The processes that answer, of all services."""
        return [pid for service in self.services for pid in service.workers]

    @property
    def running(self) -> bool:
        return any(service.running for service in self.services)

    def start(self) -> None:
        for service in self.services:
            service.start()

    def stop(self) -> None:
        for service in self.services:
            service.stop()

    def kill(self) -> None:
        for service in self.services:
            service.kill()

    def discard(self) -> None:
        self.kill()

    def freeze(self) -> None:
        for service in self.services:
            service.freeze()

    def thaw(self) -> None:
        for service in self.services:
            service.thaw()

    def roll(self) -> None:
        """Exchange the services one by one, as an upgrade does: while one is away, the others answer.

        After each nginx is left the time to ask it again, as the unit of systemd does (fail_timeout).
        """
        for service in self.services:
            service.restart()
            time.sleep(2)

    def reload(self) -> None:
        """Exchange every worker under the same ports, as `systemctl reload` does, until the old ones are gone."""
        old = set(self.workers)
        for service in self.services:
            os.kill(service.pid, signal.SIGHUP)
        wait_until(lambda: not old & set(self.workers), "The old workers stay")
        self.complete()

    def kill_worker(self) -> int:
        """End one worker in the midst of whatever it does, and return its number. Its master starts another."""
        pid = self.workers[0]
        os.kill(pid, signal.SIGKILL)
        return pid

    def complete(self) -> None:
        """Wait until every service has a worker and answers."""
        wait_until(
            lambda: all(service.workers and service.answers() for service in self.services), "Workers are missing"
        )
