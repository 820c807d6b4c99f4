"""Real bakeries from Photon: it knows where they are, and never when they are open."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.routing.engines.photon import PhotonBakeries, read_bakeries
from connectors.routing.engines.polite import Polite
from connectors.routing.engines.wire import metres_between
from connectors.routing.geocoder import Position
from tests.simulators.engines.photon import PhotonSimulator, bakery, collection, feature
from tests.simulators.loopback import Answer, serve

LULEA = Position(65.58412, 22.15504, "Luleå")
NEAR = (65.5846, 22.1562)
FURTHER = (65.5900, 22.1700)
AWAY = (65.6100, 22.2000)

Asking = Callable[..., Polite]


def test_bakeries_come_nearest_first_with_their_hours_not_known(ask: Asking) -> None:
    shops = (
        bakery(*FURTHER, "Norrsken", osm_value="pastry"),
        bakery(*NEAR, "Bageri Björk", street="Storgatan", housenumber="12", city="Luleå"),
    )
    with serve(PhotonSimulator(bakeries=shops)) as server:
        near, further = PhotonBakeries(ask(), url=server.url).near(LULEA, metres=1500)
    assert (near.name, near.street, near.hours) == ("Bageri Björk", "Storgatan 12", "")
    assert (near.position.lat, near.position.lon) == NEAR
    assert further.name == "Norrsken"


def test_it_is_asked_by_latitude_and_longitude_to_a_hundred_metres(ask: Asking) -> None:
    with serve(PhotonSimulator()) as server:
        PhotonBakeries(ask(), url=server.url).near(LULEA, metres=1500)
    (asked,) = server.asked
    assert dict(asked.params) == {
        "osm_tag": "shop:bakery",
        "lat": "65.584",
        "lon": "22.155",
        "radius": "1.6",
        "limit": "50",
    }
    assert asked.headers["user-agent"].startswith("Kanelbulle/")


@pytest.mark.parametrize(
    "answer",
    [Answer(b"<html>"), Answer(b"", 429), Answer(b"", 500), Answer(b"null"), Answer(b"{}"), Answer(b"{", cut=True)],
)
def test_a_failure_ends_in_no_bakery(ask: Asking, answer: Answer) -> None:
    with serve(answer) as server:
        assert PhotonBakeries(ask(), url=server.url).near(LULEA, metres=1500) == ()


def test_a_server_that_never_answers_costs_its_time_out_and_no_more(ask: Asking) -> None:
    with serve(Answer(hang=True)) as server:
        polite = ask(timeout=timedelta(milliseconds=80))
        assert PhotonBakeries(polite, url=server.url).near(LULEA, metres=1500) == ()


@pytest.mark.parametrize("nowhere", [Position(0.0, 0.0), Position(95.0, 10.0), Position(float("nan"), 10.0)])
def test_nothing_is_asked_about_nowhere(ask: Asking, nowhere: Position) -> None:
    with serve(PhotonSimulator()) as server:
        assert PhotonBakeries(ask(), url=server.url).near(nowhere, metres=1500) == ()
    assert server.asked == []


def test_what_has_no_name_sells_something_else_or_lies_further_off_is_left_out() -> None:
    wire = collection(
        bakery(*NEAR, ""),
        bakery(*NEAR, "Godisboden", osm_value="confectionery"),
        bakery(*NEAR, "Bageriet som blev bank", osm_key="amenity", osm_value="bank"),
        bakery(*AWAY, "Långt bort"),
        bakery(*NEAR, "Bageri\u202e\nBjörk"),
    )
    assert [one.name for one in read_bakeries(wire, LULEA, metres=1500)] == ["Bageri Björk"]


jsons = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=20,
)
told = st.dictionaries(
    st.sampled_from(["name", "osm_key", "osm_value", "street", "type"]),
    jsons | st.sampled_from(["shop", "bakery", "Bageri"]),
)
features = st.builds(
    lambda properties, coordinates: {
        "geometry": {"coordinates": coordinates},
        "properties": feature(*NEAR)["properties"] | properties,  # type: ignore[operator]  # a record, as written above
    },
    told,
    jsons | st.just([22.1562, 65.5846]),
)


@settings(max_examples=200)
@given(jsons | st.builds(lambda listed: {"features": listed}, st.lists(features | jsons, max_size=5)))
def test_whatever_answers_ends_in_bakeries_that_can_be_shown(wire: Any) -> None:
    for one in read_bakeries(wire, LULEA, metres=1500):
        assert 0 < len(one.name) <= 80
        assert one.name.isprintable()
        assert metres_between(LULEA, one.position) <= 1500
