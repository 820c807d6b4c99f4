"""Addresses and bakeries found by a Photon server. Data: © OpenStreetMap contributors, ODbL.

https://github.com/komoot/photon, docs/api-v1.md: GeoJSON answers, longitude first. An older server knows no
/structured and answers 404. The public one, photon.komoot.io, asks for reasonable use and slows down who asks for more.

    {"type": "FeatureCollection", "features": [{"type": "Feature",
      "geometry": {"type": "Point", "coordinates": [12.2891, 58.2835]},
      "properties": {"osm_key": "building", "osm_value": "yes", "type": "house", "housenumber": "14",
       "street": "Slussgatan", "postcode": "461 30", "city": "Trollhättan", "countrycode": "SE"}}]}
"""

from collections.abc import Iterator

import msgspec

from connectors.errors import ConnectorError, EngineFailed
from connectors.routing.bakery import Bakery
from connectors.routing.engines.address import Address
from connectors.routing.engines.geocoding import Answered, Kind, find_by
from connectors.routing.engines.polite import Json, Polite
from connectors.routing.engines.wire import is_on_earth, metres_between, read_name, read_records
from connectors.routing.geocoder import Found, Geocoder, NotFound, Position, Sought

NAME = "photon"
PUBLIC = "https://photon.komoot.io"
MISSING = 404

MOST = 50
FURTHEST = 10  # km
GRID = 3  # decimals: 100 m, so that neighbours ask the same and nobody is told the very door
KINDS = {
    "house": Kind.HOUSE,
    "street": Kind.STREET,
    "locality": Kind.TOWN,
    "district": Kind.TOWN,
    "city": Kind.TOWN,
}  # a county, a state and a country are no place to drive to
SHOPS = ("shop:pastry", "shop:bakery")


class Properties(msgspec.Struct):
    type: str = ""
    osm_key: str = ""
    osm_value: str = ""
    name: str = ""
    street: str = ""
    housenumber: str = ""
    postcode: str = ""
    city: str = ""
    county: str = ""
    state: str = ""
    countrycode: str = ""


class Geometry(msgspec.Struct):
    coordinates: tuple[float, float]


class Feature(msgspec.Struct):
    geometry: Geometry
    properties: Properties

    @property
    def position(self) -> Position | None:
        lon, lat = self.geometry.coordinates
        if not is_on_earth(lat, lon):
            return None
        told = self.properties
        town = told.city or (told.name if KINDS.get(told.type) is Kind.TOWN else "")
        region, country = told.county or told.state, told.countrycode.upper()[:2]
        return Position(lat, lon, read_name(town), read_name(region), country)


class PhotonGeocoder:
    """A Geocoder that is asked about addresses, `twin` telling which towns there are. Give its Polite one question a
    second and an expiry of weeks."""

    def __init__(self, polite: Polite, *, twin: Geocoder, url: str = PUBLIC) -> None:
        self._polite, self._twin, self._url = polite, twin, url.rstrip("/")

    def find(self, sought: Sought) -> Found | NotFound:
        """Raises ConnectorError."""
        return find_by(self.ask, sought, twin=self._twin, by=NAME)

    def ask(self, address: Address) -> Answered | None:
        """What is at the address. Raises ConnectorError."""
        if address.in_parts and (answer := self._ask_in_parts(address)) is not None:
            return read_answer(answer)
        return read_answer(
            self._polite.get(f"{self._url}/api", params={"q": address.text, "limit": 1}, sane=is_geojson)
        )

    def _ask_in_parts(self, address: Address) -> Json:
        """None from a server that takes no parts."""
        parts = {"street": address.street, "postcode": address.postal_code, "city": address.city}
        asked = {name: part for name, part in parts.items() if part} | {"limit": 1}
        if address.country:
            asked["countrycode"] = address.country
        try:
            return self._polite.get(f"{self._url}/structured", params=asked, sane=is_geojson)
        except EngineFailed as failure:
            if failure.status == MISSING:
                return None
            raise


class PhotonBakeries:
    """Bakeries, with their hours not known: Photon has none. Give its Polite an expiry of weeks."""

    def __init__(self, polite: Polite, *, url: str = PUBLIC) -> None:
        self._polite, self._url = polite, url.rstrip("/")

    def near(self, position: Position, *, metres: int) -> tuple[Bakery, ...]:
        if not is_on_earth(position.lat, position.lon):
            return ()
        tags = "&".join(f"osm_tag={tag}" for tag in SHOPS)
        params = {
            "lat": round(position.lat, GRID),
            "lon": round(position.lon, GRID),
            "radius": min(metres / 1000 + 0.1, FURTHEST),
            "limit": MOST,
        }
        try:
            answer = self._polite.get(f"{self._url}/reverse?{tags}", params=params, sane=is_geojson)
        except ConnectorError:
            return ()
        return read_bakeries(answer, position, metres=metres)


def is_geojson(answer: Json) -> bool:
    return isinstance(answer, dict) and isinstance(answer.get("features"), list)


def read_answer(answer: Json) -> Answered | None:
    """The first place that makes sense, None when there is none."""
    for feature in _features(answer, most=1):
        told, position = feature.properties, feature.position
        kind = KINDS.get(told.type)
        if kind and position:
            street = told.street or (told.name if kind is Kind.STREET else "")
            return Answered(position, kind, read_name(street), read_name(told.housenumber), read_name(told.postcode))
    return None


def read_bakeries(answer: Json, position: Position, *, metres: int) -> tuple[Bakery, ...]:
    """Nearest first; what has no name, lies further off or sells something else is left out."""
    found = []
    for feature in _features(answer, most=MOST):
        told, place = feature.properties, feature.position
        name = read_name(told.name)
        if not name or place is None or f"{told.osm_key}:{told.osm_value}" not in SHOPS:
            continue
        away = metres_between(position, place)
        if away <= metres:
            found.append((away, Bakery(name, place, read_name(f"{told.street} {told.housenumber}"))))
    return tuple(bakery for _, bakery in sorted(found, key=lambda one: one[0]))


def _features(answer: Json, *, most: int) -> Iterator[Feature]:
    if isinstance(answer, dict) and is_geojson(answer):
        yield from read_records(Feature, answer["features"], most=most)
