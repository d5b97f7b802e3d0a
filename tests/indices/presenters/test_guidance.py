"""A plain text becomes paragraphs and lists, and nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from indices.presenters.guidance import blocks_of


def test_an_empty_line_begins_a_paragraph_and_lines_with_a_hyphen_a_list():
    body = "Bring:\r\n- one\r\n- two\r\nand\r\nmore\r\n\r\n- three\r\n\r\n\r\nEnd"
    assert [(block.kind, block.lines) for block in blocks_of(body)] == [
        ("paragraph", ("Bring:",)),
        ("list", ("one", "two")),
        ("paragraph", ("and more",)),
        ("list", ("three",)),
        ("paragraph", ("End",)),
    ]


@given(st.text(max_size=300))
def test_no_word_is_lost(body):
    said = " ".join(line for block in blocks_of(body) for line in block.lines)
    assert [word for word in said.split() if word != "-"] == [word for word in body.split() if word != "-"]
