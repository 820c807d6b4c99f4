"""What a message to the customer is to say, as facts: to whom, in which language, which times; the words come later."""

# ruff: noqa: SIM905 - tables of words, a line of text being easier to keep than a list of strings

import re
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from connectors.meetings import Meeting
from workers.relationships.flags import Flag, FlagKind
from workers.relationships.modality import Modality
from workers.relationships.names import person_name
from workers.relationships.reasons import Fact, Reason
from workers.relationships.relationship import Relationship
from workers.relationships.touchpoints import Touchpoint
from workers.visits.languages import language_of
from workers.visits.slots import zone_of
from workers.visits.tidy import tidy
from workers.visits.visit import Draft, Visit

MANY_TIMES = 3  # so many meetings are "many times"
MOST_TIMES = 3
LONGEST_NAME = 60
TITLE = re.compile(r"(?:dr|prof|professor|ing|dipl|mr|mrs|ms|herr|frau)\.?", re.IGNORECASE)
ROLES = frozenset(
    "info support sales order orders kontakt contact office kontor faktura invoice reception kundtjanst kundservice "
    "kundeservice asiakaspalvelu myynti helpdesk servicedesk service inkop forsaljning salg vertrieb einkauf post mail "
    "hello hej admin bokning booking it hr ekonomi".split()
)
"""Mailboxes that are nobody in particular: invited, but not greeted."""
GIVEN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
CLOCK_OF = {
    "fi": "Europe/Helsinki",
    "ee": "Europe/Tallinn",
    "lv": "Europe/Riga",
    "lt": "Europe/Vilnius",
    "uk": "Europe/London",
    "ie": "Europe/Dublin",
    "is": "Atlantic/Reykjavik",
    "pt": "Europe/Lisbon",
}
"""Countries whose clocks differ from Sweden's and are the same all over: a visit happens by the customer's clock."""
SCREENS = frozenset({"teams", "meet", "zoom"})


def write_draft(
    relationship: Relationship,
    coming: Touchpoint,
    meeting: Meeting | None,
    visit: Visit,
    *,
    flags: tuple[Flag, ...],
    language: str,
    coffee: bool,
    seller: str,
    zone: ZoneInfo,
) -> Draft:
    """The facts of the message that asks whether the seller may come; `seller` is the name it is signed with."""
    kind = kind_of(relationship, coming, flags)
    people = greeted(coming.people)
    names = names_of(people, meeting)
    facts: dict[str, Fact] = {
        "first": tuple(given_name(name) for name in names),
        "names": names,
        "town": visit.place.town if visit.place else "",
        "channel": _channel(coming, meeting),
        "times": _times(visit, _clock_there(visit, clock(relationship.account.key, zone))),
        "length": visit.end - visit.start if visit.end - visit.start > coming.length else None,
        "coffee": coffee,
        "seller": given_name(seller),
        "seller_name": tidy(seller, LONGEST_NAME),
    }
    return Draft(language, kind, people, Reason(f"draft.{kind}", facts))


def kind_of(relationship: Relationship, coming: Touchpoint, flags: tuple[Flag, ...]) -> str:
    """Which message it is. What it says must be true: "never met" only when nothing we have seen is unknown, and
    "long ago" only to somebody who was there."""
    if relationship.ever == 0 and relationship.coming[:1] == (coming,):
        return "first_meeting"
    if relationship.last_in_person is not None:
        met = any(contact.met and contact.address in coming.people for contact in relationship.contacts)
        drifting = any(flag.kind is FlagKind.DRIFTING for flag in flags)
        return ("drifting" if drifting else "met_before") if met else "mostly_screen"
    whole = relationship.ever == relationship.counts.total or any(f.kind is FlagKind.SCREEN_ONLY for f in flags)
    sure = relationship.counts.unknown == 0 and whole
    return "never_met" if sure and relationship.counts.digital >= MANY_TIMES else "mostly_screen"


def greeted(people: tuple[str, ...]) -> tuple[str, ...]:
    """Those who are somebody; everybody when nobody is."""
    return tuple(address for address in people if address.partition("@")[0] not in ROLES) or people


def names_of(people: tuple[str, ...], meeting: Meeting | None) -> tuple[str, ...]:
    """Names as the invitation has them; nobody is named from an address, and a role has none."""
    written = _written_names(meeting)
    somebody = (address for address in people if address.partition("@")[0] not in ROLES and written.get(address))
    named = (person_name(address, written[address]) for address in somebody)
    return tuple(name for name in (tidy(name, LONGEST_NAME) for name in named) if given_name(name))


def given_name(name: str) -> str:
    """The first name, titles left out; empty when there is none."""
    words = (word for word in name.split() if not TITLE.fullmatch(word))
    return next((word for word in words if GIVEN.fullmatch(word)), "")


def spoken_with(relationship: Relationship, coming: Touchpoint, meeting: Meeting | None, owner: str) -> str:
    """The customer's language; the coming invitation's own weighs most when the customer sent it."""
    said = meeting.language if meeting else ""
    theirs, ours = ("", said) if coming.ours else (said, "")
    return language_of(relationship, theirs=theirs, ours=ours, owner=owner)


def clock(key: str, zone: ZoneInfo) -> ZoneInfo:
    """The zone the customer reads times in: the seller's, unless the domain's country keeps another."""
    name = CLOCK_OF.get(key.rpartition(".")[2])
    return ZoneInfo(name) if name else zone


def _clock_there(visit: Visit, zone: ZoneInfo) -> ZoneInfo:
    """The clock at the place itself, where that is known: a visit happens by it."""
    return zone_of(visit.place.position if visit.place else None, zone)


def _written_names(meeting: Meeting | None) -> Mapping[str, str]:
    if meeting is None:
        return {}
    people = [attendee.person for attendee in meeting.attendees]
    if meeting.organizer:
        people.append(meeting.organizer)
    return {person.address: person.name for person in people if person.name and "@" not in person.name}


def _channel(coming: Touchpoint, meeting: Meeting | None) -> str:
    """What the meeting would have been on: teams, meet, zoom, screen, phone, or empty when nobody knows."""
    if coming.modality is Modality.PHONE:
        return "phone"
    if coming.modality is not Modality.VIDEO:
        return ""
    provider = meeting.online.provider if meeting and meeting.online else ""
    return provider if provider in SCREENS else "screen"


def _times(visit: Visit, zone: ZoneInfo) -> tuple[str, ...]:
    """The visit's own time when it fits, and two others, rather later than sooner; as ISO 8601 text by that clock."""
    own: tuple[datetime, ...] = (visit.start,) if visit.fits else ()
    near = sorted((slot.start for slot in visit.slots), key=lambda at: (at < visit.start, abs(at - visit.start)))
    return tuple(moment.astimezone(zone).isoformat() for moment in (*own, *sorted(near[: MOST_TIMES - 1])))
