"""Breaks text into lines of a width: runs into pieces with their place, before anything is drawn. Pure."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from .blocks import Text

RAISED = 0.62  # of the size of its text: the number of a footnote
_SPLIT = re.compile(r"(\n| +)")

# How wide a word is at size 1, and whether it is bold.
Measure = Callable[[str, bool], float]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one weight, or the number of a footnote, `x` from the beginning of their line."""

    text: str
    x: float
    width: float
    bold: bool
    raised: bool = False


Line = list[Piece]


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    bold: bool
    raised: bool = False


def lines_of(text: Text, width: float, size: float, measure: Measure) -> list[Line]:
    """The lines of a text. What no space divides stays together; what is wider than a line, as an address may be, is
    broken where the line ends.

    >>> from .blocks import words
    >>> [[piece.text for piece in line] for line in lines_of(words("one two three"), 7, 1, lambda word, _: len(word))]
    [['one two'], ['three']]
    """

    def wide(word: _Word) -> float:
        return measure(word.text, word.bold) * size * (RAISED if word.raised else 1)

    lines: list[Line] = [[]]
    x = 0.0
    for cluster in _clusters(text):
        if cluster is None:
            lines.append([])
            continue
        first, *others = cluster
        spaced = cluster if first.raised else [replace(first, text=f" {first.text}"), *others]
        if lines[-1] and x + sum(map(wide, spaced)) > width:
            lines.append([])
        if lines[-1]:
            cluster = spaced
        else:
            x = 0.0
        if sum(map(wide, cluster)) > width:
            cluster = [part for word in cluster for part in _letters(word)]
        for word in cluster:
            if lines[-1] and x + wide(word) > width:
                lines.append([])
                x = 0.0
            lines[-1].append(Piece(word.text, x, wide(word), word.bold, word.raised))
            x += wide(word)
    return [_joined(line) for line in lines if line] or [[]]


def _clusters(text: Text) -> Iterator[list[_Word] | None]:
    """What stands together without a space, with the footnotes behind it; None for a line break."""
    cluster: list[_Word] = []
    for run in text:
        for part in _SPLIT.split(run.text):
            if part and not part.isspace():
                cluster.append(_Word(part, run.bold))
                continue
            if part and cluster:
                yield cluster
                cluster = []
            if part == "\n":
                yield None
        if run.notes:
            cluster.append(_Word(f"[{','.join(map(str, run.notes))}]", False, raised=True))
    if cluster:
        yield cluster


def _letters(word: _Word) -> list[_Word]:
    return [_Word(letter, word.bold, word.raised) for letter in word.text]


def _joined(line: Line) -> Line:
    """What stands side by side in one weight as one piece."""
    pieces: Line = []
    for piece in line:
        last = pieces[-1] if pieces else None
        if last and (last.bold, last.raised) == (piece.bold, piece.raised):
            pieces[-1] = Piece(last.text + piece.text, last.x, last.width + piece.width, piece.bold, piece.raised)
        else:
            pieces.append(piece)
    return pieces
