"""A part of the round earth laid flat so that it looks right where people are: the equidistant conic projection, its two
true parallels inside what is shown (https://en.wikipedia.org/wiki/Equidistant_conic_projection), cut to a picture's shape.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, radians, sin

from plugin.web.outlines import Window

LEAST = 0.018  # of the earth's radius, about 115 km: no map shows less, or the coast would be drawn of too few points
MARGIN = 0.16  # of what is to be seen, on every side
SIDES = 8  # points looked at along each side of the picture
FLAT = 1e-4  # a cone this blunt is as good as the plane round the equator


@dataclass(frozen=True, slots=True)
class Cone:
    """Latitude and longitude in degrees to x (east) and y (south), in parts of the earth's radius."""

    sharpness: float
    top: float
    middle: float
    meridian: float

    @classmethod
    def through(cls, south: float, north: float, west: float, east: float) -> "Cone":
        """The cone that fits between two parallels and two meridians."""
        lower, upper = radians(south + (north - south) / 6), radians(north - (north - south) / 6)
        sharpness = sin((lower + upper) / 2)
        if upper - lower > FLAT:
            sharpness = (cos(lower) - cos(upper)) / (upper - lower)
        sharpness = sharpness if abs(sharpness) > FLAT else FLAT
        top = cos(lower) / sharpness + lower
        return cls(sharpness, top, top - radians((south + north) / 2), radians((west + east) / 2))

    def place(self, lat: float, lon: float) -> tuple[float, float]:
        out, turn = self.top - radians(lat), self.sharpness * (radians(lon) - self.meridian)
        return out * sin(turn), out * cos(turn) - self.middle

    def places(self, points: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
        """Many points, as longitude and latitude, at once."""
        top, middle, sharpness, meridian = self.top, self.middle, self.sharpness, self.meridian
        laid = []
        for lon, lat in points:
            out, turn = top - radians(lat), sharpness * (radians(lon) - meridian)
            laid.append((out * sin(turn), out * cos(turn) - middle))
        return laid

    def find(self, x: float, y: float) -> tuple[float, float]:
        """Latitude and longitude of a point of the picture."""
        down = y + self.middle
        sign = 1.0 if self.sharpness > 0 else -1.0
        out, turn = sign * hypot(x, down), atan2(sign * x, sign * down)
        return degrees(self.top - out), degrees(self.meridian + turn / self.sharpness)


@dataclass(frozen=True, slots=True)
class Shape:
    """A picture's proportions: `name` is its class in the style sheet, `high` its height for a width of 1, `wide` how many
    pixels wide it becomes."""

    name: str
    high: float
    wide: float


TALL, SQUARE, WIDE = Shape("tall", 1.25, 480.0), Shape("square", 1.0, 560.0), Shape("wide", 2 / 3, 720.0)


@dataclass(frozen=True, slots=True)
class View:
    """What the picture shows: `place` gives x and y as parts of its WIDTH, from its upper left corner."""

    cone: Cone
    shape: Shape
    left: float
    top: float
    width: float

    @classmethod
    def around(cls, points: Sequence[tuple[float, float]]) -> "View":
        """A view that holds every point, latitude and longitude, with a margin; at least one is needed."""
        lats, lons = [lat for lat, _ in points], [lon for _, lon in points]
        cone = Cone.through(min(lats), max(lats), min(lons), max(lons))
        laid = [cone.place(lat, lon) for lat, lon in points]
        (left, wide), (top, high) = (_extent([one[axis] for one in laid]) for axis in (0, 1))
        shape = TALL if high > wide * 1.12 else WIDE if wide > high * 1.25 else SQUARE
        width = max(wide, high / shape.high, LEAST) * (1 + 2 * MARGIN)
        return cls(cone, shape, left + wide / 2 - width / 2, top + high / 2 - width * shape.high / 2, width)

    def place(self, lat: float, lon: float) -> tuple[float, float]:
        x, y = self.cone.place(lat, lon)
        return (x - self.left) / self.width, (y - self.top) / self.width

    def window(self) -> Window:
        """The part of the world that can be seen."""
        steps = [n / SIDES for n in range(SIDES + 1)]
        edge = [(part, side) for part in steps for side in (0.0, 1.0)] + [
            (side, part) for part in steps for side in (0.0, 1.0)
        ]
        found = [
            self.cone.find(self.left + x * self.width, self.top + y * self.width * self.shape.high) for x, y in edge
        ]
        lats, lons = [lat for lat, _ in found], [lon for _, lon in found]
        return Window(min(lons), min(lats), max(lons), max(lats))


def _extent(values: Sequence[float]) -> tuple[float, float]:
    return min(values), max(values) - min(values)
