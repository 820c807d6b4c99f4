"""Whose calendar it is, told from the file alone, and never guessed where it cannot be told."""

from datetime import timedelta

import pytest

from connectors.meetings import Attendee, AttendeeKind, Meeting, Person
from tests.world import ASTRID, KARIN, MAJA, NOW, OLLE, PER, SVEN, meeting
from workers.relationships.owner import guess_owner
from workers.words import say


def week(number: int, *people: Person, organizer: Person | None = ASTRID) -> Meeting:
    return meeting(NOW + timedelta(weeks=number), 30, *people, uid=f"w{number}", organizer=organizer)


MIXED = [
    week(1, KARIN, ASTRID),
    week(2, PER, ASTRID, organizer=PER),
    week(3, OLLE, SVEN),
    week(4, MAJA, ASTRID, organizer=MAJA),
]


@pytest.mark.parametrize(
    "name", ["astrid@nordverk.example", "Astrid Ek <Astrid@Nordverk.example>", "Kalender (astrid@nordverk.example)"]
)
def test_a_calendar_named_after_an_address_is_that_persons(name: str) -> None:
    guess = guess_owner(["Arbete", name], [])
    assert guess is not None
    assert guess.address == ASTRID.address
    assert say(guess.reason.key, "sv", **guess.reason.facts) == "Kalendern heter astrid@nordverk.example."


@pytest.mark.parametrize(
    "name", ["Kalender", "", "no-reply@nordverk.example", "x@group.calendar.google.com", "@", "a@@b"]
)
def test_a_name_that_is_nobodys_address_tells_nothing(name: str) -> None:
    assert guess_owner([name], []) is None


def test_who_is_in_nearly_every_meeting_owns_the_calendar() -> None:
    guess = guess_owner(["Kalender"], MIXED)
    assert guess is not None
    assert guess.address == ASTRID.address
    assert (
        say(guess.reason.key, "en", **guess.reason.facts)
        == "The address astrid@nordverk.example is in 100% of the meetings."
    )


def test_four_of_five_is_nearly_every_and_less_is_not() -> None:
    strangers = [meeting(NOW, 30, KARIN, uid="s1", organizer=PER)]
    assert guess_owner([], [*MIXED, *strangers]) is not None
    assert guess_owner([], [*MIXED[:3], *strangers]) is None


def test_two_who_are_always_together_are_told_apart_by_who_invites() -> None:
    pair = [week(n, SVEN, person) for n, person in enumerate((KARIN, PER, OLLE, MAJA))]
    guess = guess_owner([], pair)
    assert guess is not None
    assert guess.address == ASTRID.address


def test_two_who_are_always_together_and_invite_alike_cannot_be_told_apart() -> None:
    pair = [
        week(n, SVEN, ASTRID, person, organizer=(ASTRID, SVEN)[n % 2])
        for n, person in enumerate((KARIN, PER, OLLE, MAJA))
    ]
    assert guess_owner([], pair) is None


def test_the_calendar_of_astrid_ek_is_astrids_when_she_is_one_of_two() -> None:
    pair = [week(n, SVEN, ASTRID, person, organizer=SVEN) for n, person in enumerate((KARIN, PER, OLLE, MAJA))]
    guess = guess_owner(["Astrid  ek"], pair)
    assert guess is not None
    assert guess.address == ASTRID.address


def test_one_invitation_does_not_tell_host_from_guest() -> None:
    assert guess_owner([], [week(1, ASTRID, organizer=KARIN)]) is None


def test_a_published_feed_without_people_tells_nothing() -> None:
    assert guess_owner(["Kalender"], [Meeting("u", NOW, NOW + timedelta(hours=1)) for _ in range(50)]) is None


def test_a_room_in_every_meeting_owns_nothing() -> None:
    room = Attendee(Person("norr@nordverk.example"), kind=AttendeeKind.RESOURCE)
    rows = [Meeting(m.uid, m.start, m.end, organizer=m.organizer, attendees=(*m.attendees, room)) for m in MIXED]
    guess = guess_owner([], rows)
    assert guess is not None
    assert guess.address == ASTRID.address
