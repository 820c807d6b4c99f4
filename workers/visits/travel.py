"""A seller's way to a customer: where texts are, which ways there are, and which of them anybody would take."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar, cast

from connectors.meetings import Place, PlaceKind
from connectors.routing.geocoder import Found, Geocoder, NotFound, Position, Sought
from connectors.routing.router import Mode, Route, Router, Ways
from workers.visits.legs import write_legs
from workers.visits.travel_rules import TravelRules
from workers.visits.visit import Leg, VisitPlace

T = TypeVar("T")
Drives = tuple[tuple[timedelta | None, ...], ...]

LIKELY = {Mode.CAR: 0.6, Mode.TRAIN: 0.6, Mode.FLIGHT: 0.75}
"""Where between its least and its most a way is planned: a bit beyond the middle, as who comes early gets coffee; nearer
the most by air, where the next plane is hours away."""


class Travel:
    """What journeys are weighed with. Answers are kept for as long as this lives: one review, one scan.

    `office` and `home` are where days begin and end; `here` is the country the seller is in. With `arrive`, timetables
    are asked for that moment whatever way is sought: then it lives for one visit only.
    """

    def __init__(
        self,
        *,
        geocoder: Geocoder,
        router: Router,
        rules: TravelRules,
        office: VisitPlace | None = None,
        home: VisitPlace | None = None,
        here: str = "SE",
        arrive: datetime | None = None,
    ) -> None:
        self.rules, self.office, self.home, self.here = rules, office, home, here
        self._arrive = arrive
        self._geocoder, self._router = geocoder, router
        self._found: dict[Sought, Found | NotFound] = {}
        self._ways: dict[tuple[Position, Position], Ways] = {}
        self._usable: dict[tuple[Position, Position], tuple[Route, ...]] = {}
        self._drives: dict[tuple[Position, ...], Drives] = {}
        self._read: tuple[object, object] | None = None

    def find(self, sought: Sought) -> Found | NotFound:
        """Where a place is, asked once."""
        found = self._found.get(sought)
        if found is None:
            found = self._found[sought] = self._geocoder.find(sought)
        return found

    def ways(self, start: Position, end: Position, *, arrive: datetime | None = None) -> Ways:
        """The ways between two positions, asked once a pair."""
        known = self._ways.get((start, end))
        if known is None:
            known = self._ways[start, end] = self._router.ways(start, end, arrive=self._arrive or arrive)
        return known

    def usable(self, start: Position, end: Position) -> tuple[Route, ...]:
        """The ways the seller uses, the sensible one first."""
        known = self._usable.get((start, end))
        if known is None:
            routes = self.ways(start, end).routes
            known = self._usable[start, end] = tuple(route for route in routes if route.mode in self.rules.modes)
        return known

    def best(self, start: Position, end: Position) -> Route | None:
        """The way most people would take, of those the seller uses."""
        return next(iter(self.usable(start, end)), None)

    def legs(self, start: Position, end: Position) -> tuple[Leg, ...]:
        """The ways the seller uses as they are told."""
        return write_legs(self.ways(start, end), self.rules, start=start, end=end)

    def reading(self, of: object, read: Callable[[], T]) -> T:
        """What was read of a calendar, read again when it is another calendar."""
        if self._read is None or self._read[0] is not of:
            self._read = of, read()
        return cast(T, self._read[1])

    def drives(self, positions: Sequence[Position]) -> Drives:
        """How long it is by road from each position to each, asked once."""
        key = tuple(positions)
        known = self._drives.get(key)
        if known is None:
            known = self._drives[key] = self._router.drives(key)
        return known


def likely(route: Route) -> timedelta:
    """What a day is planned with: neither the least a way may take, for which all must go well, nor the most, for which
    one would leave in the night. The ten minutes at the door (reach.py) and rounding up come on top."""
    return route.low + (route.high - route.low) * LIKELY[route.mode]


def sought_of(place: Place, *, here: str) -> Sought:
    """A calendar's place as a question."""
    return Sought(
        text=place.text,
        street=place.street,
        postal_code=place.postal_code,
        city=place.city,
        country=place.country,
        lat=place.lat,
        lon=place.lon,
        room=place.kind is PlaceKind.ROOM,
        here=here,
    )
