"""Charts as data: points in the picture's own units. A partial template draws them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

WIDTH, HEIGHT = 520, 190
LEFT, RIGHT, TOP, BOTTOM = 40, 500, 20, 160


@dataclass(frozen=True, slots=True)
class Dot:
    """One value of a line: where it stands, what it says."""

    x: float
    y: float
    year: int
    text: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid with its value."""

    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line over the years, in pieces: it is cut where the method changed and where a year is missing."""

    pieces: tuple[tuple[Dot, ...], ...]
    breaks: tuple[float, ...]
    ticks: tuple[Tick, ...]

    @property
    def dots(self) -> tuple[Dot, ...]:
        return tuple(dot for piece in self.pieces for dot in piece)


def line_of(points: Sequence[tuple[int, Decimal, str, str | None]]) -> Line | None:
    """The line through (year, value, printed text, code of the method); None for fewer than two points.

    Two neighbouring years are joined only if both were measured by one known method. A break is drawn where two
    known methods differ; elsewhere the line only has a gap.
    """
    if len(points) < 2:
        return None
    years = [year for year, *_rest in points]
    values = [value for _year, value, *_rest in points]
    low, high = int(min(values)) // 5 * 5, -(-int(max(values) + 1) // 5) * 5
    step = (RIGHT - LEFT) / (max(years) - min(years))

    def place(year: int, value: Decimal) -> tuple[float, float]:
        x = LEFT + (year - min(years)) * step
        y = BOTTOM - float((value - low) / (high - low)) * (BOTTOM - TOP)
        return round(x, 1), round(y, 1)

    pieces: list[list[Dot]] = []
    breaks: list[float] = []
    before: tuple[int, str | None] | None = None
    for year, value, text, method in points:
        dot = Dot(*place(year, value), year, text)
        joined = before is not None and before[0] == year - 1 and before[1] == method and method is not None
        if joined:
            pieces[-1].append(dot)
        else:
            pieces.append([dot])
        if before is not None and before[1] and method and before[1] != method:
            breaks.append(round(dot.x - step / 2, 1))
        before = year, method
    ticks = tuple(
        Tick(round(BOTTOM - (value - low) / (high - low) * (BOTTOM - TOP), 1), str(value))
        for value in range(low, high + 1, 5)
    )
    return Line(tuple(map(tuple, pieces)), tuple(breaks), ticks)
