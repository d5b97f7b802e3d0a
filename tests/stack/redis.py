"""Redis of the stack: the cache that all web processes share."""

from collections.abc import Sequence
from pathlib import Path

import redis

from tests.postgres import free_port

from .programs import Program, found

SETTINGS = Path(__file__).resolve().parents[2] / "deploy" / "redis.conf"


class Redis(Program):
    """A server with little memory, told what an installation's is told."""

    name = "redis"

    def __init__(self, folder: Path, group: int) -> None:
        super().__init__(folder, group)
        self.program = found("redis-server", "redis-server")
        self.port = free_port()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    @property
    def client(self) -> redis.Redis:
        return redis.Redis(port=self.port, socket_timeout=2)

    def command(self) -> Sequence[str | Path]:
        own = ("--port", str(self.port), "--dir", self.folder, "--maxmemory", "64mb", "--supervised", "no")
        return [self.program, SETTINGS, *own]

    def answers(self) -> bool:
        try:
            return bool(self.client.ping())
        except redis.RedisError:
            return False

    def flush(self) -> None:
        """Everything in it is forgotten."""
        self.client.flushall()

    def slow(self, seconds: float) -> None:
        """It takes connections and answers nobody for a while."""
        self.client.client_pause(int(seconds * 1000), all=True)
