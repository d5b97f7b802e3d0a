"""The drawing of the way to a goal lies inside its frame, whatever was reported."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from indices.charts.burn_up import BOTTOM, LEFT, RIGHT, TOP, burn_up
from indices.progress import Goal, Progress, Report

DUE = date(2021, 12, 31)
DAYS = st.dates(date(2020, 1, 1), date(2023, 1, 1))
REPORTS = st.lists(
    st.tuples(DAYS, st.integers(0, 100), st.sampled_from(["exact", "exact", "more_than", "at_most"])),
    max_size=6,
    unique_by=lambda each: each[0],
)


def drawn(reports, today=date(2023, 6, 1), **options):
    history = [Report(day, percent=Fraction(share), qualifier=qualifier) for day, share, qualifier in reports]
    return burn_up(Progress(Goal(Fraction(100), DUE), history, today), **options)


@settings(max_examples=200, deadline=None)
@given(REPORTS, DAYS, st.lists(DAYS, max_size=2))
def test_every_point_lies_inside_the_frame(reports, today, earlier):
    chart = drawn(reports, today, earlier=earlier)
    if chart is None:
        assert not [day for day, _share, _qualifier in reports if day <= today]
        return
    for point in (*chart.actual, *chart.plan, *chart.projection, *chart.counted):
        assert LEFT <= point.x <= RIGHT + 0.1
        assert TOP <= point.y <= BOTTOM
    for mark in (chart.deadline, *chart.earlier, *chart.days):
        assert LEFT <= mark.x <= RIGHT + 0.1
    assert len(chart.days) <= 8


def test_nothing_reported_is_not_drawn():
    assert drawn([]) is None


def test_a_bound_is_a_stroke_from_what_was_printed_to_where_nothing_is_known():
    chart = drawn([(date(2021, 6, 24), 50, "more_than")])
    [bound] = chart.bounds
    assert chart.actual == ()
    assert chart.plan == ()
    assert (bound.end, bound.y) == (TOP, (TOP + BOTTOM) / 2)


def test_both_deadlines_and_the_communes_own_days_are_drawn():
    moved = date(2021, 9, 30)
    began = [(date(2021, 5, 1) + timedelta(days=30 * number), Fraction(10 * number)) for number in range(1, 4)]
    chart = drawn([(date(2021, 6, 24), 50, "exact")], earlier=[moved], counted=began)
    assert chart.earlier[0].x < chart.deadline.x
    assert [point.share for point in chart.counted] == [10, 20, 30]


def test_a_projection_ends_at_the_goal_or_at_the_edge_of_the_picture():
    reports = [(date(2021, 1, 1) + timedelta(days=30 * n), 5 * n, "exact") for n in range(1, 6)]
    chart = drawn(reports, today=date(2021, 8, 1))
    assert len(chart.projection) >= 3
    assert chart.projection[0].day == date(2021, 5, 31)
