"""A strip has a dot for every unit at its score, none on another, and lines where bands or quarters begin."""

from decimal import Decimal
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indices.charts.strip import FLOOR, GAP, HEIGHT, WIDTH, heights, quarters, strip_of

SCORES = st.lists(st.decimals(min_value=0, max_value=100, places=2), min_size=2, max_size=63)


def scored(values):
    return [(f"u{number}", value, f"U{number}: {value}") for number, value in enumerate(values)]


@given(SCORES)
def test_every_score_has_one_dot_where_plain_proportion_puts_it(values):
    strip = strip_of(scored(values))
    low, high = min(values), max(values)
    if low == high:
        assert strip is None
        return
    wanted = sorted(round(float((value - low) / (high - low)) * WIDTH, 1) for value in values)
    assert [dot.x for dot in strip.dots] == wanted
    assert sorted(dot.text for dot in strip.dots) == sorted(text for _key, _value, text in scored(values))
    assert all(0 <= dot.y <= FLOOR < HEIGHT for dot in strip.dots)
    assert strip.middle.x == round(float((median(values) - low) / (high - low)) * WIDTH, 1)


@given(SCORES)
def test_no_dot_covers_another(values):
    xs = sorted(float(value) * 10 for value in values)
    placed = list(zip(xs, heights(xs), strict=True))
    for number, (x, y) in enumerate(placed):
        for other_x, other_y in placed[number + 1 :]:
            assert y != other_y or other_x - x >= GAP


@given(SCORES)
def test_at_most_a_quarter_of_the_scores_lies_beyond_each_end_of_the_box(values):
    lower, middle, upper = quarters(values)
    assert lower <= middle <= upper
    quarter = -(-(len(values) - 1) // 4)
    assert sum(value < lower for value in values) <= quarter
    assert sum(value > upper for value in values) <= quarter


def test_units_that_are_asked_for_leave_the_dots_and_get_a_label_that_stays_inside():
    strip = strip_of(scored([Decimal(70), Decimal(80), Decimal(90)]), ours=frozenset({"u0", "u1", "u2"}))
    assert strip.dots == ()
    assert [(label.place, label.side) for label in strip.ours] == [(0, "begins"), (50, "centre"), (100, "ends")]


def test_bands_take_the_place_of_quarters_and_those_outside_are_left_out():
    bands = {"A": Decimal(90), "B": Decimal(80), "C": Decimal(70)}
    strip = strip_of(scored([Decimal(75), Decimal(80), Decimal(85)]), bands=bands)
    assert [(guide.name, guide.place) for guide in strip.bands] == [("B", 50)]
    assert strip.box is None


@pytest.mark.parametrize(("mean", "place"), [(Decimal("82.5"), 75), (Decimal(90), None), (None, None)])
def test_a_mean_is_drawn_where_it_lies_within(mean, place):
    strip = strip_of(scored([Decimal(75), Decimal(85)]), mean=mean)
    assert (strip.mean and strip.mean.place) == place


@pytest.mark.parametrize("values", [[], [Decimal(80)], [Decimal(80), Decimal(80)]])
def test_what_has_no_width_has_no_strip(values):
    assert strip_of(scored(values)) is None
