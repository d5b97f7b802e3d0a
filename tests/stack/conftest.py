"""One stack for all tests of this folder; each leaves it as it found it."""

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
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
def kept(stack) -> Callable[[str], set[str]]:
    """The keys with these words in them, in the place of pages that everybody asks for."""
    return lambda words: keys_in(stack.nginx.folder / "cache" / "kept", words)


@pytest.fixture
def typed(stack) -> Callable[[str], set[str]]:
    """Those in the small place."""
    return lambda words: keys_in(stack.nginx.folder / "cache" / "typed", words)


def keys_in(folder: Path, words: str) -> set[str]:
    """nginx writes the key into each file; it may take one away while they are read."""
    found = set()
    for path in folder.rglob("*"):
        with suppress(OSError):
            found.update(re.findall(rb"\nKEY: (.*)\n", path.read_bytes()[:2000]))
    return {key.decode() for key in found if words in key.decode()}
