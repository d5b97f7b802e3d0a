"""The scores of a whole field on one line, as data: a dot for each unit, lines where bands or quarters begin. Pure.

Points are in the picture's own units, as wide and high as its place allows; a partial template draws them. Dots that
would lie on one another rise instead, so that the heap is the distribution.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import quantiles
from typing import NamedTuple

WIDTH, HEIGHT = 1000, 100
# What a dot takes of the width on the narrowest page, and of the height.
GAP, RISE = 22, 9
FLOOR = 94


class Dot(NamedTuple):
    """One unit's score: where it stands and what it says."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Label:
    """A dot that is named beside it: `place` in hundredths of the width, `side` to which its name must lean."""

    dot: Dot
    place: int
    side: str


@dataclass(frozen=True, slots=True)
class Guide:
    """An upright line at a value: `place` in hundredths of the width; `name` stands at its foot."""

    x: float
    place: int
    name: str


@dataclass(frozen=True, slots=True)
class Strip:
    """Everything that is drawn. `box`: from the lower to the upper quarter; None where bands say more.

    `quarters`: the scores under which a quarter, half and three quarters of all lie.
    """

    dots: tuple[Dot, ...]
    ours: tuple[Label, ...]
    bands: tuple[Guide, ...]
    box: tuple[float, float] | None
    middle: Guide
    mean: Guide | None
    quarters: tuple[Decimal, Decimal, Decimal]


def strip_of(
    scores: Sequence[tuple[str, Decimal, str]],
    ours: frozenset[str] = frozenset(),
    bands: Mapping[str, Decimal] | None = None,
    mean: Decimal | None = None,
) -> Strip | None:
    """The strip of (key, score, text); None for fewer than two scores or for equal ones.

    `ours`: the keys to be named; `bands`: the score from which each begins; those outside of the strip are left out.
    """
    ordered = sorted(scores, key=lambda entry: entry[1])
    if not ordered or ordered[0][1] == ordered[-1][1]:
        return None
    low, high = ordered[0][1], ordered[-1][1]

    def x_of(score: Decimal) -> float:
        return round(float((score - low) / (high - low)) * WIDTH, 1)

    def guide(score: Decimal, name: str) -> Guide:
        return Guide(x_of(score), round(x_of(score) * 100 / WIDTH), name)

    xs = [x_of(score) for _key, score, _text in ordered]
    dots = {key: Dot(x, y, text) for (key, _score, text), x, y in zip(ordered, xs, heights(xs), strict=True)}
    lower, median, upper = quarters([score for _key, score, _text in ordered])
    within = {name: score for name, score in (bands or {}).items() if low < score <= high}
    return Strip(
        dots=tuple(dot for key, dot in dots.items() if key not in ours),
        ours=tuple(_label(dot) for key, dot in dots.items() if key in ours),
        bands=tuple(guide(score, name) for name, score in within.items()),
        box=None if bands else (x_of(lower), x_of(upper)),
        middle=guide(median, ""),
        mean=guide(mean, "") if mean is not None and low <= mean <= high else None,
        quarters=(lower, median, upper),
    )


def quarters(scores: Sequence[Decimal]) -> tuple[Decimal, Decimal, Decimal]:
    """The lower quarter, the middle and the upper quarter of two or more scores; between neighbours if need be.

    >>> quarters([Decimal(70), Decimal(80), Decimal(90)])
    (Decimal('75'), Decimal('80'), Decimal('85'))
    """
    lower, median, upper = quantiles(scores, n=4, method="inclusive")
    return lower, median, upper


def heights(xs: Sequence[float]) -> list[float]:
    """How high each dot lies, given their places from left to right: on the floor, or on those it would cover.

    >>> heights([0, 5, 100])
    [94, 85, 94]
    """
    last: list[float] = []  # the place of the last dot of each level
    levels = []
    for x in xs:
        level = next((level for level, other in enumerate(last) if x - other >= GAP), len(last))
        last[level : level + 1] = [x]
        levels.append(level)
    # A heap that is higher than the picture is pressed together.
    rise = min(RISE, FLOOR / max(1, len(last) - 1))
    return [round(FLOOR - level * rise, 1) for level in levels]


def _label(dot: Dot) -> Label:
    side = "begins" if dot.x < WIDTH / 4 else "ends" if dot.x > WIDTH * 3 / 4 else "centre"
    return Label(dot, round(dot.x * 100 / WIDTH), side)
