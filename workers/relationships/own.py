"""Learns which rooms and addresses are the seller's own company's, from the meetings it holds with itself."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from connectors.meetings import AttendeeKind, Meeting, Place
from workers.relationships.accounts import OwnSide
from workers.relationships.signs import Seen, Spot, SpotKind, fold, street_of

ROOM_TIMES = 2  # a room named in so many internal meetings is ours
NAME_TIMES = 4  # a name that need not be a room, "Björken"
ADDRESS_TIMES = 2
ADDRESS_SHARE = 0.2  # of the most frequent address's count
GUESTS = 3  # a room where so many companies have been invited by us is ours as well


@dataclass(slots=True)
class _Tally:
    mailboxes: set[str] = field(default_factory=set)
    rooms: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    addresses: Counter[str] = field(default_factory=Counter)
    written: dict[str, str] = field(default_factory=dict)
    guests: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def learn_own_side(seen: Iterable[Seen], *, owner: str, domains: frozenset[str], office: str = "") -> OwnSide:
    """The seller's side. `office` is what the seller or the admin has said; else the most frequent own address."""
    tally = _Tally()
    for one in seen:
        meeting = one.meeting
        if meeting.cancelled:
            continue
        for attendee in meeting.attendees:
            if attendee.kind is AttendeeKind.RESOURCE and _domain(attendee.person.address) in domains:
                tally.mailboxes.add(attendee.person.address)
        if one.signs.spots:
            _count(meeting, one.signs.spots, domains, tally)
    return _conclude(tally, owner=owner, domains=domains, office=office)


def _count(meeting: Meeting, spots: tuple[Spot, ...], domains: frozenset[str], tally: _Tally) -> None:
    outside = _outside(meeting, domains)
    ours = meeting.organizer is None or _domain(meeting.organizer.address) in domains
    internal = ours and not outside and bool(meeting.attendees)
    for place, spot in zip(meeting.places, spots, strict=False):
        if place.mailbox and _domain(place.mailbox) in domains:
            tally.mailboxes.add(place.mailbox)
        if internal:
            _count_internal(place, spot, tally)
        elif ours and spot.kind is SpotKind.ROOM:
            tally.guests[fold(place.text)].update(outside)


def _count_internal(place: Place, spot: Spot, tally: _Tally) -> None:
    text = fold(place.text)
    if spot.kind is SpotKind.ADDRESS or place.street:
        key = street_of(place.street or place.text) or text
        tally.addresses[key] += 1
        tally.written.setdefault(key, _address(place))
    elif spot.kind is SpotKind.ROOM:
        tally.rooms[text] += 1
    elif spot.kind is SpotKind.NAME:
        tally.names[text] += 1


def _address(place: Place) -> str:
    """A booked room's own address, else the place as it is written."""
    if not (place.mailbox and place.street):
        return place.text
    town = f"{place.postal_code} {place.city}".strip()
    return ", ".join(part for part in (place.street, town) if part)


def _conclude(tally: _Tally, *, owner: str, domains: frozenset[str], office: str) -> OwnSide:
    rooms = {text for text, count in tally.rooms.items() if count >= ROOM_TIMES}
    rooms |= {text for text, count in tally.names.items() if count >= NAME_TIMES}
    rooms |= {text for text, guests in tally.guests.items() if len(guests) >= GUESTS}
    offices: set[str] = set()
    common = tally.addresses.most_common()
    if common:
        least = max(ADDRESS_TIMES, common[0][1] * ADDRESS_SHARE)
        offices = {key for key, count in common if count >= least}
        if not office and common[0][0] in offices:
            office = tally.written[common[0][0]]
    if any(map(str.isdigit, office)):  # a town alone is where trips start, and does not make the whole town ours
        offices |= {street_of(office) or fold(office), fold(office)}
    return OwnSide(owner, domains, frozenset(rooms | tally.mailboxes), frozenset(offices), office)


def _outside(meeting: Meeting, domains: frozenset[str]) -> set[str]:
    people = (attendee.person.address for attendee in meeting.attendees if attendee.kind is not AttendeeKind.RESOURCE)
    return {domain for address in people if (domain := _domain(address)) not in domains}


def _domain(address: str) -> str:
    return address.rpartition("@")[2]
