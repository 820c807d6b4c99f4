"""A Photon that knows a few addresses by their names and a few bakeries by where they are.

Shapes as https://github.com/komoot/photon, docs/api-v1.md has them. `structured` is whether it was started with a
database that knows addresses in parts.
"""

from dataclasses import dataclass, field

from tests.simulators.loopback import Answer, Asked, answer_json

Json = dict[str, object]


def feature(lat: float, lon: float, kind: str = "house", **told: object) -> Json:
    plain = {"osm_type": "N", "osm_id": 123, "osm_key": "place", "osm_value": "house", "countrycode": "SE"}
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
        "properties": {**plain, "type": kind, "country": "Sverige", "county": "Västra Götalands län", **told},
    }


def bakery(lat: float, lon: float, name: str, **told: object) -> Json:
    return feature(lat, lon, name=name, **{"osm_key": "shop", "osm_value": "bakery", **told})


def collection(*features: Json) -> Json:
    return {"type": "FeatureCollection", "features": list(features)}


HOUSE = feature(
    58.2835, 12.2891, street="Slussgatan", housenumber="14", postcode="461 30", city="Trollhättan", osm_key="building"
)


@dataclass(slots=True)
class PhotonSimulator:
    places: dict[str, Json] = field(default_factory=lambda: {"slussgatan 14": HOUSE})
    bakeries: tuple[Json, ...] = ()
    structured: bool = True

    def __call__(self, asked: Asked) -> Answer:
        params = asked.params
        if asked.path == "/reverse":
            assert params["osm_tag"] == "shop:bakery"
            assert 55 < float(params["lat"]) < 70
            assert 10 < float(params["lon"]) < 25
            return answer_json(collection(*self.bakeries))
        if asked.path == "/structured" and not self.structured:
            return answer_json({"message": "Endpoint GET /structured not found"}, 404)
        assert asked.path in ("/api", "/structured")
        sought = params.get("q", params.get("street", "")).casefold()
        return answer_json(collection(*[one for name, one in self.places.items() if name in sought][:1]))
