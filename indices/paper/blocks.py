"""What a paper consists of, before anybody draws it: headings, paragraphs, tables, space to be filled. Plain data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one weight; `notes` are the numbers of the footnotes that stand behind them. A line break breaks."""

    text: str
    bold: bool = False
    notes: tuple[int, ...] = ()


Text = tuple[Run, ...]


def words(text: str, *notes: int, bold: bool = False) -> Text:
    """One run as a text."""
    return (Run(text, bold, notes),)


def plain_text(text: Text) -> str:
    """The words alone.

    >>> plain_text((Run("88.35%", notes=(1,)), Run(" of all")))
    '88.35% of all'
    """
    return "".join(run.text for run in text)


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`boxed`: in a frame, to be seen first; `small`: what stands under a table."""

    text: Text
    boxed: bool = False
    small: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A header over rows. `widths` are shares of the width of the page, `aligned` a letter for each column: l or r."""

    header: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    widths: tuple[int, ...]
    aligned: str
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Blank:
    """Lines for somebody to write on, under a hint."""

    hint: str
    lines: int = 3


Block = Heading | Paragraph | Table | Blank
