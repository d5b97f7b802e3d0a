"""Work shared out to processes: making pages is all processor time."""

import gc
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, TypeVar

from django.db import connections

from .failure import BakingFailed

T = TypeVar("T")
# A process takes so many at a time: a page takes ten milliseconds, handing it over a tenth of one.
AT_A_TIME = 8

# What a process does; it inherits the work with its parent's memory, so that nothing has to be sent.
_work: Callable[[Any], Any] | None = None


def _take(work: Callable[[Any], Any]) -> None:
    global _work
    _work = work
    # The parent decides when to end; Ctrl-C reaches both.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _do(item: Any) -> Any:
    assert _work is not None  # nosec B101 # noqa: S101 - set by _take before the first item comes
    return _work(item)


@contextmanager
def shared(work: Callable[[Any], T], processes: int) -> Iterator[Callable[[Iterable[Any]], Iterator[T]]]:
    """Within, a function that does the work on each of many items, in any order; one process needs no others.

    What the work raises is raised here; BakingFailed where a process was killed.
    """
    if processes == 1:
        yield lambda items: map(work, items)
        return
    connections.close_all()  # no two processes speak on one connection
    gc.freeze()  # what they inherit is not copied by collecting it
    pool = ProcessPoolExecutor(processes, get_context("fork"), initializer=_take, initargs=(work,))
    try:
        pool.submit(int)  # starts them all, while there is no connection that they could inherit
        yield lambda items: pool.map(_do, items, chunksize=AT_A_TIME)
    except BrokenProcessPool as error:
        raise BakingFailed(
            "One of the processes that make pages was killed. If memory ran out, bake with fewer (--processes)."
        ) from error
    finally:
        pool.shutdown(cancel_futures=True)
        gc.unfreeze()
