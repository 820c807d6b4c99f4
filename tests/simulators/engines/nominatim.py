"""A Nominatim that knows a few houses and streets by their names; anything else is an empty list.

Shapes as https://nominatim.org/release-docs/latest/api/Output/ has them for jsonv2 with addressdetails.
"""

from dataclasses import dataclass, field

from tests.simulators.loopback import Answer, Asked, answer_json

Json = dict[str, object]


def place(
    lat: float, lon: float, *, road: str = "", number: str = "", town: str = "", code: str = "", rank: int = 30
) -> Json:
    """One answer; of a town without a road."""
    address = {"house_number": number, "road": road, "town": town, "postcode": code, "country_code": "se"}
    return {
        "place_id": 123,
        "licence": "Data © OpenStreetMap contributors, ODbL 1.0. http://osm.org/copyright",
        "osm_type": "node",
        "osm_id": 456,
        "lat": f"{lat}",
        "lon": f"{lon}",
        "category": "place" if number or not road else "highway",
        "type": "house" if number else "residential" if road else "town",
        "place_rank": rank,
        "importance": 0.5 if not road else 6.1e-05,
        "addresstype": "place" if number else "road" if road else "town",
        "name": "",
        "display_name": f"{number}, {road}, {town}, Västra Götalands län, {code}, Sverige",
        "address": {name: text for name, text in address.items() if text}
        | {"county": "Västra Götalands län", "ISO3166-2-lvl4": "SE-O", "country": "Sverige"},
        "boundingbox": [f"{lat - 0.01}", f"{lat + 0.01}", f"{lon - 0.01}", f"{lon + 0.01}"],
    }


HOUSE = place(58.2835, 12.2891, road="Slussgatan", number="14", town="Trollhättan", code="461 30")


@dataclass(slots=True)
class NominatimSimulator:
    places: dict[str, Json] = field(default_factory=lambda: {"slussgatan 14": HOUSE})

    def __call__(self, asked: Asked) -> Answer:
        params = asked.params
        assert asked.path == "/search"
        assert (params["format"], params["addressdetails"], params["limit"]) == ("jsonv2", "1", "1")
        sought = params.get("q", params.get("street", "")).casefold()
        return answer_json([one for name, one in self.places.items() if name in sought][:1])
