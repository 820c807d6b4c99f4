"""Ways by car and by public transport from the Google Routes API.

https://developers.google.com/maps/documentation/routes/reference/rest/v2/TopLevel/computeRoutes
https://developers.google.com/maps/documentation/routes/reference/rest/v2/TopLevel/computeRouteMatrix

The terms let times be kept only while they are used: give its Polite an `expire` of minutes, `keys=KEYS`, and
`quota=is_used_up` from google_wire.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from connectors.errors import ConnectorError, EngineFailed
from connectors.routing.engines.google_wire import (
    CELLS,
    NAME,
    Cell,
    Journeys,
    Lines,
    field_mask,
    read_car,
    read_rows,
    read_train,
)
from connectors.routing.engines.polite import Json, Polite
from connectors.routing.engines.sense import SAME_PLACE, Matrix, as_route, sound
from connectors.routing.engines.wire import metres_between
from connectors.routing.geocoder import Position
from connectors.routing.router import Route, Ways

SERVER = "https://routes.googleapis.com"
KEYS = ("X-Goog-Api-Key",)
PER_SECOND = 40.0  # of the 3 000 a minute
MOST = 50  # places of one question: four or five matrices


class Google:
    """`key` is one for the Routes API alone."""

    def __init__(self, polite: Polite, *, key: str, url: str = SERVER) -> None:
        self._polite = polite
        self._key = key
        self._url = url.rstrip("/")

    def __repr__(self) -> str:
        return "<Google Routes>"

    def ways(self, start: Position, end: Position, *, arrive: datetime | None = None) -> Ways:
        """By car and by public transport, each where there is one. Raises ConnectorError when neither is answered."""
        if metres_between(start, end) <= SAME_PLACE:
            return Ways()
        routes: list[Route] = []
        failures: list[ConnectorError] = []
        for ask in (self._by_car, self._by_train):
            try:
                route = ask(start, end, arrive)
            except ConnectorError as failure:
                failures.append(failure)
            else:
                routes += [route] if route else []
        if not routes and failures:
            raise failures[0]
        return Ways(tuple(routes))

    def drives(self, positions: Sequence[Position]) -> Matrix:
        """As many rows a question as its cells allow. Raises ConnectorError, also when only some of it makes sense."""
        if len(positions) < 2:
            return tuple((timedelta(),) for _ in positions)
        if len(positions) > MOST:
            raise EngineFailed(f"{NAME} is asked for {MOST} places at once, no more")
        rows = CELLS // len(positions)
        pieces = [positions[first : first + rows] for first in range(0, len(positions), rows)]
        return tuple(row for piece in pieces for row in self._rows(piece, positions))

    def _by_car(self, start: Position, end: Position, arrive: datetime | None) -> Route | None:
        question = {**_ends(start, end), "travelMode": "DRIVE", "routingPreference": "TRAFFIC_UNAWARE"}
        read = partial(read_car, start=start, end=end)
        drive = read(self._ask("directions/v2:computeRoutes", question, Lines, read))
        return as_route(drive, by=NAME, start=start, end=end) if drive else None

    def _by_train(self, start: Position, end: Position, arrive: datetime | None) -> Route | None:
        question = {**_ends(start, end), "travelMode": "TRANSIT"}
        if arrive is not None:
            question["arrivalTime"] = f"{arrive.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
        read = partial(read_train, start=start, end=end, arrive=arrive)
        return read(self._ask("directions/v2:computeRoutes", question, Journeys, read))

    def _rows(self, origins: Sequence[Position], ends: Sequence[Position]) -> Matrix:
        question = {
            "origins": [{"waypoint": _waypoint(position)} for position in origins],
            "destinations": [{"waypoint": _waypoint(position)} for position in ends],
            "travelMode": "DRIVE",
            "routingPreference": "TRAFFIC_UNAWARE",
        }
        read = partial(read_rows, origins=origins, ends=ends)
        return read(self._ask("distanceMatrix/v2:computeRouteMatrix", question, Cell, read))

    def _ask(self, what: str, question: Json, kind: type, read: Callable[[Json], object]) -> Json:
        headers = {"X-Goog-Api-Key": self._key, "X-Goog-FieldMask": field_mask(kind)}
        return self._polite.post(f"{self._url}/{what}", json=question, headers=headers, sane=sound(read))


def _ends(start: Position, end: Position) -> dict[str, Json]:
    return {"origin": _waypoint(start), "destination": _waypoint(end)}


def _waypoint(position: Position) -> Json:
    return {"location": {"latLng": {"latitude": round(position.lat, 5), "longitude": round(position.lon, 5)}}}
