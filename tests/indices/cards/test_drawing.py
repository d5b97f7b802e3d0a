"""Drawing: everything fits, whatever its length; pictures are small and the same each time."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from indices.cards.card import Bar, Card, Line
from indices.cards.drawing import BOLD, HEIGHT, WIDTH, Drawing, Foot, _font, shortened, wrapped

FOOT = Foot("Cổng cải cách hành chính", "Nguồn: báo", "example.vn/indices/", "Không phải trang chính thức")
LONG = "Bộ Lao động - Thương binh và Xã hội (đến 28/2/2025)"
CARDS = [
    Card("Tỉnh, thành phố", "PAR INDEX 2020", "/", "/card.png", "44", "/63", "Hạng", "83,28%"),
    Card(
        "Bộ", LONG * 3, "/", "/card.png", "1.234.567,89%†" * 3, "/63", LONG * 4, LONG * 4, (Line(LONG, LONG),) * 9, LONG
    ),
    Card("", "", "/", "/card.png"),
    Card("Mục tiêu", "Chứng thực", "/", "/card.png", "trên 50%", bar=Bar(50, 100, fades=True)),
    Card("Mục tiêu", "Chứng thực", "/", "/card.png", "0%", bar=Bar(0, None)),
    Card("Mục tiêu", "Chứng thực", "/", "/card.png", "100%", bar=Bar(100, 100)),
]


@pytest.mark.parametrize("card", CARDS)
def test_a_card_is_a_small_picture_of_the_size_that_links_show_and_the_same_each_time(card):
    content = Drawing(card, FOOT).png()
    assert len(content) < 60 * 1024
    assert Drawing(card, FOOT).png() == content
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.size == (WIDTH, HEIGHT)
        assert picture.mode == "P"


@pytest.mark.parametrize("card", CARDS)
def test_nothing_is_drawn_in_the_margins(card):
    """What does not fit is shortened: the outer columns stay paper."""
    with Image.open(io.BytesIO(Drawing(card, FOOT).png())) as picture:
        shown = picture.convert("RGB")
    for left in (0, WIDTH - 56):
        strip = shown.crop((left, 20, left + 56, HEIGHT))
        assert len(strip.getcolors() or []) == 1


def test_a_bound_ends_in_the_colour_of_the_track_and_a_value_does_not():
    def at(card: Card, x: int) -> tuple[int, int, int]:
        with Image.open(io.BytesIO(Drawing(card, FOOT).png())) as picture:
            return picture.convert("RGB").getpixel((x, 504))

    bound, value = (Card("A", "B", "/", "/card.png", "50%", bar=Bar(50, None, fades)) for fades in (True, False))
    empty = at(value, 1000)
    near_the_end = 64 + (WIDTH - 128) // 2 - 8
    assert at(value, near_the_end) != empty
    assert sum(abs(a - b) for a, b in zip(at(bound, near_the_end), empty, strict=True)) < 40
    assert at(bound, 120) == at(value, 120)


@settings(deadline=None)
@given(st.text(min_size=0, max_size=200), st.integers(min_value=40, max_value=1100))
def test_a_shortened_text_fits_and_what_fits_is_left_alone(text, width):
    font = _font(BOLD, 30)
    found = shortened(text, font, width)
    assert font.getlength(found) <= width
    if font.getlength(text) <= width:
        assert found == text


@settings(deadline=None)
@given(st.lists(st.text(alphabet="abcđêộ", min_size=1, max_size=40), max_size=40), st.integers(1, 3))
def test_wrapped_lines_fit_and_lose_no_word_without_an_ellipsis(words, lines):
    font, text = _font(BOLD, 30), " ".join(words)
    found = wrapped(text, font, 400, lines)
    assert len(found) <= lines
    assert all(font.getlength(line) <= 400 for line in found)
    if not any(line.endswith("…") for line in found):
        assert " ".join(found) == text


def test_what_stands_in_brackets_is_not_broken():
    first, second = wrapped("Bộ Lao động (đến 28/2/2025)", _font(BOLD, 30), 290, 2)
    assert first == "Bộ Lao động"
    assert second == "(đến\xa028/2/2025)"
