"""What calendar files say of people and days, whichever vendor they are put back into.

https://www.rfc-editor.org/rfc/rfc5545
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from icalendar import vCalAddress

Event = Any  # icalendar.Event, whose properties are whatever they are


def attendees_of(event: Event) -> list[vCalAddress]:
    found = event.get("ATTENDEE", [])
    return found if isinstance(found, list) else [found]


def is_room(one: vCalAddress) -> bool:
    return one.params.get("CUTYPE") in {"ROOM", "RESOURCE"}


def name_of(one: vCalAddress) -> str:
    return str(one.params.get("CN", ""))


def address_of(one: vCalAddress) -> str:
    return re.sub("^mailto:", "", str(one), flags=re.IGNORECASE)


def dates_of(told: Any) -> Iterable[date]:
    """Of EXDATE, which may stand once, often or never."""
    lists = told if isinstance(told, list) else [told] if told is not None else []
    return [one.dt for each in lists for one in each.dts]
