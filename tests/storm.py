"""A service of real processes in a storm: workers, clock, queue and database are killed at random moments while calendars
change. When it is over, what is stored equals that of a service nothing ever happened to, row for row.
"""

import json
import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from time import monotonic

from tests.bench.calendars import write_export
from tests.servers.postgres import Postgres
from tests.servers.valkey import Valkey, running_valkey
from tests.simulators.feed import Feed, feed_server
from workers.leaving import export_seller
from workers.office import Office, open_office
from workers.review import review_again
from workers.store import Seller
from workers.store.mailboxes import Mailbox, MailboxState
from workers.store.tenants import Tenant
from workers.sync import sync

SELLERS, WORKERS = 3, 2
CALM = timedelta(minutes=3)  # until everything must have been done once the storm is over
JOB, AGAIN = "sync_mailbox", "review_seller"
VOLATILE = frozenset(
    {"read_at", "at", "revision", "shown", "generation", "changed", "id", "seller_id", "tenant_id", "mark"}
)
DOMAIN = "nordverk.example"


@dataclass
class Storm:
    """The processes, and what may befall them as verbs."""

    folder: Path
    database_url: str
    valkey: Valkey
    feeds: list[Feed]
    postgres: Postgres | None
    chance: random.Random
    processes: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)
    happened: list[str] = field(default_factory=list)
    options: dict[str, tuple[str, ...]] = field(default_factory=lambda: {"web": ("--port", str(free_port()))})
    _pause: Event = field(default_factory=Event)

    def settings(self, home: str = "home", database_url: str = "") -> dict[str, str]:
        return {
            "KANELBULLE_HOME": str(self.folder / home),
            "KANELBULLE_DATABASE_URL": database_url or self.database_url,
            "KANELBULLE_REDIS_URL": self.valkey.url,
            "KANELBULLE_FEED_NETWORKS": "127.0.0.0/8",
            "KANELBULLE_SECRET_KEYS": "a-secret-of-the-tests-long-enough",
        }

    def start(self, name: str) -> None:
        kind = name.rstrip("0123456789")
        path = {"PATH": os.environ["PATH"], "LANG": "C"}
        self.processes[name] = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", sys.executable, "-m", "plugin", kind, *self.options.get(kind, ())],
            env={**path, **self.settings()},
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / f"{name}.log").open("ab"),
        )

    def strike(self) -> None:
        """Something happens to somebody, and is mended after a while."""
        doings: list[Callable[[], None]] = [self._kill_a_process] * 6 + [
            self._kill_queue,
            self._flush,
            self._leave_queue,
        ]
        if self.postgres is not None:
            doings.append(self._restart_database)
        self.chance.choice(doings)()

    def rest(self, most: float) -> None:
        self._pause.wait(self.chance.random() * most)

    def stop(self) -> None:
        for process in self.processes.values():
            process.send_signal(signal.SIGTERM)
        for process in self.processes.values():
            process.wait(60)

    def _kill_a_process(self) -> None:
        name = self.chance.choice(sorted(self.processes))
        self.happened.append(f"{name} killed")
        self.processes[name].kill()
        self.processes[name].wait(60)
        self.rest(0.5)
        self.start(name)

    def _kill_queue(self) -> None:
        self.happened.append("queue killed")
        self.valkey.kill()
        self.rest(2.0)
        self.valkey.start()

    def _leave_queue(self) -> None:
        self.happened.append("queue away")
        self.valkey.stop()
        self.rest(6.0)
        self.valkey.start()

    def _flush(self) -> None:
        self.happened.append("queue flushed")
        self.valkey.flush()

    def _restart_database(self) -> None:
        assert self.postgres is not None
        self.happened.append("database restarted")
        self.postgres.restart()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def storm(folder: Path, database_url: str, *, strikes: int, seed: int, postgres: Postgres | None = None) -> list[str]:
    """Let it rage; what happened. Fails with what differs from a service nothing happened to."""
    with _service(folder, database_url, seed, postgres) as raging, closing_office(raging.settings()) as office:
        versions = _versions(folder)
        sellers = [_add(office, n, feed.url) for n, feed in enumerate(raging.feeds)]
        for name in (*(f"worker{n}" for n in range(WORKERS)), "clock", "web"):
            raging.start(name)
        for _ in range(strikes):
            _change(raging, versions, office, sellers)
            raging.rest(1.5)
            raging.strike()
        _change(raging, versions, office, sellers, last=True)
        _wait_for_calm(raging, office, sellers, JOB)
        for (
            seller_id
        ) in sellers:  # habits are learned from what was read on the way: here from what is there in the end
            office.want(AGAIN, seller_id)
        _wait_for_calm(raging, office, sellers, AGAIN)
        raging.stop()
        told = [_rows(office, seller_id) for seller_id in sellers]
        expected = _undisturbed(raging)
        for mine, theirs in zip(told, expected, strict=True):
            assert mine.keys() == theirs.keys()
            for table, rows in theirs.items():
                assert mine[table] == rows, f"{table} differs after {raging.happened}"
        return raging.happened


@contextmanager
def closing_office(settings: Mapping[str, str]) -> Iterator[Office]:
    office = open_office(settings, migrate=True)
    try:
        yield office
    finally:
        office.store.close()


@contextmanager
def _service(folder: Path, database_url: str, seed: int, postgres: Postgres | None) -> Iterator[Storm]:
    with ExitStack() as stack:
        valkey = stack.enter_context(running_valkey())
        feeds = [stack.enter_context(feed_server()) for _ in range(SELLERS)]
        raging = Storm(folder, database_url, valkey, feeds, postgres, random.Random(seed))
        try:
            yield raging
        finally:
            for process in raging.processes.values():
                process.kill()
                process.wait(60)


def _versions(folder: Path) -> list[bytes]:
    """The same calendar as it changes: every version is a whole one."""
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    made = []
    for n in range(4):
        file = folder / f"version{n}.ics"
        write_export(file, dialect="google", years=1, end=now, changed=0.02 * n)
        made.append(file.read_bytes())
    return made


def _change(raging: Storm, versions: list[bytes], office: Office, sellers: list[int], *, last: bool = False) -> None:
    """Some calendars are as they were a while ago, or as never before; at the end each has a version of its own."""
    for n, (feed, seller_id) in enumerate(zip(raging.feeds, sellers, strict=True)):
        if last or raging.chance.random() < 0.5:
            at = n % len(versions) if last else raging.chance.randrange(len(versions))
            feed.calendar, feed.tag = versions[at], f'"{at}"'
            _patiently(lambda seller_id=seller_id: office.want(JOB, seller_id))  # type: ignore[misc]


def _patiently(do: Callable[[], None]) -> None:
    """Whoever sends a notice sends it again when nobody answers."""
    deadline, pause = monotonic() + 60, Event()
    while True:
        try:
            do()
            return
        except Exception:
            if monotonic() > deadline:
                raise
            pause.wait(0.2)


def _add(office: Office, number: int, url: str) -> int:
    address = f"seller{number}@{DOMAIN}"
    with office.store.writing() as at:
        tenant = at.tenants.find("Nordverk")
        tenant_id = tenant.id if tenant else at.tenants.save(Tenant("Nordverk", (DOMAIN,)))
        seller_id = at.sellers.save(Seller(address, (DOMAIN,), "UTC", "ics", datetime.now(UTC), tenant_id=tenant_id))
        at.mailboxes.save(Mailbox(seller_id, "ics", url=url))
    return seller_id


def _wait_for_calm(raging: Storm, office: Office, sellers: list[int], job: str) -> None:
    deadline, pause = monotonic() + CALM.total_seconds(), Event()
    while not all(_is_done(office, seller_id, job) for seller_id in sellers):
        assert monotonic() < deadline, f"not done after {raging.happened}: {_state(office)}"
        pause.wait(0.2)


def _is_done(office: Office, seller_id: int, job: str) -> bool:
    with office.store.reading() as at:
        row, box = at.due.find(job, seller_id), at.mailboxes.find(seller_id)
    if row is None or row.held_until or row.why or (row.due_at and row.due_at <= office.clock()):
        return False
    return box is not None and box.state is MailboxState.IN_STEP


def _state(office: Office) -> list[str]:
    with office.store.reading() as at:
        return [str(row) for row in at.due.rows()]


def _undisturbed(raging: Storm) -> list[dict[str, list[str]]]:
    """What the same calendars come to where nothing ever happens."""
    url = f"sqlite:///{raging.folder / 'undisturbed.db'}"
    with closing_office(raging.settings("calm", url)) as office:
        told = []
        for n, feed in enumerate(raging.feeds):
            seller_id = _add(office, n, feed.url)
            mailbox = office.store.of(seller_id).mailbox()
            assert mailbox is not None
            sync(office, seller_id, office.calendar(mailbox))
            review_again(office, seller_id)
            told.append(_rows(office, seller_id))
        return told


def _rows(office: Office, seller_id: int) -> dict[str, list[str]]:
    """Everything stored about a seller but moments and numbers, in one order."""
    tables = export_seller(office, seller_id)["tables"]
    assert isinstance(tables, dict)
    return {
        table: sorted(json.dumps(_steady(row), sort_keys=True) for row in rows)
        for table, rows in tables.items()
        if table != "due"
    }


def _steady(value: object) -> object:
    if isinstance(value, dict):
        return {name: _steady(one) for name, one in value.items() if name not in VOLATILE}
    return [_steady(one) for one in value] if isinstance(value, list) else value
