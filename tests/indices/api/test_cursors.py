"""A cursor comes back as it went, for its own question and for no other."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indices.api.cursors import NoCursor, cursor_of, read_cursor

places = st.lists(st.text() | st.integers() | st.dates(), max_size=6)


@given(st.text(), places)
def test_a_cursor_comes_back_as_it_went(question, last):
    expected = [value.isoformat() if isinstance(value, date) else value for value in last]
    assert read_cursor(question, cursor_of(question, last)) == expected


@given(st.text(), places)
def test_a_cursor_is_the_same_whenever_it_is_made(question, last):
    assert cursor_of(question, last) == cursor_of(question, last)


@given(st.text(), st.text(), places)
def test_a_cursor_of_another_question_is_none(question, other, last):
    if question != other:
        with pytest.raises(NoCursor):
            read_cursor(other, cursor_of(question, last))


@given(st.text())
def test_what_nobody_signed_is_no_cursor(text):
    with pytest.raises(NoCursor):
        read_cursor("results?", text)


@given(places, st.data())
def test_a_cursor_with_one_letter_changed_is_none(last, data):
    cursor = cursor_of("results?", last)
    place = data.draw(st.integers(0, len(cursor) - 1))
    letter = data.draw(st.sampled_from("aZ09-_:"))
    changed = cursor[:place] + letter + cursor[place + 1 :]
    # The last letter of a text in base64 has bits that say nothing.
    if changed != cursor and place not in {len(cursor) - 1, cursor.index(":") - 1}:
        with pytest.raises(NoCursor):
            read_cursor("results?", changed)
