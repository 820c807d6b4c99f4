"""`kanelbulle run` and `check` as processes: they say where to look, stop when told to, and own up in one line."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from time import monotonic
from urllib.request import urlopen

import pytest

from connectors.demo import write_demo
from tests.plugin.web.calendars import calendar, event
from tests.servers.commands import obey_in_words
from tests.simulators.feed import feed_server
from tests.world import NOW, STOCKHOLM
from workers.office import Office, open_office
from workers.store import Seller
from workers.store.mailboxes import Mailbox
from workers.store.tenants import Tenant

COMMAND = Path(sys.executable).with_name("kanelbulle")
SECONDS = 60
SVEN = "sven@nordverk.example"  # not the seller of the demo


def environment(home: Path, **more: str) -> dict[str, str]:
    path = os.environ["PATH"]
    return {"PATH": path, "HOME": str(home), "KANELBULLE_HOME": str(home / "kept"), "LANG": "C", **more}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    home: Path, *arguments: str, under: tuple[str, ...] = (), **more: str
) -> Iterator[tuple["subprocess.Popen[str]", int, list[str]]]:
    """The page, once it says where to look; the lines it said before. `more` are settings."""
    port = free_port()
    process = subprocess.Popen(
        [*under, COMMAND, "run", "--port", str(port), *arguments],
        env=environment(home, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout
        said = []
        for line in process.stdout:
            said.append(line)
            if f"http://127.0.0.1:{port}" in line:
                break
        else:
            pytest.fail(f"it stopped: {process.stderr and process.stderr.read()}")
        yield process, port, said
    finally:
        process.terminate()  # killed, it would leave its queue to the next one
        try:
            process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate(timeout=SECONDS)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_the_demo_seller_is_shown_until_somebody_says_stop(tmp_path: Path, stop: signal.Signals) -> None:
    with running(tmp_path) as (process, port, _):
        with urlopen(f"http://127.0.0.1:{port}/", timeout=SECONDS) as page:
            assert "Bruket" in page.read().decode()
        process.send_signal(stop)
        assert process.wait(timeout=SECONDS) == 0
        assert process.stderr
        assert process.stderr.read() == ""
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("127.0.0.1", port))


def test_ctrl_c_stops_it_in_the_background_of_a_script_too(tmp_path: Path) -> None:
    deaf = ("sh", "-c", "trap '' INT; exec \"$@\"", "sh")
    with running(tmp_path, under=deaf) as (process, _, _):
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=SECONDS) == 0


def test_a_calendar_of_ones_own_is_shown_instead(tmp_path: Path) -> None:
    (tmp_path / "mine.ics").write_bytes(write_demo(NOW).replace(b"Karin", b"Annika"))
    with running(tmp_path, "--calendar", str(tmp_path / "mine.ics")) as (_, port, said):
        assert "mine.ics" in said[0]
        with urlopen(f"http://127.0.0.1:{port}/", timeout=SECONDS) as page:
            assert "mine.ics" in page.read().decode()


def test_a_queue_of_its_own_that_is_killed_is_started_again_and_a_changed_calendar_is_read(tmp_path: Path) -> None:
    with feed_server() as feed, running(tmp_path, KANELBULLE_FEED_NETWORKS="127.0.0.0/8"):
        feed.calendar, feed.tag = one_call("one"), '"1"'
        with open_kept(tmp_path) as office:
            sven = add_mailbox(office, feed.url)
            office.want("sync_mailbox", sven)
            wait_until("the calendar is read", lambda: meetings(office, sven) == {"one"})
            killed = queue_process(tmp_path)
            os.kill(killed, signal.SIGKILL)
            wait_until("the queue has been started again", lambda: queue_process(tmp_path) != killed)
            feed.calendar, feed.tag = one_call("two"), '"2"'
            office.want("sync_mailbox", sven)
            wait_until("the changed calendar is read", lambda: meetings(office, sven) == {"two"})


def one_call(name: str) -> bytes:
    return calendar(event(name, datetime.now(STOCKHOLM).replace(microsecond=0) - timedelta(days=7)))


@contextmanager
def open_kept(home: Path) -> Iterator[Office]:
    """What the running service keeps; its clock asks for what is wanted here."""
    office = open_office(environment(home))
    try:
        yield office
    finally:
        office.store.close()


def add_mailbox(office: Office, url: str) -> int:
    with office.store.writing() as at:
        seller = Seller(SVEN, ("nordverk.example",), "UTC", "ics", datetime.now(UTC))
        seller_id = at.sellers.save(replace(seller, tenant_id=at.tenants.save(Tenant("Nordverk"))))
        at.mailboxes.save(Mailbox(seller_id, "ics", url=url))
    return seller_id


def meetings(office: Office, seller_id: int) -> set[str]:
    with office.store.reading() as at:
        return {one.meeting.uid for one in at.meetings.all(seller_id)}


def queue_process(home: Path) -> int:
    return int((home / "kept" / "queue" / "pid").read_text())


def wait_until(told: str, look: Callable[[], bool]) -> None:
    deadline, pause = monotonic() + SECONDS, Event()
    while not look():
        assert monotonic() < deadline, f"not so: {told}"
        pause.wait(0.1)


def test_a_taken_port_is_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = complete(tmp_path, "run", "--port", str(port))
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == f"kanelbulle: Port {port} is taken. Close the other program or choose another with --port.\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "there"), (b"hello", "not a calendar"), (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "whose")],
)
def test_a_calendar_that_cannot_be_shown_is_one_line(tmp_path: Path, content: bytes | None, said: str) -> None:
    if content is not None:
        (tmp_path / "x.ics").write_bytes(content)
    done = complete(tmp_path, "run", "--calendar", str(tmp_path / "x.ics"), "--port", str(free_port()))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert said in done.stderr


def test_check_says_what_is_in_order_a_line_each(tmp_path: Path) -> None:
    done = complete(tmp_path, "check")
    assert (done.returncode, done.stderr) == (0, "")
    lines = dict(line.split(": ", 1) for line in done.stdout.splitlines())
    assert list(lines) == ["settings", "database", "places", "ways", "queue", "jobs", "letters", "sign-in", "clock"]
    assert lines["ways"] == "our own tables"
    assert lines["queue"].startswith("none named")
    assert lines["jobs"] == "0 waiting, 0 given up"


def test_check_names_the_engines_that_are_asked_and_no_key(tmp_path: Path) -> None:
    done = complete(tmp_path, "check", KANELBULLE_ROUTER="osrm:http://127.0.0.1:1,resrobot:secret-key")
    assert done.returncode == 0
    assert "ways: osrm and resrobot, and our own tables where they do not answer" in done.stdout
    assert "secret-key" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({"KANELBULLE_DATABASE_URL": "mysql://x"}, "KANELBULLE_DATABASE_URL"),
        ({"KANELBULLE_BASE_URL": "here"}, "KANELBULLE_BASE_URL"),
        ({"KANELBULLE_HOME": "/dev/null/x"}, "KANELBULLE_HOME"),
        ({"KANELBULLE_DATABASE_URL": "sqlite:////nowhere/at/all.db"}, "KANELBULLE_DATABASE_URL"),
    ],
)
def test_a_wrong_setting_is_one_line_that_names_it(tmp_path: Path, setting: dict[str, str], said: str) -> None:
    done = complete(tmp_path, "check", **setting)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert said in done.stderr


def complete(home: Path, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
    return obey_in_words(*arguments, environment=environment(home, **more))
