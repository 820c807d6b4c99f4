"""`kanelbulle convert`: what is shown, what is asked, and what is said of whatever becomes of it, each in this process."""

import io
import json
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from plugin.cli import outcome
from tests.outlook_rig import cloud
from tests.simulators.microsoft import Graph, Mailbox, denied, throttled
from tests.simulators.microsoft.entra import CLIENT_ID, NORDVERK, SECRET, Entra
from tests.workers.in_the_cloud import BRUKET
from tests.workers.outlook import call
from tests.world import ASTRID, KARIN, NOW, SVEN
from workers.correcting import correct, take_back
from workers.jobs import carry_out
from workers.office import Office, open_office
from workers.relationships.corrections import Correction, CorrectionKind
from workers.store import Seller
from workers.store.mailboxes import Mailbox as Box
from workers.store.tenants import Tenant, TenantWishes

PLACE = "Storgatan 4, 461 30 Trollhättan"


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Entra, Graph]]:
    with cloud(tmp_path_factory.mktemp("cloud")) as running:
        yield running


class Desk:
    """Astrid's mailbox, read; a suggestion with a place to go; and the command."""

    def __init__(self, graph: Graph, box: Mailbox, office: Office, run: Callable[..., tuple[int, str, str]]) -> None:
        self.graph, self.box, self.office, self.run = graph, box, office, run
        with office.store.writing() as at:
            tenant = at.tenants.save(Tenant("Nordverk", ("nordverk.example",), wishes=TenantWishes(office="Göteborg")))
            self.tenant = tenant
            seller = Seller(ASTRID.address, ("nordverk.example",), "UTC", "microsoft", NOW, tenant_id=tenant)
            self.seller = at.sellers.save(seller)
            at.mailboxes.save(Box(self.seller, "microsoft"))
        office.want("sync_mailbox", self.seller)
        carry_out(office, "sync_mailbox", self.seller)
        correct(office, Correction(CorrectionKind.PLACE, BRUKET, NOW, PLACE), seller_id=self.seller)
        found = office.store.of(self.seller).account(BRUKET)
        assert found
        assert found.suggestion
        self.suggestion = found.suggestion

    def convert(self, *more: str) -> tuple[int, str, str]:
        return self.run("convert", self.suggestion.id, *more)

    def theirs(self, **told: Any) -> None:
        """The meeting is Karin's."""
        karin = {"emailAddress": {"name": KARIN.name, "address": KARIN.address}}
        self.box.change(self.suggestion.uid, organizer=karin, isOrganizer=False, **told)

    def mails(self) -> list[str]:
        return [one.what for one in self.box.mails_out]


@pytest.fixture
def desk(
    servers: tuple[Entra, Graph],
    tmp_path: Path,
    made_file: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Desk]:
    entra, graph = servers
    entra.start_over()
    graph.mailboxes.clear()
    graph.now = lambda: NOW
    graph.trust_tokens_of(entra)
    database = tmp_path / "kanelbulle.db"
    database.write_bytes(made_file.read_bytes())
    settings = {
        "KANELBULLE_HOME": str(tmp_path / "home"),
        "KANELBULLE_DATABASE_URL": f"sqlite:///{database}",
        "KANELBULLE_MICROSOFT_CLIENT_ID": CLIENT_ID,
        "KANELBULLE_MICROSOFT_CLIENT_SECRET": SECRET,
        "KANELBULLE_MICROSOFT_TENANT_ID": NORDVERK,
        "KANELBULLE_MICROSOFT_AUTHORITY": entra.url,
        "KANELBULLE_GRAPH_URL": graph.url,
        "REQUESTS_CA_BUNDLE": entra.trust,
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("COLUMNS", "200")
    box = graph.mailbox(ASTRID.address, name=ASTRID.name)
    for weeks in range(4, 32, 4):
        call(box, NOW - timedelta(weeks=weeks))
    call(box, NOW + timedelta(days=17))
    box.mails_out.clear()

    def run(*arguments: str, now: datetime = NOW) -> tuple[int, str, str]:
        code = outcome(arguments, clock=lambda: now)
        said = capsys.readouterr()
        return code, said.out, said.err

    office = open_office(settings, clock=lambda: NOW)
    yield Desk(graph, box, office, run)
    office.store.close()


def complaint(done: tuple[int, str, str], code: int = 1) -> str:
    assert done[0] == code
    assert done[2].startswith("kanelbulle: ")
    assert done[2].count("\n") == 1
    return done[2]


def test_a_suggestion_is_listed_with_what_makes_it_a_visit(desk: Desk) -> None:
    _, said, _ = desk.run("suggestions", ASTRID.address)
    assert f"kanelbulle convert {desk.suggestion.id} --slot N" in said
    assert "  1. Tuesday 8 December" in said


def test_the_preview_is_whole_and_changes_nothing(desk: Desk) -> None:
    done = desk.convert("--slot", "0")
    assert "Add --yes" in complaint(done)
    lines = [line.strip() for line in done[1].splitlines()]
    assert lines[:9] == [
        "This is what Karin will get:",
        "Avstämning",
        "When: Thursday 10 December 09:00–10:30",
        "Before: Thursday 10 December 09:00–09:27",
        f"Place: {PLACE}",
        "Before: Microsoft Teams-möte",
        f"The invitation begins with: Vi ses på plats den här gången: {PLACE}. Länken till mötet på skärm finns kvar för "
        "den som behöver den.",
        "Teams is kept as a back-up.",
        "Outlook mails the change to Karin Lind.",
    ]
    assert [line.partition(":")[0] for line in lines[9:]] == ["Travel in your calendar, for you alone"] * 2
    assert desk.mails() == []


def test_machines_read_the_same(desk: Desk) -> None:
    code, said, complained = desk.convert("--slot", "1", "--json")
    told = json.loads(said)
    assert (code, complained, told["state"]) == (1, "", None)
    shown = told["preview"]
    assert (shown["way"], shown["mailed"], shown["place"]["text"]) == ("convert", [KARIN.address], PLACE)
    assert shown["before"]["place"] == "Microsoft Teams-möte"
    assert len(shown["travel"]) == 2
    code, said, _ = desk.convert("--slot", "1", "--json", "--yes")
    told = json.loads(said)
    assert (code, told["state"], told["is_online"], told["preview"]) == (0, "done", True, shown)
    assert told["visit"]["start"] == shown["start"]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("answer", "mails"), [("y\n", ["update"]), ("n\n", []), ("\n", [])])
def test_who_sits_at_a_terminal_is_asked(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, answer: str, mails: list[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    code, said, complained = desk.convert("--slot", "0")
    assert "Place: " in said
    assert complained.startswith("Shall it be so? [y/N]: ")
    assert (code, desk.mails()) == (0 if mails else 1, mails)


def test_once_more_changes_nothing_and_another_time_has_to_wait(desk: Desk) -> None:
    for _ in range(2):
        assert desk.convert("--slot", "1", "--yes")[0] == 0
    assert "Undo it first" in complaint(desk.convert("--slot", "2", "--yes"))
    assert desk.mails() == ["update"]
    assert desk.convert("--undo", "--yes")[:2] == (
        0,
        "The meeting becomes what it was: Thursday 10 December 09:00–09:27\n"
        "Place: Microsoft Teams-möte\n"
        "Outlook mails the change to everybody in the meeting once more.\n"
        "The meeting is as it was.\n",
    )
    assert "no visit to undo" in complaint(desk.convert("--undo", "--yes"))
    assert desk.convert("--slot", "2", "--yes")[0] == 0


def test_teams_is_taken_out_where_that_is_wanted(desk: Desk) -> None:
    code, said, _ = desk.convert("--slot", "0", "--drop-online", "--yes")
    assert (code, "Teams is taken out of the meeting." in said) == (0, True)
    assert not desk.box.event(desk.suggestion.uid)["isOnlineMeeting"]
    assert desk.convert("--undo", "--yes")[1].endswith("as it was, with a new link to the screen.\n")


def test_teams_that_stays_whatever_is_asked_is_told_of(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk.graph, "body_flips", "ignored")
    code, said, _ = desk.convert("--slot", "0", "--drop-online", "--yes")
    assert (code, said.splitlines()[-2:]) == (
        0,
        [
            "Done. The meeting is a visit now.",
            "The link to the screen is still in the meeting. If it is to go, take it out in the calendar.",
        ],
    )


def test_of_their_meeting_another_time_is_proposed(desk: Desk) -> None:
    desk.theirs()
    code, said, _ = desk.convert("--slot", "1", "--yes")
    assert "The meeting is theirs, so they get a proposal: Tuesday 8 December 13:00–14:30" in said
    assert "Jag kommer gärna till er den här gången" in said
    assert (code, said.splitlines()[-1], desk.mails()) == (0, "Done. They have your proposal.", ["tentativelyAccepted"])


def test_who_takes_no_proposals_is_written_to(desk: Desk) -> None:
    desk.theirs(allowNewTimeProposals=False)
    assert "Write to them instead." in complaint(desk.convert("--slot", "1", "--yes"))
    assert desk.mails() == []


def test_a_calendar_that_asks_us_to_wait_is_waited_for(desk: Desk) -> None:
    desk.graph.next(throttled("7"), method="PATCH")
    assert "It is done as soon as can be." in complaint(desk.convert("--slot", "0", "--yes"))
    assert desk.mails() == []
    assert desk.run("convert", desk.suggestion.id, "--slot", "0", "--yes", now=NOW + timedelta(minutes=2))[0] == 0
    assert desk.mails() == ["update"]


def test_who_may_not_write_reads_who_can_help(desk: Desk) -> None:
    desk.graph.next(denied(), method="PATCH")
    assert "Whoever looks after Kanelbulle" in complaint(desk.convert("--slot", "0", "--yes"))
    desk.graph.next(denied(), method="GET")
    assert "Whoever looks after Kanelbulle" in complaint(desk.convert("--slot", "0"))


def test_a_meeting_that_has_moved_is_told_of(desk: Desk) -> None:
    start = NOW.replace(hour=10) + timedelta(days=18)
    desk.box.change(desk.suggestion.uid, start=start, end=start + timedelta(minutes=27))
    assert "The meeting has been moved since we suggested it." in desk.convert("--slot", "1")[1]


def test_what_is_gone_or_over_is_no_visit(desk: Desk) -> None:
    late = desk.run("convert", desk.suggestion.id, "--slot", "0", now=NOW + timedelta(days=30))
    assert "That time has been." in complaint(late)
    desk.box.delete(desk.suggestion.uid)
    assert "no longer in the calendar" in complaint(desk.convert("--slot", "0"))


def test_nobody_goes_where_nobody_knows(desk: Desk) -> None:
    take_back(desk.office, CorrectionKind.PLACE, BRUKET, seller_id=desk.seller)
    assert "We don't know where they are" in complaint(desk.convert("--slot", "0"))


@pytest.mark.parametrize(
    ("arguments", "told", "code"),
    [
        (("nowhere", "--slot", "0"), "no such suggestion", 1),
        (("nowhere", "--undo"), "no such suggestion", 1),
        (("nowhere", "--slot", "0", "--seller", ASTRID.address), "no longer there", 1),
        (("nowhere", "--undo", "--seller", ASTRID.address), "no visit to undo", 1),
        (("nowhere", "--slot", "0", "--seller", "nobody@nordverk.example"), "no such seller", 1),
        (("nowhere",), "--slot N or --undo", 2),
        (("nowhere", "--slot", "0", "--undo"), "--slot N or --undo", 2),
        (("nowhere", "--slot", "-1"), "", 2),
        (("nowhere", "--slot", "1.5"), "", 2),
        ((), "", 2),
    ],
)
def test_what_cannot_be_done_is_told_in_one_line(desk: Desk, arguments: tuple[str, ...], told: str, code: int) -> None:
    assert told in complaint(desk.run("convert", *arguments), code)


def test_a_time_that_is_not_listed_is_none(desk: Desk) -> None:
    assert "no such time" in complaint(desk.convert("--slot", "9"))


def test_two_sellers_with_the_same_suggestion_are_told_apart(desk: Desk) -> None:
    with desk.office.store.writing() as at:
        seller = Seller(SVEN.address, ("nordverk.example",), "UTC", "microsoft", NOW, tenant_id=desk.tenant)
        sven = at.sellers.save(seller)
        at.suggestions.note(sven, desk.suggestion, week=202648, now=NOW)
    assert "Say whose with --seller" in complaint(desk.convert("--slot", "0"))
    assert "Place: " in desk.convert("--slot", "0", "--seller", ASTRID.address)[1]


def test_a_calendar_that_is_only_read_says_so(desk: Desk) -> None:
    with desk.office.store.writing() as at:
        at.mailboxes.save(Box(desk.seller, "ics", url="https://calendar.example/secret"))
    assert "can only be read" in complaint(desk.convert("--slot", "0"))
    assert "kanelbulle convert" not in desk.run("suggestions", ASTRID.address)[1]
