"""Jobs: done once whoever asks however often, put off, tried again, given up, taken over; the row always tells the truth."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from connectors.errors import AccessDenied, NotThere, SignInNeeded, TryLater, Unreadable
from tests.mailboxes import a_year, accounts, add_mailbox, call, make_office
from tests.simulators.paged import PagedCalendar
from tests.world import NOW, STOCKHOLM
from workers.clock import set_right
from workers.jobs import RETRIES, carry_out
from workers.office import Office
from workers.relationships.flags import FlagKind
from workers.schedule import TIMETABLE, next_due
from workers.store.due import LEASE, DueRow
from workers.store.mailboxes import MailboxState
from workers.store.tenants import TenantWishes

SYNC = "sync_mailbox"
Message = tuple[str, int, int]


@dataclass
class Service:
    """An office whose clock is moved by hand and whose queue is a list, with workers called one message at a time."""

    office: Office
    calendars: dict[int, PagedCalendar]
    now: datetime = NOW
    queue: list[Message] = field(default_factory=list)

    def put(self, job: str, subject: int, ask: int) -> None:
        self.queue.append((job, subject, ask))

    def answers(self) -> None:
        """A list always does."""

    def work(self) -> int:
        """Until the queue is empty; how many messages there were."""
        done = 0
        while self.queue:
            job, subject, _ = self.queue.pop(0)
            carry_out(self.office, job, subject)
            done += 1
        return done

    def tick(self) -> None:
        with self.office.store.writing() as at:
            messages = at.due.ask_all(now=self.now, limit=100)
        self.queue += [(one.job, one.subject, one.ask) for one in messages]

    def rows(self) -> dict[tuple[str, int], DueRow]:
        with self.office.store.reading() as at:
            return {(row.job, row.subject): row for row in at.due.rows()}

    def state(self, seller_id: int) -> MailboxState:
        box = self.office.store.of(seller_id).mailbox()
        assert box is not None
        return box.state


@pytest.fixture
def service(database_url: str, tmp_path: Path) -> Iterator[Service]:
    calendars: dict[int, PagedCalendar] = {}
    made: list[Service] = []
    office = make_office(tmp_path / "home", database_url, clock=lambda: made[0].now, calendars=calendars)
    made.append(Service(office, calendars))
    made[0].office = replace(office, queue=made[0])
    yield made[0]
    office.store.close()


@pytest.fixture
def astrid(service: Service) -> int:
    seller_id = add_mailbox(service.office)
    service.calendars[seller_id] = a_year(PagedCalendar())
    return seller_id


def test_a_storm_of_notices_is_one_reading(service: Service, astrid: int) -> None:
    for _ in range(100):
        service.office.want(SYNC, astrid)
    assert service.work() == 1
    assert len(service.calendars[astrid].asked) == 1
    assert accounts(service.office, astrid).keys() == {"bruket.example", "norrgruvan.example", "alvkaj.example"}


def test_messages_sent_twice_late_and_out_of_order_change_nothing(service: Service, astrid: int) -> None:
    service.office.want(SYNC, astrid)
    service.queue *= 3
    service.queue.insert(0, (SYNC, astrid, 99))
    service.work()
    assert len(service.calendars[astrid].asked) == 1


def test_a_mailbox_is_read_again_within_a_quarter_of_an_hour(service: Service, astrid: int) -> None:
    service.office.want(SYNC, astrid)
    service.work()
    service.tick()
    assert service.queue == []
    service.now += timedelta(minutes=15)
    service.tick()
    assert service.work() == 1


def test_a_notice_during_the_reading_is_a_second_reading(service: Service, astrid: int) -> None:
    calendar = service.calendars[astrid]
    service.office.want(SYNC, astrid)

    class Noticing(PagedCalendar):
        def changes(self, window, mark=None):  # type: ignore[no-untyped-def]
            if not self.asked:
                service.office.want(SYNC, astrid)
            return super().changes(window, mark)

    service.calendars[astrid] = Noticing(entries=calendar.entries, touched=calendar.touched, version=calendar.version)
    assert service.work() == 2
    assert len(service.calendars[astrid].asked) == 2


def test_a_flushed_queue_loses_nothing(service: Service, astrid: int) -> None:
    service.office.want(SYNC, astrid)
    service.queue.clear()
    service.now += LEASE
    service.tick()
    service.work()
    assert service.state(astrid) is MailboxState.IN_STEP


def test_who_is_asked_to_wait_waits_and_goes_on(service: Service, astrid: int) -> None:
    service.calendars[astrid].fails[3] = TryLater("busy", timedelta(minutes=5))
    service.office.want(SYNC, astrid)
    service.work()
    service.office.want(SYNC, astrid)  # a notice does not make the vendor less busy
    assert service.work() == 0
    service.now += timedelta(minutes=5)
    service.tick()
    service.work()
    assert service.state(astrid) is MailboxState.IN_STEP
    assert service.calendars[astrid].given == 7


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (SignInNeeded("the grant is gone"), MailboxState.SIGNED_OUT),
        (AccessDenied("the grant does not reach"), MailboxState.DENIED),
        (NotThere("no such calendar"), MailboxState.GONE),
        (Unreadable(), MailboxState.UNREADABLE),
    ],
)
def test_what_only_a_person_can_mend_says_so_and_is_looked_at_tomorrow(
    service: Service, astrid: int, error: Exception, state: MailboxState
) -> None:
    service.calendars[astrid].fails[1] = error
    service.office.want(SYNC, astrid)
    service.work()
    assert service.state(astrid) is state
    service.now += timedelta(hours=23)
    service.tick()
    assert service.queue == []
    service.now += timedelta(hours=1)
    service.tick()
    service.work()
    assert service.state(astrid) is MailboxState.IN_STEP


def test_what_breaks_is_tried_again_ever_later_and_then_given_up_for_a_person_to_see(
    service: Service, astrid: int
) -> None:
    calendar = service.calendars[astrid]
    calendar.fails = {n: ZeroDivisionError("Hemlig offert") for n in range(1, 20)}
    service.office.want(SYNC, astrid)
    waits = []
    for _ in range(len(RETRIES) + 1):
        service.work()
        row = service.rows()[SYNC, astrid]
        assert row.why == "ZeroDivisionError"
        if row.due_at:
            waits.append(row.due_at - service.now)
            service.now = row.due_at
            service.tick()
    assert [shortest <= wait <= shortest * 1.5 for wait, shortest in zip(waits, RETRIES, strict=True)] == [True] * 5
    assert service.rows()[SYNC, astrid].failed_at == service.now
    service.now += timedelta(days=30)
    service.tick()
    assert service.queue == []
    calendar.fails.clear()
    with service.office.store.writing() as at:
        assert at.due.retry(now=service.now) == 1
    service.tick()
    service.work()
    assert service.state(astrid) is MailboxState.IN_STEP
    assert service.rows()[SYNC, astrid].failed_at is None


def test_what_a_dead_worker_began_is_done_within_a_minute(service: Service, astrid: int) -> None:
    service.office.want(SYNC, astrid)
    with service.office.store.writing() as at:
        assert at.due.begin(SYNC, astrid, holder="dead", now=service.now)
    assert service.work() == 1  # its message finds the row held
    assert service.state(astrid) is MailboxState.NEW
    service.now += timedelta(seconds=45)
    service.tick()
    service.work()
    assert service.state(astrid) is MailboxState.IN_STEP


@pytest.mark.parametrize("ahead", [timedelta(hours=1), timedelta(days=1), timedelta(days=7), timedelta(days=3650)])
def test_after_a_clock_that_was_ahead_everything_is_due_when_the_timetable_says(
    service: Service, astrid: int, ahead: timedelta
) -> None:
    service.now += ahead
    service.office.want(SYNC, astrid)
    service.work()
    service.now -= ahead
    assert set_right(service.office) > 0
    rule = TIMETABLE[SYNC]
    assert service.rows()[SYNC, astrid].due_at == next_due(rule, SYNC, astrid, after=service.now, zone=STOCKHOLM)
    assert service.rows()["tidy_seller", astrid].due_at < service.now + timedelta(days=1)
    assert set_right(service.office) == 0
    service.tick()
    assert service.queue == []
    service.now += timedelta(minutes=15)
    service.tick()
    assert service.work() == 1
    assert len(service.calendars[astrid].asked) == 2


def test_a_wrong_secret_of_ours_is_no_sellers_doing_and_is_over_once_it_is_mended(
    service: Service, astrid: int
) -> None:
    service.office.want(SYNC, astrid)
    service.work()
    service.calendars[astrid].fails[service.calendars[astrid].given + 1] = AccessDenied(
        "too old", key="operator_secret"
    )
    service.office.want(SYNC, astrid)
    service.work()
    assert service.state(astrid) is MailboxState.IN_STEP
    assert service.rows()[SYNC, astrid].why == "operator_secret"
    service.now += timedelta(minutes=15)
    service.tick()
    service.work()
    assert service.rows()[SYNC, astrid].why == ""


@pytest.mark.parametrize(
    "error", [TryLater("busy", timedelta(days=400)), AccessDenied("not yours"), ZeroDivisionError()]
)
def test_what_a_clock_that_was_ahead_put_off_is_tried_again_when_it_is_right(
    service: Service, astrid: int, error: Exception
) -> None:
    service.calendars[astrid].fails[1] = error
    service.now += timedelta(days=7)
    service.office.want(SYNC, astrid)
    service.work()
    service.now -= timedelta(days=7)
    assert set_right(service.office) == 1
    service.tick()
    service.work()
    assert service.state(astrid) is MailboxState.IN_STEP


def test_what_was_wanted_by_a_clock_that_was_ahead_is_done_at_once(service: Service, astrid: int) -> None:
    service.now += timedelta(hours=1)
    service.office.want("review_seller", astrid)
    service.queue.clear()
    service.now -= timedelta(hours=1)
    assert set_right(service.office) == 1
    service.tick()
    assert service.work() == 1


def test_what_is_rightly_put_off_is_left_alone(service: Service, astrid: int) -> None:
    service.calendars[astrid].fails[1] = TryLater("busy", timedelta(days=400))
    service.office.want(SYNC, astrid)
    service.work()
    service.office.want(SYNC, astrid)
    assert set_right(service.office) == 0
    assert service.rows()[SYNC, astrid].due_at == service.now
    service.tick()
    assert service.queue == []


def test_a_company_that_changes_its_rules_is_looked_at_anew_seller_by_seller(service: Service, astrid: int) -> None:
    sven = add_mailbox(service.office, "sven@nordverk.example")
    service.calendars[sven] = a_year(PagedCalendar())
    for seller_id in (astrid, sven):
        service.office.want(SYNC, seller_id)
    service.work()
    assert accounts(service.office, sven)["bruket.example"].flags[0].kind is FlagKind.SCREEN_ONLY
    with service.office.store.writing() as at:
        tenant = at.tenants.find("Nordverk")
        assert tenant is not None
        at.tenants.save(replace(tenant, wishes=TenantWishes(rules={"screen_only_touchpoints": 100})))
    service.office.want("review_tenant", tenant.id)
    service.work()
    service.tick()
    assert service.work() == 2
    for seller_id in (astrid, sven):
        assert all(one.flags == () for one in accounts(service.office, seller_id).values())


def test_an_erased_seller_leaves_a_job_with_nothing_to_do(service: Service, astrid: int) -> None:
    service.office.want(SYNC, astrid)
    with service.office.store.writing() as at:
        at.sellers.erase(astrid)
    service.work()
    assert service.rows()[SYNC, astrid].why == "NotThere"


def test_a_job_nobody_knows_is_let_lie(service: Service) -> None:
    service.queue.append(("of a newer version", 1, 1))
    assert service.work() == 1


def test_a_change_is_seen_after_the_next_reading(service: Service, astrid: int) -> None:
    service.office.want(SYNC, astrid)
    service.work()
    service.calendars[astrid].put(call(50, -0.5))
    service.office.want(SYNC, astrid)
    service.work()
    assert accounts(service.office, astrid)["bruket.example"].relationship.counts.video == 20
