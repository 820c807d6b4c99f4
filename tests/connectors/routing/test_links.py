"""Links that lead where they say, whatever stands in an address."""

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.routing.geocoder import Position
from connectors.routing.links import LONGEST, Site, bakery_search, directions, on_map, timetable
from connectors.routing.router import Mode
from tests.world import STOCKHOLM

GOTEBORG = Position(57.707, 11.967, "Göteborg")
LULEA = Position(65.584, 22.155, "Luleå")
HOSTS = {Site.GOOGLE: "www.google.com", Site.OSM: "www.openstreetmap.org", Site.APPLE: "maps.apple.com"}
RESROBOT = "reseplanerare.resrobot.se"


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (
            bakery_search("Storgatan 12, Luleå", "sv"),
            "https://www.google.com/maps/search/?api=1&query=bageri%20n%C3%A4ra%20Storgatan%2012%2C%20Lule%C3%A5",
        ),
        (
            bakery_search("Luleå", "en", site=Site.OSM),
            "https://www.openstreetmap.org/search?query=bakery%20near%20Lule%C3%A5",
        ),
        (
            bakery_search("Luleå", "sv", site=Site.OSM, position=LULEA),
            "https://www.openstreetmap.org/search?query=bageri%20n%C3%A4ra%20Lule%C3%A5#map=14/65.584000/22.155000",
        ),
        (bakery_search("Oulu", "fi", site=Site.APPLE), "https://maps.apple.com/?q=leipomo%20l%C3%A4hell%C3%A4%20Oulu"),
        (on_map(LULEA), "https://www.google.com/maps/search/?api=1&query=65.584000%2C22.155000"),
        (
            on_map(LULEA, site=Site.OSM),
            "https://www.openstreetmap.org/?mlat=65.584000&mlon=22.155000#map=14/65.584000/22.155000",
        ),
        (on_map(LULEA, site=Site.APPLE), "https://maps.apple.com/?ll=65.584000%2C22.155000&q=Lule%C3%A5"),
        (
            directions(GOTEBORG, LULEA, Mode.CAR),
            "https://www.google.com/maps/dir/?api=1&origin=57.707000%2C11.967000"
            "&destination=65.584000%2C22.155000&travelmode=driving",
        ),
        (
            directions(GOTEBORG, LULEA, Mode.TRAIN),
            "https://www.google.com/maps/dir/?api=1&origin=57.707000%2C11.967000"
            "&destination=65.584000%2C22.155000&travelmode=transit",
        ),
        (
            directions(GOTEBORG, LULEA, Mode.CAR, site=Site.OSM),
            "https://www.openstreetmap.org/directions?engine=fossgis_osrm_car"
            "&route=57.707000%2C11.967000%3B65.584000%2C22.155000",
        ),
        (
            directions(GOTEBORG, LULEA, Mode.TRAIN, site=Site.APPLE),
            "https://maps.apple.com/?saddr=57.707000%2C11.967000&daddr=65.584000%2C22.155000&dirflg=r",
        ),
        (
            timetable(GOTEBORG, LULEA, datetime(2026, 12, 10, 8, 0, tzinfo=UTC)),
            "https://reseplanerare.resrobot.se/bin/query.exe/sn?SID=A=16@X=11967000@Y=57707000@O=G%C3%B6teborg"
            "&ZID=A=16@X=22155000@Y=65584000@O=Lule%C3%A5&date=2026-12-10&time=09%3A00&timesel=arrive&start=1",
        ),
    ],
)
def test_a_link_is_written_as_its_site_reads_it(link: str, expected: str) -> None:
    assert link == expected


@pytest.mark.parametrize(
    ("mode", "site"),
    [(Mode.TRAIN, Site.OSM), (Mode.FLIGHT, Site.OSM), (Mode.FLIGHT, Site.APPLE), (Mode.FLIGHT, Site.GOOGLE)],
)
def test_a_site_without_ways_of_that_kind_gets_no_link(mode: Mode, site: Site) -> None:
    assert directions(GOTEBORG, LULEA, mode, site=site) == ""


def test_a_language_we_have_no_word_in_is_searched_in_english() -> None:
    assert "bakery%20near%20Paris" in bakery_search("Paris", "fr")


def test_the_timetable_without_a_time_is_for_now() -> None:
    asked = parse_qs(urlsplit(timetable(GOTEBORG, LULEA)).query)
    assert set(asked) == {"SID", "ZID", "start"}


def test_a_name_cannot_move_the_place_in_a_timetable() -> None:
    trap = Position(57.707, 11.967, "Göteborg@X=0@Y=0&ZID=A=16@X=1")
    asked = parse_qs(urlsplit(timetable(trap, LULEA, datetime(2026, 12, 10, 9, tzinfo=STOCKHOLM))).query)
    assert asked["SID"] == ["A=16@X=11967000@Y=57707000@O=Göteborg X 0 Y 0&ZID A 16 X 1"]
    assert len(asked["ZID"]) == 1


def test_a_place_without_a_name_is_shown_by_its_position() -> None:
    assert "@O=57.707000%2C11.967000" in timetable(Position(57.707, 11.967), LULEA)


wild = st.text(st.characters(codec=None), max_size=3 * LONGEST) | st.sampled_from(
    [
        "javascript:alert(1)",
        '"><script>',
        "https://evil.example/#",
        "//evil.example",
        "a\r\nSet-Cookie: x=1",
        "\ud800",
        "%00%0d",
        "x" * 10_000,
        "Ул. Ленина",
        "@evil.example",
        "\\\\evil",
        "a&api=2&query=b",
    ]
)
positions = st.builds(Position, st.floats(-90, 90), st.floats(-180, 180), wild)
moments = st.none() | st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def assert_harmless(link: str, host: str) -> None:
    parts = urlsplit(link)
    assert (parts.scheme, parts.netloc, parts.username, parts.port) == ("https", host, None, None)
    assert link.isascii()
    assert not set(link) & set(" \"'<>\\^`{}|\r\n\t\0"), link
    assert len(link) < 12 * LONGEST + 400


@given(wild, st.sampled_from(["sv", "en", "xx", ""]), st.sampled_from(Site))
def test_whatever_an_address_says_it_is_searched_for_at_the_site(where: str, language: str, site: Site) -> None:
    link = bakery_search(where, language, site=site)
    assert_harmless(link, HOSTS[site])
    assert set(parse_qs(urlsplit(link).query)) <= {"api", "query", "q"}


@given(positions, st.sampled_from(Site))
def test_whatever_a_place_is_called_it_is_shown_on_the_site(position: Position, site: Site) -> None:
    assert_harmless(on_map(position, site=site), HOSTS[site])


@given(positions, positions, st.sampled_from(Site))
def test_whatever_places_are_called_the_way_is_shown_on_the_site(start: Position, end: Position, site: Site) -> None:
    assert_harmless(directions(start, end, Mode.CAR, site=site), HOSTS[site])


@given(positions, positions, moments)
def test_whatever_places_are_called_the_timetable_is_asked_for(
    start: Position, end: Position, arrive: datetime | None
) -> None:
    link = timetable(start, end, arrive)
    assert_harmless(link, RESROBOT)
    asked = parse_qs(urlsplit(link).query)
    assert all(len(values) == 1 for values in asked.values())
    assert asked["SID"][0].count("@") == 3
