"""What a message to the customer says: which one it is, to whom, in which language, and which times."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.meetings import Attendee, LinkSource, Meeting, OnlineRoom, Person
from tests.workers.visits.relations import BRUKET, THURSDAY, at, contact, flag, past, relation, suggested, touchpoint
from tests.world import ASTRID, KARIN, PER, meeting
from workers.relationships.flags import FlagKind
from workers.relationships.modality import Modality
from workers.relationships.relationship import Counts
from workers.visits.draft import given_name
from workers.visits.languages import language_of
from workers.visits.suggestion import Draft

TEAMS = OnlineRoom("teams", LinkSource.FIELD)
CALL = meeting(THURSDAY, 30, KARIN, online=TEAMS)
LAST_YEAR = datetime(2025, 10, 1, tzinfo=UTC)


def drafted(*meetings: Meeting, coming: object = None, flags: tuple[object, ...] = (), **more: object) -> Draft:
    first = coming or touchpoint()
    return suggested(relation(first, **more), *(meetings or (CALL,)), flags=flags or (flag(),)).draft  # type: ignore[arg-type] # as built


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({}, "never_met"),
        ({"ever": 12}, "never_met"),  # the flag has looked at the older ones
        ({"ever": 12, "flags": (flag(FlagKind.THINNING),)}, "mostly_screen"),
        ({"counts": Counts(video=2), "ever": 2, "past": past(2)}, "mostly_screen"),
        ({"counts": Counts(video=7, unknown=1), "ever": 8}, "mostly_screen"),
        ({"counts": Counts(), "ever": 0, "past": (), "contacts": ()}, "first_meeting"),
        ({"last_in_person": LAST_YEAR, "contacts": (contact(met=True),)}, "met_before"),
        (
            {
                "last_in_person": LAST_YEAR,
                "contacts": (contact(met=True),),
                "flags": (flag(FlagKind.DRIFTING),),
            },
            "drifting",
        ),
        ({"last_in_person": LAST_YEAR, "flags": (flag(FlagKind.DRIFTING),)}, "mostly_screen"),  # not with Karin
    ],
)
def test_which_message_it_is_follows_from_what_is_true(more: dict[str, object], kind: str) -> None:
    assert drafted(**more).kind == kind  # type: ignore[arg-type] # facts of the relation


def test_the_second_meeting_ahead_is_not_the_first() -> None:
    soon, later = touchpoint(at(11, 25), uid="soon"), touchpoint()
    found = suggested(relation(soon, later, counts=Counts(), ever=0, past=(), contacts=()))
    assert (found.uid, found.draft.kind) == ("m1", "mostly_screen")


@pytest.mark.parametrize(
    ("people", "first"),
    [
        ((KARIN,), ("Karin",)),
        ((KARIN, PER), ("Karin", "Per")),
        ((Person(KARIN.address, "Lind, Karin"),), ("Karin",)),
        ((Person(KARIN.address, "Dr. Karin Lind (Bruket AB)"),), ("Karin",)),
        ((Person(KARIN.address, "Anna-Karin O'Brien"),), ("Anna-Karin",)),
        ((Person(KARIN.address, ""),), ()),
        ((Person(KARIN.address, KARIN.address),), ()),
        ((Person(KARIN.address, "\x1b[31m4711"),), ()),
    ],
)
def test_people_are_greeted_by_the_names_in_the_invitation(people: tuple[Person, ...], first: tuple[str, ...]) -> None:
    coming = touchpoint(people=tuple(person.address for person in people))
    found = drafted(meeting(THURSDAY, 30, *people), coming=coming)
    assert found.reason.facts["first"] == first
    assert found.to == coming.people


def test_a_mailbox_that_is_nobody_is_neither_greeted_nor_written_to() -> None:
    desk = Person("support@bruket.example", "Bruket Support")
    both = drafted(meeting(THURSDAY, 30, KARIN, desk), coming=touchpoint(people=(KARIN.address, desk.address)))
    assert (both.to, both.reason.facts["first"]) == ((KARIN.address,), ("Karin",))
    alone = drafted(meeting(THURSDAY, 30, desk), coming=touchpoint(people=(desk.address,)))
    assert (alone.to, alone.reason.facts["first"]) == ((desk.address,), ())


@pytest.mark.parametrize(
    ("name", "given"),
    [("Karin Lind", "Karin"), ("prof. Karin", "Karin"), ("", ""), ("Dr.", ""), ("K 9", "K"), ("9", "")],
)
def test_a_given_name_is_a_word_of_letters(name: str, given: str) -> None:
    assert given_name(name) == given


@pytest.mark.parametrize(
    ("modality", "provider", "channel"),
    [
        (Modality.VIDEO, "teams", "teams"),
        (Modality.VIDEO, "zoom", "zoom"),
        (Modality.VIDEO, "webex", "screen"),
        (Modality.VIDEO, None, "screen"),
        (Modality.PHONE, "teams", "phone"),
        (Modality.UNKNOWN, None, ""),
    ],
)
def test_what_it_would_be_instead_of_is_named(modality: Modality, provider: str | None, channel: str) -> None:
    online = OnlineRoom(provider, LinkSource.FIELD) if provider else None
    found = drafted(meeting(THURSDAY, 30, KARIN, online=online), coming=touchpoint(modality=modality))
    assert found.reason.facts["channel"] == channel


def test_the_meetings_own_time_comes_first_and_two_others_after() -> None:
    times = drafted().reason.facts["times"]
    assert times == ("2026-12-10T09:00:00+01:00", "2026-12-09T09:00:00+01:00", "2026-12-11T13:00:00+01:00")


def test_a_time_that_does_not_fit_is_not_offered() -> None:
    times = drafted(CALL, meeting(at(12, 10, 10), 60, uid="other")).reason.facts["times"]
    assert isinstance(times, tuple)
    assert "2026-12-10T09:00:00+01:00" not in times
    assert len(times) == 2


def test_a_customer_in_finland_reads_finnish_clocks() -> None:
    account = replace(BRUKET, key="bruk.fi")
    times = drafted(account=account).reason.facts["times"]
    assert isinstance(times, tuple)
    assert times[0] == "2026-12-10T10:00:00+02:00"


def test_the_length_is_told_when_it_is_longer_than_the_customer_expects() -> None:
    assert drafted().reason.facts["length"] == timedelta(minutes=90)
    assert drafted(coming=touchpoint(minutes=90)).reason.facts["length"] is None


def test_it_is_signed_with_the_sellers_first_name() -> None:
    assert drafted().reason.facts["seller"] == "Astrid"


@pytest.mark.parametrize(
    ("account", "coffee"),
    [(BRUKET, True), (replace(BRUKET, no_gifts=True), False), (replace(BRUKET, public_sector=True), False)],
)
def test_something_for_the_coffee_is_promised_only_where_it_is_welcome(account: object, coffee: bool) -> None:
    assert drafted(account=account).reason.facts["coffee"] is coffee


# --- the language ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "titles", "theirs", "ours", "language"),
    [
        ("bruket.se", ["Avstämning"], "", "", "sv"),
        ("bruket.se", ["Weekly sync"], "", "", "sv"),
        ("bruket.se", [], "", "en-GB", "sv"),
        ("bruket.com", ["Avstämning Bruket"], "", "", "sv"),
        ("bruk.no", ["Møte om tilbud"], "", "", "nb"),
        ("bruk.no", ["Avstämning", "Genomgång"], "", "", "sv"),
        ("bruk.no", ["tilbud"], "", "", "nb"),
        ("bruk.dk", ["tilbud"], "", "", "da"),
        ("bruk.dk", ["Møde"], "", "", "da"),
        ("bruk.fi", ["Viikkopalaveri"], "", "", "fi"),
        ("werk.de", ["Abstimmung"], "", "", "de"),
        ("werk.at", [], "", "", "de"),
        ("works.co.uk", ["Catch up"], "", "", "en"),
        ("zaklad.pl", [], "", "", "en"),
        ("works.com", ["Weekly sync"], "", "sv", "en"),
        ("works.com", ["Bruket <> Nordverk"], "", "sv-SE", "sv"),
        ("works.com", ["Bruket <> Nordverk"], "", "", "sv"),  # the seller's own country
        ("bruket.se", ["Avstämning"], "en-US", "", "en"),
        ("bruket.se", ["Avstämning"], "nn-NO", "", "nb"),
        ("bruket.se", ["Avstämning"], "pl", "", "en"),
        ("startup.io", [], "", "", "sv"),
        ("maja.berg@gmail.com", ["Möte"], "", "", "sv"),
        ("", ["\x00" * 500], "!", "??", "en"),
    ],
)
def test_a_customer_is_written_to_in_a_language_they_have_used(
    key: str, titles: list[str], theirs: str, ours: str, language: str
) -> None:
    calls = tuple(touchpoint(uid=str(n), title=title) for n, title in enumerate(titles))
    relationship = relation(account=replace(BRUKET, key=key), past=calls)
    assert language_of(relationship, theirs=theirs, ours=ours, owner="astrid@nordverk.se") == language


def test_the_customers_own_invitation_tells_the_language_and_our_own_does_not() -> None:
    theirs = Meeting("m1", THURSDAY, THURSDAY, organizer=KARIN, attendees=(Attendee(ASTRID),), language="fi-FI")
    assert drafted(theirs, coming=touchpoint(ours=False)).language == "fi"
    assert drafted(replace(theirs, organizer=ASTRID), coming=touchpoint()).language == "sv"


@given(st.text(max_size=40), st.lists(st.text(max_size=80), max_size=5), st.text(max_size=10), st.text(max_size=10))
def test_any_evidence_gives_a_language_we_write(key: str, titles: list[str], theirs: str, ours: str) -> None:
    calls = tuple(touchpoint(title=title) for title in titles)
    found = language_of(relation(account=replace(BRUKET, key=key), past=calls), theirs=theirs, ours=ours)
    assert found in {"sv", "en", "nb", "da", "fi", "de"}
