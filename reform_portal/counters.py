"""What each process counts while it answers: requests, public answers, errors (docs/monitoring.md).

Where PROMETHEUS_MULTIPROC_DIR is set, the processes of one machine count in files there and any of them tells the sum.
The log counts with it before Django knows any model: nothing is imported here that needs one.
"""

import logging
from functools import lru_cache

from django.db import Error as DatabaseError
from django.http import HttpRequest
from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics
from redis.exceptions import RedisError

disable_created_metrics()
REGISTRY = CollectorRegistry()

# Labels are bounded: names of the site's map, known methods, classes of status.
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
# Kept pages take about a millisecond, others about ten, sheets of officials seconds.
BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
# A public answer was kept, made and then kept, made for this reader alone, or the reader had it.
OUTCOMES = KEPT, MADE, NOT_KEPT, NOT_MODIFIED = "kept", "made", "not_kept", "not_modified"
DATABASE, CACHE, OTHER = "database", "cache", "other"

_REQUESTS = Counter(
    "portal_requests", "Requests answered, by route, method and class of status.", ("route", "method", "status"),
    registry=REGISTRY,
)  # fmt: skip
_SECONDS = Histogram(
    "portal_request_seconds", "Time until an answer was there, by route.", ("route",), registry=REGISTRY,
    buckets=BUCKETS,
)  # fmt: skip
_ANSWERS = Counter("portal_answers", "Public answers by outcome.", ("outcome",), registry=REGISTRY)
_ERRORS = Counter("portal_errors", "Errors that were logged, by what failed.", ("kind",), registry=REGISTRY)
_answers = {outcome: _ANSWERS.labels(outcome) for outcome in OUTCOMES}
_errors = {kind: _ERRORS.labels(kind) for kind in (DATABASE, CACHE, OTHER)}


@lru_cache(maxsize=2_000)
def _of(route: str, method: str, status: int) -> tuple[Counter, Histogram]:
    return _REQUESTS.labels(route, method, f"{status}xx"), _SECONDS.labels(route)


def ended(route: str, method: str | None, status: int, seconds: float) -> None:
    """Count a request that was answered."""
    requests, durations = _of(route, method if method in METHODS else "other", status // 100)
    requests.inc()
    durations.observe(seconds)


def answered(request: HttpRequest, outcome: str) -> None:
    """Count a public answer by one of OUTCOMES; the request's line in the log says it too."""
    count_answer(outcome)
    request.answer = outcome  # type: ignore[attr-defined]


def count_answer(outcome: str) -> None:
    """Count a public answer for which there is no request of Django's."""
    _answers[outcome].inc()


def failed(kind: str) -> None:
    """Count an error of the database, of the cache, or another."""
    _errors[kind].inc()


def kind_of(error: BaseException | None) -> str:
    """What failed, by the exception and those that it came from."""
    while error is not None:
        if isinstance(error, DatabaseError):
            return DATABASE
        if isinstance(error, RedisError):
            return CACHE
        error = error.__cause__ or error.__context__
    return OTHER


class CountedErrors(logging.Handler):
    """Counts what is logged as an error; of database and cache also what the portal could live with."""

    def emit(self, record: logging.LogRecord) -> None:
        kind = kind_of(record.exc_info[1] if record.exc_info else None)
        if record.levelno >= logging.ERROR or kind != OTHER:
            failed(kind)
