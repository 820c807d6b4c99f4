"""Splits what stands in a calendar's location field into places and an online room.

Outlook joins several places with semicolons, Google writes the link beside a word; a semicolon can also be part of an
address ("Hauptstraße 1-5; 4041 Linz"), and a link can be a map.
"""

import re
from functools import lru_cache
from urllib.parse import parse_qs, unquote_plus

from connectors.conferencing.links import Found, choose_room, find_links, is_map, split_link
from connectors.conferencing.phrases import FILLERS, PLACEHOLDERS, SCREEN_WORDS, TOOLS
from connectors.meetings import LinkSource, OnlineRoom, Place, PlaceKind

LONGEST = 2_000
MOST_PLACES = 20

PIECES = re.compile(r"[;\n\r|]|\s/\s|\s\+\s")
TOWN = re.compile(r"^(?:[A-Z]{1,3}[ -])?\d{3,5}(?:\s\d{2})?\s+[^\W\d_]")  # 461 30 Trollhättan, D-10115 Berlin
HOUSE_NUMBER = re.compile(r"[^\W\d_]{3,}\.?\s+\d{1,4}(?:\s?[-/]\s?\d{1,4})?\s?[A-Za-z]?$")
ROOM_TAG = re.compile(r"\s*\[[^\[\]]{1,60}\]$")  # "Hus A-3-Björken (12) [Google Meet]": the room has the hardware
TOKENS = re.compile(r"[\w-]+")
COORDINATES = re.compile(r"@?(-?\d{1,2}\.\d{2,12}),\s?(-?\d{1,3}\.\d{2,12})")
LINK_LABEL = re.compile(r"[\s:,(<>\[\]-]+")
EDGES = " \t,.:-–—/<>"


def read_location(text: str) -> tuple[tuple[Place, ...], OnlineRoom | None]:
    """The places named in a location field, and the online room where it names one.

    A room without a link comes as PLACEHOLDER when the calendar put its text there, as LOCATION when a person wrote it.
    """
    return _read(text[:LONGEST]) if text else ((), None)


@lru_cache(maxsize=4096)
def _read(text: str) -> tuple[tuple[Place, ...], OnlineRoom | None]:
    places: list[Place] = []
    rooms: list[OnlineRoom] = []
    for piece in _pieces(text):
        place = _read_piece(piece, rooms)
        if place and place not in places and len(places) < MOST_PLACES:
            places.append(place)
    return tuple(places), choose_room(rooms)


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for part in PIECES.split(text):
        piece = part.strip()
        if not piece:
            continue
        if pieces and TOWN.match(piece) and HOUSE_NUMBER.search(pieces[-1]):
            pieces[-1] = f"{pieces[-1]}, {piece}"  # one address, not two places
        else:
            pieces.append(piece)
    return pieces


def _read_piece(piece: str, rooms: list[OnlineRoom]) -> Place | None:
    """The place in a piece, or None; online rooms are added to `rooms`."""
    links = list(find_links(piece, LinkSource.LOCATION))
    if links:
        return _read_links(piece, links, rooms)
    room = _screen(piece)
    if room:
        rooms.append(room)
        return None
    return _place(_without_screen(piece, rooms))


def _read_links(piece: str, links: list[Found], rooms: list[OnlineRoom]) -> Place | None:
    words, at = [], 0
    mapped: Place | None = None
    for found in links:
        words.append(piece[at : found.start])
        at = found.end
        if found.room:
            rooms.append(found.room)
        elif is_map(found.url):
            mapped = mapped or _read_map(found.url)
    words.append(piece[at:])
    rest = " ".join(" ".join(words).strip(EDGES).split())
    if not rest or _screen(rest):
        return mapped
    return _place(_without_screen(rest, rooms)) or mapped


def _screen(piece: str) -> OnlineRoom | None:
    """The room a text stands for that names nothing but a tool: the calendar's own words, or somebody's."""
    folded = piece.casefold().strip()
    provider = PLACEHOLDERS.get(folded)
    if provider:
        return OnlineRoom(provider, LinkSource.PLACEHOLDER)
    tokens = TOKENS.findall(folded)
    if not tokens or len(tokens) > 12:
        return None
    provider, screen = "", False
    for token in tokens:
        token = token.strip("-")
        if token in TOOLS:
            provider, screen = provider or TOOLS[token], True
        elif token in SCREEN_WORDS:
            screen = True
        elif token and token not in FILLERS:
            return None
    return OnlineRoom(provider or "online", LinkSource.LOCATION) if screen else None


def _without_screen(piece: str, rooms: list[OnlineRoom]) -> str:
    """The piece without a first or last part that is nothing but a tool: "Microsoft Teams-möte, Storgatan 4"."""
    if "," not in piece:
        return piece
    parts = piece.split(",")
    for index in (0, -1):
        room = _screen(parts[index]) if len(parts) > 1 else None
        if room:
            rooms.append(room)
            del parts[index]
    return ",".join(parts).strip()


def _place(text: str) -> Place | None:
    text = text.strip(" \t,;")
    if not text:
        return None
    name = ROOM_TAG.sub("", text)
    if name and name != text:
        return Place(name, PlaceKind.ROOM)
    if text[0] in "_-" and text[1:2].isalnum():  # how admins sort rooms to the end of a list
        return Place(text[1:], PlaceKind.ROOM)
    return Place(text)


def _read_map(url: str) -> Place:
    _, rest = split_link(url)
    path, _, query = rest.partition("?")
    spot = COORDINATES.search(rest)
    name = ""
    if "/place/" in path:
        name = unquote_plus(path.partition("/place/")[2].partition("/")[0])
    elif query:
        asked = parse_qs(query, max_num_fields=50) if query.count("&") < 50 else {}
        name = next((asked[key][0] for key in ("q", "query", "destination", "daddr", "address") if key in asked), "")
    name = " ".join(name.split())[:200]
    if not spot:
        return Place(name or url[:200], PlaceKind.VENUE)
    lat, lon = float(spot[1]), float(spot[2])
    if abs(lat) > 90 or abs(lon) > 180:
        return Place(name or url[:200], PlaceKind.VENUE)
    return Place(name or f"{lat}, {lon}", PlaceKind.COORDINATES, lat=lat, lon=lon)
