"""What is read once and kept in memory while the data's stamp stands."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Generic, TypeVar

from django.db import router

from .models import DataStamp
from .models.stamps import Stamps

T = TypeVar("T")


class Kept(Generic[T]):
    """A reading of the database that is done again once the data's stamp has changed. Asking costs one query.

    Each database has a reading of its own: a copy of the data may be a moment behind, and what was read from one is not
    what stands in the other under the same stamp if it was written to meanwhile.
    """

    def __init__(self, read: Callable[[], T]) -> None:
        self.read = read
        self.kept: dict[str, tuple[Stamps, T]] = {}
        self.instead: ContextVar[T | None] = ContextVar("instead", default=None)

    def __call__(self) -> T:
        return self.instead.get() or self.stamped()[1]

    def at_hand(self) -> T:
        """What was read last, without asking whether it still stands: for who comes after one that asked."""
        instead = self.instead.get()
        if instead is not None:
            return instead
        kept = self.kept.get(router.db_for_read(DataStamp))
        return kept[1] if kept is not None else self()

    def stamped(self) -> tuple[Stamps, T]:
        """The stamps that stand, and what was read under them."""
        source = router.db_for_read(DataStamp)
        stamp = DataStamp.current()  # before the reading: a write in between leaves an old stamp, and it is read again
        kept = self.kept.get(source)
        if kept is None or kept[0] != stamp:
            kept = self.kept[source] = stamp, self.read()
        return kept

    @contextmanager
    def replaced(self, reading: T) -> Iterator[None]:
        """Within, whoever asks in this thread is given another reading."""
        token = self.instead.set(reading)
        try:
            yield
        finally:
            self.instead.reset(token)
