"""Several places that a calendar names for one meeting, each once: a picked one says more than the words beside it."""

from collections.abc import Iterable

from connectors.meetings import Attendee, AttendeeKind, Place, PlaceKind, Response

LONGEST_PLACE = 1_000
MOST_PLACES = 10


def once(places: Iterable[Place]) -> tuple[Place, ...]:
    """Each place once: a typed one gives way to a picked one before it that says the same, or that says a part of it."""
    found = tuple(places)
    if len(found) < 2:
        return found
    kept: list[Place] = []
    for place in found:
        text = one_line(place.text).casefold()
        if not text or any(_same(text, other) or _is_same_room(place, other) for other in kept):
            continue
        kept.append(place)
    return tuple(kept[:MOST_PLACES])


def rooms(attendees: Iterable[Attendee]) -> tuple[Place, ...]:
    """The rooms among the attendees, as places; one that has declined is none."""
    return tuple(
        Place(attendee.person.name or attendee.person.address, PlaceKind.ROOM, mailbox=attendee.person.address)
        for attendee in attendees
        if attendee.kind is AttendeeKind.RESOURCE and attendee.response is not Response.DECLINED
    )


def one_line(text: str) -> str:
    return ", ".join(part.strip().rstrip(",") for part in text.splitlines() if part.strip())


def _is_same_room(place: Place, other: Place) -> bool:
    return bool(place.mailbox) and place.mailbox == other.mailbox


def _same(text: str, other: Place) -> bool:
    """Whether typed words repeat a place: its name, its name and address, its street, or a room's name without its size."""
    known, street = one_line(other.text).casefold(), other.street.casefold()
    if text == known:
        return True
    if other.mailbox and known.startswith(text):
        return True
    return other.kind is not PlaceKind.TEXT and (
        text.startswith(known + ",") or bool(street and text.startswith(street))
    )
