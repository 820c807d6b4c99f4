"""Where people would sit at a meeting, if anywhere, and whose place it is: ours, the customer's, a third one."""

from connectors.meetings import AttendeeKind, Meeting, Place, PlaceKind
from workers.relationships.accounts import OwnSide
from workers.relationships.judgement import Whose
from workers.relationships.lexicon import VENUE_WORDS, Says
from workers.relationships.signs import Sign, Signs, Spot, SpotKind, fold, street_of, words_of

FIRM = frozenset({SpotKind.ADDRESS, SpotKind.VENUE, SpotKind.COORDINATES})
TELEPHONES = frozenset({SpotKind.PHONE, SpotKind.NUMBER})
NOWHERE = TELEPHONES | {SpotKind.SCREEN, SpotKind.NOTHING, SpotKind.WORDS}
GOOGLE_ROOMS = "resource.calendar.google.com"  # every company's rooms
NEAREST = {Whose.CUSTOMER: 0, Whose.THIRD: 1, Whose.UNKNOWN: 2, Whose.OWN: 3}  # which of several places decides


def find_seat(
    meeting: Meeting, signs: Signs, words: tuple[Sign, ...], *, own: OwnSide, customer: frozenset[str], ours: bool
) -> tuple[Place | None, SpotKind | None, Whose]:
    """Where people would sit, what kind of place it is, and whose."""
    seats = [
        (place, spot.kind, _whose(place, spot, own=own, customer=customer, ours=ours))
        for place, spot in zip(meeting.places, signs.spots, strict=False)
        if spot.kind not in NOWHERE or (spot.kind is SpotKind.WORDS and place.lat is not None)  # "hos er", and where
    ]
    if not seats:
        seats = _unplaced(meeting, signs, own=own)
    told = _told_by_words(words + signs.title, ours=ours) if words or signs.title else Whose.UNKNOWN
    if not seats:
        return None, None, told
    place, kind, whose = min(seats, key=lambda seat: NEAREST[seat[2]])
    if whose is Whose.UNKNOWN:
        whose = (
            Whose.CUSTOMER if told is Whose.UNKNOWN and kind in FIRM else told
        )  # an address that is not ours is theirs
    return place, kind, whose


def _unplaced(meeting: Meeting, signs: Signs, *, own: OwnSide) -> list[tuple[Place, SpotKind, Whose]]:
    """A place no field names: an address in words, or a booked room among the attendees."""
    for sign in signs.body:
        if sign.says is Says.ADDRESS:
            whose = Whose.OWN if street_of(sign.words) in own.offices else Whose.UNKNOWN
            return [(Place(sign.words, PlaceKind.ADDRESS), SpotKind.ADDRESS, whose)]
    for attendee in meeting.attendees:
        if attendee.kind is AttendeeKind.RESOURCE:
            room = Place(attendee.person.name or attendee.person.address, PlaceKind.ROOM, attendee.person.address)
            return [(room, SpotKind.ROOM, _whose_mailbox(attendee.person.address, own=own))]
    return []


def _whose(place: Place, spot: Spot, *, own: OwnSide, customer: frozenset[str], ours: bool) -> Whose:
    if place.mailbox:
        return _whose_mailbox(place.mailbox, own=own)
    if own.rooms or own.offices:
        folded = fold(place.text)
        if folded in own.rooms or folded in own.offices or fold(place.street) in own.offices:
            return Whose.OWN
        if spot.kind in FIRM and street_of(place.street or place.text) in own.offices:
            return Whose.OWN
    if customer and not customer.isdisjoint(words_of(place.text)):
        return Whose.CUSTOMER
    told = _told_by_words(spot.signs, ours=ours)
    if told is not Whose.UNKNOWN:
        return told
    if spot.kind is SpotKind.OFFICE:
        return Whose.OWN if ours else Whose.CUSTOMER
    public = spot.kind is SpotKind.VENUE and not VENUE_WORDS.isdisjoint(words_of(place.text))
    return Whose.THIRD if public else Whose.UNKNOWN


def _whose_mailbox(mailbox: str, *, own: OwnSide) -> Whose:
    domain = mailbox.rpartition("@")[2]
    if mailbox in own.rooms or domain in own.domains:
        return Whose.OWN
    return Whose.UNKNOWN if domain == GOOGLE_ROOMS else Whose.CUSTOMER


def _told_by_words(signs: tuple[Sign, ...], *, ours: bool) -> Whose:
    for sign in signs:
        if sign.says in (Says.YOURS, Says.OURS):
            return Whose.OWN if (sign.says is Says.OURS) is ours else Whose.CUSTOMER
        if sign.says is Says.VISIT and ours:
            return Whose.CUSTOMER
        if sign.says is Says.MEAL:
            return Whose.THIRD
    return Whose.UNKNOWN
