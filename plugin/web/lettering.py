"""Where names stand on a map: beside their place, clear of marks and of each other at every width the map may have.

A box hangs on a point of the map that moves as the map is made wider, and keeps its own size in pixels while it does. So
whether two boxes ever meet is a question of two straight lines, and is answered for every width at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from plugin.web.drawing import width_of

SIZE, HIGH = 12.0, 16.0  # of the type, and of a line of it
AWAY = 4.0  # from a mark's edge to its name


@dataclass(frozen=True, slots=True)
class Box:
    """`x` and `y` are parts of the map's width; the box reaches `half` and `rise` from a middle that lies `dx`, `dy` pixels
    off that point."""

    x: float
    y: float
    half: float
    rise: float
    dx: float = 0.0
    dy: float = 0.0

    def meets(self, other: "Box", low: float, high: float) -> bool:
        """Whether the two touch at any width from `low` to `high`."""
        across = _closer(self.x - other.x, self.dx - other.dx, self.half + other.half)
        along = _closer(self.y - other.y, self.dy - other.dy, self.rise + other.rise)
        return max(low, across[0], along[0]) < min(high, across[1], along[1])

    def is_inside(self, width: float, high: float) -> bool:
        x, y = self.x * width + self.dx, self.y * width + self.dy
        return self.half <= x <= width - self.half and self.rise <= y <= width * high - self.rise


def _closer(apart: float, offset: float, reach: float) -> tuple[float, float]:
    """The widths between which `apart` of them and `offset` pixels come to less than `reach`."""
    if abs(apart) < 1e-9:
        return (0.0, float("inf")) if abs(offset) < reach else (1.0, 0.0)
    ends = (-reach - offset) / apart, (reach - offset) / apart
    return min(ends), max(ends)


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is set: at its point, so many pixels off, from there to the right, to the left, or to both sides."""

    text: str
    x: float
    y: float
    dx: float
    dy: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Place:
    """Something to name: a point of the map, the name, and how large its mark is."""

    text: str
    x: float
    y: float
    radius: float


def set_names(
    places: Sequence[Place], taken: Sequence[Box], lines: Sequence[Box], *, low: float, wide: float, high: float
) -> tuple[list[Name], list[Box]]:
    """The names that find room, the first first, and all that is taken then. `lines` are points names rather keep off.
    The map is `low` to `wide` pixels wide and `high` times as high."""
    boxes, names = list(taken), []
    for one in places:
        fitting = [
            (sum(box.meets(point, low, wide) for point in lines), nth)
            for nth, (box, _) in enumerate(_ways(one))
            if box.is_inside(low, high)
            and box.is_inside(wide, high)
            and not any(box.meets(other, low, wide) for other in boxes)
        ]
        if fitting:
            box, name = _ways(one)[min(fitting)[1]]
            boxes.append(box)
            names.append(name)
    return names, boxes


def _ways(one: Place) -> tuple[tuple[Box, Name], ...]:
    """To the right, to the left, above, below: the order people read a map in."""
    half, rise = width_of(one.text, SIZE) / 2, HIGH / 2
    side, up = one.radius + AWAY, one.radius + rise
    return tuple(
        (
            Box(one.x, one.y, half, rise, shift, dy),
            Name(one.text, one.x, one.y, {"start": side, "end": -side}.get(anchor, 0.0), dy, anchor),
        )
        for shift, dy, anchor in (
            (side + half, 0, "start"),
            (-side - half, 0, "end"),
            (0, -up, "middle"),
            (0, up, "middle"),
        )
    )
