"""ORGANIZER and ATTENDEE lines as people and answers. RFC 5545, sections 3.8.4.1 and 3.2.12 (PARTSTAT).

Addresses come as mailto:, bare, as X.500 names of an Exchange directory, or as anything; only mail addresses are kept.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import unquote

from connectors.ics.entries import Line
from connectors.meetings import Attendee, AttendeeKind, Person, Response

ADDRESS = re.compile(r"[^@\s<>\"';:,]{1,128}@[^@\s<>\"';:,]{1,255}")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
GOOGLE_ROOMS = "resource.calendar.google.com"
LONGEST_NAME = 200

ANSWERS = {"ACCEPTED": Response.ACCEPTED, "TENTATIVE": Response.TENTATIVE, "DECLINED": Response.DECLINED}
THINGS = frozenset({"ROOM", "RESOURCE"})
WATCHERS = frozenset({"OPT-PARTICIPANT", "NON-PARTICIPANT"})


@lru_cache(maxsize=4096)
def read_person(line: Line) -> Person | None:
    """Whoever a line names, or None where no mail address stands in it. SENT-BY, the assistant, is nobody's business."""
    address = _address(line.value) or _address(line.param("EMAIL")) or _address(line.param("CN"))
    if not address:
        return None
    name = CONTROL.sub("", line.param("CN")).strip().strip("\"'")[:LONGEST_NAME]
    return Person(address, "" if name.lower() == address else name)


def read_attendees(lines: Iterable[Line]) -> tuple[tuple[Attendee, ...], int]:
    """Everybody with a mail address, once; and how many have none."""
    found: dict[str, Attendee] = {}
    nameless = 0
    for line in lines:
        attendee = _attendee(line)
        if attendee is None:
            nameless += 1
        else:
            found.setdefault(attendee.person.address, attendee)
    return tuple(found.values()), nameless


@lru_cache(maxsize=4096)
def _attendee(line: Line) -> Attendee | None:
    person = read_person(line)
    if person is None:
        return None
    params = dict(line.params)
    response = ANSWERS.get(params.get("PARTSTAT", "").upper(), Response.NONE)
    return Attendee(person, response, _kind(params, person))


def _kind(params: dict[str, str], person: Person) -> AttendeeKind:
    if params.get("CUTYPE", "").upper() in THINGS or person.address.endswith("@" + GOOGLE_ROOMS):
        return AttendeeKind.RESOURCE
    return AttendeeKind.OPTIONAL if params.get("ROLE", "").upper() in WATCHERS else AttendeeKind.REQUIRED


def _address(text: str) -> str:
    text = text.strip().strip("\"'<>")
    if text[:7].lower() == "mailto:":
        text = text[7:].strip("\"'<> ")
    if "%" in text:
        text = unquote(text)
    text = CONTROL.sub("", text)
    return text.lower() if ADDRESS.fullmatch(text) else ""
