"""The page of journeys: what it tells of each, what it credits, and how it looks in a real browser."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from plugin import create_app
from plugin.web.room import render
from plugin.web.trips import Shown, show_trips
from tests.plugin.web import test_story
from tests.plugin.web.accessible import assert_accessible
from tests.plugin.web.journeys import TOWNS, TRIPS
from tests.world import NOW, STOCKHOLM
from workers.office import Office
from workers.relationships.reasons import Reason
from workers.visits.trip import Trip
from workers.visits.visit import Leg

chromium, look = test_story.chromium, test_story.look  # fixtures

ALL = [TRIPS[name] for name in ("lulea", "hassleholm", "trollhattan")]
COVERED = """() => [...document.querySelectorAll("svg.daybar, svg.map")].flatMap((picture) => {
  const boxes = [...picture.querySelectorAll("text")].map((one) => [one.textContent, one.getBoundingClientRect()])
    .filter(([, box]) => box.width);
  return boxes.flatMap(([one, a], at) => boxes.slice(at + 1)
    .filter(([, b]) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
      && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4)
    .map(([other]) => [one, other]));
})"""
FLIGHT = Leg("flight", (450, 570), 1440, (1800, 3600), "SEK", (190, 190), co2e_source="klimatsmartsemester.se")


def shown(*trips: Trip, **more: object) -> Shown:
    plain: dict[str, object] = {"zone": STOCKHOLM, "language": "sv", "today": NOW.date(), "towns": TOWNS}
    return show_trips(trips, **{**plain, **more})  # type: ignore[arg-type]


def page_of(office: Office, what: Shown) -> str:
    app = create_app(office)
    with app.test_request_context("/trips"):
        g.language = "sv"
        return render("trips.html", seller=office.store.shown.seller(), page="trips", shown=what)


def words_of(html: str) -> str:
    main = html.split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(unescape(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", main, flags=re.DOTALL)).split())


def test_without_journeys_the_page_says_when_there_will_be_some(page: FlaskClient) -> None:
    answer = page.get("/trips")
    assert answer.status_code == 200
    assert "Inga resor inbokade. När något möte blir ett besök står resan här." in words_of(answer.text)
    assert re.search(r'<a href="/trips" aria-current="page">Resor</a>', answer.text)


def test_before_any_calendar_the_page_asks_for_one(office: Office, browse: Callable[[Office], FlaskClient]) -> None:
    assert "Läs in din kalender" in browse(office).get("/trips").text


def test_journeys_come_in_the_order_of_their_days_and_past_ones_are_left_out() -> None:
    told = shown(*ALL)
    assert [trip.when for trip in told.trips] == [
        "Torsdag 10 december",
        "Tisdag 15 december till onsdag 16 december",
        "Torsdag 17 december",
    ]
    assert len(shown(*ALL, today=date(2026, 12, 16)).trips) == 2, "a journey is told of until its last day is over"


def test_stops_are_numbered_as_on_the_map_with_what_each_adds() -> None:
    stops = [stop for trip in shown(*ALL).trips for stop in trip.stops]
    assert [(stop.number, stop.name) for stop in stops] == [
        (1, "Bruket"),
        (2, "Norrgruvan"),
        (3, "Sågverket"),
        (4, "Plåt & Co"),
        (5, "Ahlgrens Verkstad"),
    ]
    assert stops[2].notes == ("redan inbokat",)
    assert stops[4].notes == ("25 minuter extra på vägen",)


def test_links_lead_to_a_timetable_or_a_map_and_carry_no_names() -> None:
    train, flight, car = (trip.stops[0].link for trip in shown(*ALL).trips)
    assert train
    assert train.url.startswith("https://reseplanerare.resrobot.se/")
    assert flight is None
    assert car
    assert car.url.startswith("https://www.openstreetmap.org/directions?")
    assert "gverket" not in car.url


def test_figures_say_what_is_known_and_what_is_not() -> None:
    flight = shown(TRIPS["lulea"], whole=lambda trip: FLIGHT).trips[0].whole
    said = " | ".join((flight.said, flight.cost, flight.small)).replace("\N{NO-BREAK SPACE}", " ")
    assert said == (
        "7 h 30 min–9 h 30 min på vägen i allt, 1 440 km | ungefär 1 800–3 600 kr tur och retur | "
        "190 kg CO₂e tur och retur (klimatsmartsemester.se). Uppskattat."
    )
    unknown = shown(TRIPS["lulea"]).trips[0].whole
    assert (unknown.cost, unknown.small) == ("priset vet vi inte", "Utsläppen vet vi inte. Uppskattat.")


def test_a_journey_that_no_longer_holds_says_so() -> None:
    told = shown(*ALL, stale=lambda trip: Reason("trip.stale.moved", {"when": trip.days[0]}))
    assert told.trips[0].stale.startswith("Det som var inbokat torsdag 10 december har ändrats")


def test_those_whose_data_is_shown_are_credited() -> None:
    assert shown().credits == ()
    assert shown(*ALL).credits == ("Orter: GeoNames (CC BY 4.0)", "Kustlinjer: Natural Earth")
    trip = TRIPS["trollhattan"]
    found = replace(trip.stops[0], place=replace(trip.stops[0].place, by="nominatim"))
    assert shown(replace(trip, stops=(found,))).credits[-1] == "© OpenStreetMap contributors (ODbL)"


def test_the_page_tells_a_journey_whole(demo: Office) -> None:
    text = words_of(page_of(demo, shown(TRIPS["trollhattan"])))
    assert "En resa de närmaste veckorna." in text
    assert "Bruket , Trollhättan 09:00–10:30" in text
    assert "Åk 07:40, framme 08:50, hemma 11:35." in text
    assert "Orter: GeoNames (CC BY 4.0). Kustlinjer: Natural Earth." in text


def test_words_from_strangers_are_escaped(demo: Office) -> None:
    trip = TRIPS["trollhattan"]
    wild = "<script>alert(1)</script>\u202e"
    stop = replace(trip.stops[0], name=wild, place=replace(trip.stops[0].place, town=wild, text=wild))
    html = page_of(demo, shown(replace(trip, stops=(stop,))))
    assert "<script>alert" not in html
    assert "\u202e" not in html


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 640, 1280])
def test_the_page_is_accessible_and_fits(
    demo: Office, serve_app: Callable[[Flask], str], look: Callable[..., Page], width: int
) -> None:
    """640 is a small laptop at 200 % zoom."""
    html = page_of(demo, shown(*ALL, TRIPS["boston"]))
    app = create_app(demo)
    app.add_url_rule("/all-trips", "all_trips", lambda: html)
    page = look(serve_app(app), viewport={"width": width, "height": 800})
    page.goto("/all-trips")
    expect(page.get_by_role("img", name="Karta över resorna")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert_accessible(page, f"trips at {width}")


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_two_words_in_a_picture_cover_each_other(
    demo: Office, serve_app: Callable[[Flask], str], look: Callable[..., Page], width: int
) -> None:
    html = page_of(demo, shown(*ALL, TRIPS["boston"]))
    app = create_app(demo)
    app.add_url_rule("/all-trips", "all_trips", lambda: html)
    page = look(serve_app(app), viewport={"width": width, "height": 800})
    page.goto("/all-trips")
    assert page.evaluate(COVERED) == []
