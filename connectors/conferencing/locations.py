"""Splits a calendar's location into places and an online room."""

import re

from connectors.conferencing.links import find_room
from connectors.meetings import LinkSource, OnlineRoom, Place

PLACEHOLDER = re.compile(r"^(microsoft )?teams( |-)?(meeting|möte|møte|møde|kokous|besprechung)?$", re.IGNORECASE)


def read_location(text: str) -> tuple[tuple[Place, ...], OnlineRoom | None]:
    """The places named in a location field, and the online room where it names one."""
    places: list[Place] = []
    online: OnlineRoom | None = None
    for part in re.split(r"[;\n]", text[:2000]):
        piece = part.strip()
        if not piece:
            continue
        room = find_room(piece, LinkSource.LOCATION)
        if room is None and PLACEHOLDER.match(piece):
            room = OnlineRoom("teams", LinkSource.PLACEHOLDER)
        if room is None:
            places.append(Place(piece))
        online = online or room
    return tuple(places), online
