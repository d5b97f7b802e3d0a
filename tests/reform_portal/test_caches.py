"""What is kept in memory has an end in bytes; a Redis may be away, slow, empty or full of something else."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.utils import timezone
from redis import ConnectionError as NotConnected
from redis import TimeoutError as TookTooLong

from reform_portal.caching import stores
from reform_portal.caching.stores import Memory, Plain, SharedCache, size_of

PAGE = (b"<p>\xff\n</p>", {"Content-Type": "text/html", "Content-Disposition": 'attachment; filename="à.csv"'})


def page(size: int) -> tuple[bytes, dict[str, str]]:
    return b"x" * size, {}


def counted(memory: Memory) -> int:
    return sum(size_of(value) for value, _until, _size in memory.shelf.entries.values())


@pytest.fixture
def memory():
    kept = Memory("tests", {"OPTIONS": {"MAX_ENTRIES": 100, "MAX_BYTES": 10_000}})
    kept.clear()
    yield kept
    kept.clear()


def test_what_was_not_asked_for_the_longest_goes_first(memory):
    for name in "abc":
        memory.set(name, page(2_500))
    assert memory.get("a") is not None
    memory.set("d", page(2_500))
    assert memory.get("b") is None
    assert all(memory.get(name) is not None for name in "acd")


def test_the_bytes_are_counted_whatever_is_done(memory):
    for _time in range(5):
        memory.set("a", page(4_000))
        memory.set("b", page(4_000))
        memory.delete("b")
        memory.add("c", 1)
    assert counted(memory) == memory.shelf.bytes <= 10_000
    memory.set("a", page(20_000))
    assert memory.get("a") is None, "what is larger than everything together is not kept"
    for number in range(300):
        memory.set(f"{number}", number)
    assert len(memory.shelf.entries) <= 100
    assert counted(memory) == memory.shelf.bytes
    memory.clear()
    assert memory.shelf.bytes == 0


def test_what_has_had_its_time_is_gone(memory):
    memory.set("a", 1, timeout=100)
    assert memory.touch("a", timeout=200)
    with time_machine.travel(timezone.now() + timedelta(seconds=150)):
        assert memory.get("a") == 1
    with time_machine.travel(timezone.now() + timedelta(seconds=250)):
        assert memory.get("a") is None
        assert memory.add("a", 2)
        assert not memory.touch("b")


@pytest.mark.parametrize("value", [PAGE, 7, "text", {"a": [1, None, True]}])
def test_what_lies_in_a_redis_comes_back_as_it_was(value):
    said = Plain.dumps(value)
    assert Plain.loads(said if isinstance(said, bytes) else str(said).encode()) == value


@pytest.mark.parametrize("data", [b"", b"\x80\x04cos\nsystem\n(S'true'\ntR.", b"p{\nx", b"v{", b"garbage"])
def test_what_is_not_ours_is_nothing_and_runs_nothing(data):
    assert Plain.loads(data) is None


class Client:
    """A Redis that fails as it is told."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error, self.asked, self.values = error, 0, {}

    def get(self, key, default):
        self._asked()
        return self.values.get(key, default)

    def set(self, key, value, timeout):
        self._asked()
        self.values[key] = value

    def add(self, key, value, timeout):
        self._asked()
        return self.values.setdefault(key, value) is value

    def _asked(self) -> None:
        self.asked += 1
        if self.error:
            raise self.error


@pytest.fixture
def shared(monkeypatch):
    """A shared cache over such a Redis."""
    monkeypatch.setattr(stores, "AWAY", stores.Away())
    caches["memory"].clear()
    cache = SharedCache("redis://127.0.0.1:1/0", {})
    cache.__dict__["_cache"] = Client()
    return cache


@pytest.mark.parametrize("error", [NotConnected("refused"), TookTooLong("slow"), OSError("cut")])
def test_a_redis_that_fails_is_told_once_and_left_alone_for_a_while(shared, error, caplog, settings):
    client = shared._cache
    client.error = error
    shared.set("a", PAGE)
    assert shared.get("a") == PAGE, "the memory of the process serves meanwhile"
    assert shared.add("lock", 1)
    assert not shared.add("lock", 1)
    assert client.asked == 1
    assert len(caplog.records) == 1
    client.error = None
    stores.AWAY.until -= settings.CACHE_RETRY_SECONDS
    shared.set("a", 2)
    assert (client.asked, shared.get("a")) == (2, 2)


def test_a_redis_that_was_flushed_is_filled_again(shared):
    shared.set("a", PAGE)
    shared._cache.values.clear()
    assert shared.get("a") is None
    assert shared.add("a", 1)


def test_every_wait_for_a_redis_has_a_limit(settings):
    pool = SharedCache("redis://127.0.0.1:1/0", {})._cache._get_connection_pool(write=True)
    kwargs = pool.connection_kwargs
    assert kwargs["socket_timeout"] == kwargs["socket_connect_timeout"] == settings.CACHE_TIMEOUT_SECONDS
    assert kwargs["retry"].get_retries() == 1
    assert kwargs["health_check_interval"] == settings.CACHE_HEALTH_SECONDS


def test_an_address_of_a_redis_may_say_more(settings):
    pool = SharedCache("redis://127.0.0.1:1/0", {"OPTIONS": {"socket_timeout": 9}})._cache._get_connection_pool(True)
    assert pool.connection_kwargs["socket_timeout"] == 9
