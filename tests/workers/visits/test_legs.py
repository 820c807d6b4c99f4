"""The ways to a customer as they are told: never a bare minute, a price only where one is set, carbon with its source."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.routing.geocoder import Position
from connectors.routing.router import Mode, Part, PartKind, Route, Ways
from tests.workers.visits.roads import BOSTON, GOTEBORG, LULEA, MEMPHIS, STOCKHOLM_TOWN, TROLLHATTAN, Roads
from workers.visits.legs import say_minutes, write_legs
from workers.visits.travel_rules import Price, TravelRules
from workers.visits.visit import Leg

RULES = TravelRules()
COPENHAGEN = Position(55.676, 12.568, "København", country="DK")
BERLIN = Position(52.52, 13.405, "Berlin", country="DE")
NOBODY_KNOWS = Position(59.0, 15.0)
HOUR = timedelta(hours=1)


def legs(start: Position, end: Position, rules: TravelRules = RULES) -> dict[str, Leg]:
    return {leg.mode: leg for leg in write_legs(Roads().ways(start, end), rules, start=start, end=end)}


def by_train(km: float, *parts: Part) -> Ways:
    return Ways((Route(Mode.TRAIN, HOUR, 2 * HOUR, km, parts),))


def by_car(km: float, **more: str) -> Ways:
    return Ways((Route(Mode.CAR, HOUR, 2 * HOUR, km, **more),))


# --- minutes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (51, 63, (50, 65)),
        (60, 85, (60, 85)),
        (119, 121, (115, 135)),
        (120, 120, (120, 125)),
        (121, 130, (120, 135)),
        (215, 285, (210, 285)),
        (45, 45, (45, 50)),  # one figure is never told
        (0, 2, (5, 10)),
        (1.2, 9, (5, 10)),
    ],
)
def test_minutes_are_rounded_outward_to_what_people_say(low: float, high: float, said: tuple[int, int]) -> None:
    assert say_minutes(low, high) == said


@given(st.floats(1, 5000), st.floats(0, 2000))
def test_a_range_of_minutes_holds_what_it_rounds(low: float, more: float) -> None:
    first, last = say_minutes(low, low + more)
    assert 0 < first < last
    assert first <= max(low, 5)
    assert last >= low + more
    assert first % 5 == 0
    assert last % 5 == 0


# --- which ways -----------------------------------------------------------------------------------------------


def test_the_sensible_way_stays_first_and_ways_the_seller_does_not_use_are_left_out() -> None:
    assert list(legs(GOTEBORG, STOCKHOLM_TOWN)) == ["train", "flight", "car"]
    assert list(legs(GOTEBORG, STOCKHOLM_TOWN, replace(RULES, modes=("car", "train")))) == ["train", "car"]
    assert legs(GOTEBORG, STOCKHOLM_TOWN, replace(RULES, modes=())) == {}


def test_a_night_train_says_so_and_a_day_train_does_not() -> None:
    assert legs(STOCKHOLM_TOWN, LULEA)["train"].overnight
    assert not legs(GOTEBORG, TROLLHATTAN)["train"].overnight


def test_an_engine_is_named_and_its_answer_is_no_estimate() -> None:
    (leg,) = write_legs(by_car(79, by="osrm"), RULES, start=GOTEBORG, end=TROLLHATTAN)
    assert (leg.source, leg.estimate) == ("osrm", False)
    assert legs(GOTEBORG, TROLLHATTAN)["car"].estimate


@pytest.mark.parametrize(("km", "said"), [(3.2, 3), (79, 80), (83, 85), (857, 860), (904, 900), (1163, 1150), (1.2, 1)])
def test_kilometres_are_told_the_way_people_say_them(km: float, said: int) -> None:
    (leg,) = write_legs(by_car(km), RULES, start=GOTEBORG, end=TROLLHATTAN)
    assert leg.km == said


def test_round_the_corner_there_is_no_journey_to_tell_of() -> None:
    assert write_legs(by_car(0.4), RULES, start=GOTEBORG, end=GOTEBORG) == ()


# --- money ----------------------------------------------------------------------------------------------------


def test_a_car_costs_the_allowance_there_and_back_and_other_ways_have_no_price() -> None:
    found = legs(GOTEBORG, TROLLHATTAN)
    assert (found["car"].cost, found["car"].currency) == ((400, 400), "SEK")  # 158 km at 25 kr a mil
    assert (found["train"].cost, found["train"].currency) == (None, "")


def test_a_price_a_trip_counts_twice_whatever_the_distance() -> None:
    rules = replace(RULES, prices={"flight": Price(915, 1296, per="trip")})
    assert legs(STOCKHOLM_TOWN, LULEA, rules)["flight"].cost == (1800, 2600)
    assert legs(STOCKHOLM_TOWN, LULEA, rules)["car"].cost is None


def test_a_price_a_kilometre_counts_what_the_train_runs_and_not_the_way_to_the_station() -> None:
    rules = replace(RULES, prices={"train": Price(1.0, 2.0, "EUR")})
    found = legs(GOTEBORG, TROLLHATTAN, rules)["train"]  # 73 km, 3 of them on either side to the station
    assert (found.cost, found.currency) == ((150, 250), "EUR")
    (whole,) = write_legs(by_train(73), rules, start=GOTEBORG, end=TROLLHATTAN)
    assert whole.cost == (150, 300)


# --- carbon ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "kilograms"),
    [
        (GOTEBORG, TROLLHATTAN, (1.4, 1.4)),
        (GOTEBORG, COPENHAGEN, (1.4, 18)),
        (BERLIN, COPENHAGEN, (4.8, 18)),
        (MEMPHIS, BOSTON, (4.8, 18)),
        (GOTEBORG, NOBODY_KNOWS, (1.4, 18)),
    ],
    ids=["nordic", "out of it", "european", "american", "unknown"],
)
def test_a_trains_carbon_hangs_on_where_it_runs(start: Position, end: Position, kilograms: tuple[float, float]) -> None:
    (leg,) = write_legs(by_train(100), RULES, start=start, end=end)
    assert leg.co2e_kg == kilograms
    assert leg.co2e_source == "klimatresa.se"


def test_a_car_nobody_has_described_is_anything_between_electric_and_petrol() -> None:
    assert legs(STOCKHOLM_TOWN, LULEA)["car"].co2e_kg == (25, 300)
    diesel = replace(RULES, car_co2e=(137, 137))
    assert legs(STOCKHOLM_TOWN, LULEA, diesel)["car"].co2e_kg == (250, 250)


def test_a_flight_counts_the_seat_and_the_way_to_the_airport_and_names_its_source() -> None:
    flight = legs(STOCKHOLM_TOWN, LULEA)["flight"]
    assert flight.co2e_kg == (180, 210)  # 680 km in the air, 80 on the ground by train or alone in a car
    assert flight.co2e_source == "klimatsmartsemester.se"


def test_a_night_train_emits_what_a_train_does() -> None:
    assert legs(STOCKHOLM_TOWN, LULEA)["train"].co2e_kg == (16, 18)


def test_a_ferrys_carbon_is_not_made_up() -> None:
    ferry = Part(PartKind.FERRY, HOUR, HOUR, 150)
    (leg,) = write_legs(by_train(200, ferry), RULES, start=GOTEBORG, end=TROLLHATTAN)
    assert (leg.co2e_kg, leg.co2e_source) == ((0.0, 0.0), "")
