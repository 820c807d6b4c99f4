"""The way out by a train that a timetable tells: told to the minute where there is room for it, else as it is estimated."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from connectors.meetings import Meeting
from connectors.routing.geocoder import Position
from connectors.routing.router import Mode, Part, PartKind, Route, Ways
from tests.workers.visits.relations import RULES, THURSDAY, at, diary, relation, suggested, touchpoint
from tests.workers.visits.roads import GOTEBORG, TROLLHATTAN, Atlas, Roads, place
from tests.world import KARIN, SVEN, meeting
from workers.relationships.accounts import Account
from workers.visits.day import plan_day
from workers.visits.timetable import departure, time_to_be_there
from workers.visits.travel import Travel
from workers.visits.travel_rules import TravelRules
from workers.visits.visit import DayPlan, Doing
from workers.words import say

LONG = timedelta(minutes=90)
WALK, CHANGE, RIDE = timedelta(minutes=6), timedelta(minutes=7), timedelta(minutes=40)


def route(leaves: datetime, arrives: datetime, *parts: Part) -> Route:
    usual = (Part(PartKind.ACCESS, WALK, WALK), Part(PartKind.TRAIN, RIDE, RIDE), Part(PartKind.ACCESS, WALK, WALK))
    length = timedelta(seconds=arrives.timestamp() - leaves.timestamp())
    return Route(Mode.TRAIN, length, length * 1.1, 73, parts or usual, by="resrobot", leaves=leaves, arrives=arrives)


@dataclass(slots=True)
class Timetable:
    """Roads with one train of a timetable, the way most would go, from anywhere to anywhere."""

    train: Route
    asked: list[datetime | None]

    def ways(self, start: Position, end: Position, *, arrive: datetime | None = None) -> Ways:
        self.asked.append(arrive)
        others = [one for one in Roads().ways(start, end).routes if one.mode is not Mode.TRAIN]
        return Ways((self.train, *others))

    def drives(self, positions: Sequence[Position]) -> tuple[tuple[timedelta | None, ...], ...]:
        return Roads().drives(positions)


def travel_by(train: Route, *, arrive: datetime | None = None, **rules: object) -> tuple[Travel, Timetable]:
    roads = Timetable(train, [])
    wishes = TravelRules(**rules)  # type: ignore[arg-type]
    return Travel(geocoder=Atlas(), router=roads, rules=wishes, office=place(GOTEBORG), arrive=arrive), roads


def plan(train: Route, *meetings: Meeting, bun: bool = False, start: datetime = THURSDAY, **rules: object) -> DayPlan:
    found = plan_day(
        start,
        start + LONG,
        position=TROLLHATTAN,
        diary=diary(*meetings),
        travel=travel_by(train, **rules)[0],
        rules=RULES,
        zone=ZoneInfo("Europe/Stockholm"),
        bun=bun,
    )
    assert isinstance(found, DayPlan)
    return found


IN_TIME = route(at(12, 10, 7, 43), at(12, 10, 8, 35))


def test_the_day_follows_the_timetable_to_the_minute() -> None:
    day = plan(IN_TIME)
    assert (day.leave, day.departs, day.there) == (at(12, 10, 7, 43), at(12, 10, 7, 49), at(12, 10, 8, 35))
    assert not day.estimate
    assert [(one.what, one.start, one.end) for one in day.stretches][:3] == [
        (Doing.TRAVEL, at(12, 10, 7, 43), at(12, 10, 8, 35)),
        (Doing.WAIT, at(12, 10, 8, 35), THURSDAY),
        (Doing.VISIT, THURSDAY, THURSDAY + LONG),
    ]


def test_buns_are_bought_after_the_train() -> None:
    day = plan(IN_TIME, bun=True)
    assert day.there == at(12, 10, 8, 45)
    assert [(one.what, one.end) for one in day.stretches][:2] == [
        (Doing.TRAVEL, at(12, 10, 8, 35)),
        (Doing.BUN, at(12, 10, 8, 45)),
    ]


BEFORE = meeting(at(12, 10, 7, 0), 45, SVEN, uid="before", place="Göteborg")

NO_ROOM = {
    "too late": (route(at(12, 10, 8, 0), at(12, 10, 8, 52)), (), {}),
    "after the visit": (route(at(12, 10, 11, 0), at(12, 10, 11, 52)), (), {}),
    "the day before": (route(at(12, 9, 7, 43), at(12, 9, 8, 35)), (), {}),
    "before the seller wants to leave": (IN_TIME, (), {"leave_earliest": time(7, 45)}),
    "in a meeting's way": (IN_TIME, (BEFORE,), {}),
}


@pytest.mark.parametrize(("train", "meetings", "rules"), NO_ROOM.values(), ids=list(NO_ROOM))
def test_a_train_there_is_no_room_for_leaves_the_day_an_estimate(
    train: Route, meetings: tuple[Meeting, ...], rules: dict[str, object]
) -> None:
    day = plan(train, *meetings, **rules)
    assert day.estimate
    assert day.departs is None
    assert day == plan(replace(train, leaves=None, arrives=None), *meetings, **rules)


def test_a_train_that_is_ten_minutes_early_is_in_good_time_and_with_buns_it_is_not() -> None:
    train = route(at(12, 10, 7, 58), at(12, 10, 8, 50))
    assert not plan(train).estimate
    assert plan(train, bun=True).estimate


def test_a_night_away_keeps_its_estimate() -> None:
    train = route(at(12, 9, 18, 0), at(12, 10, 8, 35))
    assert plan(train, leave_earliest=time(6)).departs is None


def ends(*parts: Part) -> datetime | None:
    return departure(route(at(12, 10, 7, 0), at(12, 10, 9, 0), *parts))


def test_what_comes_before_the_first_train_has_its_time() -> None:
    ride = Part(PartKind.TRAIN, RIDE, RIDE)
    bus, change, walk = (
        Part(PartKind.BUS, WALK, WALK),
        Part(PartKind.CHANGE, CHANGE, CHANGE),
        Part(PartKind.ACCESS, WALK, WALK),
    )
    assert ends(ride) == at(12, 10, 7, 0)
    assert ends(walk, ride, walk) == at(12, 10, 7, 6)
    assert ends(walk, bus, change, ride) == at(12, 10, 7, 19)
    assert ends(bus) is None, "no train leaves at all"
    assert departure(replace(IN_TIME, leaves=None)) is None


@pytest.mark.parametrize(("bun", "minutes"), [(False, 10), (True, 20)])
def test_one_is_there_in_good_time_with_the_buns_bought(bun: bool, minutes: int) -> None:
    assert time_to_be_there(THURSDAY, RULES, bun=bun) == THURSDAY - timedelta(minutes=minutes)


def test_a_journey_for_one_visit_asks_timetables_for_its_moment_only() -> None:
    moment = at(12, 10, 8, 40)
    travel, roads = travel_by(IN_TIME, arrive=moment)
    travel.usable(GOTEBORG, TROLLHATTAN)
    travel.ways(GOTEBORG, TROLLHATTAN, arrive=THURSDAY)
    travel.ways(TROLLHATTAN, GOTEBORG)
    assert roads.asked == [moment, moment]


def test_the_train_is_named_and_the_way_back_stays_a_guess() -> None:
    travel, _ = travel_by(route(at(12, 10, 7, 33), at(12, 10, 8, 25)))
    bruket = Account("bruket.example", "Bruket", said_place="Trollhättan")
    ahead = meeting(THURSDAY, 30, KARIN)
    reasons = suggested(relation(touchpoint(), account=bruket), ahead, travel=travel).reasons
    said = [say(one.key, "sv", **one.facts) for one in reasons]
    train = said.index("Med tåget 07:39 är du framme 08:35.")
    assert said[train + 1] == "Tillbaka är du omkring 11:30."
    assert not any("Tiderna är uppskattade" in one for one in said)
    english = [say(one.key, "en", **one.facts) for one in reasons]
    assert english[train : train + 2] == [
        "Take the 07:39 train and you are there 08:35.",
        "You are back around 11:30.",
    ]
