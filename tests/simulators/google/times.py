"""Times as Google Calendar writes them: a date, or a time with its offset beside the name of a zone.

https://developers.google.com/workspace/calendar/api/concepts/events-calendars
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tests.simulators.google.errors import bad_parameter, bad_request

Stamp = dict[str, str]  # {"dateTime": "2026-03-02T09:00:00+01:00", "timeZone": "Europe/Stockholm"} or {"date": ...}


@cache
def zone_named(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def written(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")


def zulu(at: datetime) -> str:
    """As created and updated are written."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z"


def stamp(told: date | Mapping[str, str], zone: str) -> Stamp:
    """A wall time of `zone`, an aware moment turned into one, a whole day, or what is a stamp already."""
    if isinstance(told, Mapping):
        return dict(told)
    if not isinstance(told, datetime):
        return {"date": told.isoformat()}
    local = told.astimezone(ZoneInfo(zone)) if told.tzinfo else told.replace(tzinfo=ZoneInfo(zone))
    return {"dateTime": written(local), "timeZone": zone}


def moment(told: Stamp, zone: str) -> datetime:
    """The instant: the offset counts, without one the zone beside it; a day begins at midnight in the calendar's `zone`."""
    if "date" in told:
        return datetime.combine(date.fromisoformat(told["date"]), time(), ZoneInfo(zone)).astimezone(UTC)
    at = datetime.fromisoformat(told["dateTime"])
    return (at if at.tzinfo else at.replace(tzinfo=ZoneInfo(told.get("timeZone", zone)))).astimezone(UTC)


def wall(told: Stamp, zone: str) -> datetime:
    """The naive local time in the event's own zone."""
    own = ZoneInfo(told.get("timeZone", zone))
    return (
        datetime.fromisoformat(told["date"])
        if "date" in told
        else moment(told, zone).astimezone(own).replace(tzinfo=None)
    )


def turned(told: Stamp, zone: str) -> Stamp:
    """The same moment with the offset of another zone; the zone beside it stays the event's own."""
    if "date" in told:
        return told
    return {**told, "dateTime": written(moment(told, zone).astimezone(ZoneInfo(zone)))}


def read_stamp(told: object, name: str, zone: str) -> Stamp:
    """What a client has written, with the zone it is in; refused where it is no time."""
    if not isinstance(told, dict) or len({"date", "dateTime"} & told.keys()) != 1:
        raise bad_request(f"Invalid {name} time.")
    own = told.get("timeZone", "")
    if own and zone_named(own) is None:
        raise bad_request(f"Invalid time zone definition for {name} time.")
    try:
        if "date" in told:
            return {"date": date.fromisoformat(told["date"]).isoformat()}
        at = datetime.fromisoformat(told["dateTime"])
    except (ValueError, TypeError) as error:
        raise bad_request(f"Invalid {name} time.") from error
    if not at.tzinfo and not own:
        raise bad_request(f"Missing time zone definition for {name} time.", "required")
    local = at if at.tzinfo else at.replace(tzinfo=ZoneInfo(own))
    return {"dateTime": written(local), "timeZone": own or zone}


def read_query_time(text: str, name: str) -> datetime:
    """A moment out of an address; an offset is needed, and a + that was not encoded is a space."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = datetime.min  # noqa: DTZ901
    if not at.tzinfo or "T" not in text:
        raise bad_parameter(name, "Bad Request", "badRequest")
    return at.replace(microsecond=0).astimezone(UTC)
