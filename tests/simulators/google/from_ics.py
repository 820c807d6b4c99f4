"""A calendar file put into a calendar as Google holds it: what Outlook exports comes without a conference, as its text.

https://developers.google.com/workspace/calendar/api/v3/reference/events/import
"""

import base64
from datetime import UTC, date, datetime, time
from typing import Any

from icalendar import Calendar as File
from icalendar import vCalAddress
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from tests.simulators.google import meet
from tests.simulators.google.calendar import Calendar
from tests.simulators.google.event import Json
from tests.simulators.google.idents import OWN_ID
from tests.simulators.google.times import Stamp, stamp, written, zone_named, zulu
from tests.simulators.ics import Event, address_of, attendees_of, dates_of, is_room, name_of

ANSWERS = {
    "ACCEPTED": "accepted",
    "DECLINED": "declined",
    "TENTATIVE": "tentative",
    "NEEDS-ACTION": "needsAction",
}
VISIBILITY = {"PRIVATE": "private", "CONFIDENTIAL": "private", "PUBLIC": "default"}
OUT = {"eventType": "outOfOffice", "outOfOfficeProperties": {"autoDeclineMode": "declineNone"}}
FREE = {"transparency": "transparent"}
SHOWN_AS: dict[str, Json] = {"FREE": FREE, "TENTATIVE": {"status": "tentative"}, "OOF": OUT, "WORKINGELSEWHERE": FREE}
OURS = "@google.com"


def load_calendar(box: Calendar, ics: bytes, owner: str) -> list[str]:
    """Ids of what came in, series as themselves; `owner` is the address that is the calendar's own in the file."""
    events = File.from_ical(ics).walk("VEVENT")
    named = {str(one["UID"]): _put(box, one, owner) for one in events if "RECURRENCE-ID" not in one}
    for one in events:
        if "RECURRENCE-ID" in one:
            _except(box, named[str(one["UID"])], one, owner)
    return list(named.values())


def _put(box: Calendar, event: Event, owner: str) -> str:
    told = _read(box, event, owner)
    if "RRULE" in event:
        told["recurrence"] = [f"RRULE:{event['RRULE'].to_ical().decode()}"]
    named = str(box.add(**told)["id"])
    for skipped in dates_of(event.get("EXDATE")):
        box.cancel_instance(named, skipped)
    if str(event.get("STATUS", "")) == "CANCELLED":
        box.delete(named)
    return named


def _except(box: Calendar, series: str, event: Event, owner: str) -> None:
    """Only what differs is the exception's own."""
    original = event["RECURRENCE-ID"].dt
    usual = box.fields(box.ident(str(box.instance(series, original)["id"])))
    told = box.prepared(_read(box, event, owner))
    kept = {name: value for name, value in told.items() if name not in {"id", "created"} and value != usual.get(name)}
    box.change_instance(series, original, **kept)


def _read(box: Calendar, event: Event, owner: str) -> Json:
    start, end = (_stamp(box, event[name]) for name in ("DTSTART", "DTEND"))
    shown = SHOWN_AS.get(str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "BUSY")), {})
    if "eventType" in shown:  # which has times even where it lasts whole days
        start, end = (_timed(box, one) for one in (start, end))
    if str(event.get("TRANSP", "")) == "TRANSPARENT":
        shown = {**shown, **FREE}
    said = {"summary": "SUMMARY", "description": "DESCRIPTION", "location": "LOCATION"}
    code = str(event.get("X-GOOGLE-CONFERENCE", "")).rpartition("/")[2]
    return {
        **{name: str(event[source]) for name, source in said.items() if str(event.get(source, ""))},
        **_names(str(event["UID"])),
        "start": start,
        "end": end,
        "created": zulu(event["DTSTAMP"].dt.astimezone(UTC)),
        "sequence": int(event.get("SEQUENCE", 0)),
        "visibility": VISIBILITY.get(str(event.get("CLASS", "PUBLIC")), "default"),
        **shown,
        **_people(box, event, owner),
        **(meet.room(code) if code else {}),
    }


def _names(uid: str) -> Json:
    """What came from elsewhere has its uid within its id."""
    own = uid.removesuffix(OURS)
    if uid.endswith(OURS) and OWN_ID.fullmatch(own):
        return {"id": own, "iCalUID": uid}
    return {"id": f"_{base64.b32hexencode(uid.encode()).decode().rstrip('=').lower()}", "iCalUID": uid}


def _people(box: Calendar, event: Event, owner: str) -> Json:
    """Whoever organises a meeting is among its attendees too."""
    organizer = event.get("ORGANIZER")
    who = _person(organizer) if organizer is not None else {"email": box.address}
    mine = who["email"].casefold() == owner.casefold()
    who = {"email": box.address} if mine else who
    people = [_attendee(box, one, owner) for one in attendees_of(event)]
    listed = {one["email"].casefold() for one in people}
    if people and mine and box.address.casefold() not in listed:
        people = [{"email": box.address, "responseStatus": "accepted"}, *people]
    return {"organizer": who, "privateCopy": not mine, **({"attendees": people} if people else {})}


def _attendee(box: Calendar, one: vCalAddress, owner: str) -> Json:
    who = _person(one)
    if who["email"].casefold() == owner.casefold():
        who["email"] = box.address
    told: Json = {"responseStatus": ANSWERS.get(str(one.params.get("PARTSTAT", "")), "needsAction")}
    told |= {"resource": True} if is_room(one) else {}
    told |= {"optional": True} if str(one.params.get("ROLE", "")) == "OPT-PARTICIPANT" else {}
    return {**who, **told}


def _person(one: vCalAddress) -> Json:
    named = {"displayName": name_of(one)} if name_of(one) else {}
    return {"email": address_of(one), **named}


def _stamp(box: Calendar, told: Any) -> Stamp:
    at: date = told.dt
    if not isinstance(at, datetime):
        return stamp(at, box.zone)
    named = str(told.params.get("TZID", ""))
    zone = WINDOWS_TO_OLSON.get(named, named)
    own = zone if zone and zone_named(zone) else box.zone
    return stamp(at.replace(tzinfo=None) if named else at, own)


def _timed(box: Calendar, told: Stamp) -> Stamp:
    if "dateTime" in told:
        return told
    at = datetime.combine(date.fromisoformat(told["date"]), time(), zone_named(box.zone))
    return {"dateTime": written(at), "timeZone": box.zone}
