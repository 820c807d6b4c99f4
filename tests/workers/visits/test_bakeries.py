"""The bakery that costs the fewest extra minutes, and those that are no use."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from connectors.routing.bakery import Bakery
from connectors.routing.geocoder import Position
from tests.workers.visits.relations import at
from tests.workers.visits.roads import GOTEBORG, TROLLHATTAN
from workers.visits.bakeries import MOST, rank

ON_THE_WAY = Bakery("Vid vägen", Position(58.20, 12.20))
AROUND = Bakery("Runt hörnet", Position(58.29, 12.30), hours="Mo-Fr 07:00-18:00")
BEHIND = Bakery("På andra sidan", Position(58.40, 12.50))
ISLAND = Bakery("På ön", Position(58.90, 13.50))

MINUTES = {
    ("Göteborg", "Trollhättan"): 60,
    ("Göteborg", "Vid vägen"): 50,
    ("Vid vägen", "Trollhättan"): 11,
    ("Göteborg", "Runt hörnet"): 58,
    ("Runt hörnet", "Trollhättan"): 5,
    ("Göteborg", "På andra sidan"): 75,
    ("På andra sidan", "Trollhättan"): 20,
}


class Matrix:
    """Drives by the table above; None where it says nothing. `asked` are the questions."""

    def __init__(self) -> None:
        self.asked: list[tuple[Position, ...]] = []
        self.names = {place.position: place.name for place in (ON_THE_WAY, AROUND, BEHIND, ISLAND)}
        self.names |= {town: town.town for town in (GOTEBORG, TROLLHATTAN)}

    def drives(self, positions: Sequence[Position]) -> tuple[tuple[timedelta | None, ...], ...]:
        self.asked.append(tuple(positions))
        return tuple(tuple(self._drive(one, other) for other in positions) for one in positions)

    def _drive(self, one: Position, other: Position) -> timedelta | None:
        minutes = MINUTES.get((self.names.get(one, ""), self.names.get(other, "")))
        return None if minutes is None else timedelta(minutes=minutes)


def closed(hours: str, moment: datetime) -> bool | None:
    return False


def test_the_fewest_extra_minutes_come_first_whatever_is_nearest() -> None:
    found = rank((BEHIND, AROUND, ON_THE_WAY), start=GOTEBORG, end=TROLLHATTAN, drives=Matrix().drives)
    assert [(stop.bakery.name, stop.extra) for stop in found] == [
        ("Vid vägen", timedelta(minutes=1)),
        ("Runt hörnet", timedelta(minutes=3)),
        ("På andra sidan", timedelta(minutes=35)),
    ]


def test_one_matrix_holds_the_journey_and_every_bakery() -> None:
    roads = Matrix()
    rank((AROUND, BEHIND), start=GOTEBORG, end=TROLLHATTAN, drives=roads.drives)
    assert roads.asked == [(GOTEBORG, TROLLHATTAN, AROUND.position, BEHIND.position)]


def test_without_bakeries_nothing_is_asked() -> None:
    roads = Matrix()
    assert rank((), start=GOTEBORG, end=TROLLHATTAN, drives=roads.drives) == ()
    assert roads.asked == []


def test_only_the_twelve_nearest_are_weighed() -> None:
    roads = Matrix()
    rank((AROUND,) * 40, start=GOTEBORG, end=TROLLHATTAN, drives=roads.drives)
    assert MOST == 12
    assert len(roads.asked[0]) == 14


def test_a_bakery_that_no_road_leads_past_is_left_out() -> None:
    found = rank((ISLAND, AROUND), start=GOTEBORG, end=TROLLHATTAN, drives=Matrix().drives)
    assert [stop.bakery for stop in found] == [AROUND]


def test_where_no_road_leads_to_the_customer_there_is_no_way_past_a_bakery() -> None:
    assert rank((AROUND,), start=GOTEBORG, end=ISLAND.position, drives=Matrix().drives) == ()


def test_of_equal_ones_the_nearer_to_the_customer_comes_first() -> None:
    twin = Bakery("Grannen", AROUND.position)
    found = rank((twin, AROUND), start=GOTEBORG, end=TROLLHATTAN, drives=Matrix().drives)
    assert [stop.bakery.name for stop in found] == ["Grannen", "Runt hörnet"]


@pytest.mark.parametrize("answer", [True, None])
def test_the_hours_are_asked_about_for_the_moment_of_passing(answer: bool | None) -> None:
    asked: list[tuple[str, datetime]] = []

    def is_open(hours: str, moment: datetime) -> bool | None:
        asked.append((hours, moment))
        return answer

    found = rank(
        (AROUND,), start=GOTEBORG, end=TROLLHATTAN, drives=Matrix().drives, leaves=at(12, 10, 7, 30), is_open=is_open
    )
    assert asked == [("Mo-Fr 07:00-18:00", at(12, 10, 8, 28))]
    assert (found[0].at, found[0].open) == (at(12, 10, 8, 28), answer)


def test_a_bakery_known_to_be_closed_when_the_seller_passes_is_left_out() -> None:
    here = {"start": GOTEBORG, "end": TROLLHATTAN}
    leaves = at(12, 10, 7, 30)
    assert rank((AROUND,), **here, drives=Matrix().drives, leaves=leaves, is_open=closed) == ()
    assert len(rank((AROUND,), **here, drives=Matrix().drives, is_open=closed)) == 1, "nobody knows when he passes"


def test_unknown_hours_are_the_usual_case_and_are_said_to_be_unknown() -> None:
    leaves = at(12, 10, 7, 30)
    found = rank((ON_THE_WAY,), start=GOTEBORG, end=TROLLHATTAN, drives=Matrix().drives, leaves=leaves, is_open=closed)
    assert [stop.open for stop in found] == [None]


def test_a_drive_through_the_night_when_clocks_change_takes_its_real_time() -> None:
    leaves = at(3, 29, 1, 30, year=2026)  # at two it is three
    found = rank((ON_THE_WAY,), start=GOTEBORG, end=TROLLHATTAN, drives=Matrix().drives, leaves=leaves)
    assert found[0].at == at(3, 29, 3, 20, year=2026)


def test_a_matrix_that_says_a_detour_is_shorter_makes_no_time() -> None:
    def drives(positions: Sequence[Position]) -> tuple[tuple[timedelta | None, ...], ...]:
        ten, forty = timedelta(minutes=10), timedelta(minutes=40)
        return (ten, forty, ten), (ten, ten, ten), (ten, ten, ten)

    assert rank((AROUND,), start=GOTEBORG, end=TROLLHATTAN, drives=drives)[0].extra == timedelta()
