"""What Google sends about calendars, as far as we read it: the mask asked for is made of the fields here, and of no others.

https://developers.google.com/workspace/calendar/api/v3/reference/events. Only an id is promised; false and default values
are left out.
"""

from typing import Any, get_args

import msgspec

from connectors.calendars import Unread
from connectors.causes import not_read
from connectors.web.json_text import with_whole_letters


class Wire(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    """A record of Google's JSON. What is not named is skipped."""


class Time(Wire, frozen=True):
    """A day, or a moment with its offset and perhaps the zone it was made in."""

    date: str | None = None
    date_time: str | None = None
    time_zone: str | None = None


class Whose(Wire, frozen=True):
    """Who organises an event, or made it. `is_self`: it is this calendar's owner."""

    email: str | None = None
    display_name: str | None = None
    is_self: bool | None = msgspec.field(default=None, name="self")


class Who(Wire, frozen=True):
    """Somebody invited."""

    email: str | None = None
    display_name: str | None = None
    response_status: str | None = None  # needsAction, declined, tentative, accepted
    is_self: bool | None = msgspec.field(default=None, name="self")
    resource: bool | None = None
    optional: bool | None = None


class EntryPoint(Wire, frozen=True):
    entry_point_type: str | None = None  # video, phone, sip, more
    uri: str | None = None


class SolutionKey(Wire, frozen=True):
    type: str | None = None  # hangoutsMeet, addOn, and older ones


class Solution(Wire, frozen=True):
    key: SolutionKey | None = None
    name: str | None = None


class Conference(Wire, frozen=True):
    conference_solution: Solution | None = None
    entry_points: list[EntryPoint] | None = None


class CustomPlace(Wire, frozen=True):
    label: str | None = None


class WorkingLocation(Wire, frozen=True):
    type: str | None = None  # homeOffice, officeLocation, customLocation
    custom_location: CustomPlace | None = None


class Event(Wire, frozen=True):
    """One event, or one instance of a series. Of a cancelled one there may be nothing but its id."""

    id: str
    ical_uid: str | None = msgspec.field(default=None, name="iCalUID")
    status: str | None = None  # confirmed, tentative, cancelled
    event_type: str | None = None  # default, fromGmail, outOfOffice, focusTime, workingLocation, birthday
    recurring_event_id: str | None = None
    original_start_time: Time | None = None
    start: Time | None = None
    end: Time | None = None
    summary: str | None = None
    description: str | None = None
    location: str | None = None
    visibility: str | None = None  # default, public, private, confidential
    transparency: str | None = None  # opaque, transparent
    organizer: Whose | None = None
    creator: Whose | None = None
    attendees: list[Who] | None = None
    attendees_omitted: bool | None = None
    hangout_link: str | None = None
    conference_data: Conference | None = None
    working_location_properties: WorkingLocation | None = None


class Listed(Wire, frozen=True):
    """A page of events. The last has a sync token."""

    items: list[Event] = []
    next_page_token: str | None = None
    next_sync_token: str | None = None
    time_zone: str | None = None


class _Raw(Wire, frozen=True):
    items: list[msgspec.Raw] = []
    next_page_token: str | None = None
    next_sync_token: str | None = None
    time_zone: str | None = None


class Setting(Wire, frozen=True):
    """https://developers.google.com/workspace/calendar/api/v3/reference/settings"""

    value: str | None = None


class _Named(Wire, frozen=True):
    id: str = ""


def mask(kind: type[Wire]) -> str:
    """The fields of a record, those of records in it in brackets, as a partial response is asked for."""
    return ",".join(_named(one) for one in msgspec.structs.fields(kind))


def _named(field: Any) -> str:
    inner = next((one for one in _kinds(field.type) if isinstance(one, type) and issubclass(one, Wire)), None)
    return f"{field.encode_name}({mask(inner)})" if inner else str(field.encode_name)


def _kinds(kind: Any) -> tuple[Any, ...]:
    """Every kind named in a type, lists and choices taken apart."""
    args = get_args(kind)
    return tuple(inner for one in args for inner in _kinds(one)) if args else (kind,)


EVENT = mask(Event)
LIST = mask(Listed)

_page = msgspec.json.Decoder(Listed)
_raw_page = msgspec.json.Decoder(_Raw)
_event = msgspec.json.Decoder(Event)
_id = msgspec.json.Decoder(_Named)


def read_page(data: bytes, source: str) -> tuple[Listed, tuple[Unread, ...]]:
    """A page of events, and those among them that could not be read. Raises msgspec.DecodeError for what is no page."""
    try:
        return _page.decode(data), ()
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        page = _taken_apart(data)
    events: list[Event] = []
    unread: list[Unread] = []
    for raw in page.items:
        try:
            events.append(_event.decode(raw))
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            unread.append(not_read("event.shape", source, uid=_id_of(raw)))
    return Listed(events, page.next_page_token, page.next_sync_token, page.time_zone), tuple(unread)


def _taken_apart(data: bytes) -> _Raw:
    try:
        data.decode()  # what is left raw is not looked at
        return _raw_page.decode(data)
    except msgspec.ValidationError:
        raise
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _raw_page.decode(with_whole_letters(data))


def _id_of(raw: msgspec.Raw) -> str:
    try:
        return _id.decode(raw).id[:400]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
