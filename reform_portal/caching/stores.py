"""Where pages are kept: in the memory of a process, bounded in bytes, and in a Redis that processes share and that may
be away, slow or empty at any time without a reader noticing."""

import json
import logging
from collections import Counter
from threading import Lock
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis import ConnectionError as NotConnected
from redis import RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

LOG = logging.getLogger(__name__)
# What Redis holds in the place of a page or of a mark begins with it.
PAGE, VALUE = b"p", b"v"


class Memory(LocMemCache):
    """Django's cache in the memory of a process, with a limit in bytes beside that of entries; what was not asked for
    the longest goes first."""

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(name, params)
        self._max_bytes: int = params.get("OPTIONS", {}).get("MAX_BYTES", settings.PAGE_MEMORY_BYTES)
        self._bytes = sum(map(len, self._cache.values()))

    def validate_key(self, key: str) -> None:
        """Any will do: what is checked there is what another cache would refuse."""

    def _set(self, key: str, value: bytes, timeout: Any = DEFAULT_TIMEOUT) -> None:
        self._delete(key)
        if len(value) > self._max_bytes:
            return
        super()._set(key, value, timeout)
        self._bytes += len(value)
        while self._bytes > self._max_bytes:
            oldest, dropped = self._cache.popitem()
            del self._expire_info[oldest]
            self._bytes -= len(dropped)

    def _cull(self) -> None:
        super()._cull()
        self._bytes = sum(map(len, self._cache.values()))

    def _delete(self, key: str) -> bool:
        self._bytes -= len(self._cache.get(key, b""))
        return super()._delete(key)

    def clear(self) -> None:
        super().clear()
        self._bytes = 0


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
    """Whether the Redis is left alone for now, and how often it has failed, in this process."""

    def __init__(self) -> None:
        self.until = 0.0
        self.failures: Counter[str] = Counter()
        self._lock = Lock()

    def lasts(self) -> bool:
        """Whether it is left alone."""
        return monotonic() < self.until

    def begin(self, error: Exception) -> None:
        """After a failure, for CACHE_RETRY_SECONDS; told once for each of them."""
        with self._lock:
            self.failures[type(error).__name__] += 1
            first, self.until = not self.lasts(), monotonic() + settings.CACHE_RETRY_SECONDS
        if first:
            LOG.warning("The cache failed; each process remembers for itself meanwhile: %s", error)


AWAY = Away()


def failures() -> dict[str, int]:
    """How often the shared cache has failed this process, by kind of error."""
    return dict(AWAY.failures)


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
