"""Work that several processes share is done whole, and what fails in one of them is told."""

import os
import signal

import pytest

from reform_portal.baking.failure import BakingFailed
from reform_portal.baking.workers import shared

# Later versions of Python warn of it where a process has threads, as the one that runs tests may.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")


def halved(number: int) -> tuple[int, int]:
    if number % 2:
        raise ValueError(f"{number} is odd")
    return number // 2, os.getpid()


@pytest.mark.parametrize("processes", [1, 2])
def test_all_of_it_is_done_once(processes):
    with shared(halved, processes) as halves:
        done = list(halves(range(0, 200, 2)))
    assert sorted(half for half, _process in done) == list(range(100))
    here = {process == os.getpid() for _half, process in done}
    assert here == {processes == 1}


@pytest.mark.parametrize("processes", [1, 2])
def test_what_fails_is_raised_where_it_was_asked_for(processes):
    with pytest.raises(ValueError, match="7 is odd"), shared(halved, processes) as halves:
        list(halves([2, 4, 7]))


def killed_at_seven(number: int) -> int:
    if number == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_a_process_that_is_killed_ends_the_work_with_a_sentence():
    with pytest.raises(BakingFailed, match="was killed"), shared(killed_at_seven, 2) as done:
        list(done(range(100)))
