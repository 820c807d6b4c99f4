"""Which meetings count for a relation, with whom, and why the others do not."""

from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.meetings import Attendee, AttendeeKind, LinkSource, Meeting, OnlineRoom, Person, Response, ShownAs
from tests.world import ASTRID, KARIN, MAJA, NOW, OLLE, OWN_DOMAINS, PER, SVEN, meeting
from workers.relationships.accounts import AccountBook
from workers.relationships.modality import Certainty, Judgement, Modality
from workers.relationships.rules import Rules
from workers.relationships.touchpoints import (
    Keys,
    Sides,
    Skipped,
    Touchpoint,
    read_sides,
    seller_is_buyer,
    skip,
    touchpoints,
)

VIDEO = Judgement(Modality.VIDEO, Certainty.CERTAIN, ())
IN_PERSON = Judgement(Modality.IN_PERSON, Certainty.LIKELY, ())
UNKNOWN = Judgement(Modality.UNKNOWN, Certainty.UNKNOWN, ())
TEAMS = OnlineRoom("teams", LinkSource.BLOCK)
TYPED = OnlineRoom("zoom", LinkSource.TYPED)
RULES = Rules()


def sides_of(one: Meeting, book: AccountBook | None = None) -> Sides:
    return read_sides(one, owner=ASTRID.address, keys=Keys(OWN_DOMAINS, book or AccountBook()), names={})


def why(one: Meeting, judgement: Judgement = VIDEO, refused: frozenset[str] = frozenset()) -> Skipped | None:
    return skip(one, sides_of(one), judgement, refused=refused, rules=RULES)


def answering(response: Response, person: Person = KARIN, kind: AttendeeKind = AttendeeKind.REQUIRED) -> Attendee:
    return Attendee(person, response, kind)


def crowd(number: int, companies: int = 1) -> tuple[Person, ...]:
    return tuple(Person(f"p{n}@company{n % companies}.example") for n in range(number))


# --- sides ------------------------------------------------------------------------------------------------


def test_people_stand_under_their_account_and_our_own_nowhere() -> None:
    sides = sides_of(meeting(NOW, 30, ASTRID, SVEN, KARIN, PER, MAJA))
    assert sides.others == {"bruket.example": [KARIN.address, PER.address], MAJA.address: [MAJA.address]}
    assert sides.ours
    assert sides.organizer is None


def test_an_outside_organiser_is_there_without_being_on_the_list() -> None:
    sides = sides_of(meeting(NOW, 30, ASTRID, PER, organizer=KARIN))
    assert sides.others == {"bruket.example": [KARIN.address, PER.address]}
    assert (sides.organizer, sides.ours) == ("bruket.example", False)


def test_nobody_counts_twice() -> None:
    assert sides_of(meeting(NOW, 30, KARIN, KARIN, organizer=KARIN)).outside == 1


def test_rooms_machines_and_people_who_said_no_are_not_there() -> None:
    attendees = (
        answering(Response.ACCEPTED, Person("norr@bruket.example"), AttendeeKind.RESOURCE),
        answering(Response.NONE, Person("no-reply@bruket.example")),
        answering(Response.DECLINED, KARIN),
        answering(Response.TENTATIVE, PER),
    )
    assert sides_of(replace(meeting(), attendees=attendees)).others == {"bruket.example": [PER.address]}


def test_an_organiser_nobody_knows_is_neither_side() -> None:
    for organizer in (None, Person("abc@group.calendar.google.com")):
        sides = sides_of(meeting(NOW, 30, KARIN, organizer=organizer))
        assert (sides.ours, sides.organizer) == (False, None)


def test_a_meeting_is_most_about_whoever_invites_else_whoever_is_most() -> None:
    people = (OLLE, KARIN, PER)
    assert sides_of(meeting(NOW, 30, *people)).account == "bruket.example"
    assert sides_of(meeting(NOW, 30, *people, organizer=OLLE)).account == "norrgruvan.example"
    assert sides_of(meeting(NOW, 30, SVEN)).account is None


def test_aliases_are_one_account() -> None:
    book = AccountBook(aliases={"norrgruvan.example": "bruket.example"})
    assert list(sides_of(meeting(NOW, 30, OLLE, KARIN), book).others) == ["bruket.example"]


def test_names_are_noted_in_passing() -> None:
    names: dict[str, str] = {}
    one = meeting(NOW, 30, ASTRID, PER, organizer=KARIN)
    read_sides(one, owner=ASTRID.address, keys=Keys(OWN_DOMAINS, AccountBook()), names=names)
    assert names == {KARIN.address: "Karin Lind", PER.address: "Per Dahl"}


# --- what does not count -----------------------------------------------------------------------------------


def test_a_plain_meeting_counts() -> None:
    assert why(meeting()) is None


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (meeting(cancelled=True), Skipped.CANCELLED),
        (replace(meeting(), attendees=(answering(Response.DECLINED, ASTRID), answering(Response.NONE))), Skipped.DECLINED),
        (meeting(all_day=True), Skipped.ALL_DAY),
        (meeting(online=OnlineRoom("teams", LinkSource.FIELD, broadcast=True)), Skipped.BROADCAST),
        (meeting(NOW, 30, ASTRID, SVEN), Skipped.NOBODY_OUTSIDE),
        (Meeting("u", NOW, NOW + timedelta(hours=1)), Skipped.NOBODY_OUTSIDE),
        (replace(meeting(), attendees=(answering(Response.DECLINED),)), Skipped.NOBODY_OUTSIDE),
    ],
)  # fmt: skip
def test_what_is_no_meeting_with_a_customer_says_why(one: Meeting, reason: Skipped) -> None:
    assert why(one) is reason


@pytest.mark.parametrize(
    "title",
    [
        "Canceled: Avstämning",
        "Cancelled: Avstämning",
        "Inställt: Avstämning",
        "INSTÄLLT",
        "Avlyst: Avstämning",
        "Avlyst - Avstämning",
        "Aflyst: Møde",
        "Peruutettu: Palaveri",
        "Abgesagt: Besprechung",
        "Geannuleerd: Overleg",
    ],
)
def test_a_title_says_that_the_meeting_is_off(title: str) -> None:
    assert why(meeting(title=title)) is Skipped.CANCELLED


@pytest.mark.parametrize("title", ["Inställning av maskin", "Cancellation policy", "Ej inställt: Avstämning"])
def test_a_word_that_looks_alike_calls_nothing_off(title: str) -> None:
    assert why(meeting(title=title)) is None


@pytest.mark.parametrize(
    "title",
    [
        "Webinar: Framtidens stål",
        "Webbinarium om stål",
        "Webbinar",
        "Webinarium",
        "Webinaari teräksestä",
        "Online-Seminar Stahl",
        "Town hall",
        "Townhall Q4",
        "All hands",
        "Livestream från mässan",
    ],
)
def test_a_title_says_that_people_watch_rather_than_meet(title: str) -> None:
    assert why(meeting(title=title)) is Skipped.BROADCAST
    assert why(meeting(title=title), IN_PERSON) is None


def test_fifteen_outside_are_an_audience_and_fourteen_are_not() -> None:
    assert why(meeting(NOW, 30, *crowd(15))) is Skipped.LARGE_GROUP
    assert why(meeting(NOW, 30, *crowd(14))) is None


def test_people_the_calendar_left_out_count_towards_an_audience() -> None:
    assert why(meeting(NOW, 30, *crowd(5), omitted=10)) is Skipped.LARGE_GROUP
    assert why(meeting(NOW, 30, *crowd(5), omitted=9)) is None


def test_four_companies_are_nobodys_relation_and_three_are() -> None:
    assert why(meeting(NOW, 30, *crowd(4, companies=4))) is Skipped.MANY_COMPANIES
    assert why(meeting(NOW, 30, *crowd(3, companies=3))) is None


def test_a_meeting_with_nobody_but_those_who_are_no_customer_does_not_count() -> None:
    refused = frozenset({"bruket.example"})
    assert why(meeting(), refused=refused) is Skipped.NOT_A_CUSTOMER
    assert why(meeting(NOW, 30, KARIN, OLLE), refused=refused) is None


@pytest.mark.parametrize(
    ("response", "own", "online", "judgement", "real"),
    [
        (Response.NONE, Response.NONE, TEAMS, VIDEO, False),
        (Response.NONE, Response.NONE, None, UNKNOWN, False),
        (Response.TENTATIVE, Response.NONE, TEAMS, VIDEO, False),
        (Response.ACCEPTED, Response.NONE, TEAMS, VIDEO, True),
        (Response.NONE, Response.ACCEPTED, TEAMS, VIDEO, True),
        (Response.NONE, Response.NONE, TYPED, VIDEO, True),
        (Response.NONE, Response.NONE, None, IN_PERSON, True),
    ],
)
def test_a_meeting_shown_as_free_counts_only_when_somebody_meant_it(
    response: Response, own: Response, online: OnlineRoom | None, judgement: Judgement, real: bool
) -> None:
    attendees = (answering(own, ASTRID), answering(response, PER))
    one = replace(meeting(organizer=KARIN, online=online, shown_as=ShownAs.FREE), attendees=attendees)
    assert why(one, judgement) is (None if real else Skipped.SHOWN_FREE)


def test_the_organisers_own_yes_does_not_make_a_free_entry_a_meeting() -> None:
    attendees = (answering(Response.ACCEPTED, ASTRID), answering(Response.NONE))
    one = replace(meeting(shown_as=ShownAs.FREE, online=TEAMS), attendees=attendees)
    assert why(one) is Skipped.SHOWN_FREE


@pytest.mark.parametrize("shown", [ShownAs.BUSY, ShownAs.TENTATIVE, ShownAs.ELSEWHERE, ShownAs.OUT_OF_OFFICE])
def test_a_meeting_shown_in_any_other_way_counts(shown: ShownAs) -> None:
    one = replace(meeting(shown_as=shown), attendees=(answering(Response.NONE),))
    assert why(one) is None


# --- touchpoints -----------------------------------------------------------------------------------------------


def test_a_meeting_with_two_customers_touches_both() -> None:
    one = meeting(NOW, 45, KARIN, PER, OLLE, online=TEAMS, title="Avstämning", organizer=OLLE)
    held = touchpoints(one, sides_of(one), VIDEO)
    assert [(t.account, t.people, t.theirs) for t in held] == [
        ("norrgruvan.example", (OLLE.address,), True),
        ("bruket.example", (KARIN.address, PER.address), False),
    ]
    assert {(t.length, t.provider, t.modality, t.ours) for t in held} == {
        (timedelta(minutes=45), "teams", Modality.VIDEO, False)
    }


def test_who_is_no_customer_gets_no_touchpoint() -> None:
    one = meeting(NOW, 45, KARIN, OLLE)
    held = touchpoints(one, sides_of(one), VIDEO, refused=frozenset({"bruket.example"}))
    assert [t.account for t in held] == ["norrgruvan.example"]


@pytest.mark.parametrize(
    ("modality", "certainty", "counts_as"),
    [
        (Modality.VIDEO, Certainty.CERTAIN, Modality.VIDEO),
        (Modality.PHONE, Certainty.LIKELY, Modality.PHONE),
        (Modality.VIDEO, Certainty.UNKNOWN, Modality.UNKNOWN),
        (Modality.PHONE, Certainty.UNKNOWN, Modality.UNKNOWN),
        (Modality.HYBRID, Certainty.UNKNOWN, Modality.HYBRID),
        (Modality.IN_PERSON, Certainty.UNKNOWN, Modality.IN_PERSON),
        (Modality.UNKNOWN, Certainty.UNKNOWN, Modality.UNKNOWN),
    ],
)
def test_a_call_nobody_is_sure_of_is_unknown_and_a_visit_still_a_visit(
    modality: Modality, certainty: Certainty, counts_as: Modality
) -> None:
    assert replace(call(), modality=modality, certainty=certainty).counts_as is counts_as


# --- the seller as buyer ----------------------------------------------------------------------------------------


def call(title: str = "Avstämning", *, theirs: bool = True) -> Touchpoint:
    return Touchpoint(
        "bruket.example",
        "u",
        None,
        NOW,
        timedelta(minutes=30),
        title,
        Modality.VIDEO,
        Certainty.CERTAIN,
        (KARIN.address,),
        not theirs,
        False,
        theirs=theirs,
    )


@pytest.mark.parametrize(
    "title",
    [
        "Produktdemo av vårt CRM",
        "Introduction to our platform",
        "Rekryteringssamtal",
        "Job opportunity?",
        "Demonstrasjon av systemet",
        "Jobsamtale",
        "Työhaastattelu",
        "Bewerbungsgespräch",
        "Verkaufsgespräch",
        "Lisenser 2027",
    ],
)
def test_who_invites_and_sounds_like_selling_or_hiring_has_the_seller_as_buyer(title: str) -> None:
    assert seller_is_buyer([call(title)])
    assert not seller_is_buyer([call(title, theirs=False)])


@pytest.mark.parametrize(
    "title", ["Avstämning", "Leverantörsmöte", "Upphandling steg 2", "Avtalsgenomgång", "Demografi i Norrland", ""]
)
def test_a_customer_who_invites_is_no_vendor(title: str) -> None:
    assert not seller_is_buyer([call(title) for _ in range(10)])


def test_four_invitations_in_five_are_a_direction_and_three_in_four_are_not() -> None:
    demos = [call("Demo") for _ in range(4)]
    assert seller_is_buyer([*demos, call(theirs=False)])
    assert not seller_is_buyer([*demos[:3], call(theirs=False)])


def test_a_third_of_the_titles_must_sound_like_it() -> None:
    assert seller_is_buyer([call("Demo"), call(), call()])
    assert not seller_is_buyer([call("Demo"), call(), call(), call()])


def test_nobody_is_a_vendor_by_silence() -> None:
    assert not seller_is_buyer([])
