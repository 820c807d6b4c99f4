"""A seller's calendar in Outlook from the admin's grant to a visit, told to the command; and the same calendar as a file."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors.demo import write_demo
from tests.outlook_rig import Rig, cloud
from tests.simulators.microsoft import Graph, Mailbox, load_calendar
from tests.simulators.microsoft.entra import Entra
from tests.stories.reports import SEEN, flags, of_file, plain, report, since
from tests.stories.taking_in import MILL, say_where, take_in
from tests.workers.in_the_cloud import BRUKET
from tests.workers.outlook import call
from tests.world import ASTRID, KARIN, NOW

Json = dict[str, Any]


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Entra, Graph]]:
    with cloud(tmp_path_factory.mktemp("cloud")) as running:
        yield running


@pytest.fixture
def rig(servers: tuple[Entra, Graph], tmp_path: Path, made_file: Path) -> Rig:
    entra, graph = servers
    entra.start_over()
    graph.mailboxes.clear()
    database = tmp_path / "kanelbulle.db"
    database.write_bytes(made_file.read_bytes())
    return Rig(tmp_path / "home", f"sqlite:///{database}", entra, graph)


def when(box: Mailbox, uid: str) -> tuple[datetime, str]:
    event = box.event(uid)
    start = datetime.fromisoformat(event["start"]["dateTime"][:19]).replace(tzinfo=UTC)
    return start, event["location"]["displayName"]


def held(box: Mailbox) -> list[Json]:
    return [one for one in box.events() if one["categories"] == ["Kanelbulle"]]


def test_a_call_becomes_a_visit_and_is_undone_again(rig: Rig, tmp_path: Path) -> None:
    box = rig.graph.mailbox(ASTRID.address, name=ASTRID.name)
    for weeks in range(4, 32, 4):
        call(box, NOW - timedelta(weeks=weeks))
    ahead = call(box, NOW + timedelta(days=17))
    before = when(box, ahead["id"])
    box.mails_out.clear()
    take_in(rig, "microsoft")
    say_where(rig, tmp_path / "home")
    (suggestion,) = report(rig, "suggestions")["suggestions"]
    assert flags(report(rig)) == {BRUKET: ["screen_only"]}
    convert = ("convert", suggestion["id"])

    done = rig.run(*convert, "--slot", "1")
    assert (done.returncode, done.stderr) == (1, "kanelbulle: Nothing has been done. Add --yes if it shall be so.\n")
    assert f"Place: {MILL}" in done.stdout
    assert "Outlook mails the change to Karin Lind." in done.stdout
    assert (when(box, ahead["id"]), box.mails_out, held(box)) == (before, [], [])

    said = rig.well(*convert, "--slot", "1", "--yes")
    assert said.startswith(done.stdout), "what was shown is what is done"
    assert said.endswith("Done. The meeting is a visit now.\n")
    slot = datetime.fromisoformat(suggestion["visit"]["slots"][0]["start"])
    assert when(box, ahead["id"]) == (slot, MILL)
    assert [(one.what, one.to) for one in box.mails_out] == [("update", (KARIN.address,))]
    assert [(one["sensitivity"], one["attendees"]) for one in held(box)] == [("private", [])] * 2

    rig.well("sync", ASTRID.address)
    told = report(rig)
    assert (flags(told), told["suggestions"]) == ({BRUKET: []}, [])
    assert len(box.mails_out) == 1

    assert rig.well(*convert, "--undo", "--yes").endswith("The meeting is as it was.\n")
    assert (when(box, ahead["id"]), held(box)) == (before, [])
    rig.well("sync", ASTRID.address)
    assert flags(report(rig)) == {BRUKET: ["screen_only"]}


def test_a_mailbox_is_understood_as_its_export_is(rig: Rig, tmp_path: Path) -> None:
    """A meeting has another name in either, and with it a suggestion; and a file has its series whole, however old."""
    ics = since(write_demo(NOW), NOW - SEEN)
    box = rig.graph.mailbox(ASTRID.address, name=ASTRID.name)
    load_calendar(box, ics, ASTRID.address)
    take_in(rig, "microsoft")
    (tmp_path / "export.ics").write_bytes(ics)
    file = of_file(rig, str(tmp_path / "export.ics"))
    mailbox = report(rig)
    assert len(flags(mailbox)) > 20
    assert plain(mailbox) == plain(file)
    assert report(rig, "suggestions")["suggestions"] == mailbox["suggestions"] != []
