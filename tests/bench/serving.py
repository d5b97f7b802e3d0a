"""What readers get from the whole recipe (`tests.stack`), beside nginx with a file and a bare Django in that server.

The load comes from this machine and shares its processors with what it measures: ratios tell more than figures.
"""

import json
import os
import random
import re
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.postgres import free_port
from tests.stack import Missing, Stack
from tests.stack.nginx import NAME

from .load import Answers, alongside, at_rate
from .told import Told

PAGE = "/indices/par-index/2020/provinces/"
SECONDS, CONNECTIONS, ROUNDS = 4, 16, 3
# A flood does not wait for its turn: who is not answered at once is beside those who come next.
FLOOD = 500
ROOT = Path(__file__).resolve().parents[2]
NO_WRK = "The serving figures need wrk (Debian, Ubuntu: apt install wrk): not measured."


@dataclass(frozen=True)
class Measured:
    """What wrk said."""

    a_second: float
    p50: float
    p99: float


def wrk(address: str, headers: Mapping[str, str], connections: int = CONNECTIONS) -> Measured:
    """Requests a second and milliseconds, from as many connections as fit. Raises RuntimeError for bad answers."""
    told = [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t1", f"-c{connections}", f"-d{SECONDS}s", "--latency", *told, address]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx or 3xx" in said or "Socket errors" in said:
        raise RuntimeError(f"{address}\n{said}")
    return Measured(_number(r"Requests/sec:\s+([\d.]+)", said), _time("50%", said), _time("99%", said))


def _number(pattern: str, said: str) -> float:
    found = re.search(pattern, said)
    if found is None:
        raise RuntimeError(said)
    return float(found[1])


def _time(share: str, said: str) -> float:
    found = re.search(rf"{share}\s+([\d.]+)(us|ms|s)", said)
    if found is None:
        raise RuntimeError(said)
    return float(found[1]) * {"us": 0.001, "ms": 1, "s": 1000}[found[2]]


def in_turn(ours: tuple[str, Mapping[str, str]], other: tuple[str, Mapping[str, str]]) -> tuple[Measured, Measured]:
    """Two addresses one after the other, several times; of each the run of the middle."""
    runs = [(wrk(*ours), wrk(*other)) for _round in range(ROUNDS)]
    return tuple(sorted(of_one, key=lambda run: run.a_second)[ROUNDS // 2] for of_one in zip(*runs, strict=True))  # type: ignore[return-value]


@contextmanager
def bare(page: Path) -> Iterator[str]:
    """A bare Django in the server of an installation."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "tests.bench.bare:made()"]
    told = os.environ | {"WEB_BIND": f"127.0.0.1:{port}", "BARE_PAGE": str(page)}
    process = subprocess.Popen(command, cwd=ROOT, env=told, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        time.sleep(3)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(30)


class Serving:
    """The figures, from a stack that runs."""

    def __init__(self, stack: Stack, told: Told) -> None:
        self.stack, self.told = stack, told
        self.host = {"Host": NAME}
        self.front = stack.nginx.plain_address
        self.web = f"http://127.0.0.1:{stack.web.ports[0]}"
        # As nginx asks.
        self.inside = self.host | {"X-Forwarded-Proto": "https", "X-Request-Id": "0123456789abcdef0123456789abcdef"}

    def asked(self, since: int) -> Counter[str]:
        """How often nginx asked the portal for the page since a place in its log, by the status of the answer."""
        with self.stack.nginx.asked.open() as log:
            log.seek(since)
            said = [json.loads(line) for line in log]
        return Counter(one["answered"] for one in said if one["path"] == PAGE)

    def micro_cache(self) -> None:
        """The league table from nginx, beside the same bytes as a file from the same nginx."""
        page = self.stack.get(PAGE).body
        (self.stack.folder / "data" / "static" / "bench.html").write_bytes(page)
        at = self.stack.nginx.asked.stat().st_size
        ours, file = in_turn((self.front + PAGE, self.host), (f"{self.front}/static/bench.html", self.host))
        what = "league table through nginx's cache"
        self.told.figure(what, ours.a_second, "/s", anchor=file.a_second, beside="/s: nginx, a file", least=0.75)
        calm = wrk(self.front + PAGE, self.host, connections=2)
        calm_file = wrk(f"{self.front}/static/bench.html", self.host, connections=2)
        beside = "ms: nginx, a file"
        self.told.figure(f"{what}: p50 of two readers", calm.p50, "ms", anchor=calm_file.p50, beside=beside)
        self.told.figure(
            f"{what}: p99 of two readers", calm.p99, "ms", anchor=calm_file.p99, beside=beside, most=1, of_ratio=False
        )
        self.told.figure(f"{what}: p99 of {CONNECTIONS}", ours.p99, "ms", anchor=file.p99, beside=beside)
        asked = self.asked(at)
        self.told.figure(f"{what}: the portal was asked", sum(asked.values()), "times")
        self.told.figure(f"{what}: and made it anew", asked["200"], "times", most=1)

    def web_process(self) -> None:
        """The kept page from the web process itself, and the answer to who has it, beside a bare Django."""
        page = self.stack.folder / "page.html"
        page.write_bytes(self.stack.get(PAGE).body)
        tag = self.stack.get(PAGE).headers["ETag"]
        with bare(page) as anchor:
            ours, other = in_turn((self.web + PAGE, self.inside), (anchor, self.inside))
            self._beside("league table from the web process, kept", ours, other, 0.9)
            has = self.inside | {"If-None-Match": tag}
            ours, other = in_turn((self.web + PAGE, has), (anchor, self.inside))
            self._beside("the same to who has it (304)", ours, other, 1.0)

    def _beside(self, what: str, ours: Measured, other: Measured, least: float) -> None:
        beside = "/s: bare Django, from memory"
        self.told.figure(what, ours.a_second, "/s", anchor=other.a_second, beside=beside, least=least)
        self.told.figure(f"{what}: p50", ours.p50, "ms", anchor=other.p50, beside="ms")
        self.told.figure(f"{what}: p99", ours.p99, "ms", anchor=other.p99, beside="ms")

    def everything_anew(self) -> None:
        """Readers of two hundred addresses, while in the midst of it every page becomes another one."""
        every = self.addresses()[:200]
        before, after, rate = 10, 45, 300
        bump = "from provinces.models import DataStamp; DataStamp.bump()"
        publish = threading.Timer(before, lambda: self.stack.manage("shell", "--no-imports", "-c", bump))
        at_rate(self.front, self.host, lambda n: every[n % len(every)], 50, 8)  # everything was asked for once
        publish.start()
        got = at_rate(self.front, self.host, lambda n: every[n % len(every)], rate, before + after)
        publish.join()
        what = f"{rate}/s over {len(every)} addresses"
        self.told.figure(f"{what}: errors", got.failed, "of all", most=0)
        self.told.figure(f"{what}: p99 before", got.percentile(0.99, 0, before), "ms")
        # The command that says so takes some seconds to start.
        self.told.figure(f"{what}: p99 of the first 15 s after all changed", got.percentile(0.99, before, 25), "ms",
                         most=3000)  # fmt: skip
        self.told.figure(f"{what}: p99 from 30 s on", got.percentile(0.99, before + 30), "ms", most=200)

    def crawler(self) -> None:
        """A crawler that makes up queries, beside readers of pages that are kept."""
        few = self.addresses()[:20]

        def read() -> Answers:
            return at_rate(self.front, self.host, lambda n: few[n % len(few)], 100, 15)

        def crawl() -> Answers:
            return at_rate(self.front, self.host, lambda n: f"{few[n % len(few)]}?{_word()}={_word()}", 50, 15)

        alone = read()
        beside, crawled = alongside(read, crawl)
        self.told.figure("kept pages beside a crawler: p99", beside.percentile(0.99), "ms", most=300,
                         anchor=alone.percentile(0.99), beside="ms alone", of_ratio=False)  # fmt: skip
        self.told.figure("kept pages beside a crawler: errors", beside.failed + crawled.failed, "of all", most=0)
        self.told.figure("the crawler itself: p99", crawled.percentile(0.99), "ms")

    def too_many(self) -> None:
        """Three times as many as can be served, all with something to be made; then how soon it is over."""

        def typed(_number: int) -> str:
            return f"/search/?q={_word()}"

        can = at_rate(self.front, self.host, typed, 400, 3)
        done = max(due + seconds for due, seconds, _status in can.got)
        capacity = sum(status == 200 for _due, _seconds, status in can.got) / done
        self.told.figure("searches that can be made", capacity, "/s")
        pids = self.stack.web.workers
        flood = threading.Thread(
            target=lambda: at_rate(self.front, self.host, typed, capacity * 3, 8, patience=10, readers=FLOOD),
            daemon=True,
        )
        flood.start()
        time.sleep(8)
        after = at_rate(self.front, self.host, lambda _number: PAGE, 20, 15)
        flood.join()
        self.told.figure("after a flood: processes that died", len(set(pids) - set(self.stack.web.workers)), "", most=0)
        self.told.figure("after a flood: p99 of the first 10 s", after.percentile(0.99, 0, 10), "ms")
        self.told.figure("after a flood: p99 from 10 s on", after.percentile(0.99, 10), "ms", most=500)

    def addresses(self) -> list[str]:
        """Pages of units and tables, as the sitemap names them."""
        found = re.findall(r"<loc>https?://[^/]+(/[^<]*)</loc>", self.stack.get("/sitemap.xml").text)
        return [path for path in found if re.fullmatch(r"/(indices/[a-z-]+/\d+|provinces)/[a-z0-9-]+/", path)]


def _word() -> str:
    return "".join(random.choices("abcdeghiklmnopqrstuvxy", k=8))


def main() -> None:
    told = Told(Path(sys.argv[1]))
    if shutil.which("wrk") is None:
        told.note(NO_WRK)
        return
    try:
        with Stack(say=lambda what: print(f"starting {what}", flush=True)) as stack:
            serving = Serving(stack, told)
            for measure in ("micro_cache", "web_process", "everything_anew", "crawler", "too_many"):
                getattr(serving, measure)()
    except Missing as missing:
        told.note(f"{missing} The serving figures were not measured.")


if __name__ == "__main__":
    main()
