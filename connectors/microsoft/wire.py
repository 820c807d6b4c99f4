"""What Graph sends about calendars, as far as we read it: the fields asked for are the fields here, and no others.

https://learn.microsoft.com/graph/api/resources/event. Anything but a name may be missing or null: an organiser without an
address, a subject that was never written. Names are Graph's own.
"""

from collections.abc import Iterator
from typing import Generic, TypeVar

import msgspec

from connectors.calendars import Unread
from connectors.causes import not_read
from connectors.web.json_text import with_whole_letters

T = TypeVar("T")


class Wire(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    """A record of Graph's JSON. What is not named is skipped."""


class Moment(Wire, frozen=True):
    """`dateTime` is naive, with seven decimals; `timeZone` a Windows or an IANA name."""

    date_time: str = ""
    time_zone: str | None = None


class Address(Wire, frozen=True):
    name: str | None = None
    address: str | None = None


class Somebody(Wire, frozen=True):
    email_address: Address | None = None


class Answer(Wire, frozen=True):
    response: str | None = None  # none, organizer, tentativelyAccepted, accepted, declined, notResponded; case varies


class Invited(Wire, frozen=True):
    email_address: Address | None = None
    type: str | None = None  # required, optional, resource
    status: Answer | None = None


class Street(Wire, frozen=True):
    street: str | None = None
    city: str | None = None
    country_or_region: str | None = None
    postal_code: str | None = None


class Coordinates(Wire, frozen=True):
    latitude: float | None = None
    longitude: float | None = None


class Location(Wire, frozen=True):
    """https://learn.microsoft.com/graph/api/resources/location"""

    display_name: str | None = None
    location_type: str | None = None
    location_email_address: str | None = None
    location_uri: str | None = None
    address: Street | None = None
    coordinates: Coordinates | None = None


class JoinInfo(Wire, frozen=True):
    join_url: str | None = None


class Content(Wire, frozen=True):
    content_type: str | None = None
    content: str | None = None


class Removed(Wire, frozen=True):
    reason: str | None = None  # deleted, changed: out of the window, perhaps


class Event(Wire, frozen=True):
    """One event. Of an occurrence in a delta there is only id, seriesMasterId, type, start and end."""

    id: str
    ical_uid: str | None = msgspec.field(default=None, name="iCalUId")  # an occurrence's has its day in it
    type: str | None = None  # singleInstance, occurrence, exception, seriesMaster
    series_master_id: str | None = None
    start: Moment | None = None
    end: Moment | None = None
    original_start: str | None = None  # UTC
    original_start_time_zone: str | None = None
    subject: str | None = None
    body: Content | None = None
    is_all_day: bool | None = None
    is_cancelled: bool | None = None
    organizer: Somebody | None = None
    is_organizer: bool | None = None
    response_status: Answer | None = None
    attendees: list[Invited] | None = None
    sensitivity: str | None = None  # normal, personal, private, confidential
    show_as: str | None = None
    location: Location | None = None
    locations: list[Location] | None = None
    is_online_meeting: bool | None = None
    online_meeting_provider: str | None = None
    online_meeting: JoinInfo | None = None
    removed: Removed | None = msgspec.field(default=None, name="@removed")


# What is asked for wherever Graph lets us choose; a delta sends everything. An etag comes without being asked for.
SELECT = ",".join(one.encode_name for one in msgspec.structs.fields(Event) if not one.encode_name.startswith("@"))


class Listed(Wire, Generic[T], frozen=True):
    """A page of anything."""

    value: list[T]
    next_link: str | None = msgspec.field(default=None, name="@odata.nextLink")
    delta_link: str | None = msgspec.field(default=None, name="@odata.deltaLink")


class Named(Wire, frozen=True):
    id: str = ""


class ZoneName(Wire, frozen=True):
    name: str | None = None


class Hours(Wire, frozen=True):
    days_of_week: list[str] | None = None
    start_time: str | None = None  # 08:00:00.0000000
    end_time: str | None = None
    time_zone: ZoneName | None = None


class Locale(Wire, frozen=True):
    locale: str | None = None  # sv-SE


class MailboxSettings(Wire, frozen=True):
    """https://learn.microsoft.com/graph/api/resources/mailboxsettings"""

    time_zone: str | None = None
    language: Locale | None = None
    working_hours: Hours | None = None


class Room(Wire, frozen=True):
    """https://learn.microsoft.com/graph/api/resources/room"""

    email_address: str | None = None
    display_name: str | None = None
    address: Street | None = None
    geo_coordinates: Coordinates | None = None


_page = msgspec.json.Decoder(Listed[Event])
_raw_page = msgspec.json.Decoder(Listed[msgspec.Raw])
_event = msgspec.json.Decoder(Event)
_named = msgspec.json.Decoder(Named)


def read_page(data: bytes, source: str) -> tuple[Listed[Event], tuple[Unread, ...]]:
    """A page of events, and those among them that could not be read. Raises msgspec.DecodeError for what is no page."""
    try:
        return decode(data, _page), ()
    except msgspec.ValidationError:
        page = decode(data, _raw_page)
    unread: list[Unread] = []
    events = list(_one_by_one(page.value, source, unread))
    return Listed(events, page.next_link, page.delta_link), tuple(unread)


def decode(data: bytes, decoder: msgspec.json.Decoder[T]) -> T:
    """Raises msgspec.DecodeError. A preview ends after 255 letters, be it in the middle of an emoji: half letters are
    replaced, or nothing of a page with one could be read."""
    try:
        return decoder.decode(data)
    except msgspec.ValidationError:
        raise
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return decoder.decode(with_whole_letters(data))


def _one_by_one(raw: list[msgspec.Raw], source: str, unread: list[Unread]) -> Iterator[Event]:
    for one in raw:
        try:
            yield decode(bytes(one), _event)
        except msgspec.DecodeError:
            unread.append(not_read("event.shape", source, uid=_id_of(one)))


def _id_of(raw: msgspec.Raw) -> str:
    try:
        return decode(bytes(raw), _named).id[:400]
    except msgspec.DecodeError:
        return ""
