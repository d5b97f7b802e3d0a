"""What fits is found, the best first: marks, whole names, beginnings, insides; no text is too odd."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provinces.names import fold, spelled
from provinces.search import Entries, Entry, Fit, Typed
from provinces.search.entries import Name

NAMES = ("Hòa Bình", "Hoa Bình", "Thái Bình", "Bình Dương", "Bình", "TP.HCM", "Bộ Giáo dục và Đào tạo", "Đắk Lắk")
ENTRIES = Entries([Entry(name, (Name.of(name),), (place,)) for place, name in enumerate(NAMES)])
VIETNAMESE = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐÊÔƠƯáàảãạắếộữỹ .-1209", max_size=20)
VOCABULARY = (
    "hòa",
    "hoa",
    "bình",
    "bìn",
    "binh",
    "thái",
    "dương",
    "bộ",
    "giáo",
    "đào",
    "tạo",
    "đắk",
    "tp",
    "hcm",
    "x",
    "12",
)
WORDS = st.lists(st.sampled_from(VOCABULARY), max_size=4)


def typed(text: str) -> Typed:
    return Typed.read(text, longest=200)


def found(text: str) -> list[str]:
    return [hit.key for hit in ENTRIES.fitting(typed(text))]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Hòa Bình", ["Hòa Bình", "Hoa Bình"]),
        ("Hoa Bình", ["Hoa Bình", "Hòa Bình"]),
        ("Hoà Bình", ["Hòa Bình", "Hoa Bình"]),
        ("bình", ["Bình", "Bình Dương", "Hòa Bình", "Hoa Bình", "Thái Bình"]),
        ("binh", ["Bình", "Bình Dương", "Hòa Bình", "Hoa Bình", "Thái Bình"]),
        ("dak lak", ["Đắk Lắk"]),
        ("tphcm", ["TP.HCM"]),
        ("đào tạo giáo dục", ["Bộ Giáo dục và Đào tạo"]),
        ("binh thai", ["Thái Bình"]),
        ("hòa bình xx", []),
        ("ình", []),
        ("", []),
    ],
)
def test_marks_count_first_and_whole_names_come_before_beginnings_before_insides(text, first):
    assert found(text) == first


def fit_in_slow_python(name: str, text: str) -> int | None:
    """0 whole, 1 beginning, 2 inside, 3 every word begins one of the name; None for no fit."""
    asked, given_name = fold(text), fold(name)
    if not asked:
        return None
    if asked == given_name or asked.replace(" ", "") == given_name.replace(" ", ""):
        return 0
    if len(asked) == 1:
        return None
    if given_name[: len(asked)] == asked:
        return 1
    starts = [place + 1 for place, letter in enumerate(given_name) if letter == " "]
    if any(given_name[start : start + len(asked)] == asked for start in starts):
        return 2
    words = asked.split()
    spread = all(any(part[: len(word)] == word for part in given_name.split()) for word in words)
    return 3 if len(words) > 1 and spread else None


@given(WORDS)
def test_every_fit_is_what_a_slow_reading_of_the_rule_says(words):
    text = " ".join(words)
    expected = {name: fit_in_slow_python(name, text) for name in NAMES}
    hits = ENTRIES.fitting(typed(text))
    assert {hit.key: hit.fit for hit in hits} == {name: fit for name, fit in expected.items() if fit is not None}
    assert [hit.fit for hit in hits] == sorted(hit.fit for hit in hits)


@given(VIETNAMESE.filter(lambda text: fold(text)))
def test_a_name_finds_itself_first_however_it_is_encoded(name):
    entries = Entries([*ENTRIES.entries, Entry("itself", (Name.of(name),), (-1,))])
    for text in (name, unicodedata.normalize("NFD", name), name.upper()):
        if spelled(text) == spelled(name):
            best = entries.fitting(typed(text))[0]
            assert (best.key, best.fit) == ("itself", Fit.WHOLE)


@given(st.text(max_size=60))
def test_no_text_is_too_odd(text):
    asked = typed(text)
    assert all(hit.key in NAMES for hit in ENTRIES.fitting(asked))
    hits, rest = ENTRIES.named_in(asked)
    assert len(rest.words) <= len(asked.words)
    assert all(hit.fit == Fit.WHOLE for hit in hits)
    assert set(ENTRIES.near(asked)) <= set(NAMES)


@given(VIETNAMESE, st.sampled_from(NAMES), VIETNAMESE)
def test_a_whole_name_among_other_words_is_taken_out(before, name, after):
    hits, rest = ENTRIES.named_in(typed(f"{before} {name} {after}"))
    assert hits
    assert len(rest.words) < len(typed(f"{before} {name} {after}").words)


def test_a_code_stands_for_its_unit_only_as_a_whole_and_a_number_never_among_words():
    coded = Entries(
        [Entry("Bến Tre", (Name.of("Bến Tre"),), (), (Name.of("83"),)), Entry("MOF", (), (), (Name.of("MOF"),))]
    )
    assert [hit.key for hit in coded.fitting(typed("83"))] == ["Bến Tre"]
    assert coded.fitting(typed("8")) == []
    assert coded.fitting(typed("mo")) == []
    assert coded.named_in(typed("sipas 83"))[0] == []
    assert [hit.key for hit in coded.named_in(typed("mof 2023"))[0]] == ["MOF"]


def test_a_text_that_is_too_long_has_no_words():
    assert Typed.read("bến tre", longest=6).too_long
    assert not Typed.read("bến tre", longest=6).words
    assert not Typed.read("bến tre", longest=7).too_long
