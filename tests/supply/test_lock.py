"""What is installed is what was locked: every package with one version and its digests, from no address of its own."""

import re

import pytest

from tests.supply.lock import DEVELOPMENT, RUNTIME, NotLocked, pinned

LOCKS = [RUNTIME, DEVELOPMENT]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_is_pinned_once_with_digests(lock):
    packages = pinned(lock)
    assert len({package.name for package in packages}) == len(packages) > 30
    assert [package.name for package in packages if not package.hashes] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_carries_no_address(lock):
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links|--trusted-host| @ ", lock.read_text())


def test_what_serves_is_what_was_tested():
    tested = {package.name: (package.version, package.hashes) for package in pinned(DEVELOPMENT)}
    assert [p.name for p in pinned(RUNTIME) if tested[p.name] != (p.version, p.hashes)] == []


@pytest.mark.parametrize(
    "line", ["django>=5", "django==5.2 \\\n    --hash=md5:0", "-e .", "git+https://example.org/a.git"]
)
def test_what_pins_nothing_is_no_lock(tmp_path, line):
    lock = tmp_path / "requirements.txt"
    lock.write_text(line + "\n")
    with pytest.raises(NotLocked, match=r"requirements\.txt, line"):
        pinned(lock)
