"""What is believed of an engine's answer about roads. Engines snap a point to the nearest road however far off, answer
0 s for it, and say Ok: a figure that cannot be is no figure.

Said to be too fast or too slow is what no car does for long; said to be too long, what no bridge or fjord explains.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from math import isfinite

from connectors.errors import ConnectorError, EngineFailed
from connectors.routing.engines.polite import Json, Test
from connectors.routing.engines.wire import metres_between
from connectors.routing.geocoder import Position
from connectors.routing.router import Mode, Part, PartKind, Route

SNAP = 5_000  # metres from a place to the road it is taken to lie at
SAME_PLACE = 200.0  # metres; nearer than this nobody takes the car
FAR = 50_000  # metres, from which a slow road is no road
FASTEST = 140 / 3.6  # metres a second
SLOWEST = 15 / 3.6
LONGEST = timedelta(days=4)  # Gibraltar to Nordkapp without a stop is half of it
TWISTS = 10  # times as far by road as by air ...
DETOUR = 200_000  # ... and these metres round the water

TRAFFIC = 0.25  # of the time on free roads
PARKING = timedelta(minutes=5)

Matrix = tuple[tuple[timedelta | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Drive:
    """A way by road: time on free roads and, where the engine says so, how far."""

    time: timedelta
    metres: float | None


def read_drive(name: str, seconds: float, metres: float | None, *, start: Position, end: Position) -> Drive:
    """The drive, or EngineFailed when it cannot be true."""
    apart = metres_between(start, end)
    if not _could_be(seconds, metres, apart):
        raise EngineFailed(f"{name} answers with a drive that cannot be")
    return Drive(timedelta(seconds=seconds), metres)


def _could_be(seconds: float, metres: float | None, apart: float) -> bool:
    if not isfinite(seconds) or not 0 <= seconds <= LONGEST.total_seconds():
        return False
    if apart > SAME_PLACE and seconds == 0:
        return False
    shortest = max(0.0, apart - 2 * SNAP)  # both ends may lie a little way off the road
    if metres is None:
        return shortest <= FASTEST * seconds
    if not isfinite(metres) or not shortest <= metres <= TWISTS * apart + DETOUR:
        return False
    if metres > SAME_PLACE and metres > FASTEST * seconds:
        return False
    return metres <= FAR or metres >= SLOWEST * seconds


def as_route(drive: Drive, *, by: str, start: Position, end: Position) -> Route:
    """From free roads all the way to some traffic and a place to park."""
    low, high = drive.time, drive.time + max(drive.time * TRAFFIC, PARKING)
    km = (drive.metres or 0.0) / 1000
    return Route(Mode.CAR, low, high, km, (Part(PartKind.DRIVE, low, high, km, start.town, end.town),), by=by)


def sound(read: Callable[[Json], object]) -> Test:
    """Whether an answer can be read, which is when it may be remembered."""

    def reads(answer: Json) -> bool:
        try:
            read(answer)
        except ConnectorError:
            return False
        return True

    return reads
