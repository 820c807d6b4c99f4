"""Bakeries near a position, from OpenStreetMap through an Overpass server. Data: © OpenStreetMap contributors, ODbL.

https://wiki.openstreetmap.org/wiki/Overpass_API/Overpass_QL, and the tags at
https://wiki.openstreetmap.org/wiki/Tag:shop%3Dbakery: a konditori is a bakery, a pastry shop or a café, as its mapper
saw it; shop=confectionery sells sweets. One answer:

    {"type": "way", "id": 4, "center": {"lat": 65.584, "lon": 22.155},
     "tags": {"shop": "bakery", "name": "...", "opening_hours": "Mo-Fr 07:00-18:00; PH off"}}

A query that ran out of time or memory answers with HTTP 200 and a `remark`.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

import msgspec

from connectors.errors import ConnectorError
from connectors.routing.bakery import Bakery
from connectors.routing.engines.polite import Polite
from connectors.routing.engines.wire import is_on_earth, metres_between, read_name, read_record, read_records
from connectors.routing.geocoder import Position

PUBLIC = "https://overpass-api.de"

SECONDS = 20  # the server gives up after; a Polite for Overpass waits at least as long
MOST = 400  # the server sorts by number, not by distance
KEPT = 30
GRID = 100  # steps a degree: neighbours ask the same question, and nobody is told the very door
SLACK = 800  # metres to the corner of a step
FURTHEST = 10_000
LONGEST_HOURS = 255

SHOPS = frozenset({"bakery", "pastry"})
CAKES = frozenset({"coffee_shop", "cake"})


class Point(msgspec.Struct):
    lat: float
    lon: float


class Element(msgspec.Struct):
    tags: dict[str, str]
    lat: float | None = None
    lon: float | None = None
    center: Point | None = None


class Overpass:
    """`url` is the server, or its very interpreter. Give its Polite an expiry of weeks and `SECONDS` of time."""

    def __init__(self, polite: Polite, *, url: str = PUBLIC) -> None:
        self._polite = polite
        self._url = url if urlsplit(url).path.strip("/") else url.rstrip("/") + "/api/interpreter"

    def near(self, position: Position, *, metres: int) -> tuple[Bakery, ...]:
        if not is_on_earth(position.lat, position.lon):
            return ()
        metres = min(metres, FURTHEST)
        try:
            answer = self._polite.post(self._url, data={"data": write_query(position, metres)}, sane=is_whole)
        except ConnectorError:
            return ()
        return read_bakeries(answer, position, metres=metres)


def write_query(position: Position, metres: int) -> str:
    """Round a grid point, wide enough to hold all that lies within `metres` of the position."""
    lat, lon = round(position.lat * GRID) / GRID, round(position.lon * GRID) / GRID
    around = f"(around:{metres + SLACK},{lat:.2f},{lon:.2f})"
    return (
        f"[out:json][timeout:{SECONDS}];("
        f'nwr{around}["shop"~"^(bakery|pastry)$"];'
        f'nwr{around}["amenity"="cafe"]["cuisine"~"(^|;) *(coffee_shop|cake) *(;|$)"];'
        f'nwr{around}["amenity"="cafe"]["name"~"konditori",i];'
        f");out center tags {MOST};"
    )


def is_whole(answer: object) -> bool:
    return isinstance(answer, dict) and isinstance(answer.get("elements"), list) and not answer.get("remark")


def read_bakeries(answer: object, position: Position, *, metres: int) -> tuple[Bakery, ...]:
    """Nearest first, each once; what has no name or lies further off is left out."""
    if not isinstance(answer, dict) or not is_whole(answer):
        return ()
    found: dict[str, tuple[float, Bakery]] = {}
    for bakery in _bakeries(answer["elements"]):
        away = metres_between(position, bakery.position)
        known = found.get(bakery.name.casefold())
        if away <= metres and (known is None or away < known[0]):
            found[bakery.name.casefold()] = away, bakery
    return tuple(bakery for _, bakery in sorted(found.values(), key=lambda one: one[0])[:KEPT])


def _bakeries(elements: object) -> Iterator[Bakery]:
    for element in read_records(Element, elements, most=MOST):
        name = read_name(element.tags.get("name", ""))
        place = element.center or read_record(Point, {"lat": element.lat, "lon": element.lon})
        if name and place and is_on_earth(place.lat, place.lon) and _sells_buns(element.tags, name):
            yield Bakery(name, Position(place.lat, place.lon), _street(element.tags), _hours(element.tags))


def _sells_buns(tags: dict[str, str], name: str) -> bool:
    if tags.get("shop") in SHOPS:
        return True
    cuisine = {one.strip() for one in tags.get("cuisine", "").split(";")}
    return tags.get("amenity") == "cafe" and (not CAKES.isdisjoint(cuisine) or "konditori" in name.casefold())


def _street(tags: dict[str, str]) -> str:
    return read_name(f"{tags.get('addr:street', '')} {tags.get('addr:housenumber', '')}")


def _hours(tags: dict[str, str]) -> str:
    hours = tags.get("opening_hours", "")
    return read_name(hours, LONGEST_HOURS) if len(hours) <= LONGEST_HOURS else ""
