"""A replica that stands still, in its replaying or altogether: pages are of one state, and soon of the newest."""

import re
import time
from secrets import token_hex

import pytest

from tests.faults import sheets
from tests.faults.databases import until
from tests.faults.load import Readers
from tests.faults.recipe import SETTINGS, Recipe

pytestmark = pytest.mark.faults

PAGE = sheets.ITS_PAGE
# The rule: not older than so many seconds, looked at so often, kept by nginx for five, and a second for the machine.
WITHIN = int(SETTINGS["REPLICA_MAX_LAG_SECONDS"]) + int(SETTINGS["REPLICA_CHECK_SECONDS"]) + 5 + 1


def words(text: str) -> set[str]:
    """The words of a page's title and publisher: more than one is a mixed state."""
    return set(re.findall(r"(?:Tên|Bởi) ((?:cu|moi)[0-9a-f]{6})", text))


def at_services(portal: Recipe) -> list[set[str]]:
    """What each web service says by itself, without nginx."""
    return [words(portal.do("asked", port, PAGE)) for port in portal.stack.web.ports for _time in range(6)]


@pytest.mark.parametrize("still", ["paused", "frozen"])
def test_a_replica_that_stands_still_hides_nothing_and_mixes_nothing(portal, still):
    """What was published is seen within the rule though the replica does not know it, and stays seen.

    No page is of two states, no reader sees a failure, and when the replica follows again nothing old comes back.
    """
    stack, official = portal.stack, portal.official()
    old, new = f"cu{token_hex(3)}", f"moi{token_hex(3)}"
    portal.publish_source(official, f"Tên {old}", f"Bởi {old}")
    stack.replica.catch_up()
    assert until(lambda: words(stack.get(PAGE).text) == {old}, WITHIN)
    (stack.replica.pause if still == "paused" else stack.replica.freeze)()
    seen: list[set[str]] = []
    with Readers(stack, (PAGE, "/", "/provinces/ben-tre/"), number=3) as readers:
        portal.publish_source(official, f"Tên {new}", f"Bởi {new}")
        ends = time.monotonic() + WITHIN
        while time.monotonic() < ends and (not seen or seen[-1] != {new}):
            seen.append(words(stack.get(PAGE).text))
            time.sleep(0.1)
        assert seen[-1] == {new}, f"not seen within {WITHIN} seconds"
        ends = time.monotonic() + WITHIN
        while time.monotonic() < ends:
            seen.append(words(stack.get(PAGE).text))
            time.sleep(0.2)
        settled = seen[-10:]
        (stack.replica.resume if still == "paused" else stack.replica.thaw)()
        stack.replica.catch_up()
        time.sleep(2)
    assert readers.failed == []
    assert settled == [{new}] * 10
    assert all(len(state) == 1 for state in seen)
    assert at_services(portal) == [{new}] * 12
    assert words(stack.get(PAGE).text) == {new}
