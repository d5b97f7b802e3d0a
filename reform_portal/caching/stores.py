"""Where pages are kept: in the memory of a process, bounded in bytes, and in a Redis that processes share and that may
be away, slow or empty at any time without a reader noticing."""

import json
import logging
from collections import OrderedDict
from threading import Lock
from time import monotonic, time
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.redis import RedisCache
from redis import ConnectionError as NotConnected
from redis import RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

from ..counters import CACHE, failed

LOG = logging.getLogger(__name__)
# What Redis holds in the place of a page or of a mark begins with it.
PAGE, VALUE = b"p", b"v"
# What an entry takes beside its page: its key and the objects around it.
ENTRY_BYTES = 500


class Shelf:
    """What a process remembers under one name, for all of its threads: values, until when, and their bytes."""

    def __init__(self, max_bytes: int, max_entries: int) -> None:
        self.max_bytes, self.max_entries = max_bytes, max_entries
        self.entries: OrderedDict[str, tuple[Any, float | None, int]] = OrderedDict()
        self.bytes = 0
        self.lock = Lock()

    def find(self, key: str) -> tuple[Any, float | None, int] | None:
        """What lies there, if its time is not over."""
        found = self.entries.get(key)
        if found is not None and found[1] is not None and found[1] <= time():
            self.drop(key)
            return None
        return found

    def put(self, key: str, value: Any, until: float | None) -> None:
        """What was not asked for the longest goes first; what is larger than everything together is not kept."""
        self.drop(key)
        size = size_of(value)
        if size > self.max_bytes:
            return
        self.entries[key] = value, until, size
        self.bytes += size
        while self.bytes > self.max_bytes or len(self.entries) > self.max_entries:
            self.bytes -= self.entries.popitem(last=False)[1][2]

    def drop(self, key: str) -> bool:
        """Whether there was anything."""
        gone = self.entries.pop(key, None)
        self.bytes -= gone[2] if gone else 0
        return gone is not None


# By name, as Django's own memory cache keeps them: it makes a cache object for each thread.
SHELVES: dict[str, Shelf] = {}


def size_of(value: Any) -> int:
    """About how many bytes a page takes, or a mark."""
    content, headers = value if isinstance(value, tuple) else (b"", {})
    return len(content) + sum(len(name) + len(said) for name, said in headers.items()) + ENTRY_BYTES


class Memory(BaseCache):
    """A cache in the memory of a process, with a limit in bytes beside that of entries.

    Django's own counts entries alone, and copies what it hands out; pages and marks are never changed.
    """

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        limits = params["OPTIONS"]
        self.shelf = SHELVES.setdefault(name, Shelf(limits["MAX_BYTES"], limits["MAX_ENTRIES"]))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        name, shelf = self.make_key(key, version), self.shelf
        with shelf.lock:
            found = shelf.find(name)
            if found is None:
                return default
            shelf.entries.move_to_end(name)
            return found[0]

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        with self.shelf.lock:
            self.shelf.put(self.make_key(key, version), value, self.get_backend_timeout(timeout))

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        name, shelf = self.make_key(key, version), self.shelf
        with shelf.lock:
            free = shelf.find(name) is None
            if free:
                shelf.put(name, value, self.get_backend_timeout(timeout))
            return free

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        name, shelf = self.make_key(key, version), self.shelf
        with shelf.lock:
            found = shelf.find(name)
            if found is not None:
                shelf.put(name, found[0], self.get_backend_timeout(timeout))
            return found is not None

    def delete(self, key: Any, version: int | None = None) -> bool:
        with self.shelf.lock:
            return self.shelf.drop(self.make_key(key, version))

    def clear(self) -> None:
        with self.shelf.lock:
            self.shelf.entries.clear()
            self.shelf.bytes = 0


class Plain:
    """How values lie in Redis: a page as its headers in a line of JSON and its bytes, any other value as JSON.

    Not as pickles: who can write into the Redis must not be able to run code here.
    """

    @staticmethod
    def dumps(value: Any) -> bytes | int:
        if type(value) is int:
            return value  # Redis counts with it
        if isinstance(value, tuple):
            content, headers = value
            return PAGE + json.dumps(headers).encode() + b"\n" + content
        return VALUE + json.dumps(value).encode()

    @staticmethod
    def loads(data: bytes) -> Any:
        """What lies there; nothing where it is not ours."""
        kind, rest = data[:1], data[1:]
        try:
            if kind == PAGE:
                headers, _line, content = rest.partition(b"\n")
                return content, json.loads(headers)
            return json.loads(rest) if kind == VALUE else int(data)
        except ValueError:
            return None


class Away:
    """Whether this process leaves the Redis alone after a failure."""

    def __init__(self) -> None:
        self.until = 0.0
        self._lock = Lock()

    def lasts(self) -> bool:
        """Whether it is left alone."""
        return monotonic() < self.until

    def begin(self, error: Exception) -> None:
        """After a failure, for CACHE_RETRY_SECONDS; told once for each of them."""
        with self._lock:
            failed(CACHE)
            first, self.until = not self.lasts(), monotonic() + settings.CACHE_RETRY_SECONDS
        if first:
            LOG.warning("The cache failed; each process remembers for itself meanwhile: %s", error)


AWAY = Away()


def _or_memory(verb: str):
    """The verb of Django's Redis cache; while the Redis is away, that of the memory of this process."""
    asked = getattr(RedisCache, verb)

    def ask(self: RedisCache, *args: Any, **kwargs: Any) -> Any:
        if not AWAY.lasts():
            try:
                return asked(self, *args, **kwargs)
            except (RedisError, OSError) as error:
                AWAY.begin(error)
        return getattr(caches["memory"], verb)(*args, **kwargs)

    return ask


class SharedCache(RedisCache):
    """A Redis that the web processes share. No request waits longer for it than CACHE_TIMEOUT_SECONDS once."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        limits = {
            "socket_connect_timeout": settings.CACHE_TIMEOUT_SECONDS,
            "socket_timeout": settings.CACHE_TIMEOUT_SECONDS,
            "health_check_interval": settings.CACHE_HEALTH_SECONDS,
            # An old connection is opened anew; what took too long is not asked again.
            "retry": Retry(NoBackoff(), 1, supported_errors=(NotConnected,)),
            "serializer": Plain,
        }
        super().__init__(server, params | {"OPTIONS": limits | params.get("OPTIONS", {})})

    add = _or_memory("add")
    get = _or_memory("get")
    set = _or_memory("set")
    touch = _or_memory("touch")
    delete = _or_memory("delete")
    get_many = _or_memory("get_many")
    has_key = _or_memory("has_key")
    incr = _or_memory("incr")
    set_many = _or_memory("set_many")
    delete_many = _or_memory("delete_many")
    clear = _or_memory("clear")
