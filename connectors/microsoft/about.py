"""What a mailbox says of its owner: zone, language and working hours. https://learn.microsoft.com/graph/api/user-get-mailboxsettings"""

from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from connectors.calendars import About
from connectors.errors import AccessDenied, NotThere
from connectors.microsoft.answers import read_json
from connectors.microsoft.api import Graph
from connectors.microsoft.wire import Hours, MailboxSettings
from connectors.timezones import zone_for

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def fetch_about(graph: Graph) -> About:
    """Nothing known where the grant does not reach it: the calendar is read all the same."""
    try:
        said = graph.get("/mailboxSettings")
    except (AccessDenied, NotThere):
        return About()
    try:
        return read_about(msgspec.convert(read_json(said, Any), MailboxSettings))
    except msgspec.ValidationError:  # another shape than we know: no reason not to read the calendar
        return About()


def read_about(settings: MailboxSettings) -> About:
    hours = settings.working_hours or Hours()
    return About(
        zone=_zone(settings),
        language=(settings.language.locale or "")[:20] if settings.language else "",
        working_days=frozenset(
            DAYS.index(day.casefold()) for day in hours.days_of_week or () if day.casefold() in DAYS
        ),
        day_starts=_time(hours.start_time),
        day_ends=_time(hours.end_time),
    )


def _zone(settings: MailboxSettings) -> ZoneInfo | None:
    """The mailbox's own; the working hours' where that says nothing (tzone://Microsoft/Custom)."""
    hours = settings.working_hours
    names = (settings.time_zone, hours.time_zone.name if hours and hours.time_zone else None)
    return next((zone for name in names if name and (zone := zone_for(name))), None)


def _time(text: str | None) -> time | None:
    """08:00:00.0000000"""
    try:
        return time.fromisoformat(text[:8]) if text else None
    except ValueError:
        return None
