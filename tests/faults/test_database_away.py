"""The primary restarts or stays away while people read and an official works."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from tests.faults import sheets
from tests.faults.databases import until
from tests.faults.load import PAGES, Readers
from tests.faults.recipe import Recipe
from tests.stack import Stack

pytestmark = pytest.mark.faults

RECOVERED_WITHIN = 10


def stop(stack: Stack, mode: str) -> None:
    """End the primary: "fast" ends sessions and writes down everything, "immediate" is like a power cut."""
    if mode == "immediate":
        os.kill(stack.primary.pid, signal.SIGQUIT)
    stack.primary.stop()


def warm(stack: Stack) -> None:
    """Every page has been read before something happens, as on any working day."""
    for path in PAGES * 3:
        assert stack.get(path).status == 200


def confirmation_in_flight(portal: Recipe, file_name: str):
    """An official's run whose confirmation stands still in the midst of its transaction, and what lets it go on."""
    official = portal.official()
    run = portal.do("upload", official.session, sheets.RESULTS, file_name, sheets.results().hex(), **sheets.FROM)
    form = official.opened(f"/admin/{sheets.RESULTS}/import/?run={run}") | {"run": run}
    holding = psycopg.connect(portal.stack.primary.url)
    holding.execute("SELECT * FROM provinces_datastamp FOR UPDATE")
    return official, form, holding


def waits_for_a_lock(portal: Recipe) -> bool:
    """Whether somebody's transaction stands still behind the lock."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    return portal.database.number(waiting) > 0


@pytest.mark.parametrize("mode", ["fast", "immediate"])
def test_the_primary_restarts_under_load(portal, mode, fault_seconds):
    """No reader sees a failure; an official reads that the database does not answer, and goes on afterwards.

    The confirmation that was under way leaves nothing, and sent again it is stored once.
    """
    stack = portal.stack
    warm(stack)
    workers = stack.web.workers
    official, form, holding = confirmation_in_flight(portal, f"{mode}.xlsx")
    before = portal.database.said
    with Readers(stack) as readers, ThreadPoolExecutor() as pool:
        confirming = pool.submit(official.copy().post, f"/admin/{sheets.RESULTS}/process_import/", form)
        assert until(lambda: waits_for_a_lock(portal), 10)
        stop(stack, mode)
        holding.close()
        refused = official.get("/admin/")
        answer = confirming.result(30)
        time.sleep(min(3, fault_seconds))
        stack.primary.start()
        assert until(lambda: official.get("/admin/").status == 200, RECOVERED_WITHIN)
        time.sleep(1)
    assert readers.failed == []
    assert refused.status == 503
    assert "Cơ sở dữ liệu của cổng tạm thời không trả lời" in refused.text
    assert refused.headers["Retry-After"]
    assert answer.status == 503
    assert "có thể chưa được lưu" in answer.text
    assert portal.database.said == before
    assert stack.web.workers == workers
    again = official.post(f"/admin/{sheets.RESULTS}/process_import/", form)
    assert again.status == 302
    assert "/importrun/" in again.headers["Location"]
    written = "SELECT count(*) FROM provinces_journalentry j JOIN provinces_importrun r ON r.id = j.run_id"
    written += f" WHERE r.file_name = '{mode}.xlsx' AND r.state = 'stored'"
    assert portal.database.number(written) == 2
    portal.do("drop_open_versions", "sipas", 2020)


@pytest.mark.parametrize("both", [False, True], ids=["primary", "primary and replica"])
def test_the_database_stays_away(portal, both, fault_seconds):
    """Readers go on with the replica or with what is kept; /health/ready says 503 and /health/live 200.

    When it is there again everything works within ten seconds by itself, and no process has died.
    """
    stack = portal.stack
    warm(stack)
    workers, official = stack.web.workers, portal.official()
    with Readers(stack) as readers:
        time.sleep(1)
        stop(stack, "fast")
        if both:
            stack.replica.stop()
        time.sleep(fault_seconds)
        ready, live, seen = stack.get("/health/ready"), stack.get("/health/live"), official.get("/admin/")
        stack.primary.start()
        if both:
            stack.replica.start()
        assert until(lambda: official.get("/admin/").status == 200, RECOVERED_WITHIN)
        assert until(lambda: stack.get("/health/ready").status == 200, RECOVERED_WITHIN)
        typed = "/search/?q=ben+tre"  # made anew for each, by either service
        assert until(lambda: {stack.get(typed).status for _time in range(6)} == {200}, RECOVERED_WITHIN)
        time.sleep(1)
    assert readers.failed == []
    assert (ready.status, live.status, seen.status) == (503, 200, 503)
    assert stack.web.workers == workers


def test_a_web_process_that_is_killed_in_the_midst_of_a_confirmation_leaves_nothing(portal):
    """Its master starts another, readers see nothing, the official is told, and confirming again stores it once."""
    stack = portal.stack
    warm(stack)
    official, form, holding = confirmation_in_flight(portal, "killed.xlsx")
    before = portal.database.said
    path = f"/admin/{sheets.RESULTS}/process_import/"
    with Readers(stack) as readers, ThreadPoolExecutor() as pool:
        confirming = pool.submit(official.copy().post, path, form)
        assert until(lambda: waits_for_a_lock(portal), 10)
        for service in stack.web.services:  # one of them has it, and readers are the other's meanwhile
            os.kill(service.workers[0], signal.SIGKILL)
            assert until(service.answers, 10)
        answer = confirming.result(30)
        holding.close()
    assert readers.failed == []
    assert answer.status in {502, 504}
    assert portal.database.said == before
    assert portal.database.is_free()
    again = official.post(path, form)
    assert again.status == 302
    assert "/importrun/" in again.headers["Location"]
    portal.do("drop_open_versions", "sipas", 2020)
