"""Ways by car from an OSRM server. It knows cars only; the other modes are left to whoever is asked beside it.

https://project-osrm.org/docs/v5.24.0/api: coordinates are longitude first, times are seconds, lengths metres. Without
`radiuses` a point is moved to the nearest road, be it in another country. Where there is no road it answers 400:

    {"code": "NoSegment", "message": "Could not find a matching segment for coordinate 1"}
    {"code": "NoRoute", "message": "Impossible route between points"}
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

import msgspec

from connectors.errors import EngineFailed
from connectors.routing.engines.polite import Json, Polite
from connectors.routing.engines.sense import SAME_PLACE, SNAP, Drive, Matrix, as_route, read_drive, sound
from connectors.routing.engines.wire import metres_between, read_record
from connectors.routing.geocoder import Position
from connectors.routing.router import Ways

NAME = "osrm"
NO_ROAD = frozenset({"NoRoute", "NoSegment", "NoTable"})
MOST = 100  # a server's own limit for a table, unless it was started with another


class Waypoint(msgspec.Struct):
    """Where on the road a place was taken to lie, and how far off that is."""

    distance: float


class Line(msgspec.Struct):
    duration: float
    distance: float


class RouteAnswer(msgspec.Struct):
    code: str
    routes: list[Line] = []
    waypoints: list[Waypoint] = []


class TableAnswer(msgspec.Struct):
    code: str
    durations: list[list[float | None]] = []
    distances: list[list[float | None]] | None = None
    sources: list[Waypoint] = []


class Osrm:
    """`url` is the server's address, as http://127.0.0.1:5000."""

    def __init__(self, polite: Polite, *, url: str) -> None:
        self._polite = polite
        self._url = url.rstrip("/")

    def ways(self, start: Position, end: Position, *, arrive: datetime | None = None) -> Ways:
        """By car, or no way at all where no road goes. Raises ConnectorError."""
        if metres_between(start, end) <= SAME_PLACE:
            return Ways()
        read = partial(read_route, start=start, end=end)
        drive = read(self._ask("route", (start, end), {"overview": "false"}, read))
        return Ways((as_route(drive, by=NAME, start=start, end=end),) if drive else ())

    def drives(self, positions: Sequence[Position]) -> Matrix:
        """Raises ConnectorError, also when only some of it makes sense."""
        if len(positions) < 2:
            return tuple((timedelta(),) for _ in positions)
        if len(positions) > MOST:
            raise EngineFailed(f"{NAME} takes {MOST} places at once")
        read = partial(read_table, positions=positions)
        return read(self._ask("table", positions, {"annotations": "duration,distance"}, read))

    def _ask(
        self, what: str, positions: Sequence[Position], options: Mapping[str, str], read: Callable[[Json], object]
    ) -> Json:
        places = ";".join(f"{position.lon:.5f},{position.lat:.5f}" for position in positions)
        near = ";".join([str(SNAP)] * len(positions))
        params = {**options, "generate_hints": "false", "radiuses": near}
        try:
            return self._polite.get(f"{self._url}/{what}/v1/driving/{places}", params=params, sane=sound(read))
        except EngineFailed as failure:
            if failure.answer is None:
                raise
            return failure.answer


def read_route(answer: Json, *, start: Position, end: Position) -> Drive | None:
    """None where no road goes. Raises EngineFailed for what is no answer."""
    route = read_record(RouteAnswer, answer)
    if route is not None and route.code in NO_ROAD:
        return None
    if route is None or route.code != "Ok" or not route.routes or len(route.waypoints) != 2:
        raise EngineFailed(f"{NAME} answers without a route")
    _check_near(route.waypoints)
    return read_drive(NAME, route.routes[0].duration, route.routes[0].distance, start=start, end=end)


def read_table(answer: Json, *, positions: Sequence[Position]) -> Matrix:
    """A null is a pair no road joins; a single cell that cannot be true spoils the table."""
    table = read_record(TableAnswer, answer)
    if table is None or table.code != "Ok" or not _is_square(table.durations, len(positions)):
        raise EngineFailed(f"{NAME} answers without a table")
    if table.distances is not None and not _is_square(table.distances, len(positions)):
        raise EngineFailed(f"{NAME} answers with lengths of another table")
    if len(table.sources) != len(positions):
        raise EngineFailed(f"{NAME} does not say which roads it means")
    _check_near(table.sources)
    return tuple(
        tuple(_cell(table, row, column, positions) for column in range(len(positions))) for row in range(len(positions))
    )


def _cell(table: TableAnswer, row: int, column: int, positions: Sequence[Position]) -> timedelta | None:
    if row == column:
        return timedelta()
    seconds = table.durations[row][column]
    if seconds is None:
        return None
    metres = table.distances[row][column] if table.distances is not None else None
    return read_drive(NAME, seconds, metres, start=positions[row], end=positions[column]).time


def _is_square(rows: Sequence[Sequence[object]], size: int) -> bool:
    return len(rows) == size and all(len(row) == size for row in rows)


def _check_near(waypoints: Sequence[Waypoint]) -> None:
    if not all(0 <= waypoint.distance <= SNAP for waypoint in waypoints):
        raise EngineFailed(f"{NAME} moved a place to a road far off")
