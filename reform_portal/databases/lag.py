"""How far the replica is behind the primary.

Positions in the primary's log are compared, not clocks: the replica has everything that the primary had when it stood
at a position which the replica has passed. So a quiet primary makes no replica look old, and a paused replay or a
receiver that was cut off is seen as what it is, whatever the replica says of itself.
"""

from collections import deque
from collections.abc import Callable
from time import monotonic, sleep

from django.conf import settings
from django.db import connections

from provinces.reading import PRIMARY, REPLICA

WRITTEN = (
    "SELECT pg_wal_lsn_diff(CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END,"
    " '0/0')"
)
# A server that replays nothing has been promoted, or never was a replica: nobody knows what it has.
REPLAYED = "SELECT CASE WHEN pg_is_in_recovery() THEN pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0') END"
# Between writing on the primary and replaying on the replica, where nothing is wrong.
MOMENT_SECONDS = 0.05


def position(alias: str, question: str) -> int | None:
    """How many bytes of the log a server has written or replayed; None for a server that replays none."""
    with connections[alias].cursor() as cursor:
        cursor.execute(question)
        (found,) = cursor.fetchone()
    return None if found is None else int(found)


def written() -> int | None:
    """Of the primary."""
    return position(PRIMARY, WRITTEN) if connections[PRIMARY].vendor == "postgresql" else 0


def replayed() -> int | None:
    """Of the replica."""
    return position(REPLICA, REPLAYED) if connections[REPLICA].vendor == "postgresql" else 0


class Lag:
    """What this process has seen of both logs. Both questions may be replaced."""

    def __init__(
        self, written: Callable[[], int | None] = written, replayed: Callable[[], int | None] = replayed
    ) -> None:
        self.written, self.replayed = written, replayed
        kept = settings.REPLICA_MAX_LAG_SECONDS / max(settings.REPLICA_CHECK_SECONDS, 0.1)
        self.seen: deque[tuple[float, int]] = deque(maxlen=int(kept) + 2)

    def ask_primary(self) -> None:
        """Where the primary stands; asked before the replica, so that an answer is never too good."""
        stands = self.written()
        if stands is not None:
            self.seen.append((monotonic(), stands))

    def seconds(self) -> float | None:
        """How old the replica's data are at most; None where that is not known."""
        if not self.seen:
            return None
        if self._passed() != self.seen[-1]:
            sleep(MOMENT_SECONDS)
        passed = self._passed()
        if passed is None:
            return None
        return 0.0 if passed == self.seen[-1] else monotonic() - passed[0]

    def _passed(self) -> tuple[float, int] | None:
        """The last moment of which the replica has everything."""
        reached = self.replayed()
        if reached is None:
            return None
        return next((moment for moment in reversed(self.seen) if moment[1] <= reached), None)
