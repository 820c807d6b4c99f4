"""A seller's calendar at Google from the admin's delegation to a visit, told to the command; and the same calendar as a file
and in Outlook.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from connectors.demo import write_demo
from tests.google_rig import GoogleRig
from tests.simulators.google import Calendar, Google, google_server, load_calendar
from tests.stories.reports import SEEN, flags, of_file, plain, report, since
from tests.stories.taking_in import MILL, say_where, take_in
from tests.workers.at_google import call, set_aside
from tests.workers.in_the_cloud import BRUKET
from tests.world import ASTRID, KARIN, NOW


@pytest.fixture
def google() -> Iterator[Google]:
    with google_server() as made:
        yield made


@pytest.fixture
def rig(google: Google, tmp_path: Path, made_file: Path) -> GoogleRig:
    database = tmp_path / "kanelbulle.db"
    database.write_bytes(made_file.read_bytes())
    return GoogleRig(tmp_path / "home", f"sqlite:///{database}", google)


def when(box: Calendar, name: str) -> tuple[datetime, str]:
    event = box.event(name)
    return datetime.fromisoformat(event["start"]["dateTime"]), event.get("location", "")


def test_a_call_becomes_a_visit_and_is_undone_again(rig: GoogleRig, tmp_path: Path) -> None:
    box = rig.google.calendar(ASTRID.address, name=ASTRID.name)
    for weeks in range(4, 32, 4):
        call(box, NOW - timedelta(weeks=weeks))
    ahead = call(box, NOW + timedelta(days=17))
    before = when(box, ahead["id"])
    take_in(rig, "google")
    say_where(rig, tmp_path / "home")
    (suggestion,) = report(rig, "suggestions")["suggestions"]
    assert flags(report(rig)) == {BRUKET: ["screen_only"]}
    convert = ("convert", suggestion["id"])

    done = rig.run(*convert, "--slot", "1")
    assert (done.returncode, done.stderr) == (1, "kanelbulle: Nothing has been done. Add --yes if it shall be so.\n")
    assert f"Place: {MILL}" in done.stdout
    assert "Google Calendar mails the change to Karin Lind." in done.stdout
    assert (when(box, ahead["id"]), box.mails_out, set_aside(box)) == (before, [], [])

    said = rig.well(*convert, "--slot", "1", "--yes")
    assert said.startswith(done.stdout), "what was shown is what is done"
    assert said.endswith("Done. The meeting is a visit now.\n")
    slot = datetime.fromisoformat(suggestion["visit"]["slots"][0]["start"])
    assert when(box, ahead["id"]) == (slot, MILL)
    assert "hangoutLink" in box.event(ahead["id"]), "the way in on screen stays as a back-up"
    assert [(one.what, one.to) for one in box.mails_out] == [("update", (KARIN.address,))]
    assert [(one["visibility"], one.get("attendees")) for one in set_aside(box)] == [("private", None)] * 2

    rig.well("sync", ASTRID.address)
    told = report(rig)
    assert (flags(told), told["suggestions"]) == ({BRUKET: []}, [])
    assert len(box.mails_out) == 1

    assert rig.well(*convert, "--undo", "--yes").endswith("The meeting is as it was.\n")
    assert (when(box, ahead["id"]), set_aside(box)) == (before, [])
    rig.well("sync", ASTRID.address)
    assert flags(report(rig)) == {BRUKET: ["screen_only"]}


def test_a_calendar_at_google_is_understood_as_its_export_is(rig: GoogleRig, tmp_path: Path) -> None:
    """As in Outlook: a meeting has another name in either, and a file has its series whole, however old."""
    ics = since(write_demo(NOW), NOW - SEEN)
    box = rig.google.calendar(ASTRID.address, name=ASTRID.name)
    load_calendar(box, ics, ASTRID.address)
    take_in(rig, "google")
    (tmp_path / "export.ics").write_bytes(ics)
    file, mailbox = of_file(rig, str(tmp_path / "export.ics")), report(rig)
    assert len(flags(mailbox)) > 20
    assert plain(mailbox) == plain(file)
    assert report(rig, "suggestions")["suggestions"] == mailbox["suggestions"] != []
