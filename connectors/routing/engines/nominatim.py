"""Addresses found by a Nominatim server. Data: © OpenStreetMap contributors, ODbL.

https://nominatim.org/release-docs/latest/api/Search/ and /Output/; for the public server
https://operations.osmfoundation.org/policies/nominatim/: a question a second from all of us, answers kept, no lists of
addresses. A list of places answers, their coordinates as strings:

    [{"lat": "58.2835", "lon": "12.2891", "category": "building", "type": "yes", "place_rank": 30, "importance": 6.1e-05,
      "addresstype": "building", "address": {"house_number": "14", "road": "Slussgatan", "town": "Trollhättan",
      "county": "Västra Götalands län", "postcode": "461 30", "country_code": "se"}}]
"""

from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from connectors.routing.engines.address import Address
from connectors.routing.engines.geocoding import Answered, Kind, find_by
from connectors.routing.engines.polite import Polite
from connectors.routing.engines.wire import is_on_earth, read_name, read_records
from connectors.routing.geocoder import Found, Geocoder, NotFound, Position, Sought

NAME = "nominatim"
PUBLIC = "https://nominatim.openstreetmap.org"

HOUSE_RANK = 28  # https://nominatim.org/release-docs/latest/customize/Ranking/
STREET_RANK = 26
TOWN_RANK = 13  # below are counties, states and countries: no place to drive to
OBSCURE = 0.05  # the importance of a name that stands on a map and nowhere else: not the town anybody meant

TOWNS = ("city", "town", "village", "municipality", "hamlet", "suburb")
REGIONS = ("county", "state", "region")
NO_ADDRESS: Mapping[str, str] = MappingProxyType({})


class Place(msgspec.Struct):
    lat: float
    lon: float
    place_rank: int
    importance: float = 0.0
    address: dict[str, str] = {}


class Nominatim:
    """A Geocoder that is asked about addresses, `twin` telling which towns there are. Give its Polite one question a
    second and an expiry of weeks."""

    def __init__(self, polite: Polite, *, twin: Geocoder, url: str = PUBLIC) -> None:
        self._polite, self._twin, self._url = polite, twin, url.rstrip("/")

    def find(self, sought: Sought) -> Found | NotFound:
        """Raises ConnectorError."""
        return find_by(self.ask, sought, twin=self._twin, by=NAME)

    def ask(self, address: Address) -> Answered | None:
        """What is at the address. Raises ConnectorError."""
        params = {**write_question(address), "format": "jsonv2", "addressdetails": "1", "limit": "1"}
        return read_answer(self._polite.get(f"{self._url}/search", params=params, sane=is_list))


def write_question(address: Address) -> dict[str, str]:
    """In its parts where they were written apart, else as on an envelope."""
    parts = {"street": address.street, "postalcode": address.postal_code, "city": address.city}
    question = {name: part for name, part in parts.items() if part} if address.in_parts else {"q": address.text}
    return question | ({"countrycodes": address.country.lower()} if address.country else {})


def is_list(answer: object) -> bool:
    return isinstance(answer, list)


def read_answer(answer: object) -> Answered | None:
    """The first place that makes sense, None when there is none."""
    for place in read_records(Place, answer, most=1):
        kind = _kind(place)
        if kind and is_on_earth(place.lat, place.lon):
            told = {name: read_name(text) for name, text in place.address.items()}
            return Answered(
                _position(place, told),
                kind,
                street=told.get("road", ""),
                number=told.get("house_number", ""),
                postal_code=told.get("postcode", ""),
            )
    return None


def _kind(place: Place) -> Kind | None:
    if place.place_rank >= HOUSE_RANK:
        return Kind.HOUSE
    if place.place_rank >= STREET_RANK:
        return Kind.STREET
    return Kind.TOWN if place.place_rank >= TOWN_RANK and place.importance >= OBSCURE else None


def _position(place: Place, told: Mapping[str, str]) -> Position:
    town = next((told[name] for name in TOWNS if told.get(name)), "")
    region = next((told[name] for name in REGIONS if told.get(name)), "")
    return Position(place.lat, place.lon, town, region, told.get("country_code", "").upper()[:2])
