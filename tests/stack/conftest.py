"""One stack for all tests of this folder; each leaves it as it found it."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from . import Stack


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    with Stack() as stack:
        yield stack


@pytest.fixture
def asked(stack) -> Callable[[str], list[dict]]:
    """What the web services were asked for since the test began: the lines of one path."""
    begin = stack.nginx.asked.stat().st_size

    def lines(path: str) -> list[dict]:
        time.sleep(0.3)  # nginx writes a line once it has answered
        with stack.nginx.asked.open() as log:
            log.seek(begin)
            said = [json.loads(line) for line in log]
        return [line for line in said if line["path"] == path]

    return lines


@pytest.fixture
def kept(stack) -> Callable[[], int]:
    """How many answers lie in the place of pages that everybody asks for."""
    return lambda: files_in(stack.nginx.folder / "cache" / "kept")


@pytest.fixture
def typed(stack) -> Callable[[], int]:
    """How many lie in the small place."""
    return lambda: files_in(stack.nginx.folder / "cache" / "typed")


def files_in(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))
