"""Which travel is set aside: the way there and the way on, as the plan of the day has them."""

from datetime import datetime, timedelta

import pytest

from tests.world import NOW
from workers.visits.holding import travel_blocks
from workers.visits.visit import DayPlan, Doing, Stretch

DAY = NOW.replace(hour=0, minute=0) + timedelta(days=10)


def at(hour: float, day: int = 0) -> datetime:
    return DAY + timedelta(days=day, hours=hour)


def stretch(what: Doing, start: float, end: float, day: int = 0, end_day: int | None = None) -> Stretch:
    return Stretch(what, at(start, day), at(end, day if end_day is None else end_day))


def plan(*stretches: Stretch) -> DayPlan:
    return DayPlan("train", stretches[0].start, at(9), stretches[-1].end, stretches)


VISIT = stretch(Doing.VISIT, 9, 10.5)
TRAVEL, BUN, WAIT, MEETING, NIGHT = Doing.TRAVEL, Doing.BUN, Doing.WAIT, Doing.MEETING, Doing.NIGHT


@pytest.mark.parametrize(
    ("stretches", "blocks"),
    [
        (
            (
                stretch(TRAVEL, 7, 8.5),
                stretch(BUN, 8.5, 8.75),
                stretch(WAIT, 8.75, 9),
                VISIT,
                stretch(TRAVEL, 10.5, 12),
            ),
            [(at(7), at(9)), (at(10.5), at(12))],
        ),
        ((stretch(TRAVEL, 6, 7), stretch(MEETING, 7, 8), stretch(TRAVEL, 8, 9), VISIT), [(at(8), at(9))]),
        ((VISIT, stretch(TRAVEL, 10.5, 11), stretch(MEETING, 11, 12), stretch(TRAVEL, 12, 13)), [(at(10.5), at(11))]),
        (
            (
                stretch(TRAVEL, 17, 20, -1),
                stretch(NIGHT, 20, 8.5, -1, 0),
                stretch(TRAVEL, 8.5, 9),
                VISIT,
            ),
            [(at(17, -1), at(20, -1)), (at(8.5), at(9))],
        ),
        ((VISIT,), []),
    ],
    ids=["there and back", "after a meeting", "before a meeting", "with a night", "no way at all"],
)
def test_the_way_there_and_the_way_on_are_set_aside(
    stretches: tuple[Stretch, ...], blocks: list[tuple[datetime, datetime]]
) -> None:
    assert list(travel_blocks(plan(*stretches), start=at(9), end=at(10.5))) == blocks


def test_without_a_plan_nothing_is_set_aside() -> None:
    assert travel_blocks(None, start=at(9), end=at(10.5)) == ()
