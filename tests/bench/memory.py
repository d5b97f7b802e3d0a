"""What a web process holds: 10,000 requests over every kind of address, its memory after each quarter of them.

A worker of the server and with the settings of an installation, on the PostgreSQL of DATABASE_URL; its pages are kept
as there. What it takes at the end counts, and that the last quarters take no more than the one before. What it shares
with the master that loaded it counts by its share; both together are told as well.
"""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path

from tests.postgres import free_port

from .pages import PAGES
from .progress import adoptions, invent_reports
from .ready import begin, official
from .years import invent_two_years

REQUESTS, QUARTERS = 10_000, 4
MOST_MEGABYTES = 120
# How much more it may have at the end than after the first quarter.
FLAT = 1.1
ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"


@contextmanager
def server(workers: int = 1) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The server of an installation with its shipped settings, on a port of its own."""
    port = free_port()
    told = os.environ | {"WEB_BIND": f"{HOST}:{port}", "WEB_WORKERS": str(workers), "ALLOWED_HOSTS": HOST}
    told |= {"MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": "131072"}  # as the unit of systemd says
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "--chdir", str(ROOT)]
    process = subprocess.Popen(command, env=told, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _second in range(60):
            try:
                with_answer(port, "/about/")
                break
            except OSError:
                time.sleep(0.5)
        yield process, port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def with_answer(port: int, path: str) -> int:
    """The status of an answer that was read to its end."""
    asked = http.client.HTTPConnection(HOST, port, timeout=60)
    try:
        asked.request("GET", path)
        answer = asked.getresponse()
        answer.read()
        return answer.status
    finally:
        asked.close()


def children_of(pid: int) -> list[int]:
    """The processes that another has started."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def megabytes(pid: int) -> float:
    """What a process holds of this machine's memory; what it shares with others, by its share."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise ValueError(pid)


def addresses() -> list[str]:
    """Every kind of address, in both languages, and the pages of every unit and edition."""
    from indices.catalogue import current_catalogue
    from provinces.models import PLURALS

    catalogue = current_catalogue()
    found = [path for path in PAGES if not path.startswith("/en")]
    found += [f"/{PLURALS[unit.kind]}/{unit.slug}/" for unit in catalogue.registry.units.values()]
    for edition in catalogue.published():
        kinds = (PLURALS[kind] for kind in edition.index.kinds)
        found += [f"/indices/{edition.index.code}/{edition.year}/{plural}/" for plural in kinds]
    return [f"{prefix}{path}" for path in found for prefix in ("", "/en")]


def main() -> None:
    told, database = begin()
    invent_two_years()
    invent_reports()
    adoptions(official(), told, database)
    if not Path("/proc/self/smaps_rollup").exists():
        told.note("Memory is read from /proc, which this system does not have: not measured.")
        return
    every = addresses()
    with server() as (process, port):
        before = sum(map(megabytes, children_of(process.pid)))
        told.figure("web process: memory at its start", before, "MB")
        asked, taken = cycle(every), []
        for quarter in range(1, QUARTERS + 1):
            for path in islice(asked, REQUESTS // QUARTERS):
                with_answer(port, path)
            taken.append(sum(map(megabytes, children_of(process.pid))))
            so_far = quarter * REQUESTS // QUARTERS
            told.figure(
                f"web process: memory after {so_far} requests", taken[-1], "MB", anchor=taken[0],
                beside="MB after the first quarter", most=MOST_MEGABYTES, of_ratio=False,
            )  # fmt: skip
        both = taken[-1] + megabytes(process.pid)
        told.figure("web service: memory of its worker and its master", both, "MB")
        told.figure(
            "web process: memory after the last quarter", taken[-1], "MB", anchor=taken[0],
            beside="MB after the first quarter", most=FLAT,
        )  # fmt: skip


if __name__ == "__main__":
    main()
