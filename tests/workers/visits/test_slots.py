"""What stands in a visit's way, and the other times offered: with air around them, in working hours, on different days,
and where the place is known only when they can be reached."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.meetings import Attendee, LinkSource, Meeting, OnlineRoom, Place, Response, ShownAs
from connectors.routing.geocoder import Position
from tests.workers.visits.relations import RULES, THURSDAY, at, diary
from tests.workers.visits.roads import (
    BOSTON,
    GOTEBORG,
    KIRUNA,
    LULEA,
    MEMPHIS,
    STOCKHOLM_TOWN,
    TROLLHATTAN,
    VISBY,
    travel_from,
)
from tests.world import ASTRID, KARIN, NOW, STOCKHOLM, SVEN, meeting
from workers.relationships.rules import Rules
from workers.visits.diary import Diary, whole_days
from workers.visits.red_days import is_day_off
from workers.visits.slots import days_looked_at, find_conflicts, free_slots
from workers.visits.travel_rules import TravelRules
from workers.visits.visit import Conflict, Doing, Slot

LONG = timedelta(minutes=90)
VISIT = Slot(THURSDAY, THURSDAY + LONG)
MINUTE = timedelta(minutes=1)
FIVE_MINUTES = timedelta(minutes=5)


def conflicts(*meetings: Meeting, start: datetime = THURSDAY, rules: Rules = RULES) -> tuple[Conflict, ...]:
    return find_conflicts(start, start + LONG, diary(*meetings), zone=STOCKHOLM, rules=rules)


def keys(*meetings: Meeting, start: datetime = THURSDAY) -> list[str]:
    return [conflict.reason.key.removeprefix("conflict.") for conflict in conflicts(*meetings, start=start)]


def slots(
    *meetings: Meeting, visit: Slot = VISIT, now: datetime = NOW, rules: Rules = RULES, own_day: bool = False
) -> tuple[Slot, ...]:
    return free_slots(visit, diary(*meetings), own_day=own_day, now=now, zone=STOCKHOLM, rules=rules)


def all_day(start: datetime, days: int = 1, **more: object) -> Meeting:
    return meeting(start, days * 24 * 60, uid=f"day{start}", all_day=True, **more)  # type: ignore[arg-type] # as in the cast


# --- what stands in the way ---------------------------------------------------------------------------------


def test_an_empty_calendar_on_an_ordinary_thursday_has_nothing_in_the_way() -> None:
    assert conflicts() == ()


@pytest.mark.parametrize(
    ("start", "minutes", "shown_as", "key"),
    [
        (at(12, 10, 10), 60, ShownAs.BUSY, "meeting"),
        (at(12, 10, 8), 180, ShownAs.BUSY, "meeting"),
        (at(12, 10, 10), 60, ShownAs.TENTATIVE, "tentative"),
        (at(12, 10, 10), 60, ShownAs.OUT_OF_OFFICE, "out_of_office"),
        (at(12, 10, 8, 30), 30, ShownAs.BUSY, "just_before"),
        (at(12, 10, 8), 46, ShownAs.BUSY, "just_before"),
        (at(12, 10, 10, 30), 30, ShownAs.BUSY, "just_after"),
        (at(12, 10, 10, 44), 30, ShownAs.BUSY, "just_after"),
    ],
)
def test_what_takes_time_is_named(start: datetime, minutes: int, shown_as: ShownAs, key: str) -> None:
    (found,) = conflicts(meeting(start, minutes, title="Ledningsgrupp", shown_as=shown_as))
    assert found.reason.key == f"conflict.{key}"
    assert found.reason.facts["title"] == "Ledningsgrupp"
    assert not found.mild


@pytest.mark.parametrize(
    "other",
    [
        meeting(at(12, 10, 8), 45),  # a quarter of an hour before is room enough
        meeting(at(12, 10, 10, 45), 60),
        meeting(at(12, 9, 9), 90),
        meeting(at(12, 10, 9), 60, cancelled=True),
        meeting(at(12, 10, 9), 60, shown_as=ShownAs.FREE),
        meeting(at(12, 10, 9), 60, shown_as=ShownAs.ELSEWHERE),
        meeting(at(12, 10, 9), 0),  # a reminder
        all_day(at(12, 10, 0), shown_as=ShownAs.FREE),
        all_day(at(12, 9, 0)),
        all_day(at(12, 11, 0)),
    ],
    ids=lambda m: f"{m.start:%d %H:%M} {m.length} {m.shown_as}",
)
def test_what_takes_no_time_then_is_not(other: Meeting) -> None:
    assert conflicts(other) == ()


def test_a_meeting_the_seller_declined_is_not_in_the_way_but_one_a_guest_declined_is() -> None:
    declined = meeting(at(12, 10, 9), 60)
    seller_said_no = Attendee(ASTRID, Response.DECLINED)
    guest_said_no = Attendee(declined.attendees[0].person, Response.DECLINED)
    for attendees, expected in (((seller_said_no,), []), ((guest_said_no,), ["meeting"])):
        other = Meeting("x", declined.start, declined.end, title="Avstämning", attendees=attendees)
        assert keys(other) == expected


def test_a_meeting_without_a_title_is_said_without_one() -> None:
    (found,) = conflicts(meeting(at(12, 10, 10), 60, title=" \x07 "))
    assert found.reason.key == "conflict.meeting_untitled"
    assert "title" not in found.reason.facts


@pytest.mark.parametrize(
    ("start", "zone"),
    [(at(12, 10, 0), "seller's"), (datetime(2026, 12, 10, tzinfo=UTC), "UTC's")],
    ids=["local", "utc"],
)
@pytest.mark.parametrize(
    ("shown_as", "key"),
    [(ShownAs.OUT_OF_OFFICE, "out_of_office"), (ShownAs.BUSY, "all_day"), (ShownAs.TENTATIVE, "all_day")],
)
def test_a_whole_day_is_a_date_whatever_zone_its_midnight_is_in(
    start: datetime, zone: str, shown_as: ShownAs, key: str
) -> None:
    assert keys(all_day(start, shown_as=shown_as)) == [key]
    assert keys(all_day(start, shown_as=shown_as), start=at(12, 11)) == []


def test_a_week_away_is_in_the_way_in_the_middle_of_it() -> None:
    away = meeting(at(12, 7, 8), 5 * 24 * 60, title="Semester", shown_as=ShownAs.OUT_OF_OFFICE)
    assert keys(away) == ["out_of_office"]


def test_the_meeting_itself_is_not_in_its_own_way() -> None:
    own = meeting(THURSDAY, 30, uid="own")
    assert find_conflicts(THURSDAY, THURSDAY + LONG, diary(own), besides=own.key, zone=STOCKHOLM, rules=RULES) == ()
    assert keys(own) == ["meeting"]


@pytest.mark.parametrize(
    ("start", "key", "mild"),
    [
        (at(12, 10, 7, 59), "hours", False),
        (at(12, 10, 8), None, None),
        (at(12, 10, 15, 30), None, None),
        (at(12, 10, 15, 31), "hours", False),
        (at(12, 10, 23), "hours", False),
        (at(12, 12), "weekend", False),
        (at(12, 24), "holiday", False),
        (at(6, 19), "holiday", False),
        (at(5, 7, year=2027), "squeezed", True),
        (at(7, 8), "july", True),
        (at(7, 4), "weekend", False),
        (at(8, 5), None, None),
    ],
)
def test_the_day_itself_may_be_in_the_way(start: datetime, key: str | None, mild: bool | None) -> None:
    found = conflicts(start=start)
    assert [(c.reason.key, c.mild) for c in found] == ([(f"conflict.{key}", mild)] if key else [])


# --- other times ----------------------------------------------------------------------------------------------


def test_three_times_are_offered_near_the_meeting_in_the_morning_and_the_afternoon() -> None:
    assert [slot.start for slot in slots()] == [at(12, 8, 13), at(12, 9, 9), at(12, 11, 13)]


def test_an_empty_calendar_offers_no_time_at_lunch() -> None:
    for slot in slots():
        assert slot.end.time() <= time(11, 30) or slot.start.time() >= time(13)


def test_lunch_is_eaten_into_when_nothing_else_is_left() -> None:
    busy = [meeting(at(12, day, 8), 165, uid=f"a{day}") for day in range(1, 32)]  # 08:00-10:45
    busy += [meeting(at(12, day, 13), 240, uid=f"p{day}") for day in range(1, 32)]  # 13:00-17:00
    found = slots(*busy, rules=Rules(lead=timedelta(days=8), ahead=timedelta(weeks=3)))
    assert len(found) == 3
    assert {slot.start.time() for slot in found} == {time(11)}


def test_the_own_day_is_offered_when_its_own_time_does_not_fit() -> None:
    blocked = meeting(at(12, 10, 8), 60)
    found = slots(blocked, own_day=True)
    assert [slot.start.date() for slot in found].count(THURSDAY.date()) == 1
    assert THURSDAY not in [slot.start for slot in found]


def test_the_own_day_is_not_offered_again_when_it_fits() -> None:
    assert THURSDAY.date() not in [slot.start.date() for slot in slots()]


def test_no_time_is_offered_before_the_lead_or_beyond_the_horizon() -> None:
    soon = Slot(at(11, 30), at(11, 30) + LONG)
    earliest = (NOW + RULES.lead).date()
    assert all(slot.start.date() >= earliest for slot in slots(visit=soon))
    near = Rules(ahead=timedelta(days=8))  # Saturday to Tuesday
    assert [slot.start.date().day for slot in slots(visit=soon, rules=near)] == [1]
    assert slots(rules=Rules(ahead=timedelta(days=4))) == ()


def test_christmas_and_new_year_are_left_alone() -> None:
    christmas = Slot(at(12, 23), at(12, 23) + LONG)
    assert [slot.start.date().day for slot in slots(visit=christmas)] == [21, 22, 28]


def test_midsummer_is_left_alone() -> None:
    before = Slot(at(6, 18), at(6, 18) + LONG)
    found = slots(visit=before, now=at(6, 11, 8))
    assert [slot.start.date().day for slot in found] == [16, 17, 22]


def test_july_is_offered_only_when_june_and_august_are_full() -> None:
    late_june = Slot(at(6, 30), at(6, 30) + LONG)
    assert all(slot.start.month != 7 for slot in slots(visit=late_june, now=at(6, 15, 8)))
    summer = [all_day(at(6, day, 0)) for day in range(15, 31)] + [all_day(at(8, day, 0)) for day in range(1, 15)]
    assert {slot.start.month for slot in slots(*summer, visit=late_june, now=at(6, 15, 8))} == {7}


def test_a_squeezed_day_is_offered_last() -> None:
    wednesday = Slot(at(5, 5, year=2027), at(5, 5, year=2027) + LONG)
    assert all(slot.start.date().day != 7 for slot in slots(visit=wednesday, now=at(4, 26, 8, year=2027)))


def test_a_full_calendar_offers_nothing() -> None:
    full = [meeting(at(11, 23, 8) + timedelta(days=n), 9 * 60, uid=f"d{n}") for n in range(60)]
    assert slots(*full) == ()


def test_a_year_away_offers_nothing_and_hides_nothing_after_it() -> None:
    away = meeting(at(1, 1, 0), 60 * 24 * 344, shown_as=ShownAs.OUT_OF_OFFICE)  # to 11 December
    assert all(slot.start >= at(12, 11, 8) for slot in slots(away))
    assert len(slots(away)) == 3


@pytest.mark.parametrize(
    ("own", "now"),
    [(at(3, 27), at(3, 16, 8)), (at(10, 23), at(10, 12, 8))],  # clocks change on 29 March and 25 October 2026
    ids=["spring", "autumn"],
)
def test_clocks_that_change_leave_the_wall_clock_and_the_length_alone(own: datetime, now: datetime) -> None:
    found = slots(visit=Slot(own, own + LONG), now=now)
    offsets = {slot.start.utcoffset() for slot in found}
    assert len(offsets) == 2, "times on both sides of the change"
    for slot in found:
        assert slot.start.minute in (0, 30)
        assert time(8) <= slot.start.time() < slot.end.time() <= time(17)
        assert slot.end.timestamp() - slot.start.timestamp() == LONG.total_seconds()


def test_working_hours_are_the_sellers_wherever_the_calendar_was_written() -> None:
    memphis = ZoneInfo("America/Chicago")
    found = free_slots(VISIT, diary(), now=NOW, zone=memphis, rules=RULES)
    assert found
    assert all(time(8) <= slot.start.astimezone(memphis).time() <= time(15, 30) for slot in found)


moments = st.integers(0, 8 * 7 * 24 * 4).map(lambda quarter: NOW.astimezone(UTC) + timedelta(minutes=15 * quarter))
weeks_away = st.integers(1500, 60_000)
entries = st.builds(
    lambda start, minutes, shown_as, all_day, n: Meeting(
        uid=f"m{n}", start=start, end=start + timedelta(minutes=minutes), shown_as=shown_as, all_day=all_day
    ),
    moments,
    st.one_of(st.integers(0, 600), weeks_away),
    st.sampled_from(ShownAs),
    st.sampled_from([False, False, False, True]),
    st.integers(0, 10_000),
)


@settings(max_examples=150)
@given(st.lists(entries, max_size=120), st.integers(6, 55), st.integers(8, 15))
def test_any_calendar_gets_times_that_are_really_free(calendar: list[Meeting], day: int, hour: int) -> None:
    start = datetime.combine(NOW.date() + timedelta(days=day), time(hour), STOCKHOLM)
    book = Diary.of(calendar, ASTRID.address)
    found = free_slots(Slot(start, start + LONG), book, now=NOW, zone=STOCKHOLM, rules=RULES)
    assert len(found) <= RULES.other_slots
    assert list(found) == sorted(found, key=lambda slot: slot.start)
    assert len({slot.start.date() for slot in found}) == len(found)
    for slot in found:
        assert not is_day_off(slot.start.date())
        assert find_conflicts(slot.start, slot.end, book, zone=STOCKHOLM, rules=RULES) == ()
        for taken in book.meetings.values():
            if not taken.all_day and taken.shown_as in (ShownAs.BUSY, ShownAs.TENTATIVE, ShownAs.OUT_OF_OFFICE):
                apart = taken.end + RULES.breathing <= slot.start or taken.start - RULES.breathing >= slot.end
                assert apart or taken.end <= taken.start
    if len(found) < RULES.other_slots:
        assert len(found) == len(_days_with_room(book, besides=start))


def _days_with_room(book: Diary, *, besides: datetime) -> set[date]:
    """Found the slow way: every half hour of every working day asked about."""
    first = (NOW + RULES.lead).date()
    days = [first + timedelta(days=n) for n in range((NOW + RULES.ahead).date().toordinal() - first.toordinal() + 1)]
    starts = [datetime.combine(day, time(8), STOCKHOLM) + timedelta(minutes=30 * n) for day in days for n in range(16)]
    free = (s for s in starts if not find_conflicts(s, s + LONG, book, zone=STOCKHOLM, rules=RULES))
    return {s.date() for s in free if s != besides}


# --- times that can be reached --------------------------------------------------------------------------------

NEW_YORK, CHICAGO = ZoneInfo("America/New_York"), ZoneInfo("America/Chicago")
TEAMS = OnlineRoom("teams", LinkSource.FIELD)


def reached(
    *meetings: Meeting,
    to: Position = TROLLHATTAN,
    office: Position | None = GOTEBORG,
    visit: Slot = VISIT,
    own_day: bool = False,
    travel: TravelRules | None = None,
    rules: Rules = RULES,
    bun: bool = False,
) -> tuple[Slot, ...]:
    return free_slots(
        visit,
        diary(*meetings),
        own_day=own_day,
        now=NOW,
        zone=STOCKHOLM,
        rules=rules,
        travel=travel_from(office, rules=travel),
        position=to,
        bun=bun,
    )


def test_each_time_has_the_day_that_goes_with_it() -> None:
    found = reached()
    assert [slot.start for slot in found] == [slot.start for slot in slots()]
    plans = [slot.plan for slot in found if slot.plan]
    assert [f"{one.leave:%d %H:%M}-{one.there:%H:%M}-{one.back:%H:%M}" for one in plans] == [
        "08 11:35-12:50-15:45",
        "09 07:35-08:50-11:45",
        "11 11:35-12:50-15:45",
    ]
    (first, *_) = reached(bun=True)
    assert first.plan
    assert first.plan.leave == at(12, 8, 11, 25)


def test_a_time_that_cannot_be_reached_is_not_offered() -> None:
    staff = [meeting(at(12, day, 8), 60, SVEN, uid=f"s{day}", place="Kontoret") for day in (8, 9, 11)]
    assert at(12, 9, 9, 30) in [slot.start for slot in slots(*staff)]
    found = reached(*staff)
    assert [slot.start for slot in found] == [at(12, 8, 13), at(12, 9, 13), at(12, 11, 13)]
    assert all(slot.plan and slot.plan.leave.time() >= time(9) for slot in found)


def test_a_time_far_away_is_late_enough_to_fly_there_the_same_day() -> None:
    for slot in reached(to=LULEA, office=STOCKHOLM_TOWN):
        assert slot.plan
        assert slot.plan.leave >= datetime.combine(slot.start.date(), time(6), STOCKHOLM)
        assert slot.plan.back <= datetime.combine(slot.start.date(), time(20), STOCKHOLM)
        assert slot.plan.nights == 0


def test_a_time_so_far_away_that_it_takes_a_night_says_so() -> None:
    found = reached(to=KIRUNA)
    assert [slot.plan.nights for slot in found if slot.plan] == [1, 1, 1]
    assert reached(to=KIRUNA, travel=TravelRules(nights=False)) == ()


def test_a_time_without_a_night_comes_before_one_with_a_night() -> None:
    """By air to Luleå one is there before lunch and home before eight, where the morning is free."""
    staff = [meeting(at(12, day, 8), 210, SVEN, uid=f"s{day}", place="Kontoret") for day in (8, 9, 11, 14, 15)]
    found = reached(*staff, to=LULEA, office=STOCKHOLM_TOWN, travel=TravelRules(travel_days_a_week=5))
    assert len(found) == 3
    assert all(slot.plan and not slot.plan.nights for slot in found)
    assert not {8, 9, 11, 14, 15} & {slot.start.day for slot in found}
    (plan, *_) = (slot.plan for slot in found)
    assert plan
    assert (f"{plan.leave:%H:%M}", f"{plan.back:%H:%M}") == ("08:45", "18:35")


def test_a_night_is_offered_when_the_days_of_a_fortnight_hold_too_little_without_one() -> None:
    start = at(11, 27)
    calls = [
        meeting(start.replace(hour=9) + timedelta(days=n), 90, KARIN, uid=f"c{n}", online=TEAMS) for n in range(56)
    ]
    found = reached(*calls, to=LULEA, office=STOCKHOLM_TOWN)
    assert [slot.plan.nights for slot in found if slot.plan] == [1, 1, 1]
    for slot in found:
        assert abs((slot.start.date() - VISIT.start.date()).days) <= 14


def test_of_the_times_with_a_night_the_one_that_keeps_one_away_least_is_offered() -> None:
    for slot in reached(to=KIRUNA):
        assert slot.plan
        assert slot.start.time() == time(9), "not after a morning at the hotel"
        assert slot.plan.back - slot.plan.leave == timedelta(hours=26)


def test_where_the_own_time_takes_a_night_another_that_day_is_offered_that_takes_none() -> None:
    own = Slot(at(12, 10, 9), at(12, 10, 9) + LONG)
    assert {
        slot.start.date(): slot.plan.nights for slot in reached(to=LULEA, office=STOCKHOLM_TOWN, visit=own) if slot.plan
    }[own.start.date()] == 0
    late = Slot(at(12, 10, 13), at(12, 10, 13) + LONG)
    assert own.start.date() not in {slot.start.date() for slot in reached(to=LULEA, office=STOCKHOLM_TOWN, visit=late)}


def test_where_the_way_is_not_known_or_there_is_none_times_are_offered_without_a_day() -> None:
    for found in (reached(to=VISBY), reached(office=None), reached(to=GOTEBORG)):
        assert [slot.start for slot in found] == [slot.start for slot in slots()]
        assert [slot.plan for slot in found] == [None, None, None]


def test_a_week_with_travel_enough_is_left_alone_as_long_as_there_is_another() -> None:
    away = [meeting(at(12, day, 9), 60, SVEN, uid=f"away{day}", place="Malmö") for day in (7, 8)]
    week = set(range(7, 12))
    assert not week & {slot.start.day for slot in reached(*away)}
    assert week & {slot.start.day for slot in reached(*away, travel=TravelRules(travel_days_a_week=3))}
    assert week & {slot.start.day for slot in reached(*away, to=GOTEBORG)}, "round the corner is no journey"
    assert not any(slot.last_resort for slot in reached(*away))


def test_a_week_with_travel_enough_is_used_when_nothing_else_is_left() -> None:
    away = [meeting(at(12, day, 8), 45, SVEN, uid=f"away{day}", place="Malmö") for day in (7, 8)]
    short = Rules(lead=timedelta(days=14), ahead=timedelta(days=18))  # 7 to 11 December
    found = reached(*away, rules=short)
    assert {slot.start.day for slot in found} <= {9, 10, 11}
    assert found
    assert all(slot.last_resort for slot in found)


def test_a_day_already_spent_travelling_is_no_further_day_of_travel() -> None:
    away = [meeting(at(12, day, 13), 60, SVEN, uid=f"a{day}", place="Uddevalla, Trollhättan") for day in (9, 11)]
    assert {9, 11} & {slot.start.day for slot in reached(*away)}


def test_a_day_spent_in_another_town_is_left_to_it() -> None:
    own: dict[str, Any] = {"title": "Malmö", "all_day": True, "shown_as": ShownAs.FREE}
    there = [meeting(at(12, day, 0), 24 * 60, ASTRID, uid=f"own{day}", **own) for day in (8, 9, 11)]
    assert not {8, 9, 11} & {slot.start.day for slot in reached(*there)}
    near = [replace(one, title="Trollhättan") for one in there]
    assert {8, 9, 11} == {slot.start.day for slot in reached(*near)}


def test_working_hours_are_those_of_the_place() -> None:
    start = datetime(2026, 12, 10, 10, 0, tzinfo=NEW_YORK)
    travel = travel_from(MEMPHIS, rules=TravelRules(leave_earliest=time(4), home_latest=time(23)))
    more = {"zone": CHICAGO, "rules": RULES, "travel": travel, "position": BOSTON}
    found = free_slots(Slot(start, start + LONG), diary(), now=NOW, **more)  # type: ignore[arg-type] # as written above
    assert len(found) == 3
    for slot in found:
        assert slot.start.tzinfo == CHICAGO
        assert time(8) <= slot.start.astimezone(NEW_YORK).time() <= time(15, 30)
    early = datetime(2026, 12, 10, 16, 0, tzinfo=NEW_YORK)  # 15 in Memphis, and too late in Boston
    keys = [c.reason.key for c in find_conflicts(early, early + LONG, diary(), **more)]  # type: ignore[arg-type]
    assert keys == ["conflict.hours_there"]


def test_a_place_in_a_zone_nobody_knows_keeps_the_sellers_hours() -> None:
    lost = Position(TROLLHATTAN.lat, TROLLHATTAN.lon, "Trollhättan", zone="Mars/../Olympus")
    assert [slot.start for slot in reached(to=lost)] == [slot.start for slot in slots()]


def test_the_days_an_answer_hangs_on_are_whole_weeks_and_the_nights_beside_them() -> None:
    found = reached()  # Tuesday, Wednesday and Friday round a Thursday
    assert days_looked_at(VISIT, found, zone=STOCKHOLM, rules=RULES) == (date(2026, 12, 6), date(2026, 12, 14))
    assert days_looked_at(VISIT, slots(), zone=STOCKHOLM, rules=RULES) == (date(2026, 12, 7), date(2026, 12, 13))
    lunch = reached(to=LULEA)
    assert all(slot.last_resort for slot in lunch)
    assert days_looked_at(VISIT, lunch, zone=STOCKHOLM, rules=RULES) is None


places = st.sampled_from(["", "", "Kontoret", "Borås", "Trollhättan", "Malmö", "Luleå", "Rum Luleå", "Sveavägen 44"])
titles = st.sampled_from(
    ["Avstämning", "Tåg till Luleå", "Hemma", "Scandic Luleå", "Göteborg", "Restid", "", "Ring Karin"]
)
busy_weeks = st.builds(
    lambda start, minutes, shown_as, all_day, place, title, online, person, n: Meeting(
        uid=f"m{n}",
        start=start,
        end=start + timedelta(minutes=minutes),
        title=title,
        shown_as=shown_as,
        all_day=all_day,
        online=online,
        attendees=(Attendee(person),),
        places=(Place(place),) if place else (),
    ),
    moments,
    st.sampled_from([15, 30, 60, 90, 180, 600, 1440, 2000]),
    st.sampled_from(ShownAs),
    st.sampled_from([False, False, False, True]),
    places,
    titles,
    st.sampled_from([None, TEAMS]),
    st.sampled_from([ASTRID, KARIN, SVEN]),
    st.integers(0, 10_000),
)


WAYS_TO_TRY = [(GOTEBORG, TROLLHATTAN), (GOTEBORG, LULEA), (STOCKHOLM_TOWN, LULEA), (GOTEBORG, STOCKHOLM_TOWN)]
FORTNIGHT = timedelta(days=14)


@settings(max_examples=150)
@given(
    st.lists(busy_weeks, max_size=90),
    st.integers(6, 55),
    st.integers(8, 15),
    st.sampled_from(WAYS_TO_TRY),
    st.booleans(),
)
def test_any_calendar_gets_days_that_hold(
    calendar: list[Meeting], day: int, hour: int, way: tuple[Position, Position], bun: bool
) -> None:
    start = datetime.combine(NOW.date() + timedelta(days=day), time(hour), STOCKHOLM)
    office, to = way
    book, visit = Diary.of(calendar, ASTRID.address), Slot(start, start + LONG)
    travel = travel_from(office)
    more = {"zone": STOCKHOLM, "rules": RULES, "travel": travel, "position": to, "bun": bun}
    for slot in free_slots(visit, book, now=NOW, **more):  # type: ignore[arg-type] # as written above
        assert not [one for one in find_conflicts(slot.start, slot.end, book, **more) if not one.mild]  # type: ignore[arg-type]
        _holds(slot, book, travel.rules)


@settings(max_examples=100)
@given(st.lists(busy_weeks, max_size=90), st.integers(6, 55), st.integers(8, 15), st.sampled_from(WAYS_TO_TRY))
def test_no_night_is_offered_where_a_day_would_do(
    calendar: list[Meeting], day: int, hour: int, way: tuple[Position, Position]
) -> None:
    start = datetime.combine(NOW.date() + timedelta(days=day), time(hour), STOCKHOLM)
    office, to = way
    book, visit = Diary.of(calendar, ASTRID.address), Slot(start, start + LONG)
    more = {"now": NOW, "zone": STOCKHOLM, "rules": RULES, "position": to}
    found = free_slots(visit, book, travel=travel_from(office), **more)  # type: ignore[arg-type] # as written above
    by_day = free_slots(visit, book, travel=travel_from(office, rules=TravelRules(nights=False)), **more)  # type: ignore[arg-type]
    good = [one for one in by_day if not one.last_resort and abs(one.start.date() - start.date()) <= FORTNIGHT]
    nights = [one for one in found if one.plan and one.plan.nights]
    assert not nights or len(good) < RULES.other_slots
    assert not {one.start.date() for one in nights} & {one.start.date() for one in by_day}
    if nights:
        assert {one.start.date() for one in good} <= {one.start.date() for one in found}


@settings(max_examples=100)
@given(
    st.lists(busy_weeks, max_size=40),
    busy_weeks,
    st.integers(6, 55),
    st.integers(8, 15),
    st.sampled_from([*WAYS_TO_TRY, (GOTEBORG, GOTEBORG), (None, TROLLHATTAN)]),
)
def test_what_changes_on_a_day_that_was_not_looked_at_changes_nothing(
    calendar: list[Meeting], changed: Meeting, day: int, hour: int, way: tuple[Position | None, Position]
) -> None:
    start = datetime.combine(NOW.date() + timedelta(days=day), time(hour), STOCKHOLM)
    office, to = way
    visit = Slot(start, start + LONG)

    def answer(meetings: list[Meeting]) -> tuple[tuple[Slot, ...], tuple[Conflict, ...]]:
        book = Diary.of(meetings, ASTRID.address)
        more = {"zone": STOCKHOLM, "rules": RULES, "travel": travel_from(office), "position": to}
        return (
            free_slots(visit, book, now=NOW, **more),  # type: ignore[arg-type] # as written above
            find_conflicts(visit.start, visit.end, book, **more),  # type: ignore[arg-type]
        )

    before = answer([one for one in calendar if one.key != changed.key])
    looked = days_looked_at(visit, before[0], zone=STOCKHOLM, rules=RULES)
    first, last = (moment.astimezone(STOCKHOLM).date() for moment in whole_days(changed, STOCKHOLM))
    if looked and (last < looked[0] or first > looked[1]):
        assert answer([*(one for one in calendar if one.key != changed.key), changed]) == before


def _holds(slot: Slot, book: Diary, rules: TravelRules) -> None:
    """The day has no gaps, keeps its hours, and runs through nothing that takes the seller's time."""
    plan = slot.plan
    assert plan
    assert plan.leave < plan.there <= slot.start < slot.end < plan.back
    stretches = plan.stretches
    assert (stretches[0].start, stretches[-1].end) == (plan.leave, plan.back)
    for one, following in pairwise(stretches):
        assert one.start < one.end == following.start
    assert [(one.start, one.end) for one in stretches if one.what is Doing.VISIT] == [(slot.start, slot.end)]
    assert all(moment.tzinfo == STOCKHOLM for one in stretches for moment in (one.start, one.end))
    assert (plan.nights > 0) == (plan.leave.date() < plan.back.date())
    for before, wait, after in zip(stretches, stretches[1:], stretches[2:], strict=False):
        if wait.what is Doing.WAIT:  # never for nothing: for a call, the visit, a bakery, the night train
            assert after.what in (Doing.MEETING, Doing.VISIT, Doing.BUN) or (after.what is Doing.NIGHT and after.mode)
            in_good_time = wait.end - wait.start <= 2 * FIVE_MINUTES
            assert in_good_time or Doing.TRAVEL is not before.what or after.what is Doing.MEETING
    for journey in stretches:
        if journey.what is Doing.TRAVEL or (journey.what is Doing.NIGHT and journey.mode):
            assert book.between(journey.start, journey.end, zone=STOCKHOLM) == ()
        if journey.what is Doing.TRAVEL and not plan.nights:
            assert rules.leave_earliest <= journey.start.time()
            assert journey.end.time() <= rules.home_latest
    for taken in book.between(plan.leave, plan.back, zone=STOCKHOLM):
        drawn = [one for one in stretches if one.what in (Doing.MEETING, Doing.NIGHT)]
        assert any(one.start < taken.end and one.end > taken.start for one in drawn)
