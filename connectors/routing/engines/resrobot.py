"""Trains in Sweden, by the timetable of ResRobot 2.1 (Samtrafiken). Data: Trafiklab, CC0.

https://www.trafiklab.se/api/our-apis/resrobot-v21/route-planner/
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from connectors.errors import EngineFailed
from connectors.routing.engines.polite import Polite
from connectors.routing.engines.resrobot_wire import NAME, SWEDEN, is_timetable, is_used_up, read_trains
from connectors.routing.engines.sense import SAME_PLACE
from connectors.routing.engines.wire import metres_between
from connectors.routing.geocoder import Position
from connectors.routing.router import Ways

__all__ = ["KEYS", "PER_SECOND", "SERVER", "ResRobot", "is_covered", "is_used_up"]

SERVER = "https://api.resrobot.se"
KEYS = ("accessId",)
PER_SECOND = 45 / 60  # what a bronze key may ask; 30 000 a month

LAND = (55.2, 69.1), (10.8, 24.2)  # where a position may be in Sweden when nobody says which country
ACROSS = (Position(55.673, 12.565), Position(56.034, 12.613), Position(59.911, 10.753))  # København, Helsingør, Oslo
REACH = 25_000  # metres around them

TRIPS = 3
GROUND = str(2 + 4 + 8 + 16 + 32 + 64 + 128 + 256)  # all but flights (1) and taxis (512)


class ResRobot:
    """It knows trains only. Give its Polite `keys=KEYS`, `quota=is_used_up` and an expiry of a day: timetables change."""

    def __init__(self, polite: Polite, *, key: str, url: str = SERVER) -> None:
        self._polite, self._key, self._url = polite, key, url.rstrip("/")

    def __repr__(self) -> str:
        return "<ResRobot>"

    def ways(self, start: Position, end: Position, *, arrive: datetime | None = None) -> Ways:
        """By day and by night, or no way at all; outside of Sweden it is not asked. Raises ConnectorError."""
        if metres_between(start, end) <= SAME_PLACE or not (is_covered(start) and is_covered(end)):
            return Ways()
        params = {**write_question(start, end, arrive=arrive), "accessId": self._key}
        try:
            answer = self._polite.get(f"{self._url}/v2.1/trip", params=params, sane=is_timetable)
        except EngineFailed as failure:
            if not is_timetable(failure.answer):
                raise
            answer = failure.answer
        return Ways(read_trains(answer, start=start, end=end, arrive=arrive))

    def drives(self, positions: Sequence[Position]) -> tuple[tuple[timedelta | None, ...], ...]:
        """Raises EngineFailed: roads are not its business."""
        raise EngineFailed(f"{NAME} knows no roads")


def is_covered(position: Position) -> bool:
    """In Sweden, or where its trains end on the other side."""
    if any(metres_between(position, town) <= REACH for town in ACROSS):
        return True
    (south, north), (west, east) = LAND
    return position.country in ("SE", "") and south <= position.lat <= north and west <= position.lon <= east


def write_question(start: Position, end: Position, *, arrive: datetime | None) -> dict[str, str]:
    """Latitude first. Searched for arrival, the following trips (numF) are those that come before."""
    question = {
        "format": "json",
        "originCoordLat": f"{start.lat:.4f}",
        "originCoordLong": f"{start.lon:.4f}",
        "destCoordLat": f"{end.lat:.4f}",
        "destCoordLong": f"{end.lon:.4f}",
        "numF": str(TRIPS),
        "passlist": "0",
        "products": GROUND,
    }
    if arrive is None:
        return question
    there = arrive.astimezone(SWEDEN)
    return question | {"date": f"{there:%Y-%m-%d}", "time": f"{there:%H:%M}", "searchForArrival": "1"}
