"""What a journey is made of, door to door: each part with its range, which adds up to the way's own."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import pairwise

from connectors.routing.offline import air, rail
from connectors.routing.offline.car import SPREAD, Roads, drive_minutes, road_km
from connectors.routing.router import Mode, Part, PartKind, Route

STREETS = 1.25  # kilometres of street to a straight one, on the way to a station or an airport
PLATFORM = 8.0  # minutes there before the train leaves
STOPPING = 1.35  # a stopping train takes so much longer than a fast one
SLEEPER = 1.08
VARIES = {PartKind.ACCESS: 0.3, PartKind.WAIT: 0.3, PartKind.CHANGE: 0.4, PartKind.FLY: 0.08, PartKind.DRIVE: SPREAD}


def drive(crow: float, roads: Roads) -> Route:
    km = road_km(crow, roads)
    return _route(Mode.CAR, [_part(PartKind.DRIVE, drive_minutes(km, roads), km)])


def ride(journey: rail.Journey) -> Route:
    return _route(Mode.TRAIN, _ride_parts(journey))


def fly(journey: air.Journey) -> Route:
    return _route(Mode.FLIGHT, _fly_parts(journey))


def _ride_parts(journey: rail.Journey) -> Iterator[Part]:
    first, last = journey.rides[0].start, journey.rides[-1].end
    kind, slower = (PartKind.NIGHT_TRAIN, SLEEPER) if journey.night else (PartKind.TRAIN, STOPPING)
    trains = [
        Part(kind, _minutes(one.minutes), _minutes(one.minutes * slower), one.km, one.start, one.end)
        for one in journey.rides
    ]
    yield _part(PartKind.ACCESS, rail.access_minutes(journey.before), journey.before * STREETS, end=first)
    yield _part(PartKind.WAIT, PLATFORM, start=first)
    yield from _with_changes(trains, rail.CHANGE)
    yield _part(PartKind.ACCESS, rail.access_minutes(journey.after), journey.after * STREETS, start=last)


def _fly_parts(journey: air.Journey) -> Iterator[Part]:
    first, last = journey.flights[0].start.iata, journey.flights[-1].end.iata
    before, after = journey.waits
    flights = [_part(PartKind.FLY, one.minutes, one.km, one.start.iata, one.end.iata) for one in journey.flights]
    yield _part(PartKind.ACCESS, air.access_minutes(journey.before), journey.before * STREETS, end=first)
    yield _part(PartKind.WAIT, before, start=first)
    yield from _with_changes(flights, air.CHANGE)
    yield _part(PartKind.WAIT, after, start=last)
    yield _part(PartKind.ACCESS, air.access_minutes(journey.after), journey.after * STREETS, start=last)


def _with_changes(parts: list[Part], minutes: float) -> Iterator[Part]:
    yield parts[0]
    for before, after in pairwise(parts):
        yield _part(PartKind.CHANGE, minutes, start=before.end)
        yield after


def _part(kind: PartKind, minutes: float, km: float = 0.0, start: str = "", end: str = "") -> Part:
    """From the shortest to be hoped for to the longest to be counted on, the estimate in the middle."""
    spread = VARIES[kind]
    return Part(kind, _minutes(minutes * (1 - spread)), _minutes(minutes * (1 + spread)), km, start, end)


def _minutes(minutes: float) -> timedelta:
    return timedelta(seconds=round(minutes * 60))


def _route(mode: Mode, parts: Iterable[Part]) -> Route:
    parts = tuple(parts)
    low = sum((part.low for part in parts), timedelta())
    high = sum((part.high for part in parts), timedelta())
    return Route(mode, low, high, sum(part.km for part in parts), parts)
