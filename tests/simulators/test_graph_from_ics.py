"""A calendar file that Outlook exports, put into a mailbox of Graph that is played here: nothing of it is lost."""

from datetime import datetime

import icalendar

from tests.simulators.judges import is_a
from tests.simulators.microsoft import (
    Mailbox,
    load_calendar,
)
from tests.simulators.microsoft.client import SWEDEN, Client, named

# A calendar file


def folded(text: str) -> str:
    return " ".join(text.split())


def test_nothing_of_a_calendar_file_is_lost(client: Client, box: Mailbox, ics: bytes) -> None:
    load_calendar(box, ics, box.address)
    events = [one for one in icalendar.Calendar.from_ical(ics).walk("VEVENT") if "RECURRENCE-ID" not in one]
    wish = {"Prefer": f'outlook.timezone="{SWEDEN}", outlook.body-content-type="text"'}
    held_events = {one["iCalUId"]: one for one in client.get("/me/events?$top=1000", **wish).json()["value"]}
    assert held_events.keys() == {str(one["UID"]) for one in events}
    for one in events:
        event = held_events[str(one["UID"])]
        is_a("Event", event)
        assert event["subject"] == str(one["SUMMARY"])
        assert event["location"]["displayName"] == str(one.get("LOCATION", ""))
        assert [place["displayName"] for place in event["locations"]] == [
            part.strip() for part in str(one.get("LOCATION", "")).split(";") if part
        ]
        assert folded(event["body"]["content"]) == folded(str(one.get("DESCRIPTION", "")))
        start = one["DTSTART"].dt
        assert event["start"]["dateTime"][:16] == (f"{start:%Y-%m-%dT%H:%M}")
        assert event["isAllDay"] == (not isinstance(start, datetime))
        assert event["isCancelled"] == (one.get("STATUS") == "CANCELLED")
        assert event["sensitivity"] == {"PUBLIC": "normal", "PRIVATE": "private"}[str(one["CLASS"])]
        assert event["showAs"] == str(one["X-MICROSOFT-CDO-BUSYSTATUS"]).lower()
        url = one.get("X-MICROSOFT-SKYPETEAMSMEETINGURL")
        assert (event["onlineMeeting"] or {}).get("joinUrl") == (str(url) if url else None)
        attendees = one.get("ATTENDEE", [])
        told = {str(who)[7:] for who in (attendees if isinstance(attendees, list) else [attendees])}
        assert {who["emailAddress"]["address"] for who in event["attendees"]} == told
        organizer = str(one.get("ORGANIZER", f"mailto:{box.address}"))[7:]
        assert event["organizer"]["emailAddress"]["address"] == organizer
        assert event["isOrganizer"] == (organizer == box.address)


def test_the_file_has_every_kind_of_event(box: Mailbox, ics: bytes) -> None:
    load_calendar(box, ics, box.address)
    events = box.events()
    assert {one["showAs"] for one in events} >= {"busy", "free", "oof"}
    assert {one["sensitivity"] for one in events} == {"normal", "private"}
    assert {one["responseStatus"]["response"] for one in events} >= {"organizer", "accepted", "declined"}
    assert (
        {one["isCancelled"] for one in events}
        == {one["isAllDay"] for one in events}
        == {one["isOnlineMeeting"] for one in events}
        == {True, False}
    )
    rooms = [who for one in events for who in one["attendees"] if who["type"] == "resource"]
    assert {who["emailAddress"]["address"].partition(".")[0] for who in rooms} == {"rum"}
    kinds = [place["locationType"] for one in events for place in one["locations"]]
    assert {"conferenceRoom", "default"} <= set(kinds)


def test_a_series_of_a_file_has_its_days_its_gaps_and_what_was_moved(client: Client, box: Mailbox, ics: bytes) -> None:
    load_calendar(box, ics, box.address)
    events = list(icalendar.Calendar.from_ical(ics).walk("VEVENT"))
    moved = next(one for one in events if "RECURRENCE-ID" in one)
    master = next(one for one in events if one["UID"] == moved["UID"] and "RRULE" in one)
    named_master = next(one for one in box.events() if one["iCalUId"] == str(master["UID"]))
    wide = "startDateTime=2024-01-01T00:00:00Z&endDateTime=2026-12-31T00:00:00Z"
    found = client.get(
        f"{named(named_master)}/instances?{wide}&$top=500", Prefer=f'outlook.timezone="{SWEDEN}"'
    ).json()["value"]
    days = {one["start"]["dateTime"][:16] for one in found}
    skipped = {f"{each.dt:%Y-%m-%dT%H:%M}" for listed in master["EXDATE"] for each in listed.dts}
    assert skipped
    assert not days & skipped
    assert f"{moved['DTSTART'].dt:%Y-%m-%dT%H:%M}" in days
    assert f"{moved['RECURRENCE-ID'].dt:%Y-%m-%dT%H:%M}" not in days
    exceptions = [one for one in found if one["type"] == "exception"]
    assert [one["attendees"] for one in exceptions] == [named_master["attendees"]] * len(exceptions)
    assert named_master["recurrence"]["pattern"]["daysOfWeek"] == ["monday"]
