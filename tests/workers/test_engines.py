"""The engines of the settings: which are asked, in what time and with what budget, and what they leave on the disk."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from connectors.routing.engines.care import Tally
from connectors.routing.geocoder import Found, Method, Position, Sought
from connectors.routing.router import Mode
from tests.simulators.loopback import Answer
from tests.workers.engine_rigs import BAKERY, DOOR, KEY, OFFICE, Rig, engines_up
from workers.engines import AT_A_TERMINAL, BEHIND_A_PAGE, BUDGET, Careful, Engines, is_public, make_engines
from workers.roads import Roads, open_roads
from workers.sealing import Sealer
from workers.settings import TravelSettings, read_travel

GOTEBORG = Position(57.7072, 11.9668, "Göteborg", country="SE", zone="Europe/Stockholm")
TROLLHATTAN = Position(58.2837, 12.2886, "Trollhättan", country="SE", zone="Europe/Stockholm")
PLACES = (GOTEBORG, TROLLHATTAN)
NO_TIME = replace(AT_A_TERMINAL, look=timedelta(0))

Make = Callable[..., Engines]


@pytest.fixture(scope="module")
def roads() -> Roads:
    return open_roads(TravelSettings())


@pytest.fixture
def make(roads: Roads) -> Make:
    def make(rig: Rig, home: Path | None = None, **more: object) -> Engines:
        settings = read_travel(rig.settings(**{k: str(more.pop(k)) for k in ("geocoder", "bakeries") if k in more}))
        sealer = Sealer(["a secret of this installation"])
        return make_engines(settings, roads.places, roads.router, home=home, sealer=sealer, **more)  # type: ignore[arg-type]

    return make


def ask_all(careful: Careful) -> None:
    careful.places.find(Sought(DOOR))
    careful.router.ways(*PLACES)
    careful.router.drives(PLACES)
    careful.bakeries.near(TROLLHATTAN, metres=1500)


@pytest.mark.parametrize(("geocoder", "bakeries"), [("photon", "overpass"), ("nominatim", "photon")])
def test_each_engine_is_asked_what_it_knows(make: Make, geocoder: str, bakeries: str) -> None:
    with engines_up() as rig:
        careful = make(rig, geocoder=geocoder, bakeries=bakeries).for_one_look()
        found = careful.places.find(Sought(DOOR))
        ways = careful.router.ways(*PLACES)
        near = careful.bakeries.near(TROLLHATTAN, metres=1500)
        careful.router.drives(PLACES)
    assert isinstance(found, Found)
    assert (found.method, found.by) == (Method.STREET, geocoder)
    assert {route.mode: route.by for route in ways.routes} == {Mode.TRAIN: "resrobot", Mode.CAR: "osrm"}
    assert [one.name for one in near] == [BAKERY[2]]
    assert careful.tally == Tally(asked=5, failed=0, fell_back=0), "trains are not asked about roads"
    assert sorted(name for name, _ in careful.tallies) == sorted([geocoder, "osrm", "resrobot", bakeries])


def test_a_look_has_a_tally_of_its_own(make: Make) -> None:
    with engines_up() as rig:
        engines = make(rig)
        first, second = engines.for_one_look(), engines.for_one_look()
        ask_all(first)
    assert (first.tally.asked, second.tally.asked) == (5, 0)


BAD_DAYS = {
    "a web page": Answer(b"<html>Sign in to the hotel's network</html>"),
    "down": Answer(b"", 500),
    "null": Answer(b"null"),
    "used up": Answer(b'{"errorCode": "API_QUOTA"}', 429),
}


@pytest.mark.parametrize("answer", BAD_DAYS.values(), ids=list(BAD_DAYS))
def test_whatever_they_answer_there_is_an_estimate_that_says_so(make: Make, roads: Roads, answer: Answer) -> None:
    with engines_up(answer) as rig:
        careful = make(rig).for_one_look()
        assert careful.places.find(Sought(DOOR)) == roads.places.find(Sought(DOOR))
        assert careful.router.ways(*PLACES) == roads.router.ways(*PLACES)
        assert careful.router.drives(PLACES) == roads.router.drives(PLACES)
        assert careful.bakeries.near(TROLLHATTAN, metres=1500) == ()
    assert careful.tally.fell_back == careful.tally.asked == 5
    assert careful.tally.failed >= 4  # of bakeries nobody knows whether there are none


def test_when_the_time_of_a_look_is_over_nothing_is_asked(make: Make, roads: Roads) -> None:
    with engines_up() as rig:
        careful = make(rig, patience=NO_TIME).for_one_look()
        assert careful.router.ways(*PLACES) == roads.router.ways(*PLACES)
        ask_all(careful)
    assert not any(rig.asked.values())


def test_somebody_at_a_terminal_waits_less_than_twenty_seconds(make: Make, tmp_path: Path) -> None:
    """The last question may be put when the time is nearly over, and has to wait for its turn and its answer."""
    longest = AT_A_TERMINAL.look + AT_A_TERMINAL.turn + max(AT_A_TERMINAL.answer, AT_A_TERMINAL.bakeries)
    assert longest < timedelta(seconds=20)
    with engines_up() as rig:
        assert make(rig).patience == AT_A_TERMINAL
        assert make(rig, tmp_path).patience == BEHIND_A_PAGE


def test_no_engine_is_asked_more_than_its_budget(make: Make) -> None:
    with engines_up() as rig:
        careful = make(rig, patience=replace(AT_A_TERMINAL, turn=timedelta(0))).for_one_look()
        for number in range(BUDGET + 20):
            careful.router.ways(GOTEBORG, replace(TROLLHATTAN, lat=58.0 + number / 1000))
    assert max(tally.asked for _, tally in careful.tallies) == BUDGET
    assert rig.asked["osrm"] <= BUDGET


def test_several_questions_in_a_row_to_a_timetable_are_within_what_its_key_allows(make: Make) -> None:
    with engines_up() as rig:
        careful = make(rig).for_one_look()
        for number in range(8):
            careful.router.ways(GOTEBORG, replace(TROLLHATTAN, lat=58.2 + number / 100))
    assert rig.asked["resrobot"] == 8


# On the disk


def test_what_was_answered_is_remembered_in_the_home_and_no_file_tells_of_what(make: Make, tmp_path: Path) -> None:
    with engines_up() as rig:
        for _ in range(2):
            careful = make(rig, tmp_path, bakeries="photon").for_one_look()
            careful.places.find(Sought(OFFICE))
            ask_all(careful)
            asked = rig.asked
        ask_all(make(rig, tmp_path, bakeries="photon").for_one_look())
        assert rig.asked == asked
    assert asked["osrm"] == 2
    names = {file.name for file in tmp_path.iterdir()}
    assert {"osrm.sqlite", "resrobot.sqlite", "photon.sqlite"} <= names
    assert_tells_nothing(tmp_path)


def test_a_memory_that_cannot_be_opened_is_done_without(make: Make, tmp_path: Path) -> None:
    (tmp_path / "osrm.sqlite").mkdir()
    with engines_up() as rig:
        ways = make(rig, tmp_path).for_one_look().router.ways(*PLACES)
    assert {route.by for route in ways.routes} == {"osrm", "resrobot"}


def assert_tells_nothing(home: Path) -> None:
    told = ("Slussgatan", "Trollh", "Hamngatan", "58.28", "12.28", BAKERY[2], KEY, "accessId")
    for file in home.rglob("*"):
        held = file.read_bytes() if file.is_file() else b""
        for text in told:
            assert text.encode() not in held, f"{file.name} tells of {text}"
        assert not file.is_file() or file.stat().st_mode & 0o077 == 0, f"{file.name} can be read by others"


@pytest.mark.parametrize(
    ("url", "public"),
    [
        ("https://router.project-osrm.org", True),
        ("https://photon.komoot.io", True),
        ("https://nominatim.openstreetmap.org/", True),
        ("https://roads.nordverk.example", False),
        ("https://openstreetmap.org.evil.example", False),
        ("http://127.0.0.1:5000", False),
        ("", False),
    ],
)
def test_servers_for_everybody_are_known(url: str, public: bool) -> None:
    assert is_public(url) is public


def test_nothing_shown_of_engines_tells_a_key(make: Make) -> None:
    with engines_up() as rig:
        engines = make(rig)
    assert KEY not in repr(engines)
    assert KEY not in repr(engines.for_one_look())
