"""The rides of a journey, which of them go together, and where in a day there is room for one: all in seconds."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor

from connectors.routing.router import Mode, Route
from workers.visits.whereabouts import Entry, Where

GRID = 300  # times of a journey are told to five minutes
IN_GOOD_TIME = 600.0  # at the door, before a visit and before the next meeting
LOCAL = 3600.0  # so short a way is made by whatever there is, a taxi or on foot


class Night(StrEnum):
    NONE = ""
    HOTEL = "hotel"
    TRAIN = "train"


@dataclass(frozen=True, slots=True)
class Ride:
    """One way of a journey; `route` is None within a town. `where` is its other end: where it starts from on
    the way out, where it goes on the way back. The stop for buns is within it, at its end."""

    start: float
    end: float
    route: Route | None
    where: Where
    night: Night = Night.NONE
    aboard: tuple[Entry, ...] = ()  # meetings on screen taken on the train

    @property
    def is_local(self) -> bool:
        return self.route is None or self.end - self.start <= LOCAL


@dataclass(frozen=True, slots=True)
class Outing:
    out: Ride
    back: Ride

    @property
    def nights(self) -> int:
        return (self.out.night is not Night.NONE) + (self.back.night is not Night.NONE)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a visit: where the seller is or must be, the utmost moment there, and what lies between. `fixed` is
    the meeting that says so, None when it is the day that begins or ends."""

    where: Where | None
    bound: float
    between: list[Entry]
    fixed: Entry | None


def pair(outs: Iterable[Ride], backs: Iterable[Ride]) -> Outing | None:
    """A way out with a way back that goes with it: a car that is taken has to come home."""
    backs = list(backs)
    for out in outs if backs else ():
        fitting = [back for back in backs if _go_together(out, back)]
        if fitting:
            return Outing(out, min(fitting, key=lambda back: _mode(back) != _mode(out)))
    return None


def _go_together(out: Ride, back: Ride) -> bool:
    if out.is_local or back.is_local or _mode(out) == _mode(back):
        return True
    return Mode.CAR not in (_mode(out), _mode(back))


def _mode(ride: Ride) -> Mode | None:
    return ride.route.mode if ride.route else None


def night_trains(rides: Iterable[Ride]) -> list[Ride]:
    """Two nights away are asked of nobody who does not sleep through both journeys."""
    return [ride for ride in rides if ride.night is Night.TRAIN]


def by_train(ride: Ride) -> bool:
    return _mode(ride) is Mode.TRAIN


def with_aboard(ride: Ride, between: Sequence[Entry]) -> Ride:
    aboard = tuple(entry for entry in between if entry.start < ride.end and entry.end > ride.start)
    return Ride(ride.start, ride.end, ride.route, ride.where, ride.night, aboard)


def latest(limit: float, length: float, bound: float, between: Sequence[Entry], quiet: float) -> float | None:
    """The latest start of a journey that ends by `limit`, not before `bound`, in nobody's way; None when there is none."""
    end = down(limit)
    for entry in sorted(between, key=lambda entry: -entry.start):
        if end - length < entry.end and end + quiet > entry.start:
            end = down(entry.start - quiet)
    return end - length if end - length >= bound else None


def earliest(start: float, length: float, bound: float, between: Sequence[Entry], quiet: float) -> float | None:
    """The earliest start of a journey, not before `start`, that ends by `bound`; None when there is none."""
    for entry in sorted(between, key=lambda entry: entry.start):
        if start < entry.end and up(start + length) + quiet > entry.start:
            start = entry.end
    return start if up(start + length) <= bound else None


def in_the_way(start: float, end: float, between: Sequence[Entry], quiet: float) -> Iterator[Entry]:
    return (entry for entry in between if start < entry.end and end + quiet > entry.start)


def down(moment: float) -> float:
    return floor(moment / GRID) * GRID


def up(moment: float) -> float:
    return ceil(moment / GRID) * GRID
