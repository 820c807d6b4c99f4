"""Where the seller will be anyway: what counts as a sign of it, what does not, and several signs of one stay as one."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.meetings import (
    Attendance,
    Attendee,
    LinkSource,
    Meeting,
    OnlineRoom,
    Person,
    Place,
    PlaceKind,
    Response,
    ShownAs,
)
from connectors.routing.geocoder import Found, Sought
from tests.workers.visits.relations import RULES, at, diary, travelling
from tests.workers.visits.roads import GOTEBORG, LULEA, STOCKHOLM_TOWN, TOWNS, place, travel_from
from tests.world import ASTRID, KARIN, NOW, OLLE, STOCKHOLM, SVEN, meeting
from workers.relationships.rules import Rules
from workers.visits.stays import find_stays, suggested_stay
from workers.visits.travel import Travel
from workers.visits.trip import Stay
from workers.visits.whereabouts import Whereabouts
from workers.words import LANGUAGES, say

TEAMS = OnlineRoom("teams", LinkSource.FIELD)
THE_TENTH = at(12, 10, 0)


def stays(*meetings: Meeting, travel: Travel | None = None, **more: object) -> tuple[Stay, ...]:
    travel = travel or travel_from(STOCKHOLM_TOWN)
    return find_stays(diary(*meetings), travel=travel, now=NOW, zone=STOCKHOLM, rules=RULES, **more)  # type: ignore[arg-type] # as the function has them


def own(title: str, start: datetime = THE_TENTH, minutes: int = 24 * 60, **more: object) -> Meeting:
    """An entry of Astrid's with nobody else in it; all day when it lasts one."""
    more = {"all_day": minutes == 24 * 60, "uid": title, **more}
    return meeting(start, minutes, ASTRID, title=title, **more)  # type: ignore[arg-type] # as in the cast


def where(*found: Meeting, travel: Travel | None = None) -> list[tuple[str, str]]:
    return [(stay.place.town, stay.why.key.removeprefix("trip.")) for stay in stays(*found, travel=travel)]


# --- meetings ------------------------------------------------------------------------------------------------


def test_a_meeting_at_a_customers_in_another_town_is_a_stay_at_its_time() -> None:
    there = meeting(at(12, 10, 10), 60, OLLE, place="Storgatan 3, Luleå")
    (stay,) = stays(there)
    assert (stay.place.town, stay.why.key, stay.account, stay.uid) == (
        "Luleå",
        "trip.meeting",
        "norrgruvan.example",
        "m1",
    )
    assert (stay.start, stay.end, stay.fixed) == (there.start, there.end, True)
    assert stay.why.facts == {"town": "Luleå", "when": at(12, 10, 10)}


@pytest.mark.parametrize(
    "elsewhere",
    [
        meeting(at(12, 10, 10), 60, OLLE, place="Sveavägen 3, Stockholm"),  # the office's own town
        meeting(at(12, 10, 10), 60, OLLE, place="hos er"),
        meeting(at(12, 10, 10), 60, OLLE, place=Place("Rum Luleå", PlaceKind.ROOM)),
        meeting(at(12, 10, 10), 60, OLLE),
        meeting(at(12, 10, 10), 60, OLLE, place="Luleå", cancelled=True),
        meeting(at(12, 10, 10), 60, OLLE, place="Luleå", shown_as=ShownAs.FREE),
        meeting(at(12, 10, 10), 60, OLLE, place="Luleå", attendance=Attendance.ONLINE),
        meeting(at(12, 10, 10), 60, OLLE, place="Luleå", title="Teamsmöte"),
        meeting(at(12, 10, 10), 60, OLLE, place="Luleå", online=OnlineRoom("teams", LinkSource.FIELD, broadcast=True)),
        meeting(at(11, 16, 10), 60, OLLE, place="Luleå"),  # has been
        meeting(at(6, 10, 10, year=2027), 60, OLLE, place="Luleå"),  # beyond the horizon
    ],
    ids=lambda m: f"{m.title} {m.places[0].text if m.places else '-'} {m.shown_as} {m.start:%y-%m}",
)
def test_a_meeting_that_takes_nobody_away_is_no_stay(elsewhere: Meeting) -> None:
    assert stays(elsewhere) == ()


def test_a_meeting_the_seller_declined_is_no_stay() -> None:
    attendees = (Attendee(ASTRID, Response.DECLINED), Attendee(OLLE))
    declined = Meeting(
        "x", at(12, 10, 10), at(12, 10, 11), organizer=OLLE, attendees=attendees, places=(Place("Luleå"),)
    )
    assert stays(declined) == ()


def test_an_automatic_link_beside_an_address_changes_nothing_but_a_judgement_does() -> None:
    there = meeting(at(12, 10, 10), 60, OLLE, place="Luleå", online=TEAMS)
    assert where(there) == [("Luleå", "meeting")]
    assert stays(there, on_screen={there.key}) == ()


def test_without_an_office_nobody_knows_which_meeting_is_away() -> None:
    nowhere = travel_from(None)
    assert where(meeting(at(12, 10, 10), 60, OLLE, place="Luleå"), travel=nowhere) == []
    assert where(own("Scandic Luleå"), travel=nowhere) == [("Luleå", "hotel")]


def test_an_alias_is_its_account() -> None:
    (stay,) = stays(meeting(at(12, 10, 10), 60, OLLE, place="Luleå"), aliases={"norrgruvan.example": "gruvan.example"})
    assert stay.account == "gruvan.example"


# --- whole days ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title", ["Göteborg", "göteborg", "Göteborg hela dagen", "Besök i Göteborg", "Resa till Göteborg", "Dag i Göteborg"]
)
def test_a_whole_day_called_after_a_town_is_a_day_there(title: str) -> None:
    (stay,) = stays(own(title))
    assert (stay.place.town, stay.why.key) == ("Göteborg", "trip.all_day")
    assert (stay.start, stay.end, stay.fixed) == (at(12, 10, 0), at(12, 11, 0), False)


@pytest.mark.parametrize(
    "title",
    [
        "Boston-projektet",
        "Karin Boston",
        "Göteborg med Sven",
        "Semester Göteborg",
        "Göteborgsvarvet",
        "Göteborg–Malmö",
        "Stockholm",
        "Nora",  # a town, and somebody's name day
        "Karin fyller år",
        "Hemma",
        "vara",
        "",
        "   ",
        "Göteborg" * 40,
    ],
)
def test_a_whole_day_called_anything_else_is_no_stay(title: str) -> None:
    assert stays(own(title)) == ()


def test_a_colleagues_whole_day_is_not_the_sellers() -> None:
    assert stays(own("Göteborg", organizer=SVEN)) == ()
    shared = meeting(THE_TENTH, 24 * 60, ASTRID, SVEN, title="Göteborg", all_day=True)
    assert stays(shared) == ()


@pytest.mark.parametrize("shown_as", ShownAs)
@pytest.mark.parametrize(("title", "why"), [("Göteborg", "all_day"), ("Scandic Göteborg", "hotel")])
def test_a_whole_day_of_ones_own_says_where_however_it_is_shown(shown_as: ShownAs, title: str, why: str) -> None:
    assert where(own(title, shown_as=shown_as)) == [("Göteborg", why)]
    assert where(own(title, shown_as=shown_as, cancelled=True)) == []


def test_a_free_day_that_is_somebody_elses_is_no_stay() -> None:
    fair = meeting(THE_TENTH, 24 * 60, OLLE, title="Mässa", all_day=True, place="Göteborg", shown_as=ShownAs.FREE)
    assert where(fair) == []
    no = Attendee(ASTRID, Response.DECLINED)
    declined = Meeting("x", THE_TENTH, at(12, 11, 0), title="Göteborg", all_day=True, attendees=(no,))
    assert where(declined) == []


@pytest.mark.parametrize("name", ["Nora", "Åsa"])
def test_a_given_name_is_nobodys_town(name: str) -> None:
    known = travelling("Stockholm")
    assert isinstance(known.find(Sought(text=name, here="SE")), Found), "there is a town of that name"
    for title in (name, f"Hotell {name}"):
        assert where(own(title, shown_as=ShownAs.FREE), travel=known) == []
        assert not Whereabouts(diary(own(title)), known, zone=STOCKHOLM).day(THE_TENTH.date()).travels


def test_who_is_somewhere_for_weeks_is_not_travelling() -> None:
    assert stays(own("Göteborg", minutes=20 * 24 * 60, all_day=True)) == ()


# --- hotels --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "hotel",
    [
        own("Scandic Luleå"),
        own("Hotell Luleå", at(12, 10, 15), 20 * 60),
        own("Stay at Clarion Hotel Sense, Luleå"),
        own("Hotel: Elite Stadshotellet Luleå"),
        own("Incheckning Scandic Luleå", at(12, 10, 15), 30),
        own("Övernattning", place="Storgatan 1, Luleå"),
        meeting(THE_TENTH, 24 * 60, ASTRID, title="Scandic", place="Scandic, Luleå", all_day=True),
    ],
    ids=lambda m: m.title,
)
def test_a_hotel_is_a_stay_in_its_town(hotel: Meeting) -> None:
    assert where(hotel) == [("Luleå", "hotel")]


@pytest.mark.parametrize(
    "other",
    [own("Boka hotell Luleå"), own("Hotell"), own("Lunch Scandic Luleå", at(12, 10, 12), 60), own("Scandic Stockholm")],
    ids=lambda m: m.title,
)
def test_a_hotel_somebody_is_to_book_or_to_eat_at_is_none(other: Meeting) -> None:
    assert where(other) == []


# --- trains and flights --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "town"),
    [
        ("Tåg till Göteborg 07:10", "Göteborg"),
        ("Tåg Stockholm C - Göteborg C", "Göteborg"),
        ("SK 20 ARN-LLA", "Luleå"),
        ("Flight to Luleå (SK 20)", "Luleå"),
        ("Flyg Luleå", "Luleå"),
        ("Tåg hem från Göteborg", None),
        ("Tåg till Stockholm", None),
        ("SK 21 LLA-ARN", None),
        ("XX 20 ABC-XYZ", None),
        ("Restid", None),
        ("Tåg till kunden", None),
    ],
)
def test_a_journey_is_a_stay_where_it_goes(title: str, town: str | None) -> None:
    found = where(own(title, at(12, 10, 7), 225))
    assert found == ([(town, "journey")] if town else [])


def test_a_journey_there_and_one_on_bound_the_stay() -> None:
    there = own("Flyg till Luleå", at(12, 10, 7), 230)
    home = own("Flyg till Stockholm", at(12, 11, 15), 230)
    (stay,) = stays(there, home)
    assert (stay.arrives, stay.leaves) == (there.end, home.start)
    assert (stay.start, stay.end) == (there.end, home.start)


def test_a_note_of_when_a_train_goes_does_not_say_when_it_arrives() -> None:
    (stay,) = stays(own("Tåg till Göteborg 07:10", at(12, 10, 7, 10), 15))
    assert stay.arrives is None


# --- several signs -------------------------------------------------------------------------------------------


def test_a_flight_a_hotel_and_a_meeting_in_one_town_are_one_stay() -> None:
    flight = own("Flyg till Luleå", at(12, 9, 15), 230)
    hotel = own("Scandic Luleå", at(12, 9, 0), 2 * 24 * 60, all_day=True)
    visit = meeting(at(12, 10, 10), 60, OLLE, uid="visit", place="Storgatan 3, Luleå")
    home = own("Flyg hem", at(12, 10, 16), 230)
    (stay,) = stays(home, hotel, visit, flight)
    assert (stay.why.key, stay.account, stay.uid) == ("trip.meeting", "norrgruvan.example", "visit")
    assert (stay.start, stay.end) == (at(12, 9, 0), at(12, 11, 0))
    assert (stay.arrives, stay.leaves) == (flight.end, home.start)
    assert {sign.uid for sign in stay.signs} == {"visit", "Scandic Luleå", "Flyg till Luleå"}


def test_two_days_in_one_town_are_one_stay_when_the_night_is_spent_there() -> None:
    assert len(stays(own("Göteborg"), own("Göteborg", at(12, 11, 0), uid="b"))) == 1
    meetings = [meeting(at(12, day, 10), 60, KARIN, uid=f"m{day}", place="Göteborg") for day in (10, 11)]
    assert len(stays(*meetings)) == 2


def test_two_towns_on_one_day_are_two_stays() -> None:
    meetings = [
        meeting(at(12, 10, hour), 60, KARIN, uid=town, place=town) for hour, town in ((9, "Borås"), (14, "Skövde"))
    ]
    assert [stay.place.town for stay in stays(*meetings)] == ["Borås", "Skövde"]


def test_a_suggestion_is_a_stay_of_its_own_time() -> None:
    call = meeting(at(12, 10, 9), 30, OLLE)
    stay = suggested_stay(place(LULEA), at(12, 10, 9), at(12, 10, 10), account="a", meeting=call, zone=STOCKHOLM)
    assert (stay.why.key, stay.account, stay.fixed, stay.uid) == ("trip.suggestion", "a", True, "m1")


# --- wild calendars ------------------------------------------------------------------------------------------

FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
names = st.sampled_from([town.town for town in TOWNS.values()])
words = st.one_of(
    st.text(max_size=60),
    st.tuples(st.sampled_from(["", "Tåg till ", "Hotell ", "Resa ", "SK 20 ARN-LLA ", "Besök "]), names, st.text(max_size=9))
    .map("".join),
)  # fmt: skip
moments = st.one_of(
    st.integers(0, 60 * 24 * 60).map(lambda minute: NOW.astimezone(UTC) + timedelta(minutes=minute)),
    st.sampled_from([FIRST, LAST - timedelta(days=2)]),
)
entries = st.builds(
    lambda uid, start, minutes, **more: Meeting(
        uid, start, max(start, start + timedelta(minutes=minutes)) if start > FIRST else start, **more
    ),
    st.text(max_size=3),
    moments,
    st.sampled_from([0, 1, 30, 225, 1440, 2880]),
    title=words,
    all_day=st.booleans(),
    organizer=st.sampled_from([None, ASTRID, OLLE, Person("", "")]),
    attendees=st.sampled_from([(), (Attendee(ASTRID),), (Attendee(OLLE),)]),
    places=st.lists(st.builds(Place, words, city=words), max_size=2).map(tuple),
    shown_as=st.sampled_from(ShownAs),
)


@settings(max_examples=150)
@given(st.lists(entries, max_size=12))
def test_any_calendar_gives_stays_that_are_away_and_ahead(calendar: list[Meeting]) -> None:
    found = stays(*calendar)
    assert list(found) == sorted(found, key=lambda stay: (stay.start, stay.end, stay.uid))
    for stay in found:
        assert stay.place.position in TOWNS.values()
        assert stay.place.position != STOCKHOLM_TOWN
        assert stay.start <= stay.end
        assert stay.end > NOW - timedelta(days=1)
        assert stay.start < NOW + Rules().ahead + timedelta(days=1)
        for language in LANGUAGES:
            assert (
                GOTEBORG.town not in say(stay.why.key, language, **stay.why.facts) or stay.place.town == GOTEBORG.town
            )
