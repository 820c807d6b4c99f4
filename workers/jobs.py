"""The jobs: what the queue's messages name. Each takes a row of `due` in hand, does what it says with the ids in it and
nothing else, and leaves the row telling what comes next: done, again at once, later, or given up for a person to see.

Their names are a contract: messages of an older version may still lie in the queue.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event, Thread
from time import monotonic
from uuid import uuid4
from zoneinfo import ZoneInfo

from connectors.calendars import Calendar, Watched
from connectors.errors import AccessDenied, NotThere, SignInNeeded, TryLater, Unreadable
from workers import letters
from workers.asking import ask_engines
from workers.carry_out import CARRY_OUT, OPERATOR, carry_out_visits
from workers.metering import metered
from workers.office import Office
from workers.review import review_again
from workers.schedule import TIMETABLE, WHEN_WATCHED, next_due, share
from workers.store import Transaction
from workers.store.due import LEASE, Held, Overtaken
from workers.store.mailboxes import MailboxState
from workers.sync import sync
from workers.tidying import tidy_seller
from workers.watching import SYNC, WATCH, can_be_told, is_watched, keep_watch

log = logging.getLogger(__name__)

RETRIES = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 300, 1800, 7200))  # each up to half as long again
SHORTEST_WAIT = timedelta(seconds=1)
A_TURN = timedelta(seconds=20)  # after which a long reading lets others go first
ASK_OPERATOR = timedelta(minutes=15)
ASK_PERSON = timedelta(days=1)  # until what only a person can mend is looked at again
LONGEST_WAIT = timedelta(days=1)  # nothing is put off for longer
STATES = {
    SignInNeeded: MailboxState.SIGNED_OUT,
    AccessDenied: MailboxState.DENIED,
    NotThere: MailboxState.GONE,
    Unreadable: MailboxState.UNREADABLE,
}

TIDY, LETTER = "tidy_seller", "send_letter"
WATCHED = "watched"  # why it is done so seldom

More = bool
"""Whether there is more to do at once."""


@dataclass(frozen=True, slots=True)
class Job:
    do: Callable[[Office, Held], More]
    failed: Callable[[Transaction, int, Exception], None] = lambda _at, _subject, _error: None
    ask_person: timedelta = ASK_PERSON


def carry_out(office: Office, job: str, subject: int) -> None:
    """Do what is due, if it still is and nobody else does it; whatever goes wrong is kept in its row."""
    now = office.clock()
    if job not in JOBS:
        log.warning("nobody knows the job %s", job)
        return
    with office.store.writing() as at:
        held = at.due.begin(job, subject, holder=uuid4().hex, now=now)
    if held is None:
        return
    try:
        with _still_at_it(office, held):
            more = JOBS[job].do(office, held)
    except Overtaken:
        log.warning("%s %d was overtaken", job, subject)
    except TryLater as wait:
        until = office.clock() + min(max(wait.after, SHORTEST_WAIT), LONGEST_WAIT)
        with office.store.writing() as at:
            at.due.put_off(held, until=until, why="TryLater", attempts=held.attempts, refused=True)
    except (SignInNeeded, AccessDenied, NotThere, Unreadable) as error:
        _leave_to_people(office, held, error)
    except Exception as error:
        _try_again(office, held, error)
    else:
        _finish(office, held, more=more)
    office.ask(job, subject)


def _sync_mailbox(office: Office, held: Held) -> More:
    with office.store.reading() as at:
        mailbox = at.mailboxes.find(held.subject)
    if mailbox is None:
        raise NotThere("the mailbox is gone")
    calendar = office.calendar(mailbox)
    ends = monotonic() + A_TURN.total_seconds()

    def check(at: Transaction) -> None:
        at.due.still_held(held, now=office.clock())

    with metered(office, mailbox, calendar):
        turn = sync(office, held.subject, calendar, check=check, enough=lambda: monotonic() > ends)
    if turn.finished:
        _want_by_the_clock(office, held.subject)
        _want_what_follows(office, held.subject, calendar)
    log.info("mailbox %d: %d pages, %d changed, %d unreadable", held.subject, turn.pages, turn.changed, turn.unread)
    return not turn.finished


def _want_by_the_clock(office: Office, seller_id: int) -> None:
    """What the timetable has for a seller whose calendar is read, by the seller's own clock as we know it now."""
    with office.store.reading() as at:
        mailbox = at.mailboxes.find(seller_id)
    if mailbox is None:
        return
    wanted = (TIDY, LETTER) if office.mailer(mailbox) else (TIDY,)
    now = office.clock()
    with office.store.writing() as at:
        if at.sellers.of_id(seller_id) is not None:
            for job in wanted:
                _want_in_time(at, job, seller_id, next_time(at, job, seller_id, now) or now)


def _want_what_follows(office: Office, seller_id: int, calendar: Calendar) -> None:
    """A watch where there is none yet, and travel that follows its meeting where there is some."""
    now, jobs = office.clock(), []
    with office.store.writing() as at:
        if isinstance(calendar, Watched) and can_be_told(office):
            at.due.want_at_last(WATCH, seller_id, at=now)
            jobs.append(WATCH)
        if at.visits.standing(seller_id, since=now):
            at.due.want(CARRY_OUT, seller_id, at=now)
            jobs.append(CARRY_OUT)
    for job in jobs:
        office.ask(job, seller_id)


def _want_in_time(at: Transaction, job: str, seller_id: int, when: datetime) -> None:
    row = at.due.find(job, seller_id)
    if row is None:
        at.due.want_at_last(job, seller_id, at=when)
    elif row.due_at and row.due_at > when and not row.why:  # the seller has moved east
        at.due.bring_forward(job, seller_id, at=when)


def _watch_mailbox(office: Office, held: Held) -> More:
    keep_watch(office, held.subject, check=lambda at: at.due.still_held(held, now=office.clock()))
    return False


def _carry_out_visits(office: Office, held: Held) -> More:
    carry_out_visits(office, held.subject, check=lambda at: at.due.still_held(held, now=office.clock()))
    return False


def _review_seller(office: Office, held: Held) -> More:
    review_again(office, held.subject, check=lambda at: at.due.still_held(held, now=office.clock()))
    return False


def _review_tenant(office: Office, held: Held) -> More:
    """Each of the company's sellers for itself, so that a thousand cost no more at a time than one."""
    with office.store.writing() as at:
        at.due.still_held(held, now=office.clock())
        for seller_id in at.tenants.seller_ids(held.subject):
            at.due.want("review_seller", seller_id, at=office.clock())
    return False


def _tidy_seller(office: Office, held: Held) -> More:
    gone = tidy_seller(office, held.subject, check=lambda at: at.due.still_held(held, now=office.clock()))
    log.info("seller %d: %d old meetings erased", held.subject, gone)
    return False


def _send_letter(office: Office, held: Held) -> More:
    with office.store.reading() as at:
        row = at.due.find(LETTER, held.subject)
    outcome = letters.send_letter(
        office,
        held.subject,
        check=lambda at: at.due.still_held(held, now=office.clock()),
        tried=row is not None and bool(row.why),
    )
    log.info("seller %d: letter %s", held.subject, outcome.value)
    return False


def _ask_engines(office: Office, held: Held) -> More:
    asked = ask_engines(office, held.subject)
    if asked.tally.failed:
        raise TryLater("engines did not answer", timedelta(minutes=15))
    return False


def _mark_mailbox(at: Transaction, subject: int, error: Exception) -> None:
    at.mailboxes.set_state(subject, next(state for kind, state in STATES.items() if isinstance(error, kind)))
    at.sellers.touch(subject)


JOBS: Mapping[str, Job] = {
    SYNC: Job(_sync_mailbox, failed=_mark_mailbox),
    WATCH: Job(_watch_mailbox),
    CARRY_OUT: Job(_carry_out_visits),
    "review_seller": Job(_review_seller),
    "review_tenant": Job(_review_tenant),
    "ask_engines": Job(_ask_engines),
    TIDY: Job(_tidy_seller),
    LETTER: Job(_send_letter, ask_person=letters.ASK_PERSON),
}


def _finish(office: Office, held: Held, *, more: More) -> None:
    now = office.clock()
    with office.store.writing() as at:
        watched = held.job == SYNC and is_watched(at, held.subject, now=now)
        next_at = now if more else next_time(at, held.job, held.subject, now, watched=watched)
        at.due.finish(held, now=now, next_at=next_at, why=WATCHED if watched and not more else "")


def next_time(at: Transaction, job: str, subject: int, now: datetime, *, watched: bool = False) -> datetime | None:
    """When the timetable says; None for what is done only when somebody wants it."""
    rule = WHEN_WATCHED if watched else TIMETABLE.get(job)
    if rule is None:
        return None
    seller = at.sellers.of_id(subject)
    return next_due(rule, job, subject, after=now, zone=ZoneInfo(seller.zone if seller else "UTC"))


def _leave_to_people(office: Office, held: Held, error: Exception) -> None:
    """Nothing we try again soon will mend it. Its state says so where people look."""
    if isinstance(error, AccessDenied) and error.key.startswith(OPERATOR):
        _leave_to_operator(office, held, error)
        return
    log.warning("%s %d: %s", held.job, held.subject, type(error).__name__)
    until = office.clock() + JOBS[held.job].ask_person
    with office.store.writing() as at:
        JOBS[held.job].failed(at, held.subject, error)
        at.due.put_off(held, until=until, why=type(error).__name__, attempts=held.attempts)


def _leave_to_operator(office: Office, held: Held, error: AccessDenied) -> None:
    """One wrong secret keeps us out of every mailbox: that is none of the sellers' doing, and is over once it is mended."""
    log.error("%s %d: we are not let in: %s", held.job, held.subject, error.key)
    with office.store.writing() as at:
        at.due.put_off(held, until=office.clock() + ASK_OPERATOR, why=error.key, attempts=held.attempts)


def _try_again(office: Office, held: Held, error: Exception) -> None:
    log.error("%s %d broke with %s", held.job, held.subject, type(error).__name__)
    now, attempts = office.clock(), held.attempts + 1
    with office.store.writing() as at:
        if attempts > len(RETRIES):
            at.due.give_up(held, now=now, why=type(error).__name__)
            return
        wait = RETRIES[attempts - 1] * (1 + share(held.job, held.subject, attempts) / 2)
        at.due.put_off(held, until=now + wait, why=type(error).__name__, attempts=attempts)


@contextmanager
def _still_at_it(office: Office, held: Held) -> Iterator[None]:
    """While it lasts, the lease is renewed again and again from beside; a process that dies stops doing so."""
    over = Event()

    def renew() -> None:
        while not over.wait(LEASE.total_seconds() / 3):
            try:
                with office.store.writing() as at:
                    at.due.still_held(held, now=office.clock())
            except Exception as error:  # the work itself finds out, in its next transaction
                log.warning("%s %d: the lease was not renewed: %s", held.job, held.subject, type(error).__name__)

    beat = Thread(target=renew, name=f"{held.job}-{held.subject}", daemon=True)
    beat.start()
    try:
        yield
    finally:
        over.set()
        beat.join()
