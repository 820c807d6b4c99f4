"""Where people meet: LOCATION's words, and the places picked from a list or a map that Outlook and Apple write beside it.

X-MICROSOFT-LOCATIONS ([MS-STANOICAL], a JSON list) and X-APPLE-STRUCTURED-LOCATION (a geo: URI); GEO is RFC 5545, 3.8.1.6.
"""

import json
import re
from dataclasses import replace
from functools import lru_cache
from typing import Any

from connectors.conferencing import read_location
from connectors.ics.entries import Entry, Line
from connectors.ics.lines import unescape
from connectors.meetings import OnlineRoom, Place, PlaceKind
from connectors.places import LONGEST_PLACE, MOST_PLACES, once, one_line

POINT = re.compile(r"(?:geo:)?\s*(-?\d{1,3}(?:\.\d+)?)\s*[;,]\s*(-?\d{1,3}(?:\.\d+)?)", re.IGNORECASE)
TOWN = re.compile(r"(?:[A-Z]{1,2}-)?(\d{3} ?\d{2}|\d{4,5})\s+([^\d,]{2,60})")

Understood = tuple[tuple[Place, ...], OnlineRoom | None]
NOTHING: Understood = ((), None)


def read_places(entry: Entry, booked: tuple[Place, ...]) -> Understood:
    """Every place of an entry once, picked ones first, and the online room that stands among them."""
    text = _bounded(entry.text("LOCATION") or unescape(entry.text("X-MICROSOFT-LOCATIONDISPLAYNAME")))
    typed, online = _typed(text)
    listed, listed_online = _microsoft(entry.text("X-MICROSOFT-LOCATIONS"))
    picked = tuple(place for line in entry.all("X-APPLE-STRUCTURED-LOCATION")[:3] if (place := _apple(line)))
    places = once((*picked, *listed, *booked, *typed))
    return _with_point(places, entry.text("GEO")), online or listed_online


@lru_cache(maxsize=2048)  # few places, many meetings
def _typed(text: str) -> Understood:
    return read_location(text) if text else NOTHING


@lru_cache(maxsize=256)
def _microsoft(value: str) -> Understood:
    """`[{"DisplayName":"Sal Ö","LocationUri":"sal.o@nordverk.example","LocationCity":"Luleå", ...}]`, escaped as a text."""
    if not value:
        return NOTHING
    try:
        listed = json.loads(unescape(value))
    except (ValueError, RecursionError):
        return NOTHING
    places: list[Place] = []
    online: OnlineRoom | None = None
    for one in listed[:MOST_PLACES] if isinstance(listed, list) else ():
        found, room = _picked(one) if isinstance(one, dict) else NOTHING
        places += found
        online = online or room
    return tuple(places), online


def _picked(one: dict[str, Any]) -> Understood:
    def said(name: str) -> str:
        value = one.get(name)
        return _bounded(value.strip()) if isinstance(value, str) else ""

    name, uri = said("DisplayName"), said("LocationUri").lower()
    street, city = said("LocationStreet"), said("LocationCity")
    if "@" in uri and "://" not in uri:
        return (Place(name or uri, PlaceKind.ROOM, mailbox=uri.removeprefix("mailto:")),), None
    if not street and not city:
        return _typed(name)
    kind = PlaceKind.ADDRESS if not name or name == street else PlaceKind.VENUE
    text = name or ", ".join(part for part in (street, city) if part)
    code, country = said("LocationPostalCode"), said("LocationCountry")
    return (Place(text, kind, street=street, postal_code=code, city=city, country=country),), None


def _apple(line: Line) -> Place | None:
    """`;X-ADDRESS="Storgatan 4\\n461 30 Trollhättan";X-TITLE="Bruket":geo:58.28,12.29`"""
    title = _bounded(unescape(line.param("X-TITLE")).strip())
    address = [part.strip() for part in re.split(r"\n|\\n|,", unescape(line.param("X-ADDRESS"))) if part.strip()]
    lat, lon = _point(line.value) or (None, None)
    if not title and not address:
        return Place(f"{lat}, {lon}", PlaceKind.COORDINATES, lat=lat, lon=lon) if lat is not None else None
    street = "" if not address else address[0]
    town = next((match for part in address if (match := TOWN.fullmatch(part))), None)
    return Place(
        one_line(title) or _bounded(", ".join(address)),
        PlaceKind.VENUE if title and not title.startswith(street or title + " ") else PlaceKind.ADDRESS,
        street=_bounded(street),
        postal_code=town[1] if town else "",
        city=town[2].strip() if town else "",
        lat=lat,
        lon=lon,
    )


def _with_point(places: tuple[Place, ...], geo: str) -> tuple[Place, ...]:
    """GEO belongs to the one place there is; where there is none, it is the place."""
    point = _point(geo)
    if not point or any(place.lat is not None for place in places):
        return places
    lat, lon = point
    if len(places) == 1:
        return (replace(places[0], lat=lat, lon=lon),)
    return places or (Place(f"{lat}, {lon}", PlaceKind.COORDINATES, lat=lat, lon=lon),)


def _point(text: str) -> tuple[float, float] | None:
    """A point on earth. 0, 0 is what programs write that know none."""
    match = POINT.match(text)
    if not match:
        return None
    lat, lon = float(match[1]), float(match[2])
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 and (lat or lon) else None


def _bounded(text: str) -> str:
    return text[:LONGEST_PLACE]
