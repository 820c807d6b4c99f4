"""The event that is open in Google Calendar as a meeting of ours: the one we keep, else who is in it and nothing more.

https://developers.google.com/workspace/add-ons/concepts/event-objects tells neither title nor time of it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors.google.meetings import occurrence_of
from connectors.meetings import Attendee, AttendeeKind, Meeting, Person, Response
from plugin.beside.known import Known
from plugin.google.asking import Opened, Somebody
from plugin.web.room import zone_of
from workers.store import Transaction
from workers.words.strangers import tame

LONGEST_ID, LONGEST_ADDRESS, LONGEST_NAME = 1_024, 320, 200
HALF_HOUR = timedelta(minutes=30)
RESPONSES = {
    "accepted": Response.ACCEPTED,
    "declined": Response.DECLINED,
    "tentative": Response.TENTATIVE,
}


@dataclass(frozen=True, slots=True)
class Open:
    """`kept`: it is one we have read."""

    meeting: Meeting
    kept: bool


def find_open(at: Transaction, event: Opened, known: Known, *, now: datetime) -> Open:
    kept = _find(at, event, known)
    return Open(kept, kept=True) if kept else Open(as_meeting(event, now=now), kept=False)


def as_meeting(event: Opened, *, now: datetime) -> Meeting:
    """Whoever is in it, as if it were now: no title and no time is told."""
    people = tuple(one for one in map(_attendee, event.attendees or ()) if one)
    organizer = _person(event.organizer) if event.organizer else None
    return Meeting(uid="opened", start=now, end=now + HALF_HOUR, organizer=organizer, attendees=people)


def _find(at: Transaction, event: Opened, known: Known) -> Meeting | None:
    if not event.id or len(event.id) > LONGEST_ID:
        return None
    uid, occurrence = occurrence_of(event.id, zone_of(known.seller)) or (event.recurring_event_id or event.id, None)
    seen = at.meetings.find(known.seller.id, uid[:LONGEST_ID], occurrence)
    return seen.meeting if seen else None


def _attendee(one: Somebody) -> Attendee | None:
    person = _person(one)
    if person is None:
        return None
    kind = AttendeeKind.RESOURCE if one.resource else AttendeeKind.REQUIRED
    return Attendee(person, response=RESPONSES.get(one.response_status or "", Response.NONE), kind=kind)


def _person(one: Somebody) -> Person | None:
    address = (one.email or "").strip().casefold()
    if "@" not in address or len(address) > LONGEST_ADDRESS:
        return None
    return Person(address, tame(one.display_name or "", LONGEST_NAME))
