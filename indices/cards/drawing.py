"""A card as a picture of 1200 × 630 dots, as the site looks: paper, ink, jade for figures, lacquer for the mark."""

import io
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFont

from .card import Bar, Card, Line

WIDTH, HEIGHT, MARGIN = 1200, 630, 64
INNER = WIDTH - 2 * MARGIN
# The tokens of the light page (static/css/portal.css).
PAPER, SHEET, INK, SOFT, RULE = "#fbf9f5", "#ffffff", "#1c1a17", "#5d5850", "#ded8cd"
LACQUER, LINK, JADE_1, JADE_4, JADE_5, AMBER = "#8f1d1d", "#0a5a5f", "#d5e9e4", "#12716f", "#0a4547", "#8a4a05"
COLOURS = 128  # letters need shades; more only make the file larger

FONTS = Path(__file__).resolve().parent.parent / "fonts"
REGULAR, BOLD = "BeVietnamPro-Regular.ttf", "BeVietnamPro-SemiBold.ttf"

COLUMN = 400  # width of the large figure and what stands under it
GAP = 56
TOP, FOOT = 262, 546  # between these lines stands what the card is about
ROW = 50
ROWS = 5
FADE = 240
# What stands in brackets, (until 30 June 2025), is not broken.
_BRACKETS = re.compile(r"\([^)]{1,24}\)")


@lru_cache(maxsize=64)
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / name), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=1)
def _mark() -> Image.Image:
    """The portal's mark (static/img/mark.svg): a house of lines on lacquer, drawn large and made small."""
    scale = 12
    large = Image.new("RGB", (32 * scale, 32 * scale), PAPER)
    pen = ImageDraw.Draw(large)
    pen.rounded_rectangle((0, 0, 32 * scale - 1, 32 * scale - 1), radius=7 * scale, fill=LACQUER)
    width = 2.4 * scale
    for points in (
        ((6, 25.5), (26, 25.5)),
        ((8.5, 25.5), (8.5, 15), (16, 8.5), (23.5, 15), (23.5, 25.5)),
        ((12.5, 25.5), (12.5, 19), (19.5, 19), (19.5, 25.5)),
    ):
        dots = [(x * scale, y * scale) for x, y in points]
        pen.line(dots, fill=SHEET, width=round(width), joint="curve")
        for x, y in dots:
            pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=SHEET)
    return large.resize((48, 48), Image.Resampling.LANCZOS)


def shortened(text: str, font: ImageFont.FreeTypeFont, width: float) -> str:
    """A text that fits a width, with an ellipsis where its end was left out."""
    if font.getlength(text) <= width:
        return text
    kept = bisect_right(range(1, len(text)), width, key=lambda number: font.getlength(text[:number] + "…"))
    return text[:kept].rstrip(" ,;:-·/") + "…"


def wrapped(text: str, font: ImageFont.FreeTypeFont, width: float, lines: int) -> list[str]:
    """A text broken between words into at most so many lines; the last one is shortened."""
    words, found = _BRACKETS.sub(lambda found: found[0].replace(" ", "\xa0"), text).split(" "), [""]
    while words:
        longer = f"{found[-1]} {words[0]}".strip()
        if font.getlength(longer) <= width or not found[-1]:
            found[-1] = longer
            words.pop(0)
        elif len(found) == lines:
            found[-1] = " ".join([found[-1], *words])
            break
        else:
            found.append("")
    return [shortened(line, font, width) for line in found]


def _fitting(text: str, name: str, largest: int, smallest: int, width: float) -> ImageFont.FreeTypeFont:
    """The largest type in which a text fits a width on one line; the smallest where none does."""
    for size in range(largest, smallest, -4):
        if _font(name, size).getlength(text) <= width:
            return _font(name, size)
    return _font(name, smallest)


@dataclass(frozen=True, slots=True)
class Foot:
    """What every card says of itself: the site, the documents behind it, its address, and who runs the site."""

    site: str
    sources: str
    address: str
    runs_it: str


class Drawing:
    """One card while it is drawn. Baselines are given, so that letters with marks above stand in line."""

    def __init__(self, card: Card, foot: Foot) -> None:
        self.card, self.foot = card, foot
        self.image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
        self.pen = ImageDraw.Draw(self.image)

    def png(self) -> bytes:
        """The picture, with few colours so that it is small. The same card gives the same bytes."""
        self._head()
        self._figure()
        self._rows()
        if self.card.bar:
            self._bar(self.card.bar)
        self._foot()
        out = io.BytesIO()
        self.image.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "PNG")
        return out.getvalue()

    def _write(
        self, x: float, y: float, text: str, font: ImageFont.FreeTypeFont, colour: str, anchor: str = "ls"
    ) -> float:
        """Write on a baseline; gives the width of what was written."""
        said = unicodedata.normalize("NFC", text)
        self.pen.text((x, y), said, font=font, fill=colour, anchor=anchor)
        return font.getlength(said)

    def _head(self) -> None:
        self.pen.rectangle((0, 0, WIDTH, 10), fill=LACQUER)
        self.image.paste(_mark(), (MARGIN, 44))
        taken = self._write(MARGIN + 64, 78, self.foot.site, _font(BOLD, 26), INK)
        room = INNER - 64 - taken - 32
        kicker = _fitting(self.card.kicker, BOLD, 26, 18, room)
        self._write(WIDTH - MARGIN, 78, shortened(self.card.kicker, kicker, room), kicker, JADE_4, anchor="rs")
        for size in (54, 48, 44, 40):
            font = _font(BOLD, size)
            lines = wrapped(self.card.title, font, INNER, 2)
            if len(lines) == 1 or (size <= 44 and not lines[-1].endswith("…")):
                break
        first = 172 if len(lines) == 1 else 160
        for number, line in enumerate(lines):
            self._write(MARGIN, first + number * font.size * 1.22, line, font, INK)

    @property
    def _column(self) -> float:
        return COLUMN if self.card.lines else INNER

    def _figure(self) -> None:
        card, baseline = self.card, TOP + 112
        if card.figure:
            rest = _font(REGULAR, 54)
            room = self._column - (rest.getlength(card.rest) + 8 if card.rest else 0)
            font = _fitting(card.figure, BOLD, 128, 56, room)
            # A mark such as † stands small and high beside the figure, as in a text.
            width = self._write(MARGIN, baseline, shortened(card.figure, font, room), font, JADE_5)
            if card.rest:
                self._write(MARGIN + width + 8, baseline, card.rest, rest, SOFT)
        else:
            baseline = TOP
        y = baseline + (12 if card.figure else 0)
        for text, size, colour, room in (
            (card.caption, 28, INK, 2 if card.figure else 4),
            (card.detail, 26, SOFT, 3 if card.lines else 1),
            (card.note if not card.lines else "", 26, SOFT, 1 if card.bar else 2),
        ):
            font = _font(REGULAR, size)
            for line in wrapped(text, font, self._column, room) if text else []:
                y += 36
                self._write(MARGIN, y, line, font, colour)

    def _rows(self) -> None:
        beside = self.card.figure or self.card.caption
        left, right = MARGIN + (COLUMN + GAP if beside else 0), WIDTH - MARGIN
        rows = self.card.lines[:ROWS]
        for number, row in enumerate(rows):
            self._row(row, left, right, TOP - 20 + number * ROW)
        if self.card.note and rows:
            below = TOP - 20 + len(rows) * ROW + 34
            small, room = _font(REGULAR, 22), 2 if len(rows) < ROWS else 1
            for number, line in enumerate(wrapped(self.card.note, small, right - left, room)):
                self._write(left, below + number * 30, line, small, SOFT)

    def _row(self, row: Line, left: float, right: float, top: float) -> None:
        baseline, label, figure, rest = top + 35, _font(REGULAR, 28), _font(BOLD, 30), _font(REGULAR, 24)
        at = right
        if row.rest:
            at -= self._write(right, baseline, row.rest, rest, SOFT, anchor="rs")
        at -= self._write(at, baseline, row.figure, figure, JADE_4, anchor="rs")
        self._write(left, baseline, shortened(row.label, label, at - left - 20), label, INK)
        self.pen.line((left, top + ROW, right, top + ROW), fill=RULE, width=2)

    def _bar(self, bar: Bar) -> None:
        top, bottom = FOOT - 54, FOOT - 30
        track = Image.new("L", (INNER, bottom - top), 0)
        ImageDraw.Draw(track).rounded_rectangle((0, 0, INNER - 1, bottom - top - 1), radius=12, fill=255)
        end = round(INNER * bar.width / 100)
        # A bound says where a value at least is, not where it ends: its last part fades.
        tail = min(end, FADE) if bar.fades else 0
        shades = [255] * (end - tail) + [255 - 255 * x // tail for x in range(tail)] + [0] * (INNER - end)
        filled = Image.frombytes("L", (INNER, 1), bytes(shades)).resize(track.size)
        self.image.paste(JADE_1, (MARGIN, top), track)
        self.image.paste(JADE_4, (MARGIN, top), ImageChops.multiply(filled, track))
        if bar.goal is not None:
            x = MARGIN + INNER * min(bar.goal, 100) // 100
            self.pen.rectangle((x - 6, top - 12, x, bottom + 12), fill=AMBER)

    def _foot(self) -> None:
        self.pen.line((MARGIN, FOOT, WIDTH - MARGIN, FOOT), fill=RULE, width=2)
        small = _font(REGULAR, 22)
        self._write(MARGIN, FOOT + 32, shortened(self.foot.sources, small, INNER), small, SOFT)
        runs = _font(REGULAR, 20)
        taken = self._write(WIDTH - MARGIN, FOOT + 64, self.foot.runs_it, runs, SOFT, anchor="rs")
        self._write(MARGIN, FOOT + 64, shortened(self.foot.address, small, INNER - taken - 24), small, LINK)
