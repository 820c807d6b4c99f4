"""A meeting booked in Outlook lies in a colleague's Google calendar too, with its link in the words alone. Both are read as one.

Google keeps Exchange's iCalUID, and writes what Outlook mailed: https://developers.google.com/workspace/calendar/api/v3/reference/events
"""

from collections.abc import Iterator
from typing import Any

import pytest

from connectors.meetings import Meeting, Person
from tests.connectors.google.held import Rig as GoogleRig
from tests.connectors.google.held import a_rig as a_google
from tests.connectors.microsoft.held import Held, a_rig
from tests.connectors.microsoft.held import Rig as MicrosoftRig
from tests.world import ASTRID, KARIN

OWNERS = {ASTRID.address, KARIN.address}


@pytest.fixture
def microsoft() -> Iterator[MicrosoftRig]:
    with a_rig() as rig:
        yield rig


@pytest.fixture
def google() -> Iterator[GoogleRig]:
    with a_google() as rig:
        yield rig


def book(rig: MicrosoftRig, **more: Any) -> dict[str, Any]:
    """As Astrid does it in Outlook, with Karin."""
    told = {
        "subject": "Avstämning",
        "isOnlineMeeting": True,
        "onlineMeetingProvider": "teamsForBusiness",
        "body": {"contentType": "html", "content": "<p>Vi går igenom offerten hos er i Falun.</p>"},
        "start": {"dateTime": "2026-12-03T08:00:00", "timeZone": "UTC"},
        "end": {"dateTime": "2026-12-03T08:30:00", "timeZone": "UTC"},
        "attendees": [{"emailAddress": {"address": KARIN.address, "name": KARIN.name}, "type": "required"}],
        **more,
    }
    made = rig.graph().ask("POST", "/events", json=told).json()
    return dict(rig.box.event(made["id"]))


def mailed_to(rig: GoogleRig, event: dict[str, Any], **more: Any) -> None:
    """What Google keeps of an invitation that came by mail: no conference, the link stays in the words."""
    rig.box.add(
        iCalUID=event["iCalUId"],
        summary=event["subject"],
        description=event["body"]["content"],
        location=event["location"]["displayName"],
        start={"dateTime": "2026-12-03T09:00:00+01:00", "timeZone": "Europe/Stockholm"},
        end={"dateTime": "2026-12-03T09:30:00+01:00", "timeZone": "Europe/Stockholm"},
        organizer={"email": ASTRID.address, "displayName": ASTRID.name},
        attendees=[{"email": KARIN.address, "displayName": KARIN.name, "responseStatus": "needsAction"}],
        **more,
    )


def only(held: Held) -> Meeting:
    (meeting,) = held.kept.values()
    return meeting


@pytest.mark.parametrize("place", ["", "Microsoft Teams-möte", "Storgatan 4, Falun"])
def test_an_invitation_from_outlook_is_read_in_google_as_it_is_in_outlook(
    microsoft: MicrosoftRig, google: GoogleRig, place: str
) -> None:
    event = book(microsoft, **({"location": {"displayName": place}} if place else {}))
    assert "teams.microsoft.com" in event["body"]["content"]
    mailed_to(google, event)
    theirs, ours = only(google.read()), only(microsoft.read())
    assert (theirs.title, theirs.start, theirs.end) == (ours.title, ours.start, ours.end)
    assert theirs.online is not None
    assert ours.online is not None
    assert theirs.online.provider == ours.online.provider == "teams"
    assert theirs.human_text == ours.human_text == "Vi går igenom offerten hos er i Falun."
    assert [one.text for one in theirs.places] == [one.text for one in ours.places]
    assert people(theirs) == people(ours) == OWNERS
    assert theirs.shared_uid == ours.shared_uid != ""


def test_every_day_of_a_series_is_known_to_be_the_same_in_both(microsoft: MicrosoftRig, google: GoogleRig) -> None:
    """Graph writes the day into the name of each, Google the same name for all: name and original start make one of both."""
    pattern = {"type": "weekly", "interval": 1, "daysOfWeek": ["thursday"], "firstDayOfWeek": "monday"}
    event = book(
        microsoft,
        recurrence={
            "pattern": pattern,
            "range": {"type": "numbered", "startDate": "2026-12-03", "numberOfOccurrences": 3},
        },
    )
    mailed_to(google, event, recurrence=["RRULE:FREQ=WEEKLY;COUNT=3"])
    theirs, ours = (
        {(one.shared_uid, one.recurrence_id) for one in held.kept.values()}
        for held in (google.read(), microsoft.read())
    )
    assert theirs == ours
    assert len(ours) == 3


def people(meeting: Meeting) -> set[str]:
    invited = (meeting.organizer or Person(""), *(one.person for one in meeting.attendees))
    return {one.address for one in invited}
