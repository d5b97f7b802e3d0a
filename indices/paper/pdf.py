"""Draws the one page: A4, black on white, the portal's typeface embedded, always on one sheet.

What it says is chosen by measuring: the fullest content at the largest size that fits. Below the smallest regular size
the type shrinks on, so that no page ever has a second one and nothing is cut. The same data make the same bytes.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import cast

import qrcode
from django.utils.translation import gettext as _
from fpdf import FPDF
from fpdf.fonts import TTFFont
from fpdf.prefs import ViewerPreferences

from .blocks import Blank, Block, Heading, Paragraph, Table, Text, words
from .one_page import ROOMS, OnePage, Room
from .typeset import RAISED, Line, lines_of

FONTS = Path(__file__).resolve().parent.parent / "fonts"
FAMILY = "BeVietnamPro"
# In millimetres.
WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 14.0
INSIDE = WIDTH - 2 * MARGIN
CODE = 25.0  # the square of the QR code
GAP = 2.0
POINT = 25.4 / 72
# In points, the largest first; notes and foot are smaller by a fixed share.
SIZES = (12.0, 11.25, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0)
SMALLEST = 7.5
LEADING = 1.36
SMALL = 0.86
TITLE, HEADLINE, SUBTITLE = 17.0, 10.0, 8.0
CELL = 1.2  # space beside the words of a cell
BEFORE = datetime(2021, 1, 1, tzinfo=UTC)  # stands where the figures have no minute


class Sheet(FPDF):
    """An A4 page in our typeface, with the structure that screen readers follow as far as the library writes one."""

    def __init__(self, page: OnePage) -> None:
        super().__init__(format="A4", unit="mm")
        self.add_font(FAMILY, "", FONTS / "BeVietnamPro-Regular.ttf")
        self.add_font(FAMILY, "B", FONTS / "BeVietnamPro-SemiBold.ttf")
        for font in self.fonts.values():
            # Boxes of letters stand in the typeface already: reckoning them anew takes a third of the page's time.
            cast(TTFFont, font).ttfont.recalcBBoxes = False
        self.set_auto_page_break(False)
        self.set_margin(MARGIN)
        self.set_title(f"{page.title}: {page.headline}")
        self.set_lang("en" if page.language == "en" else "vi-VN")
        self.set_author(page.owner)
        self.set_subject(page.page)
        self.set_producer("fpdf2")
        self.set_creation_date(page.made_at or BEFORE)
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self.add_page()

    @contextmanager
    def tagged(self, kind: str, alt: str | None = None) -> Iterator[None]:
        """What is drawn within is one element of the structure: H1, H2, P, Figure."""
        number = self.struct_builder.next_mcid_for_page(self.page)
        _element, parents = self.struct_builder.add_marked_content(self.page, f"/{kind}", number, alt_text=alt)
        self.pages[self.page].struct_parents = parents
        self._out(f"/{kind} <</MCID {number}>> BDC")
        yield
        self._out("EMC")


@lru_cache(maxsize=1)
def _widths() -> tuple[dict[int, float], dict[int, float]]:
    """How wide each letter is at size 1, regular and bold."""
    sheet = FPDF()
    found: list[dict[int, float]] = []
    for style, name in (("", "Regular"), ("B", "SemiBold")):
        sheet.add_font(FAMILY, style, FONTS / f"BeVietnamPro-{name}.ttf")
        font = cast(TTFFont, sheet.fonts[FAMILY.lower() + style])
        found.append({int(letter): float(width) for letter, width in font.cw.items()})
        font.close()
    return found[0], found[1]


@lru_cache(maxsize=4096)
def _measure(word: str, bold: bool) -> float:
    """The width of a word in millimetres at one point."""
    widths = _widths()[bold]
    return sum(widths.get(ord(letter), 600) for letter in word) / 1000 * POINT


def one_page_pdf(content: Callable[[Room], OnePage]) -> bytes:
    """The page as a PDF; `content` says what it says in so much room."""
    for room in ROOMS:
        page = content(room)
        for size in SIZES if room is not ROOMS[-1] else _ever_smaller():
            layout = Layout(page, size)
            if layout.fits:
                return layout.drawn()
    raise AssertionError("type that shrinks without end fits at last")


def _ever_smaller() -> Iterator[float]:
    yield from SIZES
    yield from (SMALLEST * 0.93**step for step in count())


class Layout:
    """The page at one size of type: its blocks broken into lines, and whether they fit between head and foot."""

    def __init__(self, page: OnePage, size: float) -> None:
        self.page, self.size = page, size
        self.leading = size * LEADING * POINT
        self.head = self._head()
        self.foot = self._foot()
        self.blocks = [self._measured(block) for block in page.blocks]

    @property
    def fits(self) -> bool:
        return self.head_height + sum(height for height, _draw in self.blocks) + self.foot_height <= HEIGHT - 2 * 10

    # The head: whose page it is, and the code that leads to the portal.

    def _head(self) -> list[tuple[Line, float, bool]]:
        """Lines with their size, and whether they are the title."""
        beside = INSIDE - CODE - GAP * 2
        page = self.page
        head = [(line, TITLE, True) for line in lines_of(words(page.title, bold=True), beside, TITLE, _measure)]
        head += [(line, HEADLINE, False) for line in lines_of(words(page.headline), beside, HEADLINE, _measure)]
        if page.draft:
            said = _("Not published. This is how the page will look:") + f" {page.draft}"
            head += [(line, HEADLINE, False) for line in lines_of(words(said, bold=True), beside, HEADLINE, _measure)]
        return head

    @property
    def head_height(self) -> float:
        lines = sum(size * 1.25 * POINT for _line, size, _title in self.head)
        return max(CODE, lines) + GAP * 2

    # The foot: footnotes, what marks mean, when it was public, where it is found.

    def _foot(self) -> list[tuple[list[Line], str]]:
        """Paragraphs of small lines, with the address that each leads to."""
        page, size = self.page, self.size * SMALL
        listed = [(note.text, note.address) for note in page.notes.notes]
        if page.notes.rest:
            listed.append((page.notes.rest[:1].upper() + page.notes.rest[1:], page.notes.address))
        last = " ".join(part for part in (page.legend, page.stamp) if part)
        said = [*listed, (last, ""), (f"{page.page} · {page.owner}", page.page)]
        return [(lines_of(words(text), INSIDE, size, _measure), link) for text, link in said]

    @property
    def foot_height(self) -> float:
        return sum(len(lines) for lines, _link in self.foot) * self.leading * SMALL + GAP * 3

    # The blocks.

    def _measured(self, block: Block) -> tuple[float, Callable[[Sheet, float], None]]:
        """How high a block is, and what draws it from a height on."""
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph():
                return self._paragraph(block)
            case Table():
                return self._table(block)
            case Blank():
                raise NotImplementedError("a page for a meeting has nothing to be filled in")

    def _heading(self, heading: Heading) -> tuple[float, Callable[[Sheet, float], None]]:
        lines = lines_of(words(heading.text, bold=True), INSIDE, self.size * 1.08, _measure)
        leading = self.leading * 1.08

        def draw(sheet: Sheet, y: float) -> None:
            with sheet.tagged(f"H{heading.level}"):
                self._lines(sheet, lines, MARGIN, y + GAP * 0.8, self.size * 1.08)

        return len(lines) * leading + GAP * 0.8, draw

    def _paragraph(self, paragraph: Paragraph) -> tuple[float, Callable[[Sheet, float], None]]:
        size = self.size * (SMALL if paragraph.small else 1)
        padding = GAP if paragraph.boxed else 0.0
        lines = lines_of(paragraph.text, INSIDE - 2 * padding, size, _measure)
        height = len(lines) * size * LEADING * POINT + 2 * padding

        def draw(sheet: Sheet, y: float) -> None:
            if paragraph.boxed:
                sheet.set_line_width(0.4)
                sheet.rect(MARGIN, y, INSIDE, height)
            with sheet.tagged("P"):
                self._lines(sheet, lines, MARGIN + padding, y + padding, size)

        return height + GAP * 0.5, draw

    def _table(self, table: Table) -> tuple[float, Callable[[Sheet, float], None]]:
        whole = sum(table.widths)
        widths = [INSIDE * width / whole for width in table.widths]
        cells: list[list[list[Line]]] = [
            [self._cell(text, width) for text, width in zip(row, widths, strict=True)]
            for row in (tuple(words(head, bold=True) for head in table.header), *table.rows)
        ]
        heights = [max(map(len, row)) * self.leading + GAP * 0.6 for row in cells]

        def draw(sheet: Sheet, y: float) -> None:
            for number, (row, height) in enumerate(zip(cells, heights, strict=True)):
                with sheet.tagged("P"):
                    x = MARGIN
                    for lines, width, side in zip(row, widths, table.aligned, strict=True):
                        self._lines(sheet, lines, x + CELL, y + GAP * 0.3, self.size, width - 2 * CELL, side)
                        x += width
                y += height
                sheet.set_line_width(0.4 if number == 0 else 0.1)
                sheet.line(MARGIN, y, MARGIN + INSIDE, y)

        return sum(heights) + GAP * 0.5, draw

    def _cell(self, text: Text, width: float) -> list[Line]:
        return lines_of(text, width - 2 * CELL, self.size, _measure)

    # Drawing.

    def drawn(self) -> bytes:
        """The bytes of the PDF."""
        sheet = Sheet(self.page)
        y = 10.0
        self._draw_head(sheet, y)
        y += self.head_height
        for height, draw in self.blocks:
            draw(sheet, y)
            y += height
        self._draw_foot(sheet, HEIGHT - 10 - self.foot_height)
        return bytes(sheet.output())

    def _draw_head(self, sheet: Sheet, y: float) -> None:
        _draw_code(sheet, self.page.permanent, WIDTH - MARGIN - CODE, y)
        at = y
        for line, size, title in self.head:
            with sheet.tagged("H1" if title else "P"):
                self._lines(sheet, [line], MARGIN, at, size)
            at += size * 1.25 * POINT
        sheet.set_line_width(0.6)
        sheet.line(MARGIN, y + self.head_height - GAP, MARGIN + INSIDE, y + self.head_height - GAP)

    def _draw_foot(self, sheet: Sheet, y: float) -> None:
        sheet.set_line_width(0.1)
        sheet.line(MARGIN, y + GAP, MARGIN + INSIDE, y + GAP)
        y += GAP * 2
        for lines, link in self.foot:
            height = len(lines) * self.leading * SMALL
            with sheet.tagged("P"):
                self._lines(sheet, lines, MARGIN, y, self.size * SMALL)
            if link.startswith(("https://", "http://")):
                sheet.link(MARGIN, y, INSIDE, height, link)
            y += height

    @staticmethod
    def _lines(
        sheet: Sheet, lines: list[Line], x: float, y: float, size: float, width: float = 0, side: str = "l"
    ) -> None:
        """Draws lines from their upper left corner; to the right edge of `width` for the side r."""
        for line in lines:
            shift = width - (line[-1].x + line[-1].width) if side == "r" and line else 0.0
            base = y + size * POINT * 1.05
            for piece in line:
                sheet.set_font(FAMILY, "B" if piece.bold else "", size * (RAISED if piece.raised else 1))
                # The space at the end is for who copies the text, or hears it.
                text = f"{piece.text} " if piece is line[-1] else piece.text
                sheet.text(x + shift + piece.x, base - (size * POINT * 0.32 if piece.raised else 0), text)
            y += size * LEADING * POINT


def _draw_code(sheet: Sheet, address: str, x: float, y: float) -> None:
    """The QR code of an address, as black rows of squares."""
    code = qrcode.QRCode(border=0, error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(address)
    code.make(fit=True)
    matrix = code.get_matrix()
    side = CODE / len(matrix)
    with sheet.tagged("Figure", alt=address):
        for row, squares in enumerate(matrix):
            start = None
            for column, black in enumerate([*squares, False]):
                if black and start is None:
                    start = column
                elif not black and start is not None:
                    # A hair higher than its row, so that no white line shows between two rows.
                    sheet.rect(x + start * side, y + row * side, (column - start) * side, side + 0.02, style="F")
                    start = None
    sheet.link(x, y, CODE, CODE, address)
