"""The shapes of land and lakes, from Natural Earth (public domain): Europe and North America, small enough to keep.

`outlines.txt` is made by `make.py`, which says of what. It is read when the first map is drawn.
"""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

DATA = Path(__file__).with_name("outlines.txt")
UNIT = 200  # parts of a degree
STRETCH = 24  # points looked at as one
LAND, LAKE = "L", "W"


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the world, in degrees."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Box:
    """The same in parts of a degree, around some points."""

    west: int
    south: int
    east: int
    north: int

    def side(self, west: float, south: float, east: float, north: float) -> int:
        """Which one side of a window all of it lies on, as a number of its own; 0 when some of it may be inside."""
        if self.east < west:
            return 1
        if self.west > east:
            return 2
        if self.north < south:
            return 3
        return 4 if self.south > north else 0


@dataclass(frozen=True, slots=True)
class Ring:
    """A closed line. `boxes` are around every STRETCH points of it, the first point of the next one included."""

    kind: str
    xs: "array[int]"
    ys: "array[int]"
    box: Box
    boxes: tuple[Box, ...]


def rings_in(window: Window, kind: str) -> Iterator[list[tuple[float, float]]]:
    """The rings that reach into a window, in degrees. What of a ring lies wholly to one side of the window is drawn
    together into a straight line there: it cannot be seen, and costs nothing to draw."""
    edges = window.west * UNIT, window.south * UNIT, window.east * UNIT, window.north * UNIT
    for ring in _rings():
        if ring.kind == kind and not ring.box.side(*edges):
            points = list(_reaching(ring, edges))
            if len(points) > 2:
                yield points


def _reaching(ring: Ring, edges: tuple[float, float, float, float]) -> Iterator[tuple[float, float]]:
    before = 0
    for at, box in enumerate(ring.boxes):
        side = box.side(*edges)
        start = at * STRETCH
        if side and side == before:
            continue
        end = start + 1 if side else start + STRETCH
        for x, y in zip(ring.xs[start:end], ring.ys[start:end], strict=True):
            yield x / UNIT, y / UNIT
        before = side


@cache
def _rings() -> tuple[Ring, ...]:
    lines = DATA.read_text(encoding="ascii").splitlines()
    return tuple(_read(line) for line in lines if not line.startswith("#"))


def _read(line: str) -> Ring:
    kind, *numbers = line.split()
    xs = array("i", accumulate(map(int, numbers[::2])))
    ys = array("i", accumulate(map(int, numbers[1::2])))
    boxes = tuple(_box(_with_next(xs, start), _with_next(ys, start)) for start in range(0, len(xs), STRETCH))
    return Ring(kind, xs, ys, _box(xs, ys), boxes)


def _with_next(values: "array[int]", start: int) -> "array[int]":
    following = values[start : start + STRETCH + 1]
    return following if start + STRETCH < len(values) else following + values[:1]


def _box(xs: "array[int]", ys: "array[int]") -> Box:
    return Box(min(xs), min(ys), max(xs), max(ys))
