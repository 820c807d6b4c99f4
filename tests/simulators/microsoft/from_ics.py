"""A calendar file that Outlook has exported, put back into a mailbox as Exchange would hold it.

https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxcical
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from icalendar import Calendar, vCalAddress

from tests.simulators.ics import Event, address_of, attendees_of, dates_of, is_room, name_of
from tests.simulators.microsoft.bodies import from_text, page
from tests.simulators.microsoft.event import Json
from tests.simulators.microsoft.idents import Ident
from tests.simulators.microsoft.mailbox import Mailbox
from tests.simulators.microsoft.teams import framed
from tests.simulators.microsoft.times import NEVER, Stamp, known_zone, seven, stamp

SHOWN_AS = {
    "FREE": "free",
    "TENTATIVE": "tentative",
    "BUSY": "busy",
    "OOF": "oof",
    "WORKINGELSEWHERE": "workingElsewhere",
}
SENSITIVITY = {"PUBLIC": "normal", "PRIVATE": "private", "CONFIDENTIAL": "confidential", "PERSONAL": "personal"}
ANSWERS = {
    "ACCEPTED": "accepted",
    "DECLINED": "declined",
    "TENTATIVE": "tentativelyAccepted",
    "NEEDS-ACTION": "notResponded",
}
KINDS = {"OPT-PARTICIPANT": "optional", "NON-PARTICIPANT": "optional"}
DAYS = {
    "MO": "monday",
    "TU": "tuesday",
    "WE": "wednesday",
    "TH": "thursday",
    "FR": "friday",
    "SA": "saturday",
    "SU": "sunday",
}
IMPORTANCE = {"0": "low", "1": "normal", "2": "high"}
TEAMS = re.compile(r"Microsoft Teams|Teams Meeting|Skype Meeting", re.IGNORECASE)
UNDERSCORES = re.compile(r"^_{20,}$", re.MULTILINE)


def load_calendar(box: Mailbox, ics: bytes, owner: str) -> list[str]:
    """Lasting ids of what came in, series as their masters; `owner` is the address that is the mailbox's own in the file."""
    events = Calendar.from_ical(ics).walk("VEVENT")
    named = {str(one["UID"]): _put(box, one, owner) for one in events if "RECURRENCE-ID" not in one}
    for one in events:
        if "RECURRENCE-ID" in one:
            _except(box, named[str(one["UID"])], one, owner)
    return [box.id_of(ident) for ident in named.values()]


def _put(box: Mailbox, event: Event, owner: str) -> Ident:
    told = _read(box, event, owner)
    if "RRULE" in event:
        told["recurrence"] = _recurrence(event, told["start"])
    ident = box.put(box.completed(told))
    for skipped in dates_of(event.get("EXDATE")):
        box.remove(Ident(ident.number, _day(box, skipped)))
    return ident


def _except(box: Mailbox, master: Ident, event: Event, owner: str) -> None:
    """Only what differs is the exception's own."""
    ident = Ident(master.number, _day(box, event["RECURRENCE-ID"].dt))
    series = box.fields(ident)
    told = box.prepared(_read(box, event, owner), series)
    ignored = {"iCalUId", "createdDateTime", "originalStartTimeZone", "originalEndTimeZone"}
    box.update(
        ident, {name: value for name, value in told.items() if name not in ignored and value != series.get(name)}
    )


def _read(box: Mailbox, event: Event, owner: str) -> Json:
    start, end = _stamp(box, event["DTSTART"]), _stamp(box, event["DTEND"])
    shown = str(event.get("X-MICROSOFT-CDO-BUSYSTATUS") or "BUSY")
    cancelled = str(event.get("STATUS", "")) == "CANCELLED"
    return {
        "subject": str(event.get("SUMMARY", "")),
        "start": start,
        "end": end,
        "isAllDay": not isinstance(event["DTSTART"].dt, datetime),
        "iCalUId": str(event["UID"]),
        "createdDateTime": f"{seven(event['DTSTAMP'].dt.astimezone(UTC))}Z",
        "sensitivity": SENSITIVITY.get(str(event.get("CLASS", "PUBLIC")), "normal"),
        "importance": IMPORTANCE.get(str(event.get("X-MICROSOFT-CDO-IMPORTANCE", "1")), "normal"),
        "categories": [str(one) for one in getattr(event.get("CATEGORIES"), "cats", [])],
        "isCancelled": cancelled,
        "showAs": SHOWN_AS.get(shown, "busy"),
        **_meeting(event),
        **_whereabouts(event),
        **_people(box, event, owner),
    }


def _meeting(event: Event) -> Json:
    text, url = str(event.get("DESCRIPTION", "")), str(event.get("X-MICROSOFT-SKYPETEAMSMEETINGURL", ""))
    online = {"isOnlineMeeting": True, "onlineMeetingProvider": "teamsForBusiness", "onlineMeeting": {"joinUrl": url}}
    return {"body": {"contentType": "html", "content": page(_html(text))}, **(online if url else {})}


def _html(text: str) -> str:
    """What a person wrote, and the block between its lines as Teams marks it up."""
    lines = list(UNDERSCORES.finditer(text))
    if len(lines) < 2:
        return from_text(text)
    human, block, after = text[: lines[0].start()], text[lines[0].end() : lines[-1].start()], text[lines[-1].end() :]
    rows = from_text(block.strip("\n")).replace(
        '<a href="https://teams.microsoft.com/', '<a class="me-email-headline" href="https://teams.microsoft.com/', 1
    )
    return f"<div>{from_text(human.rstrip())}</div>\r\n{framed(rows)}\r\n{from_text(after.strip())}"


def _whereabouts(event: Event) -> Json:
    """Several places stand in one line; a room that is invited is one by its mailbox."""
    text = str(event.get("LOCATION", ""))
    rooms = {name_of(one): one for one in attendees_of(event) if one.params.get("CUTYPE") == "ROOM"}
    places = [_place(name.strip(), rooms) for name in text.split(";") if name.strip()]
    if not places:
        return {"location": None}
    summary = {"displayName": text, "locationType": "default", "uniqueId": text, "uniqueIdType": "private"}
    return {"location": places[0] if len(places) == 1 else summary, "locations": places}


def _place(name: str, rooms: dict[str, vCalAddress]) -> Json:
    room = next((one for short, one in rooms.items() if short.endswith(name)), None)
    if room is not None:
        address = address_of(room)
        named = {"uniqueId": address, "uniqueIdType": "directory", "locationEmailAddress": address}
        return {"displayName": name, "locationType": "conferenceRoom", **named}
    if TEAMS.search(name):
        return {"displayName": name, "locationType": "default", "uniqueIdType": "unknown"}
    return {"displayName": name, "locationType": "default", "uniqueId": name, "uniqueIdType": "private"}


def _people(box: Mailbox, event: Event, owner: str) -> Json:
    organizer = event.get("ORGANIZER")
    who = _person(organizer) if organizer is not None else {"name": box.name, "address": box.address}
    mine = who["address"].casefold() == owner.casefold()
    attendees = [_attendee(one) for one in attendees_of(event)]
    own = next((one for one in attendees if one["emailAddress"]["address"].casefold() == owner.casefold()), None)
    if mine:
        answer: Json = {"response": "organizer", "time": NEVER}
        attendees = [one for one in attendees if one is not own]
    else:
        answer = own["status"] if own else {"response": "none", "time": NEVER}
    return {"organizer": {"emailAddress": who}, "isOrganizer": mine, "responseStatus": answer, "attendees": attendees}


def _attendee(one: vCalAddress) -> Json:
    kind = "resource" if is_room(one) else KINDS.get(str(one.params.get("ROLE", "")), "required")
    response = ANSWERS.get(str(one.params.get("PARTSTAT", "")), "none")
    return {"type": kind, "status": {"response": response, "time": NEVER}, "emailAddress": _person(one)}


def _person(one: vCalAddress) -> Json:
    return {"name": name_of(one) or address_of(one), "address": address_of(one)}


def _recurrence(event: Event, start: Stamp) -> Json:
    """Weekly series, which is what sellers have; the last day is the one in the series' own zone."""
    rule = event["RRULE"]
    if rule["FREQ"] != ["WEEKLY"]:
        raise ValueError(f"only weekly series can be loaded, not {rule.to_ical()!r}")
    begins = date.fromisoformat(start["dateTime"][:10])
    week_start = DAYS[str(rule.get("WKST", ["MO"])[0])]
    days = [DAYS[str(day)] for day in rule.get("BYDAY", [list(DAYS)[begins.weekday()]])]
    pattern = {
        "type": "weekly",
        "interval": rule.get("INTERVAL", [1])[0],
        "daysOfWeek": days,
        "firstDayOfWeek": week_start,
    }
    limit: Json = {"type": "noEnd", "startDate": begins.isoformat(), "recurrenceTimeZone": start["timeZone"]}
    if "COUNT" in rule:
        limit |= {"type": "numbered", "numberOfOccurrences": rule["COUNT"][0]}
    if "UNTIL" in rule:
        until = rule["UNTIL"][0]
        local = until.astimezone(known_zone(start["timeZone"])) if isinstance(until, datetime) else until
        limit |= {"type": "endDate", "endDate": f"{local:%Y-%m-%d}"}
    return {"pattern": pattern, "range": limit}


def _stamp(box: Mailbox, told: Any) -> Stamp:
    named = str(told.params.get("TZID", ""))
    if not isinstance(told.dt, datetime):
        return stamp(datetime.combine(told.dt, time()), box.zone)
    return stamp(told.dt.replace(tzinfo=None) if named else told.dt, named or box.zone)


def _day(box: Mailbox, told: date) -> date:
    if not isinstance(told, datetime):
        return told
    return told.astimezone(known_zone(box.zone)).date() if told.utcoffset() == timedelta(0) else told.date()
