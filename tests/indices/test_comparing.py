"""When two years may be compared."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indices.comparing import RankAt, Reason, ScoreAt, change_of_rank, change_of_score, competition_ranks, difference_of
from tests import oracles

FIELDS = st.none() | st.frozensets(st.integers(1, 4), min_size=1)
RANKS = st.none() | st.integers(1, 63)
SCORES = st.decimals(min_value=1, max_value=100, places=2).map(str) | st.integers(1, 100).map(str)


@given(RANKS, RANKS, FIELDS, FIELDS)
def test_a_computed_change_agrees_with_the_oracle(now, before, field_now, field_before):
    change = change_of_rank(None, RankAt(now, "printed", field_now), RankAt(before, "printed", field_before))
    assert change.places == oracles.change_of_rank(now, before, field_now, field_before)
    assert (change.places is None) == (change.reason is not None)


@given(st.integers(-62, 62), RANKS, FIELDS)
def test_a_printed_change_is_shown_as_published_whatever_else_is_known(printed, rank, field):
    change = change_of_rank(printed, RankAt(rank, "", field), None)
    assert change.places == printed
    assert change.printed


@given(st.dictionaries(st.text(max_size=3), st.decimals(min_value=50, max_value=55, places=1), max_size=63))
def test_equal_scores_share_a_rank_as_the_oracle_says(scores):
    assert competition_ranks(scores) == oracles.competition_ranks(scores)


def test_a_derived_rank_never_confirms_the_change_it_was_made_from():
    field = frozenset({1})
    change = change_of_rank(None, RankAt(20, "printed", field), RankAt(21, "derived", field))
    assert change.reason == Reason.DERIVED


@given(SCORES, SCORES)
def test_a_difference_has_no_more_decimals_than_its_coarser_end(now, before):
    text = difference_of(now, before)
    assert Decimal(text) == oracles.difference(now, before)


def score_at(score="90.10", basis="printed", field=frozenset({1}), method="a", comparable=False):
    return ScoreAt(score, basis, field, method, comparable)


@pytest.mark.parametrize(
    ("now", "before", "reason"),
    [
        (score_at(), None, Reason.NO_EDITION),
        (score_at(), score_at(score=""), Reason.NO_FIGURE),
        (score_at(basis="derived"), score_at(), Reason.DERIVED),
        (score_at(), score_at(field=None), Reason.FIELD_UNKNOWN),
        (score_at(field=frozenset({1, 2})), score_at(), Reason.FIELD_CHANGED),
        (score_at(method="b"), score_at(), Reason.METHOD),
        (score_at(method=None), score_at(method=None), Reason.METHOD_UNKNOWN),
        (score_at(), score_at(method=None), Reason.METHOD_UNKNOWN),
    ],
)
def test_no_difference_is_computed_where_scores_may_not_be_compared(now, before, reason):
    change = change_of_score("", now, before)
    assert (change.difference, change.reason) == ("", reason)


def test_scores_of_one_method_or_of_methods_called_comparable_are_compared():
    assert change_of_score("", score_at(), score_at(score="88.1")).difference == "+2.0"
    assert change_of_score("", score_at(method="b", comparable=True), score_at(score="88.1")).difference == "+2.0"


def test_a_printed_difference_is_shown_as_published():
    change = change_of_score("+2.55", score_at(), None)
    assert change.printed
    assert change.difference == "+2.55"
