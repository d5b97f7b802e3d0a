"""The colours of the stylesheet: every pair that the pages use can be read, and the design page shows every colour."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reform_portal.tokens import STYLESHEET, TEXT, USED, Colour, colours, contrast, luminance, pairs

CSS = STYLESHEET.read_text(encoding="utf-8")
KNOWN = colours(CSS)
CHANNEL = st.integers(0, 255)
COLOURS = st.builds("#{:02x}{:02x}{:02x}".format, CHANNEL, CHANNEL, CHANNEL)


@pytest.mark.parametrize("pair", pairs(KNOWN), ids=lambda pair: f"{pair.front} on {pair.ground}")
def test_a_pair_of_colours_can_be_read_on_light_and_on_dark_pages(pair):
    assert pair.enough, (pair.light, pair.dark)


def test_text_of_every_token_that_is_a_colour_of_letters_is_among_the_pairs():
    """A colour that the stylesheet gives to text is checked against the sheet or the ground of its component."""
    letters = set(re.findall(r"(?<![-\w])color: var\(--([\w-]+)\)", CSS)) & KNOWN.keys()
    checked = {front for front, _ground, needed in USED if needed == TEXT}
    assert letters - checked <= {"lacquer"}  # the sign of the order of a column: a mark


def test_the_contrast_that_is_shown_is_not_rounded_up():
    pair = next(pair for pair in pairs(KNOWN) if (pair.front, pair.ground) == ("ink", "sheet"))
    assert float(pair.light_text) <= pair.light < float(pair.light_text) + 0.1
    assert float(pair.dark_text) <= pair.dark < float(pair.dark_text) + 0.1


def test_every_colour_has_a_swatch_of_its_own():
    for name in KNOWN:
        assert f".sw-{name} {{ background: var(--{name}); }}" in CSS


def test_dark_pages_have_a_value_of_their_own_for_paper_and_ink():
    assert KNOWN["paper"].light != KNOWN["paper"].dark
    assert luminance(KNOWN["paper"].light) > luminance(KNOWN["ink"].light)
    assert luminance(KNOWN["paper"].dark) < luminance(KNOWN["ink"].dark)


def test_what_printing_sets_is_no_token():
    css = "@layer tokens {\n  --ink: #111111;\n}\n@layer print {\n  --ink: #000000;\n}\n"
    assert colours(css) == {"ink": Colour("ink", "#111111", "#111111")}


@given(COLOURS, COLOURS)
def test_contrast_is_the_same_both_ways_and_between_1_and_21(one, other):
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21.0001


def test_contrast_agrees_with_published_examples():
    """Grey #767676 on white is the lightest that text may have, 4.54 to 1."""
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54
    assert round(contrast("#ff0000", "#ffffff"), 2) == 4.00
