"""Times as Graph writes them: a naive local time with seven decimals beside the name of a zone.

https://learn.microsoft.com/graph/api/resources/datetimetimezone
"""

import re
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from tests.simulators.microsoft.errors import bad_query, bad_request

NEVER = "0001-01-01T00:00:00Z"
# IANA names that Graph takes beside the Windows ones; Europe/Stockholm is not among them.
IANA = frozenset({"Europe/Berlin", "Europe/Paris", "Europe/Budapest", "Europe/Warsaw", "Etc/UTC"})
OFFSET = re.compile(r"(Z|[+-]\d{2}:?\d{2})$", re.IGNORECASE)
Stamp = dict[str, str]  # {"dateTime": "2026-03-02T09:00:00.0000000", "timeZone": "UTC"}


@cache
def zone_named(name: str) -> ZoneInfo | None:
    """The zone Graph knows by this name."""
    if name in {"UTC", "tzone://Microsoft/Utc"}:
        return ZoneInfo("UTC")
    found = WINDOWS_TO_OLSON.get(name) or (name if name in IANA else None)
    return ZoneInfo(found) if found else None


def known_zone(name: object) -> ZoneInfo:
    zone = zone_named(name) if isinstance(name, str) else None
    if zone is None:
        text = f"A valid TimeZone value must be specified. The following TimeZone value is not supported: '{name}'."
        raise bad_request(text, "TimeZoneNotSupportedException")
    return zone


def seven(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond:06d}0"


def zulu(moment: datetime) -> str:
    return seven(moment.astimezone(UTC)) + "Z"


def stamp(wall: datetime, zone: str) -> Stamp:
    """A wall time of `zone`, or an aware moment turned into one."""
    if wall.tzinfo:
        wall = wall.astimezone(known_zone(zone))
    return {"dateTime": seven(wall), "timeZone": zone}


def wall(told: Stamp) -> datetime:
    """The naive local time. An offset inside it is ignored: the zone beside it counts."""
    text = OFFSET.sub("", told["dateTime"]) if "T" in told["dateTime"] else told["dateTime"]
    return datetime.fromisoformat(text)


def moment(told: Stamp) -> datetime:
    return wall(told).replace(tzinfo=known_zone(told["timeZone"])).astimezone(UTC)


def turned(told: Stamp, zone: str) -> Stamp:
    """The same moment in another zone."""
    return stamp(moment(told), zone)


def read_stamp(told: object, name: str) -> Stamp:
    """What a client has written; refused where it is no time or no zone."""
    if not isinstance(told, dict) or not isinstance(told.get("dateTime"), str):
        raise bad_request(f"The {name} property needs a dateTime and a timeZone.", "ErrorInvalidRequest")
    known_zone(told.get("timeZone"))
    try:
        return stamp(wall(told), told["timeZone"])
    except ValueError as error:
        raise bad_request(f"Cannot convert the literal '{told['dateTime']}' to a time.", "RequestBodyRead") from error


def read_query_time(text: str | None) -> datetime:
    """A moment out of an address: its offset counts, without one it is UTC. A + that was not encoded is a space."""
    if not text:
        message = "This request requires a time window specified by the query string parameters StartDateTime and EndDateTime."
        raise bad_request(message, "ErrorInvalidParameter")
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise bad_query(f"The value '{text}' for a time window is no date and time.") from error
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
