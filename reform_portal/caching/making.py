"""Of many readers who ask for the same page in one second, one has it made: in this process and among all of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from time import monotonic, sleep

from django.conf import settings
from django.core.cache import cache

LOCKS = tuple(Lock() for _number in range(256))
# How often somebody who waits looks whether the page is there.
LOOK_SECONDS = 0.02


@contextmanager
def alone_here(tag: str) -> Iterator[bool]:
    """Within, no other thread of this process makes the page: whether somebody else was making it before. Nobody waits
    longer than PAGE_MAKING_SECONDS; who has waited so long makes it as well."""
    lock = LOCKS[hash(tag) % len(LOCKS)]
    waited = not lock.acquire(blocking=False)
    held = not waited or lock.acquire(timeout=settings.PAGE_MAKING_SECONDS)
    try:
        yield waited
    finally:
        if held:
            lock.release()


@contextmanager
def alone_everywhere(tag: str) -> Iterator[bool]:
    """Within, no other process begins to make the page: whether that could be said. A mark in the shared cache says so,
    and lapses by itself where the process that set it dies."""
    mark = f"making-{tag}"
    ours = cache.add(mark, 1, timeout=settings.PAGE_MAKING_SECONDS)
    try:
        yield ours
    finally:
        if ours:
            cache.delete(mark)


def wait_for(tag: str) -> None:
    """Until the process that makes the page has finished, or its mark has lapsed."""
    ends = monotonic() + settings.PAGE_MAKING_SECONDS
    while monotonic() < ends and cache.has_key(f"making-{tag}"):
        sleep(LOOK_SECONDS)
