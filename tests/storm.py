"""A service of real processes in a storm: workers, clock, queue and database are killed at random moments while calendars
change. When it is over, what is stored equals that of a service nothing ever happened to, row for row.
"""

import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event
from time import monotonic

from tests.bench.calendars import write_export
from tests.servers import disorder
from tests.servers.disks import BadDisk, SmallDisk, has_fiu
from tests.servers.own_time import set_ahead
from tests.servers.postgres import Postgres
from tests.servers.valkey import Valkey, running_valkey
from tests.simulators.feed import Feed, feed_server
from workers.desk import Desk
from workers.jobs import JOBS
from workers.leaving import export_seller
from workers.office import Office, open_office
from workers.review import review_everything
from workers.schedule import TIMETABLE, reach
from workers.store import Seller
from workers.store.mailboxes import Mailbox, MailboxState
from workers.store.tenants import Tenant, TenantWishes
from workers.sync import sync

SELLERS, WORKERS = 3, 2
UNLUCKY = "worker0"  # whose disk is bad
SOON = timedelta(seconds=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
JUMPS = (DAY, HOUR, -HOUR, -7 * DAY)
KEEP_ALL = TenantWishes(retention_days=3660)  # what a night erases is told elsewhere
ROOT = Path(__file__).parents[1]
FELT = 15.0  # seconds a fault lasts at most until somebody has felt it
CALM = timedelta(minutes=3)  # until everything must have been done once the storm is over
JOB, AGAIN = "sync_mailbox", "review_seller"
AS_LAST_READ_WHOLE = frozenset({"components", "expanded", "private"})  # counts that changes do not tell
MOMENTS_AND_NUMBERS = {"read_at", "at", "revision", "shown", "generation", "changed", "id", "seller_id", "tenant_id"}
VOLATILE = AS_LAST_READ_WHOLE | MOMENTS_AND_NUMBERS | {"mark", "kept_from"}
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
    sellers: list[int] = field(default_factory=list)
    disk: SmallDisk | None = None
    jumpy: Collection[str] = ()
    due_soon: Callable[[], None] = lambda: None
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
        path = {"PATH": os.environ["PATH"], "LANG": "C"}
        self.processes[name] = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", *self._under(name), sys.executable, "-m", *self._module(name)],
            env={**path, **self.settings()},
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / f"{name}.log").open("ab"),
        )

    def strike(self, only: Sequence[str] = ()) -> None:
        """Something happens to somebody, and is mended after a while."""
        doings = self._doings()
        chosen = min(only, key=self.happened.count) if only else self.chance.choice(list(doings))
        self.happened.append(chosen)
        doings[chosen]()
        self.start_again()

    def start_again(self) -> None:
        """As whoever supervises a service does: what began just when its database was struck ends at once."""
        for name, process in self.processes.items():
            if process.poll() is not None:
                self.happened.append(f"{name} started again")
                self.start(name)

    def leave_queue(self, seconds: float) -> None:
        """Nobody can say or hear anything for so long."""
        self.happened.append(f"queue away for {seconds:g} s")
        self.valkey.stop()
        self._pause.wait(seconds)
        self.valkey.start()

    def _doings(self) -> dict[str, Callable[[], None]]:
        doings: dict[str, Callable[[], None]] = {
            f"{name} killed": partial(self._kill_a_process, name) for name in sorted(self.processes)
        }
        doings |= {
            "queue killed": self._kill_queue,
            "queue flushed": self.valkey.flush,
            "queue away": self._leave_queue,
            "queue frozen": self._freeze_queue,
            "messages again": self._say_again,
            "messages in another order": self._disorder,
        }
        if self.postgres is not None:
            doings["database restarted"] = self.postgres.restart
            doings["database killed"] = self._kill_database
        if self._may_break:
            doings["disk errors"] = self._break_disk
        if self.disk is not None:
            doings["disk full"] = self._fill_disk
        if self.jumpy:
            doings["clocks jump"] = self._jump
        return doings

    def _module(self, name: str) -> tuple[str, ...]:
        kind = name.rstrip("0123456789")
        if name in self.jumpy:
            return "tests.servers.own_time", kind, str(self._time)
        return "plugin", kind, *self.options.get(kind, ())

    @property
    def _time(self) -> Path:
        return self.folder / "time"

    @property
    def _may_break(self) -> bool:
        return has_fiu() and self.database_url.startswith("sqlite")

    def _under(self, name: str) -> tuple[str, ...]:
        return BadDisk(self.folder).under if name == UNLUCKY and self._may_break else ()

    def rest(self, most: float) -> None:
        self._pause.wait(self.chance.random() * most)

    def stop(self) -> None:
        for process in self.processes.values():
            process.send_signal(signal.SIGTERM)
        for process in self.processes.values():
            process.wait(60)

    def _kill_a_process(self, name: str) -> None:
        self.processes[name].kill()
        self.processes[name].wait(60)
        self.rest(0.5)
        self.start(name)

    def _kill_queue(self) -> None:
        self.valkey.kill()
        self.rest(2.0)
        self.valkey.start()

    def _leave_queue(self) -> None:
        self.valkey.stop()
        self.rest(6.0)
        self.valkey.start()

    def _kill_database(self) -> None:
        assert self.postgres is not None
        self.postgres.kill()
        self.rest(1.0)
        self.postgres.start()

    def _freeze_queue(self) -> None:
        self.valkey.freeze()
        self.rest(8.0)  # longer than an asker waits for an answer, at times
        self.valkey.thaw()

    def _say_again(self) -> None:
        """Of every job, also of those that are done or that nobody asked for."""
        disorder.say_again(self.valkey, [(job, one) for job in JOBS for one in self.sellers], self.chance)

    def _jump(self) -> None:
        """Those that are jumpy do their work at another time, and after a while at the right one."""
        by = self.chance.choice(JUMPS)
        self.happened[-1] += f" ({by})"
        set_ahead(self._time, by)
        self.due_soon()
        self.rest(4.0)
        set_ahead(self._time, timedelta())

    def _break_disk(self) -> None:
        self.due_soon()
        before = sum(one.startswith("disk errors") for one in self.happened) - 1
        with BadDisk(self.folder).broken(self.processes[UNLUCKY].pid, before) as how:
            self.happened[-1] += f" ({how})"
            self._call_for_work()

    def _fill_disk(self) -> None:
        assert self.disk is not None
        self.due_soon()
        self.disk.fill(but=self.chance.choice((0, 50_000, 500_000)))
        self._call_for_work()
        self.disk.empty()

    def _call_for_work(self) -> None:
        """For a while, and some more while nobody has felt it: what is due is asked for, though the clock itself be struck."""
        begun, before = monotonic(), self._complaints()
        least = 1.0 + self.chance.random() * 3.0
        while (gone := monotonic() - begun) < least or (gone < FELT and self._complaints() == before):
            for seller_id in self.sellers:
                disorder.put(self.valkey, JOB, seller_id, self.chance)
            self._pause.wait(0.2)

    def _complaints(self) -> int:
        """Of the database, by workers."""
        return sum(log.read_bytes().count(b"OperationalError") for log in self.folder.glob("worker*.log"))

    def _disorder(self) -> None:
        self._say_again()
        self.chance.choice([disorder.turn_round, partial(disorder.shuffle, chance=self.chance)])(self.valkey)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def storm(
    folder: Path,
    database_url: str,
    *,
    strikes: int,
    seed: int,
    postgres: Postgres | None = None,
    only: Sequence[str] = (),
    sellers: int = SELLERS,
    workers: int = WORKERS,
    away: float = 0.0,
    disk: SmallDisk | None = None,
    jumpy: Collection[str] = (),
) -> list[str]:
    """Let it rage; what happened. `only` are the strikes, in turn, instead of any; in the middle the queue is `away` for so many
    seconds; `disk` is the one the database is on; the
    clocks of the `jumpy` jump. Fails with what differs from a service nothing happened to.
    """
    with (
        _service(folder, database_url, seed, postgres, sellers) as raging,
        closing_office(raging.settings()) as office,
    ):
        versions = _versions(folder)
        raging.sellers = [_add(office, n, feed.url) for n, feed in enumerate(raging.feeds)]
        raging.jumpy = jumpy
        raging.disk, raging.due_soon = disk, partial(_be_due_soon, raging, office)
        for name in (*(f"worker{n}" for n in range(workers)), "clock", "web"):
            raging.start(name)
        for number in range(strikes):
            _change(raging, versions, office)
            raging.rest(1.5)
            if away and number == strikes // 2:
                raging.leave_queue(away)
            raging.strike(only)
        _change(raging, versions, office, last=True)
        _wait_for_calm(raging, office, JOB)
        for seller_id in raging.sellers:
            office.want(AGAIN, seller_id)
        _wait_for_calm(raging, office, AGAIN)
        _patiently(lambda: _see_nothing_far_off(office))
        raging.stop()
        now = office.clock()  # of both: a meeting that ends in between would be behind for one and ahead for the other
        for seller_id in raging.sellers:
            _learn_again(office, seller_id, now)
        _compare(raging, office, now)
        return raging.happened


def _see_nothing_far_off(office: Office) -> None:
    """Each job comes again when the timetable says; nobody waits for what a clock said that was wrong."""
    now = office.clock()
    with office.store.reading() as at:
        for row in at.due.rows():
            assert row.due_at is None or row.due_at <= now + reach(TIMETABLE.get(row.job)), f"{row} is far off"


def _compare(raging: Storm, office: Office, now: datetime) -> None:
    if raging.database_url.startswith("sqlite"):
        with closing(sqlite3.connect(raging.database_url.removeprefix("sqlite:///"))) as file:
            assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    told = [_rows(office, seller_id) for seller_id in raging.sellers]
    for mine, theirs in zip(told, _undisturbed(raging, now), strict=True):
        assert mine.keys() == theirs.keys()
        for table, rows in theirs.items():
            assert mine[table] == rows, f"{table} differs after {raging.happened}: {_difference(mine[table], rows)}"


def _difference(mine: list[str], theirs: list[str]) -> str:
    """Where the first row that only one of them has begins to differ from its neighbour in the other."""
    ours = next((one for one in mine if one not in theirs), "nothing")
    other = next((one for one in theirs if one not in mine), "nothing")
    at = next((n for n, (a, b) in enumerate(zip(ours, other, strict=False)) if a != b), 0)
    return f"{ours[max(0, at - 200) : at + 300]} ... and not {other[max(0, at - 200) : at + 300]}"


@contextmanager
def closing_office(settings: Mapping[str, str]) -> Iterator[Office]:
    office = open_office(settings, migrate=True)
    try:
        yield office
    finally:
        office.store.close()


@contextmanager
def _service(folder: Path, database_url: str, seed: int, postgres: Postgres | None, sellers: int) -> Iterator[Storm]:
    with ExitStack() as stack:
        valkey = stack.enter_context(running_valkey())
        feeds = [stack.enter_context(feed_server()) for _ in range(sellers)]
        raging = Storm(folder, database_url, valkey, feeds, postgres, random.Random(seed))
        set_ahead(folder / "time", timedelta())
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


def _change(raging: Storm, versions: list[bytes], office: Office, *, last: bool = False) -> None:
    """Some calendars are as they were a while ago, or as never before; at the end each has a version of its own."""
    for n, (feed, seller_id) in enumerate(zip(raging.feeds, raging.sellers, strict=True)):
        if last or raging.chance.random() < 0.5:
            at = n % len(versions) if last else raging.chance.randrange(len(versions))
            feed.calendar, feed.tag = versions[at], f'"{at}"'
            _patiently(lambda seller_id=seller_id: office.want(JOB, seller_id))  # type: ignore[misc]


def _be_due_soon(raging: Storm, office: Office) -> None:
    """When what is about to break is broken."""
    for seller_id in raging.sellers:
        _patiently(lambda seller_id=seller_id: _want_soon(office, seller_id))  # type: ignore[misc]


def _want_soon(office: Office, seller_id: int) -> None:
    with office.store.writing() as at:
        at.due.want(JOB, seller_id, at=office.clock() + SOON)


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
        tenant_id = tenant.id if tenant else at.tenants.save(Tenant("Nordverk", (DOMAIN,), wishes=KEEP_ALL))
        seller_id = at.sellers.save(Seller(address, (DOMAIN,), "UTC", "ics", datetime.now(UTC), tenant_id=tenant_id))
        at.mailboxes.save(Mailbox(seller_id, "ics", url=url))
    return seller_id


def _wait_for_calm(raging: Storm, office: Office, job: str) -> None:
    deadline, pause = monotonic() + CALM.total_seconds(), Event()
    while not all(_is_done(office, seller_id, job) for seller_id in raging.sellers):
        raging.start_again()
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


def _undisturbed(raging: Storm, now: datetime) -> list[dict[str, list[str]]]:
    """What the same calendars come to where nothing ever happens."""
    url = f"sqlite:///{raging.folder / 'undisturbed.db'}"
    with closing_office(raging.settings("calm", url)) as office:
        told = []
        for n, feed in enumerate(raging.feeds):
            seller_id = _add(office, n, feed.url)
            mailbox = office.store.of(seller_id).mailbox()
            assert mailbox is not None
            sync(office, seller_id, office.calendar(mailbox))
            _learn_again(office, seller_id, now)
            told.append(_rows(office, seller_id))
        return told


def _learn_again(office: Office, seller_id: int, now: datetime) -> None:
    """Habits are learned from what was read on the way: now from all that is kept. What was suggested on the way holds
    its place for the week: now it is forgotten, and this week's are chosen for the first time."""
    with office.store.writing(seller_id) as at:
        seller = at.sellers.of_id(seller_id)
        assert seller is not None
        at.suggestions.erase_before(seller_id, now + 60 * DAY)
        desk = Desk.open(at, seller, now=now, roads=office.roads)
        review_everything(desk, at.meetings.all(seller_id))


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
