"""Cells become numbers, or are refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provinces.sheets.numbers import Unreadable, digits_of, read_count, read_day, read_decimal, read_rank


@given(st.decimals(min_value=0, max_value=100, places=2))
def test_a_score_reads_the_same_with_comma_or_point_or_percent_sign(score):
    text = f"{score:.2f}"
    assert read_decimal(text) == read_decimal(text.replace(".", ",")) == read_decimal(text + "%") == text


@given(st.integers(min_value=0, max_value=10**7))
def test_a_count_reads_the_same_with_or_without_groups(number):
    assert read_count(str(number)) == read_count(f"{number:,}") == read_count(f"{number:,}".replace(",", ".")) == number


@pytest.mark.parametrize("text", ["NaN", "Infinity", "1e3", "#N/A", "Có", "1.2.3", "", "--1", "95,76,1"])
def test_what_is_no_plain_number_is_refused(text):
    with pytest.raises(Unreadable):
        read_decimal(text)


@pytest.mark.parametrize("text", ["0", "-1", "88,35", "2/x", "hạng nhất"])
def test_what_is_no_rank_is_refused(text):
    with pytest.raises(Unreadable):
        read_rank(text)


def test_the_day_stands_before_the_month_and_impossible_days_are_refused():
    assert read_day("05/06/2021").isoformat() == "2021-06-05"
    with pytest.raises(Unreadable):
        read_day("31/02/2021")


@given(st.decimals(min_value=0, max_value=100, places=4))
def test_the_stored_value_of_a_numeric_cell_keeps_its_digits(score):
    assert Decimal(digits_of(float(score), "General")) == score


def test_a_long_fraction_is_read_as_its_format_shows_it():
    assert digits_of(83.284912345, "0.00") == "83.28"
