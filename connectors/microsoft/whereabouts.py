"""Where an event takes place: the places people picked or wrote, and the rooms on screen among them. Pure.

https://learn.microsoft.com/graph/api/resources/location
"""

from dataclasses import replace

from connectors.conferencing import find_room, read_location, settle_room
from connectors.meetings import LinkSource, OnlineRoom, Place, PlaceKind
from connectors.microsoft.people import MAIL
from connectors.microsoft.wire import Event, Location
from connectors.places import LONGEST_PLACE, MOST_PLACES, once
from connectors.titles import clean

PLACES = {
    "conferenceroom": PlaceKind.ROOM,
    "homeaddress": PlaceKind.ADDRESS,
    "businessaddress": PlaceKind.ADDRESS,
    "streetaddress": PlaceKind.ADDRESS,
    "postaladdress": PlaceKind.ADDRESS,
    "hotel": PlaceKind.VENUE,
    "restaurant": PlaceKind.VENUE,
    "localbusiness": PlaceKind.VENUE,
}
PROVIDERS = {"teamsforbusiness": "teams", "skypeforbusiness": "skype", "skypeforconsumer": "skype"}


def read_whereabouts(
    event: Event, booked: tuple[Place, ...]
) -> tuple[tuple[Place, ...], OnlineRoom | None, list[OnlineRoom]]:
    """The places, the online room that stands among them, and those in fields of their own."""
    listed = event.locations or ([event.location] if event.location else [])
    places: list[Place] = []
    named: list[OnlineRoom] = []
    for one in listed[:MOST_PLACES]:
        found, room = _location(one)
        places += found
        named += [room] if room else []
    picked = [place for place in places if place.kind is not PlaceKind.TEXT]
    typed = [place for place in places if place.kind is PlaceKind.TEXT]
    return once((*picked, *booked, *typed)), settle_room(*named, fields=()), list(_fields(event, listed))


def _location(one: Location) -> tuple[tuple[Place, ...], OnlineRoom | None]:
    name = _bounded(one.display_name)
    kind = PLACES.get((one.location_type or "").casefold())
    mailbox = (one.location_email_address or one.location_uri or "").strip().casefold()
    if MAIL.fullmatch(mailbox):
        return (Place(name or mailbox, PlaceKind.ROOM, mailbox=mailbox),), None
    lat, lon = _point(one)
    street = _bounded(one.address.street) if one.address else ""
    city = _bounded(one.address.city) if one.address else ""
    if not street and not city and (kind is None or kind is PlaceKind.ADDRESS):
        if name or lat is None:
            typed, room = read_location(name) if name else ((), None)
            return tuple(replace(place, lat=lat, lon=lon) for place in typed) if len(typed) == 1 else typed, room
        return (Place(f"{lat}, {lon}", PlaceKind.COORDINATES, lat=lat, lon=lon),), None
    text = name or ", ".join(part for part in (street, city) if part)
    if not text:
        return (), None
    if kind is None:
        kind = PlaceKind.ADDRESS if not name or name == street else PlaceKind.VENUE
    return (
        Place(
            text,
            kind,
            street=street,
            postal_code=_bounded(one.address.postal_code) if one.address else "",
            city=city,
            country=_bounded(one.address.country_or_region) if one.address else "",
            lat=lat,
            lon=lon,
        ),
    ), None


def _point(one: Location) -> tuple[float, float] | tuple[None, None]:
    """A point on earth. 0, 0 is what programs write that know none."""
    lat, lon = (one.coordinates.latitude, one.coordinates.longitude) if one.coordinates else (None, None)
    if lat is None or lon is None or not (abs(lat) <= 90 and abs(lon) <= 180 and (lat or lon)):
        return None, None
    return lat, lon


def _fields(event: Event, listed: list[Location]) -> list[OnlineRoom]:
    """Rooms in fields the calendar fills in by itself."""
    found: list[OnlineRoom] = []
    link = _link(event.online_meeting.join_url if event.online_meeting else None)
    provider = PROVIDERS.get((event.online_meeting_provider or "").casefold(), "")
    room = find_room(link, LinkSource.FIELD) if link else None
    if room is None and (link or event.is_online_meeting):
        room = OnlineRoom(provider or "teams", LinkSource.FIELD, link or None)
    found += [room] if room else []
    for one in listed[:MOST_PLACES]:
        uri = _link(one.location_uri)
        linked = find_room(uri, LinkSource.FIELD) if uri else None
        found += [linked] if linked else []
    return found


def _link(text: str | None) -> str:
    """An address to open in a browser, or nothing."""
    link = clean(text or "").strip()[:2_000]
    return link if link.casefold().startswith(("https://", "http://")) else ""


def _bounded(text: str | None) -> str:
    return clean(text or "").strip()[:LONGEST_PLACE]
