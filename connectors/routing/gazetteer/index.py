"""The gazetteer, open for reading: a name, a code, a number or a point in, towns out.

One connection on an unchanging file serves all threads of a process; what it keeps in memory is bounded.
"""

import re
import sqlite3
from collections.abc import Mapping
from functools import lru_cache
from math import cos, floor, radians, sqrt
from pathlib import Path
from threading import Lock
from typing import Any

from connectors.routing.gazetteer.folding import LONGEST, fold, strip
from connectors.routing.gazetteer.town import PostalArea, Region, Town, kilometres

VERSION = 2  # of the file's tables
MOST_NAMESAKES = 12
MOST_DRAWN = 500
NEAR_KM = 50.0
LONGEST_AREA_CODE = 9  # digits, the country code among them
BESIDE_AREA_KM = 60.0  # postal towns reach beyond the localities we know
NAMES_KEPT = 4096
PAGES_KEPT_KIB = 2048
BANDS_A_DEGREE = 2  # towns are found by point in bands of half a degree of latitude

_TOWN = "SELECT t.name, t.lat, t.lon, t.region, t.zone, t.population FROM"
_NAMED = f"{_TOWN} names n JOIN towns t ON t.id = n.town WHERE n.key = ? ORDER BY n.rank, n.town LIMIT ?"
_NAMED_IN = (
    f"{_TOWN} names n JOIN towns t ON t.id = n.town WHERE n.key = ? AND t.country = ? ORDER BY n.rank, n.town LIMIT ?"
)
_NEAR = f"{_TOWN} towns t WHERE t.band = ? AND t.lon BETWEEN ? AND ?"
_WITHIN = (
    f"{_TOWN} towns t WHERE t.population >= ? AND t.lat BETWEEN ? AND ? AND t.lon BETWEEN ? AND ? ORDER BY t.id LIMIT ?"
)
_NUMBERED = f"{_TOWN} towns t WHERE t.id = ?"
_PHONE = "SELECT town FROM phones WHERE prefix = ?"
_POSTAL = "SELECT digits, localities, lat, lon, radius FROM postal_areas WHERE digits = ?"
_LOCALITY = (
    "SELECT a.digits, a.localities, a.lat, a.lon, a.radius FROM localities l JOIN postal_areas a ON a.digits = l.digits "
    "WHERE l.key = ? ORDER BY l.digits"
)

_REGIONS = "SELECT region, everywhere FROM region_names WHERE key IN (?, ?) ORDER BY region"
_COUNTRY = "SELECT code FROM country_names WHERE key IN (?, ?)"

_CODE = re.compile(r"[A-Z]{2}")
_SWEDISH_CODE = re.compile(r"(?:SE?[- ]?)?([0-9]{2})([0-9]?)(?: ?[0-9]{1,2})?", re.IGNORECASE)
_NUMBER = re.compile(r"(?:\+|00)((?:[0-9][-–/.() ]*){1,16})")  # 15 digits by E.164, and a 0 in brackets
_NO_DIGITS = re.compile(r"[^0-9]+")


class Gazetteer:
    """Everything in the file at `path`. Raises sqlite3.DatabaseError when it is none of ours."""

    def __init__(self, path: Path) -> None:
        self._lock = Lock()
        self._file = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False, isolation_level=None
        )
        try:
            self.about: Mapping[str, str] = self._examine()
        except sqlite3.DatabaseError:
            self._file.close()
            raise
        self._zones: dict[int, str] = dict(self._file.execute("SELECT id, name FROM zones"))
        self._regions: dict[int, Region] = {
            number: Region(country, code, name)
            for number, country, code, name in self._file.execute("SELECT id, country, code, name FROM regions")
        }
        self._look_up = lru_cache(maxsize=NAMES_KEPT)(self._look_up_once)

    def _examine(self) -> Mapping[str, str]:
        """What the file says of itself, once it is known to be whole and one of ours."""
        self._file.execute(f"PRAGMA cache_size=-{PAGES_KEPT_KIB}")
        if self._file.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
            raise sqlite3.DatabaseError("the file is damaged")
        about = dict(self._file.execute("SELECT key, value FROM meta"))
        if about.get("version") != str(VERSION):
            raise sqlite3.DatabaseError("the file is of another version")
        return about

    def close(self) -> None:
        self._file.close()

    def named(self, name: str, *, country: str = "") -> tuple[Town, ...]:
        """Towns of that name: those that call themselves so first, then those called so by others; most inhabitants
        first. `country` is an ISO 3166 code."""
        if not 1 < len(name) <= LONGEST or not (country == "" or _CODE.fullmatch(country)):
            return ()
        key = fold(name)
        return self._look_up(key, country) if key else ()

    def nearest(self, lat: float, lon: float) -> Town | None:
        """The town that a point is in, or else the nearest within 50 km. A town is as wide as its inhabitants make it:
        a point in the middle of a city is in the city, not in the part of it that happens to be nearer."""
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            return None
        found = {town: _outside(town, lat, lon) for town in self._around(lat, lon)}
        nearest = min(found, key=lambda town: (found[town], -town.population), default=None)
        return nearest if nearest and found[nearest] <= NEAR_KM else None

    def towns_within(
        self, lat_min: float, lat_max: float, lon_min: float, lon_max: float, *, least: int
    ) -> tuple[Town, ...]:
        """Towns of at least so many inhabitants in a box, most first, at most 500."""
        return self._towns(_WITHIN, least, lat_min, lat_max, lon_min, lon_max, MOST_DRAWN)

    def postal_area(self, code: str) -> PostalArea | None:
        """The area of a Swedish postal code, "972 31", "SE-97231", or of its first two or three digits."""
        digits = _SWEDISH_CODE.fullmatch(code.strip()) if len(code) <= LONGEST else None
        if digits is None:
            return None
        two, third = digits.groups()
        for prefix in (two + third, two):
            for row in self._rows(_POSTAL, prefix):
                return _area(*row)
        return None

    def locality(self, name: str) -> tuple[PostalArea, ...]:
        """The Swedish postal areas with a postal town of that name: a village that is known by its mail alone."""
        key = fold(name) if 1 < len(name) <= LONGEST else ""
        return tuple(_area(*row) for row in self._rows(_LOCALITY, key)) if key else ()

    def named_in_area(self, name: str, code: str) -> Town | None:
        """The Swedish town of that name in the area of a postal code: of two Ryd the code tells which."""
        area = self.postal_area(code)
        towns = self.named(name, country="SE") if area else ()
        if area is None or not towns:
            return None
        away = [kilometres(area.lat, area.lon, town.lat, town.lon) for town in towns]
        nearest = away.index(min(away))
        return towns[nearest] if away[nearest] <= area.radius + BESIDE_AREA_KM else None

    def phone_area(self, number: str) -> Town | None:
        """The town of a landline number with its country code, or of the number's beginning: +46920 is Luleå."""
        written = _NUMBER.fullmatch(number.strip()) if len(number) <= LONGEST else None
        if written is None:
            return None
        digits = _NO_DIGITS.sub("", written[1].replace("(0)", ""))[:LONGEST_AREA_CODE]
        beginnings = (digits[:length] for length in range(len(digits), 2, -1))
        for town in (row[0] for beginning in beginnings for row in self._rows(_PHONE, beginning)):
            return self._towns(_NUMBERED, town)[0] if town is not None else None
        return None

    def regions(self, text: str, *, country: str = "") -> tuple[Region, ...]:
        """Counties, states and provinces of that name ("Dalarna", "Dalarnas län", "Tennessee") or, in capitals, of that
        code ("TN"). Swedish and other codes that people write seldom count only with their `country`."""
        if not 0 < len(text) <= LONGEST:
            return ()
        found = [(self._regions[number], known) for number, known in self._rows(_REGIONS, *_written(text))]
        return tuple(region for region, known in found if (region.country == country if country else known))

    def region_code(self, text: str, country: str) -> str:
        """The code of a region of that country, or nothing."""
        return next((region.code for region in self.regions(text, country=country)), "") if country else ""

    def country_code(self, text: str) -> str:
        """ISO 3166 alpha-2 of a country's name in Swedish, English or a language spoken there, of its code in capitals
        ("SE", "USA") or of a common short form; nothing when it is no country."""
        if not 1 < len(text) <= LONGEST:
            return ""
        return next((code for (code,) in self._rows(_COUNTRY, *_written(text))), "")

    def _look_up_once(self, key: str, country: str) -> tuple[Town, ...]:
        for written in dict.fromkeys((key, strip(key))):
            statement = (_NAMED_IN, written, country) if country else (_NAMED, written)
            if towns := self._towns(*statement, MOST_NAMESAKES):
                return towns
        return ()

    def _around(self, lat: float, lon: float) -> list[Town]:
        north = NEAR_KM / 111
        east = min(180.0, north / max(0.01, cos(radians(lat))))
        bands = range(floor((lat - north) * BANDS_A_DEGREE), floor((lat + north) * BANDS_A_DEGREE) + 1)
        return [town for band in bands for town in self._towns(_NEAR, band, lon - east, lon + east)]

    def _towns(self, statement: str, *values: str | float) -> tuple[Town, ...]:
        return tuple(self._town(*row) for row in self._rows(statement, *values))

    def _town(self, name: str, lat: float, lon: float, region: int, zone: int, population: int) -> Town:
        within = self._regions[region]
        return Town(name, lat, lon, within.country, within.name, within.code, self._zones[zone], population)

    def _rows(self, statement: str, *values: str | float) -> list[Any]:
        with self._lock:
            return self._file.execute(statement, values).fetchall()


def _area(digits: str, localities: str, lat: float, lon: float, radius: float) -> PostalArea:
    return PostalArea(digits, tuple(localities.split(";")), lat, lon, radius)


def _written(text: str) -> tuple[str, str]:
    """The keys of a name or a code: codes are told from words ("in", "or", "is") by their capitals."""
    code = text.strip()
    return fold(text), f"={code}" if code.isascii() and code.isupper() else ""


def _outside(town: Town, lat: float, lon: float) -> float:
    """Kilometres to where the town begins: 5 km from the middle for a million and a half, 0.4 for ten thousand."""
    return max(0.0, kilometres(lat, lon, town.lat, town.lon) - 0.004 * sqrt(town.population))
