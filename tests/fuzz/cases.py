"""How many cases a test asks, and how long one may take.

In `make test` the cases are the same each time, so that a run says something of the code and nothing of luck.
`make fuzz` asks ten times as many, others each time.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings as portal
from hypothesis import HealthCheck, settings

# What no case may take, in seconds of a processor: what machine and neighbours do to the clock does not count.
SECONDS = 5
DEEPER = 10
# Where no database plays a part, the second run of the suite, on PostgreSQL, asks a tenth.
ON_POSTGRESQL = portal.DATABASES["default"]["ENGINE"].endswith("postgresql")

settings.register_profile("deep", database=None, deadline=None, print_blob=True)


def cases(number: int, alike: bool = False) -> settings:
    """So many cases, or ten times as many with `--hypothesis-profile=deep`. `alike`: whatever the database."""
    deep = settings.get_current_profile_name() == "deep"
    if alike and ON_POSTGRESQL:
        number = max(1, number // 10)
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
