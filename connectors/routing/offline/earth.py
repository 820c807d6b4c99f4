"""Plain geometry on the globe: straight distances, whether two lines cross, whether a point lies inside an outline."""

from collections.abc import Sequence
from math import asin, cos, radians, sin, sqrt
from typing import TypeAlias

Point: TypeAlias = tuple[float, float]  # latitude and longitude in degrees
Box: TypeAlias = tuple[float, float, float, float]  # south, west, north, east

_DIAMETER = 2 * 6371.0  # km, of a round earth


def crow_km(start: Point, end: Point) -> float:
    """As the crow flies (haversine); never more than half way round."""
    south, north = radians(start[0]), radians(end[0])
    up, across = sin((north - south) / 2), sin(radians(end[1] - start[1]) / 2)
    return _DIAMETER * asin(sqrt(min(1.0, up * up + cos(south) * cos(north) * across * across)))


def box_of(points: Sequence[Point]) -> Box:
    lats, lons = [point[0] for point in points], [point[1] for point in points]
    return min(lats), min(lons), max(lats), max(lons)


def overlap(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def inside(point: Point, outline: Sequence[Point]) -> bool:
    """Counts how often a line due east leaves the outline."""
    lat, lon = point
    within = False
    last_lat, last_lon = outline[-1]
    for next_lat, next_lon in outline:
        if (next_lat > lat) != (last_lat > lat) and lon < last_lon + (next_lon - last_lon) * (lat - last_lat) / (
            next_lat - last_lat
        ):
            within = not within
        last_lat, last_lon = next_lat, next_lon
    return within


def crosses(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether the lines a-b and c-d cut each other, drawn straight on a map of degrees."""
    return _side(a, b, c) != _side(a, b, d) and _side(c, d, a) != _side(c, d, b)


def _side(a: Point, b: Point, point: Point) -> bool:
    return (b[0] - a[0]) * (point[1] - a[1]) > (b[1] - a[1]) * (point[0] - a[0])
