"""Who is in an event, and what they have answered. Pure. https://learn.microsoft.com/graph/api/resources/attendee"""

import re
from dataclasses import replace

from connectors.meetings import Attendee, AttendeeKind, Person, Response
from connectors.microsoft.wire import Event, Invited, Somebody

LONGEST_NAME = 200
MOST_ATTENDEES = 500  # as many as Graph lets a meeting have
MAIL = re.compile(r"[^@\s<>\";:,\x00-\x1f\x7f]{1,128}@[^@\s<>\"';:,\x00-\x1f\x7f]{1,255}")  # o'brien@... is one
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
ANSWERS = {
    "accepted": Response.ACCEPTED,
    "tentativelyaccepted": Response.TENTATIVE,
    "declined": Response.DECLINED,
}
KINDS = {"optional": AttendeeKind.OPTIONAL, "resource": AttendeeKind.RESOURCE}


def read_organizer(event: Event, owner: str) -> Person | None:
    said = _somebody(event.organizer)
    if said is None and event.is_organizer and event.attendees:
        return Person(owner)
    return said


def read_attendees(event: Event, owner: str) -> tuple[tuple[Attendee, ...], int]:
    """Everybody with a mail address, once, and how many have none. Graph keeps the owner's own answer beside the list."""
    listed = event.attendees or []
    found: dict[str, Attendee] = {}
    nameless = max(0, len(listed) - MOST_ATTENDEES)
    for one in listed[:MOST_ATTENDEES]:
        attendee = _attendee(one)
        if attendee is None:
            nameless += 1
        else:
            found.setdefault(attendee.person.address, attendee)
    answer = _answer(event.response_status.response if event.response_status else None)
    if listed and not event.is_organizer and answer is not Response.NONE:
        found[owner] = replace(found.get(owner) or Attendee(Person(owner)), response=answer)
    return tuple(found.values()), nameless


def _attendee(one: Invited) -> Attendee | None:
    person = _somebody(Somebody(one.email_address))
    if person is None:
        return None
    kind = KINDS.get((one.type or "").casefold(), AttendeeKind.REQUIRED)
    return Attendee(person, _answer(one.status.response if one.status else None), kind)


def _answer(said: str | None) -> Response:
    return ANSWERS.get((said or "").casefold(), Response.NONE)


def _somebody(one: Somebody | None) -> Person | None:
    """Whoever it is, or None without a mail address: directory entries may have an X.500 name in its place."""
    said = one.email_address if one else None
    address = (said.address or "").strip().strip("'").casefold() if said else ""
    if said is None or not MAIL.fullmatch(address):
        return None
    name = CONTROL.sub("", said.name or "").strip().strip("\"'")[:LONGEST_NAME]
    return Person(address, "" if name.casefold() == address else name)
