"""A service as a company runs it: web, worker and clock as processes of their own, a real queue, a calendar behind a link.
What they write down has ids and counts only.
"""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from time import monotonic

import pytest
import requests

from tests.plugin.web.calendars import calendar, event
from tests.servers.commands import obey_in_words
from tests.servers.valkey import Valkey, running_valkey
from tests.simulators.feed import SECRET, Feed, feed_server
from tests.storm import free_port
from tests.world import ASTRID, KARIN, STOCKHOLM

COMMAND = Path(sys.executable).with_name("kanelbulle")
TITLE, DOOR = "Hemlig offert 4711", "Slussgatan 14, 461 30 Trollhättan"
WORDS = (TITLE, DOOR, ASTRID.address, KARIN.address, ASTRID.name, KARIN.name, SECRET, "bruket", "nordverk")
SECONDS = 60
TOKEN = "a-token-of-the-tests"


def write_calendar() -> bytes:
    now = datetime.now(STOCKHOLM).replace(hour=10, minute=0, second=0, microsecond=0)

    calls = [event(f"call{n}", now - timedelta(weeks=3 * n), title=TITLE) for n in range(1, 8)]
    return calendar(*calls, event("visit", now - timedelta(weeks=80), minutes=90, title=TITLE, location=DOOR))


class Service:
    """The processes of one service, and what they wrote."""

    def __init__(self, folder: Path, valkey: Valkey, database_url: str) -> None:
        self.folder, self.port = folder, free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.environment = {
            "PATH": os.environ["PATH"],
            "LANG": "C",
            "KANELBULLE_HOME": str(folder / "home"),
            "KANELBULLE_DATABASE_URL": database_url,
            "KANELBULLE_REDIS_URL": valkey.url,
            "KANELBULLE_FEED_NETWORKS": "127.0.0.0/8",
            "KANELBULLE_BASE_URL": self.base,
            "KANELBULLE_METRICS_TOKEN": TOKEN,
        }
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def run(self, *arguments: str) -> str:
        done = obey_in_words(*arguments, environment=self.environment)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, *names: str) -> None:
        for name in names:
            self.processes[name] = subprocess.Popen(
                [COMMAND, name], env=self.environment, stderr=(self.folder / f"{name}.log").open("wb")
            )

    def stop(self) -> dict[str, int]:
        for process in self.processes.values():
            process.send_signal(signal.SIGTERM)
        return {name: process.wait(SECONDS) for name, process in self.processes.items()}

    def logs(self) -> list[str]:
        return [line for name in self.processes for line in (self.folder / f"{name}.log").read_text().splitlines()]


@contextmanager
def a_service(folder: Path, database_url: str) -> Iterator[tuple[Service, Feed]]:
    with running_valkey() as valkey, feed_server() as feed:
        service = Service(folder, valkey, database_url)
        try:
            service.run("migrate")
            yield service, feed
        finally:
            for process in service.processes.values():
                process.kill()
                process.wait(SECONDS)


def wait_until(told: str, look: "object") -> None:
    deadline, pause = monotonic() + SECONDS, Event()
    while not look():  # type: ignore[operator]
        assert monotonic() < deadline, told
        pause.wait(0.1)


@pytest.fixture
def service(tmp_path: Path, database_url: str) -> Iterator[tuple[Service, Feed]]:
    with a_service(tmp_path, database_url) as both:
        yield both


def test_a_company_is_served_and_nothing_anybody_wrote_is_logged(service: tuple[Service, Feed]) -> None:
    kanelbulle, feed = service
    feed.calendar, feed.tag = write_calendar(), '"1"'
    kanelbulle.run("tenant", "add", "Nordverk", "--domain", ASTRID.address.rpartition("@")[2])
    kanelbulle.run("mailbox", "add", ASTRID.address, "--tenant", "Nordverk", "--provider", "ics", "--url", feed.url)
    kanelbulle.start("web", "worker", "clock")
    wait_until(
        "the calendar is read", lambda: json.loads(kanelbulle.run("accounts", ASTRID.address, "--json"))["accounts"]
    )
    link = kanelbulle.run("mailbox", "link", ASTRID.address).strip()
    with requests.Session() as browser:
        browser.trust_env = False
        wait_until("the page is up", lambda: _is_up(browser, kanelbulle.base))
        assert ASTRID.address in browser.get(link, timeout=SECONDS).text
        home = browser.post(link, headers={"Sec-Fetch-Site": "same-origin"}, timeout=SECONDS)
        assert "Bruket" in home.text
        browser.get(f"{kanelbulle.base}/account/{KARIN.address.rpartition('@')[2]}", timeout=SECONDS)
        browser.get(f"{kanelbulle.base}/account/{TITLE}", timeout=SECONDS)
        figures = browser.get(f"{kanelbulle.base}/metrics", timeout=SECONDS).text
        assert browser.get(f"{kanelbulle.base}/readyz", timeout=SECONDS).text == "ready\n"
        forwarded = {"X-Forwarded-For": "10.1.2.3"}
        assert browser.get(f"{kanelbulle.base}/metrics", headers=forwarded, timeout=SECONDS).status_code == 404
        forwarded["Authorization"] = f"Bearer {TOKEN}"
        assert browser.get(f"{kanelbulle.base}/metrics", headers=forwarded, timeout=SECONDS).status_code == 200
    assert 'kanelbulle_mailboxes{provider="ics",state="in_step"} 1.0' in figures
    assert 'kanelbulle_rows{table="meetings"} 8.0' in figures
    assert "kanelbulle_queue_up 1.0" in figures
    assert "queue: answers" in kanelbulle.run("check")
    assert kanelbulle.stop() == {"web": 0, "worker": 0, "clock": 0}
    logs = kanelbulle.logs()
    told = [json.loads(line) for line in logs]
    assert any("8 changed" in one["message"] for one in told)
    assert any(re.fullmatch(r"GET web\.account \d+", one["message"]) for one in told)
    for word in WORDS:
        assert word not in "\n".join(logs)
        assert word not in figures


def test_what_goes_wrong_is_logged_without_a_word_of_anybodys(service: tuple[Service, Feed]) -> None:
    kanelbulle, feed = service
    feed.calendar = b"<html>" + TITLE.encode()
    kanelbulle.run("tenant", "add", "Nordverk", "--domain", ASTRID.address.rpartition("@")[2])
    kanelbulle.run("mailbox", "add", ASTRID.address, "--tenant", "Nordverk", "--provider", "ics", "--url", feed.url)
    kanelbulle.start("worker", "clock")
    wait_until("it is told", lambda: "Unreadable" in "".join(kanelbulle.logs()))
    kanelbulle.stop()
    for word in WORDS:
        assert word not in "\n".join(kanelbulle.logs())


def _is_up(browser: requests.Session, base: str) -> bool:
    try:
        return browser.get(f"{base}/healthz", timeout=SECONDS).ok
    except requests.ConnectionError:
        return False
