"""The careful reader: an entry's lines through icalendar, which knows every shape the standard allows.

icalendar never sees a zone name: each TZID is set aside as X-TZID, so that no zone of another calendar can slip in, no
time becomes naive in silence, and DTSTART;VALUE=DATE;TZID stays a day. `connectors.ics.zones` makes the times aware.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
from icalendar.prop import vBroken

from connectors.ics.entries import Entry, Line, span
from connectors.ics.lines import DATES, SERIES, VERBATIM, Damaged, Lines
from connectors.ics.zones import Zones

TZID = re.compile(r";[ \t]*TZID[ \t]*=", re.IGNORECASE)
TIMES = DATES | SERIES | {"DURATION"}

MOST = {"RRULE": 100, "RDATE": 1_000, "EXDATE": 5_000}  # values, or commas and one, in an entry


def read_parsed(uid: str, lines: Lines, zones: Zones) -> Entry:
    """The entry. Raises Damaged with the reason when it cannot be used."""
    _check_counts(lines)
    try:
        component = icalendar.Event.from_ical(_text(lines))
    except Exception as error:  # icalendar promises ValueError; hostile lines raise others too
        raise Damaged("entry.not_written") from error
    if not isinstance(component, icalendar.Event):
        raise Damaged("entry.not_written")
    begin = _moment(component, "DTSTART", zones)
    if begin is None:
        raise Damaged("entry.no_start")
    length = _value(component, "DURATION")
    if length is not None and not isinstance(length, timedelta):
        raise Damaged("entry.value", name="DURATION")
    start, end = span(begin, _moment(component, "DTEND", zones), length, zones)
    rules = tuple(_rule(value) for value in _values(component, "RRULE"))
    return Entry(
        uid,
        start,
        end,
        _lines(component, lines),
        recurrence=_moment(component, "RECURRENCE-ID", zones),
        this_and_future=_range(component) == "THISANDFUTURE",
        rules=rules,
        extra=tuple(_list(component, "RDATE", zones)),
        skipped=tuple(one for one in _list(component, "EXDATE", zones) if not isinstance(one, tuple)),
        omitted=lines.omitted,
    )


def _check_counts(lines: Lines) -> None:
    """Long lists of dates are refused before anybody reads them."""
    for name, most in MOST.items():
        count = sum(rest.count(",") + 1 for kept, rest in lines.kept if kept == name)
        if count > most:
            raise Damaged("entry.dates", name=name)


def _text(lines: Lines) -> bytes:
    written = [
        name + (TZID.sub(";X-TZID=", rest) if name in DATES else rest)
        for name, rest in lines.kept
        if name not in VERBATIM
    ]
    return "\r\n".join(("BEGIN:VEVENT", *written, "END:VEVENT", "")).encode("utf-8", "replace")


def _values(component: icalendar.Event, name: str) -> list[Any]:
    found = component.get(name)
    return [] if found is None else found if isinstance(found, list) else [found]


def _value(component: icalendar.Event, name: str) -> Any:
    """The first value of that name, as Python has it."""
    values = _values(component, name)
    if not values:
        return None
    if isinstance(values[0], vBroken):
        raise Damaged("entry.value", name=name)
    return values[0].dt


def _moment(component: icalendar.Event, name: str, zones: Zones) -> date | None:
    value = _value(component, name)
    if value is None:
        return None
    if not isinstance(value, date):
        raise Damaged("entry.no_date", name=name)
    return zones.aware(_utc(value), str(_values(component, name)[0].params.get("X-TZID", "")))


def _utc(value: date) -> date:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) and value.tzinfo else value


def _range(component: icalendar.Event) -> str:
    values = _values(component, "RECURRENCE-ID")
    return str(values[0].params.get("RANGE", "")).upper() if values else ""


def _rule(value: Any) -> str:
    if isinstance(value, vBroken):
        raise Damaged("entry.rule")
    return str(value.to_ical().decode())


def _list(component: icalendar.Event, name: str, zones: Zones) -> "Iterator[date | tuple[date, date | timedelta]]":
    for values in _values(component, name):
        if isinstance(values, vBroken):
            raise Damaged("entry.value", name=name)
        zone = str(values.params.get("X-TZID", ""))
        for one in values.dts:
            if isinstance(one.dt, tuple):
                first, last = one.dt
                yield (
                    zones.aware(_utc(first), zone),
                    last if isinstance(last, timedelta) else zones.aware(_utc(last), zone),
                )
            elif isinstance(one.dt, date):
                yield zones.aware(_utc(one.dt), zone)


def _lines(component: icalendar.Event, lines: Lines) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for name in dict.fromkeys(name for name, _ in lines.kept if name not in TIMES):
        if name in VERBATIM:
            found[name] = [Line(rest.partition(":")[2]) for kept, rest in lines.kept if kept == name]
            continue
        read = [
            Line(_written(value), _params(value))
            for value in _values(component, name)
            if not isinstance(value, vBroken)
        ]
        if read:
            found[name] = read
    return found


def _written(value: Any) -> str:
    return str(value) if isinstance(value, str) else str(value.to_ical().decode())


def _params(value: Any) -> tuple[tuple[str, str], ...]:
    pairs = ((str(key).upper(), given) for key, given in value.params.items())
    return tuple(sorted((key, ",".join(given) if isinstance(given, list) else str(given)) for key, given in pairs))
