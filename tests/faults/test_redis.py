"""Redis away, frozen, slow or emptied under load: no reader notices."""

import time
from collections.abc import Callable

import pytest

from tests.faults.databases import until
from tests.faults.load import Readers
from tests.stack import Stack

pytestmark = pytest.mark.faults

# Many pages, so that nginx has not got the next one and the portal has to ask Redis for it.
UNITS = ("ben-tre", "vinh-long", "an-giang", "ha-noi", "hue", "da-nang", "can-tho", "ca-mau", "lao-cai", "son-la")
PATHS = tuple(f"{tongue}/provinces/{unit}/" for unit in UNITS for tongue in ("", "/en"))
# Nobody waits much longer than the limit for one answer of Redis and for the page itself to be made.
SLOWEST = 2.0


def away(stack: Stack, seconds: float) -> None:
    stack.redis.kill()
    time.sleep(seconds)
    stack.redis.start()


def frozen(stack: Stack, seconds: float) -> None:
    stack.redis.freeze()
    time.sleep(seconds)
    stack.redis.thaw()


def slow(stack: Stack, seconds: float) -> None:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        stack.redis.slow(0.2)
        time.sleep(0.25)


def flushed(stack: Stack, seconds: float) -> None:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        stack.redis.flush()
        time.sleep(0.2)


@pytest.mark.parametrize("fault", [away, frozen, slow, flushed], ids=lambda fault: fault.__name__)
def test_no_reader_notices_what_happens_to_redis(portal, fault: Callable[[Stack, float], None], fault_seconds):
    """No error, 99 of 100 answers within a bound, officials sign in and work; afterwards it is used again."""
    stack = portal.stack
    official = portal.official()
    for path in PATHS:
        assert stack.get(path).status == 200
    with Readers(stack, PATHS, number=4) as readers:
        time.sleep(0.5)
        fault(stack, min(fault_seconds, 15) / 2)
        assert official.get("/admin/").status == 200
        time.sleep(3)
    assert readers.failed == []
    assert readers.slowest(0.99) < SLOWEST, readers.slowest(0.99)
    portal.publish_source(official, fault.__name__, "")  # every page has another tag from now on
    before = stack.redis.client.dbsize()
    assert until(lambda: stack.get(PATHS[0]).status == 200 and stack.redis.client.dbsize() > before, 10)
