"""What the Google Routes API answers, as typed records, and what is believed of it.

https://developers.google.com/maps/documentation/routes/reference/rest/v2/TopLevel/computeRoutes#Route
https://developers.google.com/maps/documentation/routes/reference/rest/v2/TopLevel/computeRouteMatrix#RouteMatrixElement

Times are strings of seconds ("1650s", "3.5s"), moments RFC 3339. What a record below holds is what the field mask asks
for, and what is paid for. An answer without a route is `{}`; a matrix comes as a list in no order:

    [{"originIndex": 0, "destinationIndex": 1, "status": {}, "distanceMeters": 822, "duration": "160s",
      "condition": "ROUTE_EXISTS"}, ...]
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Annotated

import msgspec

from connectors.errors import EngineFailed
from connectors.routing.engines.polite import Json
from connectors.routing.engines.sense import Drive, Matrix, read_drive
from connectors.routing.engines.transit import Ride, Walk, as_train
from connectors.routing.engines.wire import read_name, read_record, read_records
from connectors.routing.geocoder import Position
from connectors.routing.router import PartKind, Route

NAME = "google"
CELLS = 625  # of one matrix

LENGTH = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)s", re.ASCII)

# https://developers.google.com/maps/documentation/routes/reference/rest/v2/TopLevel/computeRoutes#TransitVehicleType:
# what is not here is a way across town.
VEHICLES = {
    "BUS": PartKind.BUS,
    "INTERCITY_BUS": PartKind.BUS,
    "TROLLEYBUS": PartKind.BUS,
    "SHARE_TAXI": PartKind.BUS,
    "FERRY": PartKind.FERRY,
    "COMMUTER_TRAIN": PartKind.TRAIN,
    "HEAVY_RAIL": PartKind.TRAIN,
    "HIGH_SPEED_TRAIN": PartKind.TRAIN,
    "LONG_DISTANCE_TRAIN": PartKind.TRAIN,
    "RAIL": PartKind.TRAIN,
}

Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class Record(msgspec.Struct, rename="camel"):
    """What Google writes in camel case."""


class Line(Record):
    """A field of 0 is left out, also of a place to itself."""

    duration: str
    distance_meters: float = 0


class Lines(Record):
    routes: list[Line] = []


class Stop(Record):
    name: str = ""


class Stops(Record):
    departure_time: Moment
    arrival_time: Moment
    departure_stop: Stop = msgspec.field(default_factory=Stop)
    arrival_stop: Stop = msgspec.field(default_factory=Stop)


class Vehicle(Record):
    type: str = ""


class TransitLine(Record):
    vehicle: Vehicle = msgspec.field(default_factory=Vehicle)


class TransitDetails(Record):
    stop_details: Stops
    transit_line: TransitLine = msgspec.field(default_factory=TransitLine)


class Step(Record):
    """`travel_mode` is never read, but without it in the mask the steps of public transport come empty."""

    travel_mode: str = ""
    static_duration: str = "0s"
    distance_meters: float = 0
    transit_details: TransitDetails | None = None


class Leg(Record):
    steps: list[Step] = []


class Journey(Record):
    legs: list[Leg] = []


class Journeys(Record):
    routes: list[Journey] = []


class Cell(Record):
    origin_index: int
    destination_index: int
    condition: str = ""
    duration: str = "0s"
    distance_meters: float = 0
    status: dict[str, object] = {}


def read_car(answer: Json, *, start: Position, end: Position) -> Drive | None:
    """None where no road goes. Raises EngineFailed for what is no answer."""
    lines = read_record(Lines, answer)
    if lines is None:
        raise EngineFailed(f"{NAME} answers without a route")
    if not lines.routes:
        return None
    line = lines.routes[0]
    return read_drive(NAME, _seconds(line.duration), line.distance_meters, start=start, end=end)


def read_train(answer: Json, *, start: Position, end: Position, arrive: datetime | None) -> Route | None:
    """None where nothing runs. Raises EngineFailed for what is no answer, or cannot be true."""
    journeys = read_record(Journeys, answer)
    if journeys is None:
        raise EngineFailed(f"{NAME} answers without a journey")
    if not journeys.routes:
        return None
    steps = [_step(step) for leg in journeys.routes[0].legs for step in leg.steps]
    if not any(isinstance(step, Ride) for step in steps):
        return None
    route = as_train(steps, by=NAME, start=start, end=end, arrive=arrive)
    if route is None:
        raise EngineFailed(f"{NAME} answers with a journey that cannot be")
    return route


def read_rows(answer: Json, *, origins: Sequence[Position], ends: Sequence[Position]) -> Matrix:
    """Every cell must be there, told as a drive or as none."""
    if not isinstance(answer, list) or len(answer) > CELLS:
        raise EngineFailed(f"{NAME} answers without a matrix")
    cells = {(cell.origin_index, cell.destination_index): cell for cell in read_records(Cell, answer, most=CELLS)}
    return tuple(
        tuple(_time(cells.get((row, column)), origin, end) for column, end in enumerate(ends))
        for row, origin in enumerate(origins)
    )


def is_used_up(answer: Json) -> bool:
    """The quota is used up, whatever the status: {"error": {"code": 429, "status": "RESOURCE_EXHAUSTED"}}, or that in a
    list where the answer was to be one."""
    first = answer[0] if isinstance(answer, list) and answer else answer
    error = first.get("error") if isinstance(first, dict) else None
    return isinstance(error, dict) and error.get("status") == "RESOURCE_EXHAUSTED"


def field_mask(kind: type) -> str:
    """The paths of all that a record holds, as Google wants them told."""
    return ",".join(_paths(msgspec.inspect.type_info(kind)))


def _paths(info: msgspec.inspect.Type) -> Iterator[str]:
    match info:
        case msgspec.inspect.StructType(fields=fields):
            for field in fields:
                inner = list(_paths(field.type))
                yield from [f"{field.encode_name}.{path}" for path in inner] or [field.encode_name]
        case msgspec.inspect.ListType(item_type=item):
            yield from _paths(item)
        case msgspec.inspect.UnionType(types=types):
            for one in types:
                yield from _paths(one)


def _time(cell: Cell | None, origin: Position, end: Position) -> timedelta | None:
    if origin == end:
        return timedelta()
    if cell is None or cell.status.get("code") or cell.condition not in {"ROUTE_EXISTS", "ROUTE_NOT_FOUND"}:
        raise EngineFailed(f"{NAME} answers with half a matrix")
    if cell.condition == "ROUTE_NOT_FOUND":
        return None
    return read_drive(NAME, _seconds(cell.duration), cell.distance_meters, start=origin, end=end).time


def _step(step: Step) -> Walk | Ride:
    km = step.distance_meters / 1000
    if step.transit_details is None:
        return Walk(timedelta(seconds=_seconds(step.static_duration)), km)
    stops = step.transit_details.stop_details
    kind = VEHICLES.get(step.transit_details.transit_line.vehicle.type, PartKind.ACCESS)
    start, end = read_name(stops.departure_stop.name), read_name(stops.arrival_stop.name)
    return Ride(kind, stops.departure_time, stops.arrival_time, km, start, end)


def _seconds(length: str) -> float:
    told = LENGTH.fullmatch(length)
    if told is None:
        raise EngineFailed(f"{NAME} answers with a length that is no time")
    return float(told[1])
