"""The map of journeys: whole maps against golden files, and what must hold for any journey on earth."""

import re
import sys
from itertools import pairwise
from math import cos, hypot, radians
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugin.web import outlines
from plugin.web.lettering import Box, Place, set_names
from plugin.web.map import draw_map, map_legend, number_stops
from plugin.web.outlines import DATA, LAKE, LAND, Window, rings_in
from plugin.web.outlines.make import make
from plugin.web.projection import View
from plugin.web.timeline import Picture
from tests.golden import assert_golden
from tests.plugin.web.journeys import TOWNS, TRIPS, place, stop
from workers.visits.trip import Trip
from workers.visits.visit import VisitPlace

CASES = {name: [trip] for name, trip in TRIPS.items()} | {
    "sweden": [TRIPS[name] for name in ("trollhattan", "lulea", "hassleholm")]
}


def map_of(name: str, language: str = "sv") -> Picture:
    return draw_map(CASES[name], language=language, ident="m", towns=TOWNS)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", CASES)
def test_a_map_looks_as_it_did(name: str, language: str) -> None:
    assert_golden(f"map/{name}.{language}.svg", f"{map_of(name, language).svg}\n".encode())


@pytest.mark.parametrize("name", CASES)
def test_a_map_is_well_formed_and_asks_nobody_for_anything(name: str) -> None:
    picture = map_of(name)
    svg = ElementTree.fromstring(picture.svg)
    texts = {element.get("id"): element.text for element in svg if element.get("id")}
    assert svg.get("role") == "img"
    assert texts[svg.get("aria-labelledby")] == "Karta över resorna"
    assert texts[svg.get("aria-describedby")] == picture.line
    assert "http" not in picture.svg
    assert "href" not in picture.svg
    assert "style=" not in picture.svg


def test_the_journeys_are_told_in_words() -> None:
    assert map_of("sweden").line == (
        "Tåg: Göteborg till Trollhättan (1). Flyg: Stockholm till Luleå (2). "
        "Bil: Malmö till Hässleholm (3), Vinslöv (4) och Kristianstad (5)."
    )
    assert map_of("boston", "en").line == "Plane: Memphis to Boston (1)."


def test_stops_are_numbered_through_all_journeys() -> None:
    assert number_stops(CASES["sweden"]) == ((1,), (2,), (3, 4, 5))


def test_stops_too_close_for_a_phone_share_a_mark() -> None:
    assert ">3–5</text>" in map_of("sweden").svg
    apart = str(map_of("hassleholm").svg)
    assert all(f">{n}</text>" in apart for n in (1, 2, 3))


def test_each_way_of_travelling_has_a_line_of_its_own_form() -> None:
    assert 'class="sleepers"' in map_of("trollhattan").svg
    assert "Q" in re.search(r'class="way flight" d="([^"]+)"', map_of("lulea").svg)[1]  # type: ignore[index]
    assert "L" in re.search(r'class="way car" d="([^"]+)"', map_of("hassleholm").svg)[1]  # type: ignore[index]
    assert [meaning for _, meaning in map_legend(CASES["sweden"], "sv")] == ["start", "besök", "bil", "tåg", "flyg"]


def test_a_stop_nobody_can_place_is_named_as_missing() -> None:
    trip = TRIPS["trollhattan"]
    lost = Trip(
        trip.why, trip.days, trip.start, (*trip.stops, stop("Gruvan", VisitPlace("?", "meeting"), trip.stops[0].start))
    )
    picture = draw_map([lost], language="sv", ident="m")
    assert picture.line.endswith("Inte på kartan, för vi vet inte var de sitter: Gruvan.")
    assert picture.svg


def test_without_a_single_known_place_there_is_no_map() -> None:
    trip = TRIPS["trollhattan"]
    lost = Trip(trip.why, trip.days, None, (stop("Gruvan", VisitPlace("?", "meeting"), trip.stops[0].start),))
    assert draw_map([lost], language="sv", ident="m").svg == ""
    assert draw_map([], language="sv", ident="m") == Picture(draw_map([], language="sv", ident="m").svg, "")


def test_names_from_strangers_are_escaped_and_bounded() -> None:
    wild = "<script>alert(1)</script>" * 30
    trip = TRIPS["hassleholm"]
    stops = tuple(stop(wild, place(wild, 55 + n, 13), one.start) for n, one in enumerate(trip.stops))
    picture = draw_map(
        [Trip(trip.why, trip.days, trip.start, stops)], language="sv", ident="m", towns=((wild, 56, 14),)
    )
    assert "<script>" not in picture.svg
    assert len(picture.line) < 400


SPOTS = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@given(st.lists(SPOTS, min_size=1, max_size=6))
def test_wherever_on_earth_the_stops_are_they_are_inside_the_map(spots: list[tuple[float, float]]) -> None:
    view = View.around(spots)
    for lat, lon in spots:
        x, y = view.place(lat, lon)
        assert 0 <= x <= 1
        assert 0 <= y <= view.shape.high


@given(st.lists(SPOTS, min_size=2, max_size=5), st.sampled_from(["car", "train", "flight", "balloon"]))
def test_any_journey_can_be_drawn(spots: list[tuple[float, float]], mode: str) -> None:
    trip = TRIPS["hassleholm"]
    start, *rest = (place(f"Ort {n}", lat, lon) for n, (lat, lon) in enumerate(spots))
    stops = tuple(stop(f"Kund {n}", where, trip.stops[0].start) for n, where in enumerate(rest))
    picture = draw_map([Trip(trip.why, trip.days, start, stops, mode=mode)], language="en", ident="m", towns=TOWNS)
    assert "nan" not in picture.svg
    assert ElementTree.fromstring(picture.svg) is not None


@pytest.mark.parametrize("lat", [56.0, 60.0, 65.0])
def test_a_kilometre_is_as_long_north_as_east_where_people_look(lat: float) -> None:
    view = View.around([(55.5, 13.0), (66.0, 22.0)])
    x, y = view.place(lat, 16.0)
    north, east = view.place(lat + 0.1, 16.0), view.place(lat, 16.0 + 0.1 / cos(radians(lat)))
    up, across = hypot(north[0] - x, north[1] - y), hypot(east[0] - x, east[1] - y)
    assert up == pytest.approx(across, rel=0.02)


def inside(lat: float, lon: float, kind: str) -> bool:
    """Whether a place lies in land or in a lake, by counting how many shores are crossed on the way west."""
    crossed = 0
    for ring in rings_in(Window(lon - 0.5, lat - 0.5, lon + 0.5, lat + 0.5), kind):
        for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]):
            if (y1 > lat) != (y2 > lat) and lon > x1 + (lat - y1) / (y2 - y1) * (x2 - x1):
                crossed += 1
    return crossed % 2 == 1


@pytest.mark.parametrize(
    ("lat", "lon", "land", "lake", "what"),
    [
        (57.78, 14.8, True, False, "Småland"),
        (58.9, 13.3, True, True, "Vänern"),
        (58.3, 14.55, True, True, "Vättern"),
        (57.5, 18.5, True, False, "Gotland"),
        (56.8, 16.75, True, False, "Öland"),
        (58.0, 17.8, False, False, "the Baltic between them"),
        (57.0, 11.4, False, False, "Kattegat"),
        (65.83, 21.69, True, False, "Boden"),
        (67.0, 25.0, True, False, "Lapland"),
        (64.0, -20.0, True, False, "Iceland"),
        (66.5, 19.5, True, False, "Jokkmokk"),
        (35.15, -89.9, True, False, "Memphis"),
        (43.5, -87.2, True, True, "Lake Michigan"),
        (50.0, -30.0, False, False, "the Atlantic"),
    ],
)
def test_land_and_water_are_where_they_are(lat: float, lon: float, *, land: bool, lake: bool, what: str) -> None:
    assert (inside(lat, lon, LAND), inside(lat, lon, LAKE)) == (land, lake), what


def test_the_outlines_are_small_in_the_repository_and_in_memory() -> None:
    assert DATA.stat().st_size < 150_000
    rings = outlines._rings()
    size = sum(sys.getsizeof(ring.xs) + sys.getsizeof(ring.ys) + 200 * len(ring.boxes) for ring in rings)
    assert size < 1_000_000


def test_a_ring_is_made_of_arcs_clipped_simplified_and_read_back(tmp_path: Path) -> None:
    """A square island in Kattegat with a bump too small to keep, and a rock too small to draw."""
    land = tmp_path / "land.json"
    land.write_text(
        '{"type": "Topology", "transform": {"scale": [0.001, 0.001], "translate": [11.0, 56.0]}, "arcs": '
        "[[[0, 0], [0, 500], [250, 1], [250, -1]], [[500, 500], [0, -500], [-500, 0]], [[900, 900], [1, 0], [0, 1], [-1, -1]]],"
        '"objects": {"land": {"type": "GeometryCollection", "geometries": [{"type": "MultiPolygon", "arcs": [[[0, 1]], [[2]]]}]}}}'
    )
    ring = [line for line in make(land, []).splitlines() if not line.startswith("#")]
    assert ring == ["L 2200 11200 0 100 100 0 0 -100"]


BOXES = st.builds(
    Place, st.sampled_from(["Mora", "Hässleholm", "Östersund"]), st.floats(0, 1), st.floats(0, 1), st.floats(2, 10)
)


@given(st.lists(BOXES, max_size=8), st.floats(286, 560))
def test_names_never_cover_each_other_at_any_width(places: list[Place], width: float) -> None:
    marks = [Box(one.x, one.y, one.radius, one.radius) for one in places]
    _, boxes = set_names(places, marks, [], low=286, wide=560, high=1.0)
    names = boxes[len(marks) :]
    for at, one in enumerate(names):
        left, top = one.x * width + one.dx - one.half, one.y * width + one.dy - one.rise
        assert left >= -1e-6
        assert top >= -1e-6
        for other in [*names[at + 1 :], *marks]:
            apart_x = abs((one.x - other.x) * width + one.dx - other.dx)
            apart_y = abs((one.y - other.y) * width + one.dy - other.dy)
            assert apart_x >= one.half + other.half - 1e-6 or apart_y >= one.rise + other.rise - 1e-6
