"""Ways by car and by public transport from Google Routes: what is asked and paid for, what is read, what is not believed."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.errors import AccessDenied, ConnectorError, EngineFailed, TryLater
from connectors.routing.engines.google import KEYS, MOST, Google
from connectors.routing.engines.google_wire import is_used_up, read_car, read_rows, read_train
from connectors.routing.engines.polite import Polite
from connectors.routing.engines.sense import LONGEST, Drive, Matrix
from connectors.routing.geocoder import Position
from connectors.routing.router import Mode, PartKind, Route
from tests.connectors.routing.engines.wild import ANY_JSON
from tests.simulators.engines.google import CAR, GoogleSimulator, error
from tests.simulators.loopback import Answer, Asked, Loopback, answer_json, serve
from tests.world import STOCKHOLM

Ask = Callable[..., Polite]

KEY = "a-key"
GOTEBORG = Position(57.7089, 11.9746, town="Göteborg")
TROLLHATTAN = Position(58.2837, 12.2886, town="Trollhättan")
LULEA = Position(65.5848, 22.1465, town="Luleå")
STOCKHOLM_C = Position(59.33, 18.06, town="Stockholm")
NINE = datetime(2026, 11, 24, 9, 0, tzinfo=STOCKHOLM)


@pytest.fixture
def server() -> Iterator[Loopback]:
    with serve(GoogleSimulator()) as loopback:
        yield loopback


def asking(ask: Ask, server: Loopback, key: str = KEY) -> Google:
    return Google(ask(keys=KEYS, quota=is_used_up), key=key, url=server.url)


def test_a_drive_is_asked_for_with_as_few_fields_as_are_read(ask: Ask, server: Loopback) -> None:
    route = asking(ask, server).ways(GOTEBORG, TROLLHATTAN).routes[0]
    asked = server.asked[0]
    assert (asked.method, asked.path) == ("POST", "/directions/v2:computeRoutes")
    assert asked.headers["x-goog-api-key"] == KEY
    assert asked.headers["x-goog-fieldmask"] == "routes.duration,routes.distanceMeters"
    assert asked.json == {
        "origin": {"location": {"latLng": {"latitude": 57.7089, "longitude": 11.9746}}},
        "destination": {"location": {"latLng": {"latitude": 58.2837, "longitude": 12.2886}}},
        "travelMode": "DRIVE",
        "routingPreference": "TRAFFIC_UNAWARE",
    }
    assert (route.mode, route.by, route.leaves) == (Mode.CAR, "google", None)
    assert abs(route.low - timedelta(seconds=route.km * 1000 / CAR)) < timedelta(seconds=1)
    assert route.high == route.low * 1.25


def test_a_train_that_is_there_in_time_has_its_clock(ask: Ask, server: Loopback) -> None:
    train = asking(ask, server).ways(GOTEBORG, TROLLHATTAN, arrive=NINE).routes[1]
    question: Any = server.asked[1].json
    assert (question["travelMode"], question["arrivalTime"]) == ("TRANSIT", "2026-11-24T08:00:00Z")
    assert "routingPreference" not in question
    assert (train.mode, train.by, train.arrives) == (Mode.TRAIN, "google", NINE)
    assert train.leaves == NINE - train.low
    assert train.low < train.high < train.low * 1.2
    kinds = [(part.kind, part.start, part.end) for part in train.parts]
    ride = (PartKind.TRAIN, "Göteborg C", "Trollhättan")
    assert kinds == [(PartKind.ACCESS, "", ""), ride, (PartKind.ACCESS, "", "")]
    assert sum((part.low for part in train.parts), timedelta()) == train.low


def test_steps_are_asked_for_with_their_kind_or_they_come_empty(ask: Ask, server: Loopback) -> None:
    asking(ask, server).ways(GOTEBORG, TROLLHATTAN)
    mask = server.asked[1].headers["x-goog-fieldmask"].split(",")
    assert "routes.legs.steps.travelMode" in mask
    assert "routes.legs.steps.transitDetails.stopDetails.departureTime" in mask
    assert all(path.startswith("routes.legs.steps.") for path in mask)


def test_no_route_is_an_answer_and_asked_for_once(ask: Ask, server: Loopback) -> None:
    server.respond = GoogleSimulator(roads=False, trains=False)
    google = asking(ask, server)
    assert google.ways(GOTEBORG, TROLLHATTAN).routes == ()
    assert google.ways(GOTEBORG, TROLLHATTAN).routes == ()
    assert len(server.asked) == 2


def test_half_an_answer_is_better_than_none(ask: Ask, server: Loopback) -> None:
    simulator = GoogleSimulator()

    def without_trains(asked: Asked) -> Answer:
        question: Any = asked.json
        return simulator(asked) if question["travelMode"] == "DRIVE" else answer_json({"routes": "?"})

    server.respond = without_trains
    assert [route.mode for route in asking(ask, server).ways(GOTEBORG, TROLLHATTAN).routes] == [Mode.CAR]


def test_a_matrix_comes_in_no_order_and_is_put_in_ours(ask: Ask, server: Loopback) -> None:
    positions = (GOTEBORG, TROLLHATTAN, STOCKHOLM_C)
    matrix = asking(ask, server).drives(positions)
    (asked,) = server.asked
    assert asked.path == "/distanceMatrix/v2:computeRouteMatrix"
    expected = "originIndex,destinationIndex,condition,duration,distanceMeters,status"
    assert asked.headers["x-goog-fieldmask"] == expected
    times = [[cell.total_seconds() / 3600 if cell is not None else None for cell in row] for row in matrix]
    assert times == [
        [0, pytest.approx(1.1, abs=0.1), pytest.approx(6.6, abs=0.2)],
        [pytest.approx(1.1, abs=0.1), 0, pytest.approx(5.8, abs=0.2)],
        [pytest.approx(6.6, abs=0.2), pytest.approx(5.8, abs=0.2), 0],
    ]


def test_a_large_matrix_is_asked_for_in_pieces_of_625_cells(ask: Ask, server: Loopback) -> None:
    positions = [Position(57 + number / 10, 12.0) for number in range(30)]
    matrix = asking(ask, server).drives(positions)
    sizes = [len(asked.json["origins"]) for asked in server.asked]  # type: ignore[index]  # JSON of ours
    assert sizes == [20, 10]
    assert all(matrix[row][row] == timedelta() for row in range(30))
    assert matrix[29][0] == matrix[0][29]
    with pytest.raises(EngineFailed):
        asking(ask, server).drives([GOTEBORG] * (MOST + 1))


def test_pairs_without_a_road_are_told(ask: Ask, server: Loopback) -> None:
    server.respond = GoogleSimulator(roads=False)
    matrix = asking(ask, server).drives((GOTEBORG, TROLLHATTAN))
    assert matrix == ((timedelta(), None), (None, timedelta()))


REFUSALS = {
    "minute's quota": (error(429, "RESOURCE_EXHAUSTED", "Quota exceeded for quota metric"), TryLater),
    "day's quota": (error(403, "RESOURCE_EXHAUSTED", "Quota exceeded"), TryLater),
    "quota of a matrix": (
        answer_json([{"error": {"code": 403, "message": "", "status": "RESOURCE_EXHAUSTED"}}], 403),
        TryLater,
    ),
    "wrong key": (error(403, "PERMISSION_DENIED", "Requests are blocked."), AccessDenied),
    "no such key": (error(400, "INVALID_ARGUMENT", "API key not valid. Please pass a valid API key."), EngineFailed),
    "down": (error(500, "INTERNAL", "Internal error"), EngineFailed),
}


@pytest.mark.parametrize(("answer", "failure"), REFUSALS.values(), ids=list(REFUSALS))
def test_a_refusal_has_a_name_and_never_the_key(ask: Ask, answer: Answer, failure: type[ConnectorError]) -> None:
    with serve(answer) as server:
        google = asking(ask, server, key="s3cret-key")
        with pytest.raises(failure) as refused:
            google.drives((GOTEBORG, TROLLHATTAN))
    assert "s3cret-key" not in f"{refused.value!r}{google!r}"


def car(duration: Any = "3600s", metres: Any = 75_000) -> dict[str, Any]:
    return {"routes": [{"duration": duration, "distanceMeters": metres}]}


@pytest.mark.parametrize(("duration", "seconds"), [("3600s", 3600), ("3600.5s", 3600.5), ("3600.000000001s", 3600)])
def test_a_length_is_a_string_of_seconds(duration: str, seconds: float) -> None:
    drive = read_car(car(duration), start=GOTEBORG, end=TROLLHATTAN)
    assert drive is not None
    assert drive.time == timedelta(seconds=seconds)


NOT_A_DRIVE = {
    "a number": car(3600),
    "a length without a unit": car("3600"),
    "minutes": car("60m"),
    "less than no time": car("-3600s"),
    "no number": car("nans"),
    "a very large number": car("9" * 40 + "s"),
    "no time": car("0s"),
    "nothing": car(None),
    "too fast": car("600s"),
    "too slow": car("90000s"),
    "no way": car("3600s", 0),
    "round the earth": car("300000s", 40_000_000),
    "no list": {"routes": {"duration": "3600s"}},
    "a list": [],
    "a word": "routes",
}


@pytest.mark.parametrize("answer", NOT_A_DRIVE.values(), ids=list(NOT_A_DRIVE))
def test_a_drive_that_cannot_be_is_none(answer: Any) -> None:
    with pytest.raises(EngineFailed):
        read_car(answer, start=GOTEBORG, end=TROLLHATTAN)


# Journeys


def walk(seconds: int = 300, metres: int = 350) -> dict[str, Any]:
    return {"travelMode": "WALK", "staticDuration": f"{seconds}s", "distanceMeters": metres}


def ride(leaves: str, arrives: str, kind: str = "HEAVY_RAIL", metres: float = 75_000, **names: str) -> dict[str, Any]:
    stops = {
        "departureTime": leaves,
        "arrivalTime": arrives,
        "departureStop": {"name": names.get("start", "A")},
        "arrivalStop": {"name": names.get("end", "B")},
    }
    details = {"stopDetails": stops, "transitLine": {"vehicle": {"type": kind}}}
    return {"travelMode": "TRANSIT", "distanceMeters": metres, "transitDetails": details}


def journey(*steps: dict[str, Any]) -> dict[str, Any]:
    return {"routes": [{"legs": [{"steps": list(steps)}]}]}


def test_a_change_is_all_that_lies_between_two_rides() -> None:
    answer = journey(
        walk(300),
        ride("2026-11-24T06:10:00Z", "2026-11-24T06:20:00Z", "TRAM", 3_000, start="Järntorget", end="Göteborg C"),
        walk(60, 50),
        walk(60, 50),
        ride("2026-11-24T06:32:00Z", "2026-11-24T07:10:00Z", start="Göteborg C", end="Trollhättan"),
        ride("2026-11-24T07:10:00Z", "2026-11-24T07:20:00Z", "BUS", 2_000),
        walk(120),
    )
    route = read_train(answer, start=GOTEBORG, end=TROLLHATTAN, arrive=None)
    assert route is not None
    assert [(part.kind, part.low.total_seconds() / 60) for part in route.parts] == [
        (PartKind.ACCESS, 5),
        (PartKind.ACCESS, 10),
        (PartKind.CHANGE, 12),
        (PartKind.TRAIN, 38),
        (PartKind.BUS, 10),
        (PartKind.ACCESS, 2),
    ]
    assert (route.leaves, route.arrives) == (
        datetime(2026, 11, 24, 6, 5, tzinfo=UTC),
        datetime(2026, 11, 24, 7, 22, tzinfo=UTC),
    )
    assert (route.parts[2].start, route.parts[2].end) == ("Göteborg C", "Göteborg C")


MEMPHIS = Position(35.1495, -90.049, town="Memphis")
NEW_ORLEANS = Position(29.9511, -90.0715, town="New Orleans")

NIGHTS = [
    ("2026-11-24T17:08:00Z", "2026-11-25T06:50:00Z", "LONG_DISTANCE_TRAIN", True),
    ("2026-11-24T06:08:00Z", "2026-11-24T18:50:00Z", "LONG_DISTANCE_TRAIN", False),
    ("2026-11-25T00:10:00Z", "2026-11-25T05:00:00Z", "LONG_DISTANCE_TRAIN", False),  # not six hours
    ("2026-11-24T17:08:00+01:00", "2026-11-25T06:50:00+01:00", "LONG_DISTANCE_TRAIN", True),
    ("2026-11-24T17:08:00Z", "2026-11-25T06:50:00Z", "INTERCITY_BUS", False),
]


@pytest.mark.parametrize(("leaves", "arrives", "kind", "overnight"), NIGHTS)
def test_a_long_train_through_the_night_is_a_night_train(leaves: str, arrives: str, kind: str, overnight: bool) -> None:
    answer = journey(ride(leaves, arrives, kind, 1_100_000))
    route = read_train(answer, start=STOCKHOLM_C, end=LULEA, arrive=None)
    assert route is not None
    assert route.overnight is overnight


@pytest.mark.parametrize(("arrives", "overnight"), [("2026-11-25T08:30:00Z", False), ("2026-11-25T10:30:00Z", True)])
def test_night_is_where_the_train_is(arrives: str, overnight: bool) -> None:
    """It leaves at seven in the evening, when it is one o'clock in Greenwich."""
    answer = journey(ride("2026-11-25T01:00:00Z", arrives, "LONG_DISTANCE_TRAIN", 650_000))
    route = read_train(answer, start=MEMPHIS, end=NEW_ORLEANS, arrive=None)
    assert route is not None
    assert route.overnight is overnight


def test_a_walk_alone_is_no_journey() -> None:
    assert read_train(journey(walk()), start=GOTEBORG, end=TROLLHATTAN, arrive=None) is None
    assert read_train(journey(), start=GOTEBORG, end=TROLLHATTAN, arrive=None) is None
    assert read_train({}, start=GOTEBORG, end=TROLLHATTAN, arrive=None) is None


SEVEN, EIGHT = "2026-11-24T07:00:00Z", "2026-11-24T08:00:00Z"

NOT_A_JOURNEY = {
    "there before it left": journey(ride(EIGHT, SEVEN)),
    "no time": journey(ride(SEVEN, SEVEN)),
    "the next leaves before": journey(ride(SEVEN, EIGHT), ride(SEVEN, EIGHT)),
    "faster than a plane": journey(ride(SEVEN, "2026-11-24T07:05:00Z")),
    "three days": journey(ride("2026-11-21T07:00:00Z", EIGHT)),
    "too late for the meeting": journey(ride(SEVEN, "2026-11-24T08:01:00Z")),
    "days before the meeting": journey(ride("2026-11-22T07:00:00Z", "2026-11-22T08:00:00Z")),
    "no zone": journey(ride("2026-11-24T07:00:00", "2026-11-24T08:00:00")),
    "the first year": journey(walk(), ride("0001-01-01T00:00:00+14:00", "0001-01-01T01:00:00+14:00")),
    "the last year": journey(ride("9999-12-31T22:00:00-12:00", "9999-12-31T23:59:59-12:00"), walk()),
    "a walk backwards": journey(walk(metres=-400_000), ride(SEVEN, "2026-11-24T07:50:00Z")),
    "a walk of no length": journey({**walk(), "staticDuration": "soon"}, ride(SEVEN, "2026-11-24T07:50:00Z")),
    "no stops": journey({"transitDetails": {}}),
    "null": {"routes": [None]},
}


@pytest.mark.parametrize("answer", NOT_A_JOURNEY.values(), ids=list(NOT_A_JOURNEY))
def test_a_journey_that_cannot_be_is_none(answer: Any) -> None:
    with pytest.raises(EngineFailed):
        read_train(answer, start=GOTEBORG, end=TROLLHATTAN, arrive=NINE)


def test_the_journey_the_nonsense_is_made_of_is_believed() -> None:
    assert read_train(journey(ride(SEVEN, EIGHT)), start=GOTEBORG, end=TROLLHATTAN, arrive=NINE) is not None


def test_a_stop_has_a_name_that_can_be_shown() -> None:
    answer = journey(ride(SEVEN, EIGHT, start="A\u202e\n<b>" + "x" * 500))
    route = read_train(answer, start=GOTEBORG, end=TROLLHATTAN, arrive=None)
    assert route is not None
    assert "\n" not in route.parts[0].start
    assert "\u202e" not in route.parts[0].start
    assert len(route.parts[0].start) <= 80


# Matrices


def cell(row: int, column: int, **changes: Any) -> dict[str, Any]:
    good = {"duration": "3600s", "distanceMeters": 75_000, "condition": "ROUTE_EXISTS", "status": {}}
    return {"originIndex": row, "destinationIndex": column, **good, **changes}


WRONG_MATRICES = {
    "a cell missing": [cell(0, 1)],
    "an error in a cell": [cell(0, 1), cell(1, 0, status={"code": 13, "message": "internal"})],
    "no condition": [cell(0, 1), cell(1, 0, condition="")],
    "0 s between two towns": [cell(0, 1), cell(1, 0, duration="0s")],
    "null": [cell(0, 1), cell(1, 0, duration=None)],
    "places we never asked for": [cell(0, 1), cell(7, 0)],
    "a number too many": [cell(0, 1)] * 626,
    "no list": {"0": cell(0, 1)},
}


@pytest.mark.parametrize("answer", WRONG_MATRICES.values(), ids=list(WRONG_MATRICES))
def test_one_cell_that_cannot_be_spoils_the_matrix(answer: Any) -> None:
    places = (GOTEBORG, TROLLHATTAN)
    with pytest.raises(EngineFailed):
        read_rows(answer, origins=places, ends=places)


def test_the_matrix_the_nonsense_is_made_of_is_believed() -> None:
    places = (GOTEBORG, TROLLHATTAN)
    hour = timedelta(hours=1)
    assert read_rows([cell(1, 0), cell(0, 1)], origins=places, ends=places) == (
        (timedelta(), hour),
        (hour, timedelta()),
    )


# Wild

LIKE_GOOGLE = st.fixed_dictionaries(
    {
        "routes": st.lists(
            st.fixed_dictionaries(
                {"duration": st.from_regex(r"[0-9]{1,12}s") | ANY_JSON},
                optional={
                    "distanceMeters": ANY_JSON,
                    "legs": st.lists(st.fixed_dictionaries({"steps": ANY_JSON}), max_size=2),
                },
            ),
            max_size=2,
        )
    }
)


def times_of(found: Drive | Route | Matrix | None) -> list[timedelta]:
    if isinstance(found, tuple):
        return [time for row in found for time in row if time is not None]
    if isinstance(found, Drive):
        return [found.time]
    return [] if found is None else [found.low, found.high]


@given(ANY_JSON | LIKE_GOOGLE)
def test_any_json_is_a_possible_way_or_a_failure(answer: Any) -> None:
    json.dumps(answer)
    assert is_used_up(answer) in (True, False)
    places = (GOTEBORG, TROLLHATTAN)
    for read in (
        lambda: read_car(answer, start=GOTEBORG, end=TROLLHATTAN),
        lambda: read_train(answer, start=GOTEBORG, end=TROLLHATTAN, arrive=None),
        lambda: read_rows(answer, origins=places, ends=places),
    ):
        try:
            found = read()
        except EngineFailed:
            continue
        assert all(timedelta() <= time <= LONGEST for time in times_of(found))
