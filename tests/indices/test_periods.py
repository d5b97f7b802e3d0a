"""Reporting periods cover every day once, whatever day they end on."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from indices.periods import MONTHS, period_of, periods

FREQUENCY = st.sampled_from(sorted(MONTHS))
LAST_DAY = st.one_of(st.none(), st.integers(1, 28))
DAY = st.dates(date(1990, 1, 1), date(2035, 12, 31))


def test_a_month_may_run_from_the_15th_to_the_14th():
    found = periods("month", 14, 3, date(2021, 6, 14), date(2021, 7, 20))
    assert [(p.begins, p.ends, p.due_on) for p in found] == [
        (date(2021, 5, 15), date(2021, 6, 14), date(2021, 6, 17)),
        (date(2021, 6, 15), date(2021, 7, 14), date(2021, 7, 17)),
        (date(2021, 7, 15), date(2021, 8, 14), date(2021, 8, 17)),
    ]


def test_quarters_and_years_follow_the_calendar():
    assert [p.ends for p in periods("quarter", None, 0, date(2021, 1, 1), date(2021, 7, 1))] == [
        date(2021, 3, 31),
        date(2021, 6, 30),
        date(2021, 9, 30),
    ]
    assert [p.ends for p in periods("year", 14, 0, date(2021, 1, 1), date(2021, 2, 1))] == [date(2021, 12, 14)]


@given(FREQUENCY, LAST_DAY, st.integers(0, 60), DAY, st.integers(0, 3000))
def test_periods_follow_each_other_without_a_gap_and_end_from_the_first_day_on(frequency, last_day, due, first, length):
    until = first + timedelta(days=length)
    found = periods(frequency, last_day, due, first, until)
    assert found, "the period that runs is always there"
    assert found[0].ends >= first
    assert found[-1].begins <= until <= found[-1].ends
    for before, after in pairwise(found):
        assert after.begins == before.ends + timedelta(days=1)
    assert all(period.due_on == period.ends + timedelta(days=due) for period in found)
    if found[0].begins <= until:
        assert period_of(until, found) == found[-1]
