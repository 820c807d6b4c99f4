"""Trains by ResRobot's timetable: what it is asked, what is read of its answers, and what is not believed."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.errors import AccessDenied, ConnectorError, EngineFailed, TryLater
from connectors.routing.engines.polite import Polite
from connectors.routing.engines.resrobot import KEYS, ResRobot, is_covered, is_used_up
from connectors.routing.engines.resrobot_wire import is_timetable, read_trains
from connectors.routing.geocoder import Position
from connectors.routing.router import Mode, Part, PartKind, Route
from tests.simulators.engines.resrobot import Json, ResRobotSimulator, error, ride, stop, trip, walk
from tests.simulators.loopback import Answer, Respond, answer_json, serve
from tests.world import STOCKHOLM

GOTEBORG = Position(57.7089, 11.9735, "Göteborg", country="SE")
TROLLHATTAN = Position(58.2890, 12.2968, "Trollhättan", country="SE")
STOCKHOLM_C = Position(59.3301, 18.0582, "Stockholm", country="SE")
LULEA = Position(65.5840, 22.1547, "Luleå", country="SE")
NINE = datetime(2026, 12, 10, 9, 0, tzinfo=STOCKHOLM)
SECRET = "a-key"

Asking = Callable[..., Polite]


def at(hour: int, minute: int = 0, day: int = 10, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, minute)  # noqa: DTZ001 - as it tells them


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def station(position: Position, moment: datetime, name: str = "") -> Json:
    return stop(name or f"{position.town} C", moment, position.lat, position.lon)


def straight(leaves: datetime, arrives: datetime, **more: Any) -> Json:
    """One train from Göteborg to Trollhättan."""
    return trip(ride(station(GOTEBORG, leaves), station(TROLLHATTAN, arrives), **more))


def read(*trips: Json, arrive: datetime | None = NINE, start: Position = GOTEBORG, end: Position = TROLLHATTAN) -> Any:
    return read_trains({"Trip": list(trips)}, start=start, end=end, arrive=arrive)


def only(*trips: Json, **more: Any) -> Route:
    (route,) = read(*trips, **more)
    assert isinstance(route, Route)
    return route


def polite(ask: Asking) -> Polite:
    return ask(keys=KEYS, quota=is_used_up)


# Over HTTP


def test_it_is_asked_by_latitude_first_for_the_moment_to_be_there(ask: Asking) -> None:
    with serve(ResRobotSimulator(key=SECRET)) as server:
        ResRobot(polite(ask), key=SECRET, url=server.url).ways(GOTEBORG, TROLLHATTAN, arrive=NINE.astimezone(UTC))
    (asked,) = server.asked
    assert asked.path == "/v2.1/trip"
    assert dict(asked.params) == {
        "format": "json",
        "accessId": SECRET,
        "originCoordLat": "57.7089",
        "originCoordLong": "11.9735",
        "destCoordLat": "58.2890",
        "destCoordLong": "12.2968",
        "date": "2026-12-10",
        "time": "09:00",
        "searchForArrival": "1",
        "numF": "3",
        "passlist": "0",
        "products": "510",
    }
    assert asked.headers["user-agent"].startswith("Kanelbulle/")


def test_without_a_moment_the_next_trains_are_asked_for(ask: Asking) -> None:
    with serve(ResRobotSimulator(key=SECRET)) as server:
        found = ResRobot(polite(ask), key=SECRET, url=server.url).ways(GOTEBORG, TROLLHATTAN)
    assert not {"date", "time", "searchForArrival"} & set(server.asked[0].params)
    assert found.routes


def test_the_last_train_that_is_there_in_time_is_told_with_its_walks(ask: Asking) -> None:
    with serve(ResRobotSimulator(key=SECRET)) as server:
        found = ResRobot(polite(ask), key=SECRET, url=server.url).ways(GOTEBORG, TROLLHATTAN, arrive=NINE)
    (route,) = found.routes
    assert (route.mode, route.by) == (Mode.TRAIN, "resrobot")
    assert (route.leaves, route.arrives) == (NINE - minutes(52), NINE)
    assert (route.low, route.leaves and route.leaves.tzinfo) == (minutes(52), STOCKHOLM)
    assert [part.kind for part in route.parts] == [PartKind.ACCESS, PartKind.TRAIN, PartKind.ACCESS]
    assert (route.parts[1].start, route.parts[1].end) == ("Göteborg Centralstation", "Trollhättan Centralstation")


def test_the_same_question_is_asked_once(ask: Asking) -> None:
    with serve(ResRobotSimulator(key=SECRET)) as server:
        engine = ResRobot(polite(ask), key=SECRET, url=server.url + "/")
        first, second = (engine.ways(GOTEBORG, TROLLHATTAN, arrive=NINE) for _ in range(2))
    assert first == second
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (error("API_AUTH", 403), AccessDenied),
        (error("API_TOO_MANY_REQUESTS", 429), TryLater),
        (error("API_QUOTA", 400), TryLater),
        (error("API_QUOTA", 200), TryLater),
        (error("SVC_DATATIME_PERIOD", 400), EngineFailed),
        (error("SVC_DATATIME_PERIOD", 200), EngineFailed),
        (error("SVC_LOC", 400), EngineFailed),
        (error("INT_ERR", 500), EngineFailed),
        (error("INT_GATEWAY", 503), TryLater),
        (Answer(b"<html><body>Underhall</body></html>"), EngineFailed),
        (Answer(b"null"), EngineFailed),
        (Answer(b"[]"), EngineFailed),
        (Answer(b"{}"), EngineFailed),
        (answer_json({"Trip": [{"LegList": None}]}), EngineFailed),
        (answer_json({"Trip": {"LegList": {"Leg": 7}}}), EngineFailed),
        (Answer(b'{"Trip": [', cut=True), EngineFailed),
    ],
)
def test_what_is_no_timetable_is_a_failure_that_tells_no_key(
    ask: Asking, answer: Answer, failure: type[ConnectorError]
) -> None:
    with serve(answer) as server:
        engine = ResRobot(polite(ask), key="hemlig-nyckel", url=server.url)
        with pytest.raises(failure) as raised:
            engine.ways(GOTEBORG, TROLLHATTAN, arrive=NINE)
    assert server.asked
    told = f"{raised.value!r} {raised.value.__cause__!r} {raised.value.__context__!r} {engine!r}"
    assert "hemlig" not in told
    assert "57.70" not in told


@pytest.mark.parametrize("status", [200, 400])
@pytest.mark.parametrize("code", ["SVC_NO_RESULT", "SVC_LOC_NEAR", "SVC_LOC_EQUAL"])
def test_that_there_is_no_train_is_an_answer_and_kept(ask: Asking, code: str, status: int) -> None:
    with serve(error(code, status)) as server:
        engine = ResRobot(polite(ask), key=SECRET, url=server.url)
        assert [engine.ways(GOTEBORG, TROLLHATTAN, arrive=NINE).routes for _ in range(2)] == [(), ()]
    assert len(server.asked) == 1


def test_a_timetable_that_never_answers_costs_its_time_out_and_no_more(ask: Asking) -> None:
    with serve(Answer(hang=True)) as server:
        engine = ResRobot(ask(keys=KEYS, timeout=timedelta(milliseconds=80)), key=SECRET, url=server.url)
        with pytest.raises(ConnectorError):
            engine.ways(GOTEBORG, TROLLHATTAN, arrive=NINE)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (GOTEBORG, Position(52.52, 13.40, "Berlin", country="DE")),
        (Position(35.15, -90.05, "Memphis", country="US"), GOTEBORG),
        (GOTEBORG, Position(59.9, 10.0, "Drammen", country="NO")),
        (GOTEBORG, GOTEBORG),
    ],
)
def test_nothing_is_asked_about_other_countries_or_one_place(ask: Asking, start: Position, end: Position) -> None:
    with serve(ResRobotSimulator(key=SECRET)) as server:
        assert ResRobot(polite(ask), key=SECRET, url=server.url).ways(start, end, arrive=NINE).routes == ()
    assert server.asked == []


def test_roads_are_not_its_business(ask: Asking) -> None:
    with pytest.raises(EngineFailed):
        ResRobot(polite(ask), key=SECRET).drives((GOTEBORG, TROLLHATTAN))


@pytest.mark.parametrize(
    ("position", "covered"),
    [
        (LULEA, True),
        (Position(65.58, 22.15), True),
        (Position(55.68, 12.57, "København", country="DK"), True),
        (Position(59.91, 10.75, "Oslo", country="NO"), True),
        (Position(56.15, 10.20, "Aarhus", country="DK"), False),
        (Position(60.17, 24.94, "Helsingfors", country="FI"), False),
        (Position(63.43, 10.40, "Trondheim"), False),
        (Position(42.36, -71.06), False),
    ],
)
def test_it_knows_sweden_and_where_its_trains_end(position: Position, *, covered: bool) -> None:
    assert is_covered(position) is covered


# What is read


def test_the_range_is_from_the_fastest_found_to_the_slowest_anybody_takes() -> None:
    route = only(
        straight(at(7), at(7, 40)),
        straight(at(7, 30), at(8, 25)),
        straight(at(5), at(8, 30)),  # a train nobody takes
    )
    assert (route.low, route.high) == (minutes(40), minutes(55) * 1.1)
    assert route.leaves == datetime(2026, 12, 10, 7, 30, tzinfo=STOCKHOLM)


def test_a_change_is_told_with_what_is_waited() -> None:
    start, end = station(GOTEBORG, at(6)), station(TROLLHATTAN, at(8, 10))
    off, on = stop("Öxnered station", at(7), 58.352, 12.264), stop("Öxnered station", at(7, 12), 58.352, 12.264)
    route = only(trip(ride(start, off), walk(off, on, 80), ride(on, end, "Länstrafik - Buss 1", "7")))
    assert [(part.kind, part.low) for part in route.parts] == [
        (PartKind.TRAIN, minutes(60)),
        (PartKind.CHANGE, minutes(12)),
        (PartKind.BUS, minutes(58)),
    ]
    assert route.parts[1] == Part(PartKind.CHANGE, minutes(12), minutes(12), 0.0, "Öxnered station", "Öxnered station")


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("1", PartKind.TRAIN),
        ("2", PartKind.TRAIN),
        (4, PartKind.TRAIN),
        ("3", PartKind.BUS),
        ("5", PartKind.ACCESS),
        ("6", PartKind.ACCESS),
        ("7", PartKind.BUS),
        ("8", PartKind.FERRY),
    ],
)
def test_each_vehicle_is_a_part_of_its_kind(code: str | int, kind: PartKind) -> None:
    off, on = stop("Öxnered station", at(7), 58.352, 12.264), stop("Öxnered station", at(7), 58.352, 12.264)
    legs = ride(station(GOTEBORG, at(6)), off), ride(on, station(TROLLHATTAN, at(8)), "X 1", str(code))
    legs[1]["Product"] = [{"name": "X 1", "catCode": code}]
    assert only(trip(*legs)).parts[-1].kind is kind


@pytest.mark.parametrize("code", ["0", "9", "", "x", None, -1])
def test_a_trip_that_flies_or_whose_vehicle_nobody_knows_is_no_train(code: object) -> None:
    leg = ride(station(GOTEBORG, at(7)), station(TROLLHATTAN, at(7, 40)))
    leg["Product"] = [{"name": "SK 1", "catCode": code}]
    with pytest.raises(EngineFailed):
        read(trip(leg))


def test_a_way_by_bus_alone_is_no_train() -> None:
    assert read(straight(at(7), at(8), name="Länstrafik - Buss 600", code="7")) == ()


def test_a_product_may_be_a_record_and_a_leg_may_stand_without_its_list() -> None:
    leg = ride(station(GOTEBORG, at(7)), station(TROLLHATTAN, at(7, 40)))
    leg["Product"] = {"name": "Regional Tåg 3057", "catCode": "2", "num": None, "operatorUrl": "http://www.sj.se"}
    listless: Json = {"LegList": {"Leg": leg}}
    assert only(listless).low == minutes(40)
    assert read_trains({"Trip": listless}, start=GOTEBORG, end=TROLLHATTAN, arrive=NINE)


def test_one_spoilt_trip_does_not_spoil_the_others() -> None:
    assert only({"LegList": {"Leg": [{"type": "JNY"}]}}, straight(at(7), at(7, 40))).low == minutes(40)


def test_a_day_train_and_a_night_train_are_two_ways() -> None:
    ten = datetime(2026, 12, 10, 13, 0, tzinfo=STOCKHOLM)
    end = station(LULEA, at(9, 30))
    night = trip(ride(station(STOCKHOLM_C, at(19, 10, day=9)), end, "InterCity 94"))
    day = trip(ride(station(STOCKHOLM_C, at(1, 0)), station(LULEA, at(12, 45)), "Snabbtåg 570", "1"))
    day["LegList"]["Leg"][0]["Origin"] = station(STOCKHOLM_C, at(4, 0))  # type: ignore[index]  # its wire is loose
    found = read(night, day, arrive=ten, start=STOCKHOLM_C, end=LULEA)
    assert [(route.overnight, route.low) for route in found] == [
        (False, timedelta(hours=8, minutes=45)),
        (True, timedelta(hours=14, minutes=20)),
    ]


def test_a_night_train_is_known_by_its_name_too() -> None:
    late = trip(ride(station(GOTEBORG, at(23, 0, day=9)), station(TROLLHATTAN, at(1, 0)), "SJ Nattåg 91"))
    assert only(late, arrive=NINE).overnight


def test_the_night_when_clocks_change_has_the_hours_it_has() -> None:
    noon = datetime(2026, 10, 25, 12, 0, tzinfo=STOCKHOLM)
    night = trip(ride(station(STOCKHOLM_C, at(22, 0, 24, 10)), station(LULEA, at(10, 0, 25, 10)), "SJ Nattåg 94"))
    route = only(night, arrive=noon, start=STOCKHOLM_C, end=LULEA)
    assert route.low == timedelta(hours=13)
    assert route.leaves == datetime(2026, 10, 24, 22, 0, tzinfo=STOCKHOLM)


@pytest.mark.parametrize(
    "untrue",
    [
        straight(at(7, 40), at(7)),  # there before it leaves
        straight(at(7), at(7)),
        straight(at(7), at(7, 4)),  # faster than any train
        straight(at(7, day=1), at(7, 40)),  # nine days
        straight(at(9, 30), at(10, 10)),  # after the meeting
        straight(at(7), at(7, 40), cancelled=True),
        straight(at(7), at(7, 40), reachable=False),
        trip(ride(station(STOCKHOLM_C, at(4)), station(TROLLHATTAN, at(7, 40)))),  # from somewhere else
        trip(ride(station(GOTEBORG, at(4)), station(STOCKHOLM_C, at(7, 40)))),
        trip(walk(station(GOTEBORG, at(7)), station(TROLLHATTAN, at(7, 40)))),
        trip(),
    ],
)
def test_a_trip_that_cannot_be_is_not_believed(untrue: Json) -> None:
    with pytest.raises(EngineFailed):
        read(untrue)


@pytest.mark.parametrize(
    "moment",
    [("2026-12-10", ""), ("igår", "07:00"), ("2026-12-10", "25:00:00"), ("9999-99-99", "x"), ("0001-01-01", "00:00")],
)
def test_a_moment_that_is_none_spoils_its_trip(moment: tuple[str, str]) -> None:
    leg = straight(at(7), at(7, 40))
    leg["LegList"]["Leg"][0]["Origin"] |= {"date": moment[0], "time": moment[1]}  # type: ignore[index]  # its wire is loose
    with pytest.raises(EngineFailed):
        read(leg)


def test_names_of_stations_are_one_line_of_bounded_length() -> None:
    start = station(GOTEBORG, at(7), "Göteborg\u202e\n<b>C</b>" + "x" * 500)
    route = only(trip(ride(start, station(TROLLHATTAN, at(7, 40)))))
    assert route.parts[0].start.startswith("Göteborg <b>C</b>x")
    assert len(route.parts[0].start) <= 80


jsons = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=20,
)


def bend(draw: st.DrawFn, wire: Any) -> Any:
    """The same with something else here and there."""
    if draw(st.integers(0, 14)) == 0:
        return draw(jsons)
    if isinstance(wire, dict):
        return {name: bend(draw, value) for name, value in wire.items()}
    return [bend(draw, one) for one in wire] if isinstance(wire, list) else wire


@st.composite
def bent(draw: st.DrawFn) -> Any:
    return bend(draw, {"Trip": [straight(at(7), at(7, 40)), straight(at(8), at(8, 41))]})


@settings(max_examples=200)
@given(jsons | bent())
def test_whatever_answers_ends_in_ways_that_can_be_or_in_one_failure(answer: Any) -> None:
    try:
        routes = read_trains(answer, start=GOTEBORG, end=TROLLHATTAN, arrive=NINE)
    except EngineFailed:
        return
    assert is_timetable(answer)
    for route in routes:
        assert timedelta() < route.low <= route.high
        assert route.leaves is not None
        assert route.arrives is not None
        assert route.leaves < route.arrives <= NINE


def test_the_simulator_refuses_as_the_real_one_does(ask: Asking) -> None:
    respond: Respond = ResRobotSimulator(key="another")
    with serve(respond) as server, pytest.raises(AccessDenied):
        ResRobot(polite(ask), key=SECRET, url=server.url).ways(GOTEBORG, TROLLHATTAN, arrive=NINE)
