"""Which database comes first, and when that is looked at again."""

import pytest
from django.db import OperationalError

from provinces.reading import PRIMARY, REPLICA

pytestmark = pytest.mark.django_db


def test_a_replica_that_was_left_is_asked_again(replica, choice, away, settings):
    choice.leave(REPLICA, OperationalError("canceling statement due to conflict with recovery"))
    assert choice.in_order()[0] == PRIMARY
    choice.left_until[REPLICA] -= settings.REPLICA_RETRY_SECONDS
    assert choice.in_order()[0] == REPLICA


@pytest.mark.parametrize("replayed", [1, None])
def test_a_lag_that_nobody_knows_is_no_small_one(replica, lag, choice, replayed):
    lag["replayed"] = replayed
    assert choice.in_order() == (PRIMARY, REPLICA)
    assert choice.behind is None


def test_a_primary_that_does_not_answer_leaves_readers_with_the_replica_whatever_its_age(replica, lag, choice, away):
    lag["replayed"] = 1
    assert choice.in_order()[0] == PRIMARY
    away(PRIMARY)
    assert choice.in_order()[0] == REPLICA


def test_the_lag_is_looked_at_once_in_a_while(replica, choice, lag, settings):
    settings.REPLICA_CHECK_SECONDS = 60
    assert choice.in_order()[0] == REPLICA
    lag["replayed"] = 1
    assert choice.in_order()[0] == REPLICA
    choice.checked_at -= 60
    assert choice.in_order()[0] == PRIMARY


def test_a_database_that_is_back_is_read_at_once_after_a_moment(client, monkeypatch, away, choice, settings):
    away(PRIMARY)
    client.get("/about/")
    assert choice.in_order() == ()
    monkeypatch.undo()
    choice.nowhere_until -= settings.DATABASE_RETRY_SECONDS
    assert choice.in_order() == (PRIMARY,)
