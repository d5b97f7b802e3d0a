"""Lines break where the method changed, join only what is comparable, and keep their names apart."""

from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from indices.charts.lines import BOTTOM, NAME_HEIGHT, TOP, Series, Value, _apart, ranks_chart, scores_chart


def score(year: int, text: str, method: str | None) -> Value:
    return Value(year, Decimal(text), text, basis=method, method=method)


def test_a_line_breaks_between_two_methods_and_joins_within_one():
    values = (score(2020, "85.48", "old"), score(2021, "87.16", "old"), score(2022, "80.08", "new"))
    chart = scores_chart([Series("SIPAS", values)])
    assert [[dot.year for dot in piece] for piece in chart.lines[0].pieces] == [[2020, 2021], [2022]]
    assert len(chart.breaks) == 1


def test_a_missing_year_or_an_unknown_method_leaves_a_gap_without_a_break():
    values = (score(2018, "80", "a"), score(2020, "81", "a"), score(2021, "82", None))
    chart = scores_chart([Series("PAR", values)])
    assert len(chart.lines[0].pieces) == 3
    assert chart.breaks == ()


def test_breaks_are_those_of_all_lines_together():
    """One line has no value of 2022, the year of the change: the break still stands before 2022."""
    whole = (score(2020, "80", "old"), score(2021, "81", "old"), score(2022, "70", "new"), score(2023, "71", "new"))
    gap = (score(2021, "60", "old"), score(2023, "61", "new"))
    alone = scores_chart([Series("A", whole)]).breaks
    assert len(alone) == 1
    chart = scores_chart([Series("A", whole), Series("B", gap)])
    dots = {dot.year: dot.x for dot in chart.lines[0].dots}
    [drawn] = chart.breaks
    assert dots[2021] < drawn < dots[2022]


def test_no_break_is_drawn_beside_a_year_of_an_unknown_method():
    values = (score(2020, "80", "old"), score(2021, "81", None), score(2022, "70", "new"))
    other = (score(2020, "60", "old"), score(2022, "61", "new"))
    assert scores_chart([Series("A", values), Series("B", other)]).breaks == ()


def test_methods_that_a_source_calls_comparable_are_joined_only_from_year_to_year():
    def later(year: int) -> Value:
        return Value(year, Decimal(82), "82", "new", "new", comparable=True)

    joined = scores_chart([Series("A", (score(2020, "80", "old"), later(2021)))])
    assert [len(piece) for piece in joined.lines[0].pieces] == [2]
    assert joined.breaks == ()
    apart = scores_chart([Series("A", (score(2019, "80", "old"), later(2021)))])
    assert len(apart.breaks) == 1


def test_one_value_makes_no_chart():
    assert scores_chart([Series("PAR", (score(2020, "80", "a"),))]) is None
    assert scores_chart([]) is None
    assert ranks_chart([Series("PAR", ())], 63) is None


def test_the_first_place_is_on_top_and_the_last_at_the_bottom():
    values = (Value(2019, Decimal(63), "63", "all"), Value(2020, Decimal(1), "1", "all"))
    chart = ranks_chart([Series("PAR", values)], 63)
    last, first = chart.lines[0].dots
    assert (first.y, last.y) == (TOP, BOTTOM)
    assert [tick.text for tick in chart.ticks] == ["1", "15", "30", "45", "63"]


def test_ranks_among_other_units_or_by_another_method_are_not_joined():
    values = (
        Value(2019, Decimal(5), "5", frozenset({1, 2}), "a"),
        Value(2020, Decimal(6), "6", frozenset({1, 2}), "a"),
        Value(2021, Decimal(7), "7", frozenset({1}), "a"),
        Value(2022, Decimal(8), "8", frozenset({1}), "b"),
    )
    chart = ranks_chart([Series("PAR", values)], 19)
    assert [len(piece) for piece in chart.lines[0].pieces] == [2, 1, 1]
    assert len(chart.breaks) == 1


def test_a_series_of_one_year_stands_beside_longer_ones():
    long = Series("A", (score(2019, "80", "a"), score(2020, "81", "a")))
    short = Series("B", (score(2020, "70", "a"),), quiet=True)
    chart = scores_chart([long, short])
    assert [line.name for line in chart.lines] == ["A", "B"]
    assert [line.name for line in chart.loud] == ["A"]


@given(st.lists(st.floats(TOP, BOTTOM), max_size=7))
def test_names_never_overlap_and_stay_in_the_picture(wanted):
    placed = sorted(_apart(wanted))
    assert all(below - above >= NAME_HEIGHT - 1e-6 for above, below in pairwise(placed))
    assert all(height <= BOTTOM + 1e-6 for height in placed)


@given(st.lists(st.tuples(st.integers(1990, 2050), st.decimals(0, 1000, places=2)), max_size=12))
def test_every_value_lies_inside_the_picture(pairs):
    values = tuple(Value(year, value, str(value), "a") for year, value in sorted(dict(pairs).items()))
    chart = scores_chart([Series("A", values)])
    for dot in chart.lines[0].dots if chart else ():
        assert TOP - 1 <= dot.y <= BOTTOM + 1
