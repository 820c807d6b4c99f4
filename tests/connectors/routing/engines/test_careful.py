"""An engine with its offline twin beside it: whatever the engine does there is an answer, and it is told whose it is."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from connectors.errors import AccessDenied, EngineFailed, TryLater
from connectors.routing.bakery import Bakery
from connectors.routing.engines.careful import CarefulBakeries, CarefulGeocoder, CarefulRouter, merge_ways
from connectors.routing.engines.osrm import Osrm
from connectors.routing.engines.polite import Polite
from connectors.routing.engines.sense import Matrix
from connectors.routing.geocoder import Confidence, Found, Method, NotFound, Position, Sought, Unknown
from connectors.routing.offline import OfflineRouter
from connectors.routing.router import Mode, Part, PartKind, Route, Ways
from tests.connectors.routing.engines.twin import Twin
from tests.simulators.engines.osrm import OsrmSimulator
from tests.simulators.loopback import Answer, answer_json, serve

Ask = Callable[..., Polite]

GOTEBORG = Position(57.7089, 11.9746, town="Göteborg", country="SE", zone="Europe/Stockholm")
TROLLHATTAN = Position(58.2837, 12.2886, town="Trollhättan", country="SE", zone="Europe/Stockholm")
MOLNDAL = Position(57.6554, 12.0138, town="Mölndal")
VISBY = Position(57.6348, 18.2948, town="Visby")
HOUR = timedelta(hours=1)


@dataclass(slots=True)
class Told:
    """An engine that answers as told, or fails as told, and counts."""

    answer: object
    questions: int = 0

    def ways(self, start: Position, end: Position, *, arrive: datetime | None = None) -> Ways:
        return self._tell()  # type: ignore[return-value]  # a test may tell anything

    def drives(self, positions: Sequence[Position]) -> Matrix:
        return self._tell()  # type: ignore[return-value]

    def find(self, sought: Sought) -> Found | NotFound:
        return self._tell()  # type: ignore[return-value]

    def _tell(self) -> object:
        self.questions += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def route(mode: Mode = Mode.CAR, hours: float = 1.1, **more: object) -> Route:
    return Route(mode, hours * HOUR, hours * HOUR * 1.2, 79.0, by="engine", **more)  # type: ignore[arg-type]


NIGHT = (Part(PartKind.NIGHT_TRAIN, 9 * HOUR, 9 * HOUR),)


# Ways


def test_the_engine_s_car_takes_the_place_of_the_estimate_s() -> None:
    twin = Twin(modes=(Mode.TRAIN, Mode.CAR))
    ways = CarefulRouter(Told(Ways((route(hours=1.4),))), twin).ways(GOTEBORG, TROLLHATTAN)
    assert [(one.mode, one.by) for one in ways.routes] == [(Mode.TRAIN, "estimate"), (Mode.CAR, "engine")]


def test_the_sensible_way_stays_first_when_the_engine_knows_better() -> None:
    twin = Twin(modes=(Mode.TRAIN, Mode.CAR))
    assert [one.mode for one in twin.ways(GOTEBORG, TROLLHATTAN).routes] == [Mode.TRAIN, Mode.CAR]
    ways = CarefulRouter(Told(Ways((route(Mode.TRAIN, hours=1.8),))), twin).ways(GOTEBORG, TROLLHATTAN)
    assert [one.mode for one in ways.routes] == [Mode.CAR, Mode.TRAIN]


FAILURES = [
    TryLater("busy", HOUR),
    AccessDenied("no key"),
    EngineFailed("broken"),
    ValueError("nobody thought of this"),
    RecursionError(),
]


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: type(failure).__name__)
def test_whatever_fails_is_estimated_and_counted(failure: Exception) -> None:
    careful = CarefulRouter(Told(failure), Twin())
    assert careful.ways(GOTEBORG, TROLLHATTAN) == Twin().ways(GOTEBORG, TROLLHATTAN)
    assert careful.drives([GOTEBORG, TROLLHATTAN]) == Twin().drives([GOTEBORG, TROLLHATTAN])
    tally = careful.tally
    assert (tally.asked, tally.failed, tally.fell_back) == (2, 2, 2)


def test_a_failure_nobody_thought_of_is_logged_without_what_was_asked(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    CarefulRouter(Told(ValueError("Storgatan 12")), Twin()).ways(GOTEBORG, TROLLHATTAN)
    assert "ValueError" in caplog.text
    assert "Storgatan" not in caplog.text


NOT_BELIEVED = {
    "no way": Ways(),
    "no time": Ways((route(hours=0),)),
    "less than no time": Ways((replace(route(), low=-HOUR),)),
    "the longest before the shortest": Ways((replace(route(), high=HOUR / 2),)),
    "three times as fast": Ways((route(hours=0.3),)),
    "three times as slow": Ways((route(hours=4),)),
}


@pytest.mark.parametrize("answer", NOT_BELIEVED.values(), ids=list(NOT_BELIEVED))
def test_what_cannot_be_is_estimated(answer: Ways) -> None:
    careful = CarefulRouter(Told(answer), Twin())
    assert careful.ways(GOTEBORG, TROLLHATTAN) == Twin().ways(GOTEBORG, TROLLHATTAN)
    assert (careful.tally.failed, careful.tally.fell_back) == (0, 1)


def test_a_short_trip_may_be_slower_than_any_estimate() -> None:
    ways = CarefulRouter(Told(Ways((route(hours=0.6),))), Twin()).ways(GOTEBORG, MOLNDAL)
    assert ways.routes[0].by == "engine"


def test_a_car_on_a_ferry_has_no_time_of_ours_or_theirs() -> None:
    twin = Twin(modes=(Mode.FLIGHT,), ferry="gotland")
    engine = Told(Ways((route(hours=2), route(Mode.TRAIN, 2))))
    ways = CarefulRouter(engine, twin).ways(GOTEBORG, VISBY)
    assert [(one.mode, one.by) for one in ways.routes] == [(Mode.FLIGHT, "estimate"), (Mode.TRAIN, "engine")]
    assert ways.ferry == "gotland"


def test_a_night_train_and_a_day_train_are_two() -> None:
    day, night = route(Mode.TRAIN, 8), route(Mode.TRAIN, 13, parts=NIGHT)
    estimate = Ways((replace(day, by="estimate"), replace(night, by="estimate")))

    def told(*answers: Route) -> dict[bool, str]:
        return {one.overnight: one.by for one in merge_ways(estimate, answers, crow=720).routes}

    assert told(night) == {False: "estimate", True: "engine"}
    assert told(day, night) == {False: "engine", True: "engine"}


@pytest.mark.parametrize(("hours", "kept"), [(1.4, True), (3.5, False)])
def test_a_way_the_twin_did_not_think_of_is_told_when_it_is_not_absurd(hours: float, kept: bool) -> None:
    ways = merge_ways(Ways((replace(route(hours=1), by="estimate"),)), [route(Mode.TRAIN, hours)], crow=66)
    assert [one.mode for one in ways.routes] == [Mode.CAR, Mode.TRAIN][: 1 + kept]


def test_of_two_of_the_engine_s_ways_of_one_kind_the_first_is_taken() -> None:
    estimate = Ways((replace(route(hours=1), by="estimate"),))
    ways = merge_ways(estimate, [route(hours=1.2), route(hours=1.4)], crow=66)
    assert [one.low for one in ways.routes] == [1.2 * HOUR]


def test_the_only_way_is_told_however_absurd() -> None:
    ways = merge_ways(Ways((replace(route(hours=9), by="estimate"),)), [route(hours=11)], crow=600)
    assert [one.low for one in ways.routes] == [11 * HOUR]


# Matrices

PLACES = (GOTEBORG, TROLLHATTAN, MOLNDAL)
ZERO = timedelta()


def matrix(there: timedelta | None = 1.2 * HOUR, near: timedelta | None = HOUR / 2) -> Matrix:
    return ((ZERO, there, near), (there, ZERO, HOUR), (near, HOUR, ZERO))


def test_a_matrix_that_makes_sense_is_the_engine_s() -> None:
    careful = CarefulRouter(Told(matrix()), Twin())
    assert careful.drives(PLACES) == matrix()
    assert careful.tally.fell_back == 0


WRONG = {
    "a null where there is a road": matrix(None),
    "one cell too slow": matrix(9 * HOUR),
    "one cell too fast": matrix(HOUR / 9),
    "less than no time": matrix(near=-HOUR),
    "too few rows": matrix()[:2],
    "a row too short": (*matrix()[:2], (ZERO,)),
    "nothing": (),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=list(WRONG))
def test_a_matrix_is_of_one_engine_never_of_two(wrong: Matrix) -> None:
    assert CarefulRouter(Told(wrong), Twin()).drives(PLACES) == Twin().drives(PLACES)


def test_no_road_stays_no_road_though_the_engine_takes_the_ferry() -> None:
    times = ((ZERO, 5 * HOUR), (5 * HOUR, ZERO))
    careful = CarefulRouter(Told(times), Twin(ferry="gotland"))
    assert careful.drives([GOTEBORG, VISBY]) == ((ZERO, None), (None, ZERO))


# Budget


def test_a_budget_that_is_used_up_asks_no_more() -> None:
    engine = Told(Ways((route(),)))
    careful = CarefulRouter(engine, Twin(), budget=2)
    told = [careful.ways(GOTEBORG, TROLLHATTAN).routes[0].by for _ in range(4)]
    assert told == ["engine", "engine", "estimate", "estimate"]
    assert engine.questions == 2
    assert (careful.tally.asked, careful.tally.failed, careful.tally.fell_back) == (2, 0, 2)


def test_engines_can_stand_in_a_row() -> None:
    trains = Told(Ways((route(Mode.TRAIN, 0.8),)))
    cars = Told(Ways((route(),)))
    twin = Twin(modes=(Mode.TRAIN, Mode.CAR))
    ways = CarefulRouter(trains, CarefulRouter(cars, twin)).ways(GOTEBORG, TROLLHATTAN)
    assert [(one.mode, one.by) for one in ways.routes] == [(Mode.TRAIN, "engine"), (Mode.CAR, "engine")]


def test_when_the_time_of_a_look_is_over_no_more_is_asked() -> None:
    engine, moments = Told(Ways((route(),))), iter([False, True, True])
    careful = CarefulRouter(engine, Twin(), is_over=lambda: next(moments))
    told = [careful.ways(GOTEBORG, TROLLHATTAN).routes[0].by for _ in range(3)]
    assert told == ["engine", "estimate", "estimate"]
    assert (engine.questions, careful.tally.fell_back) == (1, 2)


def test_an_engine_of_timetables_is_not_asked_about_roads_and_none_of_it_is_a_failure() -> None:
    trains = Told(EngineFailed("knows no roads"))
    careful = CarefulRouter(trains, Twin(), roads=False)
    assert careful.drives(PLACES) == Twin().drives(PLACES)
    assert (trains.questions, careful.tally.asked, careful.tally.failed, careful.tally.fell_back) == (0, 0, 0, 0)


def test_a_dear_bridge_is_thought_twice_about_whoever_tells_the_minutes() -> None:
    malmo, kobenhavn = Position(55.6059, 13.0007, country="SE"), Position(55.6761, 12.5683, country="DK")
    estimate = OfflineRouter().ways(malmo, kobenhavn)
    assert estimate.toll
    assert [one.mode for one in estimate.routes] == [Mode.TRAIN, Mode.CAR]
    car = next(one for one in estimate.routes if one.mode is Mode.CAR)
    ways = CarefulRouter(Told(Ways((replace(car, by="engine"),))), OfflineRouter()).ways(malmo, kobenhavn)
    assert [(one.mode, one.by) for one in ways.routes] == [(Mode.TRAIN, "estimate"), (Mode.CAR, "engine")]
    assert not OfflineRouter().ways(GOTEBORG, TROLLHATTAN).toll


# Bakeries

BUN = Bakery("Bullens", TROLLHATTAN)


@dataclass(slots=True)
class Shops:
    answer: tuple[Bakery, ...] | Exception

    def near(self, position: Position, *, metres: int) -> tuple[Bakery, ...]:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.mark.parametrize(
    ("answer", "told", "counted"),
    [
        ((BUN,), (BUN,), (1, 0, 0)),
        ((), (), (1, 0, 1)),
        (EngineFailed("broken"), (), (1, 1, 1)),
        (ValueError("nobody thought of this"), (), (1, 1, 1)),
    ],
)
def test_bakeries_are_real_or_there_are_none(
    answer: tuple[Bakery, ...] | Exception, told: tuple[Bakery, ...], counted: tuple[int, int, int]
) -> None:
    careful = CarefulBakeries(Shops(answer))
    assert careful.near(TROLLHATTAN, metres=1500) == told
    assert (careful.tally.asked, careful.tally.failed, careful.tally.fell_back) == counted
    assert CarefulBakeries(Shops((BUN,)), is_over=lambda: True).near(TROLLHATTAN, metres=1500) == ()


# Over HTTP, as in life

BAD_DAYS = {
    "a web page": Answer(b"<html>Sign in to the hotel's network</html>"),
    "half an answer": Answer(b'{"code":"Ok","routes":[{"dur'),
    "busy": answer_json({}, 429, Retry_After="0.5"),
    "down": Answer(b"", 500),
    "hanging": Answer(hang=True),
    "0 s": answer_json({"code": "Ok", "routes": [{"duration": 0, "distance": 0}], "waypoints": [{"distance": 0}] * 2}),
    "moved": Answer(b"", 302, {"Location": "http://127.0.0.1:9/"}),
    "huge": Answer(b" " * 3_000_000),
}


@pytest.mark.parametrize("bad", BAD_DAYS.values(), ids=list(BAD_DAYS))
def test_a_server_s_bad_day_costs_nobody_the_answer(ask: Ask, bad: Answer) -> None:
    with serve(bad) as server:
        careful = CarefulRouter(Osrm(ask(timeout=timedelta(seconds=0.2)), url=server.url), Twin())
        assert careful.ways(GOTEBORG, TROLLHATTAN) == Twin().ways(GOTEBORG, TROLLHATTAN)
        assert careful.drives(PLACES) == Twin().drives(PLACES)


def test_a_server_s_good_day_is_marked_with_its_name(ask: Ask) -> None:
    with serve(OsrmSimulator()) as server:
        careful = CarefulRouter(Osrm(ask(), url=server.url), Twin(modes=(Mode.TRAIN, Mode.CAR)))
        assert [one.by for one in careful.ways(GOTEBORG, TROLLHATTAN).routes] == ["estimate", "osrm"]
        assert careful.drives(PLACES) != Twin().drives(PLACES)
    assert careful.tally.fell_back == 0


# Places


def found(lat: float, lon: float, method: Method = Method.STREET, **more: object) -> Found:
    return Found(Position(lat, lon), "Storgatan 12", method, Confidence.CERTAIN, by="engine", **more)  # type: ignore[arg-type]


IN_TOWN = Found(GOTEBORG, "Göteborg", Method.TOWN, Confidence.LIKELY)
MORA = (Position(61.007, 14.543, town="Mora", zone="Europe/Stockholm"), Position(59.9, 16.3, town="Mora"))
STREET = Sought("Storgatan 12, Göteborg")


def test_an_address_the_engine_finds_in_the_town_is_where_it_says_with_the_town_s_name() -> None:
    careful = CarefulGeocoder(Told(found(57.71, 11.97)), Told(IN_TOWN))
    answer = careful.find(STREET)
    assert isinstance(answer, Found)
    assert answer.position == Position(57.71, 11.97, "Göteborg", "", "SE", "Europe/Stockholm")
    assert (answer.method, answer.by) == (Method.STREET, "engine")


KEPT = {
    "a failure": EngineFailed("broken"),
    "anything at all": KeyError("lat"),
    "not found": NotFound(Unknown.NOT_FOUND),
    "nothing": None,
    "in another town": found(59.33, 18.06),
    "at 0,0": found(0, 0),
    "off the earth": found(957.7, 11.97),
    "nowhere": found(float("nan"), 11.97),
    "no surer": found(57.71, 11.97, Method.TOWN),
}


@pytest.mark.parametrize("answer", KEPT.values(), ids=list(KEPT))
def test_what_the_twin_knows_stands_when_the_engine_knows_no_better(answer: object) -> None:
    careful = CarefulGeocoder(Told(answer), Told(IN_TOWN))
    assert careful.find(STREET) == IN_TOWN
    assert careful.tally.fell_back == 1


@pytest.mark.parametrize(
    "why",
    [
        Unknown.EMPTY,
        Unknown.ONLINE,
        Unknown.OWN,
        Unknown.VAGUE,
        Unknown.ROOM,
        Unknown.STREET_ONLY,
        Unknown.NOWHERE,
    ],
)
def test_nobody_is_asked_where_the_text_names_no_place(why: Unknown) -> None:
    engine = Told(found(57.71, 11.97))
    assert CarefulGeocoder(engine, Told(NotFound(why))).find(STREET) == NotFound(why)
    assert engine.questions == 0


def test_nobody_is_asked_about_coordinates() -> None:
    engine = Told(found(57.71, 11.97))
    known = Found(GOTEBORG, "57.7,11.9", Method.COORDINATES, Confidence.CERTAIN)
    assert CarefulGeocoder(engine, Told(known)).find(STREET) == known
    assert engine.questions == 0


@pytest.mark.parametrize("why", [Unknown.NOT_FOUND, Unknown.OTHER_SCRIPT])
def test_a_place_the_twin_does_not_know_is_the_engine_s_to_find(why: Unknown) -> None:
    answer = found(35.68, 139.76, Method.TOWN)
    assert CarefulGeocoder(Told(answer), Told(NotFound(why))).find(STREET) == answer


CHOICES = [
    (found(61.01, 14.55), True),
    (found(61.01, 14.55, Method.POSTAL_CODE), True),
    (found(61.01, 14.55, Method.TOWN), False),  # a guess
    (found(55.6, 13.0), False),  # none of them
]


@pytest.mark.parametrize(("answer", "believed"), CHOICES)
def test_of_two_towns_with_one_name_only_an_address_tells_which(answer: Found, believed: bool) -> None:
    known = NotFound(Unknown.AMBIGUOUS, MORA)
    told = CarefulGeocoder(Told(answer), Told(known)).find(Sought("Storgatan 12, Mora"))
    assert (told != known) is believed
    if isinstance(told, Found):
        assert (told.position.town, told.position.zone) == ("Mora", "Europe/Stockholm")


def test_a_geocoder_s_budget_ends_too() -> None:
    engine = Told(found(57.71, 11.97))
    careful = CarefulGeocoder(engine, Told(IN_TOWN), budget=1)
    assert careful.find(STREET) != IN_TOWN
    assert careful.find(STREET) == IN_TOWN
    assert engine.questions == 1
