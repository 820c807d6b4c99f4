"""Where a customer sits: the best-known source wins, a room is no destination, and nothing is guessed."""

from dataclasses import replace
from typing import Any

import pytest

from connectors.meetings import Place, PlaceKind
from tests.workers.visits.relations import BRUKET, THURSDAY, past, places, relation, touchpoint
from tests.world import KARIN, meeting
from workers.relationships.modality import Modality, Whose
from workers.relationships.relationship import Relationship
from workers.visits.places import where
from workers.visits.visit import VisitPlace


def locate(relationship: Relationship, *coming: Any) -> VisitPlace | None:
    return where(relationship, *coming, find=places().find)


SAID = "Slussgatan 14, 461 30 Trollhättan"
VISITED = Place("Bruket, Industrivägen 2, 461 38 Trollhättan")
CRM = "Box 3, 461 21 Trollhättan"
AT_THEIRS = touchpoint(whose=Whose.CUSTOMER, place=Place("Hamngatan 1, 461 30 Trollhättan"))


def test_the_sellers_word_comes_first_then_an_earlier_visit_then_the_meeting_then_the_crm() -> None:
    account = replace(BRUKET, said_place=SAID, address=CRM)
    full = relation(AT_THEIRS, account=account, last_place=VISITED)
    steps = [
        (full, SAID, "seller"),
        (replace(full, account=replace(account, said_place="")), VISITED.text, "earlier_visit"),
        (replace(full, account=replace(account, said_place=""), last_place=None), AT_THEIRS.place.text, "meeting"),  # type: ignore[union-attr] # given above
    ]
    for relationship, text, source in steps:
        found = locate(relationship, AT_THEIRS)
        assert found is not None
        assert (found.text, found.source) == (text, source)
    found = locate(relation(touchpoint(), account=replace(BRUKET, address=CRM)), touchpoint())
    assert found is not None
    assert (found.text, found.source, found.town) == (CRM, "crm", "Trollhättan")


def test_nobody_has_told_where_they_sit() -> None:
    assert locate(relation(touchpoint()), touchpoint()) is None


def test_a_company_named_after_a_town_does_not_sit_there_for_that() -> None:
    account = replace(BRUKET, name="Luleå Energi", key="lulea.example")
    assert locate(relation(account=account)) is None


def test_what_stands_in_the_towns_place_may_be_the_companys_own_name() -> None:
    found = locate(relation(account=replace(BRUKET, address="Storgatan 5, Bruket")))
    assert found is not None
    assert (found.text, found.town) == ("Storgatan 5, Bruket", "")


def test_an_earlier_visit_is_found_among_past_meetings_when_it_was_at_theirs() -> None:
    ours = touchpoint(uid="a", modality=Modality.IN_PERSON, whose=Whose.OWN, place=Place("Kardusgatan 8"))
    theirs = touchpoint(uid="b", modality=Modality.IN_PERSON, whose=Whose.CUSTOMER, place=Place("Slussgatan 14"))
    found = locate(relation(past=(theirs, ours)))
    assert found is not None
    assert (found.text, found.source) == ("Slussgatan 14", "earlier_visit")


@pytest.mark.parametrize(
    "place",
    [
        Place("Rum Luleå"),
        Place("Konferensrum Boston"),
        Place("Luleå", PlaceKind.ROOM, mailbox="lulea@bruket.example"),
        Place("hos er"),
        Place("Hos kund."),
        Place("Kontoret"),
        Place("https://teams.microsoft.com/l/meetup-join/x"),
        Place("Microsoft Teams-möte"),
        Place("+46 70 123 45 67"),
        Place(" \t\n"),
        Place(""),
    ],
    ids=lambda place: place.text,
)
def test_a_room_a_link_and_a_manner_of_speaking_are_no_destination(place: Place) -> None:
    assert locate(relation(last_place=place)) is None


def test_a_room_with_an_address_is_a_destination() -> None:
    room = Place("Rum Luleå", PlaceKind.ROOM, street="Varvsgatan 21", postal_code="972 32", city="Luleå")
    found = locate(relation(last_place=room))
    assert found is not None
    assert (found.text, found.town) == ("Rum Luleå, Varvsgatan 21, 972 32 Luleå", "Luleå")


@pytest.mark.parametrize(
    ("coming", "source"),
    [
        (touchpoint(whose=Whose.CUSTOMER, place=Place("Bruket, port 2")), "meeting"),
        (touchpoint(ours=False, place=Place("Slussgatan 14, 461 30 Trollhättan")), "meeting"),
        (touchpoint(ours=False, place=Place("Bruket, port 2")), None),
        (touchpoint(ours=True, place=Place("Slussgatan 14, 461 30 Trollhättan")), None),
        (touchpoint(whose=Whose.OWN, place=Place("Slussgatan 14, 461 30 Trollhättan")), None),
        (touchpoint(whose=Whose.THIRD, place=Place("Slussgatan 14, 461 30 Trollhättan")), None),
    ],
    ids=["theirs", "they wrote an address", "they wrote words", "we wrote it", "ours", "a third place"],
)
def test_a_meetings_place_counts_when_it_is_theirs(coming: object, source: str | None) -> None:
    found = locate(relation(coming), coming)  # type: ignore[arg-type] # touchpoints, typed so for the table
    assert (found.source if found else None) == source


def test_the_calendars_own_places_are_read_when_the_judge_kept_none() -> None:
    coming = touchpoint(whose=Whose.CUSTOMER)
    found = locate(relation(coming), coming, meeting(THURSDAY, 30, KARIN, place=Place("Slussgatan 14")))
    assert found is not None
    assert found.text == "Slussgatan 14"


@pytest.mark.parametrize(
    ("lat", "lon", "kept"),
    [
        (58.28, 12.29, True),
        (0.0, 0.0, False),
        (91.0, 12.0, False),
        (58.0, 181.0, False),
        (float("nan"), 12.0, False),
        (58.0, None, False),
        (-33.9, 0.0, True),
    ],
)
def test_a_position_is_kept_when_it_can_be_one(lat: float, lon: float | None, kept: bool) -> None:
    found = locate(relation(last_place=Place("Bruket, port 2", lat=lat, lon=lon)))
    assert found is not None
    assert (found.lat, found.lon) == ((lat, lon) if kept else (None, None))


@pytest.mark.parametrize("text", ["Kundens kontor", "hos er", "Kontoret", "Rum Luleå", "Bruket", ""])
@pytest.mark.parametrize(("lat", "lon", "town"), [(58.2837, 12.2886, "Trollhättan"), (64.0, -30.0, "")])
def test_a_position_counts_whatever_words_stand_beside_it(text: str, lat: float, lon: float, town: str) -> None:
    found = locate(relation(last_place=Place(text, lat=lat, lon=lon)))
    assert found is not None
    assert (found.lat, found.lon, found.town, found.unknown) == (lat, lon, town, None)


def test_a_place_is_one_tidy_line() -> None:
    wild = "Slussgatan 14,\r\n\x1b[31m461 30\u202e Trollhättan\x00" + " och mer" * 100
    found = locate(relation(account=replace(BRUKET, said_place=wild)))
    assert found is not None
    assert found.text.startswith("Slussgatan 14, [31m461 30 Trollhättan och mer")
    assert len(found.text) <= 200
    assert found.text.isprintable()


def test_a_call_never_counts_as_an_earlier_visit() -> None:
    assert locate(relation(past=past(3, whose=Whose.CUSTOMER, place=Place("Slussgatan 14")))) is None
