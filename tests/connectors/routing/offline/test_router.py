"""The ways as a Swede, a Dane or an American would plan them: what comes first, what is left out, and what is unknown."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.routing.geocoder import Position
from connectors.routing.offline import OfflineRouter
from connectors.routing.router import ESTIMATE, Mode, Part, PartKind, Route, Ways
from tests.connectors.routing.offline.towns import TOWNS

ROUTER = OfflineRouter()
MINUTE = timedelta(minutes=1)


def ways(start: str, end: str) -> Ways:
    return ROUTER.ways(TOWNS[start], TOWNS[end])


def names(found: Ways) -> list[str]:
    return ["night" if route.overnight else route.mode.value for route in found.routes]


def way(start: str, end: str, name: str) -> Route:
    found = ways(start, end)
    return found.routes[names(found).index(name)]


def parts(route: Route, kind: PartKind) -> list[Part]:
    return [part for part in route.parts if part.kind is kind]


# The four journeys the product began with


def test_to_lulea_one_flies_or_sleeps_on_the_way_and_nobody_drives_ten_hours_to_a_meeting() -> None:
    assert names(ways("Stockholm", "Luleå")) == ["flight", "night"]
    flight, night = ways("Stockholm", "Luleå").routes
    assert [(part.start, part.end) for part in parts(flight, PartKind.FLY)] == [("ARN", "LLA")]
    assert 195 * MINUTE <= flight.middle <= 240 * MINUTE
    (sleeper,) = parts(night, PartKind.NIGHT_TRAIN)
    assert 13 * 60 * MINUTE <= sleeper.low <= sleeper.high <= 14.5 * 60 * MINUTE
    assert sleeper.km == pytest.approx(900, rel=0.05)


def test_goteborg_to_trollhattan_is_forty_minutes_in_a_train_and_an_hour_by_car() -> None:
    assert names(ways("Göteborg", "Trollhättan")) == ["train", "car"]
    (train,) = parts(way("Göteborg", "Trollhättan", "train"), PartKind.TRAIN)
    assert train.low <= 41 * MINUTE <= train.high
    car = way("Göteborg", "Trollhättan", "car")
    assert 45 * MINUTE <= car.low <= car.high <= 70 * MINUTE
    assert car.km == pytest.approx(75, rel=0.08)


def test_malmo_to_hassleholm_is_a_train_or_an_hour_by_car() -> None:
    assert names(ways("Malmö", "Hässleholm")) == ["train", "car"]
    car = way("Malmö", "Hässleholm", "car")
    assert car.low <= 65 * MINUTE <= car.high
    assert car.km == pytest.approx(85, rel=0.08)


def test_memphis_to_boston_is_flown_and_the_hour_between_the_zones_is_no_travelling() -> None:
    assert names(ways("Memphis", "Boston")) == ["flight"]
    there, back = way("Memphis", "Boston", "flight"), way("Boston", "Memphis", "flight")
    assert (there.low, there.high) == (back.low, back.high)
    (flown,) = parts(there, PartKind.FLY)
    assert flown.low <= 180 * MINUTE <= flown.high
    assert 4 * 60 * MINUTE <= there.middle <= 5.5 * 60 * MINUTE


PLANNED = (
    ("Göteborg", "Stockholm", ["train", "flight", "car"]),
    ("Stockholm", "Malmö", ["train", "flight", "night"]),
    ("Stockholm", "Uppsala", ["train", "car"]),
    ("Stockholm", "Norrköping", ["train", "car"]),
    ("Stockholm", "Karlstad", ["train", "car"]),
    ("Stockholm", "Sundsvall", ["train", "flight", "car"]),
    ("Stockholm", "Umeå", ["flight", "train", "night"]),
    ("Göteborg", "Malmö", ["train", "car"]),
    ("Göteborg", "Borås", ["car", "train"]),
    ("Göteborg", "Jönköping", ["car", "train"]),
    ("Göteborg", "Oslo", ["train", "car"]),
    ("Göteborg", "Luleå", ["flight", "night"]),
    ("Göteborg", "Mölndal", ["car"]),
    ("Luleå", "Boden", ["car", "train"]),
    ("Luleå", "Piteå", ["car"]),
    ("Luleå", "Skellefteå", ["car"]),
    ("Luleå", "Oulu", ["car"]),
    ("Malmö", "Copenhagen", ["train", "car"]),
    ("Copenhagen", "Hamburg", ["train", "car"]),
    ("Kiruna", "Malmö", ["flight"]),
    ("Stockholm", "Visby", ["flight"]),
    ("Stockholm", "Helsinki", ["flight"]),
    ("Stockholm", "London", ["flight"]),
    ("Stockholm", "Tokyo", ["flight"]),
    ("Berlin", "Munich", ["train", "flight"]),
    ("London", "Paris", ["train", "flight"]),
    ("Philadelphia", "Boston", ["flight", "train", "car"]),
    ("Hjo", "Gränna", ["car"]),
    ("Kalmar", "Borgholm", ["car"]),
)


@pytest.mark.parametrize(("start", "end", "expected"), PLANNED, ids=[f"{start}-{end}" for start, end, _ in PLANNED])
def test_the_sensible_way_comes_first_and_absurd_ones_are_absent(start: str, end: str, expected: list[str]) -> None:
    assert names(ways(start, end)) == expected


def test_two_spokes_are_flown_with_a_change_at_arlanda() -> None:
    (flight,) = ways("Kiruna", "Malmö").routes
    assert [(part.start, part.end) for part in parts(flight, PartKind.FLY)] == [("KRN", "ARN"), ("ARN", "MMX")]
    (change,) = parts(flight, PartKind.CHANGE)
    assert change.start == "ARN"
    assert (change.low + change.high) / 2 == 75 * MINUTE


@pytest.mark.parametrize(
    ("start", "end", "water"),
    [
        ("Stockholm", "Visby", "gotland"),
        ("Göteborg", "Visby", "gotland"),
        ("Stockholm", "Mariehamn", "aland"),
        ("Turku", "Mariehamn", "aland"),
        ("Stockholm", "Helsinki", "baltic"),
        ("Stockholm", "Tallinn", "baltic"),
        ("Stockholm", "Riga", "baltic"),
        ("Malmö", "Rønne", "bornholm"),
        ("Helsinki", "Tallinn", "gulf_of_finland"),
        ("Umeå", "Vaasa", "kvarken"),
        ("Göteborg", "Frederikshavn", "kattegat"),
        ("Kristiansand", "Frederikshavn", "skagerrak"),
        ("London", "Paris", "channel"),
        ("London", "Dublin", "irish_sea"),
        ("Bari", "Dubrovnik", "adriatic"),
    ],
)
def test_where_no_road_goes_the_water_is_named_and_no_minute_by_car_is_made_up(
    start: str, end: str, water: str
) -> None:
    found = ways(start, end)
    assert "car" not in names(found)
    assert found.ferry == water
    assert ROUTER.drives([TOWNS[start], TOWNS[end]])[0][1] is None


@pytest.mark.parametrize(
    ("start", "end", "water"), [("Helsingborg", "Helsingør", "oresund"), ("Göteborg", "Aarhus", "kattegat")]
)
def test_a_ferry_is_named_beside_a_road_that_goes_far_round(start: str, end: str, water: str) -> None:
    found = ways(start, end)
    assert "car" in names(found)
    assert found.ferry == water


def test_far_over_the_sea_nobody_looks_for_a_ferry() -> None:
    for start, end in (("Stockholm", "London"), ("Stockholm", "Reykjavik"), ("Paris", "Ajaccio")):
        found = ways(start, end)
        assert (names(found), found.ferry) == (["flight"], "")


def test_on_an_island_one_drives() -> None:
    found = ways("Visby", "Hemse")
    assert names(found) == ["car"]
    assert found.ferry == ""


@pytest.mark.parametrize(
    ("start", "end", "km"),
    [
        ("Hjo", "Gränna", 114),
        ("Lidköping", "Karlstad", 185),
        ("Copenhagen", "Hamburg", 460),
        ("Stockholm", "Luleå", 900),
        ("Örnsköldsvik", "Stockholm", 530),
        ("Göteborg", "Stockholm", 473),
        ("Haparanda", "Tornio", 2),
    ],
)
def test_roads_go_round_lakes_and_over_bridges(start: str, end: str, km: int) -> None:
    (car,) = [route for route in ROUTER.every(TOWNS[start], TOWNS[end]).routes if route.mode is Mode.CAR]
    assert car.km == pytest.approx(km, rel=0.1)


def test_a_matrix_is_the_same_both_ways_and_nothing_at_home() -> None:
    towns = [TOWNS[name] for name in ("Göteborg", "Trollhättan", "Borås", "Visby")]
    matrix = ROUTER.drives(towns)
    for one in range(4):
        assert matrix[one][one] == timedelta()
        for other in range(4):
            assert matrix[one][other] == matrix[other][one]
    car = way("Göteborg", "Trollhättan", "car")
    assert matrix[0][1] is not None
    assert abs(matrix[0][1] - car.middle) < MINUTE
    assert matrix[0][3] is None


def test_no_matrix_of_nobody() -> None:
    assert ROUTER.drives([]) == ()


@pytest.mark.parametrize(
    "nonsense", [Position(412, 0), Position(0, -999), Position(float("nan"), 0), Position(0, float("inf"))]
)
def test_nonsense_has_no_ways(nonsense: Position) -> None:
    home = TOWNS["Göteborg"]
    assert ROUTER.ways(nonsense, home) == ROUTER.ways(home, nonsense) == Ways()
    assert ROUTER.drives([home, nonsense]) == ((timedelta(), None), (None, None))


def test_no_way_is_known_in_the_ice_or_the_sea() -> None:
    ice, sea = Position(-80, 0), Position(-40, -150)
    for place in (ice, sea):
        assert ROUTER.ways(TOWNS["Stockholm"], place).routes == ()


def test_the_same_spot_is_a_few_minutes_away() -> None:
    (car,) = ROUTER.ways(TOWNS["Göteborg"], TOWNS["Göteborg"]).routes
    assert timedelta() < car.low <= car.high < 6 * MINUTE


POSITIONS = st.one_of(
    st.builds(Position, st.floats(-90, 90), st.floats(-180, 180)),
    st.builds(Position, st.floats(54, 70), st.floats(4, 31), country=st.sampled_from(["SE", "NO", "FI", ""])),
    st.builds(Position, st.floats(25, 50), st.floats(-125, -67), country=st.just("US")),
    st.sampled_from(list(TOWNS.values())),
)


@settings(max_examples=300)
@given(POSITIONS, POSITIONS)
def test_whatever_two_positions_the_ways_hold_together(start: Position, end: Position) -> None:
    there, back = ROUTER.ways(start, end), ROUTER.ways(end, start)
    assert there.ferry == back.ferry
    assert len({(route.mode, route.overnight) for route in there.routes}) == len(there.routes)
    for route in there.routes:
        assert route.by == ESTIMATE
        assert timedelta() < route.low <= route.high < timedelta(days=4)
        assert all(timedelta() <= part.low <= part.high and part.km >= 0 for part in route.parts)
        assert sum((part.low for part in route.parts), timedelta()) == route.low
        assert sum((part.high for part in route.parts), timedelta()) == route.high
        assert sum(part.km for part in route.parts) == pytest.approx(route.km)
    assert names(there) == names(back)
    for one, other in zip(there.routes, back.routes, strict=True):
        assert one.middle == pytest.approx(other.middle, abs=MINUTE)


@settings(max_examples=100)
@given(st.lists(POSITIONS, max_size=6))
def test_whatever_positions_a_matrix_is_square_and_the_same_both_ways(positions: list[Position]) -> None:
    matrix = ROUTER.drives(positions)
    assert len(matrix) == len(positions)
    for one, row in enumerate(matrix):
        assert len(row) == len(positions)
        assert row[one] == timedelta()
        assert all(row[other] == matrix[other][one] for other in range(len(positions)))
