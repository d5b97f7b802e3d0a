"""Charts over the years as data: points in the picture's own units. A partial template draws them. Pure.

Scores stand on a scale of their own, which need not begin at zero; ranks hang from the first place downwards.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from math import ceil
from textwrap import shorten
from typing import NamedTuple

WIDTH, HEIGHT = 640, 260
LEFT, TOP, BOTTOM = 44, 26, 222
# Where lines end; to the right of them stand their names.
RIGHT, RIGHT_OF_ONE = 500, 612
# Two names at the ends of lines stand at least so far apart, and so many names find room.
NAME_HEIGHT = 17
SCORE_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500)
NAME_LENGTH = 18
MOST_TICKS = 6
MOST_YEARS = 9
MOST_WRITTEN = 5
VALUE_WIDTH = 62


class Value(NamedTuple):
    """One year's figure of a series.

    `text` is what was printed. Neighbouring years are joined where `basis` is the same and known: the method of a
    score, the units that were ranked for a rank. `method` marks a break where two known ones differ, unless a source
    calls the later one `comparable`.
    """

    year: int
    value: Decimal
    text: str
    basis: Hashable = None
    method: str | None = None
    sign: str = ""
    comparable: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """The figures of one name over the years, the earliest first; `quiet` for what stands behind the others."""

    name: str
    values: tuple[Value, ...]
    quiet: bool = False


class Dot(NamedTuple):
    """One value: where it stands, what it says, and how it is known (*, † or nothing).

    `written` if there is room for it beside the mark: of many values only the ends and the extremes are.
    """

    x: float
    y: float
    year: int
    text: str
    sign: str
    written: bool


class Tick(NamedTuple):
    """A line of the grid, or a year on the axis, with what stands beside it."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A series as a line in pieces: it is cut where the method changed and where a year is missing.

    `number` tells lines apart by shape and stroke; `label`, the name as far as there is room, stands at `name_y` beside
    the last dot.
    """

    name: str
    label: str
    number: int
    quiet: bool
    pieces: tuple[tuple[Dot, ...], ...]
    name_y: float

    @property
    def dots(self) -> tuple[Dot, ...]:
        return tuple(dot for piece in self.pieces for dot in piece)


@dataclass(frozen=True, slots=True)
class LineChart:
    """Everything that is drawn. `breaks`: where the method changed; `right`: where the lines end."""

    lines: tuple[Line, ...]
    breaks: tuple[float, ...]
    ticks: tuple[Tick, ...]
    years: tuple[Tick, ...]
    right: int

    @property
    def named(self) -> bool:
        """Whether lines have to be told apart."""
        return len(self.lines) > 1

    @property
    def loud(self) -> tuple[Line, ...]:
        """The lines that the chart is about."""
        return tuple(line for line in self.lines if not line.quiet)


def scores_chart(series: Sequence[Series]) -> LineChart | None:
    """Scores over the years, higher is further up; None where no series has two years."""
    values = [value.value for one in series for value in one.values]
    if not values:
        return None
    step = next((s for s in SCORE_STEPS if (max(values) - min(values)) / s < MOST_TICKS - 1), SCORE_STEPS[-1])
    low = int(min(values)) // step * step
    high = -(-int(max(values) + 1) // step) * step
    return _chart(series, Decimal(low), Decimal(high), range(low, high + 1, step))


def ranks_chart(series: Sequence[Series], size: int) -> LineChart | None:
    """Ranks over the years among `size` units, the first place on top; None where no series has two years."""
    step = max(1, -(-size // (MOST_TICKS - 1) // 5) * 5) if size > MOST_TICKS else 1
    # The last tick is the last place; one that would touch it is left out.
    ticks = [1, *(place for place in range(step, size - step // 2, step) if place > 1), size]
    return _chart(series, Decimal(size), Decimal(1), ticks)


def _chart(series: Sequence[Series], bottom: Decimal, top: Decimal, ticks: Sequence[int]) -> LineChart | None:
    if all(len(one.values) < 2 for one in series):
        return None
    # A line keeps the number of its series, so that a unit looks the same in two charts of the same units.
    drawn = [(number, one) for number, one in enumerate(series) if one.values]
    series = [one for _number, one in drawn]
    every = [value.year for one in series for value in one.values]
    first, last = min(every), max(every)
    right = RIGHT if len(series) > 1 else RIGHT_OF_ONE
    across = (right - LEFT - 20) / max(1, last - first)
    span = (top - bottom) or Decimal(1)

    def x_of(year: int) -> float:
        return round(LEFT + 14 + (year - first) * across, 1)

    def y_of(value: Decimal) -> float:
        return round(BOTTOM - float((value - bottom) / span) * (BOTTOM - TOP), 1)

    dots = []
    for one in series:
        written = _written(one.values, across)
        dots.append([Dot(x_of(v.year), y_of(v.value), v.year, v.text, v.sign, v in written) for v in one.values])
    names = _apart([own[-1].y for own in dots])
    lines = tuple(
        Line(one.name, _short(one.name), number, one.quiet, tuple(_pieces(one.values, own)), name_y)
        for (number, one), own, name_y in zip(drawn, dots, names, strict=True)
    )
    return LineChart(
        lines=lines,
        breaks=tuple(round((x_of(before) + x_of(now)) / 2, 1) for before, now in _breaks(series)),
        ticks=tuple(Tick(y_of(Decimal(tick)), str(tick)) for tick in ticks),
        years=tuple(Tick(x_of(year), str(year)) for year in _labelled(first, last)),
        right=right,
    )


def _short(name: str) -> str:
    """A name as far as it fits beside the end of a line.

    >>> _short("Bà Rịa - Vũng Tàu"), _short("Ngân hàng Nhà nước Việt Nam")
    ('Bà Rịa - Vũng Tàu', 'Ngân hàng Nhà…')
    """
    return shorten(name, NAME_LENGTH, placeholder="…")


def _written(values: Sequence[Value], across: float) -> list[Value]:
    """The values that are written beside their marks, none over its neighbour; `across` is the width of a year.

    Of many only the ends and the extremes; of two that are too near, the later one.
    """
    order = sorted(values, key=lambda value: value.value)
    wanted = values if len(values) <= MOST_WRITTEN else {values[0], values[-1], order[0], order[-1]}
    found: list[Value] = []
    for value in sorted(wanted, key=lambda value: value.year, reverse=True):
        if not found or (found[-1].year - value.year) * across >= VALUE_WIDTH:
            found.append(value)
    return found


def _labelled(first: int, last: int) -> list[int]:
    """The years that are written below: all, or evenly some of them with the last.

    >>> _labelled(2012, 2024)
    [2012, 2014, 2016, 2018, 2020, 2022, 2024]
    """
    step = ceil((last - first + 1) / MOST_YEARS)
    return list(range(last, first - 1, -step))[::-1]


def _pieces(values: Sequence[Value], dots: Sequence[Dot]) -> list[tuple[Dot, ...]]:
    pieces = [[dots[0]]]
    for (before, now), dot in zip(pairwise(values), dots[1:], strict=True):
        if _joined(before, now):
            pieces[-1].append(dot)
        else:
            pieces.append([dot])
    return [tuple(piece) for piece in pieces]


def _joined(before: Value, now: Value) -> bool:
    """Whether two figures stand on one line: neighbouring years on one known basis, by no other method."""
    if before.year != now.year - 1 or now.basis is None or _broken(before, now):
        return False
    # Where the basis is the method, two that differ without a break are comparable.
    by_method = before.basis is not None and (before.basis, now.basis) == (before.method, now.method)
    return before.basis == now.basis or by_method


def _broken(before: Value, now: Value) -> bool:
    """Whether two known methods differ. A source that calls one comparable speaks of the one in the year before."""
    comparable = now.comparable and now.year == before.year + 1
    return bool(before.method and now.method and before.method != now.method) and not comparable


def _breaks(series: Sequence[Series]) -> list[tuple[int, int]]:
    """The years that follow each other on the chart, whatever the line, and were measured by different methods.

    Nothing is drawn beside a year whose method is not known: the change may lie on either side of it.
    """
    by_year: dict[int, Value] = {}
    for value in (value for one in series for value in one.values):
        if value.year not in by_year or value.method:
            by_year[value.year] = value
    return [(before, now) for before, now in pairwise(sorted(by_year)) if _broken(by_year[before], by_year[now])]


def _apart(wanted: Sequence[float]) -> list[float]:
    """Heights near the wanted ones, in their order, at least a name's height apart and inside the picture.

    >>> _apart([100, 100, 104])
    [100, 117, 134]
    >>> _apart([220, 222])
    [205.0, 222.0]
    """
    order = sorted(range(len(wanted)), key=lambda number: wanted[number])
    heights = [wanted[number] for number in order]
    for number in range(1, len(heights)):
        heights[number] = max(heights[number], heights[number - 1] + NAME_HEIGHT)
    if heights and heights[-1] > BOTTOM:
        heights[-1] = float(BOTTOM)
        for number in range(len(heights) - 2, -1, -1):
            heights[number] = min(heights[number], heights[number + 1] - NAME_HEIGHT)
    placed = [0.0] * len(wanted)
    for height, number in zip(heights, order, strict=True):
        placed[number] = height
    return placed
