"""From which database this context reads. A public page may be made from a copy of the data; whatever writes, and
whatever reads what it has just written, stays with the primary."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS, connections

PRIMARY, REPLICA = DEFAULT_DB_ALIAS, "replica"
# Where no database answers: what is in memory is all there is.
NOWHERE = "nowhere"


@dataclass(slots=True)
class Reading:
    """What a context reads from, and how deep in transactions it was when it began."""

    alias: str
    depth: int


_reading: ContextVar[Reading | None] = ContextVar("reading", default=None)


def _depth() -> int:
    return len(connections[PRIMARY].atomic_blocks)


def source() -> str:
    """The database that is read now: inside a transaction that was opened meanwhile, the primary."""
    reading = _reading.get()
    if reading is None or reading.alias == PRIMARY:
        return PRIMARY
    return PRIMARY if _depth() > reading.depth else reading.alias


def stay_with_primary() -> None:
    """From now on this context reads the primary: something was written there, and its writer reads it again."""
    if reading := _reading.get():
        reading.alias = PRIMARY


@contextmanager
def read_from(alias: str) -> Iterator[Reading]:
    """Within, this context reads from a database; other threads go on as they are."""
    reading = Reading(alias, _depth())
    token = _reading.set(reading)
    try:
        yield reading
    finally:
        _reading.reset(token)
