"""A replica that stands still while a test writes, a process that knows nothing yet, a way to take databases away."""

from pathlib import Path

import pytest
from django.db import OperationalError, connection, connections

from provinces.reading import PRIMARY, REPLICA
from reform_portal.databases import answering
from reform_portal.databases.choosing import Choice
from reform_portal.databases.lag import Lag


@pytest.fixture
def replica(request, tmp_path):
    """The data as they were when the test began, under the alias of the replica: what the test writes is not there.

    On SQLite a copy; on PostgreSQL another connection, which does not see a transaction that has not ended.
    """
    configured = dict(connections[PRIMARY].settings_dict)
    if connection.vendor == "sqlite":
        configured["NAME"] = str(tmp_path / "replica.sqlite3")
        connection.ensure_connection()
        Path(configured["NAME"]).write_bytes(connection.connection.serialize())
    connections.settings[REPLICA] = configured
    copy = connections[REPLICA]
    # Django lets no test open what was not there when it began.
    copy.ensure_connection = lambda: copy.connection or copy.connect()
    yield copy
    type(copy).close(copy)  # also where a test has taken it away
    del connections.settings[REPLICA]
    del connections[REPLICA]


@pytest.fixture
def lag():
    """The positions of both logs, for a test to set."""
    return {"written": 100, "replayed": 100}


@pytest.fixture(autouse=True)
def choice(monkeypatch, settings, lag):
    """A process that has just begun and looks at the lag with every request."""
    settings.REPLICA_CHECK_SECONDS = 0
    fresh = Choice(Lag(written=lambda: lag["written"], replayed=lambda: lag["replayed"]))
    monkeypatch.setattr(answering, "choice", fresh)
    return fresh


@pytest.fixture
def away(monkeypatch):
    """A function that takes a database away: it neither answers nor can be reached."""

    def take(alias: str, after: int = 0) -> None:
        gone, questions = connections[alias], []

        def refused(*_args, **_kwargs):
            raise OperationalError("connection refused")

        def answered(execute, *asked):
            questions.append(asked)
            return refused() if len(questions) > after else execute(*asked)

        monkeypatch.setattr(gone, "execute_wrappers", [answered])
        monkeypatch.setattr(gone, "is_usable", lambda: bool(after))
        monkeypatch.setattr(gone, "close", lambda: None)
        if not after:
            monkeypatch.setattr(gone, "ensure_connection", refused)

    return take
