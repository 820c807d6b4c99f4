"""What ResRobot 2.1 answers, read as ways by train.

https://www.trafiklab.se/api/our-apis/resrobot-v21/route-planner/, /common/ and /error-codes/. Times are Sweden's own;
Product is a list, once was a record, and one leg may stand without its list:

    {"Trip": [{"LegList": {"Leg": [{"type": "JNY", "name": "Regional Tåg 3057",
      "Origin": {"name": "Göteborg Centralstation", "lat": 57.708895, "lon": 11.973479, "date": "2026-12-10", "time": "07:10:00"},
      "Destination": {"name": "Trollhättan Centralstation", ..., "date": "2026-12-10", "time": "07:50:00"},
      "Product": [{"name": "Regional Tåg 3057", "catCode": "2", "catOutS": "JRE"}]}]}}]}

No way at all is answered with an error: {"errorCode": "SVC_NO_RESULT", ...}, with status 200 or 400.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from connectors.errors import EngineFailed
from connectors.routing.engines.polite import Json
from connectors.routing.engines.transit import Ride, Walk, as_train
from connectors.routing.engines.wire import is_on_earth, metres_between, read_name, read_records
from connectors.routing.geocoder import Position
from connectors.routing.router import PartKind, Route

NAME = "resrobot"
SWEDEN = ZoneInfo("Europe/Stockholm")

MOST = 6  # trips; it never answers with more
MOST_LEGS = 40
STOP_FAR = 30_000  # metres from a door to where a trip may begin: further off it is another trip
RAILS = 1.2  # so much longer than the crow flies between two stops
SLOW = 1.5  # nobody takes a train that takes so many times longer

# The category of a vehicle in answers, which is numbered otherwise than in questions.
RIDES: Mapping[str, PartKind] = {
    "1": PartKind.TRAIN,  # fast trains
    "2": PartKind.TRAIN,  # regional and InterCity
    "3": PartKind.BUS,  # express buses
    "4": PartKind.TRAIN,  # local trains
    "5": PartKind.ACCESS,  # metro
    "6": PartKind.ACCESS,  # trams
    "7": PartKind.BUS,
    "8": PartKind.FERRY,
}
ON_FOOT = frozenset({"WALK", "TRSF"})
SLEEPERS = re.compile(r"natt|night|sovvagn", re.IGNORECASE)
RAILED = frozenset({PartKind.TRAIN, PartKind.NIGHT_TRAIN})

NO_WAY = frozenset({"SVC_NO_RESULT", "SVC_NO_MATCH", "SVC_LOC_NEAR", "SVC_LOC_EQUAL"})
USED_UP = frozenset({"API_QUOTA", "API_TOO_MANY_REQUESTS"})


class Stop(msgspec.Struct):
    date: str
    time: str
    name: str = ""
    lat: float | None = None
    lon: float | None = None

    @property
    def moment(self) -> datetime | None:
        """In UTC, where lengths are real time also in the night when clocks change."""
        try:
            clock = datetime.fromisoformat(f"{self.date}T{self.time}")
            return clock.replace(tzinfo=SWEDEN).astimezone(UTC) if clock.tzinfo is None else None
        except (ValueError, OverflowError):
            return None

    @property
    def position(self) -> Position | None:
        if self.lat is None or self.lon is None or not is_on_earth(self.lat, self.lon):
            return None
        return Position(self.lat, self.lon)


class Product(msgspec.Struct):
    name: str = ""
    catCode: str | int = ""  # noqa: N815
    catOutL: str = ""  # noqa: N815


class Leg(msgspec.Struct):
    origin: Stop = msgspec.field(name="Origin")
    destination: Stop = msgspec.field(name="Destination")
    type: str = ""
    name: str = ""
    product: list[Product] | Product = msgspec.field(name="Product", default_factory=list)
    dist: float = 0.0
    cancelled: bool = False
    reachable: bool = True


class LegList(msgspec.Struct):
    leg: list[Leg] | Leg = msgspec.field(name="Leg")


class Trip(msgspec.Struct):
    legs: LegList = msgspec.field(name="LegList")


def is_used_up(answer: Json) -> bool:
    """The quota's end, whatever the status it comes with."""
    return _error(answer) in USED_UP


def is_timetable(answer: Json) -> bool:
    """Trips, or that there are none."""
    return isinstance(answer, dict) and ("Trip" in answer or _error(answer) in NO_WAY)


def read_trains(answer: Json, *, start: Position, end: Position, arrive: datetime | None) -> tuple[Route, ...]:
    """The best trip by day and the best by night; how long it may take is told by the others found.

    Raises EngineFailed for what is no timetable, and for one whose trips cannot be true.
    """
    if not isinstance(answer, dict) or not is_timetable(answer):
        raise EngineFailed(f"{NAME} answers with something else than trips")
    listed = answer.get("Trip") or []
    read = (_read_trip(trip, start=start, end=end, arrive=arrive) for trip in read_records(Trip, listed, most=MOST))
    trips = [route for route in read if route]
    if listed and not trips:
        raise EngineFailed(f"{NAME} answers with trips that cannot be")
    trains = [route for route in trips if any(part.kind in RAILED for part in route.parts)]
    days, nights = ([route for route in trains if route.overnight is by_night] for by_night in (False, True))
    return tuple(_best(routes, arrive) for routes in (days, nights) if routes)


def _read_trip(trip: Trip, *, start: Position, end: Position, arrive: datetime | None) -> Route | None:
    """One trip from door to door; None when it is cancelled, flies, or begins or ends somewhere else."""
    legs = trip.legs.leg if isinstance(trip.legs.leg, list) else [trip.legs.leg]
    steps = [_read_leg(leg) for leg in legs[:MOST_LEGS]]
    if not steps or any(step is None for step in steps):
        return None
    if not (_is_by(legs[0].origin, start) and _is_by(legs[-1].destination, end)):
        return None
    return as_train([step for step in steps if step], by=NAME, start=start, end=end, arrive=arrive)


def _read_leg(leg: Leg) -> Walk | Ride | None:
    leaves, arrives = leg.origin.moment, leg.destination.moment
    if leaves is None or arrives is None or leg.cancelled or not leg.reachable:
        return None
    if leg.type in ON_FOOT:
        return Walk(max(arrives - leaves, timedelta()), max(0.0, min(leg.dist, STOP_FAR)) / 1000)
    kind = _kind(leg)
    if kind is None:
        return None
    names = read_name(leg.origin.name), read_name(leg.destination.name)
    return Ride(kind, leaves, arrives, _rail_km(leg), *names)


def _kind(leg: Leg) -> PartKind | None:
    product = next(iter(leg.product), None) if isinstance(leg.product, list) else leg.product
    kind = RIDES.get(str(product.catCode)) if product else None
    if product and kind is PartKind.TRAIN and SLEEPERS.search(f"{leg.name} {product.name} {product.catOutL}"):
        return PartKind.NIGHT_TRAIN
    return kind


def _rail_km(leg: Leg) -> float:
    """It tells no lengths; those between the stops are estimated."""
    one, other = leg.origin.position, leg.destination.position
    return metres_between(one, other) / 1000 * RAILS if one and other else 0.0


def _is_by(stop: Stop, door: Position) -> bool:
    """Whether a trip begins, or ends, where it was asked for; a door may come back without its position."""
    return stop.position is None or metres_between(stop.position, door) <= STOP_FAR


def _best(routes: Sequence[Route], arrive: datetime | None) -> Route:
    """The last that is there in time, or the fastest from now; from the fastest of all to the slowest anybody takes."""
    low = min(route.low for route in routes)
    taken = [route for route in routes if route.low <= low * SLOW]
    best = max(taken, key=_leaves) if arrive else min(taken, key=lambda route: route.low)
    leaves, arrives = (moment and moment.astimezone(SWEDEN) for moment in (best.leaves, best.arrives))
    return replace(best, low=low, high=max(route.high for route in taken), leaves=leaves, arrives=arrives)


def _leaves(route: Route) -> float:
    return route.leaves.timestamp() if route.leaves else 0.0


def _error(answer: Json) -> str:
    code = answer.get("errorCode") if isinstance(answer, dict) else None
    return code if isinstance(code, str) else ""
