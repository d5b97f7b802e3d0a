"""Names in every spelling become one key, and sort as a Vietnamese dictionary does."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provinces.names import fold, sort_key, spelled, tidy, without_type

VIETNAMESE = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐÊÔƠƯáàảãạắếộữỹ -", max_size=30)


@given(VIETNAMESE)
def test_composed_and_decomposed_text_are_one_name(text):
    assert spelled(unicodedata.normalize("NFD", text)) == spelled(unicodedata.normalize("NFC", text))
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


@given(VIETNAMESE)
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
    assert tidy(tidy(text)) == tidy(text)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Hoà Bình", "Hòa Bình"),
        ("THANH HÓA", "Thanh Hoá"),
        ("Ðà Nẵng", "Đà Nẵng"),
        ("Bà Rịa – Vũng\u00a0Tàu", "Bà Rịa - Vũng Tàu"),
    ],
)
def test_spellings_of_one_name_are_equal(written, meant):
    assert spelled(written) == spelled(meant)


def test_marks_tell_names_apart_where_they_were_written():
    assert spelled("Hà Nam") != spelled("Hạ Nam")


@pytest.mark.parametrize(
    ("written", "kind", "bare"),
    [
        ("Thành phố Hồ Chí Minh", "province", "ho chi minh"),
        ("TP. Hồ Chí Minh", "province", "ho chi minh"),
        ("Bộ Y tế", "ministry", "y te"),
        ("Thị trấn Ba Tri", "commune", "ba tri"),
        ("Tỉnh", "province", "tinh"),
    ],
)
def test_the_word_for_the_type_is_taken_off_if_a_name_remains(written, kind, bare):
    assert without_type(fold(written), kind) == bare


def test_d_with_stroke_sorts_after_d_and_numbers_by_value():
    names = ["Đồng Nai", "Dak Nong", "An Giang", "Ăn Khê", "Phường 10", "Phường 2", "Hà Nội", "Hải Phòng"]
    assert sorted(names, key=sort_key) == [
        "An Giang",
        "Ăn Khê",
        "Dak Nong",
        "Đồng Nai",
        "Hà Nội",
        "Hải Phòng",
        "Phường 2",
        "Phường 10",
    ]


@given(VIETNAMESE)
def test_a_sort_key_is_only_digits_so_that_every_collation_sorts_it_alike(text):
    assert all(character in "0123456789" for character in sort_key(text))
