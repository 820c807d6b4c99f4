"""Which starts a series has, from the lines of its recurrence.

https://developers.google.com/workspace/calendar/api/concepts/events-calendars#recurring_events
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rruleset, rrulestr

from tests.simulators.google.errors import GoogleError, bad_request

LINE = re.compile(r"(?P<name>RRULE|EXRULE|RDATE|EXDATE)(?P<params>(?:;[^:]*)?):(?P<value>.+)", re.IGNORECASE)
UNTIL = re.compile(r"UNTIL=(\d{8}(?:T\d{6}Z?)?)", re.IGNORECASE)
ENDS = re.compile(r"(?:COUNT|UNTIL)=", re.IGNORECASE)


def starts_of(recurrence: Iterable[str], begins: datetime, zone: str, most: int) -> list[datetime]:
    """Naive times of `zone`, in order; of a series without an end the first `most`. Raises GoogleError."""
    found = rruleset()
    for line in recurrence:
        _add(found, line, begins, zone)
    try:
        return list(islice(found, most))
    except (ValueError, TypeError) as error:
        raise _refusal() from error


def _add(found: rruleset, line: str, begins: datetime, zone: str) -> None:
    told = LINE.fullmatch(line)
    if told is None:
        raise _refusal()
    name, value = told["name"].upper(), told["value"]
    try:
        if name == "RRULE":
            found.rrule(_rule(value, begins, zone))
        if name == "EXRULE":
            found.exrule(_rule(value, begins, zone))
        for piece in value.split(",") if name.endswith("DATE") else ():
            (found.rdate if name == "RDATE" else found.exdate)(_time(piece, told["params"], begins, zone))
    except ValueError as error:
        raise _refusal() from error


def _rule(value: str, begins: datetime, zone: str) -> rrule:
    def local(told: re.Match[str]) -> str:
        last = told[1] if "T" in told[1] else f"{told[1]}T235959"
        return f"UNTIL={_time(last, '', begins, zone):%Y%m%dT%H%M%S}"

    made = rrulestr(UNTIL.sub(local, value), dtstart=begins)
    assert isinstance(made, rrule)
    return made


def _time(text: str, params: str, begins: datetime, zone: str) -> datetime:
    """A day stands for the start on that day."""
    if "T" not in text:
        return datetime.combine(datetime.strptime(text, "%Y%m%d"), begins.time())  # noqa: DTZ007
    at = datetime.strptime(text.rstrip("Zz"), "%Y%m%dT%H%M%S")  # noqa: DTZ007
    own = re.search(r";TZID=([^;:]+)", params, re.IGNORECASE)
    if text[-1] in "Zz":
        return at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return at.replace(tzinfo=ZoneInfo(own[1])).astimezone(ZoneInfo(zone)).replace(tzinfo=None) if own else at


def _refusal() -> GoogleError:
    return bad_request("Invalid recurrence rule.")
