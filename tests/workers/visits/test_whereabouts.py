"""Where the seller is, by the calendar: the next meeting's place, where the day is worked, the hotel; else office and home."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from connectors.meetings import (
    Attendance,
    Attendee,
    AttendeeKind,
    LinkSource,
    Meeting,
    OnlineRoom,
    Person,
    Place,
    PlaceKind,
    ShownAs,
)
from connectors.routing.geocoder import Position
from tests.workers.visits.relations import THURSDAY, at, diary
from tests.workers.visits.roads import GOTEBORG, LULEA, MALMO, STOCKHOLM_TOWN, TROLLHATTAN, travel_from
from tests.world import ASTRID, KARIN, STOCKHOLM, SVEN, meeting
from workers.visits.whereabouts import Day, Where, Whereabouts, distance, is_own, leave_hotels_free

TEAMS = OnlineRoom("teams", LinkSource.FIELD)
DAY = THURSDAY.date()
NIGHT_BEFORE = at(12, 9, 18)
OFFICE, HOME = Where(GOTEBORG, "office"), Where(TROLLHATTAN, "home")


def read(*meetings: Meeting, home: Position | None = TROLLHATTAN, day: date = DAY) -> Day:
    travel = travel_from(GOTEBORG, home=home)
    return Whereabouts(diary(*meetings), travel, zone=STOCKHOLM).day(day)


def held(**more: object) -> Where | None:
    """Where Astrid has to be for one meeting that Thursday."""
    (entry,) = read(meeting(THURSDAY, 60, **more)).entries  # type: ignore[arg-type] # as in the cast
    assert entry.begins == entry.ends
    return entry.ends


def own(title: str, *, start: object = None, minutes: int = 24 * 60, **more: object) -> Meeting:
    """An entry with nobody else in it, all day unless told otherwise."""
    plain: dict[str, object] = {"all_day": minutes >= 24 * 60, "shown_as": ShownAs.FREE}
    begins = start or at(12, 10, 0)
    return meeting(begins, minutes, ASTRID, uid=f"own {title} {begins}", title=title, **{**plain, **more})  # type: ignore[arg-type]


# --- one meeting ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "online", "where"),
    [
        ("Storgatan 4, 461 30 Trollhättan", None, Where(TROLLHATTAN, "Trollhättan")),
        (
            "Storgatan 4, 461 30 Trollhättan",
            TEAMS,
            Where(TROLLHATTAN, "Trollhättan"),
        ),  # calendars add a link by themselves
        ("", TEAMS, None),
        (Place("Björken", PlaceKind.ROOM), TEAMS, None),
        (Place("Björken", PlaceKind.ROOM), None, OFFICE),
        (Place("Luleå", PlaceKind.ROOM), None, OFFICE),  # a room named after a town
        ("Kontoret", None, OFFICE),
        ("hos oss", None, OFFICE),
        ("Sveavägen 44", None, OFFICE),  # which town is not said
        ("", None, OFFICE),
        (
            Place("", PlaceKind.COORDINATES, city="Luleå", lat=65.58, lon=22.15),
            None,
            Where(Position(65.58, 22.15, "Luleå"), "Luleå"),
        ),
    ],
)
def test_a_meeting_with_others_is_where_its_place_is(
    place: str | Place, online: OnlineRoom | None, where: Where | None
) -> None:
    assert held(place=place, online=online) == where


@pytest.mark.parametrize("title", ["Ring Karin", "Teams-avstämning", "Call (Zoom)"])
def test_a_call_without_a_link_can_be_taken_anywhere(title: str) -> None:
    assert held(title=title) is None


def test_how_an_invitation_asks_people_to_attend_comes_before_its_link() -> None:
    assert held(online=TEAMS, attendance=Attendance.IN_PERSON) == OFFICE
    assert held(place="Storgatan 4, Trollhättan", attendance=Attendance.ONLINE) is None


def test_a_block_nobody_else_is_in_can_be_done_anywhere_unless_it_says_where() -> None:
    for title, place, where in (("Fokustid", "", None), ("Fokustid", "Malmö", Where(MALMO, "Malmö"))):
        (entry,) = read(own(title, start=THURSDAY, minutes=60, shown_as=ShownAs.BUSY, place=place)).entries
        assert entry.ends == where


@pytest.mark.parametrize(
    ("title", "begins", "ends"),
    [
        ("Tåg till Luleå", None, Where(LULEA, "Luleå")),
        ("Flyg 07:10 Göteborg–Luleå", Where(GOTEBORG, "Göteborg"), Where(LULEA, "Luleå")),
        ("Flyg Göteborg-Luleå", Where(GOTEBORG, "Göteborg"), Where(LULEA, "Luleå")),
        ("Flight to Luleå", None, Where(LULEA, "Luleå")),
        ("Zug nach Stockholm", None, Where(STOCKHOLM_TOWN, "Stockholm")),
        ("Hemresa", None, HOME),
        ("Hemresa från Göteborg", None, HOME),
        ("Restid", None, None),
        ("Tåg till Ingenstans", None, None),
    ],
)
def test_a_journey_goes_from_one_place_to_another(title: str, begins: Where | None, ends: Where | None) -> None:
    (entry,) = read(own(title, start=THURSDAY, minutes=90, shown_as=ShownAs.BUSY)).entries
    assert (entry.begins, entry.ends) == (begins, ends)


def test_a_hotel_the_seller_has_to_be_at_is_no_journey() -> None:
    (entry,) = read(own("Hotell Luleå", start=THURSDAY, minutes=60, shown_as=ShownAs.BUSY)).entries
    assert entry.begins == entry.ends == Where(LULEA, "Luleå")


def test_the_meeting_a_visit_replaces_is_not_there() -> None:
    one = meeting(THURSDAY, 60)
    book = diary(one, meeting(at(12, 10, 13), 60, uid="other"))
    found = Whereabouts(book, travel_from(GOTEBORG), zone=STOCKHOLM, besides=one.key).day(DAY)
    assert [entry.meeting.uid for entry in found.entries] == ["other"]


# --- a day ----------------------------------------------------------------------------------------------------


def test_a_day_begins_and_ends_at_home_or_at_the_office_where_home_is_not_known() -> None:
    assert (read().morning, read().evening) == (HOME, HOME)
    day = read(home=None)
    assert (day.morning, day.evening) == (OFFICE, OFFICE)


@pytest.mark.parametrize(
    "title", ["Göteborg", "Dag i Göteborg", "Göteborg hela dagen", "Besök Göteborg", "Mässa, Göteborg"]
)
def test_a_town_for_a_day_is_where_it_is_spent(title: str) -> None:
    day = read(own(title.replace("Göteborg", "Malmö")))
    assert day.morning == day.evening == Where(MALMO, "Malmö")
    assert day.travels


@pytest.mark.parametrize(
    "title", ["Malmö-projektet", "Möte med Malmö stad", "Födelsedag", "Semester", "malmö", "Karin i Malmö"]
)
def test_a_title_that_only_speaks_of_a_town_says_nothing(title: str) -> None:
    day = read(own(title))
    assert (day.morning, day.travels) == (HOME, False)


@pytest.mark.parametrize(
    "title",
    ["Hemma", "Jobbar hemifrån", "WFH", "Working from home", "Hjemmekontor", "Kotona", "Etäpäivä", "Homeoffice"],
)
def test_a_day_at_home_begins_and_is_worked_there(title: str) -> None:
    for shown_as in (ShownAs.FREE, ShownAs.ELSEWHERE):
        day = read(own(title, shown_as=shown_as), meeting(THURSDAY, 60, SVEN, uid="x"))
        assert day.morning == HOME
        assert day.entries[0].ends == HOME, "a meeting without a place is where the day is worked"


@pytest.mark.parametrize("title", ["Kontoret", "Office", "På kontoret", "Toimisto"])
def test_a_day_at_the_office_still_begins_and_ends_at_home(title: str) -> None:
    day = read(own(title, shown_as=ShownAs.ELSEWHERE), meeting(THURSDAY, 60, SVEN, uid="x"))
    assert (day.morning, day.entries[0].ends) == (HOME, OFFICE)


def test_a_working_location_comes_before_what_merely_lasts_all_day() -> None:
    day = read(own("Malmö"), own("Luleå", shown_as=ShownAs.ELSEWHERE))
    assert day.morning == Where(LULEA, "Luleå")


def test_somebody_elses_day_says_nothing_of_the_sellers() -> None:
    assert read(meeting(at(12, 10, 0), 1440, KARIN, title="Malmö", all_day=True, shown_as=ShownAs.FREE)).morning == HOME


@pytest.mark.parametrize(
    "hotel",
    [
        own("Scandic Luleå", start=at(12, 9, 0)),
        own("Hotell Luleå", start=NIGHT_BEFORE, minutes=14 * 60),
        own("Incheckning Scandic Luleå", start=at(12, 9, 15), minutes=30),
        own("Övernattning", start=at(12, 9, 0), place="Luleå"),
        own("Hotel, Luleå", start=at(12, 8, 0), minutes=2 * 1440),
        own("Übernachtung Luleå", start=NIGHT_BEFORE, minutes=60, shown_as=ShownAs.BUSY),
    ],
    ids=lambda m: m.title,
)
def test_a_hotel_the_night_before_is_where_the_day_begins(hotel: Meeting) -> None:
    assert read(hotel).morning == Where(LULEA, "Luleå")
    assert read(hotel, day=DAY - timedelta(days=1)).evening == Where(LULEA, "Luleå")
    assert read(hotel).evening == HOME


def test_a_hotel_in_a_town_nobody_knows_changes_nothing() -> None:
    assert read(own("Scandic", start=at(12, 9, 0))).morning == HOME


def test_an_entry_of_months_says_nothing_of_a_day() -> None:
    assert read(own("Malmö", start=at(10, 1, 0), minutes=100 * 1440)).morning == HOME


def test_a_day_with_a_meeting_far_away_is_a_day_of_travel() -> None:
    assert read(meeting(THURSDAY, 60, place="Malmö")).travels
    assert not read(meeting(THURSDAY, 60, place="Göteborg"), meeting(THURSDAY, 60, uid="b", online=TEAMS)).travels


def test_nobody_knows_where_a_seller_without_an_office_starts_from() -> None:
    day = Whereabouts(diary(meeting(THURSDAY, 60)), travel_from(None), zone=STOCKHOLM).day(DAY)
    assert (day.morning, day.evening, day.entries[0].ends) == (None, None, None)


# --- small parts ----------------------------------------------------------------------------------------------


def test_a_room_in_an_own_block_is_nobody_else() -> None:
    room = Attendee(Person("bjorken@nordverk.example"), kind=AttendeeKind.RESOURCE)
    assert is_own(Meeting("x", THURSDAY, THURSDAY, attendees=(room, Attendee(ASTRID))), ASTRID.address)
    assert not is_own(Meeting("x", THURSDAY, THURSDAY, attendees=(Attendee(KARIN),)), ASTRID.address)
    assert not is_own(Meeting("x", THURSDAY, THURSDAY, organizer=KARIN), ASTRID.address)


def test_kilometres_as_the_crow_flies() -> None:
    assert distance(STOCKHOLM_TOWN, GOTEBORG) == pytest.approx(397, abs=3)
    assert distance(Position(0, -179), Position(0, 179)) == pytest.approx(222, abs=2)


@pytest.mark.parametrize(
    ("title", "shown_as", "free"),
    [
        ("Hotell Norrsken, Luleå", ShownAs.BUSY, True),
        ("Hotell Norrsken, Luleå", ShownAs.OUT_OF_OFFICE, False),
        ("Hotell Norrsken", ShownAs.BUSY, False),
        ("Luleå", ShownAs.BUSY, False),
    ],
)
def test_a_whole_day_at_a_hotel_takes_no_time_when_its_town_is_known(title: str, shown_as: ShownAs, free: bool) -> None:
    start = at(12, 10, 0)
    entry = replace(
        meeting(start, 24 * 60, uid="hotel", title=title, organizer=None, all_day=True, shown_as=shown_as), attendees=()
    )
    book = leave_hotels_free(diary(entry), travel_from(GOTEBORG), zone=STOCKHOLM)
    assert (book.between(at(12, 10, 9), at(12, 10, 10), zone=STOCKHOLM) == ()) is free
    assert book.find("hotel", None) == entry
    if free:
        slept = Whereabouts(book, travel_from(GOTEBORG), zone=STOCKHOLM).day(at(12, 10).date()).evening
        assert slept is not None
        assert slept.name == "Luleå"
