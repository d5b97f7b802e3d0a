"""How a PostgreSQL is reached, and how long it is waited for."""

from functools import partial
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connections

# What the client waits longer than the server may take: the server should be the one to say so.
MARGIN_SECONDS = 1
# How long an open connection may take to say that it still is one.
GREETING_SECONDS = 3


def bounded(
    config: dict[str, Any], connect: int, network: int, lock: int, idle: int, read_only: bool = False
) -> dict[str, Any]:
    """A PostgreSQL's settings with limits, all in seconds: to connect, until a silent network counts as broken, to wait
    for a lock, and to do nothing inside a transaction.

    Connections are persistent: the threads of a web process are as many as they are, each asks the database for every
    page, and a pool would only add a queue in front of them. Raises ImproperlyConfigured for a URL that asks for one.
    """
    options = dict(config.get("OPTIONS") or {})
    if "pool" in options:
        raise ImproperlyConfigured(
            "The address of the database asks for a pool. Connections are persistent here: take ?pool= out of it."
        )
    limits = [f"-c lock_timeout={lock * 1000}", f"-c idle_in_transaction_session_timeout={idle * 1000}"]
    if read_only:
        limits.append("-c default_transaction_read_only=on")
    options["options"] = " ".join(filter(None, [options.get("options", ""), *limits]))
    return config | {
        "OPTIONS": {
            "application_name": "reform-portal",
            "connect_timeout": connect,
            "keepalives_idle": network,
            "keepalives_interval": max(1, network // 4),
            "keepalives_count": 3,
            "tcp_user_timeout": network * 1000,
        }
        | options
    }


def limit_statements(alias: str, seconds: float) -> None:
    """Open the connection, if it is not, and let its statements take so long; commands, which do not call this, have no
    limit. Raises OperationalError where it cannot be opened.

    The client waits a little longer and then gives up by itself: a server that hangs ends nothing.
    """
    connection = connections[alias]
    connection.ensure_connection()
    if connection.vendor != "postgresql":
        return
    raw = connection.connection
    if getattr(raw, "limited_to", None) != seconds:
        with connection.wrap_database_errors:
            raw.wait = partial(type(raw).wait, raw, timeout=seconds + MARGIN_SECONDS)
            raw.execute("SELECT set_config('statement_timeout', %s, false)", [str(int(seconds * 1000))])
        raw.limited_to = seconds


def usable(alias: str) -> bool:
    """Whether a connection that is open still answers; it has GREETING_SECONDS to do so, whatever its limit."""
    connection = connections[alias]
    raw = connection.connection
    if raw is None:
        return False
    if connection.vendor != "postgresql":
        return connection.is_usable()
    limited = raw.wait
    raw.wait = partial(type(raw).wait, raw, timeout=GREETING_SECONDS)
    try:
        return connection.is_usable()
    finally:
        raw.wait = limited
