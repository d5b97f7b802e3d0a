"""A lag is how long ago the primary stood where the replica stands now, whatever any clock says."""

from datetime import timedelta

import time_machine
from django.utils import timezone


def test_a_quiet_primary_makes_no_replica_look_old(lag, choice):
    choice.lag.ask_primary()
    assert choice.lag.seconds() == 0
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        choice.lag.ask_primary()
        assert choice.lag.seconds() == 0


def test_the_lag_grows_while_nothing_is_replayed_and_is_over_when_it_is(lag, choice, monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr("reform_portal.databases.lag.monotonic", lambda: clock[0])
    choice.lag.ask_primary()
    ages = []
    for second in (5, 10, 15):
        clock[0], lag["written"] = 1000.0 + second, 100 + second
        choice.lag.ask_primary()
        ages.append(choice.lag.seconds())
    assert ages == [5, 10, 15]
    lag["replayed"] = 110
    assert choice.lag.seconds() == 5
    lag["replayed"] = 115
    assert choice.lag.seconds() == 0
