"""Ways by car from OSRM: what is asked, what is read, and what is not believed."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import EngineFailed, TryLater
from connectors.routing.engines.osrm import MOST, Osrm, read_route, read_table
from connectors.routing.engines.polite import Polite
from connectors.routing.geocoder import Position
from connectors.routing.router import Mode, PartKind
from tests.connectors.routing.engines.wild import ANY_JSON
from tests.simulators.engines.osrm import SPEED, OsrmSimulator
from tests.simulators.loopback import Answer, Loopback, answer_json, serve

Ask = Callable[..., Polite]

GOTEBORG = Position(57.7089, 11.9746, town="Göteborg")
TROLLHATTAN = Position(58.2837, 12.2886, town="Trollhättan")
LULEA = Position(65.5848, 22.1465, town="Luleå")
NEXT_DOOR = Position(57.7090, 11.9750, town="Göteborg")


@pytest.fixture
def server() -> Iterator[Loopback]:
    with serve(OsrmSimulator(roads_end=65.0)) as loopback:
        yield loopback


@pytest.fixture
def osrm(ask: Ask, server: Loopback) -> Osrm:
    return Osrm(ask(), url=server.url + "/")


def test_longitude_is_asked_first_and_no_place_is_moved_far(osrm: Osrm, server: Loopback) -> None:
    osrm.ways(GOTEBORG, TROLLHATTAN)
    (asked,) = server.asked
    assert asked.path == "/route/v1/driving/11.97460,57.70890;12.28860,58.28370"
    assert asked.params == {"overview": "false", "generate_hints": "false", "radiuses": "5000;5000"}


def test_a_drive_is_from_free_roads_to_some_traffic(osrm: Osrm) -> None:
    (route,) = osrm.ways(GOTEBORG, TROLLHATTAN).routes
    metres = route.km * 1000
    assert 75 < route.km < 85
    assert (route.mode, route.by, route.leaves) == (Mode.CAR, "osrm", None)
    assert route.low == timedelta(seconds=metres / SPEED)
    assert route.high == route.low * 1.25
    (part,) = route.parts
    assert (part.kind, part.start, part.end, part.km) == (PartKind.DRIVE, "Göteborg", "Trollhättan", route.km)


def test_a_short_drive_has_its_minutes_for_parking(osrm: Osrm) -> None:
    near = Position(57.72, 11.98)
    (route,) = osrm.ways(GOTEBORG, near).routes
    assert route.high == route.low + timedelta(minutes=5)


def test_a_table_is_asked_for_once(osrm: Osrm, server: Loopback) -> None:
    positions = (GOTEBORG, TROLLHATTAN, Position(57.72, 12.94, town="Borås"))
    matrix = osrm.drives(positions)
    assert osrm.drives(positions) == matrix
    (asked,) = server.asked
    assert asked.path == "/table/v1/driving/11.97460,57.70890;12.28860,58.28370;12.94000,57.72000"
    assert asked.params == {
        "annotations": "duration,distance",
        "generate_hints": "false",
        "radiuses": "5000;5000;5000",
    }
    assert [row[number] for number, row in enumerate(matrix)] == [timedelta()] * 3
    assert matrix[0][1] == matrix[1][0]
    assert all(time is not None and time > timedelta(minutes=50) for time in (matrix[0][1], matrix[0][2]))


def test_nobody_is_asked_about_the_house_next_door_or_one_place(osrm: Osrm, server: Loopback) -> None:
    assert osrm.ways(GOTEBORG, NEXT_DOOR).routes == ()
    assert osrm.drives([GOTEBORG]) == ((timedelta(),),)
    assert osrm.drives([]) == ()
    assert server.asked == []


def test_no_road_is_an_answer_and_asked_for_once(osrm: Osrm, server: Loopback) -> None:
    assert osrm.ways(GOTEBORG, LULEA).routes == ()
    assert osrm.ways(GOTEBORG, LULEA).routes == ()
    assert len(server.asked) == 1


def test_a_table_with_a_place_without_a_road_is_none(osrm: Osrm) -> None:
    with pytest.raises(EngineFailed):
        osrm.drives([GOTEBORG, TROLLHATTAN, LULEA])


def test_no_more_places_are_asked_for_than_a_server_takes(osrm: Osrm, server: Loopback) -> None:
    with pytest.raises(EngineFailed):
        osrm.drives([GOTEBORG] * (MOST + 1))
    assert server.asked == []


def test_a_busy_server_passes_the_wait_on(ask: Ask) -> None:
    with serve(answer_json({"code": "TooMany"}, 429, Retry_After="3")) as server, pytest.raises(TryLater) as later:
        Osrm(ask(), url=server.url).ways(GOTEBORG, TROLLHATTAN)
    assert later.value.after == timedelta(seconds=3)


def route(**changes: Any) -> dict[str, Any]:
    """As from Göteborg to Trollhättan, with changes."""
    line = {"duration": changes.pop("duration", 3300.0), "distance": changes.pop("distance", 75_000.0)}
    snapped = changes.pop("snapped", 20.0)
    points = [{"distance": 3.0, "location": [11.97, 57.7]}, {"distance": snapped, "location": [12.28, 58.28]}]
    return {"code": "Ok", "routes": [line], "waypoints": points, **changes}


def test_the_route_the_nonsense_is_made_of_is_believed() -> None:
    assert read_route(route(), start=GOTEBORG, end=TROLLHATTAN) is not None


NONSENSE: dict[str, Any] = {
    "another code": route(code="InvalidQuery"),
    "no code": {"routes": [], "waypoints": []},
    "Ok and no routes": route(routes=[]),
    "routes that are null": route(routes=None),
    "one waypoint": route(waypoints=[{"distance": 1.0}]),
    "waypoints without how far off they are": route(waypoints=[{}, {}]),
    "snapped far away": route(snapped=617_518.0),
    "snapped less than nothing": route(snapped=-1.0),
    "snapped nowhere": route(snapped="nan"),
    "no time": route(duration=0),
    "no time and no way": route(duration=0, distance=0),
    "less than no time": route(duration=-60),
    "null": route(duration=None),
    "no number": route(duration="nan"),
    "endless": route(duration="inf"),
    "a week": route(duration=7 * 24 * 3600),
    "170 km/h": route(duration=1600),
    "10 km/h": route(duration=27_000),
    "shorter than the crow flies": route(distance=30_000, duration=2000),
    "round the earth": route(distance=40_000_000, duration=300_000),
    "to Luleå and back": route(distance=2_600_000, duration=100_000),
    "less than no way": route(distance=-1),
    "a list": [route()],
    "a word": "Ok",
    "a number": 5,
}


@pytest.mark.parametrize("answer", NONSENSE.values(), ids=list(NONSENSE))
def test_nonsense_is_no_route_and_not_remembered(ask: Ask, answer: Any) -> None:
    with serve(answer_json(answer)) as server:
        osrm = Osrm(ask(), url=server.url)
        for _ in range(2):
            with pytest.raises(EngineFailed):
                osrm.ways(GOTEBORG, TROLLHATTAN)
    assert len(server.asked) == 2


def test_0_s_to_the_next_street_is_nonsense_too() -> None:
    near = Position(57.712, 11.9746)
    assert read_route(route(duration=60, distance=500), start=GOTEBORG, end=near) is not None
    with pytest.raises(EngineFailed):
        read_route(route(duration=0, distance=0), start=GOTEBORG, end=near)


BROKEN = {
    "a web page": Answer(b"<html>"),
    "half an answer": Answer(b'{"code": "Ok", "rou'),
    "an error": answer_json({"message": "out of memory"}, 500),
    "another question": answer_json({"code": "InvalidUrl", "message": "URL string malformed"}, 400),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=list(BROKEN))
def test_a_broken_server_is_a_failure_for_both_questions(ask: Ask, broken: Answer) -> None:
    with serve(broken) as server:
        with pytest.raises(EngineFailed):
            Osrm(ask(), url=server.url).ways(GOTEBORG, TROLLHATTAN)
        with pytest.raises(EngineFailed):
            Osrm(ask(), url=server.url).drives([GOTEBORG, TROLLHATTAN])


def table(durations: Any, distances: Any = None, snapped: float = 5.0) -> dict[str, Any]:
    answer = {"code": "Ok", "durations": durations, "sources": [{"distance": 1.0}, {"distance": snapped}]}
    return answer if distances is None else {**answer, "distances": distances}


GOOD_TIMES = [[0, 3300], [3360.5, 0]]
GOOD_LENGTHS = [[0, 75_000], [76_000, 0]]

TABLES = {
    "with lengths": (table(GOOD_TIMES, GOOD_LENGTHS), timedelta(seconds=3300)),
    "as older servers answer": (table(GOOD_TIMES), timedelta(seconds=3300)),
    "no road there": (table([[0, None], [3360.5, 0]], [[0, None], [76_000, 0]]), None),
}


@pytest.mark.parametrize(("answer", "there"), TABLES.values(), ids=list(TABLES))
def test_a_table_that_is_believed(answer: Any, there: timedelta | None) -> None:
    matrix = read_table(answer, positions=(GOTEBORG, TROLLHATTAN))
    assert matrix == ((timedelta(), there), (timedelta(seconds=3360.5), timedelta()))


WRONG_TABLES = {
    "too few rows": table([[0, 3300]]),
    "a row too short": table([[0, 3300], [0]]),
    "lengths of another size": table(GOOD_TIMES, [[0]]),
    "0 s between two towns": table([[0, 0], [3360.5, 0]]),
    "too fast": table([[0, 3300], [600, 0]], GOOD_LENGTHS),
    "too fast without lengths": table([[0, 3300], [600, 0]]),
    "snapped far away": table(GOOD_TIMES, GOOD_LENGTHS, snapped=9_000),
    "no roads named": {"code": "Ok", "durations": GOOD_TIMES},
    "words": table([[0, "soon"], [3360.5, 0]]),
    "nothing": {},
}


@pytest.mark.parametrize("answer", WRONG_TABLES.values(), ids=list(WRONG_TABLES))
def test_one_cell_that_cannot_be_spoils_the_table(answer: Any) -> None:
    with pytest.raises(EngineFailed):
        read_table(answer, positions=(GOTEBORG, TROLLHATTAN))


LIKE_A_ROUTE = st.fixed_dictionaries(
    {"code": st.sampled_from(["Ok", "NoRoute", "NoSegment", "TooBig"]) | ANY_JSON},
    optional={
        "routes": st.lists(st.fixed_dictionaries({"duration": ANY_JSON, "distance": ANY_JSON}), max_size=2) | ANY_JSON,
        "waypoints": st.lists(st.fixed_dictionaries({"distance": ANY_JSON}), max_size=3) | ANY_JSON,
        "durations": st.lists(st.lists(ANY_JSON, max_size=2), max_size=2) | ANY_JSON,
        "sources": st.lists(st.fixed_dictionaries({"distance": ANY_JSON}), max_size=3) | ANY_JSON,
    },
)


@given(ANY_JSON | LIKE_A_ROUTE)
def test_any_json_is_a_possible_drive_or_a_failure(answer: Any) -> None:
    try:
        drive = read_route(answer, start=GOTEBORG, end=TROLLHATTAN)
    except EngineFailed:
        return
    assert drive is None or timedelta(minutes=25) < drive.time < timedelta(days=4)


@given(ANY_JSON | LIKE_A_ROUTE)
def test_any_json_is_a_possible_table_or_a_failure(answer: Any) -> None:
    try:
        ((_, there), (back, _)) = read_table(answer, positions=(GOTEBORG, TROLLHATTAN))
    except EngineFailed:
        return
    assert all(time is None or timedelta(minutes=25) < time < timedelta(days=4) for time in (there, back))
