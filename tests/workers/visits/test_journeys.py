"""You are there anyway: who else fits the journey, by the minutes it adds, in time that is really free; and when it no
longer does."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.meetings import LinkSource, Meeting, OnlineRoom, ShownAs
from connectors.routing.geocoder import Position
from connectors.routing.router import Mode
from tests.workers.visits.relations import RULES, at, diary
from tests.workers.visits.roads import (
    BORAS,
    BOSTON,
    GOTEBORG,
    KIRUNA,
    LULEA,
    MEMPHIS,
    PITEA,
    SKOVDE,
    STOCKHOLM_TOWN,
    TOWNS,
    TROLLHATTAN,
    UDDEVALLA,
    UPPSALA,
    VANERSBORG,
    VISBY,
    place,
    travel_from,
)
from tests.world import ASTRID, KARIN, NOW, OLLE, STOCKHOLM, SVEN, meeting
from workers.visits.journeys import Planner, Wish, tell
from workers.visits.stays import find_stays, suggested_stay
from workers.visits.travel import Travel
from workers.visits.travel_rules import TravelRules
from workers.visits.trip import Stay, Trip, is_stale
from workers.visits.visit import DayPlan, Doing, VisitPlace
from workers.words import LANGUAGES, say

TEAMS = OnlineRoom("teams", LinkSource.FIELD)
TENTH = date(2026, 12, 10)
NO_NIGHTS = TravelRules(nights=False)
EARLY = time(6, 0)


def wish(town: Position, *, need: float = 1, minutes: int = 90, account: str = "") -> Wish:
    name = account or town.town
    return Wish(f"{name.casefold()}.example", name, place(town), need, timedelta(minutes=minutes))


def trips(*meetings: Meeting, wishes: list[Wish], travel: Travel | None = None, **more: object) -> tuple[Trip, ...]:
    travel, book = travel or travel_from(GOTEBORG), diary(*meetings)
    stays = find_stays(book, travel=travel, now=NOW, zone=STOCKHOLM, rules=RULES)
    planner = Planner(diary=book, travel=travel, rules=RULES, now=NOW, zone=STOCKHOLM, **more)  # type: ignore[arg-type] # as the planner has them
    found = (planner.trip(stay, wishes) for stay in stays)
    return tuple(trip for trip in found if trip)


def only(*meetings: Meeting, wishes: list[Wish], travel: Travel | None = None) -> Trip:
    (trip,) = trips(*meetings, wishes=wishes, travel=travel)
    return trip


def there(town: str = "Trollhättan", start: datetime | None = None, minutes: int = 60, **more: object) -> Meeting:
    """Karin at hers."""
    return meeting(start or at(12, 10, 10), minutes, KARIN, uid="there", place=town, **more)  # type: ignore[arg-type] # as in the cast


def call(start: datetime, minutes: int = 30, uid: str = "call") -> Meeting:
    return meeting(start, minutes, OLLE, uid=uid, title="Samtal", online=TEAMS)


def names(trip: Trip) -> list[str]:
    return [stop.name for stop in trip.stops if not stop.fixed]


def parts(plan: DayPlan, what: Doing) -> list[tuple[str, str]]:
    return [(f"{one.start:%H:%M}", f"{one.end:%H:%M}") for one in plan.stretches if one.what is what]


# --- who else -----------------------------------------------------------------------------------------------


def test_who_is_near_a_meeting_elsewhere_is_visited_the_same_day() -> None:
    trip = only(there(), wishes=[wish(VANERSBORG), wish(UDDEVALLA), wish(SKOVDE), wish(BORAS)])
    assert names(trip) == ["Vänersborg", "Uddevalla"]
    assert [stop.start for stop in trip.stops] == [at(12, 10, 10), at(12, 10, 13), at(12, 10, 15, 30)]
    assert [stop.fixed for stop in trip.stops] == [True, False, False]
    assert (trip.days, trip.mode, trip.nights) == ((TENTH, TENTH), "car", 0)


def test_each_says_what_it_adds_to_the_road_and_together_what_they_add() -> None:
    trip = only(there(), wishes=[wish(VANERSBORG), wish(UDDEVALLA)])
    # 57.5 minutes to Trollhättan and back; over Vänersborg 57.5 + 20 + 65; and over Uddevalla 57.5 + 20 + 30 + 67.5
    assert [stop.extra for stop in trip.stops[1:]] == [timedelta(minutes=27.5), timedelta(minutes=32.5)]
    assert trip.minutes == (150, 210)


def test_a_trip_is_told_in_sentences() -> None:
    said = [say(reason.key, "sv", **reason.facts) for reason in tell(only(there(), wishes=[wish(VANERSBORG)]))]
    assert said == ["Du har ett möte i Trollhättan torsdag 10 december.", "Vänersborg är en omväg på 30 minuter."]


def test_the_day_is_planned_from_door_to_door() -> None:
    (plan,) = only(there(), wishes=[wish(VANERSBORG)]).plans
    assert (plan.leave, plan.there, plan.back) == (at(12, 10, 8, 45), at(12, 10, 9, 45), at(12, 10, 15, 40))
    assert (plan.starts, plan.ends, plan.mode, plan.estimate) == ("office", "office", "car", True)
    assert parts(plan, Doing.TRAVEL) == [("08:45", "09:45"), ("11:00", "11:25"), ("14:30", "15:40")]
    assert parts(plan, Doing.WAIT) == [("09:45", "10:00"), ("11:25", "13:00")]
    assert parts(plan, Doing.MEETING) == [("10:00", "11:00")]
    assert parts(plan, Doing.VISIT) == [("13:00", "14:30")]


def test_a_call_is_taken_on_the_way_and_nothing_is_booked_over_it() -> None:
    trip = only(there(), call(at(12, 10, 11, 15)), wishes=[wish(VANERSBORG)])
    (plan,) = trip.plans
    assert ("11:15", "11:45") in parts(plan, Doing.MEETING)
    assert parts(plan, Doing.TRAVEL)[1] == ("12:00", "12:25")


def test_one_whose_own_meeting_it_is_is_not_near_itself() -> None:
    assert trips(there(), wishes=[wish(TROLLHATTAN, account="bruket")]) == ()
    assert trips(there(), wishes=[wish(TROLLHATTAN, account="other")]) != ()


def test_an_account_met_at_another_meeting_that_day_is_not_visited_once_more() -> None:
    second = meeting(at(12, 10, 13), 60, OLLE, uid="second", place="Vänersborg")
    (first, *_) = trips(there(), second, wishes=[wish(VANERSBORG, account="norrgruvan"), wish(UDDEVALLA)])
    assert names(first) == ["Uddevalla"]


def test_a_town_in_one_direction_is_no_neighbour_of_one_in_the_other() -> None:
    assert trips(there(), wishes=[wish(BORAS), wish(SKOVDE), wish(STOCKHOLM_TOWN)]) == ()


def test_a_place_nobody_has_found_is_not_near_anything() -> None:
    assert trips(there(), wishes=[replace(wish(VANERSBORG), place=VisitPlace("Vänersborg", "crm"))]) == ()


def test_whoever_needs_it_most_comes_first_when_not_all_fit() -> None:
    room_for_one = there(), call(at(12, 10, 14, 45), 180)
    wishes = [wish(VANERSBORG, need=1), wish(UDDEVALLA, need=5)]
    assert names(only(*room_for_one, wishes=wishes)) == ["Uddevalla"]
    assert names(only(*room_for_one, wishes=[replace(wishes[0], need=9), wishes[1]])) == ["Vänersborg"]


@pytest.mark.parametrize("need", [float("nan"), float("inf"), -1.0, 0.0])
def test_a_need_nobody_can_read_is_no_need(need: float) -> None:
    assert names(only(there(), wishes=[wish(VANERSBORG, need=need)])) == ["Vänersborg"]


# --- when ----------------------------------------------------------------------------------------------------


def test_lunch_is_left_alone_where_that_costs_no_visit() -> None:
    (stop,) = only(there(), wishes=[wish(VANERSBORG)]).stops[1:]
    assert stop.start.time() >= time(13)


def test_lunch_is_eaten_into_where_that_makes_room_for_a_visit() -> None:
    late = call(at(12, 10, 14), 240)
    (stop,) = only(there(), late, wishes=[wish(VANERSBORG)]).stops[1:]
    assert (stop.start.time(), stop.end.time()) == (time(11, 45), time(13, 15))


@pytest.mark.parametrize(
    "other",
    [
        call(at(12, 10, 11), 8 * 60),
        meeting(
            at(12, 10, 0), 24 * 60, ASTRID, title="Semester", all_day=True, shown_as=ShownAs.OUT_OF_OFFICE, uid="x"
        ),
    ],
    ids=["calls", "leave"],
)
def test_a_day_without_room_makes_no_trip(other: Meeting) -> None:
    assert trips(there(), other, wishes=[wish(VANERSBORG)]) == ()


def test_a_day_off_and_one_too_near_make_no_trip() -> None:
    assert trips(there(start=at(12, 24, 10)), wishes=[wish(VANERSBORG)]) == ()
    assert trips(there(start=at(11, 26, 10)), wishes=[wish(VANERSBORG)]) == ()


def test_a_day_in_a_town_holds_several_in_and_about_it() -> None:
    whole = meeting(at(12, 10, 0), 24 * 60, ASTRID, title="Trollhättan", all_day=True, uid="day")
    trip = only(whole, wishes=[wish(TROLLHATTAN), wish(VANERSBORG), wish(UDDEVALLA)])
    assert sorted(names(trip)) == ["Trollhättan", "Uddevalla", "Vänersborg"]
    assert trip.why.key == "trip.all_day"
    assert trip.plans[0].leave.time() >= EARLY


def test_a_meeting_at_the_office_the_same_day_is_kept_there_when_it_can_be() -> None:
    morning = meeting(at(12, 10, 7, 30), 30, SVEN, uid="morning", title="Ledningsgrupp", place="Göteborg")
    (plan,) = only(there(), morning, wishes=[wish(VANERSBORG)]).plans
    assert parts(plan, Doing.MEETING)[0] == ("07:30", "08:00")
    midday = meeting(at(12, 10, 11, 30), 30, SVEN, uid="midday", title="Ledningsgrupp", place="Göteborg")
    trip = only(there(), midday, wishes=[wish(VANERSBORG)])
    assert [stop.name for stop in trip.stops] == ["Avstämning", "Vänersborg"]
    assert ("11:30", "12:00") in parts(trip.plans[0], Doing.MEETING)


# --- nights --------------------------------------------------------------------------------------------------


def test_an_early_meeting_far_north_takes_the_night_before() -> None:
    trip = only(there("Luleå"), wishes=[wish(LULEA)], travel=travel_from(STOCKHOLM_TOWN))
    assert (trip.days, trip.nights, trip.mode) == ((date(2026, 12, 9), TENTH), 1, Mode.FLIGHT)
    up, day = trip.plans
    assert (up.starts, up.ends, day.starts, day.ends) == ("office", "Luleå", "Luleå", "office")
    assert up.stretches[-1].what is Doing.NIGHT
    assert tell(trip)[-1].key == "trip.nights"


def test_where_nobody_wants_nights_away_the_trip_is_not_made() -> None:
    travel = travel_from(STOCKHOLM_TOWN, rules=NO_NIGHTS)
    assert trips(there("Luleå"), wishes=[wish(LULEA)], travel=travel) == ()


def test_a_short_way_is_never_worth_a_night() -> None:
    full = call(at(12, 10, 11), 8 * 60)
    assert trips(there(), full, wishes=[wish(VANERSBORG)]) == ()


def test_a_hotel_in_the_calendar_makes_two_days_of_visits() -> None:
    hotel = meeting(at(12, 9, 0), 48 * 60, ASTRID, title="Scandic Luleå", all_day=True, uid="hotel")
    wishes = [wish(LULEA, account=f"kund{n}") for n in range(6)]
    trip = only(hotel, wishes=wishes, travel=travel_from(STOCKHOLM_TOWN))
    assert trip.days == (date(2026, 12, 9), TENTH)
    assert {stop.start.date() for stop in trip.stops} == {date(2026, 12, 9), TENTH}
    assert len(set(names(trip))) == len(names(trip))


def test_a_flight_in_the_calendar_says_when_the_day_there_begins_and_ends() -> None:
    flights = [
        meeting(at(12, 10, 6), 250, ASTRID, title="Flyg till Luleå", uid="out"),
        meeting(at(12, 10, 16), 250, ASTRID, title="Flyg till Stockholm", uid="home"),
    ]
    trip = only(*flights, wishes=[wish(LULEA), wish(PITEA)], travel=travel_from(STOCKHOLM_TOWN))
    (plan,) = trip.plans
    assert plan.leave >= flights[0].end
    assert plan.back <= flights[1].start
    assert (plan.starts, plan.ends) == ("Luleå", "Luleå")
    assert trip.km > 2 * 700, "the flights are counted in"


def test_working_hours_are_those_of_the_place_and_the_day_is_told_in_the_sellers() -> None:
    memphis, boston = ZoneInfo("America/Chicago"), ZoneInfo("America/New_York")
    travel = travel_from(MEMPHIS)
    talk = meeting(datetime(2026, 12, 10, 14, tzinfo=boston), 60, KARIN, uid="talk", place="Boston")
    book = diary(talk)
    (stay,) = find_stays(book, travel=travel, now=NOW, zone=memphis, rules=RULES)
    wishes = [wish(BOSTON, account=f"kund{n}") for n in range(5)]
    trip = Planner(diary=book, travel=travel, rules=RULES, now=NOW, zone=memphis).trip(stay, wishes)
    assert trip is not None
    assert trip.nights == 1
    for stop in trip.stops:
        assert RULES.day_starts <= stop.start.astimezone(boston).time() <= RULES.day_ends
    assert {plan.leave.tzinfo for plan in trip.plans} == {memphis}


def test_no_road_to_an_island_is_made_up() -> None:
    assert trips(there("Visby"), wishes=[wish(VISBY, account="x")], travel=travel_from(STOCKHOLM_TOWN)) == ()


# --- beside a suggestion ---------------------------------------------------------------------------------------


def beside(
    town: Position, wishes: list[Wish], *others: Meeting, travel: Travel | None = None
) -> list[tuple[str, float]]:
    visit = suggested(town)
    road = travel or travel_from(GOTEBORG)
    planner = Planner(diary=diary(*others), travel=road, rules=RULES, now=NOW, zone=STOCKHOLM)
    return [(one.name, one.extra / timedelta(minutes=1)) for one in planner.nearby(visit, wishes)]


def suggested(town: Position, meeting: Meeting | None = None) -> Stay:
    return suggested_stay(
        place(town), at(12, 10, 10), at(12, 10, 11, 30), account="bruket.example", meeting=meeting, zone=STOCKHOLM
    )


def test_who_is_near_a_suggested_visit_is_named_nearest_first() -> None:
    wishes = [wish(UDDEVALLA), wish(SKOVDE), wish(VANERSBORG), wish(TROLLHATTAN, account="bruket")]
    assert beside(TROLLHATTAN, wishes) == [("Vänersborg", 27.5), ("Uddevalla", 40.0)]


def test_near_a_suggested_visit_are_five_at_most() -> None:
    assert len(beside(TROLLHATTAN, [wish(VANERSBORG, account=f"kund{n}") for n in range(9)])) == 5


def test_who_does_not_fit_the_day_is_not_named() -> None:
    full = [call(at(12, 10, 12), 7 * 60, uid="after"), call(at(12, 10, 7, 30), 90, uid="before")]
    assert beside(TROLLHATTAN, [wish(VANERSBORG)], *full) == []


def test_the_meeting_that_a_visit_replaces_is_not_in_its_way() -> None:
    own = call(at(12, 10, 10), 60, uid="own")
    visit = suggested(TROLLHATTAN, own)
    planner = Planner(diary=diary(own), travel=travel_from(GOTEBORG), rules=RULES, now=NOW, zone=STOCKHOLM)
    trip = planner.trip(visit, [wish(VANERSBORG)])
    assert trip is not None
    assert trip.account == "bruket.example"
    assert [stop.start for stop in trip.stops] == [at(12, 10, 10), at(12, 10, 13)]


# --- kept plans ------------------------------------------------------------------------------------------------

KEPT = there()


def stale(*calendar: Meeting, now: datetime = NOW) -> str | None:
    trip = only(KEPT, wishes=[wish(VANERSBORG)])
    kept = msgspec.json.decode(msgspec.json.encode(trip), type=Trip)
    reason = is_stale(kept, diary(*calendar), now, zone=STOCKHOLM)
    if reason:
        assert all(say(reason.key, language, **reason.facts) for language in LANGUAGES)
    return reason.key.removeprefix("trip.stale.") if reason else None


def test_a_plan_that_still_holds_is_not_stale() -> None:
    assert stale(KEPT, call(at(12, 10, 17)), call(at(12, 11, 13), uid="other")) is None


@pytest.mark.parametrize(
    ("calendar", "why"),
    [
        ((), "moved"),
        ((replace(KEPT, cancelled=True),), "moved"),
        ((replace(KEPT, shown_as=ShownAs.FREE),), "moved"),
        ((replace(KEPT, start=at(12, 10, 9), end=at(12, 10, 10)),), "moved"),
        ((KEPT, call(at(12, 10, 14))), "taken"),
        ((KEPT, call(at(12, 10, 8, 45))), "taken"),  # on the way there
    ],
    ids=["gone", "cancelled", "free", "earlier", "over a visit", "over the way"],
)
def test_a_plan_says_when_it_no_longer_holds(calendar: tuple[Meeting, ...], why: str) -> None:
    assert stale(*calendar) == why


@pytest.mark.parametrize(
    ("now", "why"), [(at(12, 5, 8), None), (at(12, 6, 8), "near"), (at(12, 10, 8), "near"), (at(12, 11, 0), "passed")]
)
def test_a_plan_is_past_when_its_day_is(now: datetime, why: str | None) -> None:
    assert stale(KEPT, now=now) == why


# --- whatever the calendar holds ---------------------------------------------------------------------------------

towns = st.sampled_from([GOTEBORG, BORAS, TROLLHATTAN, VANERSBORG, UDDEVALLA, LULEA, PITEA, KIRUNA, VISBY, UPPSALA])
moments = st.integers(0, 24 * 4 * 20).map(lambda quarter: NOW.astimezone(UTC) + timedelta(days=4, minutes=15 * quarter))
entries = st.builds(
    lambda start, minutes, town, title, days, n: (
        meeting(start.replace(hour=0, minute=0), 24 * 60, ASTRID, title=town.town, all_day=True, uid=f"m{n}")
        if days
        else meeting(start, minutes, KARIN, title=title, place=town.town if minutes % 2 else "", uid=f"m{n}")
    ),
    moments,
    st.sampled_from([30, 45, 90, 240]),
    towns,
    st.sampled_from(["Avstämning", "Samtal", "Lunch"]),
    st.sampled_from([False, False, True]),
    st.integers(0, 999),
)


@settings(max_examples=80)
@given(
    st.lists(entries, max_size=14),
    st.lists(st.tuples(towns, st.floats(0, 9), st.sampled_from([30, 60, 90, 200])), max_size=8),
    st.sampled_from([GOTEBORG, STOCKHOLM_TOWN, LULEA]),
)
def test_every_visit_of_every_trip_is_free_reachable_and_in_working_hours(
    calendar: list[Meeting], wanted: list[tuple[Position, float, int]], office: Position
) -> None:
    wishes = [wish(town, need=need, minutes=n, account=f"kund{i}") for i, (town, need, n) in enumerate(wanted)]
    book, travel = diary(*calendar), travel_from(office)
    for trip in trips(*calendar, wishes=wishes, travel=travel):
        assert names(trip)
        assert len(set(names(trip))) == len(names(trip))
        assert [stop.start for stop in trip.stops] == sorted(stop.start for stop in trip.stops)
        assert is_stale(trip, book, NOW, zone=STOCKHOLM) is None
        for stop in trip.stops:
            if stop.fixed:
                continue
            assert RULES.day_starts <= stop.start.time() < stop.end.time() <= RULES.day_ends
            assert stop.start.date() >= (NOW + RULES.lead).date()
            there_and_back = 1 if trip.mode == Mode.CAR else 2  # from where the train or the plane arrives
            assert timedelta(0) <= stop.extra <= travel.rules.near * there_and_back
        for one, other in zip(trip.stops, trip.stops[1:], strict=False):
            assert one.place.position
            assert other.place.position
            if one.start.date() == other.start.date() and not (one.fixed and other.fixed):
                drive = travel.drives([one.place.position, other.place.position])[0][1]
                known = drive if one.place.position != other.place.position else timedelta(0)
                assert other.start - one.end >= (known or timedelta(0)) + RULES.breathing
        for plan in trip.plans:
            assert plan.leave <= plan.there <= plan.back
            assert [p.start for p in plan.stretches] == sorted(p.start for p in plan.stretches)
            assert all(p.start <= p.end for p in plan.stretches)
            assert all(a.end <= b.start for a, b in zip(plan.stretches, plan.stretches[1:], strict=False))
        assert all(say(reason.key, "sv", **reason.facts) for reason in tell(trip))
        assert trip.stops[0].place.position in TOWNS.values()
