"""The minute of publication in every process of the recipe, without anybody writing anything."""

import time

import pytest

from tests.faults.databases import until
from tests.faults.load import Readers

pytestmark = pytest.mark.faults

PAGE = "/indices/sipas/2019/provinces/"
STAMPS = "SELECT * FROM provinces_datastamp"


def test_a_version_becomes_public_in_its_second_in_every_process(portal):
    """Each web service has the new table at once and none had it before; nginx follows within five seconds and never
    goes back; the data's stamp stands."""
    stack = portal.stack
    portal.do("drop_open_versions", "sipas", 2019)
    editor, publisher = portal.official("Biên tập chỉ số", "sipas"), portal.official("Phê duyệt công bố")
    edition = portal.do("edition_in_review", editor.name, "sipas", 2019)
    before = {port: portal.do("asked", port, PAGE) for port in stack.web.ports}
    assert len(set(before.values())) == 1
    minute = time.time() + 4
    portal.do("approve_for", edition, publisher.name, minute)
    stack.replica.catch_up()
    stamps = portal.database.rows(STAMPS)
    old = stack.get(PAGE).body
    with Readers(stack, (PAGE, "/", "/provinces/ben-tre/"), number=3) as readers:
        while time.time() < minute - 0.5:
            assert portal.do("asked", stack.web.ports[0], PAGE) == before[stack.web.ports[0]]
        time.sleep(max(0.0, minute - time.time() + 0.05))
        now = [portal.do("asked", port, PAGE) for port in stack.web.ports]
        assert until(lambda: stack.get(PAGE).body != old, 5)
        seen = [stack.get(PAGE).body for _time in range(20) if not time.sleep(0.1)]
    assert readers.failed == []
    assert len(set(now)) == 1
    assert now[0] != before[stack.web.ports[0]]
    assert old not in seen
    assert portal.database.rows(STAMPS) == stamps
