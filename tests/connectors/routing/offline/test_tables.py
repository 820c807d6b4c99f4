"""The tables agree with each other, and every figure says where it comes from."""

import csv
from itertools import pairwise

import pytest

from connectors.routing.offline.air import Airways
from connectors.routing.offline.barriers import Waters
from connectors.routing.offline.earth import crow_km, inside
from connectors.routing.offline.rail import Railway
from connectors.routing.offline.router import FILES

WATERS = Waters.read(FILES / "waters.toml")
LANDS = {"SE": "scandinavia", "NO": "scandinavia", "FI": "finland", "GB": "great_britain", "US": "north_america"}


def table(name: str) -> list[dict[str, str]]:
    with (FILES / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("name", ["rail.csv", "night_trains.csv", "airports.csv"])
def test_every_row_says_where_it_comes_from(name: str) -> None:
    assert all(row["source"] for row in table(name))


def test_trains_run_between_stations_that_are_there() -> None:
    stations = {row["name"] for row in table("stations.csv")}
    links = {frozenset((row["from"], row["to"])) for row in table("rail.csv")}
    ridden = {frozenset(pair) for row in table("trains.csv") for pair in pairwise(row["stops"].split(" - "))}
    assert ridden == links
    assert {name for link in links for name in link} <= stations
    for row in table("night_trains.csv"):
        stops = [stop.rpartition(" ") for stop in row["stops"].split(" - ")]
        assert {name for name, _, _ in stops} <= stations
        assert all(int(one[2]) < int(other[2]) for one, other in pairwise(stops))


def test_no_train_is_faster_than_any_train_or_slower_than_a_bicycle() -> None:
    at = {row["name"]: (float(row["lat"]), float(row["lon"])) for row in table("stations.csv")}
    for row in table("rail.csv"):
        kmh = crow_km(at[row["from"]], at[row["to"]]) / int(row["minutes"]) * 60
        assert 30 < kmh < 250, row


def test_small_airports_fly_to_large_ones_and_bromma_is_not_used() -> None:
    airports = Airways.read(FILES / "airports.csv").airports
    assert "BMA" not in airports
    for airport in airports.values():
        assert airport.lines <= set(airports)
        assert bool(airport.lines) or airport.kind not in ("spoke", "thin")


@pytest.mark.parametrize("name", ["stations.csv", "airports.csv"])
def test_stations_and_airports_lie_on_the_land_of_their_country(name: str) -> None:
    for row in table(name):
        land = WATERS.land_of((float(row["lat"]), float(row["lon"]))).name
        if name == "stations.csv":
            expected = LANDS.get(row["country"])
            assert land == expected or (expected is None and land) or row["name"] == "Belfast", row["name"]
        if row.get("area") == "europe" and row["country"] in ("SE", "NO", "FI"):
            assert land, row["iata"]


def test_an_outline_holds_what_lies_in_it() -> None:
    triangle = ((0.0, 0.0), (10.0, 0.0), (0.0, 10.0))
    assert inside((2, 2), triangle)
    assert not inside((6, 6), triangle)
    assert not inside((-1, 2), triangle)


def test_half_way_round_the_world_is_twenty_thousand_kilometres() -> None:
    assert crow_km((0, 0), (0, 180)) == pytest.approx(20015, abs=1)
    assert crow_km((90, 0), (-90, 77)) == pytest.approx(20015, abs=1)
    assert crow_km((57.7, 12), (57.7, 12)) == 0


def test_a_journey_with_a_change_of_trains_says_where() -> None:
    railway = Railway.read(FILES)
    journey = railway.by_day(railway.stations["Växjö"].at, railway.stations["Uppsala"].at)
    assert journey is not None
    assert journey.rides[0].start == "Växjö"
    assert journey.rides[-1].end == "Uppsala"
    assert all(one.end == other.start for one, other in pairwise(journey.rides))
    assert len(journey.rides) == 3


def test_where_no_train_of_ours_goes_there_is_none() -> None:
    railway = Railway.read(FILES)
    assert railway.by_day((35.15, -90.05), (42.36, -71.06)) is None
    assert railway.by_day((64.75, 20.95), (65.58, 22.15)) is None
