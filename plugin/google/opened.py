"""The event that is open in Google Calendar as a meeting of ours: the one we keep, else as a glance at it tells.

https://developers.google.com/workspace/add-ons/concepts/event-objects tells who is in it, but neither title nor time. A
glance is the seller's own grant asked for that one event: the add-on itself needs no right to read any.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from connectors.google.meetings import occurrence_of
from connectors.meetings import Attendee, AttendeeKind, Meeting, Person, Response
from plugin.beside.known import Known
from plugin.beside.meant import find_meant
from plugin.google.asking import Opened, Somebody
from plugin.web.room import office, zone_of
from workers.glance import glance
from workers.words.strangers import tame

LONGEST_ID, LONGEST_ADDRESS, LONGEST_NAME = 1_024, 320, 200
HALF_HOUR = timedelta(minutes=30)
RESPONSES = {
    "accepted": Response.ACCEPTED,
    "declined": Response.DECLINED,
    "tentative": Response.TENTATIVE,
}


class Sight(StrEnum):
    """How well an open event is known."""

    KEPT = "kept"  # read, and in our calendar of the seller
    GLANCED = "glanced"  # looked at just now: it is to be read
    UNSEEN = "unseen"  # to be read, but could not be looked at
    BARE = "bare"  # who is in it, and there is nothing more to know


@dataclass(frozen=True, slots=True)
class Open:
    meeting: Meeting
    sight: Sight


def find_open(event: Opened, known: Known) -> Open:
    """The open event; one that is not kept is looked at where it may concern a customer."""
    kept = find_kept(event, known)
    if kept is not None:
        return Open(kept, Sight.KEPT)
    bare = as_meeting(event, now=office().clock())
    if known.box is None or not event.id or len(event.id) > LONGEST_ID or _is_among_us(event, bare, known):
        return Open(bare, Sight.BARE)
    glanced = glance(office(), known.box, event.id)
    if glanced.meeting is not None:
        return Open(glanced.meeting, Sight.GLANCED)
    return Open(bare, Sight.BARE if glanced.answered else Sight.UNSEEN)


def find_kept(event: Opened, known: Known) -> Meeting | None:
    if not event.id or len(event.id) > LONGEST_ID:
        return None
    uid, occurrence = occurrence_of(event.id, zone_of(known.seller)) or (event.recurring_event_id or event.id, None)
    with office().store.reading() as at:
        seen = at.meetings.find(known.seller.id, uid[:LONGEST_ID], occurrence)
    return seen.meeting if seen else None


def as_meeting(event: Opened, *, now: datetime) -> Meeting:
    """Whoever is in it, as if it were now: no title and no time is told."""
    people = tuple(one for one in map(_attendee, event.attendees or ()) if one)
    organizer = _person(event.organizer) if event.organizer else None
    return Meeting(uid="opened", start=now, end=now + HALF_HOUR, organizer=organizer, attendees=people)


def _is_among_us(event: Opened, bare: Meeting, known: Known) -> bool:
    """Whether all that are in it are told, and nobody is from outside."""
    return event.attendees is not None and find_meant(bare, known).account is None


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
