"""Which database public pages are read from, as this process knows it."""

import logging
from threading import Lock
from time import monotonic

from django.conf import settings
from django.db import DatabaseError, connections

from provinces.reading import PRIMARY, REPLICA

from ..counters import DATABASE, failed
from .connecting import limit_statements, usable
from .lag import Lag
from .losing import is_lost

LOG = logging.getLogger(__name__)
NAMES = {PRIMARY: "primary", REPLICA: "replica"}


class Choice:
    """The databases in the order in which they are tried, and what was found out about them."""

    def __init__(self, lag: Lag | None = None) -> None:
        self.lag = lag or Lag()
        self.behind: float | None = 0.0
        self.late = False
        self.checked_at = float("-inf")
        self.left_until = {PRIMARY: 0.0, REPLICA: 0.0}
        self.nowhere_until = 0.0
        self._checking = Lock()

    def in_order(self) -> tuple[str, ...]:
        """Where a public page is read from, and where instead; nowhere for a moment after none has answered."""
        now = monotonic()
        if now < self.nowhere_until:
            return ()
        if REPLICA not in connections.settings:
            return (PRIMARY,)
        self._check(now)
        kept_back = self.late and now >= self.left_until[PRIMARY]
        fit = now >= self.left_until[REPLICA] and not kept_back
        return (REPLICA, PRIMARY) if fit else (PRIMARY, REPLICA)

    def _check(self, now: float) -> None:
        """Look how far the replica is behind, at most once in REPLICA_CHECK_SECONDS; nobody waits for who looks."""
        due = now >= self.checked_at + settings.REPLICA_CHECK_SECONDS and now >= self.left_until[REPLICA]
        if not due or not self._checking.acquire(blocking=False):
            return
        try:
            self._look()
        finally:
            self.checked_at = monotonic()
            self._checking.release()

    def _look(self) -> None:
        asked = PRIMARY
        try:
            if monotonic() >= self.left_until[PRIMARY]:
                limit_statements(PRIMARY, settings.DATABASE_PUBLIC_SECONDS)
                self.lag.ask_primary()
            asked = REPLICA
            limit_statements(REPLICA, settings.DATABASE_PUBLIC_SECONDS)
            self.behind = self.lag.seconds()
        except DatabaseError as error:
            if not is_lost(error, asked):
                raise
            self.leave(asked, error)
            return
        late = self.behind is None or self.behind > settings.REPLICA_MAX_LAG_SECONDS
        if late != self.late:
            told = "is behind or unknown; public pages are read from the primary" if late else "is up to date again"
            LOG.warning("The replica %s (seconds behind: %s).", told, self.behind)
        self.late = late

    def leave(self, alias: str, error: BaseException | None) -> None:
        """A database failed an answer: it is left for a while, if there is another, and that is told once."""
        failed(DATABASE)
        gone = not usable(alias)
        connections[alias].close()
        if alias == PRIMARY and not gone:
            return  # a statement took too long: that says nothing about the next one
        now = monotonic()
        if now >= self.left_until[alias]:
            self.left_until[alias] = now + settings.REPLICA_RETRY_SECONDS
            LOG.warning("The %s database failed: %s", NAMES[alias], str(error).strip())

    def none_answers(self) -> None:
        """Every database has failed: for a moment none is asked, so that threads do not pile up before a silent one."""
        if self.left_until[PRIMARY] > monotonic():
            self.nowhere_until = monotonic() + settings.DATABASE_RETRY_SECONDS


choice = Choice()
