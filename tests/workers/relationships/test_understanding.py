"""A whole mailbox understood: who is on the other side, what counts, who needs a visit most; and one account alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.crm import CrmRecord
from connectors.meetings import Attendee, AttendeeKind, LinkSource, Meeting, OnlineRoom, Person, Response, ShownAs
from tests.world import ASTRID, KARIN, MAJA, NOW, OLLE, OWN_DOMAINS, PER, SVEN, meeting
from workers.relationships.accounts import AccountBook, Standing, build_book
from workers.relationships.corrections import Correction, CorrectionKind, once
from workers.relationships.flags import FlagKind
from workers.relationships.modality import Modality
from workers.relationships.rules import Rules
from workers.relationships.signs import Seen, read_signs
from workers.relationships.touchpoints import Skipped
from workers.relationships.understanding import Understanding, understand

TEAMS = OnlineRoom("teams", LinkSource.BLOCK, "https://teams.microsoft.com/meet/1")
DAY = timedelta(days=1)


def calls(number: int, *people: Person, since: int = 1, **more: object) -> list[Meeting]:
    """So many half hours on Teams, a week apart, the last one `since` days ago."""
    return [
        meeting(NOW - (since + 7 * n) * DAY, 30, *people, uid=f"{people[0].address}-{since}-{n}", online=TEAMS, **more)  # type: ignore[arg-type]
        for n in range(number)
    ]


def understood(
    *meetings: Meeting, book: AccountBook | None = None, corrections: tuple[Correction, ...] = (), **more: object
) -> Understanding:
    return understand(
        [Seen(one, read_signs(one)) for one in meetings],
        owner=ASTRID.address,
        domains=OWN_DOMAINS,
        book=book or build_book([], corrections),
        rules=Rules(),
        now=NOW,
        corrections=corrections,
        **more,  # type: ignore[arg-type]
    )


def said(kind: CorrectionKind, account: str, value: str = "", uid: str = "", hour: int = 8) -> Correction:
    return Correction(kind, account, datetime(2026, 11, 20, hour, tzinfo=UTC), value, uid)


def test_short_calls_with_one_customer_and_nobody_met_are_flagged() -> None:
    found = understood(*calls(4, KARIN, PER))
    assert [one.account.key for one in found.relationships] == ["bruket.example"]
    assert [flag.kind for flag in found.flags["bruket.example"]] == [FlagKind.SCREEN_ONLY]
    assert found.owner == ASTRID.address


def test_one_visit_keeps_the_flag_away_though_every_meeting_has_a_link() -> None:
    visit = meeting(NOW - 60 * DAY, 90, KARIN, uid="visit", online=TEAMS, place="Storgatan 4, 461 30 Trollhättan")
    found = understood(*calls(4, KARIN), visit)
    assert found.flags == {}
    assert found.relationships[0].last_in_person == visit.start


def test_every_meeting_is_answered_for_in_the_order_it_came() -> None:
    meetings = [
        *calls(1, KARIN),
        meeting(uid="invited by a colleague", organizer=SVEN),
        meeting(NOW, 30, SVEN, uid="own"),
        meeting(uid="off", cancelled=True),
        meeting(uid="day", all_day=True),
        meeting(NOW, 30, *[Person(f"p{n}@stor.example") for n in range(15)], uid="crowd"),
        meeting(NOW, 30, *[Person(f"p@bolag{n}.example") for n in range(4)], uid="companies"),
        meeting(NOW, 60, KARIN, uid="webinar", title="Webbinarium: stål", online=TEAMS),
        _declined("no"),
        _free("free"),
    ]
    found = understood(*meetings)
    assert [one.meeting.uid for one in found.meetings] == [one.uid for one in meetings]
    assert [one.skipped for one in found.meetings] == [
        None,
        None,
        Skipped.NOBODY_OUTSIDE,
        Skipped.CANCELLED,
        Skipped.ALL_DAY,
        Skipped.LARGE_GROUP,
        Skipped.MANY_COMPANIES,
        Skipped.BROADCAST,
        Skipped.DECLINED,
        Skipped.SHOWN_FREE,
    ]
    assert found.meetings[0].account == "bruket.example"
    assert found.meetings[2].account is None


def _declined(uid: str) -> Meeting:
    attendees = (Attendee(ASTRID, Response.DECLINED), Attendee(KARIN, Response.ACCEPTED))
    return replace(meeting(uid=uid, organizer=KARIN), attendees=attendees)


def _free(uid: str) -> Meeting:
    return replace(meeting(uid=uid, shown_as=ShownAs.FREE), attendees=(Attendee(KARIN),))


def test_a_room_invited_to_a_meeting_is_nobody() -> None:
    room = Attendee(Person("norr@hotellet.example"), kind=AttendeeKind.RESOURCE)
    found = understood(*[replace(one, attendees=(*one.attendees, room)) for one in calls(4, KARIN)])
    assert [one.account.key for one in found.relationships] == ["bruket.example"]
    assert found.relationships[0].contacts[0].address == KARIN.address


def test_two_customers_in_one_meeting_both_have_it() -> None:
    found = understood(*calls(3, KARIN, OLLE))
    assert set(found.flags) == {"bruket.example", "norrgruvan.example"}


def test_names_come_from_the_invitations() -> None:
    found = understood(*calls(3, Person("karin@bruket.example", "Karin Lind (Bruket AB)")))
    assert found.relationships[0].account.name == "Bruket AB"
    assert found.relationships[0].contacts[0].name == "Karin Lind"


def test_a_freemail_customer_is_named_after_the_person() -> None:
    found = understood(*calls(3, MAJA))
    account = found.relationships[0].account
    assert (account.key, account.name) == ("maja.berg@gmail.com", "Maja Berg")


def test_a_seller_on_freemail_is_not_her_own_customer() -> None:
    astrid = Person("astrid.ek@gmail.com", "Astrid Ek")
    held = [replace(one, organizer=astrid, attendees=(*one.attendees, Attendee(astrid))) for one in calls(3, MAJA)]
    found = understand(
        [Seen(one, read_signs(one)) for one in held],
        owner="Astrid.Ek@gmail.com",
        domains=frozenset({"gmail.com"}),
        book=AccountBook(),
        rules=Rules(),
        now=NOW,
    )
    assert [one.account.key for one in found.relationships] == ["maja.berg@gmail.com"]
    assert found.own.domains == frozenset()


# --- what the seller and the CRM say ------------------------------------------------------------------------------


def test_who_is_said_to_be_no_customer_has_neither_touchpoints_nor_flags() -> None:
    found = understood(*calls(4, KARIN), corrections=(said(CorrectionKind.NOT_CUSTOMER, "bruket.example"),))
    assert (found.relationships, found.flags) == ((), {})
    assert {one.skipped for one in found.meetings} == {Skipped.NOT_A_CUSTOMER}


def test_what_is_said_to_be_ours_is_on_our_side_from_then_on() -> None:
    found = understood(*calls(4, KARIN), corrections=(said(CorrectionKind.OURS, "bruket.example"),))
    assert found.relationships == ()
    assert {one.skipped for one in found.meetings} == {Skipped.NOBODY_OUTSIDE}
    assert "bruket.example" in found.own.domains


def test_domains_in_one_crm_row_are_one_relation() -> None:
    book = build_book([CrmRecord("Bruket AB", ("bruket.example", "norrgruvan.example"), tier="A")], [])
    found = understood(*calls(2, KARIN), *calls(2, OLLE, since=3), book=book)
    (relationship,) = found.relationships
    assert (relationship.account.name, relationship.account.tier, relationship.counts.video) == ("Bruket AB", "A", 4)
    assert {one.account for one in found.meetings} == {"bruket.example"}


def test_a_vendor_is_seen_but_never_flagged_until_somebody_says_customer() -> None:
    held = calls(4, ASTRID, KARIN, organizer=KARIN, title="Produktdemo")
    found = understood(*held)
    assert found.relationships[0].account.standing is Standing.VENDOR
    assert (found.flags, found.relationships[0].counts.video) == ({}, 4)
    crm = build_book([CrmRecord("Bruket AB", ("bruket.example",))], [])
    for known in (
        understood(*held, book=crm),
        understood(*held, corrections=(said(CorrectionKind.CUSTOMER, "bruket.example"),)),
    ):
        assert known.relationships[0].account.standing is Standing.CUSTOMER
        assert set(known.flags) == {"bruket.example"}


def test_the_sellers_word_about_a_meeting_settles_it_and_the_latest_word_stands() -> None:
    held = calls(4, KARIN)
    uid = held[0].uid
    words = (
        said(CorrectionKind.MODALITY, "", "video", uid, hour=7),
        said(CorrectionKind.MODALITY, "", "in_person", uid, hour=9),
        said(CorrectionKind.MODALITY, "", "video", uid, hour=8),
        said(CorrectionKind.MODALITY, "", "by carrier pigeon", held[1].uid),
    )
    found = understood(*held, corrections=words)
    assert found.meetings[0].judgement.modality is Modality.IN_PERSON
    assert found.meetings[1].judgement.modality is Modality.VIDEO
    assert found.relationships[0].last_in_person == held[0].start
    assert found.flags == {}


def test_a_word_about_one_occurrence_leaves_the_rest_of_the_series_and_goes_before_a_word_about_it() -> None:
    held = [replace(one, uid="series", recurrence_id=one.start, series=True) for one in calls(3, KARIN)]
    here = said(CorrectionKind.MODALITY_ONCE, "", "in_person", once("series", held[1].start.astimezone(UTC)), hour=7)
    found = understood(*held, corrections=(here,))
    assert [one.judgement.modality for one in found.meetings] == [Modality.VIDEO, Modality.IN_PERSON, Modality.VIDEO]
    series = said(CorrectionKind.MODALITY, "", "phone", "series", hour=9)
    found = understood(*held, corrections=(here, series))
    assert [one.judgement.modality for one in found.meetings] == [Modality.PHONE, Modality.IN_PERSON, Modality.PHONE]


@pytest.mark.parametrize("uid", ["plain", "with some blanks", "", " "])
def test_which_occurrence_was_spoken_of_comes_back_whatever_the_calendar_calls_it(uid: str) -> None:
    assert said(CorrectionKind.MODALITY_ONCE, "", "in_person", once(uid, NOW)).meeting == (uid, NOW)


# --- order ---------------------------------------------------------------------------------------------------------


def test_accounts_stand_in_the_order_in_which_they_need_somebody_to_show_up() -> None:
    def customer(name: str) -> Person:
        return Person(f"anna@{name}.example", "Anna")

    visit = {"place": "Storgatan 4, 461 30 Trollhättan"}
    meetings = [
        *calls(9, customer("healthy")),
        meeting(NOW - 20 * DAY, 90, customer("healthy"), uid="visit", **visit),  # type: ignore[arg-type]
        *calls(3, customer("plain")),
        *calls(5, customer("busier")),
        *calls(3, customer("rich")),
        *calls(3, customer("richer")),
        *calls(3, customer("drifted")),
        meeting(NOW - 500 * DAY, 90, customer("drifted"), uid="long ago", **visit),  # type: ignore[arg-type]
        meeting(NOW + 5 * DAY, 30, customer("first"), uid="first", online=TEAMS),
    ]
    crm = [
        CrmRecord("", ("rich.example",), value=Decimal(1000), currency="SEK"),
        CrmRecord("", ("richer.example",), value=Decimal(5000), currency="SEK"),
        CrmRecord("", ("healthy.example",), value=Decimal(9000), currency="SEK"),
    ]
    found = understood(*meetings, book=build_book(crm, []))
    assert [one.account.name for one in found.relationships] == [
        "Richer",
        "Rich",
        "Busier",
        "Plain",
        "First",
        "Drifted",
        "Healthy",
    ]


# --- one account alone -----------------------------------------------------------------------------------------------


def test_one_account_reviewed_alone_is_what_it_is_in_the_whole_mailbox() -> None:
    visit = meeting(NOW - 400 * DAY, 90, KARIN, uid="visit", place="Storgatan 4, 461 30 Trollhättan", online=TEAMS)
    room = [
        meeting(NOW - n * DAY, 30, SVEN, uid=f"in{n}", place="Konferensrum Björken", online=TEAMS) for n in range(9)
    ]
    own_room = calls(3, KARIN, PER, place="Konferensrum Björken")
    whole = understood(*calls(4, OLLE), visit, *room, *own_room)
    alone = understood(visit, *own_room, learned=(whole.own, whole.habits))
    (relationship,) = alone.relationships
    assert relationship == next(one for one in whole.relationships if one.account.key == "bruket.example")
    assert alone.flags == {"bruket.example": whole.flags["bruket.example"]}
    assert [flag.kind for flag in alone.flags["bruket.example"]] == [FlagKind.DRIFTING]


def test_a_journey_beside_one_accounts_meetings_is_found_when_it_is_handed_over() -> None:
    call = meeting(NOW - 10 * DAY, 60, KARIN, uid="call", online=TEAMS)
    journey = replace(meeting(NOW - 10 * DAY - timedelta(hours=2), 110, uid="train", title="Tåg 07:10"), attendees=())
    whole = understood(call, journey)
    learned = (whole.own, whole.habits)
    assert whole.relationships[0].counts.in_person == 1
    assert understood(call, journey, learned=learned).relationships == whole.relationships
    assert understood(call, learned=learned).relationships[0].counts.video == 1


def test_an_empty_mailbox_is_understood() -> None:
    found = understood()
    assert (found.meetings, found.relationships, found.flags) == ((), (), {})


# --- wild input --------------------------------------------------------------------------------------------------------

PEOPLE = st.builds(
    Person,
    st.one_of(st.sampled_from([ASTRID.address, KARIN.address, "", "@", "x@", "a@b@c"]), st.text(max_size=20)),
    st.text(max_size=20),
)
MEETINGS = st.builds(
    Meeting,
    uid=st.text(max_size=5),
    start=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    end=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    title=st.text(max_size=30),
    organizer=st.none() | PEOPLE,
    attendees=st.lists(st.builds(Attendee, PEOPLE, st.sampled_from(Response)), max_size=4).map(tuple),
    omitted=st.integers(0, 100),
    human_text=st.text(max_size=30),
    online=st.none() | st.just(TEAMS),
)


@settings(max_examples=60)
@given(st.lists(MEETINGS, max_size=8))
def test_whatever_a_calendar_holds_is_understood(meetings: list[Meeting]) -> None:
    found = understood(*meetings)
    assert len(found.meetings) == len(meetings)
    assert set(found.flags) <= {one.account.key for one in found.relationships}


@pytest.mark.parametrize("zone", [UTC, NOW.tzinfo])
def test_meetings_in_any_zone_are_weighed_at_the_same_moment(zone: object) -> None:
    held = [replace(one, start=one.start.astimezone(zone), end=one.end.astimezone(zone)) for one in calls(4, KARIN)]  # type: ignore[arg-type]
    assert set(understood(*held).flags) == {"bruket.example"}
