"""Whose calendar it is, how it is set up, and when people are busy.

https://developers.google.com/workspace/calendar/api/v3/reference/settings
"""

from collections.abc import Iterator
from datetime import datetime

from tests.simulators.google.calendar import Calendar
from tests.simulators.google.call import Call
from tests.simulators.google.errors import bad_parameter, bad_request, empty_range, not_found
from tests.simulators.google.event import Json
from tests.simulators.google.idents import new_token
from tests.simulators.google.times import moment, stamp, zone_named, zulu
from tests.simulators.wire import Answer

DEFAULTS = {
    "autoAddHangouts": "false",
    "dateFieldOrder": "MDY",
    "defaultEventLength": "60",
    "format24HourTime": "false",
    "hideInvitations": "false",
    "hideWeekends": "false",
    "locale": "en",
    "remindOnRespondedEventsOnly": "false",
    "showDeclinedEvents": "true",
    "timezone": "Etc/GMT",
    "useKeyboardShortcuts": "true",
    "weekStart": "0",
}
SWEDISH = {"dateFieldOrder": "YMD", "format24HourTime": "true", "weekStart": "1"}
MEETS = {"allowedConferenceSolutionTypes": ["hangoutsMeet"]}
COLOURS = {"colorId": "15", "backgroundColor": "#9fc6e7", "foregroundColor": "#000000"}
MOST_CALENDARS = 50


def settings_of(box: Calendar) -> dict[str, str]:
    usual = SWEDISH if box.locale.startswith("sv") else {}
    return {**DEFAULTS, **usual, "locale": box.locale, "timezone": box.zone, **box.settings}


def settings(call: Call) -> Answer:
    """What is as it is for everybody is not told."""
    told = [_setting(name, value) for name, value in settings_of(call.box).items() if value != DEFAULTS.get(name)]
    mark = new_token(call.box.address, "settings", len(told))
    return call.answer({"kind": "calendar#settings", "etag": f'"{mark}"', "nextSyncToken": mark, "items": told})


def setting(call: Call) -> Answer:
    known, name = settings_of(call.box), call.names["setting"]
    if name not in known:
        raise not_found()
    return call.answer(_setting(name, known[name]))


def calendar(call: Call) -> Answer:
    box = call.box
    hours = {"workingHours": box.working_hours} if box.working_hours else {}
    return call.answer({"kind": "calendar#calendar", **_about(box), "dataOwner": box.address, **hours})


def calendar_entry(call: Call) -> Answer:
    return call.answer(_entry(call.box))


def calendar_list(call: Call) -> Answer:
    mark = new_token(call.box.address, "calendars")
    kind = {"kind": "calendar#calendarList", "etag": f'"{mark}"', "nextSyncToken": mark}
    return call.answer({**kind, "items": [_entry(call.box)]})


def free_busy(call: Call) -> Answer:
    told = call.told
    after, before = (_time(told, name) for name in ("timeMin", "timeMax"))
    zone = str(told.get("timeZone", "UTC"))
    if zone_named(zone) is None:
        raise bad_parameter("timeZone", f"Invalid value '{zone}'.")
    if after >= before:
        raise empty_range()
    names = [str(one["id"]) for one in told.get("items", [])]
    if len(names) > min(int(told.get("calendarExpansionMax", MOST_CALENDARS)), MOST_CALENDARS):
        raise bad_request("Too many calendars requested.", "tooManyCalendarsRequested", "calendar")
    found = {name: _busy(call, name, after, before, zone) for name in names}
    kind = {"kind": "calendar#freeBusy", "timeMin": zulu(after), "timeMax": zulu(before)}
    return call.answer({**kind, "calendars": found})


def _time(told: Json, name: str) -> datetime:
    try:
        return moment({"dateTime": told[name]}, "UTC")
    except (KeyError, ValueError) as error:
        raise bad_parameter(name, f"Missing or invalid {name}.", "required") from error


def _busy(call: Call, name: str, after: datetime, before: datetime, zone: str) -> Json:
    """Calendars of one's own domain can be asked for, others seem not to be there."""
    box = call.google.calendar_of(call.box.address if name == "primary" else name)
    if box is None or not (box is call.box or (box.domain and box.domain == call.box.domain)):
        return {"errors": [{"domain": "global", "reason": "notFound"}], "busy": []}
    merged: list[list[datetime]] = []
    for begins, ends in sorted(_times(box, after, before)):
        if merged and begins <= merged[-1][1]:
            merged[-1][1] = max(ends, merged[-1][1])
        else:
            merged.append([begins, ends])
    edges = [[stamp(max(min(one, before), after), zone)["dateTime"] for one in pair] for pair in merged]
    return {"busy": [{"start": start, "end": end} for start, end in edges]}


def _times(box: Calendar, after: datetime, before: datetime) -> Iterator[tuple[datetime, datetime]]:
    for ident in box.everything(single=True):
        kept = box.fields(ident)
        own: Json = next((one for one in kept.get("attendees", []) if one["email"] == box.address), {})
        free = kept.get("transparency") == "transparent" or own.get("responseStatus") == "declined"
        if not free and kept["status"] != "cancelled" and box.overlaps(ident, after, before):
            yield moment(kept["start"], box.zone), moment(kept["end"], box.zone)


def _setting(name: str, value: str) -> Json:
    return {"kind": "calendar#setting", "etag": f'"{new_token(name, value)}"', "id": name, "value": value}


def _about(box: Calendar) -> Json:
    mark = new_token(box.address, "calendar")
    told = {"etag": f'"{mark}"', "id": box.address, "summary": box.address, "timeZone": box.zone}
    return {**told, "conferenceProperties": MEETS}


def _entry(box: Calendar) -> Json:
    own = {"selected": True, "accessRole": "owner", "primary": True, "defaultReminders": [], "dataOwner": box.address}
    return {"kind": "calendar#calendarListEntry", **_about(box), **COLOURS, **own}
