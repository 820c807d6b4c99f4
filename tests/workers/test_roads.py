"""What journeys are weighed with: our own tables, engines where the settings name them, and work without either."""

from pathlib import Path

import pytest

from connectors.routing.geocoder import NotFound, Sought, Unknown
from workers.engine_settings import EngineChoice
from workers.roads import Roads, country_of, open_roads
from workers.settings import TravelSettings
from workers.visits.travel_rules import Price

NO_FOLDER = Path("/dev/null/places")


@pytest.fixture(scope="module")
def roads() -> Roads:
    return open_roads(TravelSettings())


def test_without_engines_all_is_our_own(roads: Roads) -> None:
    assert roads.engines is None
    assert roads.problem == ""
    assert not isinstance(roads.places.find(Sought("Trollhättan")), NotFound)


def test_an_engine_of_any_kind_is_an_engine(roads: Roads) -> None:
    choice = EngineChoice("photon", "http://127.0.0.1:1")
    for settings in (
        TravelSettings(routers=(EngineChoice("osrm", "http://127.0.0.1:1"),)),
        TravelSettings(geocoders=(choice,)),
        TravelSettings(bakeries=(choice,)),
    ):
        assert open_roads(settings).engines is not None


def test_a_seller_starts_from_office_and_home_as_written(roads: Roads) -> None:
    travel = roads.travel(office="Östra Hamngatan 16, 411 09 Göteborg", home="Borås", zone="Europe/Stockholm")
    assert travel.office is not None
    assert travel.office.position is not None
    assert (travel.office.text, travel.office.position.town) == ("Östra Hamngatan 16, 411 09 Göteborg", "Göteborg")
    assert travel.home is not None
    assert travel.home.town == "Borås"
    assert travel.here == "SE"
    assert roads.travel().office is None


def test_prices_of_the_installation_count_unless_the_seller_says_otherwise() -> None:
    roads = open_roads(TravelSettings(prices={"car": Price(3, 3)}))
    assert roads.travel().rules.prices == {"car": Price(3, 3)}


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Europe/Stockholm", "SE"),
        ("America/Chicago", "US"),
        ("Europe/Helsinki", "FI"),
        ("UTC", "SE"),
        ("Nowhere", "SE"),
        ("", "SE"),
    ],
)
def test_a_zone_tells_the_country(zone: str, country: str) -> None:
    assert country_of(zone) == country


@pytest.mark.parametrize(
    ("office", "home", "zone", "country"),
    [
        (
            "Kardusgatan 8, 113 30 Stockholm",
            "",
            "Europe/Berlin",
            "SE",
        ),  # what Outlook's W. Europe Standard Time is read as
        ("Kiruna", "", "Europe/Berlin", "SE"),
        ("", "Gnosjö", "Europe/Berlin", "SE"),
        ("Köln", "", "Europe/Berlin", "DE"),
        ("Bergen, Norge", "", "Europe/Berlin", "NO"),
        ("Göteborg", "København", "Europe/Stockholm", "SE"),
        ("Rum Luleå", "", "Europe/Berlin", "DE"),
        ("Memphis, TN", "", "America/Chicago", "US"),
        ("", "", "Europe/Helsinki", "FI"),
    ],
)
def test_where_a_seller_starts_tells_the_country_before_the_clock_does(
    roads: Roads, office: str, home: str, zone: str, country: str
) -> None:
    assert roads.travel(office=office, home=home, zone=zone).here == country


def test_where_no_table_of_places_can_be_had_nothing_is_known_and_it_is_said_why() -> None:
    roads = open_roads(TravelSettings(), folders=[NO_FOLDER])
    assert roads.gazetteer is None
    assert str(NO_FOLDER) in roads.problem
    assert "\n" not in roads.problem
    assert roads.places.find(Sought("Trollhättan")) == NotFound(Unknown.NOT_FOUND)
    travel = roads.travel(office="Göteborg")
    assert travel.office is not None
    assert travel.office.position is None


def test_a_folder_whose_lock_is_not_ours_is_said_too(tmp_path: Path) -> None:
    """The lock's name is taken by a folder, which nobody can open for writing, root included."""
    from connectors.routing.gazetteer.opening import FILE

    (tmp_path / f"{FILE}.lock").mkdir()
    roads = open_roads(TravelSettings(), folders=[tmp_path])
    assert f"{FILE}.lock" in roads.problem
    assert roads.gazetteer is None
