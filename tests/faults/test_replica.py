"""A replica that stands still, in its replaying or altogether: pages are of one state, and soon of the newest."""

import re
import time

import pytest

from tests.faults import sheets
from tests.faults.databases import until
from tests.faults.load import Readers
from tests.faults.recipe import SETTINGS, Recipe

pytestmark = pytest.mark.faults

PAGE = "/sources/van-ban-thu/"
# The rule: not older than so many seconds, looked at so often, kept by nginx for five, and a second for the machine.
WITHIN = int(SETTINGS["REPLICA_MAX_LAG_SECONDS"]) + int(SETTINGS["REPLICA_CHECK_SECONDS"]) + 5 + 1


def publish(portal: Recipe, session: str, word: str) -> None:
    """A document that the public sees at once, with the word in its title and its publisher."""
    run = portal.do("upload", session, sheets.SOURCES, f"{word}.csv", sheets.source(f"Tên {word}", f"Bởi {word}").hex())
    assert portal.do("confirm", session, sheets.SOURCES, run)["status"] == 302


def words(text: str) -> set[str]:
    """The words of a page's title and publisher: more than one is a mixed state."""
    return set(re.findall(r"(?:Tên|Bởi) ([a-z]+)", text))


def at_services(portal: Recipe) -> list[set[str]]:
    """What each web service says by itself, without nginx."""
    return [words(portal.do("asked", port, PAGE)) for port in portal.stack.web.ports for _time in range(6)]


@pytest.mark.parametrize("still", ["paused", "frozen"])
def test_a_replica_that_stands_still_hides_nothing_and_mixes_nothing(portal, still):
    """What was published is seen within the rule though the replica does not know it, and stays seen.

    No page is of two states, no reader sees a failure, and when the replica follows again nothing old comes back.
    """
    stack, official = portal.stack, portal.official()
    publish(portal, official.session, "cu")
    stack.replica.catch_up()
    assert until(lambda: words(stack.get(PAGE).text) == {"cu"}, WITHIN)
    (stack.replica.pause if still == "paused" else stack.replica.freeze)()
    seen: list[set[str]] = []
    with Readers(stack, (PAGE, "/", "/provinces/ben-tre/"), number=3) as readers:
        publish(portal, official.session, "moi")
        ends = time.monotonic() + WITHIN
        while time.monotonic() < ends and (not seen or seen[-1] != {"moi"}):
            seen.append(words(stack.get(PAGE).text))
            time.sleep(0.1)
        assert seen[-1] == {"moi"}, f"not seen within {WITHIN} seconds"
        ends = time.monotonic() + WITHIN
        while time.monotonic() < ends:
            seen.append(words(stack.get(PAGE).text))
            time.sleep(0.2)
        settled = seen[-10:]
        (stack.replica.resume if still == "paused" else stack.replica.thaw)()
        stack.replica.catch_up()
        time.sleep(2)
    assert readers.failed == []
    assert settled == [{"moi"}] * 10
    assert all(len(state) == 1 for state in seen)
    assert at_services(portal) == [{"moi"}] * 12
    assert words(stack.get(PAGE).text) == {"moi"}
