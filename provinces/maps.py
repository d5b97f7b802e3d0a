"""Maps of the provinces, coloured by a mapping they are given: they know no scores. A partial template draws them.

The outlines are those of the day that the figures speak of: 63 provinces to 30 June 2025, 34 from 1 July 2025. Hoàng Sa
and Trường Sa are part of every map and have the colour of their province.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

OUTLINES = Path(__file__).resolve().parent / "outlines"
FIRST_OF_34 = date(2025, 7, 1)
MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Archipelago:
    """Islands with a name of their own, beside the outline of the province they belong to."""

    name: str
    province: str
    label: tuple[float, float]
    outline: str


@dataclass(frozen=True, slots=True)
class Outlines:
    """The country on some days: each province's outline by its code, and the archipelagos."""

    view_box: str
    provinces: Mapping[str, str]
    archipelagos: tuple[Archipelago, ...]

    def of(self, province: str) -> tuple[Archipelago, ...]:
        """The archipelagos of a province, by its code."""
        return tuple(each for each in self.archipelagos if each.province == province)


class Place(NamedTuple):
    """What a map says of one province: its level, which is a CSS class, what it is called and worth, and its page.

    `ours`: whether it is the one that the reader looks for.
    """

    level: str
    text: str
    href: str
    ours: bool = False


class Shape(NamedTuple):
    """One province as it is drawn. Without text and address where the map was told nothing about it."""

    level: str
    text: str
    href: str
    ours: bool
    outline: str
    archipelagos: tuple[Archipelago, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the legend: a level, what it means and how many provinces have it."""

    level: str
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Map:
    """The whole country with its legend, whose counts add up to the number of provinces."""

    view_box: str
    shapes: tuple[Shape, ...]
    legend: tuple[Step, ...]

    @property
    def linked(self) -> bool:
        return any(shape.href for shape in self.shapes)

    @property
    def archipelagos(self) -> tuple[Archipelago, ...]:
        return tuple(archipelago for shape in self.shapes for archipelago in shape.archipelagos)


def outlines_of(day: date) -> Outlines:
    """The outlines of the provinces that were in force on the day."""
    return _read("34" if day >= FIRST_OF_34 else "63")


@lru_cache
def _read(name: str) -> Outlines:
    found = json.loads((OUTLINES / f"{name}.json").read_text(encoding="utf-8"))
    archipelagos = tuple(
        Archipelago(**each | {"label": tuple(each["label"]), "outline": Markup(each["outline"])})  # nosec B704 # noqa: S704
        for each in found["archipelagos"]
    )
    # Our own drawings hold numbers and letters only: marked as such, 60 kB need no escaping for every page.
    provinces = {code: Markup(outline) for code, outline in found["provinces"].items()}  # nosec B704 # noqa: S704
    return Outlines(found["view_box"], provinces, archipelagos)


def map_of(day: date, places: Mapping[str, Place], legend: Mapping[str, str]) -> Map:
    """The map of a day from its places by province code, and from what each level means, in the legend's order.

    A province without a place is missing. One that is known by name and has no figure may be given the level
    `missing` itself, so that it keeps its name and its page; the legend may say in its own words what that means.
    """
    outlines = outlines_of(day)
    if strangers := sorted(places.keys() - outlines.provinces.keys()):
        raise ValueError(f"No provinces on {day}: {', '.join(strangers)}")
    if unexplained := {place.level for place in places.values()} - legend.keys() - {MISSING}:
        raise ValueError(f"Levels that the legend does not explain: {', '.join(sorted(unexplained))}")
    unknown = Place(MISSING, "", "")
    shapes = []
    for code, outline in outlines.provinces.items():
        place = places.get(code, unknown)
        shapes.append(Shape(place.level, place.text, place.href, place.ours, outline, outlines.of(code)))
    shapes.sort(key=lambda shape: shape.ours)  # drawn last, so that no neighbour lies on its border
    counts = Counter(shape.level for shape in shapes)
    steps = [Step(level, text, counts[level]) for level, text in legend.items() if level != MISSING]
    if counts[MISSING]:
        steps.append(Step(MISSING, legend.get(MISSING, ""), counts[MISSING]))
    return Map(outlines.view_box, tuple(shapes), tuple(steps))
