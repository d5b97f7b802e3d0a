"""What is told of a benchmark: figures, the anchor beside each, and whether the goal is reached."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

WIDTHS = (58, 18, 32, 8, 12)
HEADINGS = ("what", "figure", "anchor", "ratio", "goal")


@dataclass(frozen=True)
class Figure:
    """One line. `ratio` is the figure by the anchor; a goal is a limit of the ratio where there is an anchor and
    `of_ratio`, else of the figure itself."""

    what: str
    value: float
    unit: str
    anchor: float | None = None
    beside: str = ""
    most: float | None = None
    least: float | None = None
    of_ratio: bool = True

    @property
    def ratio(self) -> float | None:
        return self.value / self.anchor if self.anchor else None

    @property
    def judged(self) -> float:
        """What the goal limits."""
        return self.ratio if self.of_ratio and self.ratio is not None else self.value

    @property
    def reached(self) -> bool | None:
        """None where no goal was set."""
        if self.most is None and self.least is None:
            return None
        return (self.most is None or self.judged <= self.most) and (self.least is None or self.judged >= self.least)

    @property
    def goal(self) -> str:
        sign = " x" if self.of_ratio and self.anchor else ""
        if self.most is not None:
            return f"<= {self.most:g}{sign}"
        return f">= {self.least:g}{sign}" if self.least is not None else ""

    @property
    def cells(self) -> tuple[str, ...]:
        ratio = f"{self.ratio:.2f}" if self.ratio is not None else ""
        anchor = f"{_plain(self.anchor)} {self.beside}" if self.anchor is not None else self.beside
        return self.what, f"{_plain(self.value)} {self.unit}", anchor, ratio, self.goal


def _plain(number: float) -> str:
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.2f}"


class Told:
    """Figures in the order in which they were measured, said at once and kept in a file for who prints the table."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def figure(self, what: str, value: float, unit: str, **more: float | str | bool | None) -> None:
        """Tell a figure; see `Figure`."""
        figure = Figure(what, value, unit, **more)  # type: ignore[arg-type]
        with self.path.open("a") as file:
            file.write(json.dumps({"figure": asdict(figure)}) + "\n")
        print(line_of(figure), flush=True)

    def note(self, sentence: str) -> None:
        """Tell why something was not measured."""
        with self.path.open("a") as file:
            file.write(json.dumps({"note": sentence}) + "\n")
        print(sentence, flush=True)


def line_of(figure: Figure) -> str:
    reached = {True: "reached", False: "NOT REACHED", None: ""}[figure.reached]
    cells = [f"{cell:{width}}" for cell, width in zip(figure.cells, WIDTHS, strict=True)]
    return " ".join([*cells, reached]).rstrip()


def table(lines: Iterable[str]) -> str:
    """Everything that was told, as one table, and the notes below it."""
    said = [json.loads(line) for line in lines]
    heading = " ".join(f"{name:{width}}" for name, width in zip(HEADINGS, WIDTHS, strict=True)).rstrip()
    rows = [line_of(Figure(**one["figure"])) for one in said if "figure" in one]
    return "\n".join([heading, "-" * 140, *rows, *(one["note"] for one in said if "note" in one)])
