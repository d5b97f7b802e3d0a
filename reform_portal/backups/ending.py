"""Told to stop, a run ends as after Ctrl-C: what it has begun is removed, and its programs with it."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def in_order() -> Iterator[None]:
    """Within, SIGTERM unwinds instead of ending the process where it stands."""
    before = signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
