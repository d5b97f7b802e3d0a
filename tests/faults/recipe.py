"""The production recipe as faults see it: its parts, the officials who work in it, the readers who load it."""

from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex
from typing import Any

from tests.faults import sheets
from tests.faults.databases import Database, until
from tests.faults.officials import Official
from tests.faults.workers import Workers
from tests.stack import Stack

# What a test can wait for: a replica that is too old is noticed soon, a Redis that failed is asked again soon.
SETTINGS = {
    "REPLICA_MAX_LAG_SECONDS": "2",
    "REPLICA_CHECK_SECONDS": "1",
    "REPLICA_RETRY_SECONDS": "2",
    "CACHE_RETRY_SECONDS": "2",
    "DATABASE_LOCK_SECONDS": "20",
}


class Recipe:
    """A running stack, and a worker in its environment for what people would do on pages."""

    def __init__(self, stack: Stack, workers: Workers) -> None:
        self.stack, self.workers = stack, workers

    @property
    def database(self) -> Database:
        """The primary, in plain SQL."""
        return Database(self.stack.primary.url)

    def do(self, what: str, *args: Any, **said: Any) -> Any:
        """Do one of the doings of `tests.faults.inside` on the primary."""
        return self.workers.do(None, what, *args, **said)

    def official(self, role: str = "", index: str = "") -> Official:
        """Somebody who has just signed in with a second factor."""
        return Official(self.stack, **self.do("official", f"can-bo-{token_hex(4)}", role, index))

    def publish_source(self, by: Official, title: str, publisher: str) -> None:
        """A document that the public sees at once."""
        sheet = sheets.source(title, publisher).hex()
        run = self.do("upload", by.session, sheets.SOURCES, f"{title}.csv", sheet)
        assert self.do("confirm", by.session, sheets.SOURCES, run)["status"] == 302

    def whole(self) -> None:
        """Every part runs, the replica has caught up, and the portal is ready."""
        stack = self.stack
        for part in (stack.primary, stack.replica, stack.redis, *stack.web.services, stack.nginx):
            part.thaw()
            if not part.running:
                part.start()
        stack.replica.resume()
        stack.replica.catch_up()
        stack.web.complete()
        assert until(lambda: stack.get("/health/ready").status in {200, 404}, 15)


@contextmanager
def recipe_of_our_own() -> Iterator[Recipe]:
    """All of it, gone afterwards."""
    with Stack(settings=SETTINGS) as stack, Workers(stack.settings() | stack.web.told) as workers:
        yield Recipe(stack, workers)
