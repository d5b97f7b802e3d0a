"""How many cases a test asks, and how long one may take.

In `make test` the cases are the same each time, so that a run says something of the code and nothing of luck.
`make fuzz` asks ten times as many, others each time.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from hypothesis import HealthCheck, settings

# What no case may take, in seconds of a processor: what machine and neighbours do to the clock does not count.
SECONDS = 5
DEEPER = 10

settings.register_profile("deep", database=None, deadline=None, print_blob=True)


def cases(number: int) -> settings:
    """So many cases, or ten times as many with `--hypothesis-profile=deep`."""
    deep = settings.get_current_profile_name() == "deep"
    return settings(
        max_examples=number * (DEEPER if deep else 1),
        derandomize=not deep,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


@contextmanager
def in_time() -> Iterator[None]:
    """Fails where what is done inside takes a processor longer than a case may."""
    begun = time.process_time()
    yield
    taken = time.process_time() - begun
    assert taken < SECONDS, f"took {taken:.1f} s"
