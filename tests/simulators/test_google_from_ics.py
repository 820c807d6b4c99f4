"""Calendar files, put into a calendar of Google that is played here: nothing of them is lost that Google would keep."""

from datetime import datetime
from typing import Any

import icalendar

from tests.simulators.google import Calendar, load_calendar
from tests.simulators.google.client import ASTRID, EVENTS, SINGLE, Client
from tests.simulators.ics import attendees_of

FAR = {"timeMin": "2024-01-01T00:00:00Z", "timeMax": "2026-12-31T00:00:00Z"}
OF_GOOGLE = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Google Inc//Google Calendar 70.9054//EN
BEGIN:VEVENT
DTSTART:20260303T090000Z
DTEND:20260303T092500Z
DTSTAMP:20260302T070000Z
ORGANIZER;CN=karin@bruket.example:mailto:karin@bruket.example
UID:k7ics0000000000000000000ag@google.com
ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;CN=astrid@nordverk.example:mailto:astrid@nordverk.example
X-GOOGLE-CONFERENCE:https://meet.google.com/abc-defg-hij
LOCATION:
SEQUENCE:2
STATUS:CONFIRMED
SUMMARY:Avstämning
TRANSP:TRANSPARENT
END:VEVENT
END:VCALENDAR
"""


def singles(ics: bytes) -> list[Any]:
    return [one for one in icalendar.Calendar.from_ical(ics).walk("VEVENT") if "RECURRENCE-ID" not in one]


def test_nothing_of_a_calendar_file_is_lost(asker: Client, calendar: Calendar, ics: bytes) -> None:
    load_calendar(calendar, ics, ASTRID)
    found = {one["iCalUID"]: one for one in asker.round(showDeleted="true")[0] if "recurringEventId" not in one}
    assert found.keys() == {str(one["UID"]) for one in singles(ics)}
    for one in singles(ics):
        event = found[str(one["UID"])]
        said = ("SUMMARY", event.get("summary")), ("LOCATION", event.get("location", ""))
        assert [str(one.get(name, "")) for name, _ in said] == [text for _, text in said]
        assert event.get("description", "") == str(one.get("DESCRIPTION", ""))
        assert (event["status"] == "cancelled") == (one.get("STATUS") == "CANCELLED")
        assert event.get("visibility") == {"PUBLIC": None, "PRIVATE": "private"}[str(one["CLASS"])]
        start = one["DTSTART"].dt
        at = event["start"].get("dateTime", event["start"].get("date"))
        assert at[:10] == f"{start:%Y-%m-%d}"
        assert at[11:16] in ({f"{start:%H:%M}"} if isinstance(start, datetime) else {"", "00:00"})
        told = {str(who)[7:] for who in attendees_of(one)}
        assert {who["email"] for who in event.get("attendees", [])} - {ASTRID} == told - {ASTRID}


def test_every_kind_of_event_is_there(asker: Client, calendar: Calendar, ics: bytes) -> None:
    load_calendar(calendar, ics, ASTRID)
    events = asker.round(showDeleted="true")[0]
    assert {one["status"] for one in events} >= {"confirmed", "cancelled"}
    assert {one["eventType"] for one in events} == {"default", "outOfOffice"}
    assert {one.get("transparency") for one in events} == {None, "transparent"}
    own = [who for one in events for who in one.get("attendees", []) if who.get("self")]
    assert {who["responseStatus"] for who in own} == {"accepted", "declined"}
    rooms = [who["email"] for one in events for who in one.get("attendees", []) if who.get("resource")]
    assert {address.partition(".")[0] for address in rooms} == {"rum"}
    assert any("teams.microsoft.com" in one.get("description", "") for one in events)
    assert not any("conferenceData" in one for one in events)
    assert {one["iCalUID"] for one in events if one.get("privateCopy")}


def test_a_series_of_a_file_has_its_days_its_gaps_and_what_was_moved(
    asker: Client, calendar: Calendar, ics: bytes
) -> None:
    load_calendar(calendar, ics, ASTRID)
    events = list(icalendar.Calendar.from_ical(ics).walk("VEVENT"))
    moved: Any = next(one for one in events if "RECURRENCE-ID" in one)
    master: Any = next(one for one in events if one["UID"] == moved["UID"] and "RRULE" in one)
    found = asker.round(SINGLE, **FAR, iCalUID=str(master["UID"]))[0]
    days = {one["start"]["dateTime"][:16] for one in found}
    skipped = {f"{each.dt:%Y-%m-%dT%H:%M}" for listed in master["EXDATE"] for each in listed.dts}
    assert skipped
    assert not days & skipped
    assert f"{moved['DTSTART'].dt:%Y-%m-%dT%H:%M}" in days
    assert f"{moved['RECURRENCE-ID'].dt:%Y-%m-%dT%H:%M}" not in days
    odd = [one for one in found if one["start"]["dateTime"] != one["originalStartTime"]["dateTime"]]
    assert [one["start"]["dateTime"][:16] for one in odd] == [f"{moved['DTSTART'].dt:%Y-%m-%dT%H:%M}"]
    assert {one["start"]["timeZone"] for one in found} <= {"Europe/Berlin", "Europe/Stockholm"}


def test_what_google_wrote_comes_back_as_it_was(asker: Client, calendar: Calendar) -> None:
    [named] = load_calendar(calendar, OF_GOOGLE.encode(), ASTRID)
    [event] = asker.get(EVENTS, SINGLE).json()["items"]
    assert (named, event["iCalUID"]) == ("k7ics0000000000000000000ag", "k7ics0000000000000000000ag@google.com")
    assert (event["hangoutLink"], event["sequence"]) == ("https://meet.google.com/abc-defg-hij", 2)
    assert (event["start"]["dateTime"], event["transparency"]) == ("2026-03-03T10:00:00+01:00", "transparent")
    assert [who.get("self") for who in event["attendees"]] == [True]
    assert not {"location", "description"} & event.keys()
