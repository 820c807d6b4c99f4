"""Which town an area code belongs to, read while building from phonenumbers' geocoding data.

"+46920" is "Luleå" there, "+4619" is "Örebro-Kumla", "+46485" is "Öland": of several the first counts, and what is no
town of ours is left out. Mobile numbers and others without a place are not in the data.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from connectors.routing.gazetteer.geonames import Place
from connectors.routing.gazetteer.names import Named
from connectors.routing.gazetteer.town import kilometres

COUNTRIES = {
    "31": "NL", "32": "BE", "33": "FR", "34": "ES", "351": "PT", "352": "LU", "353": "IE", "354": "IS", "358": "FI",
    "36": "HU", "370": "LT", "371": "LV", "372": "EE", "385": "HR", "386": "SI", "39": "IT", "40": "RO", "41": "CH",
    "420": "CZ", "421": "SK", "43": "AT", "44": "GB", "45": "DK", "46": "SE", "47": "NO", "48": "PL", "49": "DE",
}  # fmt: skip
LANGUAGES = ("sv", "no", "fi", "de", "nl", "fr", "it", "es", "pl", "pt", "en")
SHORTEST_AREA_CODE = 3

_SEVERAL = re.compile(r"\s*[/,(]\s*")


def read_area_codes(places: Sequence[Place], named: Named) -> dict[str, int | None]:
    """Each beginning of a number with its town, which is a place's number. A longer beginning without a town stands with
    None where a shorter one would answer for it; one that says the same as a shorter one is left out."""
    could_be = dict(_candidates(named))
    alike: dict[str, list[Place]] = defaultdict(list)
    for prefix, towns in could_be.items():
        if len(towns) == 1:
            alike[prefix[:-1]].append(places[towns[0]])
    areas: dict[str, int | None] = {}
    for prefix, towns in sorted(could_be.items(), key=lambda one: len(one[0])):
        town = _likeliest(towns, alike[prefix[:-1]], places) if towns else None
        if town != _answer(areas, prefix):
            areas[prefix] = town
    return areas


def _candidates(named: Named) -> Iterator[tuple[str, list[int]]]:
    from phonenumbers.geodata import GEOCODE_DATA

    for prefix, described in GEOCODE_DATA.items():
        country = next((COUNTRIES[prefix[:size]] for size in (2, 3) if prefix[:size] in COUNTRIES), None)
        if country and len(prefix) >= SHORTEST_AREA_CODE:
            yield prefix, next((towns for name in _names(described) if (towns := named.all(name, country))), [])


def _names(described: Mapping[str, str]) -> Iterator[str]:
    for language in LANGUAGES:
        if text := described.get(language):
            first = _SEVERAL.split(text)[0]
            yield first
            yield first.split("-")[0]


def _likeliest(towns: list[int], alike: Sequence[Place], places: Sequence[Place]) -> int:
    """Of towns with one name the one near the towns whose codes begin alike: 0459 Ryd lies by 0455, 0456 and 0457."""
    if len(towns) == 1 or not alike:
        return towns[0]
    return min(towns, key=lambda town: sum(_apart(places[town], other) for other in alike))


def _apart(one: Place, other: Place) -> float:
    return kilometres(one.lat, one.lon, other.lat, other.lon)


def _answer(areas: Mapping[str, int | None], prefix: str) -> int | None:
    beginnings = (prefix[:size] for size in range(len(prefix) - 1, SHORTEST_AREA_CODE - 1, -1))
    return next((areas[beginning] for beginning in beginnings if beginning in areas), None)
