"""The stack itself: what it leaves behind, whatever ends it."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from . import Missing
from .nginx import rendered
from .programs import found, wait_until
from .web import ROOT

pytestmark = pytest.mark.stack


def traces(folder: str) -> list[str]:
    """Processes that were started with this folder in their words, or stand in it."""
    left = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes().decode(errors="replace") + str((process / "cwd").readlink())
        except OSError:
            continue  # it has ended meanwhile, or is not ours
        if folder in words:
            left.append(words.replace("\0", " "))
    return left


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder for folders, which PostgreSQL's account can enter; pytest's own is closed to it."""
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.parametrize("after", ["Starting a replica of it", "Starting the tables"])
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nothing_is_left_of_a_stack_that_is_ended_half_way(after, ending, place):
    said = place / "said"
    with said.open("w") as log:
        started = subprocess.Popen(
            [sys.executable, "-m", "tests.stack"],
            cwd=ROOT,
            stdout=log,
            stderr=log,
            env=os.environ | {"TMPDIR": str(place)},
            start_new_session=True,
        )
    try:
        wait_until(lambda: after in said.read_text() or started.poll() is not None, f"It does not say: {after}", 120)
        [folder] = place.glob("portal-stack-*")
        time.sleep(0.3)
        started.send_signal(ending)
        started.wait(30)
    finally:
        started.kill()  # if it has not ended by itself, nothing of it outlives the test
    wait_until(lambda: not folder.exists() and not traces(str(folder)), "Something is left", 30)
    assert "Traceback" not in said.read_text()


def test_a_program_that_is_not_there_is_one_sentence(monkeypatch):
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(Missing, match=r"apt install no-such-package"):
        found("no-such-program", "no-such-package")


def test_a_shipped_file_that_has_changed_is_noticed():
    assert rendered("listen 80;", {"80": "8080"}) == "listen 8080;"
    with pytest.raises(KeyError, match="listen 443"):
        rendered("listen 80;", {"listen 443": "listen 8443"})
