"""Own rooms and offices, learned from what the company does with itself."""

from connectors.meetings import Attendee, AttendeeKind, Meeting, Person, Place, PlaceKind
from tests.world import ASTRID, KARIN, MAJA, NOW, OLLE, OWN_DOMAINS, SVEN, meeting
from workers.relationships.accounts import OwnSide
from workers.relationships.own import learn_own_side
from workers.relationships.signs import Seen, read_signs


def learn(*meetings: Meeting, office: str = "") -> OwnSide:
    seen = [Seen(one, read_signs(one)) for one in meetings]
    return learn_own_side(seen, owner=ASTRID.address, domains=OWN_DOMAINS, office=office)


def times(count: int, *people: Person, place: str | Place, organizer: Person = ASTRID) -> list[Meeting]:
    return [meeting(NOW, 30, *people, uid=f"{place}{n}", place=place, organizer=organizer) for n in range(count)]


def test_a_room_of_two_internal_meetings_is_ours() -> None:
    own = learn(*times(2, SVEN, place="Rum Eken"), *times(1, SVEN, place="Rum Boken"))
    assert own.rooms == {"rum eken"}


def test_a_bare_name_needs_more_internal_meetings() -> None:
    assert learn(*times(3, SVEN, place="Björken")).rooms == frozenset()
    assert learn(*times(4, SVEN, place="Björken")).rooms == {"björken"}


def test_a_room_mailbox_of_our_domain_is_ours_whoever_was_there() -> None:
    room = Place("Björken", PlaceKind.ROOM, mailbox="bjorken@nordverk.example")
    own = learn(
        *times(1, KARIN, place=room), *times(1, KARIN, place=Place("Älgen", PlaceKind.ROOM, "algen@bruket.example"))
    )
    assert own.rooms == {"bjorken@nordverk.example"}


def test_a_booked_room_among_the_attendees_is_ours() -> None:
    booked = Attendee(Person("eken@nordverk.example", "Eken"), kind=AttendeeKind.RESOURCE)
    one = Meeting("m", NOW, NOW, organizer=ASTRID, attendees=(Attendee(KARIN), booked))
    assert learn(one).rooms == {"eken@nordverk.example"}


def test_a_room_where_we_invite_many_companies_is_ours() -> None:
    meetings = [meeting(NOW, 30, who, uid=who.address, place="Rum 3") for who in (KARIN, OLLE, MAJA)]
    assert learn(*meetings).rooms == {"rum 3"}
    assert learn(*meetings[:2]).rooms == frozenset()


def test_the_most_frequent_internal_address_is_the_office() -> None:
    own = learn(
        *times(5, SVEN, place="Kungsgatan 1, Stockholm"),
        *times(1, SVEN, place="Havsvägen 9, Sandhamn"),
        *times(9, KARIN, place="Storgatan 4, Trollhättan"),
    )
    assert own.office == "Kungsgatan 1, Stockholm"
    assert "kungsgatan 1" in own.offices
    assert "storgatan 4" not in own.offices
    assert "havsvägen 9" not in own.offices


def test_the_office_somebody_names_is_the_office() -> None:
    own = learn(*times(5, SVEN, place="Kungsgatan 1, Stockholm"), office="Avenyn 2, Göteborg")
    assert own.office == "Avenyn 2, Göteborg"
    assert {"kungsgatan 1", "avenyn 2 göteborg"} <= own.offices


def test_a_customers_invitation_teaches_nothing_of_our_rooms() -> None:
    assert learn(*times(9, ASTRID, place="Rum 3", organizer=KARIN)).rooms == frozenset()


def test_a_calendar_without_internal_meetings_knows_the_owner_only() -> None:
    assert learn() == OwnSide(ASTRID.address, OWN_DOMAINS)


def test_a_town_for_an_office_does_not_make_the_whole_town_ours() -> None:
    own = learn(office="Göteborg")
    assert own.office == "Göteborg"
    assert own.offices == frozenset()


def test_an_office_picked_on_a_map_is_known_by_its_street() -> None:
    picked = Place("Nordverk", PlaceKind.VENUE, street="Kungsgatan 1", city="Stockholm")
    assert "kungsgatan 1" in learn(*times(2, SVEN, place=picked)).offices


def test_a_booked_room_with_an_address_tells_where_the_office_is_by_the_address_not_by_its_name() -> None:
    room = Place(
        "Björken", PlaceKind.ROOM, mailbox="bjorken@nordverk.example", street="Kungsgatan 1", postal_code="411 19", city="Göteborg"
    )  # fmt: skip
    own = learn(*times(3, SVEN, place=room))
    assert own.office == "Kungsgatan 1, 411 19 Göteborg"
    assert "kungsgatan 1" in own.offices
