"""What every calendar is read into: plain values, the same whichever vendor they came from.

Place and online room are two fields and never one string: a join link says nothing of where people sit.
Times are aware datetimes. Private meetings never become a Meeting: connectors drop them while reading.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum


class Response(StrEnum):
    """What an attendee has answered."""

    NONE = "none"
    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"


class AttendeeKind(StrEnum):
    REQUIRED = "required"
    OPTIONAL = "optional"
    RESOURCE = "resource"  # a room or a thing, never a person


class ShownAs(StrEnum):
    """How the time looks to colleagues."""

    BUSY = "busy"
    FREE = "free"
    TENTATIVE = "tentative"
    OUT_OF_OFFICE = "out_of_office"
    ELSEWHERE = "elsewhere"


class PlaceKind(StrEnum):
    TEXT = "text"  # typed by a person, or unknown how it came about
    ADDRESS = "address"  # picked or structured: street, town
    VENUE = "venue"  # picked on a map: hotel, restaurant, business
    ROOM = "room"  # a bookable room, by its mailbox or because the calendar says so
    COORDINATES = "coordinates"


class LinkSource(StrEnum):
    """Where a join link stood, strongest sign of a person's intent last."""

    FIELD = "field"  # a structured field the calendar fills in by itself
    BLOCK = "block"  # the automatic block in the body
    PLACEHOLDER = "placeholder"  # no link at all, only the automatic place text ("Microsoft Teams Meeting")
    LOCATION = "location"  # a link where a place would stand
    TYPED = "typed"  # a link among words a person wrote


class Attendance(StrEnum):
    """How the invitation asks people to attend, where it says so."""

    IN_PERSON = "in_person"
    ONLINE = "online"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a mail address, lower case; the name as written in the calendar, or empty."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Attendee:
    person: Person
    response: Response = Response.NONE
    kind: AttendeeKind = AttendeeKind.REQUIRED


@dataclass(frozen=True, slots=True)
class Place:
    """Where people sit, as the calendar has it. `mailbox` is the room's address where it has one."""

    text: str
    kind: PlaceKind = PlaceKind.TEXT
    mailbox: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class OnlineRoom:
    """A place to meet on screen or by phone. `provider` is a short lower-case name: teams, meet, zoom ..."""

    provider: str
    source: LinkSource
    url: str | None = None
    broadcast: bool = False  # a webinar or town hall: watched, not met
    phone_only: bool = False  # a bridge one can only dial


@dataclass(frozen=True, slots=True)
class Meeting:
    """One entry in a seller's calendar; of a series, one occurrence.

    `uid` with `recurrence_id` (the occurrence's original start, None for a single meeting) is its identity.
    `human_text` is what people wrote in the body with automatic blocks cut out, bounded; it is for reading in
    memory and is never stored. `shared_uid` is the same in everybody's calendar (`connectors.copies`). `language` is the organiser's language where an automatic block tells it.
    `omitted` counts attendees the calendar left out or we did not read, in very large groups.
    """

    uid: str
    start: datetime
    end: datetime
    title: str = ""
    recurrence_id: datetime | None = None
    series: bool = False
    all_day: bool = False
    cancelled: bool = False
    organizer: Person | None = None
    attendees: tuple[Attendee, ...] = ()
    omitted: int = 0
    shown_as: ShownAs = ShownAs.BUSY
    places: tuple[Place, ...] = ()
    online: OnlineRoom | None = None
    attendance: Attendance | None = None
    travel: timedelta | None = None  # travel time the seller set aside in the same entry, where a calendar has it
    human_text: str = ""
    language: str = ""
    shared_uid: str = ""

    @property
    def length(self) -> timedelta:
        """As it passes, also in a night in which the clocks are changed."""
        return self.end.astimezone(UTC) - self.start.astimezone(UTC)

    @property
    def key(self) -> tuple[str, datetime | None]:
        return self.uid, self.recurrence_id
