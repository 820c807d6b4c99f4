"""The company's own rooms and where they are, as its admin keeps them: an office tells itself by the meetings held in it.

https://learn.microsoft.com/graph/api/place-list. It takes a grant of its own, which an admin gives or not.
"""

from collections.abc import Mapping
from dataclasses import replace

from connectors.errors import AccessDenied, NotThere, Refused
from connectors.meetings import Place, PlaceKind
from connectors.microsoft.answers import read_json
from connectors.microsoft.api import Graph
from connectors.microsoft.wire import Listed, Room
from connectors.places import LONGEST_PLACE

MOST_PAGES = 50  # a hundred rooms each


def fetch_rooms(graph: Graph) -> dict[str, Place]:
    """By the room's mailbox; nothing where the grant does not reach them."""
    found: dict[str, Place] = {}
    link: str | None = graph.root("/places/microsoft.graph.room")
    for _ in range(MOST_PAGES):
        if link is None:
            break
        try:
            page: Listed[Room] = read_json(graph.get(link), Listed[Room])
        except (AccessDenied, NotThere, Refused):
            return found
        found |= {place.mailbox: place for place in map(read_room, page.value) if place.mailbox and place.street}
        link = page.next_link
    return found


def read_room(room: Room) -> Place:
    address, point = room.address, room.geo_coordinates
    return Place(
        (room.display_name or "")[:LONGEST_PLACE],
        PlaceKind.ROOM,
        mailbox=(room.email_address or "").strip().casefold(),
        street=(address.street or "")[:LONGEST_PLACE] if address else "",
        postal_code=(address.postal_code or "")[:LONGEST_PLACE] if address else "",
        city=(address.city or "")[:LONGEST_PLACE] if address else "",
        country=(address.country_or_region or "")[:LONGEST_PLACE] if address else "",
        lat=point.latitude if point else None,
        lon=point.longitude if point else None,
    )


def with_address(place: Place, rooms: Mapping[str, Place]) -> Place:
    """A room with where it is, where that is known."""
    known = rooms.get(place.mailbox) if place.mailbox else None
    return place if known is None else replace(known, text=place.text or known.text)
