"""The day of a visit from door to door, and what the journey has against a time."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from connectors.meetings import LinkSource, Meeting, OnlineRoom, ShownAs
from connectors.routing.geocoder import Position
from tests.workers.visits.relations import RULES, THURSDAY, at, diary
from tests.workers.visits.roads import (
    BOSTON,
    GOTEBORG,
    KIRUNA,
    LULEA,
    MEMPHIS,
    PITEA,
    STOCKHOLM_TOWN,
    TROLLHATTAN,
    UDDEVALLA,
    VISBY,
    travel_from,
)
from tests.world import ASTRID, KARIN, STOCKHOLM, SVEN, meeting
from workers.visits.day import NoPlan, plan_day
from workers.visits.slots import find_conflicts
from workers.visits.travel_rules import TravelRules
from workers.visits.visit import Conflict, DayPlan, Doing
from workers.words import say

LONG = timedelta(minutes=90)
TEAMS = OnlineRoom("teams", LinkSource.FIELD)
BY_TRAIN, BY_CAR = TravelRules(modes=("train",)), TravelRules(modes=("car",))


def planned(
    start: datetime,
    *meetings: Meeting,
    to: Position = TROLLHATTAN,
    office: Position | None = GOTEBORG,
    home: Position | None = None,
    travel: TravelRules | None = None,
    zone: ZoneInfo = STOCKHOLM,
    bun: bool = False,
) -> DayPlan | NoPlan:
    return plan_day(
        start,
        start + LONG,
        position=to,
        diary=diary(*meetings),
        travel=travel_from(office, home=home, rules=travel),
        rules=RULES,
        zone=zone,
        bun=bun,
    )


def plan(start: datetime, *meetings: Meeting, **more: object) -> DayPlan:
    found = planned(start, *meetings, **more)  # type: ignore[arg-type] # as above
    assert isinstance(found, DayPlan), found
    return found


def hinders(
    start: datetime,
    *meetings: Meeting,
    to: Position = TROLLHATTAN,
    office: Position = GOTEBORG,
    travel: TravelRules | None = None,
) -> tuple[Conflict, ...]:
    means = travel_from(office, rules=travel)
    return find_conflicts(start, start + LONG, diary(*meetings), zone=STOCKHOLM, rules=RULES, travel=means, position=to)


def said(conflicts: tuple[Conflict, ...]) -> list[str]:
    return [say(one.reason.key, "sv", **one.reason.facts) for one in conflicts]


def hours(found: DayPlan) -> tuple[str, str, str]:
    return f"{found.leave:%d %H:%M}", f"{found.there:%d %H:%M}", f"{found.back:%d %H:%M}"


def drawn(found: DayPlan) -> list[str]:
    return [f"{one.what} {one.start:%H:%M}-{one.end:%H:%M} {one.mode or one.text}".strip() for one in found.stretches]


def call(start: datetime, minutes: int = 60, **more: object) -> Meeting:
    """A meeting on screen with Karin."""
    return meeting(start, minutes, KARIN, uid=f"call{start}", title="Samtal", online=TEAMS, **more)  # type: ignore[arg-type]


def met(start: datetime, minutes: int, place: str, title: str = "Ledningsgrupp") -> Meeting:
    return meeting(start, minutes, SVEN, uid=f"met{start}", title=title, place=place)


# --- one day --------------------------------------------------------------------------------------------------


def test_a_day_is_told_from_door_to_door_with_what_the_journey_is_likely_to_take() -> None:
    found = plan(THURSDAY)
    assert hours(found) == ("10 07:35", "10 08:50", "10 11:45")  # 60 to 85 minutes by train, ten in good time
    assert (found.mode, found.starts, found.ends, found.nights, found.estimate) == (
        "train",
        "office",
        "office",
        0,
        True,
    )
    assert drawn(found) == [
        "travel 07:35-08:50 train",
        "wait 08:50-09:00",
        "visit 09:00-10:30 Trollhättan",
        "travel 10:30-11:45 train",
    ]
    assert [one.text for one in found.stretches if one.what is Doing.TRAVEL] == ["Trollhättan", "office"]


def test_buns_are_bought_on_the_way_and_one_leaves_earlier_for_them() -> None:
    found = plan(THURSDAY, bun=True)
    assert hours(found) == ("10 07:25", "10 08:50", "10 11:45")
    assert drawn(found)[:3] == ["travel 07:25-08:40 train", "bun 08:40-08:50", "wait 08:50-09:00"]


def test_a_day_begins_and_ends_at_home_where_home_is_known() -> None:
    found = plan(at(12, 10, 13), home=UDDEVALLA)
    assert (found.starts, found.ends) == ("home", "home")
    assert hours(found) == ("10 12:15", "10 12:50", "10 15:05")


def test_the_way_there_starts_where_the_meeting_before_is_and_the_way_back_goes_to_the_next() -> None:
    found = plan(at(12, 10, 12), met(at(12, 10, 8), 60, "Uddevalla"), met(at(12, 10, 15), 60, "Vänersborg"))
    assert (found.starts, found.ends) == ("Uddevalla", "Vänersborg")
    assert hours(found) == ("10 11:15", "10 11:50", "10 13:55")


def test_a_car_that_is_taken_comes_home_again() -> None:
    found = plan(THURSDAY, travel=BY_CAR)
    assert {one.mode for one in found.stretches if one.what is Doing.TRAVEL} == {"car"}


def test_a_short_way_may_be_made_by_whatever_there_is() -> None:
    found = plan(at(12, 10, 13), met(at(12, 10, 10), 60, "Luleå"), to=PITEA, office=LULEA)
    assert hours(found) == ("10 12:00", "10 12:50", "10 15:20")


def test_the_first_way_that_works_is_taken() -> None:
    noon = at(12, 10, 11)
    assert plan(noon, to=STOCKHOLM_TOWN).mode == "train"
    late = met(at(12, 10, 7), 60, "Kontoret")  # too late for the train, and the plane still makes it
    assert plan(at(12, 10, 12, 15), late, to=STOCKHOLM_TOWN).mode == "flight"


def test_where_no_way_is_known_no_day_is_made_up_and_nothing_claimed() -> None:
    for found in (planned(THURSDAY, to=VISBY), planned(THURSDAY, office=None)):
        assert found == NoPlan(())
    assert hinders(THURSDAY, to=VISBY) == ()


def test_a_visit_in_the_sellers_own_town_is_no_journey_but_a_meeting_in_another_still_counts() -> None:
    assert planned(THURSDAY, to=GOTEBORG) == NoPlan(())
    assert hinders(THURSDAY, met(at(12, 10, 8), 30, "Kontoret"), to=GOTEBORG) == ()
    (found,) = hinders(THURSDAY, met(at(12, 10, 7), 75, "Borås"), to=GOTEBORG)
    assert said((found,)) == ["Ledningsgrupp slutar 08:15 (Borås). Därifrån tar resan upp till en timme."]


# --- meetings on screen around it -----------------------------------------------------------------------------


def test_a_call_before_the_visit_is_taken_before_leaving_when_there_is_time() -> None:
    assert hours(plan(at(12, 10, 13), call(at(12, 10, 9))))[0] == "10 11:35"


def test_a_call_too_near_is_taken_there_with_time_to_find_a_quiet_place() -> None:
    found = plan(at(12, 10, 13), call(at(12, 10, 11)))
    assert drawn(found) == [
        "travel 09:30-10:45 train",
        "wait 10:45-11:00",
        "meeting 11:00-12:00 Samtal",
        "wait 12:00-13:00",
        "visit 13:00-14:30 Trollhättan",
        "travel 14:30-15:45 train",
    ]


def test_a_call_after_the_visit_is_taken_before_the_way_back_or_after_it() -> None:
    assert drawn(plan(THURSDAY, call(at(12, 10, 11))))[3:] == [
        "wait 10:30-11:00",
        "meeting 11:00-12:00 Samtal",
        "travel 12:00-13:15 train",
    ]
    assert hours(plan(THURSDAY, call(at(12, 10, 12))))[2] == "10 11:45"
    assert hours(plan(THURSDAY, call(at(12, 10, 11, 55))))[2] == "10 14:10"  # no quiet place in ten minutes


def test_on_the_train_a_call_is_told_as_taken_there_and_hinders_nothing() -> None:
    calls = (call(at(12, 10, 6), 150), call(at(12, 10, 8, 30), 15))
    found = hinders(THURSDAY, *calls, travel=BY_TRAIN)
    assert said(found)[-2:] == [
        "Samtal, 06:00–08:30: då sitter du på tåget.",
        "Samtal, 08:30–08:45: då sitter du på tåget.",
    ]
    assert all(one.mild for one in found[-2:])
    assert hours(plan(THURSDAY, *calls, travel=BY_TRAIN))[0] == "10 07:35"


def test_in_a_car_a_call_cannot_be_taken() -> None:
    busy = call(at(12, 10, 6), 165)
    found = hinders(THURSDAY, busy, travel=BY_CAR)
    assert said(found)[-1] == "Samtal, 06:00–08:45, är medan du reser."
    assert not found[-1].mild
    assert isinstance(planned(THURSDAY, busy, travel=BY_CAR), NoPlan)


# --- what stands in the way -----------------------------------------------------------------------------------


def test_a_meeting_before_somewhere_else_may_end_too_late() -> None:
    (found,) = hinders(THURSDAY, met(at(12, 10, 7), 60, "Uddevalla", "Frukost"), met(at(12, 10, 8), 30, "Uddevalla"))
    assert found.reason.facts["where"] == "Uddevalla"
    assert said((found,)) == ["Ledningsgrupp slutar 08:30 (Uddevalla). Därifrån tar resan upp till 35 minuter."]
    assert not found.mild


def test_a_meeting_at_the_office_is_told_without_saying_where() -> None:
    (found,) = hinders(THURSDAY, met(at(12, 10, 7), 60, "Kontoret"))
    assert said((found,)) == ["Ledningsgrupp slutar 08:00, och resan tar upp till 85 minuter."]
    (untitled,) = hinders(THURSDAY, met(at(12, 10, 7), 60, "Kontoret", ""))
    assert untitled.reason.key == "conflict.travel_before_here_untitled"


def test_a_meeting_after_somewhere_else_may_begin_too_early() -> None:
    (found,) = hinders(THURSDAY, met(at(12, 10, 11), 60, "Uddevalla"))
    assert said((found,)) == ["Ledningsgrupp börjar 11:00 (Uddevalla). Dit tar resan upp till 35 minuter."]
    (found,) = hinders(THURSDAY, met(at(12, 10, 11), 60, "Kontoret", ""))
    assert said((found,)) == ["Ett annat möte börjar 11:00, och resan tillbaka tar upp till 85 minuter."]


def test_a_meeting_right_before_is_told_once() -> None:
    (found,) = hinders(THURSDAY, met(at(12, 10, 8), 55, "Uddevalla"))
    assert found.reason.key == "conflict.travel_before"


def test_one_is_not_asked_to_leave_before_six_or_come_home_after_eight() -> None:
    no_nights = TravelRules(nights=False)
    (early,) = hinders(at(12, 10, 10), to=LULEA, travel=no_nights)
    assert said((early,)) == ["Du behöver åka redan 04:10."]
    (late,) = hinders(at(12, 10, 13), to=LULEA, travel=no_nights)
    assert said((late,)) == ["Du är tillbaka först 20:10."]
    owl = replace(no_nights, home_latest=time(21, 0))
    assert hinders(at(12, 10, 13), to=LULEA, travel=owl) == ()


def test_a_meeting_outside_ones_hours_is_not_what_stands_in_the_way() -> None:
    dawn, night = met(at(12, 10, 4), 30, "Kontoret"), met(at(12, 10, 21), 60, "Kontoret", "Middag")
    assert said(hinders(at(12, 10, 7), dawn, travel=BY_CAR))[0] == "Du behöver åka redan 05:50."
    flying = TravelRules(modes=("flight",))
    assert said(hinders(at(12, 10, 13), night, to=LULEA, travel=flying)) == ["Du är tillbaka först 20:10."]


def test_by_train_only_the_far_north_would_take_two_half_days() -> None:
    found = hinders(at(12, 10, 10), to=LULEA, office=STOCKHOLM_TOWN, travel=TravelRules(modes=("train",), nights=False))
    assert said(found) == ["Du behöver åka redan dagen innan, 19:40.", "Du är tillbaka först dagen efter, 01:40."]


# --- a night --------------------------------------------------------------------------------------------------


def test_where_the_day_does_not_suffice_one_goes_the_evening_before() -> None:
    found = plan(THURSDAY, to=LULEA)
    assert (hours(found), found.nights, found.mode) == (("09 16:20", "10 08:50", "10 16:10"), 1, "flight")
    assert drawn(found)[:3] == ["travel 16:20-22:00 flight", "night 22:00-08:50 Luleå", "wait 08:50-09:00"]
    (mild,) = hinders(THURSDAY, to=LULEA)
    assert said((mild,)) == ["Det blir en natt borta. Du åker onsdag 9 december kl. 16.20."]
    assert mild.mild


def test_the_evening_before_begins_after_work_when_that_is_early_enough() -> None:
    assert hours(plan(at(12, 10, 8), to=LULEA, office=STOCKHOLM_TOWN))[0] == "09 17:00"
    staff = met(at(12, 9, 16), 90, "Kontoret")
    assert hours(plan(at(12, 10, 8), staff, to=LULEA, office=STOCKHOLM_TOWN))[0] == "09 17:30"


def test_an_evening_that_is_taken_is_not_travelled_in() -> None:
    evening = met(at(12, 9, 18), 120, "Kontoret", "Middag")
    assert isinstance(planned(at(12, 10, 8), evening, to=LULEA, office=STOCKHOLM_TOWN), NoPlan)
    assert said(hinders(at(12, 10, 8), evening, to=LULEA, office=STOCKHOLM_TOWN)) == [
        "Du behöver åka redan 03:45.",
        "Middag slutar 20:00 dagen innan, så du hinner inte åka kvällen före.",
    ]


def test_who_is_in_another_town_the_day_before_does_not_leave_that_evening() -> None:
    there = meeting(at(12, 9, 0), 1440, ASTRID, title="Malmö", all_day=True, shown_as=ShownAs.FREE)
    assert said(hinders(at(12, 10, 8), there, to=LULEA, office=STOCKHOLM_TOWN)) == [
        "Du behöver åka redan 03:45.",
        "Dagen innan är du i Malmö, så du hinner inte åka kvällen före.",
    ]


def test_no_sunday_evening_is_given_to_a_journey() -> None:
    monday = at(12, 14, 8)
    assert isinstance(planned(monday, to=LULEA, office=STOCKHOLM_TOWN), NoPlan)
    assert plan(at(12, 15, 8), to=LULEA, office=STOCKHOLM_TOWN).nights == 1


def test_a_call_in_the_morning_is_taken_at_the_hotel_before_the_buns() -> None:
    found = plan(at(12, 10, 10), call(at(12, 10, 8)), to=LULEA, bun=True)
    assert drawn(found)[1:6] == [
        "night 22:00-08:00 Luleå",
        "meeting 08:00-09:00 Samtal",
        "wait 09:00-09:40",
        "bun 09:40-09:50",
        "wait 09:50-10:00",
    ]
    late = plan(at(12, 10, 10), call(at(12, 10, 8, 30)), to=LULEA, bun=True)
    assert "bun 09:40-09:50" in drawn(late)
    assert not any(
        one.what is Doing.BUN for one in plan(at(12, 10, 10), call(at(12, 10, 8, 45)), to=LULEA, bun=True).stretches
    )


def test_one_comes_home_the_morning_after_when_the_evening_is_too_short() -> None:
    found = plan(at(12, 10, 15), to=LULEA, office=STOCKHOLM_TOWN)
    assert (hours(found), found.nights) == (("10 10:45", "10 14:50", "11 12:05"), 1)
    (mild,) = hinders(at(12, 10, 15), to=LULEA, office=STOCKHOLM_TOWN)
    assert said((mild,)) == ["Det blir en natt borta. Du är tillbaka fredag 11 december kl. 12.05."]
    breakfast = met(at(12, 11, 9), 60, "Kontoret")
    flying = TravelRules(modes=("flight",))
    assert isinstance(planned(at(12, 10, 15), breakfast, to=LULEA, office=STOCKHOLM_TOWN, travel=flying), NoPlan)
    slept = plan(at(12, 10, 15), breakfast, to=LULEA, office=STOCKHOLM_TOWN)
    assert hours(slept) == ("10 10:45", "10 14:50", "11 07:10"), "there by air, back by night train"


def test_the_night_train_goes_up_and_down_and_is_slept_on() -> None:
    found = plan(at(12, 10, 10), to=LULEA, office=STOCKHOLM_TOWN, travel=BY_TRAIN)
    assert (hours(found), found.nights, found.mode) == (("09 19:40", "10 09:50", "11 07:10"), 2, "train")
    assert drawn(found) == [
        "night 19:40-09:50 train",
        "wait 09:50-10:00",
        "visit 10:00-11:30 Luleå",
        "wait 11:30-17:00",
        "night 17:00-07:10 train",
    ]
    assert said(hinders(at(12, 10, 10), to=LULEA, office=STOCKHOLM_TOWN, travel=BY_TRAIN)) == [
        "Du tar nattåget onsdag 9 december.",
        "Du tar nattåget tillbaka och är framme fredag 11 december.",
    ]


def test_nobody_spends_a_night_away_for_an_hours_way() -> None:
    assert isinstance(planned(at(12, 10, 7)), NoPlan)
    assert said(hinders(at(12, 10, 7)))[0] == "Du behöver åka redan 05:35."


def test_two_nights_at_a_hotel_are_asked_of_nobody() -> None:
    assert isinstance(planned(at(12, 10, 12), to=KIRUNA), NoPlan)


def test_a_hotel_in_the_calendar_is_where_the_day_begins() -> None:
    hotel = meeting(at(12, 9, 0), 1440, ASTRID, uid="h", title="Scandic Luleå", all_day=True, shown_as=ShownAs.FREE)
    found = plan(at(12, 10, 9), hotel, to=PITEA, office=LULEA)
    assert found.starts == "Luleå"


# --- zones and clocks -----------------------------------------------------------------------------------------


def test_a_flight_east_is_planned_on_real_time_and_told_on_the_sellers_clock() -> None:
    memphis = ZoneInfo("America/Chicago")
    start = datetime(2026, 12, 10, 14, 0, tzinfo=ZoneInfo("America/New_York"))
    found = plan(start, to=BOSTON, office=MEMPHIS, zone=memphis, travel=TravelRules(home_latest=time(21, 0)))
    assert hours(found) == ("10 07:15", "10 12:50", "10 20:05")  # 13:00 to 14:30 at home, where it is an hour earlier
    assert {one.start.tzinfo for one in found.stretches} == {memphis}
    assert found.mode == "flight"


@pytest.mark.parametrize(
    ("start", "leave"),
    [(at(10, 25, 4, 10), "02:45 +0100"), (at(3, 29, 4, 10), "01:45 +0100")],
    ids=["autumn", "spring"],
)
def test_a_night_in_which_clocks_change_is_as_long_as_it_is(start: datetime, leave: str) -> None:
    found = plan(start, travel=TravelRules(leave_earliest=time(0, 0)))
    assert found.leave.strftime("%H:%M %z") == leave
    assert found.there.timestamp() - found.leave.timestamp() == 75 * 60


def test_times_between_the_hours_are_rounded_outward() -> None:
    found = plan(at(12, 10, 9, 7), met(at(12, 10, 7), 12, "Kontoret"))
    assert hours(found) == ("10 07:40", "10 08:55", "10 11:55")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_what_the_journey_has_against_a_time_can_be_said(language: str) -> None:
    for found in (
        hinders(THURSDAY, met(at(12, 10, 8), 30, "Uddevalla", "")),
        hinders(THURSDAY, met(at(12, 10, 11), 60, "Uddevalla", "")),
        hinders(THURSDAY, call(at(12, 10, 6), 165), travel=BY_CAR),
        hinders(at(12, 10, 13), to=KIRUNA),
        hinders(THURSDAY, to=LULEA),
    ):
        assert found
        assert all(say(one.reason.key, language, **one.reason.facts) for one in found)
