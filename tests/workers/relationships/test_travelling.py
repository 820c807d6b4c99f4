"""Journeys in the calendar, and which meeting they belong to."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from connectors.meetings import Meeting
from tests.world import ASTRID, KARIN, NOW, meeting
from workers.relationships.judgement import Evidence
from workers.relationships.travelling import find_travel


def at(hour: float) -> datetime:
    return NOW.replace(hour=0) + timedelta(hours=hour)


def journey(title: str, start: float, end: float) -> Meeting:
    minutes = round((end - start) * 60)
    return replace(meeting(at(start), minutes, uid=f"{title}{start}", title=title), attendees=())


def met(uid: str, start: float, hours: float = 1) -> Meeting:
    return meeting(at(start), round(hours * 60), KARIN, uid=uid)


def found(*meetings: Meeting) -> dict[str, str]:
    return {uid: evidence.text for (uid, _), evidence in find_travel(meetings).items()}


TITLES = [
    ("Resa till Trollhättan", "Resa"),
    ("Restid", "Restid"),
    ("Travel: Göteborg", "Travel"),
    ("Tåg 07:10 Göteborg-Trollhättan", "Tåg"),
    ("SJ 423 Stockholm C - Göteborg C", "SJ"),
    ("SAS SK 12 Luleå", "SAS"),
    ("Flight to Luleå (SK 12)", "Flight"),
    ("Hotell Knaust, Sundsvall", "Hotell"),
    ("Reisetid", "Reisetid"),
    ("Matka Ouluun", "Matka"),
    ("Anfahrt Kunde", "Anfahrt"),
]


@pytest.mark.parametrize(("title", "word"), TITLES)
def test_a_journey_right_before_belongs_to_the_meeting(title: str, word: str) -> None:
    assert find_travel([journey(title, 7, 9), met("m", 9.5)]) == {("m", None): Evidence("travel", word)}


@pytest.mark.parametrize(
    "title", ["Reseräkning", "Uppföljning resa", "Resultat", "Skriva resepolicy", "Fokustid", "Kundresan", "Resurser"]
)
def test_other_entries_are_no_journey(title: str) -> None:
    assert found(journey(title, 7, 9), met("m", 9.5)) == {}


def test_the_first_meeting_after_the_journey_gets_it_and_no_later_one() -> None:
    assert found(journey("Resa", 7, 9), met("first", 9.5), met("second", 10.5)) == {"first": "Resa"}


def test_the_way_home_belongs_to_the_meeting_before_it() -> None:
    assert found(met("m", 13), journey("Hemresa", 14.25, 16)) == {"m": "Hemresa"}


def test_a_way_home_is_no_way_to_the_next_meeting() -> None:
    assert found(journey("Tåg hem", 8, 10), met("m", 10.25)) == {}


def test_a_journey_in_the_evening_says_nothing_of_the_call_before_it() -> None:
    assert found(met("m", 16), journey("Resa Luleå", 17.25, 19)) == {}


def test_a_journey_there_and_one_back_make_one_evidence() -> None:
    assert found(journey("Resa", 7, 9), met("m", 9.5), journey("Resa", 10.75, 12.5)) == {"m": "Resa"}


def test_a_journey_too_long_before_or_the_day_before_says_nothing() -> None:
    assert found(journey("Resa", 7, 8), met("m", 11)) == {}
    assert found(journey("Flyg", -3, -0.25), met("m", 0.5)) == {}


def test_a_meeting_about_travel_with_somebody_in_it_is_no_journey() -> None:
    talk = meeting(at(8), 60, KARIN, uid="t", title="Resa")
    assert found(talk, met("m", 9.5)) == {}


def test_a_booking_with_only_the_seller_in_it_is_a_journey() -> None:
    booked = meeting(at(7), 120, ASTRID, uid="t", title="Flight to Luleå")
    assert found(booked, met("m", 9.5)) == {"m": "Flight"}


def test_no_journeys_no_evidence() -> None:
    assert found(met("m", 9)) == {}
    assert found() == {}
