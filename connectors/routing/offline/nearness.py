"""Which stations or airports lie near a position: a table in order of latitude, so that few are looked at."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from math import cos, radians
from typing import Generic, TypeVar

from connectors.routing.offline.earth import Point, crow_km

Thing = TypeVar("Thing")
Reach = Callable[[Point, Point], float]  # kilometres to a station or an airport, infinite across water
KM_A_DEGREE = 111.0


class Near(Generic[Thing]):
    def __init__(self, things: Sequence[Thing], at: Callable[[Thing], Point]) -> None:
        self._things = sorted(((at(thing), thing) for thing in things), key=lambda pair: pair[0])
        self._lats = [point[0] for point, _ in self._things]

    def within(self, km: float, point: Point) -> list[tuple[float, Thing]]:
        """Nearest first, with the straight distance."""
        high = km / KM_A_DEGREE
        wide = min(180.0, high / max(0.01, cos(radians(min(89.0, abs(point[0]) + high)))))
        row = slice(bisect_left(self._lats, point[0] - high), bisect_right(self._lats, point[0] + high))
        found = [
            (away, thing)
            for at, thing in self._things[row]
            if (abs(at[1] - point[1]) <= wide or abs(at[1] - point[1]) >= 360 - wide)
            and (away := crow_km(point, at)) <= km
        ]
        return sorted(found, key=lambda pair: pair[0])
