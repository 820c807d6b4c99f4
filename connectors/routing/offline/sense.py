"""Which ways anybody would take, and in which order: the sensible one first, absurd ones not at all."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from connectors.routing.router import Mode, PartKind, Route

HOUR = timedelta(hours=1)
FOREVER = timedelta(days=365)  # where there is no such way
RIDING = (PartKind.TRAIN, PartKind.NIGHT_TRAIN)
WORKED, SLEPT = 0.7, 0.6  # what an hour weighs in a train by day, where one can work, and in a sleeper
PARKING, TOLL, QUEUES = timedelta(minutes=5), timedelta(minutes=25), timedelta(minutes=30)  # added when weighed only


@dataclass(frozen=True, slots=True)
class Choice:
    """One way among others between doors that lie `crow` km apart."""

    route: Route
    others: tuple[Route, ...]
    crow: float

    @property
    def quickest(self) -> timedelta:
        """Of the others, in the daytime."""
        return min((other.middle for other in self.others if not other.overnight), default=FOREVER)

    def beside(self, mode: Mode) -> timedelta:
        """How long another mode takes, or forever."""
        return min((o.middle for o in self.others if o.mode is mode and not o.overnight), default=FOREVER)

    @property
    def ground(self) -> timedelta:
        return min(self.beside(Mode.CAR), self.beside(Mode.TRAIN))

    def part(self, *kinds: PartKind) -> timedelta:
        return sum(((part.low + part.high) / 2 for part in self.route.parts if part.kind in kinds), timedelta())

    def part_km(self, *kinds: PartKind) -> float:
        return sum(part.km for part in self.route.parts if part.kind in kinds)


Absurd = Callable[[Choice], bool]
TOO_FAR = 10 * HOUR
ABSURD: dict[Mode, tuple[tuple[str, Absurd], ...]] = {
    Mode.CAR: (
        ("more than ten hours at the wheel", lambda it: it.route.middle > TOO_FAR),
        (
            "six hours at the wheel, and far quicker otherwise",
            lambda it: it.route.middle > 6 * HOUR and it.route.middle > 1.6 * it.quickest,
        ),
    ),
    Mode.TRAIN: (
        ("hardly further than the station", lambda it: it.crow < 10),
        ("most of it is getting to the train", lambda it: it.part_km(PartKind.ACCESS) > 0.6 * it.crow),
        (
            "a long way round by rail",
            lambda it: it.route.middle - HOUR > it.beside(Mode.CAR) and it.route.middle / 2 > it.beside(Mode.CAR),
        ),
        ("all day in the train", lambda it: not it.route.overnight and it.route.low > 8.5 * HOUR and bool(it.others)),
        ("no night", lambda it: it.route.overnight and (it.part(PartKind.NIGHT_TRAIN) < 6 * HOUR or it.crow < 400)),
    ),
    Mode.FLIGHT: (
        ("too near to fly, with a way on the ground", lambda it: it.crow < 300 and it.ground < 5.5 * HOUR),
        ("three times as far by air", lambda it: it.part_km(PartKind.FLY) > 3 * it.crow),
        ("slower than on the ground", lambda it: it.ground < TOO_FAR and it.route.middle > 1.15 * it.ground),
        (
            "most of it is getting to the airport",
            lambda it: it.part_km(PartKind.ACCESS) > 0.6 * it.crow and it.ground < TOO_FAR,
        ),
    ),
}


def sensible(routes: Sequence[Route], crow: float, *, toll: bool = False) -> tuple[Route, ...]:
    """The ways worth showing, the likeliest first. Each is held against all the others, absurd or not."""
    kept = [route for number, route in enumerate(routes) if not why_absurd(Choice(route, _rest(routes, number), crow))]
    return tuple(sorted(kept, key=lambda route: weight(route, toll=toll)))


def why_absurd(choice: Choice) -> str:
    """The reason, or nothing."""
    return next((reason for reason, holds in ABSURD[choice.route.mode] if holds(choice)), "")


def weight(route: Route, *, toll: bool = False) -> timedelta:
    """Hours as they are felt: those in a train can be used, a car wants a place to stand, a dear bridge is thought over,
    and time by air is in pieces. It orders the ways and is never shown."""
    if route.mode is Mode.CAR:
        return route.middle + PARKING + (TOLL if toll else timedelta())
    if route.mode is Mode.FLIGHT:
        return route.middle + QUEUES
    ridden = [((part.low + part.high) / 2, part.kind) for part in route.parts]
    saved = (
        time * (1 - (SLEPT if kind is PartKind.NIGHT_TRAIN else WORKED)) for time, kind in ridden if kind in RIDING
    )
    return route.middle - sum(saved, timedelta())


def _rest(routes: Iterable[Route], number: int) -> tuple[Route, ...]:
    return tuple(other for place, other in enumerate(routes) if place != number)
