"""The web services: one may die or be exchanged, and readers do not see it."""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import IncompleteRead

import pytest

pytestmark = pytest.mark.stack
# In the place of a status: the answer had begun, and its rest never came.
CUT_OFF = 0


def read_until(stack, over: threading.Event, number: int) -> Counter[int]:
    """Answers by status to a reader who asks for pages that are not kept, until it is over."""
    found: Counter[int] = Counter()
    while not over.is_set():
        try:
            found[stack.get(f"/search/?q={number}-{found.total()}").status] += 1
        except IncompleteRead:
            found[CUT_OFF] += 1
    return found


def read_during(stack, happens) -> Counter[int]:
    """What four readers get while something happens."""
    over = threading.Event()
    with ThreadPoolExecutor(4) as readers:
        all_of_them = [readers.submit(read_until, stack, over, number) for number in range(4)]
        time.sleep(0.5)
        try:
            happens()
            time.sleep(0.5)
        finally:
            over.set()
    return sum((one.result() for one in all_of_them), Counter())


def test_a_worker_that_is_killed_is_missed_only_by_who_has_had_half_an_answer(stack):
    """A server writes the head of an answer and then its body. Whoever dies between the two has promised what nobody
    can ask for again; it is one of the four that he was answering, at the most."""
    before = stack.web.workers
    killed = []

    def kill() -> None:
        for _time in range(3):
            killed.append(stack.web.kill_worker())
            stack.web.complete()

    answers = read_during(stack, kill)
    assert answers.pop(CUT_OFF, 0) <= 4 * len(killed)
    assert set(answers) == {200}
    assert not set(killed) & set(stack.web.workers)
    assert len(stack.web.workers) == len(before)


def test_services_are_exchanged_one_by_one_without_an_error(stack):
    before = stack.web.workers
    assert set(read_during(stack, stack.web.roll)) == {200}
    assert not set(before) & set(stack.web.workers)


def test_workers_are_exchanged_by_a_signal_without_an_error(stack):
    """What `systemctl reload` sends: new workers of the same code, the port stays open."""
    before = stack.web.workers
    assert set(read_during(stack, stack.web.reload)) == {200}
    assert not set(before) & set(stack.web.workers)


def test_a_service_lets_readers_finish_when_it_is_told_to_go(stack):
    with ThreadPoolExecutor(8) as readers:
        asked = [readers.submit(stack.portal, f"/search/?q=finish-{number}") for number in range(8)]
        time.sleep(0.05)
        stack.web.services[0].stop()
        try:
            assert {one.result().status for one in asked} == {200}
        finally:
            stack.web.services[0].start()
