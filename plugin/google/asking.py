"""What Google sends along: what is open in its calendar, what was pressed, and in which language. Believed in nothing.

https://developers.google.com/workspace/add-ons/concepts/event-objects. Nothing in it need be there; what is new to us, or
has become old (clientPlatform, hostApp at the top), is passed over. Of an event it tells neither title nor time.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, TypeVar

import msgspec
from flask import abort, request
from msgspec import Meta, field

from workers.words import LANGUAGES

Line = Annotated[str, Meta(max_length=4_000)]
Token = Annotated[str, Meta(max_length=16_000)]
Number = int | float | str  # one page of theirs has a number where another has its digits
MOST_FIELDS, MOST_VALUES, MOST_PEOPLE = 100, 100, 1_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LONGEST_NUMBER = 20  # digits
T = TypeVar("T")

Few = Annotated[dict[Line, T], Meta(max_length=MOST_FIELDS)]


class Told(msgspec.Struct, frozen=True, rename="camel"):
    """A piece of it."""


class Zone(Told, frozen=True):
    id: Line = ""
    offset: Number | None = None  # milliseconds


class Texts(Told, frozen=True):
    """Also of a single field there is a list."""

    value: Annotated[tuple[Line, ...], Meta(max_length=MOST_VALUES)] = ()


class Day(Told, frozen=True):
    """`ms_since_epoch` is midnight in UTC of a date, and of a time the wall's own as if that were UTC."""

    ms_since_epoch: Number | None = None


class Clock(Told, frozen=True):
    hours: Number | None = None
    minutes: Number | None = None


class Field(Told, frozen=True):
    string_inputs: Texts | None = None
    date_input: Day | None = None
    date_time_input: Day | None = None
    time_input: Clock | None = None


class Input(Field, frozen=True):
    """A field of a form. Its value lies deeper, under a name of no letters, where an old runtime has it."""

    deeper: Field | None = field(default=None, name="")

    def texts(self) -> tuple[str, ...]:
        found = self.string_inputs or (self.deeper and self.deeper.string_inputs)
        return found.value if found else ()

    def moment(self) -> datetime | None:
        """What was chosen in a field for a day, or for a day and a time."""
        here = self.date_input or self.date_time_input
        found = here or (self.deeper and (self.deeper.date_input or self.deeper.date_time_input))
        return _moment(found.ms_since_epoch) if found else None


class Common(Told, frozen=True):
    host_app: Line | None = None
    platform: Line | None = None
    user_locale: Line | None = None
    time_zone: Zone | None = None
    parameters: Few[Line] | None = None
    form_inputs: Few[Input] | None = None


class Authorization(Told, frozen=True):
    """Nothing of it is ever written down. The token that reads the calendar is not read: we have a grant of our own."""

    user_id_token: Token | None = None
    authorized_scopes: Annotated[tuple[Line, ...], Meta(max_length=MOST_VALUES)] | None = None

    def __repr__(self) -> str:
        return "Authorization()"


class Somebody(Told, frozen=True):
    email: Line | None = None
    display_name: Line | None = None
    me: bool | None = field(default=None, name="self")
    organizer: bool | None = None
    resource: bool | None = None
    optional: bool | None = None
    response_status: Line | None = None


class Capabilities(Told, frozen=True):
    can_see_attendees: bool | None = None
    can_add_attendees: bool | None = None
    can_see_conference_data: bool | None = None
    can_set_conference_data: bool | None = None


class Opened(Told, frozen=True):
    """The event that is open, as far as it is told: one that was never saved has no `id`, or one nobody knows."""

    id: Line | None = None
    calendar_id: Line | None = None
    recurring_event_id: Line | None = None
    organizer: Somebody | None = None
    attendees: Annotated[tuple[Somebody, ...], Meta(max_length=MOST_PEOPLE)] | None = None
    capabilities: Capabilities | None = None


class Event(Told, frozen=True):
    """Google's word for a question of its own."""

    common: Common | None = field(default=None, name="commonEventObject")
    authorization: Authorization | None = field(default=None, name="authorizationEventObject")
    calendar: Opened | None = None

    @property
    def language(self) -> str:
        """The calendar's, where it is one of ours."""
        locale = (self.common.user_locale if self.common else "") or ""
        spoken = locale.replace("_", "-").partition("-")[0].casefold()
        return spoken if spoken in LANGUAGES else "en"

    @property
    def parameters(self) -> Mapping[str, str]:
        """What stood on the button that was pressed, as the browser sent it back."""
        return (self.common.parameters if self.common else None) or {}

    def texts(self, name: str) -> tuple[str, ...]:
        """What was chosen or written in a field: nothing where it was left alone."""
        found = self._input(name)
        return found.texts() if found else ()

    def day(self, name: str) -> date | None:
        found = self._input(name)
        moment = found.moment() if found else None
        return moment.date() if moment else None

    def _input(self, name: str) -> Input | None:
        return ((self.common.form_inputs if self.common else None) or {}).get(name)


def read_event(body: bytes) -> Event:
    """Answers 400 to what is none."""
    try:
        return _decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        abort(400)


def posted() -> bytes:
    """What was sent. Answers 413 to what is too much, and 415 to what is no JSON by its own word."""
    body = request.get_data(cache=False)
    if request.mimetype != "application/json":
        abort(415)
    return body


def _moment(told: Number | None) -> datetime | None:
    """None for a number that is none, or of no year."""
    if told is None or len(str(told)[: LONGEST_NUMBER + 1]) > LONGEST_NUMBER:
        return None
    try:
        return EPOCH + timedelta(milliseconds=float(told))
    except (ValueError, OverflowError):
        return None


_decode = msgspec.json.Decoder(Event).decode
