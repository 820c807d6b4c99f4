"""A calendar whose vendor tells of changes is watched: the watch is kept alive, made anew when it is gone, and trusted only
so far.
"""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from connectors.calendars import Notice, NoticeKind, Watch
from tests.mailboxes import add_mailbox, call, make_office
from tests.simulators.certificates import Authority
from tests.simulators.microsoft import troubles
from tests.simulators.paged import PagedCalendar
from tests.workers.in_the_cloud import SYNC
from tests.workers.told import WATCH, Told, told_office
from tests.world import NOW
from workers.clock import set_right
from workers.jobs import RETRIES, WATCHED, carry_out
from workers.leaving import erase_seller
from workers.office import Office
from workers.store.mailboxes import MailboxState
from workers.watching import UNREACHABLE, keep_watch, take_notices

SECRET = "k4ne1bu11e"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def told(tmp_path: Path, made_file: Path, authority: Authority) -> Iterator[Told]:
    url = f"sqlite:///{shutil.copy(made_file, tmp_path / 'kanelbulle.db')}"
    with told_office(tmp_path / "home", url, authority) as made:
        yield made


def posts(told: Told) -> int:
    return sum(one.method == "POST" and one.path == "/subscriptions" for one in told.rig.simulated.asked)


# A watch is made and kept alive.


def test_the_first_reading_brings_a_watch_and_one_more_look_for_what_came_before_it(told: Told) -> None:
    told.do(SYNC)
    assert told.work() == [WATCH, SYNC]
    (kept,) = told.rig.simulated.subscriptions.kept
    watch = told.watch()
    assert watch
    assert watch.watch.id == kept
    assert told.work() == []


def test_a_watch_is_renewed_each_day_long_before_it_ends_and_is_known_as_before(told: Told) -> None:
    told.begin()
    first = told.watch()
    assert first
    for _ in range(5):
        told.rig.now += DAY
        told.do(WATCH)
        watch = told.watch()
        assert watch
        assert (watch.watch.id, watch.secret) == (first.watch.id, first.secret)
        assert watch.watch.expires_at > told.rig.now + 2 * DAY
    assert posts(told) == 1
    assert told.rig.simulated.lifecycle("missed") == [202]
    assert told.work() == [SYNC]


@pytest.mark.parametrize("trouble", [None, troubles.refused(400, "InvalidRequest"), troubles.refused(404, "gone")])
def test_a_watch_that_cannot_be_renewed_is_made_anew_and_the_calendar_looked_at(
    told: Told, trouble: troubles.Trouble | None
) -> None:
    told.begin()
    first = told.watch()
    if trouble:
        told.rig.simulated.next(trouble, path="/subscriptions/*", method="PATCH")
    else:
        told.rig.simulated.subscriptions.kept.clear()
    told.do(WATCH)
    second = told.watch()
    assert first
    assert second
    assert second.watch.id != first.watch.id
    assert told.work() == [SYNC]
    assert told.rig.simulated.notify() == []


def test_a_watch_that_ran_out_while_nobody_looked_is_made_anew(told: Told) -> None:
    told.begin()
    told.rig.now += 9 * DAY
    told.do(WATCH)
    watch = told.watch()
    assert watch
    assert watch.watch.expires_at > told.rig.now
    assert posts(told) == 2


def test_a_watch_we_have_forgotten_gives_way_to_one_whose_secret_we_know(told: Told) -> None:
    told.begin()
    with told.outlook.office.store.writing() as at:
        at.watches.remove(told.outlook.seller)
    told.do(WATCH)
    (kept,) = told.rig.simulated.subscriptions.kept
    watch = told.watch()
    assert watch
    assert watch.watch.id == kept
    told.work()
    assert told.rig.simulated.lifecycle("missed") == [202]
    assert told.work() == [SYNC]


@pytest.mark.parametrize(
    ("event", "jobs"),
    [("reauthorizationRequired", [WATCH]), ("subscriptionRemoved", [SYNC, WATCH, SYNC]), ("missed", [SYNC])],
)
def test_what_becomes_of_a_watch_is_told_and_mended(told: Told, event: str, jobs: list[str]) -> None:
    told.begin()
    told.rig.now += HOUR
    assert told.rig.simulated.lifecycle(event) == [202]
    assert told.work() == jobs
    watch = told.watch()
    assert watch
    assert list(told.rig.simulated.subscriptions.kept) == [watch.watch.id]
    renewed = watch.watch.expires_at > told.rig.now + timedelta(minutes=4_200) - timedelta(minutes=1)
    assert renewed is (event != "missed")


# Where there is none.


def test_who_cannot_be_called_in_private_is_not_told(told: Told) -> None:
    office = told.outlook.office
    told.outlook.office = replace(office, settings=replace(office.settings, base_url="http://buns.example"))
    told.begin()
    told.do(WATCH)
    assert (posts(told), told.watch(), told.queue) == (0, None, [])
    row = told.row(SYNC)
    assert row
    assert row.due_at
    assert row.due_at <= told.rig.now + timedelta(minutes=15)


def test_a_vendor_that_cannot_reach_us_is_asked_again_in_six_hours(told: Told) -> None:
    office = told.outlook.office
    told.outlook.office = replace(office, settings=replace(office.settings, base_url="https://localhost:9"))
    told.begin()
    row = told.row(WATCH)
    assert row
    assert (row.due_at, row.why, row.failed_at) == (told.rig.now + UNREACHABLE, "TryLater", None)
    told.outlook.office = office
    told.rig.now += UNREACHABLE
    told.do(WATCH)
    assert told.watch()


@pytest.mark.parametrize(
    "trouble",
    [troubles.refused(409, "ResourceConflict"), troubles.refused(400, "ExtensionError"), troubles.lost_answer()],
)
def test_a_watch_not_to_be_had_is_never_given_up(told: Told, trouble: troubles.Trouble) -> None:
    told.do(SYNC)
    for _ in range(len(RETRIES) + 1):
        told.rig.simulated.next(*[trouble] * 2, path="/subscriptions", method="POST")
        told.do(WATCH)
        row = told.row(WATCH)
        assert row
        assert row.failed_at is None
        assert row.due_at
        assert row.why == "TryLater"
        told.rig.now = max(told.rig.now, row.due_at)


@pytest.mark.parametrize("state", [MailboxState.SIGNED_OUT, MailboxState.DENIED, MailboxState.GONE])
def test_a_mailbox_nobody_may_read_is_not_watched(told: Told, state: MailboxState) -> None:
    told.do(SYNC)
    with told.outlook.office.store.writing() as at:
        at.mailboxes.set_state(told.outlook.seller, state)
    told.do(WATCH)
    assert (posts(told), told.watch()) == (0, None)


def test_a_calendar_whose_vendor_tells_nothing_is_not_watched(tmp_path: Path, made_file: Path) -> None:
    url = f"sqlite:///{shutil.copy(made_file, tmp_path / 'kanelbulle.db')}"
    calendars = {1: PagedCalendar()}
    office = make_office(tmp_path / "home", url, calendars=calendars, base_url="https://buns.example")
    seller = add_mailbox(office)
    calendars[1].put(call(1, -1))
    keep_watch(office, seller)
    office.want(SYNC, seller)
    carry_out(office, SYNC, seller)
    with office.store.reading() as at:
        assert at.watches.find(seller) is None
        assert at.due.find(WATCH, seller) is None
        assert at.spent.totals() == {}
    office.store.close()


# How seldom one looks.


def test_a_watched_calendar_is_looked_at_every_six_hours_and_a_right_clock_leaves_it_so(told: Told) -> None:
    told.begin()
    dues = []
    for _ in range(4):
        row = told.row(SYNC)
        assert row
        assert row.due_at
        assert row.why == WATCHED
        assert told.rig.now < row.due_at <= told.rig.now + 6 * HOUR
        assert set_right(told.outlook.office) == 0
        dues.append(row.due_at)
        told.rig.now = row.due_at
        told.do(WATCH)
        told.do(SYNC)
    assert [later - sooner for sooner, later in pairwise(dues)] == [6 * HOUR] * 3


def test_a_calendar_whose_watch_is_about_to_end_is_looked_at_as_any_other(told: Told) -> None:
    told.begin()
    watch = told.watch()
    assert watch
    told.rig.now = watch.watch.expires_at - timedelta(minutes=29)
    told.do(SYNC)
    row = told.row(SYNC)
    assert row
    assert row.due_at
    assert (row.why, row.due_at <= told.rig.now + timedelta(minutes=15)) == ("", True)


def test_a_change_that_is_told_of_is_not_put_off(told: Told) -> None:
    told.begin()
    told.box.add(subject="Fika", start=NOW + DAY, end=NOW + DAY + HOUR)
    told.rig.simulated.notify()
    assert told.queue == [(SYNC, told.outlook.seller)]


# What it costs.


def spent(told: Told) -> dict[str, int]:
    with told.outlook.office.store.reading() as at:
        return {what: count for (provider, what), count in at.spent.totals().items() if provider == "microsoft"}


def test_what_each_job_asked_is_counted(told: Told) -> None:
    simulated = told.rig.simulated
    told.begin()
    told.do(SYNC)
    told.do(WATCH)
    assert spent(told) == {
        "requests": simulated.requests + len(simulated.batched) - batches(told),
        "bytes": simulated.bytes_sent,
        "throttled": 0,
        "failed": 0,
    }


def batches(told: Told) -> int:
    return sum(one.path == "/$batch" for one in told.rig.simulated.asked)


@pytest.mark.parametrize(
    ("trouble", "throttled", "failed"),
    [(troubles.throttled("60"), 1, 0), (troubles.denied(), 0, 0), (troubles.cut_short(), 0, 1)],
)
def test_a_job_that_failed_has_cost_all_the_same(
    told: Told, trouble: troubles.Trouble, throttled: int, failed: int
) -> None:
    told.rig.simulated.next(trouble, path="/me/calendarView/delta")
    told.do(SYNC)
    found = spent(told)
    assert (found["requests"], found["throttled"], found["failed"]) == (2, throttled, failed)
    assert found["bytes"] == told.rig.simulated.bytes_sent


def test_figures_that_cannot_be_kept_spoil_no_reading(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    from workers.store.spent import Spent

    def broken(*words: object, **more: object) -> None:
        raise OSError

    monkeypatch.setattr(Spent, "add", broken)
    told.do(SYNC)
    assert told.outlook.office.store.of(told.outlook.seller).account("bruket.example")


# What is kept, in both databases.


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    made = make_office(tmp_path / "home", database_url)
    yield made
    made.store.close()


def test_a_watch_is_found_by_its_name_and_known_by_its_secret(office: Office) -> None:
    astrid, sven = add_mailbox(office), add_mailbox(office, "sven@nordverk.example")
    with office.store.writing() as at:
        box = at.mailboxes.find(astrid)
        assert box
        at.mailboxes.save(replace(box, subject="directory/astrid"))
        at.watches.save(astrid, "microsoft", Watch("a", NOW + DAY), secret=SECRET)
        at.watches.save(sven, "microsoft", Watch("b", NOW - DAY), secret="another")
    with office.store.reading() as at:
        found = at.watches.named("microsoft", {"a", "b", "c", "å" * 500, "\0"})
        assert {name: (one.seller_id, one.tenant) for name, one in found.items()} == {
            "a": (astrid, "directory"),
            "b": (sven, ""),
        }
        assert [found["a"].is_told_with(secret) for secret in (SECRET, "another", "", "\ud800")] == [
            True, False, False, False,
        ]  # fmt: skip
        assert at.watches.named("google", {"a"}) == at.watches.named("microsoft", set()) == {}
        assert at.watches.find(astrid) == found["a"]
        assert at.watches.count(now=NOW) == {"microsoft": 1}
    with office.store.writing() as at:
        at.watches.save(astrid, "microsoft", Watch("a", NOW + 2 * DAY))
        at.watches.remove(sven)
    with office.store.reading() as at:
        kept = at.watches.find(astrid)
        assert kept
        assert (kept.watch.expires_at, kept.is_told_with(SECRET)) == (NOW + 2 * DAY, True)
        assert at.watches.find(sven) is None


def test_a_seller_who_leaves_leaves_no_watch(office: Office) -> None:
    astrid = add_mailbox(office)
    with office.store.writing() as at:
        at.watches.save(astrid, "microsoft", Watch("a", NOW + DAY), secret=SECRET)
        at.sellers.erase(astrid)
    assert take_notices(office, "microsoft", [Notice("a", SECRET)]) == 0


@pytest.mark.parametrize("trouble", [None, troubles.broken(503, after="60"), troubles.denied()])
def test_the_vendor_is_told_when_a_seller_leaves_and_who_does_not_hear_keeps_nobody(
    told: Told, trouble: troubles.Trouble | None
) -> None:
    told.begin()
    if trouble:
        told.rig.simulated.next(trouble, method="DELETE")
    assert sum(erase_seller(told.outlook.office, told.outlook.seller).values()) > 0
    assert len(told.rig.simulated.subscriptions.kept) == (1 if trouble else 0)


def test_notices_of_many_mailboxes_are_taken_together(office: Office) -> None:
    sellers = [add_mailbox(office, f"seller{number}@nordverk.example") for number in range(5)]
    with office.store.writing() as at:
        for seller in sellers:
            at.watches.save(seller, "microsoft", Watch(f"w{seller}", NOW + DAY), secret=f"s{seller}")
    told = [Notice(f"w{seller}", f"s{seller}") for seller in sellers]
    told += [Notice(f"w{sellers[0]}", f"s{sellers[1]}"), Notice(f"w{sellers[0]}", f"s{sellers[0]}", NoticeKind.OVER)]
    assert take_notices(office, "microsoft", told * 100) == 600
    with office.store.reading() as at:
        wanted = {(row.job, row.subject) for row in at.due.rows()}
        assert at.watches.count(now=NOW) == {"microsoft": 4}
    assert wanted == {(WATCH, sellers[0]), *((SYNC, seller) for seller in sellers)}


def test_what_vendors_were_asked_only_grows(office: Office) -> None:
    with office.store.writing() as at:
        for number in range(40):
            at.spent.add("microsoft", {"requests": 2, "bytes": 2**31}, by=number)
        at.spent.add("google", {"throttled": 1}, by=1)
        at.spent.add("ics", {}, by=1)
    with office.store.reading() as at:
        found = {key: count for key, count in at.spent.totals().items() if count}
    assert found == {
        ("microsoft", "requests"): 80,
        ("microsoft", "bytes"): 40 * 2**31,
        ("google", "throttled"): 1,
    }
