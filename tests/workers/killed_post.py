"""A process that sends letters for a moment and may be killed at any step of it.

Steps are counted as https://docs.python.org/3/library/sys.html#sys.setprofile tells them.
"""

import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from types import FrameType
from typing import Any

from connectors.smtp.server import Server
from tests.mailboxes import make_office
from tests.workers.one_post import SEND, SENDER
from workers.jobs import carry_out
from workers.mail_settings import MailSettings
from workers.office import Office

STEPS = (
    "workers.jobs",
    "workers.letters",
    "workers.letter_claims",
    "workers.lost_letters",
    "workers.store.",
    "connectors.smtp.",
    "smtplib",
)
LOADED = ["tests.workers.warm", __name__, "connectors.smtp.mail", "connectors.smtp.folder"]
Task = tuple[int, str]
"""A seller and the way of the letter: smtp:PORT or folder:PATH."""


def work(home: Path, database_url: str, tasks: Sequence[Task], now: datetime, *, dies_at: int = 0) -> int | None:
    """Do what is due of these letters in a process of its own; how that ended."""
    context = get_context("forkserver")
    context.set_forkserver_preload(LOADED)
    asked = (str(home), database_url, list(tasks), now.isoformat(), dies_at)
    process = context.Process(target=_work, args=asked)
    process.start()
    process.join()
    return process.exitcode


def count_steps(home: Path, database_url: str, task: Task, now: datetime) -> int:
    """How many there are in the sending of a letter."""
    assert work(home, database_url, [task], now) == 0
    return int((home / "steps").read_text())


def _work(home: str, database_url: str, tasks: list[Task], when: str, dies_at: int) -> None:
    office = open_at(Path(home), database_url, datetime.fromisoformat(when))
    steps = _Steps(dies_at)
    sys.setprofile(steps.count)
    for seller, way in tasks:
        carry_out(by_way(office, way), SEND, seller)
    sys.setprofile(None)
    Path(home, "steps").write_text(str(steps.taken))


def open_at(home: Path, database_url: str, now: datetime) -> Office:
    """An office where it stays that time."""
    return make_office(home, database_url, clock=lambda: now, base_url="https://buns.example")


def by_way(office: Office, way: str) -> Office:
    """Letters go that way."""
    kind, _, where = way.partition(":")
    mail = MailSettings(Server("127.0.0.1", int(where), secure=False) if kind == "smtp" else Path(where), SENDER)
    return replace(office, settings=replace(office.settings, smtp=mail))


class _Steps:
    """Calls that begin or end in what sends a letter; at the last there is, the process is gone."""

    def __init__(self, last: int) -> None:
        self.taken, self._last = 0, last

    def count(self, frame: FrameType, event: str, _: Any) -> None:
        if not str(frame.f_globals.get("__name__")).startswith(STEPS):
            return
        self.taken += 1
        if self.taken == self._last:
            os.kill(os.getpid(), signal.SIGKILL)
