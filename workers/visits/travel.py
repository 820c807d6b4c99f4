"""A seller's way to a customer: where texts are, which ways there are, and which of them anybody would take."""

from datetime import datetime

from connectors.meetings import Place, PlaceKind
from connectors.routing.geocoder import Found, Geocoder, NotFound, Position, Sought
from connectors.routing.router import Route, Router, Ways
from workers.visits.travel_rules import TravelRules
from workers.visits.visit import VisitPlace


class Travel:
    """What journeys are weighed with. Answers are kept for as long as this lives: one review, one scan.

    `office` and `home` are where days begin and end; `here` is the country the seller is in.
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
    ) -> None:
        self.rules, self.office, self.home, self.here = rules, office, home, here
        self._geocoder, self._router = geocoder, router
        self._found: dict[Sought, Found | NotFound] = {}
        self._ways: dict[tuple[Position, Position], Ways] = {}

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
            known = self._ways[start, end] = self._router.ways(start, end, arrive=arrive)
        return known

    def best(self, start: Position, end: Position) -> Route | None:
        """The way most people would take."""
        return next(iter(self.ways(start, end).routes), None)


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
