"""Links a person may follow: to a map, to directions, to a timetable, to bakeries near a place. Nothing is asked here.

What a link says leaves us when it is followed, and not before.
Google: https://developers.google.com/maps/documentation/urls/get-started
Apple: https://developer.apple.com/library/archive/featuredarticles/iPhoneURLScheme_Reference/MapLinks/MapLinks.html
OpenStreetMap: https://wiki.openstreetmap.org/wiki/Browsing
ResRobot: https://www.trafiklab.se/api/trafiklab-apis/resrobot-v21/deep-links/
"""

import re
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from connectors.routing.bakery import words_to_search
from connectors.routing.geocoder import Position
from connectors.routing.router import Mode

SWEDEN = ZoneInfo("Europe/Stockholm")
LONGEST = 200  # characters of a place that anybody needs to find it
ZOOM = 14
MICRO = 1_000_000

UNPRINTABLE = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
SEPARATORS = re.compile(r"[@=]+")  # what parts the names and values inside one of ResRobot's places


class Site(StrEnum):
    GOOGLE = "google"
    OSM = "osm"
    APPLE = "apple"


GOOGLE_MODES: Mapping[Mode, str] = {Mode.CAR: "driving", Mode.TRAIN: "transit"}
APPLE_MODES: Mapping[Mode, str] = {Mode.CAR: "d", Mode.TRAIN: "r"}


def bakery_search(where: str, language: str, *, site: Site = Site.GOOGLE, position: Position | None = None) -> str:
    """Bakeries near a town or an address, by what bakeries are called in `language`. `position` is where OpenStreetMap's
    map is opened; the others find it by the words."""
    query = words_to_search(_tidy(where), language)
    if site is Site.OSM:
        return _link("www.openstreetmap.org/search", query=query) + (_shown_at(position) if position else "")
    if site is Site.APPLE:
        return _link("maps.apple.com/", q=query)
    return _link("www.google.com/maps/search/", api="1", query=query)


def on_map(position: Position, *, site: Site = Site.GOOGLE) -> str:
    """The place on a map."""
    point = _point(position)
    if site is Site.OSM:
        lat, lon = point.split(",")
        return _link("www.openstreetmap.org/", mlat=lat, mlon=lon) + _shown_at(position)
    if site is Site.APPLE:
        return _link("maps.apple.com/", ll=point, q=_tidy(position.town) or point)
    return _link("www.google.com/maps/search/", api="1", query=point)


def directions(start: Position, end: Position, mode: Mode, *, site: Site = Site.GOOGLE) -> str:
    """The way on a map, by coordinates only; empty where the site has no ways of that kind."""
    origin, goal = _point(start), _point(end)
    if site is Site.OSM and mode is Mode.CAR:
        return _link("www.openstreetmap.org/directions", engine="fossgis_osrm_car", route=f"{origin};{goal}")
    if site is Site.APPLE and mode in APPLE_MODES:
        return _link("maps.apple.com/", saddr=origin, daddr=goal, dirflg=APPLE_MODES[mode])
    if site is Site.GOOGLE and mode in GOOGLE_MODES:
        kind = GOOGLE_MODES[mode]
        return _link("www.google.com/maps/dir/", api="1", origin=origin, destination=goal, travelmode=kind)
    return ""


def timetable(start: Position, end: Position, arrive: datetime | None = None) -> str:
    """Trains and buses in ResRobot, there by `arrive`; its clock is Sweden's."""
    facts = {"SID": _resrobot_place(start), "ZID": _resrobot_place(end)}
    if arrive is not None:
        there = arrive.astimezone(SWEDEN)
        facts |= {"date": f"{there:%Y-%m-%d}", "time": f"{there:%H:%M}", "timesel": "arrive"}
    return _link("reseplanerare.resrobot.se/bin/query.exe/sn", safe="=@", **facts, start="1")


def _resrobot_place(position: Position) -> str:
    """`A=16@X=17703271@Y=59869065@O=Uppsala`: millionths of degrees, and a name that is only shown."""
    name = SEPARATORS.sub(" ", _tidy(position.town)) or _point(position)
    return f"A=16@X={round(position.lon * MICRO)}@Y={round(position.lat * MICRO)}@O={name}"


def _shown_at(position: Position) -> str:
    return f"#map={ZOOM}/{_point(position).replace(',', '/')}"


def _point(position: Position) -> str:
    return f"{position.lat:.6f},{position.lon:.6f}"


def _tidy(text: str) -> str:
    return UNPRINTABLE.sub(" ", text).strip()[:LONGEST]


def _link(page: str, *, safe: str = "", **facts: str) -> str:
    return f"https://{page}?{urlencode(facts, safe=safe, quote_via=quote, errors='replace')}"
