"""Log lines as JSON: one event is one line, whatever a user typed into it, and every line of a request has its id.

What a line says beside its message stands in `extra={"fields": {...}}`. No line has the query of an address, a form's
values or a sign-in link; docs/monitoring.md explains the fields.
"""

import logging
import os
import re
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from json import JSONEncoder
from secrets import token_hex
from typing import Any

from django.conf import settings

# The id of the request that is being answered in this context; empty outside of any.
REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
LIKE_AN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")

# Whoever has a sign-in link sets the password of its account.
SIGN_IN_LINK = re.compile(r'(/admin/reset/)[^/\s"\\]+/[^/\s"\\?]+')
# What some readers of a log take for the end of a line, and JSON does not escape.
BREAKS = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}

STDERR = 2

_as_json = JSONEncoder(ensure_ascii=False, default=str).encode


def id_for(said: Mapping[str, Any]) -> str:
    """The id that a trusted proxy gave to a request, if it looks like one; otherwise a new one. `said` is what a
    request says of itself (META)."""
    given = said.get("HTTP_X_REQUEST_ID")
    if given and said.get("REMOTE_ADDR") in settings.TRUSTED_PROXIES and LIKE_AN_ID.fullmatch(given):
        return given
    return token_hex(8)


def id_in(record: logging.LogRecord) -> str:
    """The id of the request that a record belongs to; Django also tells of answers after they have left."""
    return REQUEST_ID.get() or getattr(getattr(record, "request", None), "request_id", "")


def without_links(text: str) -> str:
    """The text with every sign-in link made useless.

    >>> without_links("GET /en/admin/reset/MQ/c8x-0a1b/?next=1")
    'GET /en/admin/reset/***/?next=1'
    >>> without_links("GET /admin/reset/done/")
    'GET /admin/reset/done/'
    """
    return SIGN_IN_LINK.sub(r"\1***", text) if "/admin/reset/" in text else text


def in_one_line(json: str) -> str:
    """JSON that nobody reads as two lines and every stream can write; it says the same."""
    # What is no character by itself (half of a surrogate pair) becomes its own escape.
    return json if json.isascii() else json.translate(BREAKS).encode("utf-8", "backslashreplace").decode()


class JsonLines(logging.Formatter):
    """A record as one JSON object; line breaks inside a message are escaped and cannot begin a line of their own."""

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self._message(record),
        }
        if number := id_in(record):
            said["request"] = number
        for name, value in getattr(record, "fields", {}).items():
            said.setdefault(name, value)
        if record.exc_info:
            said["exception"] = self.formatException(record.exc_info)
        if record.stack_info:
            said["stack"] = record.stack_info
        return without_links(in_one_line(_as_json(said)))

    @staticmethod
    def _message(record: logging.LogRecord) -> str:
        """The message; where its values do not fit it, both, rather than no line at all."""
        try:
            return record.getMessage()
        except (KeyError, TypeError, ValueError):
            return f"{record.msg} {record.args!r}"


class ErrorOutput(logging.Handler):
    """Writes each line to the standard error output of the process, whole and in one go.

    Python's own handler holds a lock while the operating system writes. The threads of a web process that send kept
    pages waited for it longer than for all the rest: a line of each took a quarter of their time.
    """

    def createLock(self) -> None:
        self.lock = None

    def emit(self, record: logging.LogRecord) -> None:
        try:
            os.write(STDERR, (self.format(record) + "\n").encode())
        except Exception:
            self.handleError(record)


class Calm(logging.Filter):
    """What scanners do all day is no error of the portal, and one error is no thousand.

    An address that is not there has its access line and no other. A host name that is not ours is told without a
    traceback, as information. That the data cannot be reached is told by who found out, and not with every answer.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name == "django.security.DisallowedHost":
            record.levelno, record.levelname, record.exc_info = logging.INFO, "INFO", None
        return getattr(record, "status_code", None) not in {404, 405, 410, 503}
