"""The offline router: car, train, night train and flight from tables of our own, every answer marked as an estimate.

Nothing here knows a timetable, a clock or a zone: durations are time as it passes. Data files lie beside this module.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

from connectors.routing.geocoder import Position
from connectors.routing.offline import legs
from connectors.routing.offline.air import Airways
from connectors.routing.offline.barriers import Crossing, Waters
from connectors.routing.offline.car import Roads, drive_minutes, road_km, roads_of
from connectors.routing.offline.earth import Point, crow_km
from connectors.routing.offline.rail import Railway
from connectors.routing.offline.sense import sensible
from connectors.routing.router import Route, Ways

FILES = Path(__file__).parent
FERRIED = 600.0  # km straight: nobody who can fly asks for a ferry further off
CLOSE = 10.0  # km straight: neither trains nor planes are looked for


class OfflineRouter:
    """Keeps `Router`. The tables are read when first asked for, some ten milliseconds in all."""

    @cached_property
    def _waters(self) -> Waters:
        return Waters.read(FILES / "waters.toml")

    @cached_property
    def _railway(self) -> Railway:
        return Railway.read(FILES, self._waters.reach)

    @cached_property
    def _airways(self) -> Airways:
        return Airways.read(FILES / "airports.csv", self._waters.reach)

    def ways(self, start: Position, end: Position, *, arrive: datetime | None = None) -> Ways:
        if not (_on_earth(start) and _on_earth(end)):
            return Ways()
        crossing = self._waters.between(_point(start), _point(end))
        crow = crow_km(_point(start), _point(end))
        routes = sensible(self._routes(start, end, crossing), crow, toll=crossing.toll)
        return Ways(routes, crossing.ferry if crow < FERRIED or not routes else "", crossing.toll)

    def every(self, start: Position, end: Position) -> Ways:
        """Every way there is an estimate for, absurd ones too: what `ways` chooses from."""
        crossing = self._waters.between(_point(start), _point(end))
        return Ways(tuple(self._routes(start, end, crossing)), crossing.ferry, crossing.toll)

    def drives(self, positions: Sequence[Position]) -> tuple[tuple[timedelta | None, ...], ...]:
        """The middle of the estimate, the same both ways."""
        matrix: list[list[timedelta | None]] = [[None] * len(positions) for _ in positions]
        for one, start in enumerate(positions):
            if not _on_earth(start):
                continue
            matrix[one][one] = timedelta()
            for other, end in enumerate(positions[:one]):
                km = self._waters.between(_point(start), _point(end)).km if _on_earth(end) else None
                if km is not None:
                    matrix[one][other] = matrix[other][one] = _minutes(km, _roads(start, end))
        return tuple(tuple(row) for row in matrix)

    def _routes(self, start: Position, end: Position, crossing: Crossing) -> list[Route]:
        """By car, by day and by night in the train, by air: whatever there is, sensible or not."""
        here, there = _point(start), _point(end)
        routes = [] if crossing.km is None else [legs.drive(crossing.km, _roads(start, end))]
        if crow_km(here, there) < CLOSE:
            return routes
        trains = self._railway.by_day(here, there), self._railway.by_night(here, there)
        flight = self._airways.journey(here, there, countries=(start.country, end.country))
        routes += [legs.ride(train) for train in trains if train]
        return [*routes, legs.fly(flight)] if flight else routes


def _minutes(crow: float, roads: Roads) -> timedelta:
    return timedelta(minutes=drive_minutes(road_km(crow, roads), roads))


def _roads(start: Position, end: Position) -> Roads:
    return roads_of(start.country, end.country, (start.lat + end.lat) / 2)


def _on_earth(position: Position) -> bool:
    """Not so for nonsense such as 412 degrees or no number at all."""
    return -90 <= position.lat <= 90 and -180 <= position.lon <= 180


def _point(position: Position) -> Point:
    return position.lat, position.lon
