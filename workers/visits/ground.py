"""The ways of one journey as two matrices, from one question to the router: seconds on the road, and of the day.

Row 0 is where the journey begins, row 1 the place it is made for, the stops follow. By train or plane one comes to that
place first, and goes on by road from there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from connectors.routing.geocoder import Position
from connectors.routing.router import Mode, Route
from workers.visits.tour import Matrix
from workers.visits.travel import LIKELY, Travel, likely
from workers.visits.whereabouts import distance

START, PLACE, STOPS = 0, 1, 2  # rows
CAUTION = 1.15  # what a drive may take, where nothing tells it better
GRID = 300  # seconds: times of a day are told to five minutes
BENDS = 1.25  # the road beside the straight line, where nothing tells it better


@dataclass(frozen=True, slots=True)
class Ground:
    """`route` is the way to the place, None where it begins there or no way is known. `late` is what a drive may take
    at most beside what it usually takes."""

    positions: tuple[Position, ...]
    route: Route | None
    road: Matrix
    clock: Matrix
    late: float

    @property
    def mode(self) -> str:
        return self.route.mode.value if self.route else Mode.CAR.value

    @property
    def by_car(self) -> bool:
        return self.route is None or self.route.mode is Mode.CAR

    def km(self, start: int, end: int) -> float:
        """Kilometres of a way, from those of the way to the place and the straight line: no engine is asked again."""
        if start == end:
            return 0.0
        if self.by_car or self.route is None or START not in (start, end):
            return distance(self.positions[start], self.positions[end]) * self._bends()
        return self.route.km + self.km(PLACE, end if start == START else start)

    def _bends(self) -> float:
        straight = distance(self.positions[START], self.positions[PLACE])
        return self.route.km / straight if self.route and self.by_car and straight > 1 else BENDS


def lay_ground(travel: Travel, start: Position | None, place: Position, stops: Sequence[Position]) -> Ground:
    """The ways between where a journey begins (`place` itself where nobody knows), the place and the stops."""
    positions = (start or place, place, *stops)
    route = choose_way(travel, start, place) if start else None
    late = _late(travel, start, place)
    drives = travel.drives(positions)
    road = [[None if way is None else round(way.total_seconds()) for way in row] for row in drives]
    for row, own in enumerate(road):
        own[row] = 0
    clock = [[None if way is None else _told(way * _pace(late)) for way in row] for row in road]
    if start:
        _come_first(road, None if route is None else round(route.middle.total_seconds()), route)
        _come_first(clock, None if route is None else _told(likely(route).total_seconds()), route)
    return Ground(positions, route, road, clock, late)


def choose_way(travel: Travel, start: Position, place: Position) -> Route | None:
    """The way to a journey of several stops: by car, which goes on to the next, where that takes little longer than the
    best way; no night trains, whose nights are spent on the way."""
    usable = [route for route in travel.usable(start, place) if not route.overnight]
    if not usable:
        return None
    cars = [route for route in usable if route.mode is Mode.CAR]
    return next((car for car in cars if car.middle <= usable[0].middle + travel.rules.near), usable[0])


def _told(way: float) -> int:
    """Rounded up as it is told."""
    return ceil(way / GRID) * GRID


def _late(travel: Travel, start: Position | None, place: Position) -> float:
    cars = [route for route in travel.usable(start, place) if route.mode is Mode.CAR] if start else []
    return cars[0].high / cars[0].middle if cars and cars[0].middle else CAUTION


def _pace(late: float) -> float:
    """What a drive is planned with beside what it usually takes, which lies in the middle of its range."""
    return 1 + (late - 1) * (2 * LIKELY[Mode.CAR] - 1)


def _come_first(ways: list[list[int | None]], long: int | None, route: Route | None) -> None:
    """Puts the way to the place into a matrix, unless it is by car and the matrix has it."""
    if route and route.mode is Mode.CAR and ways[START][PLACE] is not None and ways[PLACE][START] is not None:
        return
    for stop in range(PLACE, len(ways)):
        out, back = ways[PLACE][stop], ways[stop][PLACE]
        ways[START][stop] = None if long is None or out is None else long + out
        ways[stop][START] = None if long is None or back is None else long + back
