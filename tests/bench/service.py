"""What a service of many sellers costs: one changed meeting beside much or little stored, every account looked at anew, rows
kept beside the driver's own speed, and how many mailboxes two cores keep in step.

A seller here has 5,000 meetings a year with 100 customers, twenty a working day: busier than most. One is read for real; the
others are copies of the rows that came of it.
"""

import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import msgspec
import psycopg
from sqlalchemy import Connection, literal, select

from connectors.meetings import LinkSource, Meeting, OnlineRoom, Person
from tests.bench.table import Row, ratio, seconds
from tests.mailboxes import add_mailbox, make_office
from tests.servers.postgres import running_postgres
from tests.simulators.paged import PagedCalendar
from tests.world import NOW, meeting
from workers.keeping import keep
from workers.office import Office
from workers.reading import gather
from workers.review import review_again
from workers.sealing import Sealer
from workers.store.engine import make_engine
from workers.store.meetings import Kept
from workers.store.tables import metadata
from workers.store.tenants import TenantWishes
from workers.sync import sync

MEETINGS, CUSTOMERS = 5_000, 100
FEW, MANY = 2, 200  # sellers: 10,000 and 1,000,000 meetings
STEPPING = 20  # sellers two processes keep in step
CHANGES = 25  # sellers whose calendar changes, measured one by one
TEAMS = OnlineRoom("teams", LinkSource.FIELD, "https://teams.microsoft.com/l/meetup-join/x")
GOLDEN = 0.618_034  # steps of it spread evenly
LENGTHS = (15, 25, 27, 30, 30, 45, 60)


@dataclass
class Hands:
    """A clock that is moved by hand."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        return [*_one_change(home), *_keeping(home), *_in_step(home)]


def a_calendar() -> PagedCalendar:
    """5,000 meetings over a year and 8 weeks ahead; most customers have some thirty, few have hundreds."""
    calendar = PagedCalendar(size=500)
    for number in range(MEETINGS):
        customer = int(CUSTOMERS * (number * GOLDEN % 1) ** 2)  # some far more often than others
        calendar.put(_call(number, customer, _day(number)))
    return calendar


def _day(number: int) -> datetime:
    """One meeting in eight is ahead, eleven a day; the others are behind, twelve a day; each day all round its hours."""
    if number % 8 == 0:
        turn = number // 8
        return NOW + timedelta(days=turn % 56, hours=turn // 56 % 8, minutes=15 * (turn % 4))
    return NOW + timedelta(days=-(number % 364), hours=number % 8, minutes=15 * (number % 4))


def _call(number: int, customer: int, when: datetime, minutes: int | None = None) -> Meeting:
    people = [Person(f"p{number % 3}@kund{customer}.example", f"Karin Lind {number % 3}")]
    place = "Slussgatan 14, 461 30 Trollhättan" if customer % 3 == 0 and number % 40 == 0 else ""
    title = f"Avstämning {number}" if not place else "Besök hos er"
    length = minutes or LENGTHS[number % len(LENGTHS)]
    return meeting(
        when, length, *people, uid=f"m-{number:05}", title=title, place=place, online=None if place else TEAMS
    )


@contextmanager
def _office(home: Path, url: str, clock: Hands) -> Iterator[Office]:
    office = make_office(home, url, clock=clock)
    try:
        yield office
    finally:
        office.store.close()


def _fill(office: Office, sellers: int) -> PagedCalendar:
    """One seller read for real, the others copied."""
    calendar = a_calendar()
    first = add_mailbox(office, "seller0@nordverk.example")
    sync(office, first, calendar)
    with office.store.writing() as at:
        seller, box, learned = at.sellers.of_id(first), at.mailboxes.find(first), at.sellers.learned(first)
        assert seller is not None
        assert box is not None
        assert learned is not None
        planned, trips = at.sellers.planned(first), at.sellers.trips(first)
        for number in range(1, sellers):
            one = at.sellers.save(replace(seller, owner=f"seller{number}@nordverk.example", id=0))
            at.mailboxes.save(replace(box, seller_id=one))
            at.sellers.save_learned(one, learned)
            at.sellers.save_trips(one, trips)
            at.sellers.save_planned(one, planned)
    engine = make_engine(office.settings.database_url)
    with engine.connect() as connection, connection.execution_options(writing=True).begin():
        for one in range(first + 1, first + sellers):
            _copy(connection, first, one)
    engine.dispose()
    return calendar


def _copy(connection: Connection, first: int, other: int) -> None:
    for name in ("meetings", "parties", "accounts", "standings", "flags"):
        table = metadata.tables[name]
        others = [literal(other).label("seller_id") if one.name == "seller_id" else one for one in table.columns]
        connection.execute(
            table.insert().from_select(list(table.columns.keys()), select(*others).where(table.c.seller_id == first))
        )


def _one_change(home: Path) -> list[Row]:
    clock = Hands()
    with (
        _office(home / "few", f"sqlite:///{home / 'few.db'}", clock) as small,
        _office(home / "many", f"sqlite:///{home / 'many.db'}", clock) as large,
    ):
        sides = [(small, _fill(small, FEW), FEW), (large, _fill(large, MANY), MANY)]
        few, many = _change(sides)
        told = _review(large, clock, home / "many.db")
    what = f"One changed meeting, synced, kept, reviewed and suggested: CPU time with {MANY * MEETINGS:,} meetings stored beside {FEW * MEETINGS:,}"
    return [Row(f"{what} ({many * 1e3:.1f} ms / {few * 1e3:.1f} ms)", ratio(many, few), "1.5 or less"), *told]


def _change(sides: Sequence[tuple[Office, PagedCalendar, int]]) -> tuple[float, ...]:
    """CPU seconds of a sync that brings one changed meeting, of either side in turn, the median of many; spread over the
    sellers, each with a calendar of its own."""
    taken: list[list[float]] = [[] for _ in sides]
    own: dict[tuple[int, int], PagedCalendar] = {}
    for turn in range(CHANGES + 5):
        number = 1_000 + turn * 8
        changed = _call(number, number % 20, NOW + timedelta(days=3 + turn % 30), minutes=20 + turn)
        for (office, whole, sellers), found in zip(sides, taken, strict=True):
            seller_id = 1 + turn * 7 % sellers
            mine = (sellers, seller_id)
            if mine not in own:
                own[mine] = replace(whole, entries=dict(whole.entries), touched=dict(whole.touched))
            own[mine].put(changed)
            found.append(seconds(partial(sync, office, seller_id, own[mine]), runs=1))
    return tuple(median(one[5:]) for one in taken)


def _review(office: Office, clock: Hands, file: Path) -> list[Row]:
    """Every account of every seller under other thresholds, and on another day."""
    clock.now += timedelta(minutes=7)  # when no meeting begins or ends
    _review_all(office)
    pairs = [(_bare(file), _review_all(office)) for _ in range(3)]
    bare = median(one for one, _ in pairs)
    same = median(whole / one for one, whole in pairs)
    before = _verdicts(office)
    unmoved = _under(office, {"thinning_ratio": 0.7})
    moved = _under(office, {"thinning_ratio": 0.7, "short_share": 0.9})
    others = sum(one != other for one, other in zip(before, _verdicts(office), strict=True))
    clock.now += timedelta(days=1)
    day = _review_all(office)
    shorter = _under(office, {"thinning_ratio": 0.7, "short_share": 0.9, "short": 20 * 60})
    size = f"{MANY * MEETINGS:,} meetings"
    beside = f"beside counting them by account in a covering index ({bare:.2f} s)"
    return [
        Row(f"Full re-review of {size}, all stand as they stood: CPU time {beside}", f"{same:.3f}", "3 or less"),
        Row(
            f"The same under other thresholds for flags, by which none differs {beside}",
            ratio(unmoved, bare),
            "3 or less",
        ),
        Row(
            f"The same, {others:,} of {len(before):,} accounts differing: these weighed, kept and chosen among anew {beside}",
            ratio(moved, bare),
        ),
        Row(f"The same on another day, every flagged account planned anew {beside}", ratio(day, bare)),
        Row(f"The same with another length for short, every account weighed anew {beside}", ratio(shorter, bare)),
        Row("The same on another day: CPU milliseconds a seller", f"{day / MANY * 1e3:.0f}"),
    ]


def _verdicts(office: Office) -> list[str]:
    """How every account stands."""
    with office.store.reading() as at:
        rows = (one for seller_id in range(1, MANY + 1) for one in at.standings.find(seller_id))
        return [f"{one.key} {one.verdict} {one.flagged}" for one in rows]


def _under(office: Office, rules: dict[str, float]) -> float:
    with office.store.writing() as at:
        tenant = at.tenants.find("Nordverk")
        assert tenant is not None
        at.tenants.save(replace(tenant, wishes=TenantWishes(rules=rules)))
    return _review_all(office)


def _review_all(office: Office) -> float:
    return seconds(lambda: [review_again(office, seller_id) for seller_id in range(1, MANY + 1)], runs=1)


def _bare(file: Path) -> float:
    """The plain question, put to the file by the driver: how many meetings with each account, and the first and last."""
    connection = sqlite3.connect(file)
    question = "SELECT seller_id, account, count(*), min(uid), max(uid) FROM parties GROUP BY seller_id, account"
    plan = " ".join(str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {question}"))
    assert "COVERING INDEX" in plan, plan
    taken = seconds(lambda: connection.execute(question).fetchall())
    connection.close()
    return taken


def _keeping(home: Path) -> list[Row]:
    """Meetings through the store beside the same rows through the driver alone, replaced each time."""
    found = []
    with running_postgres() as server:
        for url in (f"sqlite:///{home / 'keeping.db'}", server.new_database()):
            with _office(home / "keeping", url, Hands()) as office:
                found += _upsert(office, url)
    return found


def _upsert(office: Office, url: str) -> list[Row]:
    seller_id = add_mailbox(office, "seller0@nordverk.example")
    kept = _kept(office, seller_id)
    uids = [one.seen.meeting.uid for one in kept]

    def through_the_store() -> None:
        with office.store.writing(seller_id) as at:
            at.meetings.replace(seller_id, uids, kept)

    through_the_store()
    meetings, parties = _driver_rows(office, seller_id)
    driver = _through_the_driver(url, seller_id, meetings, parties)
    sealer = Sealer(office.settings.secret_keys)

    def sealed_and_through_the_driver() -> None:
        for one in kept:
            sealer.seal(msgspec.json.encode(one.seen))
        driver()

    ours, ready, raw = _walls(through_the_store, driver, sealed_and_through_the_driver)
    what = f"{urlsplit(url).scheme.partition('+')[0]}: {len(kept):,} meetings replaced through the store, share of executemany's speed"
    return [
        Row(f"{what}, both encoding and sealing ({ours:.2f} s / {raw:.2f} s)", ratio(raw, ours), "0.6 or more"),
        Row(f"{what}, the driver's rows ready and sealed ({ours:.2f} s / {ready:.2f} s)", ratio(ready, ours)),
    ]


def _kept(office: Office, seller_id: int) -> list[Kept]:
    with office.store.reading() as at:
        seller, box = at.sellers.of_id(seller_id), at.mailboxes.find(seller_id)
    assert seller is not None
    assert box is not None
    calendar = a_calendar()
    calendar.size = MEETINGS
    found = gather(calendar.changes(None))  # type: ignore[arg-type]
    return keep(found.seen, seller, box)


def _driver_rows(office: Office, seller_id: int) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    engine = make_engine(office.settings.database_url)
    with engine.connect() as connection:
        meetings, parties = (
            [tuple(row) for row in connection.execute(select(table).where(table.c.seller_id == seller_id))]
            for table in (metadata.tables["meetings"], metadata.tables["parties"])
        )
    engine.dispose()
    return meetings, parties


def _through_the_driver(
    url: str, seller_id: int, meetings: list[tuple[object, ...]], parties: list[tuple[object, ...]]
) -> Callable[[], None]:
    mark = "?" if url.startswith("sqlite") else "%s"

    def work() -> None:
        connection = _connect(url)
        cursor = connection.cursor()
        for table, values in (("meetings", meetings), ("parties", parties)):
            marks = ", ".join([mark] * len(values[0]))
            cursor.executemany(
                f"DELETE FROM {table} WHERE seller_id = {mark} AND uid = {mark}",
                [(seller_id, row[_UID[table]]) for row in values],
            )
            cursor.executemany(
                f"INSERT INTO {table} ({', '.join(metadata.tables[table].columns.keys())}) VALUES ({marks})", values
            )
        connection.commit()
        connection.close()

    return work


_UID = {"meetings": 1, "parties": 2}


def _connect(url: str) -> "sqlite3.Connection | psycopg.Connection":
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("PRAGMA synchronous=NORMAL")
        return connection
    return psycopg.connect(url.replace("+psycopg", ""))


def _walls(*works: Callable[[], None]) -> list[float]:
    """Seconds that pass, for a server's work is not in our CPU time; the shortest of seven for each, taken in turn."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(7):
        for work, found in zip(works, taken, strict=True):
            began = time.perf_counter()
            work()
            found.append(time.perf_counter() - began)
    return [min(one) for one in taken]


def _in_step(home: Path) -> list[Row]:
    """Two processes, each with its own mailboxes on one PostgreSQL, which works on the same two cores."""
    with running_postgres() as server:
        url = server.new_database()
        with _office(home / "step", url, Hands()) as office:
            _fill(office, STEPPING)
        halves = [tuple(range(1 + half, STEPPING + 1, 2)) for half in range(2)]
        with get_context("spawn").Pool(2) as pool:

            def an_hour(version: int) -> str:
                taken = pool.starmap(_keep_in_step, [(str(home), url, half, version) for half in halves], 1)
                return f"{3600 * STEPPING / max(taken):,.0f}"

            an_hour(1)  # everything is loaded, and the copies have their first look
            changed, same = an_hour(2), an_hour(2)
    what = f"Mailboxes of {MEETINGS:,} meetings read in an hour on two cores, PostgreSQL beside them"
    return [Row(f"{what}, one meeting in a hundred changed", changed), Row(f"{what}, nothing changed", same)]


def _keep_in_step(home: str, url: str, mailboxes: tuple[int, ...], version: int) -> float:
    """Seconds for one sync of each of these mailboxes, whose calendars stand at that version."""
    calendar = a_calendar()
    for one in range(1, version + 1):
        lengths = dict.fromkeys(range(0, MEETINGS, 100), 20 + one)
        calendar.put(*(_call(n, n % 20, NOW + timedelta(days=n % 50 + 3), minutes) for n, minutes in lengths.items()))
    with _office(Path(home) / "step", url, Hands()) as office:
        began = time.perf_counter()
        for seller_id in mailboxes:
            sync(office, seller_id, calendar)
        return time.perf_counter() - began
