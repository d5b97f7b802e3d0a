"""Readers who ask again and again while something goes wrong, and what became of every one of their requests."""

import http.client
import ssl
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Self

from tests.stack import Stack
from tests.stack.answers import asked

# What people look at on the day: a home page, a table and its file, a unit, a search that is typed.
PAGES = (
    "/",
    "/indices/sipas/2020/provinces/",
    "/en/indices/sipas/2020/provinces/",
    "/indices/par-index/2020/provinces.csv",
    "/provinces/ben-tre/",
    "/targets/",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: when it was sent, how long it took, the status (0 where the connection broke), which page."""

    at: float
    seconds: float
    status: int
    path: str
    cache: str = ""
    error: str = ""


class Readers:
    """Readers in threads, each with a connection that is kept open, as browsers do. They read while the block lasts."""

    def __init__(self, stack: Stack, paths: Sequence[str] = PAGES, number: int = 6, pause: float = 0.02) -> None:
        self.stack, self.paths, self.pause = stack, paths, pause
        self.requests: list[Asked] = []
        self._ends, self._lock = Event(), Lock()
        self._threads = [Thread(target=self._read, args=(place,), daemon=True) for place in range(number)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, where: TracebackType | None) -> None:
        self._ends.set()
        for thread in self._threads:
            thread.join(40)

    def _read(self, place: int) -> None:
        line = self.stack.line()
        while not self._ends.is_set():
            path = self.paths[place % len(self.paths)]
            place += 1
            at = time.monotonic()
            status, cache, failed = 0, "", ""
            try:
                answer = asked(line, "GET", path, {"Accept-Encoding": "gzip"}, None)
                status, cache = answer.status, answer.headers.get("X-Cache", "")
            except (OSError, http.client.HTTPException, ssl.SSLError) as error:
                failed = repr(error)
                line.close()
            with self._lock:
                self.requests.append(Asked(at, time.monotonic() - at, status, path, cache, failed))
            self._ends.wait(self.pause)
        line.close()

    @property
    def failed(self) -> list[Asked]:
        """Everything that a reader would have seen as an error."""
        return [one for one in self.requests if one.status not in {200, 304}]

    @property
    def statuses(self) -> Counter[int]:
        """How often each status came."""
        return Counter(one.status for one in self.requests)

    def slowest(self, share: float = 0.99) -> float:
        """The seconds within which this share of the requests was answered."""
        took = sorted(one.seconds for one in self.requests)
        return took[min(len(took) - 1, int(len(took) * share))]
