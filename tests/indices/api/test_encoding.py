"""What is written is JSON that reads as what it was, to the last printed digit."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indices.api.encoding import encoded, shortest

digits = st.decimals(-9999, 9999, places=4)  # as columns of figures keep them
plain = st.none() | st.booleans() | st.integers() | digits | st.text(min_size=1)
values = st.recursive(plain, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20)


@given(values)
def test_what_is_written_reads_as_what_it_was(value):
    assert json.loads(encoded(value), parse_float=Decimal) == value


@given(st.text())
def test_texts_go_out_letter_for_letter_and_an_empty_one_is_missing(text):
    assert json.loads(encoded(text)) == (text or None)


@given(st.integers(0, 10**8), st.integers(0, 4))
def test_a_figure_keeps_its_printed_digits(number, places):
    printed = Decimal(number).scaleb(-places)
    assert encoded(printed) == f"{printed:f}"
    assert str(json.loads(encoded(printed), parse_float=str, parse_int=str)) == f"{printed:f}"


@given(digits)
def test_a_stored_decimal_loses_zeros_and_nothing_else(value):
    short = shortest(value)
    assert short == value
    assert "E" not in f"{short:f}"
    assert "." not in f"{short:f}" or not f"{short:f}".endswith("0")


def test_what_has_no_place_in_json_is_no_answer():
    with pytest.raises(TypeError):
        encoded(object())
