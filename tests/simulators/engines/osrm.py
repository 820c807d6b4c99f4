"""An OSRM that knows one road from anywhere to anywhere: as long as the crow flies and a fifth, at 72 km/h.

Shapes as a server of version 26.10 answers, https://project-osrm.org/docs/v5.24.0/api
"""

from dataclasses import dataclass

from connectors.routing.engines.wire import metres_between
from connectors.routing.geocoder import Position
from tests.simulators.loopback import Answer, Asked, answer_json

ROUNDABOUT = 1.2
SPEED = 20.0  # metres a second


@dataclass(slots=True)
class OsrmSimulator:
    """`roads_end` is the latitude north of which there are none; points there are snapped to it, or not at all."""

    roads_end: float = 90.0
    profile: str = "driving"

    def __call__(self, asked: Asked) -> Answer:
        _, what, version, profile, places = asked.path.split("/")
        assert (version, profile) == ("v1", self.profile)
        positions = [_position(place) for place in places.split(";")]
        radiuses = [float(radius) for radius in asked.params["radiuses"].split(";")]
        assert len(radiuses) == len(positions)
        for number, (position, radius) in enumerate(zip(positions, radiuses, strict=True)):
            if self._snapped(position) > radius:
                message = f"Could not find a matching segment for coordinate {number}"
                return answer_json({"message": message, "code": "NoSegment"}, 400)
        return answer_json({"code": "Ok", **(self._route if what == "route" else self._table)(positions)})

    def _route(self, positions: list[Position]) -> dict[str, object]:
        metres = _metres(*positions)
        line = {"weight": metres / SPEED, "duration": metres / SPEED, "distance": metres}
        legs = [{"steps": [], "summary": "", **line}]
        return {
            "routes": [{"legs": legs, "weight_name": "routability", **line}],
            "waypoints": [self._waypoint(position) for position in positions],
        }

    def _table(self, positions: list[Position]) -> dict[str, object]:
        lengths = [[_metres(start, end) for end in positions] for start in positions]
        waypoints = [self._waypoint(position) for position in positions]
        return {
            "durations": [[round(metres / SPEED, 1) for metres in row] for row in lengths],
            "distances": lengths,
            "sources": waypoints,
            "destinations": waypoints,
        }

    def _snapped(self, position: Position) -> float:
        return max(0.0, (position.lat - self.roads_end) * 111_000) + 12.5

    def _waypoint(self, position: Position) -> dict[str, object]:
        location = [position.lon, min(position.lat, self.roads_end)]
        return {"distance": self._snapped(position), "name": "", "location": location}


def _position(place: str) -> Position:
    lon, lat = place.split(",")
    return Position(float(lat), float(lon))


def _metres(start: Position, end: Position) -> float:
    return round(metres_between(start, end) * ROUNDABOUT, 1)
