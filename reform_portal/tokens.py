"""The colours of the stylesheet, and how well one is read on another. Pure.

The figures on the design page are computed from the stylesheet itself, so that they cannot be out of date.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import floor
from pathlib import Path

STYLESHEET = Path(__file__).resolve().parent.parent / "static" / "css" / "portal.css"
COLOUR = "#[0-9a-fA-F]{6}"
TEXT, MARK = 4.5, 3.0  # WCAG 2.2: what text, and what marks and borders need


@dataclass(frozen=True, slots=True)
class Colour:
    """A token: one colour on light pages and one on dark ones."""

    name: str
    light: str
    dark: str


@dataclass(frozen=True, slots=True)
class Pair:
    """One colour on another, with the contrasts on light and on dark pages and what they have to be."""

    front: str
    ground: str
    needed: float
    light: float
    dark: float

    @property
    def enough(self) -> bool:
        return min(self.light, self.dark) >= self.needed

    @property
    def light_text(self) -> str:
        return _one_decimal(self.light)

    @property
    def dark_text(self) -> str:
        return _one_decimal(self.dark)


def _one_decimal(contrast: float) -> str:
    """Cut, not rounded: 4.48 is not 4.5."""
    return f"{floor(contrast * 10) / 10:.1f}"


def colours(css: str) -> dict[str, Colour]:
    """The colour tokens in a stylesheet by name; a later definition replaces an earlier one.

    >>> colours("--ink: #000000; --paper: #ffffff; --paper: light-dark(#ffffff, #111111);")["paper"]
    Colour(name='paper', light='#ffffff', dark='#111111')
    """
    layer = re.search(r"@layer tokens \{.*?(?=\n@layer )", css, re.DOTALL)
    found: dict[str, Colour] = {}
    pattern = rf"--([\w-]+): (?:light-dark\(({COLOUR}), ({COLOUR})\)|({COLOUR}));"
    for name, light, dark, both in re.findall(pattern, layer[0] if layer else css):
        found[name] = Colour(name, light or both, dark or both)
    return found


def luminance(colour: str) -> float:
    """The relative luminance of #rrggbb as WCAG defines it, from 0 (black) to 1 (white).

    >>> luminance("#000000"), luminance("#ffffff")
    (0.0, 1.0)
    """
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 (the same) to 21 (black on white).

    >>> contrast("#ffffff", "#000000"), contrast("#123456", "#123456")
    (21.0, 1.0)
    """
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


# What stands on what, by what it is: text, or a mark or border.
USED = (
    *((front, ground, TEXT) for front in ("ink", "soft", "link") for ground in ("paper", "sheet", "wash")),
    ("ink", "jade-1", TEXT),
    ("ink", "amber-wash", TEXT),
    ("link", "amber-wash", TEXT),
    ("amber", "amber-wash", TEXT),
    ("amber", "paper", TEXT),
    ("amber", "sheet", TEXT),
    ("jade-4", "paper", TEXT),
    ("jade-4", "sheet", TEXT),
    ("paper", "jade-5", TEXT),
    ("paper", "jade-4", TEXT),
    ("goal-ink", "goal", TEXT),
    ("goal-soft", "goal", TEXT),
    ("goal-mark", "goal", TEXT),
    ("goal-mark", "goal-track", MARK),
    ("edge", "paper", MARK),
    ("edge", "sheet", MARK),
    ("edge", "wash", MARK),
    ("jade-3", "sheet", MARK),
    ("jade-3", "wash", MARK),
    ("jade-5", "wash", MARK),
    ("lacquer", "sheet", MARK),
    ("lacquer", "wash", MARK),
)


def pairs(known: Mapping[str, Colour]) -> list[Pair]:
    """Every pair that the pages use, with its contrasts. Raises KeyError for a colour that is not there."""
    return [
        Pair(
            front,
            ground,
            needed,
            contrast(known[front].light, known[ground].light),
            contrast(known[front].dark, known[ground].dark),
        )
        for front, ground, needed in USED
    ]
