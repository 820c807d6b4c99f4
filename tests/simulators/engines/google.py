"""A Google Routes API with one road and one train from anywhere to anywhere. It answers with what the field mask asks
for and nothing else, and refuses a question without key or mask, as Google does.

https://developers.google.com/maps/documentation/routes/reference/rest/v2/TopLevel/computeRoutes
https://developers.google.com/maps/documentation/routes/reference/rest/v2/TopLevel/computeRouteMatrix
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from connectors.routing.engines.wire import metres_between
from connectors.routing.geocoder import Position
from tests.simulators.loopback import Answer, Asked, answer_json

ROUNDABOUT = 1.2
CAR = 20.0  # metres a second
TRAIN = 35.0
WALK = timedelta(minutes=6)
NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)


@dataclass(slots=True)
class GoogleSimulator:
    key: str = "a-key"
    roads: bool = True
    trains: bool = True

    def __call__(self, asked: Asked) -> Answer:
        if asked.headers.get("x-goog-api-key") != self.key:
            return error(403, "PERMISSION_DENIED", "Requests to this API are blocked.")
        mask = asked.headers.get("x-goog-fieldmask", "")
        if not mask:
            return error(400, "INVALID_ARGUMENT", "FieldMask is a required parameter.")
        question: Any = asked.json
        if asked.path == "/distanceMatrix/v2:computeRouteMatrix":
            return answer_json([masked(cell, mask) for cell in self._cells(question)])
        assert asked.path == "/directions/v2:computeRoutes"
        route = self._drive(question) if question["travelMode"] == "DRIVE" else self._ride(question)
        return answer_json(masked({"routes": [route]}, mask) if route else {})

    def _drive(self, question: Any) -> dict[str, Any] | None:
        assert question["routingPreference"] == "TRAFFIC_UNAWARE"
        metres = _metres(question["origin"], question["destination"])
        line = {"distanceMeters": metres, "duration": f"{metres / CAR:.0f}s"}
        return {**line, "legs": [{**line, "steps": []}], "description": "E4"} if self.roads else None

    def _ride(self, question: Any) -> dict[str, Any] | None:
        assert "routingPreference" not in question
        metres = _metres(question["origin"], question["destination"])
        told = question.get("arrivalTime")
        there = (datetime.fromisoformat(told) if told else NOON + timedelta(seconds=metres / TRAIN)) - WALK
        left = there - timedelta(seconds=metres // TRAIN)
        walk = {"distanceMeters": 450, "staticDuration": f"{WALK.total_seconds():.0f}s", "travelMode": "WALK"}
        stops = {
            "departureStop": {"name": "Göteborg C"},
            "departureTime": _moment(left),
            "arrivalStop": {"name": "Trollhättan"},
            "arrivalTime": _moment(there),
        }
        line = {"name": "Västtåg", "vehicle": {"name": {"text": "Train"}, "type": "HEAVY_RAIL"}}
        details = {"stopDetails": stops, "transitLine": line, "stopCount": 2}
        ride = {"distanceMeters": metres, "travelMode": "TRANSIT", "transitDetails": details}
        steps = [walk, {**ride, "staticDuration": f"{metres // TRAIN:.0f}s"}, walk]
        return {"legs": [{"steps": steps}], "duration": "1s"} if self.trains else None

    def _cells(self, question: Any) -> list[dict[str, Any]]:
        """Last first: their order is not told by their place."""
        assert len(question["origins"]) * len(question["destinations"]) <= 625
        pairs = [
            (row, column, _metres(origin["waypoint"], end["waypoint"]))
            for row, origin in enumerate(question["origins"])
            for column, end in enumerate(question["destinations"])
        ]
        return [self._cell(row, column, metres) for row, column, metres in reversed(pairs)]

    def _cell(self, row: int, column: int, metres: int) -> dict[str, Any]:
        cell: dict[str, Any] = {"originIndex": row, "destinationIndex": column, "status": {}}
        if not self.roads:
            return {**cell, "condition": "ROUTE_NOT_FOUND"}
        length = {"distanceMeters": metres} if metres else {}
        return {**cell, **length, "duration": f"{metres / CAR:.0f}s", "condition": "ROUTE_EXISTS"}


def error(code: int, status: str, message: str) -> Answer:
    return answer_json({"error": {"code": code, "message": message, "status": status}}, code)


def masked(value: Any, mask: str) -> Any:
    """What stands under the mask's paths; lists are passed through."""
    return _kept(value, [path.split(".") for path in mask.split(",")])


def _kept(value: Any, paths: list[list[str]]) -> Any:
    if isinstance(value, list):
        return [_kept(one, paths) for one in value]
    if not isinstance(value, dict) or [] in paths:
        return value
    names = {path[0] for path in paths}
    return {name: _kept(value[name], [path[1:] for path in paths if path[0] == name]) for name in names & value.keys()}


def _metres(start: Any, end: Any) -> int:
    return round(metres_between(_position(start), _position(end)) * ROUNDABOUT)


def _position(waypoint: Any) -> Position:
    point = waypoint["location"]["latLng"]
    return Position(point["latitude"], point["longitude"])


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
