"""An Overpass server that holds what a test gives it, and reads the questions it is asked.

Shapes as https://wiki.openstreetmap.org/wiki/Overpass_API/Overpass_QL has them for `out center tags`.
"""

import re
from dataclasses import dataclass

from tests.simulators.loopback import Answer, Asked, answer_json

Json = dict[str, object]
AROUND = re.compile(r"\(around:(\d+),(-?[\d.]+),(-?[\d.]+)\)")


def node(lat: float, lon: float, name: str = "", **tags: str) -> Json:
    return {"type": "node", "id": 1, "lat": lat, "lon": lon, "tags": _tags(name, tags)}


def way(lat: float, lon: float, name: str = "", **tags: str) -> Json:
    return {"type": "way", "id": 2, "center": {"lat": lat, "lon": lon}, "tags": _tags(name, tags)}


def _tags(name: str, tags: dict[str, str]) -> dict[str, str]:
    told = {key.replace("addr_", "addr:"): value for key, value in tags.items()}
    return ({"name": name} if name else {}) | (told if told else {"shop": "bakery"})


def answer(*elements: Json, **more: object) -> Json:
    return {
        "version": 0.6,
        "generator": "Overpass API 0.7.62.7 375dc00a",
        "osm3s": {"timestamp_osm_base": "2026-11-23T06:00:00Z", "copyright": "ODbL"},
        "elements": list(elements),
        **more,
    }


@dataclass(slots=True)
class OverpassSimulator:
    elements: tuple[Json, ...] = ()

    def __call__(self, asked: Asked) -> Answer:
        assert (asked.method, asked.path) == ("POST", "/api/interpreter")
        query = asked.form["data"]
        assert query.startswith("[out:json][timeout:")
        for _, lat, lon in AROUND.findall(query):
            assert 55 < float(lat) < 70
            assert 10 < float(lon) < 25
        return answer_json(answer(*self.elements))
