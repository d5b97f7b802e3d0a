"""Pace, projection and status: compared with slow plain Python, and each state by hand."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indices.progress import Goal, Progress, Report, Status, limits_of
from tests import oracles

DUE = date(2021, 12, 31)
START = date(2020, 1, 1)
DAYS = st.integers(0, 1100).map(lambda number: START + timedelta(days=number))


@st.composite
def reports(draw):
    """Up to eight reports on different days: counts, shares, bounds; denominators may change."""
    found = []
    for day in draw(st.lists(DAYS, max_size=8, unique=True)):
        qualifier = draw(st.sampled_from(["exact", "exact", "exact", "more_than", "at_least", "less_than", "at_most"]))
        if qualifier == "exact" and draw(st.booleans()):
            denominator = draw(st.integers(1, 200))
            found.append((day, draw(st.integers(0, denominator)), denominator, None, qualifier))
        else:
            found.append((day, None, None, Fraction(draw(st.integers(0, 1000)), 10), qualifier))
    return found


@settings(max_examples=400, deadline=None)
@given(reports(), st.integers(1, 100), DAYS, st.one_of(st.none(), st.tuples(DAYS, st.integers(0, 100))))
def test_generated_histories_come_to_what_plain_python_says(history, target, today, baseline):
    start = (baseline[0], Fraction(baseline[1])) if baseline and baseline[0] < DUE else None
    goal = Goal(Fraction(target), DUE, start)
    found = Progress(goal, [Report(day, n, d, p, q) for day, n, d, p, q in history], today)
    said = oracles.progress(Fraction(target), DUE, history, today, start)
    assert found.status == said["status"]
    assert found.left == said["left"]
    assert found.needed_per_month == said["needed"]
    assert found.actual_per_month == said["actual"]
    if said["projected"] is not None or found.projected_on is not None:
        assert found.projected_on == said["projected"]


@settings(max_examples=200, deadline=None)
@given(reports(), st.integers(1, 99), DAYS)
def test_a_goal_that_falls_mirrors_one_that_rises(history, target, today):
    mirrored = {"more_than": "less_than", "less_than": "more_than", "at_least": "at_most", "at_most": "at_least"}
    shares = [
        (day, None, None, Fraction(100 * n, d) if d else p, q) for day, n, d, p, q in history if q != "exact" or d or p
    ]
    up = Progress(Goal(Fraction(target), DUE), [Report(*each) for each in shares], today)
    down = Progress(
        Goal(Fraction(100 - target), DUE, falling=True),
        [Report(day, None, None, 100 - p, mirrored.get(q, q)) for day, _n, _d, p, q in shares],
        today,
    )
    assert up.status == down.status
    assert up.left == down.left
    assert up.actual_per_month == down.actual_per_month
    assert up.projected_on == down.projected_on


def counts(*pairs: tuple[str, int], of: int = 157) -> list[Report]:
    return [Report(date.fromisoformat(day), number, of) for day, number in pairs]


def progress(history: list[Report], today: str, target: int = 100, **options) -> Progress:
    return Progress(Goal(Fraction(target), DUE, **options), history, date.fromisoformat(today))


def test_what_is_left_needed_and_reached_in_a_month_is_in_units():
    found = progress(counts(("2021-02-14", 71), ("2021-05-14", 89), ("2021-08-14", 95)), "2021-08-20")
    assert found.left == 62
    assert found.needed_per_month == 14
    assert float(round(found.actual_per_month, 2)) == 4.04
    assert found.projected_on == date(2022, 11, 25)
    earliest, latest = found.projected_between
    assert earliest < found.projected_on < latest


def test_nothing_reported_is_not_known():
    assert progress([], "2021-08-20").status == Status.UNKNOWN
    assert progress([], "2022-08-20").status == Status.PAST_UNKNOWN


def test_one_report_gives_the_pace_that_is_needed_and_no_other():
    found = progress(counts(("2021-06-24", 95)), "2021-08-20")
    assert found.status == Status.UNKNOWN
    assert found.needed_per_month == 10
    assert found.actual_per_month is None
    assert found.projected_on is None


def test_a_known_start_makes_one_report_enough():
    start = (date(2021, 1, 1), Fraction(0))
    assert progress(counts(("2021-06-24", 95)), "2021-08-20", baseline=start).status == Status.ON_SCHEDULE
    assert progress(counts(("2021-06-24", 15)), "2021-08-20", baseline=start).status == Status.AT_RISK


def test_two_reports_give_a_pace_but_no_projection():
    found = progress(counts(("2021-05-24", 60), ("2021-06-24", 70)), "2021-08-20")
    assert found.actual_per_month > 0
    assert found.projected_on is None


def test_falling_counts_lead_nowhere():
    found = progress(counts(("2021-02-14", 90), ("2021-04-14", 80), ("2021-06-14", 70)), "2021-08-20")
    assert found.actual_per_month < 0
    assert found.projected_on is None
    assert found.projected_between is None
    assert found.status == Status.AT_RISK


def test_what_is_reached_needs_nothing_more():
    found = progress(counts(("2021-05-24", 60), ("2021-06-24", 157)), "2021-08-20")
    assert found.status == Status.REACHED
    assert (found.left, found.needed_per_month, found.projected_on) == (0, 0, None)
    assert found.reached_on == date(2021, 6, 24)


def test_after_the_deadline_there_is_an_outcome_and_no_pace():
    history = counts(("2021-05-24", 60), ("2021-08-24", 90), ("2021-10-24", 120))
    silent = progress(history, "2022-03-01")
    assert silent.status == Status.PAST_UNKNOWN
    assert (silent.needed_per_month, silent.actual_per_month, silent.projected_on) == (None, None, None)
    missed = progress([*history, *counts(("2021-12-31", 150))], "2022-03-01")
    assert missed.status == Status.PAST_NOT_REACHED
    late = progress([*history, *counts(("2022-01-31", 157))], "2022-03-01")
    assert late.status == Status.PAST_REACHED
    assert late.reached_on == date(2022, 1, 31)


def test_a_bound_is_no_value_and_yields_limits_only():
    bound = Report(date(2021, 6, 24), percent=Fraction(50), qualifier="more_than")
    found = progress([bound], "2021-06-24")
    assert found.status == Status.UNKNOWN
    assert (found.left, found.needed_per_month, found.actual_per_month) == (None, None, None)
    ahead, past = (limits_of(bound, 157, found.goal, day) for day in (date(2021, 6, 24), date(2022, 6, 24)))
    assert (ahead.at_least, ahead.left_at_most, ahead.per_month_at_most) == (79, 78, 13)
    assert (past.at_least, past.left_at_most, past.per_month_at_most) == (79, 78, None)


def test_a_bound_at_the_target_has_reached_it_and_one_under_it_after_the_deadline_has_not():
    at_least = Report(date(2021, 6, 24), percent=Fraction(100), qualifier="at_least")
    assert progress([at_least], "2021-08-20").status == Status.REACHED
    under = Report(date(2022, 1, 5), percent=Fraction(100), qualifier="less_than")
    assert progress([under], "2022-02-01").status == Status.PAST_NOT_REACHED
    over = Report(date(2022, 1, 5), percent=Fraction(90), qualifier="more_than")
    assert progress([over], "2022-02-01").status == Status.PAST_UNKNOWN


def test_a_denominator_that_changed_moves_the_target_in_units():
    history = [Report(date(2021, 3, 14), 80, 164), Report(date(2021, 6, 14), 95, 157)]
    found = progress(history, "2021-08-20")
    assert found.left == 62
    assert found.actual_per_month > 0


def test_a_report_about_a_day_to_come_says_nothing_today():
    assert progress(counts(("2021-09-24", 157)), "2021-08-20").last is None


@pytest.mark.parametrize(("share", "status"), [(60, "on_schedule"), (50, "behind"), (45, "at_risk")])
def test_the_plan_is_a_straight_line(share, status):
    start = (date(2021, 1, 1), Fraction(0))
    goal = Goal(Fraction(100), date(2021, 12, 31), start)
    day = date(2021, 1, 1) + timedelta(days=round(364 * 0.58))
    assert Progress(goal, [Report(day, percent=Fraction(share))], day).status == status
