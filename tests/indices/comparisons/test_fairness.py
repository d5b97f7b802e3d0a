"""The rules of fair comparison against slow plain Python, on invented editions and units."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from indices.comparisons.fairness import (
    Measured,
    common_years,
    field_changes,
    in_runs,
    kin,
    method_changes,
    never_together,
    unknown,
)
from provinces.lineage import Edge

MERGED = date(2025, 7, 1)
YEARS = st.lists(
    st.builds(
        Measured,
        st.integers(2010, 2024),
        st.sampled_from([None, "old", "new"]),
        st.sampled_from([None, frozenset({1, 2}), frozenset({1})]),
        st.booleans(),
    ),
    max_size=8,
    unique_by=lambda one: one.year,
)
LIVES = st.dictionaries(
    st.integers(0, 5), st.tuples(st.integers(0, 9), st.none() | st.integers(0, 9)), min_size=1, max_size=4
)


def by_year(years):
    return sorted(years, key=lambda one: one.year)


@given(YEARS)
def test_a_method_has_changed_where_the_last_known_one_is_another(years):
    expected, last = [], None
    for one in by_year(years):
        if one.method is None:
            continue
        if last is not None and last.method != one.method and not (one.comparable and last.year + 1 == one.year):
            expected.append((last.year, one.year))
        last = one
    assert method_changes(years) == expected


@given(YEARS)
def test_a_field_has_changed_where_the_last_known_one_is_another(years):
    known = [one for one in by_year(years) if one.field is not None]
    expected = [
        (known[place].year, known[place + 1].year)
        for place in range(len(known) - 1)
        if sorted(known[place].field) != sorted(known[place + 1].field)
    ]
    assert field_changes(years) == expected


def test_a_comparable_method_is_no_change_only_from_one_year_to_the_next():
    old, new = Measured(2020, "old", None), Measured(2022, "new", None, comparable=True)
    assert method_changes([old, new]) == [(2020, 2022)]


def test_one_year_alone_needs_no_method():
    assert unknown([Measured(2020, None, None)], lambda one: one.method) == []


def test_grandchildren_are_kin_and_strangers_are_not():
    edges = [Edge("a", "ab", MERGED), Edge("b", "ab", MERGED), Edge("ab", "abc", date(2030, 1, 1))]
    assert kin(edges, ["abc", "a", "x"]) == [("abc", ["a"])]
    assert kin(edges, ["a", "b", "x"]) == []


@given(LIVES)
def test_two_units_never_met_if_no_day_lies_in_both_lives(lives):
    first = date(2020, 1, 1)
    spans = {
        unit: (first + timedelta(begins), None if lasts is None else first + timedelta(begins + lasts))
        for unit, (begins, lasts) in lives.items()
    }

    def days(unit):
        begins, ends = spans[unit]
        return {
            day
            for day in range(30)
            if begins <= first + timedelta(day) and (not ends or first + timedelta(day) <= ends)
        }

    found = never_together(spans)
    assert {frozenset(pair) for pair in found} == {
        frozenset((one, other)) for one in spans for other in spans if one != other and not days(one) & days(other)
    }
    assert all(spans[before][1] < spans[after][0] for before, after in found)


@given(st.lists(st.sets(st.integers(2000, 2010)), max_size=4))
def test_common_years_are_in_every_set(sets):
    expected = [year for year in range(2000, 2011) if sets and all(year in years for years in sets)]
    assert common_years(sets) == expected


@given(st.sets(st.integers(1990, 2030)))
def test_runs_hold_every_year_once_and_never_touch(years):
    runs = in_runs(years)
    assert [year for first, last in runs for year in range(first, last + 1)] == sorted(years)
    assert all(before[1] + 1 < after[0] for before, after in pairwise(runs))
