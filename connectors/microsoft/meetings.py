"""A Graph event as a Meeting. Pure: values in, values out. https://learn.microsoft.com/graph/api/resources/event

An occurrence of a series comes bare in a delta: it is its master at another time. Private ones never become a Meeting.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec

from connectors.causes import Cause
from connectors.conferencing import Body, find_room, read_body, read_location, settle_room
from connectors.meetings import (
    Attendee,
    AttendeeKind,
    LinkSource,
    Meeting,
    OnlineRoom,
    Person,
    Place,
    PlaceKind,
    Response,
    ShownAs,
)
from connectors.microsoft.rooms import with_address
from connectors.microsoft.wire import Event, Invited, Location, Moment, Somebody
from connectors.places import LONGEST_PLACE, MOST_PLACES, once, rooms
from connectors.timezones import zone_for
from connectors.titles import clean, is_called_off, read_title

LONGEST_HUMAN_TEXT = 4_000
LONGEST_NAME = 200
MOST_ATTENDEES = 500  # as many as Graph lets a meeting have
LAST_YEAR = 2200
FIRST_YEAR = 1980  # 0001-01-01 is how Graph writes never
HALF_A_DAY = timedelta(hours=12)

NO_ROOMS: Mapping[str, Place] = {}
MAIL = re.compile(r"[^@\s<>\";:,\x00-\x1f\x7f]{1,128}@[^@\s<>\"';:,\x00-\x1f\x7f]{1,255}")  # o'brien@... is one
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
SERIES = frozenset({"occurrence", "exception"})
ANSWERS = {
    "accepted": Response.ACCEPTED,
    "tentativelyaccepted": Response.TENTATIVE,
    "declined": Response.DECLINED,
}
KINDS = {"optional": AttendeeKind.OPTIONAL, "resource": AttendeeKind.RESOURCE}
SHOWN = {
    "free": ShownAs.FREE,
    "tentative": ShownAs.TENTATIVE,
    "oof": ShownAs.OUT_OF_OFFICE,
    "workingelsewhere": ShownAs.ELSEWHERE,
}
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


def uid_of(event: Event) -> str:
    """What a meeting is kept under: a series and all its occurrences share its master's id."""
    return event.series_master_id or event.id


def is_bare(event: Event) -> bool:
    """Whether only its times came: an occurrence in a delta."""
    return event.type == "occurrence" and event.organizer is None and event.subject is None


def is_private(event: Event) -> bool:
    """Whether nobody but its owner should know of it; a word we do not know counts as private too."""
    return (event.sensitivity or "normal").casefold() != "normal"


def read_event(event: Event, *, owner: str, zone: ZoneInfo, own_rooms: Mapping[str, Place] = NO_ROOMS) -> Meeting:
    """The meeting an event tells of. `zone` is the mailbox's, for what names none; `owner` whose calendar it is;
    `own_rooms` are the company's by their mailboxes.

    Raises Cause for one that makes no sense.
    """
    start, end = read_span(event, zone)
    attendees, nameless = _attendees(event, owner)
    body = _body(event)
    places, placed, fields = _whereabouts(event, rooms(attendees))
    title = read_title(event.subject or "")
    in_series = event.type in SERIES
    return Meeting(
        uid=uid_of(event),
        start=start,
        end=end,
        title=title,
        recurrence_id=_original_start(event, start) if in_series else None,
        series=in_series,
        all_day=bool(event.is_all_day),
        cancelled=bool(event.is_cancelled) or is_called_off(title),
        organizer=_organizer(event, owner),
        attendees=attendees,
        omitted=nameless,
        shown_as=SHOWN.get((event.show_as or "").casefold(), ShownAs.BUSY),
        places=tuple(with_address(place, own_rooms) for place in places) if own_rooms else places,
        online=settle_room(placed, body.online, fields=fields),
        human_text=body.human_text[:LONGEST_HUMAN_TEXT],
        language=body.language,
    )


def at_another_time(master: Meeting, event: Event, *, zone: ZoneInfo) -> Meeting:
    """A bare occurrence of a series that has been read already. Raises Cause."""
    whole_days = msgspec.structs.replace(event, is_all_day=master.all_day)
    start, end = read_span(whole_days, _zone_of(master.start) or zone)
    return replace(
        master,
        uid=uid_of(event),
        start=start,
        end=end,
        recurrence_id=_original_start(event, start),
        series=True,
    )


def read_span(event: Event, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Start and end, in the zone the event was made in. Raises Cause."""
    home = _own_zone(event.original_start_time_zone) or zone
    if event.is_all_day:
        start, end = _midnight(event.start, zone), _midnight(event.end, zone)
        end = max(end, start + timedelta(days=1)) if end >= start else end
    else:
        start, end = read_moment(event.start, home), read_moment(event.end, home)
    if end < start:
        raise Cause("event.backwards")
    return start, end


def read_moment(said: Moment | None, zone: ZoneInfo) -> datetime:
    """A moment, told in `zone`. Raises Cause."""
    if said is None:
        raise Cause("event.no_time")
    try:
        naive = datetime.fromisoformat(said.date_time)
        known = naive if naive.tzinfo else naive.replace(tzinfo=_told_zone(said.time_zone) or zone)
        moment = known.astimezone(zone)
    except (ValueError, OverflowError) as error:
        raise Cause("event.no_time") from error
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise Cause("event.no_time")
    return moment


def _midnight(said: Moment | None, zone: ZoneInfo) -> datetime:
    """All-day events go from midnight to midnight wherever their owner is; told in UTC the hour may have slid."""
    moment = read_moment(said, zone)
    naive = said.date_time if said else ""
    day = date.fromisoformat(naive[:10]) if naive[11:16] == "00:00" else (moment + HALF_A_DAY).date()
    return datetime.combine(day, time(), zone)


def _original_start(event: Event, start: datetime) -> datetime:
    """When an occurrence would have been: only one that was moved was ever to be at another time."""
    if event.type != "exception" or not event.original_start:
        return start
    try:
        original = datetime.fromisoformat(event.original_start)
    except ValueError:
        return start
    known = original if original.tzinfo else original.replace(tzinfo=UTC)
    return known.astimezone(start.tzinfo) if FIRST_YEAR <= known.year <= LAST_YEAR else start


@lru_cache(maxsize=256)
def _own_zone(name: str | None) -> ZoneInfo | None:
    """`tzone://Microsoft/Custom` says nothing, and UTC is where nobody works."""
    found = zone_for(name) if name else None
    return None if found is None or found.key in ("UTC", "Etc/UTC") else found


@lru_cache(maxsize=256)
def _told_zone(name: str | None) -> ZoneInfo | None:
    return zone_for(name) if name else ZoneInfo("UTC")


def _zone_of(moment: datetime) -> ZoneInfo | None:
    return moment.tzinfo if isinstance(moment.tzinfo, ZoneInfo) else None


def _organizer(event: Event, owner: str) -> Person | None:
    said = _somebody(event.organizer)
    if said is None and event.is_organizer and event.attendees:
        return Person(owner)
    return said


def _attendees(event: Event, owner: str) -> tuple[tuple[Attendee, ...], int]:
    """Everybody with a mail address, once, and how many have none. Graph keeps the owner's own answer beside the list."""
    listed = event.attendees or []
    found: dict[str, Attendee] = {}
    nameless = max(0, len(listed) - MOST_ATTENDEES)
    for one in listed[:MOST_ATTENDEES]:
        attendee = _attendee(one)
        if attendee is None:
            nameless += 1
        else:
            found.setdefault(attendee.person.address, attendee)
    answer = _answer(event.response_status.response if event.response_status else None)
    if listed and not event.is_organizer and answer is not Response.NONE:
        found[owner] = replace(found.get(owner) or Attendee(Person(owner)), response=answer)
    return tuple(found.values()), nameless


def _attendee(one: Invited) -> Attendee | None:
    person = _somebody(Somebody(one.email_address))
    if person is None:
        return None
    kind = KINDS.get((one.type or "").casefold(), AttendeeKind.REQUIRED)
    return Attendee(person, _answer(one.status.response if one.status else None), kind)


def _answer(said: str | None) -> Response:
    return ANSWERS.get((said or "").casefold(), Response.NONE)


def _somebody(one: Somebody | None) -> Person | None:
    """Whoever it is, or None without a mail address: directory entries may have an X.500 name in its place."""
    said = one.email_address if one else None
    address = (said.address or "").strip().strip("'").casefold() if said else ""
    if said is None or not MAIL.fullmatch(address):
        return None
    name = CONTROL.sub("", said.name or "").strip().strip("\"'")[:LONGEST_NAME]
    return Person(address, "" if name.casefold() == address else name)


def _body(event: Event) -> Body:
    content = clean(event.body.content or "") if event.body else ""
    if event.body is None or not content.strip():
        return Body()
    return read_body(content, html=(event.body.content_type or "html").casefold() == "html")


def _whereabouts(
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
