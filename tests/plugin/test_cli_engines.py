"""`kanelbulle scan` and `run` as processes beside servers of every engine: what they tell is shown, and their worst day
costs nobody the answer."""

import json
import os
import re
import sys
import time
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any
from urllib.request import Request, urlopen

import click
import pytest

from plugin.cli import kanelbulle as commands
from plugin.scanning import Asked, scan_files
from tests.plugin.test_cli_run import running
from tests.servers.commands import obey
from tests.simulators.loopback import Answer
from tests.workers.engine_rigs import BAKERY, DOOR, KEY, engines_up, write_calendar
from tests.world import KARIN, NOW, STOCKHOLM
from workers.roads import open_roads
from workers.settings import TravelSettings

COMMAND = Path(sys.executable).with_name("kanelbulle")
SECONDS = 60
BOUND = 20.0  # seconds a scan may take when every server hangs
NO_FOLDER = Path("/dev/null/places")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("astrid")
    (folder / "astrid.ics").write_bytes(write_calendar())
    return folder


@pytest.fixture(scope="module")
def offline(folder: Path) -> dict[str, Any]:
    """What a scan without engines says."""
    return scanned(folder, {})


def scanned(folder: Path, settings: Mapping[str, str]) -> dict[str, Any]:
    done = obey(
        *("scan", "astrid.ics", "--json", "--lang", "sv", "--now", NOW.isoformat()),
        cwd=folder,
        environment={"PATH": os.environ["PATH"], "HOME": str(folder), "TZ": "Europe/Stockholm", **settings},
        seconds=SECONDS,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def sources(report: Mapping[str, Any]) -> dict[str, tuple[str, bool]]:
    (suggestion,) = report["suggestions"]
    return {leg["mode"]: (leg["source"], leg["estimate"]) for leg in suggestion["visit"]["legs"]}


# scan


def test_without_engines_all_is_estimated(offline: dict[str, Any]) -> None:
    assert sources(offline) == {"train": ("estimate", True), "car": ("estimate", True)}


@pytest.mark.parametrize(("geocoder", "bakeries"), [("photon", "overpass"), ("nominatim", "photon")])
def test_a_scan_tells_what_engines_know(folder: Path, offline: dict[str, Any], geocoder: str, bakeries: str) -> None:
    with engines_up() as rig:
        report = scanned(folder, rig.settings(geocoder=geocoder, bakeries=bakeries))
    assert sources(report) == {"train": ("resrobot", False), "car": ("osrm", False)}
    (suggestion,) = report["suggestions"]
    visit = suggestion["visit"]
    assert (visit["place"]["method"], visit["place"]["used"]) == ("street", DOOR)
    assert offline["suggestions"][0]["visit"]["place"]["method"] == "postal_code"
    assert suggestion["bun"]["bakery"] == BAKERY[2]
    assert (visit["plan"]["leave"], visit["plan"]["estimate"]) == ("2026-12-10T08:08:00+01:00", False)
    assert "Med tåget 08:14 är du framme 09:10." in suggestion["reasons"]
    assert report["accounts"] == offline["accounts"], "engines are asked about visits and about nothing else"


BAD_DAYS = {
    "a web page": Answer(b"<html>Sign in to the hotel's network</html>"),
    "half an answer": Answer(b'{"code":"Ok","routes":[{"dur', cut=True),
    "down": Answer(b"", 500),
    "null": Answer(b"null"),
    "nonsense": Answer(
        b'{"code":"Ok","routes":[{"duration":0,"distance":0}],"Trip":[7],"features":[7],"elements":[7]}'
    ),
    "used up": Answer(b'{"errorCode":"API_QUOTA"}', 429, {"Retry-After": "3600"}),
    "hanging": Answer(hang=True),
}


@pytest.mark.parametrize("answer", BAD_DAYS.values(), ids=list(BAD_DAYS))
def test_on_their_worst_day_all_is_as_without_them(folder: Path, offline: dict[str, Any], answer: Answer) -> None:
    with engines_up(answer) as rig:
        since = time.monotonic()
        assert scanned(folder, rig.settings()) == offline
        assert time.monotonic() - since < BOUND
    assert any(rig.asked.values())


def test_a_scan_without_a_table_of_places_says_so_in_one_line_and_goes_on(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = Asked((str(folder / "astrid.ics"),), None, (), None, None, NOW.isoformat(), json=True, meetings=False)
    context = click.Context(commands.commands["scan"], obj={"environment": {}, "language": "sv"})
    scan_files(context, asked, "sv", roads=open_roads(TravelSettings(), folders=[NO_FOLDER]))
    said = capsys.readouterr()
    assert said.err.count("\n") == 1
    assert said.err.startswith("Orterna går inte att slå upp: ")
    assert str(NO_FOLDER) in said.err
    (suggestion,) = json.loads(said.out)["suggestions"]
    assert (suggestion["visit"]["place"]["text"], suggestion["visit"]["place"]["lat"]) == (DOOR, None)
    assert suggestion["visit"]["legs"] == []


# run


def test_the_page_tells_what_engines_know_after_a_moment(tmp_path: Path) -> None:
    (tmp_path / "astrid.ics").write_bytes(write_calendar(datetime.now(STOCKHOLM)))
    with (
        engines_up() as rig,
        running(tmp_path, "--calendar", str(tmp_path / "astrid.ics"), **rig.settings()) as (process, port, _),
    ):
        page = wait_for(f"http://127.0.0.1:{port}/account/{KARIN.address.rpartition('@')[2]}", "Enligt osrm")
        assert "Enligt resrobot" in page
        assert BAKERY[2] in page
        process.terminate()
        assert process.wait(timeout=SECONDS) == 0
        assert process.stderr
        assert process.stderr.read() == ""
    for file in (tmp_path / "kept").rglob("*"):
        held = file.read_bytes() if file.is_file() else b""
        for told in ("Slussgatan", "Trollh", "Hamngatan", KARIN.name, BAKERY[2], KEY):
            assert told.encode() not in held, f"{file.name} tells of {told}"


def test_engines_that_hang_keep_neither_the_page_nor_its_end_waiting(tmp_path: Path) -> None:
    (tmp_path / "astrid.ics").write_bytes(write_calendar(datetime.now(STOCKHOLM)))
    with (
        engines_up(Answer(hang=True)) as rig,
        running(tmp_path, "--calendar", str(tmp_path / "astrid.ics"), **rig.settings()) as (process, port, _),
    ):
        wait_until(lambda: any(rig.asked.values()))
        page = fetch(f"http://127.0.0.1:{port}/account/{KARIN.address.rpartition('@')[2]}")
        assert "Uppskattat." in page
        assert not re.search("Enligt (osrm|resrobot)", page)
        process.terminate()
        assert process.wait(timeout=BOUND) == 0
        assert process.stderr
        assert process.stderr.read() == ""


def wait_for(url: str, text: str) -> str:
    wait_until(lambda: text in fetch(url))
    return fetch(url)


def wait_until(holds: Any) -> None:
    deadline, pause = time.monotonic() + SECONDS, Event()
    while not holds():
        assert time.monotonic() < deadline, "it never came"
        pause.wait(0.1)


def fetch(url: str) -> str:
    with urlopen(Request(url, headers={"Accept-Language": "sv"}), timeout=SECONDS) as page:
        text: str = page.read().decode()
        return text
