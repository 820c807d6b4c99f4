"""The Osrm of ours against an OSRM of theirs, on the streets of Helsinki: a real server where the machine has one, and
always what such a server answered when it was recorded. Which ran stands in each test's name and at the end of the run.

The map is © OpenStreetMap contributors, ODbL.
"""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import requests

from connectors.errors import EngineFailed
from connectors.routing.engines.careful import CarefulRouter
from connectors.routing.engines.osrm import Osrm
from connectors.routing.engines.polite import Polite
from connectors.routing.geocoder import Position
from connectors.routing.router import Mode
from tests.connectors.routing.engines import real_osrm
from tests.connectors.routing.engines.twin import Twin
from tests.simulators.loopback import Answer, Asked, answer_json, serve

STATION = Position(60.1699, 24.9384, town="Helsinki")
HARBOUR = Position(60.1625, 24.9525, town="Helsinki")  # at the end of a quay: the road is 190 m away
UNIVERSITY = Position(60.17, 24.95, town="Helsinki")
ISLAND = Position(60.1426, 24.99, town="Suomenlinna")  # no bridge
LULEA = Position(65.5848, 22.1465, town="Luleå")  # 600 km off the map

WHICH = ["real", "recorded"] if real_osrm.is_ready() else ["recorded"]


def recorded(asked: Asked) -> Answer:
    answers = json.loads(real_osrm.RECORDED.read_text())
    query = "&".join(f"{name}={value}" for name, value in asked.params.items())
    status, answer = answers[f"{asked.path}?{query}"]
    return answer_json(answer, status)


@pytest.fixture(scope="module", params=WHICH)
def server(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param == "real":
        with real_osrm.running() as url:
            yield url
    else:
        with serve(recorded) as loopback:
            yield loopback.url


@pytest.fixture
def osrm(server: str, ask: Callable[..., Polite], record_property: Callable[[str, object], None]) -> Osrm:
    record_property("osrm", server)
    return Osrm(ask(), url=server)


def test_a_way_through_the_city(osrm: Osrm) -> None:
    (route,) = osrm.ways(STATION, HARBOUR).routes
    assert (route.mode, route.by) == (Mode.CAR, "osrm")
    assert timedelta(minutes=4) < route.low < timedelta(minutes=10)
    assert route.high == route.low + timedelta(minutes=5)
    assert 1.5 < route.km < 2.5
    assert (route.parts[0].start, route.parts[0].end) == ("Helsinki", "Helsinki")


def test_one_way_streets_make_there_and_back_two_things(osrm: Osrm) -> None:
    ((here, there), (back, same)) = osrm.drives([STATION, UNIVERSITY])
    assert here == same == timedelta()
    assert there is not None
    assert back is not None
    assert timedelta() < back < there < timedelta(minutes=10)


def test_a_quay_one_can_only_drive_on_to_is_a_pair_without_a_road(osrm: Osrm) -> None:
    assert osrm.drives([STATION, HARBOUR, UNIVERSITY])[1] == (None, timedelta(), None)


@pytest.mark.parametrize("end", [ISLAND, LULEA], ids=["an island", "off the map"])
def test_where_no_road_goes_there_is_no_way(osrm: Osrm, end: Position) -> None:
    assert osrm.ways(STATION, end).routes == ()


def test_a_table_with_a_place_off_the_map_is_none(osrm: Osrm) -> None:
    with pytest.raises(EngineFailed):
        osrm.drives([STATION, HARBOUR, LULEA])


def test_a_place_off_the_map_is_estimated(osrm: Osrm) -> None:
    careful = CarefulRouter(osrm, Twin())
    (route,) = careful.ways(STATION, LULEA).routes
    assert route.by == "estimate"
    matrix = careful.drives([STATION, HARBOUR, LULEA])
    assert matrix == Twin().drives([STATION, HARBOUR, LULEA])
    assert careful.tally.fell_back == 2


@pytest.mark.skipif(not real_osrm.is_ready(), reason="needs a real OSRM: see real_osrm.py")
def test_what_is_recorded_is_what_a_real_server_says() -> None:
    with real_osrm.running() as url:
        for question, (status, answer) in json.loads(real_osrm.RECORDED.read_text()).items():
            said = requests.get(url + question, timeout=10)
            assert (said.status_code, said.json()) == (status, answer), question
