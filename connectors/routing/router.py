"""The ways from one position to another: the answer, and the protocol every router keeps.

All times are door to door and one way, from the shortest to be hoped for to the longest to be counted on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from connectors.routing.geocoder import Position

ESTIMATE = "estimate"


class Mode(StrEnum):
    CAR = "car"
    TRAIN = "train"
    FLIGHT = "flight"


class PartKind(StrEnum):
    DRIVE = "drive"
    ACCESS = "access"  # to a station or an airport, and from it to the door
    WAIT = "wait"  # on a platform, at a gate, for the luggage
    TRAIN = "train"
    NIGHT_TRAIN = "night_train"
    BUS = "bus"
    FLY = "fly"
    CHANGE = "change"  # between two planes or two trains
    FERRY = "ferry"


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of a way, `start` and `end` being towns, stations or IATA codes, or empty for the doors."""

    kind: PartKind
    low: timedelta
    high: timedelta
    km: float = 0.0
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """One way of going. `by` is `estimate` for the offline twin, else the engine's name. `leaves` and `arrives` are
    told by timetables only. `country` is where most of it runs, for the carbon of its trains."""

    mode: Mode
    low: timedelta
    high: timedelta
    km: float  # travelled in all
    parts: tuple[Part, ...] = ()
    by: str = ESTIMATE
    leaves: datetime | None = None
    arrives: datetime | None = None

    @property
    def overnight(self) -> bool:
        return any(part.kind is PartKind.NIGHT_TRAIN for part in self.parts)

    @property
    def middle(self) -> timedelta:
        return (self.low + self.high) / 2


@dataclass(frozen=True, slots=True)
class Ways:
    """Every sensible way, at most one a mode (a day train and a night train are two). `ferry` names the water between
    where no road crosses it ("gotland"): the ferry's times are not ours to make up. `toll` is whether the road is over a
    bridge so dear that one thinks twice."""

    routes: tuple[Route, ...] = ()
    ferry: str = ""
    toll: bool = False


class Router(Protocol):
    def ways(self, start: Position, end: Position, *, arrive: datetime | None = None) -> Ways:
        """The ways from `start` to `end`; `arrive` asks timetables for that moment. Raises nothing: what an engine
        cannot answer its offline twin estimates, and marks so."""

    def drives(self, positions: Sequence[Position]) -> tuple[tuple[timedelta | None, ...], ...]:
        """Minutes by road from each position to each, all from one engine so that they compare; None where no road goes."""
