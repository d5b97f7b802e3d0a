"""Lines lose nothing, hold nothing wider than themselves, and keep together what no space divides."""

from hypothesis import given
from hypothesis import strategies as st

from indices.paper.blocks import Run, plain_text
from indices.paper.typeset import RAISED, Line, lines_of

WIDTH = 12.0
texts = st.lists(
    st.builds(
        Run,
        st.text(alphabet="aâ1%,./ \n", max_size=40),
        st.booleans(),
        st.lists(st.integers(1, 99), max_size=2).map(tuple),
    ),
    max_size=6,
).map(tuple)


def measure(word: str, bold: bool) -> float:
    return len(word) * (1.5 if bold else 1.0)


def drawn(lines: list[Line], raised: bool = False) -> str:
    return "".join(piece.text for line in lines for piece in line if piece.raised == raised)


@given(texts)
def test_nothing_is_lost(text):
    lines = lines_of(text, WIDTH, 1, measure)
    assert drawn(lines).replace(" ", "") == plain_text(text).replace(" ", "").replace("\n", "")
    assert drawn(lines, raised=True) == "".join(f"[{','.join(map(str, run.notes))}]" for run in text if run.notes)


@given(texts)
def test_no_line_is_wider_than_its_width_and_pieces_stand_side_by_side(text):
    for line in lines_of(text, WIDTH, 1, measure):
        ends = 0.0
        for piece in line:
            assert abs(piece.x - ends) < 1e-6
            assert abs(piece.width - measure(piece.text, piece.bold) * (RAISED if piece.raised else 1)) < 1e-6
            ends = piece.x + piece.width
        assert ends <= WIDTH + 1e-6


def test_a_footnote_and_a_comma_stay_with_their_figure():
    text = (Run("first 88,35%", notes=(1, 12)), Run(", then"))
    assert [[piece.text for piece in line] for line in lines_of(text, WIDTH, 1, measure)] == [
        ["first"],
        ["88,35%", "[1,12]", ","],
        ["then"],
    ]


def test_an_address_that_is_wider_than_the_line_is_broken():
    lines = lines_of((Run("http://example.vn/a/long/address"),), WIDTH, 1, measure)
    assert ["".join(piece.text for piece in line) for line in lines] == ["http://examp", "le.vn/a/long", "/address"]


def test_no_text_is_one_empty_line():
    assert lines_of((), WIDTH, 1, measure) == [[]]
