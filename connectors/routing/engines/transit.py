"""A journey by timetable, put together from its steps: walks without a clock, rides with one.

Between the doors it counts as one way by train, whatever else is ridden on the way; its parts say which.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import isfinite

from connectors.routing.engines.wire import metres_between
from connectors.routing.geocoder import Position
from connectors.routing.router import Mode, Part, PartKind, Route

LATENESS = 0.1  # of the whole way
LONGEST = timedelta(hours=48)
FASTEST = 400 / 3.6  # metres a second
OURS = range(2020, 2200)  # years in which a ride is a ride and not a slip
EARLIEST = timedelta(hours=36)  # before the moment to be there

NIGHT_RIDE = timedelta(hours=6)
NIGHT = 3  # o'clock by the sun


@dataclass(frozen=True, slots=True)
class Walk:
    time: timedelta
    km: float


@dataclass(frozen=True, slots=True)
class Ride:
    kind: PartKind
    leaves: datetime
    arrives: datetime
    km: float
    start: str
    end: str


def as_train(
    steps: Sequence[Walk | Ride], *, by: str, start: Position, end: Position, arrive: datetime | None
) -> Route | None:
    """None when nothing is ridden, or when it cannot be true."""
    rides = [step for step in steps if isinstance(step, Ride)]
    if not rides or not _in_order(rides) or not all(isfinite(step.km) and step.km >= 0 for step in steps):
        return None
    walks = [step if isinstance(step, Walk) else None for step in steps]
    first, last = steps.index(rides[0]), len(steps) - 1 - list(reversed(steps)).index(rides[-1])
    there = [walk for walk in walks[:first] if walk]
    away = [walk for walk in walks[last:] if walk]
    leaves = rides[0].leaves - sum((walk.time for walk in there), timedelta())
    arrives = rides[-1].arrives + sum((walk.time for walk in away), timedelta())
    km = sum(step.km for step in steps)
    if not _could_be(leaves, arrives, km, metres_between(start, end), arrive):
        return None
    parts = (*_access(there), *_ridden(rides, start), *_access(away))
    low = arrives - leaves
    return Route(Mode.TRAIN, low, low * (1 + LATENESS), km, parts, by=by, leaves=leaves, arrives=arrives)


def _in_order(rides: Sequence[Ride]) -> bool:
    if not all(ride.leaves.year in OURS and ride.arrives.year in OURS and ride.leaves < ride.arrives for ride in rides):
        return False
    return all(one.arrives <= other.leaves for one, other in pairwise(rides))


def _could_be(leaves: datetime, arrives: datetime, km: float, apart: float, arrive: datetime | None) -> bool:
    length = arrives - leaves
    if length > LONGEST or max(apart, km * 1000) > FASTEST * length.total_seconds():
        return False
    return arrive is None or arrive - EARLIEST <= leaves <= arrives <= arrive


def _access(walks: Sequence[Walk]) -> tuple[Part, ...]:
    time = sum((walk.time for walk in walks), timedelta())
    return (Part(PartKind.ACCESS, time, time, sum(walk.km for walk in walks)),) if time else ()


def _ridden(rides: Sequence[Ride], near: Position) -> tuple[Part, ...]:
    """The rides, and the changes between them with what is walked and waited there."""
    parts: list[Part] = []
    for number, ride in enumerate(rides):
        if number and (change := ride.leaves - rides[number - 1].arrives):
            parts.append(Part(PartKind.CHANGE, change, change, start=rides[number - 1].end, end=ride.start))
        time = ride.arrives - ride.leaves
        parts.append(Part(_kind(ride, near), time, time, ride.km, ride.start, ride.end))
    return tuple(parts)


def _kind(ride: Ride, near: Position) -> PartKind:
    """A train on which people sleep. Night is told by the sun: engines give no time zone with their moments."""
    if ride.kind is not PartKind.TRAIN or ride.arrives - ride.leaves < NIGHT_RIDE:
        return ride.kind
    by_the_sun = timedelta(hours=near.lon / 15)
    leaves, arrives = (moment.astimezone(UTC) + by_the_sun for moment in (ride.leaves, ride.arrives))
    night = leaves.replace(hour=NIGHT, minute=0)
    night += timedelta(days=night < leaves)
    return PartKind.NIGHT_TRAIN if night <= arrives else ride.kind
