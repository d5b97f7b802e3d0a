"""Which backups stay, on days that nobody thought of."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reform_portal.backups.retention import Keep, kept

MOMENTS = st.sets(st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)), max_size=60)
NUMBERS = st.integers(0, 30)
KEEPS = st.builds(Keep, NUMBERS, NUMBERS, NUMBERS)


@given(MOMENTS, KEEPS)
def test_the_newest_stays_and_nothing_is_invented(moments, keep):
    stay = kept(moments, keep)
    assert stay <= moments
    assert bool(stay) == bool(moments)
    assert not moments or max(moments) in stay


@given(MOMENTS, KEEPS)
def test_what_stayed_stays_when_it_is_asked_again(moments, keep):
    stay = kept(moments, keep)
    assert kept(stay, keep) == stay


@given(MOMENTS, KEEPS)
def test_the_newest_of_each_of_the_last_days_weeks_and_months_stays(moments, keep):
    """Counted in slow plain Python: a moment stays if no later one is of its period, and few later periods have any."""
    expected = {max(moments)} if moments else set()
    for moment in moments:
        later = [other for other in moments if other > moment]
        for form, number in (("%Y-%j", keep.daily), ("%G-%V", keep.weekly), ("%Y-%m", keep.monthly)):
            periods = {other.strftime(form) for other in later}
            if moment.strftime(form) not in periods and len(periods) < number:
                expected.add(moment)
    assert kept(moments, keep) == expected


def test_a_year_of_nights_leaves_two_weeks_then_weeks_then_months():
    nights = [datetime(2026, 1, 1, 19, tzinfo=UTC) + timedelta(days=day) for day in range(365)]
    present: set[datetime] = set()
    for night in nights:
        present = kept(present | {night}, Keep(14, 8, 24))
    newest_first = sorted(present, reverse=True)
    assert newest_first[:14] == list(reversed(nights[-14:]))
    assert {night.month for night in present} == set(range(1, 13)), "each month has one"
    assert len(present) == 14 + 6 + 10


def test_after_a_year_without_backups_those_before_are_still_there():
    old = {datetime(2025, 1, day, 19, tzinfo=UTC) for day in range(1, 8)}
    assert kept(old | {datetime(2026, 6, 1, 19, tzinfo=UTC)}, Keep(8, 0, 0)) >= old
