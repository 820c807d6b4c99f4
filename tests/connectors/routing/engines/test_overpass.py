"""Real bakeries from OpenStreetMap by Overpass: what is asked, which shops count, and what is left out."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.routing.engines.overpass import GRID, SLACK, Overpass, read_bakeries, write_query
from connectors.routing.engines.polite import Polite
from connectors.routing.engines.wire import metres_between
from connectors.routing.geocoder import Position
from tests.simulators.engines.overpass import AROUND, Json, OverpassSimulator, answer, node, way
from tests.simulators.loopback import Answer, answer_json, serve

LULEA = Position(65.5840, 22.1550, "Luleå")
NEAR = (65.5846, 22.1562)  # 86 m
FURTHER = (65.5900, 22.1700)  # 960 m
AWAY = (65.6100, 22.2000)  # 3.5 km

Asking = Callable[..., Polite]


def names(*elements: Json, metres: int = 1500) -> list[str]:
    return [bakery.name for bakery in read_bakeries(answer(*elements), LULEA, metres=metres)]


# Over HTTP


def test_bakeries_come_nearest_first_with_their_street_and_hours(ask: Asking) -> None:
    shops = (
        way(*FURTHER, "Konditori Norrsken", shop="pastry"),
        node(
            *NEAR,
            "Bageri Björk",
            shop="bakery",
            opening_hours="Mo-Fr 06:30-18:00; PH off",
            addr_street="Storgatan",
            addr_housenumber="12",
        ),
    )
    with serve(OverpassSimulator(shops)) as server:
        near, further = Overpass(ask(), url=server.url).near(LULEA, metres=1500)
    assert (near.name, near.street, near.hours) == ("Bageri Björk", "Storgatan 12", "Mo-Fr 06:30-18:00; PH off")
    assert (near.position.lat, near.position.lon) == NEAR
    assert (further.name, further.street, further.hours) == ("Konditori Norrsken", "", "")
    assert (further.position.lat, further.position.lon) == FURTHER


def test_the_query_holds_the_tags_of_buns_and_no_sweets(ask: Asking) -> None:
    with serve(OverpassSimulator()) as server:
        Overpass(ask(), url=server.url).near(LULEA, metres=1500)
    (asked,) = server.asked
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    assert asked.headers["user-agent"].startswith("Kanelbulle/")
    assert asked.form["data"] == (
        "[out:json][timeout:20];("
        'nwr(around:2300,65.58,22.16)["shop"~"^(bakery|pastry)$"];'
        'nwr(around:2300,65.58,22.16)["amenity"="cafe"]["cuisine"~"(^|;) *(coffee_shop|cake) *(;|$)"];'
        'nwr(around:2300,65.58,22.16)["amenity"="cafe"]["name"~"konditori",i];'
        ");out center tags 400;"
    )


def test_neighbours_share_a_question_and_each_is_told_the_right_distance(ask: Asking) -> None:
    next_door = Position(65.5841, 22.1553)
    with serve(OverpassSimulator((node(*NEAR, "Bageri Björk"), node(*FURTHER, "Norrsken")))) as server:
        engine = Overpass(ask(), url=server.url)
        found = [[one.name for one in engine.near(place, metres=900)] for place in (LULEA, next_door)]
    assert len(server.asked) == 1
    assert found == [["Bageri Björk"], ["Bageri Björk"]]


@pytest.mark.parametrize("path", ["", "/", "/api/interpreter"])
def test_the_server_may_be_named_with_or_without_its_interpreter(ask: Asking, path: str) -> None:
    with serve(OverpassSimulator((node(*NEAR, "Bageri Björk"),))) as server:
        assert Overpass(ask(), url=server.url + path).near(LULEA, metres=500)


@pytest.mark.parametrize(
    "failure",
    [
        answer_json(answer(node(*NEAR, "Halva svaret"), remark='runtime error: Query timed out in "query" at line 1')),
        Answer(b"<html><body>Error: runtime error</body></html>"),
        Answer(b"", 429),
        Answer(b"<html>Dispatcher_Client::request_read_and_idx::timeout</html>", 504),
        Answer(b"null"),
        Answer(b"[]"),
        answer_json({"elements": None}),
        answer_json({"elements": {"type": "node"}}),
        Answer(b'{"elements": [', cut=True),
    ],
)
def test_an_answer_that_is_none_ends_in_no_bakery_and_is_not_kept(ask: Asking, failure: Answer) -> None:
    answers = iter([failure, answer_json(answer(node(*NEAR, "Bageri Björk")))])
    with serve(lambda asked: next(answers)) as server:
        engine = Overpass(ask(rest=timedelta()), url=server.url)
        assert engine.near(LULEA, metres=500) == ()
        assert [bakery.name for bakery in engine.near(LULEA, metres=500)] == ["Bageri Björk"]


def test_a_server_that_never_answers_costs_its_time_out_and_no_more(ask: Asking) -> None:
    with serve(Answer(hang=True)) as server:
        assert Overpass(ask(timeout=timedelta(milliseconds=80)), url=server.url).near(LULEA, metres=500) == ()


@pytest.mark.parametrize(
    "nowhere", [Position(0.0, 0.0), Position(91.0, 10.0), Position(float("nan"), 10.0), Position(10.0, float("inf"))]
)
def test_nothing_is_asked_about_nowhere(ask: Asking, nowhere: Position) -> None:
    with serve(OverpassSimulator()) as server:
        assert Overpass(ask(), url=server.url).near(nowhere, metres=500) == ()
    assert server.asked == []


# What is read


@pytest.mark.parametrize(
    ("tags", "sells"),
    [
        ({"shop": "bakery"}, True),
        ({"shop": "pastry"}, True),
        ({"amenity": "cafe", "cuisine": "coffee_shop"}, True),
        ({"amenity": "cafe", "cuisine": "sandwich; cake"}, True),
        ({"amenity": "cafe"}, False),
        ({"amenity": "cafe", "cuisine": "pancake"}, False),
        ({"amenity": "restaurant", "cuisine": "cake"}, False),
        ({"shop": "confectionery"}, False),
        ({"shop": "supermarket", "bakery": "yes"}, False),
        ({"disused:shop": "bakery"}, False),
    ],
)
def test_what_sells_buns_is_told_by_its_tags(tags: dict[str, str], *, sells: bool) -> None:
    assert names(node(*NEAR, "Hos Greta", **tags)) == (["Hos Greta"] if sells else [])


def test_a_konditori_is_one_by_its_name() -> None:
    assert names(node(*NEAR, "Gretas KONDITORI", amenity="cafe")) == ["Gretas KONDITORI"]


def test_what_has_no_name_or_no_place_is_left_out() -> None:
    nameless, placeless = node(*NEAR), node(*NEAR, "Utan plats")
    del placeless["lat"]
    blank, island = node(*NEAR, " \u200b\n"), node(0.0, 0.0, "Nollön")
    assert names(nameless, placeless, blank, island, node(*FURTHER, "Norrsken")) == ["Norrsken"]


def test_what_lies_further_off_than_asked_for_is_left_out() -> None:
    assert names(node(*AWAY, "Långt bort"), node(*NEAR, "Nära"), metres=1500) == ["Nära"]


def test_a_bakery_drawn_twice_is_told_once_where_it_is_nearest() -> None:
    found = read_bakeries(answer(way(*FURTHER, "Bageri Björk"), node(*NEAR, "BAGERI BJÖRK")), LULEA, metres=1500)
    assert [(bakery.name, bakery.position.lat) for bakery in found] == [("BAGERI BJÖRK", NEAR[0])]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("  Bageri \n\t Björk ", "Bageri Björk"),
        ("Bageri\u202e krojB", "Bageri krojB"),
        ("Bjo\u0308rk", "Björk"),
        ("x" * 300, "x" * 80),
        ("<b>Björk</b>", "<b>Björk</b>"),
        ("Пекарня", "Пекарня"),
    ],
)
def test_a_name_is_one_line_that_can_be_shown(written: str, name: str) -> None:
    assert names(node(*NEAR, written, shop="bakery")) == [name]


def test_hours_too_long_to_be_any_are_not_known() -> None:
    (bakery,) = read_bakeries(answer(node(*NEAR, "Björk", shop="bakery", opening_hours="Mo " * 200)), LULEA, metres=500)
    assert bakery.hours == ""


def test_no_more_than_thirty_are_kept() -> None:
    many = (node(NEAR[0] + n / 100_000, NEAR[1], f"Bageri {n}") for n in range(90))
    assert names(*many) == [f"Bageri {n}" for n in range(30)]


@given(st.floats(-89, 89), st.floats(-179, 179), st.integers(0, 10_000))
def test_the_grid_never_leaves_a_bakery_outside_the_question(lat: float, lon: float, metres: int) -> None:
    place = Position(lat, lon)
    ((around, asked_lat, asked_lon), *_) = AROUND.findall(write_query(place, metres))
    assert metres_between(place, Position(float(asked_lat), float(asked_lon))) + metres <= float(around)
    assert 500 < SLACK < 111_000 / GRID


jsons = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=20,
)
tags = st.dictionaries(
    st.sampled_from(["name", "shop", "amenity", "cuisine", "opening_hours", "addr:street"]),
    jsons | st.sampled_from(["bakery", "cafe", "cake", "Konditori"]),
)
elements = st.fixed_dictionaries(
    {"tags": tags | jsons},
    optional={"lat": jsons | st.just(65.584), "lon": jsons | st.just(22.155), "center": jsons, "type": jsons},
)


@settings(max_examples=300)
@given(jsons | st.builds(lambda listed: {"elements": listed}, st.lists(elements | jsons, max_size=6)))
def test_whatever_answers_ends_in_bakeries_that_can_be_shown(wire: Any) -> None:
    for bakery in read_bakeries(wire, LULEA, metres=1500):
        assert 0 < len(bakery.name) <= 80
        assert bakery.name.isprintable()
        assert metres_between(LULEA, bakery.position) <= 1500
