"""Writes 63.json and 34.json, the outlines of the provinces before and since 1 July 2025, from the drawing in source/.

    .venv/bin/uv pip install --group maps && .venv/bin/python provinces/outlines/build.py

Both files are committed, so that only whoever changes the drawing or how it is simplified needs this.

The drawing is "Vietnam" of svg-maps 2.0.0 by Stephen Truong, CC BY 4.0 (source/*-LICENSE-*.md). Changed here: cleaned,
simplified, and joined where provinces merged. Its provinces were drawn one by one; neighbours overlap or leave gaps
along their common borders. They are therefore made to fit first and simplified together afterwards, so that a border is
one line for both sides. Hoàng Sa and Trường Sa stay where they are drawn, with every islet.
"""

import csv
import json
import re
from collections import defaultdict, deque
from collections.abc import Sequence
from itertools import groupby
from math import ceil, floor
from operator import mul
from pathlib import Path
from typing import Any

import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

HERE = Path(__file__).resolve().parent
DRAWING = HERE / "source" / "svg-maps-vietnam-2.0.0.svg"
UNITS = HERE / "source" / "svg_id_to_code.csv"
CREDIT = "Stephen Truong (svg-maps, Vietnam 2.0.0), CC BY 4.0, https://creativecommons.org/licenses/by/4.0/; changed"
ARCHIPELAGOS = {"hoangsa": "Hoàng Sa", "truongsa": "Trường Sa"}

# In units of the drawing, which is 812 wide and 873 high.
MARGIN = 4  # the drawing reaches the edge of its own view box, where a stroke would be cut off
SNAP = 0.1  # points nearer than this are one
GAP = 2.0  # no lake is drawn: what is enclosed and narrower lies between the two drawings of one border
CREVICE = 0.3  # the same where it opens to the sea or abroad; nearly all straits are wider
CRUMB = 0.001  # an area left over where a line crosses itself
SLIVER = 1.0  # an area cut off by the other drawing of a border; only islands, which touch nobody, may be smaller
TOLERANCE = 1.0  # at the largest size on a page about a pixel
CURVE = 8  # steps along a curve; only islets of Trường Sa have curves
ABOVE = 12  # from an archipelago up to its name

TOKEN = re.compile(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?")
NUMBERS = {"m": 2, "l": 2, "c": 6}
Point = tuple[float, float]


def main() -> None:
    shapes = {
        name: shape_of(path) for name, path in re.findall(r'id="(\w+)"[^>]*?\sd="([^"]+)"', DRAWING.read_text("utf-8"))
    }
    with UNITS.open(encoding="utf-8", newline="") as lines:
        units = list(csv.DictReader(lines))
    provinces = [unit for unit in units if unit["is_archipelago"] == "0"]
    land = simplified(fitted([shapes[unit["svg_id"]] for unit in provinces]))
    x, y, right, bottom = shapely.total_bounds([*land, *shapes.values()])
    view_box = [floor(x) - MARGIN, floor(y) - MARGIN, ceil(right - x) + 2 * MARGIN, ceil(bottom - y) + 2 * MARGIN]
    for number in ("63", "34"):
        joined = defaultdict(list)
        for unit, shape in zip(provinces, land, strict=True):
            joined[unit[f"unit_code_{number}"]].append(shape)
        outlines = {
            "credit": CREDIT,
            "view_box": " ".join(map(str, view_box)),
            "provinces": {code: written(shapely.coverage_union_all(joined[code])) for code in sorted(joined)},
            "archipelagos": [
                archipelago(unit["svg_id"], unit[f"unit_code_{number}"], shapes[unit["svg_id"]])
                for unit in units
                if unit["is_archipelago"] == "1"
            ],
        }
        text = json.dumps(outlines, ensure_ascii=False, indent=1)
        (HERE / f"{number}.json").write_text(text + "\n", encoding="utf-8")


# --- reading the drawing ---


def shape_of(path: str) -> BaseGeometry:
    """What an SVG path encloses, without the crumbs that are left where a line crosses itself."""
    polygons = [shapely.make_valid(Polygon(ring), method="structure", keep_collapsed=False) for ring in rings(path)]
    return shapely.union_all([part for part in shapely.get_parts(polygons) if part.area > CRUMB])


def rings(path: str) -> list[list[Point]]:
    """The closed lines of an SVG path that has no other commands than m, l, c and z."""
    found: list[list[Point]] = []
    tokens, here, command = deque(TOKEN.findall(path)), (0.0, 0.0), ""
    while tokens:
        if tokens[0].isalpha():
            command = tokens.popleft()
        if command in "zZ":
            here = found[-1][0]
            continue
        numbers = [float(tokens.popleft()) for _number in range(NUMBERS[command.lower()])]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        if command.islower():
            points = [(here[0] + x, here[1] + y) for x, y in points]
        if command in "mM":
            found.append([])
            command = "l" if command == "m" else "L"
        found[-1].extend(points if len(points) == 1 else curve(here, *points))
        here = points[-1]
    return found


def curve(start: Point, first: Point, second: Point, end: Point) -> list[Point]:
    """Points along a cubic Bézier curve, its start left out."""
    found = []
    for step in range(1, CURVE + 1):
        t = step / CURVE
        weights = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3
        x, y = (sum(map(mul, weights, values)) for values in zip(start, first, second, end, strict=True))
        found.append((x, y))
    return found


# --- making neighbours fit, and simplifying them together ---


def fitted(land: Sequence[BaseGeometry]) -> Sequence[BaseGeometry]:
    """The provinces with one common line between neighbours."""
    fitting = cleaned(with_crevices_filled(land))
    while pieces(kept := without_slivers(fitting)) < pieces(fitting):
        fitting = cleaned(kept)
    return fitting


def cleaned(land: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    return list(shapely.coverage_clean(land, gap_width=GAP, snapping_distance=SNAP))


def with_crevices_filled(land: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """Cleaning fills gaps inside the country; this, the ones that open to the sea or abroad."""
    filled, country = list(land), shapely.union_all(land)
    closed = country.buffer(CREVICE / 2).buffer(-CREVICE / 2)
    for crevice in shapely.get_parts(closed.difference(country)):
        beside = [number for number, shape in enumerate(land) if shape.dwithin(crevice, SNAP)]
        # With one province beside it, it is a bay and stays.
        if len(beside) > 1:
            filled[beside[0]] = filled[beside[0]].union(crevice)
    return filled


def without_slivers(land: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """Pieces cut off by a neighbour's line go to that neighbour with the next cleaning. An island has no neighbour."""
    return [
        shapely.union_all(
            [
                part
                for part in shapely.get_parts(shape)
                if part.area > SLIVER or not any(part.intersects(other) for other in land if other is not shape)
            ]
        )
        for shape in land
    ]


def pieces(land: Sequence[BaseGeometry]) -> int:
    return int(shapely.get_num_geometries(land).sum())


def simplified(land: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """The provinces with fewer points, rounded to one decimal, with common lines and every island."""
    found = shapely.transform(shapely.coverage_simplify(land, TOLERANCE), lambda points: points.round(1))
    if not (shapely.is_valid(found).all() and shapely.coverage_is_valid(found)):
        raise ValueError("Rounding has crossed lines. Change TOLERANCE a little.")
    if pieces(found) != pieces(land):
        raise ValueError("An island was simplified away. Make TOLERANCE smaller.")
    return list(found)


def archipelago(name: str, code: str, shape: BaseGeometry) -> dict[str, Any]:
    """An archipelago, its province and where its name stands. Tiny islets need two decimals; none may be lost."""
    x, y, right, _bottom = shape.bounds
    outline = written(shape.simplify(0.05), decimals=2)
    if outline.count("z") != shapely.get_num_geometries(shape):
        raise ValueError(f"An islet of {ARCHIPELAGOS[name]} was lost.")
    return {
        "name": ARCHIPELAGOS[name],
        "province": code,
        "label": [round((x + right) / 2), round(y) - ABOVE],
        "outline": outline,
    }


# --- writing ---


def written(shape: BaseGeometry, decimals: int = 1) -> str:
    """A shape as an SVG path, in steps from point to point, which are shorter than places."""
    path, here = [], (0, 0)
    for ring in shapely.get_rings(shapely.get_parts(shapely.normalize(shape))):
        # Whole numbers, so that the steps add up to the places and no error grows along the line.
        points = [(round(x * 10**decimals), round(y * 10**decimals)) for x, y in ring.coords[:-1]]
        points = [point for point, _same in groupby(points)]
        for number, (x, y) in enumerate(points):
            step = f"{figure(x - here[0], decimals)} {figure(y - here[1], decimals)}"
            path.append(f"{'' if number else 'm'}{step}")
            here = x, y
        path.append("z")
        here = points[0]
    return re.sub(r" (?=[-mz])|(?<=[mz]) ", "", " ".join(path))


def figure(number: int, decimals: int) -> str:
    """A number of tenths or hundredths as SVG reads it with the fewest letters: -.5, 12, 0."""
    text = f"{abs(number) / 10**decimals:.{decimals}f}".rstrip("0").rstrip(".").removeprefix("0") or "0"
    return f"-{text}" if number < 0 else text


if __name__ == "__main__":
    main()
