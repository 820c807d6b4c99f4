"""Zone names as calendars write them, to IANA zones: Windows names, vendor paths, display names and bare offsets.

Windows names: https://learn.microsoft.com/windows-hardware/manufacture/desktop/default-time-zones (table from tzlocal).
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from tzlocal.windows_tz import tz_win, win_tz

LONGEST_NAME = 200

# Resolvable on some machines only, or saying nothing of a place.
NO_ZONES = frozenset({"localtime", "posixrules", "factory", "leapseconds", "tzdata.zi", "+version"})

ALIASES = {
    "z": "UTC",
    "coordinated universal time": "UTC",
    "tzone://microsoft/utc": "UTC",
    "cest": "Europe/Berlin",
    "western/central europe": "Europe/Berlin",  # Notes
    "mez": "Europe/Berlin",
    "mesz": "Europe/Berlin",
    "eastern time (us & canada)": "America/New_York",
    "central time (us & canada)": "America/Chicago",
    "mountain time (us & canada)": "America/Denver",
    "pacific time (us & canada)": "America/Los_Angeles",
}

# "(UTC+01:00) Amsterdam, Berlin, ...": cities that are no IANA zone themselves stand beside one that is.
CITY_SPLIT = re.compile(r"\s*[,;/]\s*")
DISPLAY_NAME = re.compile(r"\((?:UTC|GMT)\s*(?:([+-])(\d{1,2})(?::?(\d{2}))?)?\)\s*(.*)", re.IGNORECASE)
OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+-])(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)
OFFSET_PAIR = re.compile(r"GMT\s*([+-]\d{4})\s*\(Standard\)\s*/\s*GMT\s*([+-]\d{4})\s*\(Daylight\)", re.IGNORECASE)
PLAIN_NAME = re.compile(r"[A-Za-z0-9_+/-]+", re.ASCII)
COUNTED = re.compile(r"(.*[^\d\s+-])\s*\d{1,2}")  # "W. Europe Standard Time 1": Exchange numbers its copies

# "GMT +0100 (Standard) / GMT +0200 (Daylight)": Exchange for a zone it has no name for.
WITH_SUMMER_TIME = {
    ("+0000", "+0100"): "Europe/London",
    ("+0100", "+0200"): "Europe/Berlin",
    ("+0200", "+0300"): "Europe/Helsinki",
    ("-0500", "-0400"): "America/New_York",
    ("-0600", "-0500"): "America/Chicago",
    ("-0700", "-0600"): "America/Denver",
    ("-0800", "-0700"): "America/Los_Angeles",
}

# Offsets that are no whole hour and have one zone without summer time.
PART_HOURS = {
    ("+", 3, 30): "Asia/Tehran",
    ("+", 4, 30): "Asia/Kabul",
    ("+", 5, 30): "Asia/Kolkata",
    ("+", 5, 45): "Asia/Kathmandu",
    ("+", 6, 30): "Asia/Yangon",
    ("+", 9, 30): "Australia/Darwin",
}


def zone_for(name: str) -> ZoneInfo | None:
    """The zone a calendar means by `name`, or None when nobody can know: a time is never silently naive."""
    return None if len(name) > LONGEST_NAME else known_zone(name) or guessed_zone(name)


@lru_cache(maxsize=1024)
def known_zone(name: str) -> ZoneInfo | None:
    """The zone of a name that is in a table: IANA, Windows, or either behind a vendor's path."""
    name = _clean(name)
    if not name:
        return None
    for candidate in _without_vendor(name):
        zone = _windows(candidate) or _iana(candidate)
        if zone:
            return zone
    return None


@lru_cache(maxsize=1024)
def guessed_zone(name: str) -> ZoneInfo | None:
    """The zone of a name that only describes one; a calendar's own definition of such a name goes before this."""
    name = _clean(name)
    if not name:
        return None
    guesses: tuple[Callable[[str], ZoneInfo | None], ...] = (_alias, _display_name, _offset_pair, _offset, _nearly)
    return next((zone for guess in guesses if (zone := guess(name))), None)


def windows_name(zone: ZoneInfo) -> str:
    """What Windows calls a zone, or nothing where it has no name for it."""
    return tz_win.get(zone.key, "")


def _clean(name: str) -> str:
    return name.strip().strip("\"'").lstrip(":").strip().strip("/")


def _without_vendor(name: str) -> list[str]:
    """The name, then what is left as path parts fall off its front; the longest that is known wins."""
    if "://" in name:  # tzone://Microsoft/Utc
        return [name]
    parts = name.split("/")
    return ["/".join(parts[first:]) for first in range(len(parts))]


def _iana(name: str) -> ZoneInfo | None:
    """As written where that is a zone; reading the list of all to compare without case takes a while."""
    if not PLAIN_NAME.fullmatch(name) or name.casefold() in NO_ZONES:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        pass
    found = _iana_names().get(name.casefold())
    return ZoneInfo(found) if found else None


def _windows(name: str) -> ZoneInfo | None:
    found = _windows_names().get(name.casefold().replace(" daylight time", " standard time"))
    return ZoneInfo(found) if found else None


def _alias(name: str) -> ZoneInfo | None:
    found = ALIASES.get(name.casefold())
    return ZoneInfo(found) if found else None


def _display_name(name: str) -> ZoneInfo | None:
    match = DISPLAY_NAME.fullmatch(name)
    if not match:
        return None
    rest = match[4].strip()
    if not rest:
        return _offset(name.strip("()")) if match[1] else ZoneInfo("UTC")
    by_name = known_zone(rest) or _alias(rest)
    if by_name:
        return by_name
    cities = (_cities().get(city.casefold().replace(" ", "_")) for city in CITY_SPLIT.split(rest))
    return next((ZoneInfo(city) for city in cities if city), None)


def _offset_pair(name: str) -> ZoneInfo | None:
    match = OFFSET_PAIR.fullmatch(name)
    found = match and WITH_SUMMER_TIME.get((match[1], match[2]))
    return ZoneInfo(found) if found else None


def _offset(name: str) -> ZoneInfo | None:
    """ "UTC+1", "GMT+0100", "+01:00". IANA counts the other way round: Etc/GMT-1 is one hour east."""
    match = OFFSET.fullmatch(name)
    if not match:
        return None
    sign, hours, minutes = match[1], int(match[2]), int(match[3] or 0)
    if minutes:
        found = PART_HOURS.get((sign, hours, minutes))
        return ZoneInfo(found) if found else None
    if hours > (14 if sign == "+" else 12):
        return None
    return ZoneInfo(f"Etc/GMT{'-' if sign == '+' else '+'}{hours}" if hours else "UTC")


def _nearly(name: str) -> ZoneInfo | None:
    """Names that lack an ending ("W. Europe", as Notes writes) or carry a counter ("W. Europe Standard Time 1")."""
    counted = COUNTED.fullmatch(name)
    return (known_zone(counted[1]) if counted else None) or _windows(f"{name} Standard Time")


@cache
def _iana_names() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones() if name.casefold() not in NO_ZONES}


@cache
def _windows_names() -> dict[str, str]:
    return {name.casefold(): zone for name, zone in win_tz.items() if name != "UTC"}


@cache
def _cities() -> dict[str, str]:
    """Every city that has a zone of its own; of two zones with one city the one without a longer path."""
    names = sorted((name for name in available_timezones() if "/" in name), key=lambda name: -name.count("/"))
    return {name.rpartition("/")[2].casefold(): name for name in names if not name.startswith(("Etc/", "SystemV/"))}
