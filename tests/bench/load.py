"""Readers who come at a rate, whatever the answers take: each is late by as much as the server lets wait."""

import http.client
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

READERS = 64


@dataclass
class Answers:
    """What readers got: when each was due (seconds from the start), after how many seconds it was there, its status.

    A status of 0 is an answer that never came.
    """

    got: list[tuple[float, float, int]] = field(default_factory=list)

    def percentile(self, share: float, begin: float = 0.0, end: float = float("inf")) -> float:
        """Milliseconds in which a share of those that were due in a time had their answer."""
        taken = sorted(seconds for due, seconds, _status in self.got if begin <= due < end)
        return taken[min(len(taken) - 1, int(share * len(taken)))] * 1000 if taken else float("inf")

    @property
    def failed(self) -> int:
        """Answers that never came, or were the server's fault."""
        return sum(status == 0 or status >= 500 for _due, _seconds, status in self.got)


def at_rate(
    address: str,
    headers: Mapping[str, str],
    path: Callable[[int], str],
    rate: float,
    seconds: float,
    patience: float = 30,
    readers: int = READERS,
) -> Answers:
    """`rate` requests a second for so many seconds; `path(n)` is what the n-th asks for. No more than `readers` wait at
    once: where answers take longer, the next ones ask later."""
    found, lock, number = Answers(), threading.Lock(), iter(range(int(rate * seconds)))
    place, begun = urlsplit(address).netloc, time.perf_counter()

    def reader() -> None:
        line = http.client.HTTPConnection(place, timeout=patience)
        while True:
            with lock:
                n = next(number, None)
            if n is None:
                break
            due = n / rate
            if (ahead := begun + due - time.perf_counter()) > 0:
                time.sleep(ahead)
            status = 0
            try:
                line.request("GET", path(n), headers=dict(headers))
                answer = line.getresponse()
                answer.read()
                status = answer.status
            except (OSError, http.client.HTTPException):
                line.close()
            took = time.perf_counter() - begun - due
            with lock:
                found.got.append((due, took, status))
        line.close()

    threads = [threading.Thread(target=reader) for _number in range(readers)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return found


def alongside(*loads: Callable[[], Answers]) -> list[Answers]:
    """Several loads at once."""
    found: dict[int, Answers] = {}
    threads = [
        threading.Thread(target=lambda number=number, load=load: found.__setitem__(number, load()))
        for number, load in enumerate(loads)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [found[number] for number in range(len(loads))]
