"""Engines are asked about this week's visits: what they say is kept, unless somebody was faster, and no lock is held."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from connectors.ics import Source
from tests.simulators.loopback import Answer, Asked
from tests.workers.engine_rigs import BAKERY, DOOR, KEY, OFFICE, Rig, engines_up, write_calendar
from tests.world import KARIN, NOW
from workers.asking import ask_engines
from workers.calendar_files import read_files
from workers.correcting import correct
from workers.office import Office, open_office
from workers.relationships.corrections import Correction, CorrectionKind
from workers.sealing import Sealer
from workers.store import Store, Transaction
from workers.visits.suggestion import Suggestion

BRUKET = "bruket.example"
Open = Callable[..., Office]


@pytest.fixture
def open_with(tmp_path: Path) -> Open:
    def open_with(rig: Rig | None = None, **more: str) -> Office:
        settings = rig.settings() if rig else {}
        office = open_office({"KANELBULLE_HOME": str(tmp_path / "home"), **settings, **more}, clock=lambda: NOW)
        if office.store.shown.seller() is None:
            read_files(office, [Source("astrid.ics", write_calendar())], label="astrid.ics")
        return office

    return open_with


def suggestion(office: Office) -> Suggestion:
    reviewed = office.store.shown.account(BRUKET)
    assert reviewed is not None
    assert reviewed.chosen
    assert reviewed.suggestion is not None
    return reviewed.suggestion


def told_by(office: Office) -> dict[str, str]:
    return {leg.mode: leg.source for leg in suggestion(office).visit.legs}


def test_what_engines_say_of_a_visit_is_kept(open_with: Open) -> None:
    with engines_up() as rig:
        office = open_with(rig)
        assert told_by(office) == {"train": "estimate", "car": "estimate"}
        asked = ask_engines(office)
    visit = suggestion(office).visit
    assert (asked.kept, asked.tally.failed) == (1, 0)
    assert told_by(office) == {"train": "resrobot", "car": "osrm"}
    assert visit.place is not None
    assert (visit.place.text, visit.place.by) == (DOOR, "photon")
    assert visit.starts is not None
    assert visit.starts.text == OFFICE
    assert suggestion(office).bun.bakery == BAKERY[2]
    assert visit.plan is not None
    assert visit.plan.departs is not None
    assert not visit.plan.estimate


def test_only_the_ways_of_chosen_visits_are_asked_about(open_with: Open) -> None:
    with engines_up() as rig:
        ask_engines(open_with(rig))
    assert rig.asked["osrm"] == 2, "the way there, and the bakery on it"
    assert rig.asked["resrobot"] == 1
    assert rig.servers["resrobot"].asked[0].params["time"] == "09:40", "in good time, with the buns bought"


def test_asked_again_nobody_is_asked_and_nothing_changes(open_with: Open) -> None:
    with engines_up() as rig:
        office = open_with(rig)
        ask_engines(office)
        asked, revision, told = rig.asked, office.store.shown.revision(), suggestion(office)
        assert ask_engines(office).kept == 0
        assert ask_engines(open_with(rig)).kept == 0, "another process remembers too"
        assert rig.asked == asked
    assert office.store.shown.revision() == revision
    assert suggestion(office) == told


def test_what_changed_meanwhile_is_left_as_it_is(open_with: Open) -> None:
    """The seller says something while the road server thinks; that it can be kept shows that nothing is locked."""
    said = Correction(CorrectionKind.PLACE, BRUKET, value="Borås", said_at=NOW)
    with engines_up() as rig:
        office = open_with(rig)
        roads, changed = rig.servers["osrm"].respond, iter([True])

        def respond(asked: Asked) -> Answer:
            if next(changed, False):
                correct(office, said)
            return roads(asked)

        rig.servers["osrm"].respond = respond
        assert ask_engines(office).kept == 0
        place = suggestion(office).visit.place
        assert place is not None
        assert (place.text, set(told_by(office).values())) == ("Borås", {"estimate"})
        assert ask_engines(office).kept == 1
    assert told_by(office)["car"] == "osrm"


class Watched(Store):
    """A store that counts the transactions open now."""

    open = 0

    @contextmanager
    def writing(self, seller_id: int | None = None) -> Iterator[Transaction]:
        with self._counted(), super().writing(seller_id) as at:
            yield at

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        with self._counted(), super().reading() as at:
            yield at

    @contextmanager
    def _counted(self) -> Iterator[None]:
        self.open += 1
        yield
        self.open -= 1


def test_no_transaction_is_open_while_an_engine_is_asked(open_with: Open) -> None:
    with engines_up() as rig:
        office = open_with(rig)
        store = Watched(office.settings.database_url, Sealer(office.settings.secret_keys))
        seen: list[int] = []
        for server in rig.servers.values():
            server.respond = _counting(server.respond, seen, store)
        assert ask_engines(replace(office, store=store)).kept == 1
    assert seen == [0] * sum(rig.asked.values())
    assert len(seen) >= 5


def _counting(respond: Callable[[Asked], Answer], seen: list[int], store: Watched) -> Callable[[Asked], Answer]:
    def counting(asked: Asked) -> Answer:
        seen.append(store.open)
        return respond(asked)

    return counting


@pytest.mark.parametrize("answer", [Answer(b"<html>"), Answer(b"", 500), Answer(b"null"), Answer(b"{}", 429)])
def test_engines_on_a_bad_day_change_nothing(open_with: Open, answer: Answer) -> None:
    with engines_up(answer) as rig:
        office = open_with(rig)
        told, revision = suggestion(office), office.store.shown.revision()
        asked = ask_engines(office)
    assert (asked.kept, suggestion(office), office.store.shown.revision()) == (0, told, revision)
    assert asked.tally.failed > 0
    assert asked.tally.fell_back >= asked.tally.failed


def test_without_engines_or_without_a_seller_there_is_nothing_to_ask(open_with: Open, tmp_path: Path) -> None:
    assert ask_engines(open_with()).tally.asked == 0
    with engines_up() as rig:
        nobody = open_office({"KANELBULLE_HOME": str(tmp_path / "nobody"), **rig.settings()}, clock=lambda: NOW)
        assert ask_engines(nobody).tally.asked == 0
    assert not any(rig.asked.values())


def test_neither_the_disk_nor_the_log_tells_of_what_was_asked(
    open_with: Open, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with engines_up() as rig, caplog.at_level(logging.DEBUG):
        ask_engines(open_with(rig))
    assert "seller 1: 1 visits, 1 kept; 6 questions, 0 failed, 1 estimated" in caplog.text
    for told in ("Slussgatan", "Trollh", "Hamngatan", KARIN.name, BAKERY[2], KEY):
        assert told not in caplog.text
        for file in (tmp_path / "home").rglob("*"):
            assert told.encode() not in (file.read_bytes() if file.is_file() else b""), f"{file.name} tells of {told}"
