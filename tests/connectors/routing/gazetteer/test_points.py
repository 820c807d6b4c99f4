"""From a point, or a box, to towns."""

import math

import pytest

from connectors.routing.gazetteer import Gazetteer
from connectors.routing.gazetteer.town import kilometres


@pytest.mark.parametrize(
    ("lat", "lon", "town"),
    [
        (65.584, 22.155, "Luleå"),
        (65.62, 22.05, "Gammelstad"),
        (58.29, 12.29, "Trollhättan"),
        (35.15, -90.05, "Memphis"),
        (42.36, -71.06, "Boston"),
        (59.3152, 18.0730, "Stockholm"),
        (48.8606, 2.3376, "Paris"),
        (59.3600, 18.0000, "Solna"),
        (67.85, 20.23, "Kiruna"),
    ],
)
def test_a_point_is_in_the_town_it_is_in(gazetteer: Gazetteer, lat: float, lon: float, town: str) -> None:
    found = gazetteer.nearest(lat, lon)
    assert found is not None
    assert found.name == town


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        (0.0, 0.0),
        (57.0, 5.0),
        (90.0, 0.0),
        (-90.0, 180.0),
        (91.0, 0.0),
        (0.0, 181.0),
        (math.nan, 0.0),
        (0.0, math.inf),
    ],
)
def test_a_point_at_sea_or_off_the_map_is_in_no_town(gazetteer: Gazetteer, lat: float, lon: float) -> None:
    assert gazetteer.nearest(lat, lon) is None


def test_every_town_drawn_lies_in_the_box_and_the_largest_come_first(gazetteer: Gazetteer) -> None:
    towns = gazetteer.towns_within(55, 69, 10, 24, least=20_000)
    assert towns[0].name == "Stockholm"
    assert {"Göteborg", "Malmö", "Luleå", "Kiruna"} - {town.name for town in towns} == {"Kiruna"}
    assert all(55 <= town.lat <= 69 and 10 <= town.lon <= 24 and town.population >= 20_000 for town in towns)
    assert [town.population for town in towns] == sorted((town.population for town in towns), reverse=True)


def test_a_map_of_the_world_is_bounded(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.towns_within(-90, 90, -180, 180, least=0)) == 500


def test_stockholm_and_lulea_are_seven_hundred_kilometres_apart_as_the_crow_flies() -> None:
    assert kilometres(59.329, 18.069, 65.584, 22.155) == pytest.approx(727, abs=5)
    assert kilometres(0, 0, 0, 0) == 0
    assert kilometres(0, 0, 0, 180) == pytest.approx(math.pi * 6371)
