"""A Graph event as a Meeting. Pure: values in, values out. https://learn.microsoft.com/graph/api/resources/event

An occurrence of a series comes bare in a delta: it is its master at another time. Private ones never become a Meeting.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec

from connectors.causes import Cause
from connectors.conferencing import Body, read_body, settle_room
from connectors.copies import shared_uid
from connectors.meetings import (
    Meeting,
    Place,
    ShownAs,
)
from connectors.microsoft.people import read_attendees, read_organizer
from connectors.microsoft.rooms import with_address
from connectors.microsoft.whereabouts import read_whereabouts
from connectors.microsoft.wire import Event, Moment
from connectors.places import rooms
from connectors.timezones import zone_for
from connectors.titles import clean, is_called_off, read_title

LONGEST_HUMAN_TEXT = 4_000
LAST_YEAR = 2200
FIRST_YEAR = 1980  # 0001-01-01 is how Graph writes never
HALF_A_DAY = timedelta(hours=12)

NO_ROOMS: Mapping[str, Place] = {}
SERIES = frozenset({"occurrence", "exception"})
SHOWN = {
    "free": ShownAs.FREE,
    "tentative": ShownAs.TENTATIVE,
    "oof": ShownAs.OUT_OF_OFFICE,
    "workingelsewhere": ShownAs.ELSEWHERE,
}


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
    attendees, nameless = read_attendees(event, owner)
    body = _body(event)
    places, placed, fields = read_whereabouts(event, rooms(attendees))
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
        organizer=read_organizer(event, owner),
        attendees=attendees,
        omitted=nameless,
        shown_as=SHOWN.get((event.show_as or "").casefold(), ShownAs.BUSY),
        places=tuple(with_address(place, own_rooms) for place in places) if own_rooms else places,
        online=settle_room(placed, body.online, fields=fields),
        human_text=body.human_text[:LONGEST_HUMAN_TEXT],
        language=body.language,
        shared_uid=shared_uid(event.ical_uid),
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
    if end.timestamp() < start.timestamp():  # in the night clocks go back 02:10 may come after 02:30
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


def _body(event: Event) -> Body:
    content = clean(event.body.content or "") if event.body else ""
    if event.body is None or not content.strip():
        return Body()
    return read_body(content, html=(event.body.content_type or "html").casefold() == "html")
