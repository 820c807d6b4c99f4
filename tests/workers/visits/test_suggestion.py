"""The one coming meeting worth going to, why that one, and why sometimes none."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from connectors.meetings import (
    Attendee,
    AttendeeKind,
    LinkSource,
    Meeting,
    OnlineRoom,
    Person,
    Place,
    Response,
    ShownAs,
)
from tests.workers.visits.relations import (
    BRUKET,
    RULES,
    THURSDAY,
    at,
    contact,
    flag,
    past,
    refused,
    relation,
    suggested,
    touchpoint,
    weighed,
)
from tests.world import ASTRID, KARIN, NOW, PER, STOCKHOLM, meeting
from workers.relationships.accounts import Account, Standing
from workers.relationships.flags import FlagKind
from workers.relationships.modality import Modality
from workers.relationships.relationship import Counts
from workers.relationships.rules import Rules
from workers.visits.choice import choose
from workers.visits.suggestion import Diary, NoVisit, Suggestion, Visit, VisitPlace

CALL = meeting(THURSDAY, 30, KARIN, online=OnlineRoom("teams", LinkSource.FIELD))
MINUTE = timedelta(minutes=1)


def guests(count: int) -> tuple[Person, ...]:
    return tuple(Person(f"gast{n}@bruket.example", f"Gäst {n}") for n in range(count))


# --- what a suggestion holds -----------------------------------------------------------------------------------


def test_a_call_becomes_a_visit_from_its_own_start_with_room() -> None:
    found = suggested(relation(touchpoint()), CALL)
    assert (found.account, found.uid, found.title) == ("bruket.example", "m1", "Avstämning")
    assert (found.start, found.end) == (THURSDAY, THURSDAY + timedelta(minutes=30))
    assert (found.visit.start, found.visit.end) == (THURSDAY, THURSDAY + timedelta(minutes=90))
    assert found.visit.fits
    assert len(found.visit.slots) == 3
    assert found.visit.legs == ()


def test_a_long_meeting_stays_as_long_as_it_is() -> None:
    found = suggested(relation(touchpoint(minutes=120)))
    assert found.visit.end - found.visit.start == timedelta(minutes=120)


def test_where_ninety_minutes_collide_the_other_meeting_is_named() -> None:
    found = suggested(relation(touchpoint()), CALL, meeting(at(12, 10, 10), 60, uid="other", title="Ledningsgrupp"))
    assert not found.visit.fits
    assert [c.reason.facts["title"] for c in found.visit.conflicts] == ["Ledningsgrupp"]


def test_times_are_in_the_sellers_zone_wherever_the_calendar_was_written() -> None:
    found = suggested(relation(touchpoint(THURSDAY.astimezone(UTC))))
    assert {found.start.tzinfo, found.end.tzinfo, found.visit.start.tzinfo, found.visit.end.tzinfo} == {STOCKHOLM}


def test_an_id_is_the_same_every_time_and_another_for_another_meeting() -> None:
    occurrence = touchpoint(recurrence_id=THURSDAY, series=True)
    elsewhere = touchpoint(recurrence_id=THURSDAY.astimezone(UTC), series=True)
    ids = [
        suggested(relation(one)).id for one in (touchpoint(), touchpoint(), occurrence, elsewhere, touchpoint(uid="m2"))
    ]
    assert ids[0] == ids[1]
    assert ids[2] == ids[3]
    assert len({ids[0], ids[2], ids[4]}) == 3
    assert all(len(one) == 12 and int(one, 16) >= 0 for one in ids)


# --- why ---------------------------------------------------------------------------------------------------------


def keys(found: Suggestion) -> list[str]:
    return [reason.key.removeprefix("suggestion.") for reason in found.reasons]


def test_reasons_come_in_the_order_a_colleague_would_tell_them() -> None:
    account = replace(BRUKET, address="Slussgatan 14, 461 30 Trollhättan", value=Decimal(1_200_000), currency="SEK")
    found = suggested(relation(touchpoint(series=True, recurrence_id=THURSDAY, ours=False), account=account))
    assert keys(found) == [
        "flag.screen_only.all_screen",
        "meeting.with",
        "meeting.one_of_series",
        "meeting.theirs",
        "place.crm",
        "travel.no_start",
        "money.value",
    ]
    assert found.reasons[1].facts == {"when": THURSDAY, "people": ("Karin Lind",)}
    assert found.reasons[-1].facts == {"value": 1_200_000.0, "currency": "SEK"}


def test_an_unknown_place_is_said_to_be_unknown() -> None:
    found = suggested(relation(touchpoint()))
    assert "place.unknown" in keys(found)
    assert found.visit.place is None


@pytest.mark.parametrize("value", [None, Decimal(0), Decimal(-5), Decimal("NaN"), Decimal("Infinity")])
def test_money_is_spoken_of_only_when_known(value: Decimal | None) -> None:
    assert "money.value" not in keys(suggested(relation(touchpoint(), account=replace(BRUKET, value=value))))


MET = datetime(2026, 5, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("more", "key", "people"),
    [
        ({}, "with", ("Karin Lind",)),
        ({"last_in_person": MET}, "never_met", ("Karin Lind",)),
        ({"last_in_person": MET, "contacts": (contact(met=True),)}, "with", ("Karin Lind",)),
        ({"last_in_person": MET, "past": past(1, modality=Modality.UNKNOWN)}, "with", ("Karin Lind",)),
        ({"last_in_person": MET, "account": replace(BRUKET, met=MET.date())}, "with", ("Karin Lind",)),
        ({"contacts": ()}, "new", ("Karin Lind",)),
        ({"contacts": (), "ever": 12}, "with", ("Karin Lind",)),
        ({"contacts": (), "ever": 0, "past": (), "counts": Counts()}, "with", ("Karin Lind",)),
    ],
    ids=["plain", "met others", "met", "unknown", "the seller says met", "new", "older meetings unread", "first"],
)
def test_people_never_met_are_named_only_when_that_is_known(more: dict[str, object], key: str, people: object) -> None:
    found = suggested(relation(touchpoint(), **more), CALL)
    assert found.reasons[1].key == f"suggestion.meeting.{key}"
    assert found.reasons[1].facts["people"] == people


def test_many_people_are_counted_and_not_listed() -> None:
    people = guests(4)
    coming = touchpoint(people=tuple(person.address for person in people))
    found = suggested(relation(coming), meeting(THURSDAY, 30, *people))
    assert found.reasons[1].key == "suggestion.meeting.new_many"
    assert found.reasons[1].facts["count"] == 4


def test_a_meeting_nobody_has_said_how_to_hold_is_suggested_with_that_said() -> None:
    found = suggested(relation(touchpoint(modality=Modality.UNKNOWN)))
    assert "meeting.unknown_way" in keys(found)


# --- which -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (touchpoint(at(12, 15), uid="better"), touchpoint(uid="worse", modality=Modality.UNKNOWN)),
        (touchpoint(at(12, 15), uid="better"), touchpoint(uid="worse", ours=False)),
        (touchpoint(at(12, 15), uid="better", people=(KARIN.address, PER.address)), touchpoint(uid="worse")),
        (touchpoint(at(12, 15), uid="better"), touchpoint(at(12, 9, 16), uid="worse")),
        (touchpoint(at(12, 8), uid="better"), touchpoint(at(12, 15), uid="worse")),
        (
            touchpoint(at(12, 15), uid="better", people=(PER.address,)),
            touchpoint(uid="worse", people=("met@bruket.example",)),
        ),
    ],
    ids=["known", "ours", "more people never met", "fits", "sooner", "never met before met"],
)
def test_the_better_meeting_is_chosen(better: object, worse: object) -> None:
    people = (contact(), contact("met@bruket.example", "Mona Tall", met=True))
    for coming in ((better, worse), (worse, better)):
        assert suggested(relation(*coming, contacts=people)).uid == "better"  # type: ignore[arg-type] # touchpoints


# --- none, and why -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("account", "key"),
    [
        (replace(BRUKET, never_here=True), "never_here"),
        (replace(BRUKET, prefers_digital=True), "prefers_digital"),
        (replace(BRUKET, standing=Standing.VENDOR), "not_a_customer"),
        (replace(BRUKET, standing=Standing.NOT_CUSTOMER), "not_a_customer"),
        (replace(BRUKET, standing=Standing.OURS), "not_a_customer"),
    ],
)
def test_some_accounts_are_left_in_peace(account: Account, key: str) -> None:
    assert refused(relation(touchpoint(), account=account)).key == f"suggestion.none.{key}"


def test_without_a_flag_nothing_is_suggested() -> None:
    assert refused(relation(touchpoint()), flags=()).key == "suggestion.none.no_need"


@pytest.mark.parametrize(
    ("coming", "key"),
    [
        ((), "nothing_coming"),
        ((touchpoint(at(11, 27, 16)),), "too_soon"),
        ((touchpoint(at(11, 28, 7)),), None),  # five days from now, whatever the hour
        ((touchpoint(NOW + RULES.ahead),), None),
        ((touchpoint(NOW + RULES.ahead + MINUTE),), "too_far_off"),
        ((touchpoint(NOW),), "nothing_coming"),
        ((touchpoint(people=tuple(person.address for person in guests(8))),), None),
        ((touchpoint(people=tuple(person.address for person in guests(9))),), "too_many"),
        ((touchpoint(title="Webbinarium: nya normen"),), "webinar"),
        ((touchpoint(title="Daily standup"),), "stand_up"),
        ((touchpoint(title="IT-support, ärende 4711"),), "support"),
        ((touchpoint(modality=Modality.HYBRID),), "not_on_screen"),
        ((touchpoint(modality=Modality.UNKNOWN, place=Place("Storgatan 5")),), "not_on_screen"),
        ((touchpoint(modality=Modality.PHONE),), None),
        ((touchpoint(title="Standup"), touchpoint(at(11, 25), uid="m2")), "too_soon"),
        ((touchpoint(at(11, 25), title="Standup"),), "stand_up"),
        ((touchpoint(title="Standup"), touchpoint(at(12, 15), uid="m2")), None),
    ],
    ids=str,
)
def test_a_meeting_will_do_or_says_why_not(coming: tuple[object, ...], key: str | None) -> None:
    found = weighed(relation(*coming))  # type: ignore[arg-type] # touchpoints
    assert (found.reason.key if isinstance(found, NoVisit) else None) == (f"suggestion.none.{key}" if key else None)


def test_a_visit_already_booked_is_enough() -> None:
    going = touchpoint(at(12, 3), uid="visit", modality=Modality.IN_PERSON)
    reason = refused(relation(going, touchpoint()))
    assert reason.key == "suggestion.none.already_going"
    assert reason.facts["when"] == at(12, 3)
    far = replace(going, start=NOW + RULES.ahead + timedelta(days=1))
    assert suggested(relation(touchpoint(), far)).uid == "m1"


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (replace(CALL, cancelled=True), "cancelled"),
        (replace(CALL, attendees=(*CALL.attendees, Attendee(ASTRID, Response.DECLINED))), "cancelled"),
        (replace(CALL, online=OnlineRoom("teams", LinkSource.FIELD, broadcast=True)), "webinar"),
        (replace(CALL, attendees=tuple(Attendee(person) for person in guests(9))), "too_many"),
        (replace(CALL, omitted=8), "too_many"),
        (replace(CALL, attendees=tuple(Attendee(p, kind=AttendeeKind.RESOURCE) for p in guests(9))), None),
        (replace(CALL, attendees=tuple(Attendee(Person(f"k{n}@nordverk.example")) for n in range(9))), None),
        (CALL, None),
    ],
    ids=[
        "cancelled",
        "declined",
        "broadcast",
        "nine guests",
        "guests left out",
        "nine rooms",
        "nine colleagues",
        "plain",
    ],
)
def test_the_calendars_own_entry_is_asked_too(call: Meeting, key: str | None) -> None:
    found = weighed(relation(touchpoint()), call)
    assert (found.reason.key if isinstance(found, NoVisit) else None) == (f"suggestion.none.{key}" if key else None)


def test_a_series_three_times_a_week_is_a_stand_up_whatever_it_is_called() -> None:
    often = [touchpoint(at(12, day), uid="s", series=True, recurrence_id=at(12, day)) for day in (7, 9, 11)]
    assert refused(relation(*often)).key == "suggestion.none.stand_up"
    weekly = [touchpoint(at(12, day), uid="s", series=True, recurrence_id=at(12, day)) for day in (3, 10, 17)]
    assert suggested(relation(*weekly)).recurrence_id == at(12, 3)


def test_a_tiers_own_numbers_count() -> None:
    rules = Rules(tiers={"A": {"visit": timedelta(minutes=120), "lead": timedelta(days=30)}})
    account = replace(BRUKET, tier="A")
    assert refused(relation(touchpoint(), account=account), rules=rules).key == "suggestion.none.too_soon"
    later = suggested(relation(touchpoint(at(1, 12, year=2027)), account=account), rules=rules)
    assert later.visit.end - later.visit.start == timedelta(minutes=120)


def test_the_sellers_own_company_is_what_it_is_told_to_be() -> None:
    colleagues = replace(CALL, attendees=tuple(Attendee(Person(f"k{n}@nordverk.no")) for n in range(9)))
    book = Diary.of([colleagues], ASTRID.address, domains=frozenset({"nordverk.example", "nordverk.no"}))
    assert book.outside(colleagues) == 0
    assert Diary.of([colleagues], ASTRID.address).outside(colleagues) == 9


def test_a_freemail_seller_counts_other_freemail_people_as_outside() -> None:
    call = meeting(THURSDAY, 30, Person("maja.berg@gmail.com"), organizer=Person("astrid.ek@gmail.com"))
    assert Diary.of([call], "Astrid.Ek@gmail.com").outside(call) == 1


# --- this week's few -------------------------------------------------------------------------------------------------


def one(
    account: str, start: datetime = THURSDAY, *, town: str = "", kind: FlagKind = FlagKind.SCREEN_ONLY
) -> Suggestion:
    plain = suggested(relation(touchpoint()))
    place = VisitPlace(f"Storgatan 1, {town}", "crm", town=town) if town else None
    visit = Visit(start, start + timedelta(minutes=90), place)
    return replace(plain, account=account, visit=visit, start=start, flags=(flag(kind),))


def accounts(chosen: tuple[Suggestion | NoVisit, ...]) -> list[str]:
    return [found.account for found in chosen]


def test_two_a_week_are_enough_and_the_others_wait_their_turn() -> None:
    chosen, waiting = choose([one(name, THURSDAY + timedelta(days=n)) for n, name in enumerate("abcd")], rules=RULES)
    assert accounts(chosen) == ["a", "b"]
    assert [(w.account, w.reason.key) for w in waiting] == [
        ("c", "suggestion.none.waits"),
        ("d", "suggestion.none.waits"),
    ]
    assert waiting[0].reason.facts["count"] == 2


def test_a_first_meeting_goes_first_and_an_order_given_goes_before_that() -> None:
    candidates = [
        one("drifting", kind=FlagKind.DRIFTING),
        one("first", THURSDAY + timedelta(days=4), kind=FlagKind.FIRST_MEETING_ON_SCREEN),
        one("screen", THURSDAY + timedelta(days=1)),
    ]
    assert accounts(choose(candidates, rules=RULES)[0]) == ["first", "screen"]
    order = {"drifting": 0, "screen": 1}
    assert accounts(choose(candidates, rules=RULES, order=order)[0]) == ["drifting", "screen"]


def test_an_account_is_chosen_once() -> None:
    chosen, waiting = choose([one("a"), one("a", THURSDAY + timedelta(days=1))], rules=RULES)
    assert accounts(chosen) == ["a"]
    assert waiting == ()


@pytest.mark.parametrize(
    ("other", "both"),
    [
        (one("b", at(12, 10, 11), town="Luleå"), False),  # the same morning
        (one("b", at(12, 10, 13), town="Luleå"), True),  # the afternoon
        (one("b", at(12, 10, 11), town="Trollhättan"), True),  # the same town
        (one("b", at(12, 10, 10), town="Trollhättan"), False),  # at the same time
        (one("b", at(12, 10, 10, 40), town="Trollhättan"), False),  # no air between
        (one("b", at(12, 10, 11)), False),  # who knows where
        (one("b", at(12, 11, 9), town="Luleå"), True),  # another day
    ],
    ids=lambda x: f"{x.visit.start:%d %H:%M}" if isinstance(x, Suggestion) else str(x),
)
def test_two_visits_share_a_half_day_only_in_one_town(other: Suggestion, both: bool) -> None:
    chosen, waiting = choose([one("a", town="Trollhättan"), other], rules=RULES)
    assert accounts(chosen) == (["a", "b"] if both else ["a"])
    assert [w.reason.key for w in waiting] == ([] if both else ["suggestion.none.same_half_day"])


def test_an_account_kept_out_by_a_half_day_gets_its_next_meeting() -> None:
    chosen, waiting = choose([one("a"), one("b", at(12, 10, 10)), one("b", at(12, 14))], rules=RULES)
    assert accounts(chosen) == ["a", "b"]
    assert waiting == ()


def test_nothing_in_nothing_out() -> None:
    assert choose([], rules=RULES) == ((), ())


def test_a_visit_on_a_day_shown_as_away_does_not_fit() -> None:
    away = meeting(at(12, 10, 0), 1440, uid="away", all_day=True, title="Semester", shown_as=ShownAs.OUT_OF_OFFICE)
    found = suggested(relation(touchpoint()), CALL, away)
    assert [c.reason.key for c in found.visit.conflicts] == ["conflict.out_of_office"]
    assert all(slot.start.date() != THURSDAY.date() for slot in found.visit.slots)
