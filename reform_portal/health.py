"""Whether this process lives, and whether it can answer readers: what load balancers and Prometheus ask."""

import logging
from collections.abc import Callable
from threading import Event, Lock, Thread
from time import monotonic

from django.conf import settings
from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from .caching.stores import AWAY
from .databases.connecting import limit_statements

LOG = logging.getLogger(__name__)
OK, FAILED, MISSING = "ok", "failed", "missing"
DATABASE, MIGRATIONS, CACHE = "database", "migrations", "cache"

# Migrations are looked at until they are there: they do not go away under a process that runs.
_MIGRATED = Event()


class Part:
    """Something the portal rests on, asked in a thread of its own: one that hangs holds nobody up.

    An answer stands for HEALTH_KEPT_SECONDS, whoever asks; there is never more than one thread for a part.
    """

    def __init__(self, name: str, ask: Callable[[], None]) -> None:
        self.name, self.ask = name, ask
        self._lock = Lock()
        self._answered = Event()
        self._asking = False
        self._state = OK
        self._began = self._ended = float("-inf")

    def begin(self) -> None:
        """See to it that there will be an answer."""
        with self._lock:
            if self._asking or monotonic() - self._ended < settings.HEALTH_KEPT_SECONDS:
                return
            self._asking, self._began = True, monotonic()
            self._answered.clear()
        Thread(target=self._answer, name=f"health of {self.name}", daemon=True).start()

    def state(self) -> str:
        """The answer: "ok", or "failed" if it was bad or is not there HEALTH_SECONDS after the question."""
        left = self._began + settings.HEALTH_SECONDS - monotonic()
        if not self._answered.wait(max(0.0, left)):
            self._note(FAILED, f"The {self.name} gives no answer within {settings.HEALTH_SECONDS} seconds.")
        return self._state

    def _answer(self) -> None:
        try:
            self.ask()
        except Exception:
            self._note(FAILED, f"The {self.name} does not answer.", exc_info=True)
        else:
            self._note(OK, f"The {self.name} answers again.")
        with self._lock:
            self._asking, self._ended = False, monotonic()
            self._answered.set()

    def _note(self, state: str, message: str, exc_info: bool = False) -> None:
        """Keep the state. The log says why, and only when it changes: it is asked for every few seconds."""
        with self._lock:
            before, self._state = self._state, state
        if before != state:
            LOG.log(logging.ERROR if state == FAILED else logging.WARNING, message, exc_info=exc_info)


def ask_database(alias: str) -> None:
    """Raises what the database raises if it does not answer. The connection belongs to who asks."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


def _ask_in_thread(alias: str) -> Callable[[], None]:
    def ask() -> None:
        try:
            limit_statements(alias, settings.HEALTH_SECONDS)
            ask_database(alias)
            if alias == DEFAULT_DB_ALIAS and not _MIGRATED.is_set() and not migrations_missing():
                _MIGRATED.set()
        finally:
            connections[alias].close()

    return ask


def migrations_missing() -> bool:
    """Whether the database lacks a migration that this code has; newer ones in it are no fault."""
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def ask_cache() -> None:
    """Raises LookupError unless the cache gives back what it was given, and no process remembers in its place."""
    cache.set("health", OK, 60)
    if cache.get("health") != OK or AWAY.lasts():
        raise LookupError("What was put into the cache is not there.")


PARTS = (
    Part(CACHE, ask_cache),
    *(Part(DATABASE if alias == DEFAULT_DB_ALIAS else alias, _ask_in_thread(alias)) for alias in connections),
)


def states() -> dict[str, str]:
    """Every part with its state: "ok" or "failed"; for migrations also "missing". Takes HEALTH_SECONDS at most."""
    for part in PARTS:
        part.begin()
    found = {part.name: part.state() for part in PARTS}
    found[MIGRATIONS] = OK if _MIGRATED.is_set() else MISSING if found[DATABASE] == OK else FAILED
    return found


def _told(said: dict[str, str], status: int = 200) -> JsonResponse:
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return JsonResponse(said, status=status, headers=headers)


@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """200 while the process answers at all. Nothing else is touched: a fault of the database restarts nobody."""
    return _told({"status": "live"})


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 if the database answers and has every migration, else 503; cache and replica are told and do not decide."""
    found = states()
    is_ready = found[DATABASE] == found[MIGRATIONS] == OK
    return _told({"status": "ready" if is_ready else "not ready", **found}, 200 if is_ready else 503)
