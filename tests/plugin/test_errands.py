"""What is done beside the page: at first and after every change, whatever happens on the way."""

import logging
import threading
from pathlib import Path

import pytest

from connectors.ics import Source
from plugin.errands import AGAIN, Errand, errands
from tests.workers.engine_rigs import engines_up, write_calendar
from tests.world import NOW
from workers.calendar_files import read_files
from workers.office import Office, open_office


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = open_office({"KANELBULLE_HOME": str(tmp_path)}, clock=lambda: NOW)
    read(office)
    return office


def read(office: Office, label: str = "astrid.ics") -> None:
    read_files(office, [Source("astrid.ics", write_calendar())], label=label)


class Asking:
    """Somebody to send on the errand, who counts, and says or raises as told."""

    def __init__(self, *outcomes: bool | Exception) -> None:
        self.outcomes = list(outcomes)
        self.times = 0

    def __call__(self, office: Office) -> bool:
        self.times += 1
        outcome = self.outcomes.pop(0) if self.outcomes else False
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


class HandClock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_it_is_done_at_first_and_after_every_change(office: Office) -> None:
    asking = Asking()
    errand = Errand(office, asking)
    assert [errand.look() for _ in range(3)] == [True, False, False]
    read(office, label="again.ics")
    assert [errand.look() for _ in range(2)] == [True, False]
    assert asking.times == 2


def test_what_failed_is_done_again_in_a_while(office: Office) -> None:
    asking, clock = Asking(True, False), HandClock()
    errand = Errand(office, asking, clock=clock)
    assert [errand.look(), errand.look()] == [True, False]
    clock.seconds += AGAIN.total_seconds()
    assert [errand.look(), errand.look()] == [True, False]
    clock.seconds += AGAIN.total_seconds()
    assert not errand.look(), "it went well the second time"


def test_whatever_happens_is_one_line_without_what_was_asked(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    asking, clock = Asking(ValueError("Slussgatan 14")), HandClock()
    errand = Errand(office, asking, clock=clock)
    with caplog.at_level(logging.DEBUG):
        assert [errand.look(), errand.look()] == [True, False]
    assert [record.getMessage() for record in caplog.records] == ["an errand ended in ValueError"]
    assert caplog.records[0].exc_info is None
    clock.seconds += AGAIN.total_seconds()
    assert errand.look()
    assert asking.times == 2


def test_a_database_that_fails_ends_nothing(office: Office, tmp_path: Path) -> None:
    asking = Asking()
    errand = Errand(office, asking)
    office.store.close()
    for file in tmp_path.glob("kanelbulle.db*"):
        file.unlink()
    (tmp_path / "kanelbulle.db").write_bytes(b"no database at all, and never was")
    assert errand.look()
    assert asking.times == 0


def test_without_engines_there_is_no_thread(office: Office) -> None:
    before = threading.active_count()
    with errands(office):
        assert threading.active_count() == before


def test_the_thread_ends_with_the_page(tmp_path: Path) -> None:
    with engines_up() as rig:
        office = open_office({"KANELBULLE_HOME": str(tmp_path), **rig.settings()}, clock=lambda: NOW)
        with errands(office):
            assert [one.name for one in threading.enumerate()].count("errands") == 1
        assert "errands" not in [one.name for one in threading.enumerate()]
