"""An offline twin small enough to know by heart: by car at 60 km/h as the crow flies, and by train at 90 where told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.routing.engines.sense import Matrix
from connectors.routing.engines.wire import metres_between
from connectors.routing.geocoder import Position
from connectors.routing.router import Mode, Route, Ways

SPEED = {Mode.CAR: 60, Mode.TRAIN: 90, Mode.FLIGHT: 300}


@dataclass(frozen=True, slots=True)
class Twin:
    modes: tuple[Mode, ...] = (Mode.CAR,)
    ferry: str = ""

    def ways(self, start: Position, end: Position, *, arrive: datetime | None = None) -> Ways:
        return Ways(tuple(_route(mode, start, end) for mode in self.modes), self.ferry)

    def drives(self, positions: Sequence[Position]) -> Matrix:
        return tuple(tuple(self._drive(start, end) for end in positions) for start in positions)

    def _drive(self, start: Position, end: Position) -> timedelta | None:
        return None if self.ferry and start != end else _time(Mode.CAR, start, end)


def _route(mode: Mode, start: Position, end: Position) -> Route:
    time = _time(mode, start, end)
    return Route(mode, time, time * 1.2, metres_between(start, end) / 1000)


def _time(mode: Mode, start: Position, end: Position) -> timedelta:
    return timedelta(hours=metres_between(start, end) / 1000 / SPEED[mode])
