"""Towns and the ways between them as a table: a router and a geocoder whose every answer can be looked up here.

Minutes are round figures near those an estimate gives, door to door and one way, low and high.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from connectors.routing.geocoder import Confidence, Found, Method, NotFound, Position, Sought, Unknown
from connectors.routing.router import Mode, Part, PartKind, Route, Ways
from workers.visits.travel import Travel
from workers.visits.travel_rules import TravelRules
from workers.visits.visit import VisitPlace

SWEDISH, CENTRAL, EASTERN = "Europe/Stockholm", "America/Chicago", "America/New_York"


def _town(name: str, lat: float, lon: float, *, region: str = "", country: str = "SE", zone: str = SWEDISH) -> Position:
    return Position(lat, lon, name, region, country, zone)


GOTEBORG = _town("Göteborg", 57.707, 11.967)
BORAS = _town("Borås", 57.721, 12.940)
TROLLHATTAN = _town("Trollhättan", 58.284, 12.289)
VANERSBORG = _town("Vänersborg", 58.381, 12.323)
UDDEVALLA = _town("Uddevalla", 58.349, 11.942)
SKOVDE = _town("Skövde", 58.391, 13.845)
STOCKHOLM_TOWN = _town("Stockholm", 59.330, 18.065)
UPPSALA = _town("Uppsala", 59.858, 17.639)
LULEA = _town("Luleå", 65.584, 22.154)
PITEA = _town("Piteå", 65.317, 21.479)
KIRUNA = _town("Kiruna", 67.856, 20.225)
MALMO = _town("Malmö", 55.606, 13.001)
HASSLEHOLM = _town("Hässleholm", 56.159, 13.766)
VISBY = _town("Visby", 57.641, 18.296)
MEMPHIS = _town("Memphis", 35.150, -90.049, region="TN", country="US", zone=CENTRAL)
BOSTON = _town("Boston", 42.358, -71.060, region="MA", country="US", zone=EASTERN)

TOWNS = {
    town.town.casefold(): town
    for town in (
        GOTEBORG,
        BORAS,
        TROLLHATTAN,
        VANERSBORG,
        UDDEVALLA,
        SKOVDE,
        STOCKHOLM_TOWN,
        UPPSALA,
        LULEA,
        PITEA,
        KIRUNA,
        MALMO,
        HASSLEHOLM,
        VISBY,
        MEMPHIS,
        BOSTON,
    )
}

NIGHT_TRAIN = "night train"
FERRIES = {frozenset({"Visby", "Stockholm"}): "gotland", frozenset({"Visby", "Göteborg"}): "gotland"}
WAYS: tuple[tuple[str, str, str, int, int, float], ...] = (
    # from, to, how, low, high, km; the sensible way first
    ("Göteborg", "Trollhättan", "train", 60, 85, 73),
    ("Göteborg", "Trollhättan", "car", 50, 65, 79),
    ("Göteborg", "Vänersborg", "car", 55, 75, 90),
    ("Göteborg", "Uddevalla", "car", 60, 75, 87),
    ("Göteborg", "Borås", "car", 45, 60, 65),
    ("Göteborg", "Skövde", "train", 95, 120, 145),
    ("Göteborg", "Skövde", "car", 100, 125, 155),
    ("Trollhättan", "Vänersborg", "car", 15, 25, 15),
    ("Trollhättan", "Uddevalla", "car", 25, 35, 27),
    ("Uddevalla", "Vänersborg", "car", 25, 35, 29),
    ("Göteborg", "Stockholm", "train", 215, 285, 455),
    ("Göteborg", "Stockholm", "flight", 200, 240, 430),
    ("Göteborg", "Stockholm", "car", 300, 350, 473),
    ("Göteborg", "Luleå", "flight", 300, 350, 1200),
    ("Göteborg", "Kiruna", "flight", 360, 420, 1400),
    ("Stockholm", "Uppsala", "train", 65, 85, 66),
    ("Stockholm", "Uppsala", "car", 60, 75, 71),
    ("Stockholm", "Luleå", "flight", 215, 250, 760),
    ("Stockholm", "Luleå", NIGHT_TRAIN, 810, 870, 1160),
    ("Stockholm", "Luleå", "car", 570, 660, 904),
    ("Stockholm", "Trollhättan", "train", 230, 300, 440),
    ("Luleå", "Piteå", "car", 40, 55, 55),
    ("Malmö", "Hässleholm", "train", 60, 75, 83),
    ("Malmö", "Hässleholm", "car", 60, 80, 85),
    ("Memphis", "Boston", "flight", 290, 350, 1830),
)
"""Both directions are alike."""

TEN, QUARTER = timedelta(minutes=10), timedelta(minutes=15)
IN_TOWN = Route(Mode.CAR, TEN, QUARTER, 3.0, (Part(PartKind.DRIVE, TEN, QUARTER, 3.0),))


class Roads:
    """A router of the table above. `asked` counts the questions."""

    def __init__(self) -> None:
        self.asked = 0

    def ways(self, start: Position, end: Position, *, arrive: datetime | None = None) -> Ways:
        self.asked += 1
        return _ways(start.town, end.town)

    def drives(self, positions: Sequence[Position]) -> tuple[tuple[timedelta | None, ...], ...]:
        return tuple(tuple(_drive(one.town, other.town) for other in positions) for one in positions)


class Atlas:
    """A geocoder of the towns above: the last part of a text that is one of their names."""

    def __init__(self) -> None:
        self.asked = 0

    def find(self, sought: Sought) -> Found | NotFound:
        self.asked += 1
        if sought.lat is not None and sought.lon is not None and abs(sought.lat) <= 90 and abs(sought.lon) <= 180:
            here = Position(sought.lat, sought.lon, sought.city)
            return Found(here, f"{sought.lat}, {sought.lon}", Method.COORDINATES, Confidence.CERTAIN)
        if sought.room:
            return NotFound(Unknown.ROOM)
        parts = [part.strip() for part in (*sought.text.split(","), sought.city)]
        words = [re.sub(r"^[\d ]+", "", part) for part in parts if part]
        for word in reversed(words):
            if town := TOWNS.get(word.casefold()):
                return Found(town, word, Method.TOWN, Confidence.LIKELY)
        return NotFound(Unknown.NOT_FOUND if words else Unknown.EMPTY)


def place(town: Position, text: str = "", source: str = "seller") -> VisitPlace:
    """A town as a place to go to."""
    return VisitPlace(text or town.town, source, town, town.town, town.town, Method.TOWN, Confidence.LIKELY)


def travel_from(office: Position | None, *, home: Position | None = None, rules: TravelRules | None = None) -> Travel:
    """Travel of a seller whose office, and home, are in these towns."""
    return Travel(
        geocoder=Atlas(),
        router=Roads(),
        rules=rules or TravelRules(),
        office=place(office) if office else None,
        home=place(home) if home else None,
    )


def _ways(start: str, end: str) -> Ways:
    if start == end:
        return Ways((IN_TOWN,))
    rows = [row for row in WAYS if {row[0], row[1]} == {start, end}]
    return Ways(tuple(_route(*row[2:], start, end) for row in rows), FERRIES.get(frozenset({start, end}), ""))


def _route(how: str, low: int, high: int, km: float, start: str, end: str) -> Route:
    mode = Mode.TRAIN if how == NIGHT_TRAIN else Mode(how)
    between = (timedelta(minutes=low), timedelta(minutes=high))
    return Route(mode, *between, km, tuple(_parts(how, *between, km, start, end)))


def _parts(how: str, low: timedelta, high: timedelta, km: float, start: str, end: str) -> list[Part]:
    if how == "car":
        return [Part(PartKind.DRIVE, low, high, km, start, end)]
    kind = {"train": PartKind.TRAIN, "flight": PartKind.FLY, NIGHT_TRAIN: PartKind.NIGHT_TRAIN}[how]
    access, aside = timedelta(minutes=20 if how == "flight" else 12), 40.0 if how == "flight" else 3.0
    return [
        Part(PartKind.ACCESS, access, access, aside, end=start),
        Part(kind, low - 2 * access, high - 2 * access, km - 2 * aside, start, end),
        Part(PartKind.ACCESS, access, access, aside, start=end),
    ]


def _drive(start: str, end: str) -> timedelta | None:
    drives = [route.middle for route in _ways(start, end).routes if route.mode is Mode.CAR]
    return drives[0] if drives else None
