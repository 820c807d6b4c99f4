"""A Google event as a Meeting. Pure: values in, values out.

https://developers.google.com/workspace/calendar/api/v3/reference/events. Private ones never become a Meeting; a day out of
office and time for focus are time taken, a place one works from is where one is that day, and birthdays are nothing.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from connectors.causes import Cause
from connectors.conferencing import Body, find_room, is_html, read_body, read_location, settle_room
from connectors.copies import shared_uid
from connectors.google.wire import Event, Time, Who, Whose
from connectors.meetings import (
    Attendee,
    AttendeeKind,
    LinkSource,
    Meeting,
    OnlineRoom,
    Person,
    Place,
    Response,
    ShownAs,
)
from connectors.places import LONGEST_PLACE, once, rooms
from connectors.timezones import zone_for
from connectors.titles import clean, is_called_off, read_title

LONGEST_DESCRIPTION = 30_000  # several times what Google keeps
LONGEST_HUMAN_TEXT = 4_000
LONGEST_NAME = 200
MOST_ATTENDEES = 500
FIRST_YEAR, LAST_YEAR = 1980, 2200
MAIL = re.compile(r"[^@\s<>\";:,\x00-\x1f\x7f]{1,128}@[^@\s<>\"';:,\x00-\x1f\x7f]{1,255}")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
INSTANCE = re.compile(r"(.+)_(\d{8})(?:T(\d{6})Z)?")  # an instance's id: its series', and when it was to be
CANCELLED = "cancelled"
NO_MEETINGS = frozenset({"birthday"})
CALENDARS = "@group.calendar.google.com"  # no person, but a calendar somebody has made
ROOMS = "@resource.calendar.google.com"
ANSWERS = {"accepted": Response.ACCEPTED, "tentative": Response.TENTATIVE, "declined": Response.DECLINED}
SOLUTIONS = {"hangoutsmeet": "meet", "eventhangout": "meet", "eventnamedhangout": "meet"}
NAMES = (("zoom", "zoom"), ("teams", "teams"), ("webex", "webex"), ("whereby", "whereby"))

Key = tuple[str, datetime | None]


def uid_of(event: Event) -> str:
    """What a meeting is kept under: a series and all its instances share the series' id."""
    return event.recurring_event_id or event.id


def key_of(event: Event, zone: ZoneInfo) -> Key | None:
    """Which occurrence an event is, also one of which only the id is left; None for a single one."""
    if event.recurring_event_id and (original := _when(event.original_start_time, zone)):
        return event.recurring_event_id, original
    return occurrence_of(event.id, zone)


def occurrence_of(ident: str, zone: ZoneInfo) -> Key | None:
    """Which occurrence an id is of; None for that of a single event, or of a whole series."""
    found = INSTANCE.fullmatch(ident)
    if not found:
        return None
    base, day, clock = found.groups()
    try:
        original = datetime.strptime(day + (clock or "000000"), "%Y%m%d%H%M%S").replace(tzinfo=UTC if clock else zone)
    except ValueError:
        return None
    return (base, original) if FIRST_YEAR <= original.year <= LAST_YEAR else None


def is_private(event: Event) -> bool:
    return (event.visibility or "default") not in ("default", "public")


def is_meeting(event: Event) -> bool:
    """Whether it tells where somebody is, or takes their time."""
    if event.event_type == "workingLocation":
        return bool(_custom_place(event))
    return event.event_type not in NO_MEETINGS


def read_event(event: Event, *, owner: str, zone: ZoneInfo) -> Meeting:
    """The meeting an event tells of. `zone` is the calendar's; `owner` whose it is. Raises Cause for one that makes no
    sense."""
    start, end = _span(event, zone)
    key = key_of(event, zone) if event.recurring_event_id else None
    attendees, nameless = _attendees(event, owner)
    body = _body(event)
    places, placed = _places(event, rooms(attendees))
    title = read_title(event.summary or _custom_place(event))
    return Meeting(
        uid=uid_of(event),
        start=start,
        end=end,
        title=title,
        recurrence_id=(key[1] if key else start) if event.recurring_event_id else None,
        series=event.recurring_event_id is not None,
        all_day=_lasts_whole_days(event, start, end),
        cancelled=event.status == CANCELLED or is_called_off(title),
        organizer=_organizer(event, owner),
        attendees=attendees,
        omitted=nameless + bool(event.attendees_omitted),
        shown_as=_shown_as(event),
        places=places,
        online=settle_room(placed, body.online, fields=_fields(event)),
        human_text=body.human_text[:LONGEST_HUMAN_TEXT],
        language=body.language,
        shared_uid=shared_uid(event.ical_uid),
    )


def _span(event: Event, zone: ZoneInfo) -> tuple[datetime, datetime]:
    start, end = _when(event.start, zone), _when(event.end, zone)
    if start is None or end is None:
        raise Cause("event.no_time")
    if end.timestamp() < start.timestamp():  # in the night clocks go back 02:10 may come after 02:30
        raise Cause("event.backwards")
    if event.start and event.start.date and end == start:
        end += timedelta(days=1)
    return start, end


def _lasts_whole_days(event: Event, start: datetime, end: datetime) -> bool:
    """Days out of office have a time of day at Google, also where they last from midnight to midnight."""
    if event.event_type == "outOfOffice" and end > start:
        return start.time() == end.time() == time()
    return bool(event.start and event.start.date)


def _when(said: Time | None, zone: ZoneInfo) -> datetime | None:
    """A moment, told in the zone it was made in; None for what makes no sense."""
    if said is None:
        return None
    try:
        if said.date:
            moment = datetime.combine(date.fromisoformat(said.date), time(), zone)
        else:
            told = datetime.fromisoformat(said.date_time or "")
            home = _zone(said.time_zone) or zone
            moment = told.astimezone(home) if told.tzinfo else told.replace(tzinfo=home)
    except (ValueError, OverflowError):
        return None
    return moment if FIRST_YEAR <= moment.year <= LAST_YEAR else None


@lru_cache(maxsize=256)
def _zone(name: str | None) -> ZoneInfo | None:
    """UTC is where nobody works."""
    found = zone_for(name) if name else None
    return None if found is None or found.key in ("UTC", "Etc/UTC", "GMT", "Etc/GMT") else found


def _organizer(event: Event, owner: str) -> Person | None:
    """Whoever organises; of an event on a calendar somebody has made, whoever made the event."""
    said = event.organizer
    if said and (said.email or "").casefold().endswith(CALENDARS):
        said = event.creator
    if said is None or (not event.attendees and said.is_self):
        return None
    return _person(said, owner)


def _attendees(event: Event, owner: str) -> tuple[tuple[Attendee, ...], int]:
    """Everybody with a mail address, once, and how many have none."""
    listed = event.attendees or []
    found: dict[str, Attendee] = {}
    nameless = max(0, len(listed) - MOST_ATTENDEES)
    for one in listed[:MOST_ATTENDEES]:
        person = _person(one, owner)
        if person is None:
            nameless += 1
        else:
            answer = ANSWERS.get(one.response_status or "", Response.NONE)
            found.setdefault(person.address, Attendee(person, answer, _kind(one, person)))
    organizer = _organizer(event, owner)
    if organizer and organizer.address in found and organizer.address == owner:
        del found[owner]  # nobody invites themselves
    return tuple(found.values()), nameless


def _kind(one: Who, person: Person) -> AttendeeKind:
    if one.resource or person.address.endswith(ROOMS):
        return AttendeeKind.RESOURCE
    return AttendeeKind.OPTIONAL if one.optional else AttendeeKind.REQUIRED


def _person(one: Who | Whose, owner: str) -> Person | None:
    """Whoever it is; the calendar's own, under whatever alias, is its owner."""
    address = owner if one.is_self else (one.email or "").strip().casefold()
    if not MAIL.fullmatch(address):
        return None
    name = CONTROL.sub("", one.display_name or "").strip()[:LONGEST_NAME]
    return Person(address, "" if name.casefold() == address else name)


def _shown_as(event: Event) -> ShownAs:
    if event.event_type == "outOfOffice":
        return ShownAs.OUT_OF_OFFICE
    if event.event_type == "workingLocation":
        return ShownAs.ELSEWHERE
    if event.transparency == "transparent":
        return ShownAs.FREE
    return ShownAs.TENTATIVE if event.status == "tentative" else ShownAs.BUSY


def _body(event: Event) -> Body:
    text = clean(event.description or "")[:LONGEST_DESCRIPTION]
    return read_body(text, html=is_html(text)) if text.strip() else Body()


def _places(event: Event, booked: tuple[Place, ...]) -> tuple[tuple[Place, ...], OnlineRoom | None]:
    said = clean(event.location or "")[:LONGEST_PLACE] or _custom_place(event)
    typed, online = read_location(said) if said else ((), None)
    return once((*booked, *typed)), online


def _custom_place(event: Event) -> str:
    """The place one works from that day, where it is neither home nor an office of one's own."""
    told = event.working_location_properties
    place = told.custom_location if told and told.type == "customLocation" else None
    return clean(place.label or "").strip()[:LONGEST_PLACE] if place else ""


def _fields(event: Event) -> list[OnlineRoom]:
    """Rooms in fields the calendar fills in by itself: Meet adds its own to everything, where people let it."""
    found: list[OnlineRoom] = []
    conference = event.conference_data
    points = (conference.entry_points or []) if conference else []
    for point in sorted(points, key=lambda one: one.entry_point_type != "video")[:10]:
        uri = clean(point.uri or "").strip()[:2_000]
        if point.entry_point_type not in ("video", "phone") or not uri:
            continue
        room = find_room(uri, LinkSource.FIELD)
        if room is None and point.entry_point_type == "phone":
            room = OnlineRoom("phone", LinkSource.FIELD, f"tel:{uri.removeprefix('tel:')}", phone_only=True)
        if room is None and uri.startswith(("https://", "http://")):
            room = OnlineRoom(_provider(event), LinkSource.FIELD, uri)
        found += [room] if room else []
    link = clean(event.hangout_link or "").strip()[:2_000]
    if link.startswith("https://") and not any(one.url == link for one in found):
        found.append(find_room(link, LinkSource.FIELD) or OnlineRoom("meet", LinkSource.FIELD, link))
    return found


def _provider(event: Event) -> str:
    solution = event.conference_data.conference_solution if event.conference_data else None
    kind = (solution.key.type or "").casefold() if solution and solution.key else ""
    if kind in SOLUTIONS:
        return SOLUTIONS[kind]
    name = (solution.name or "").casefold() if solution else ""
    return next((provider for word, provider in NAMES if word in name), "other")
