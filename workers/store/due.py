"""What is to be done, and who is doing it: one row a job and subject. The queue only carries messages about these rows;
should it lose one, send it twice or late, the rows still say what is true.

wanted -> asked (a message lies in the queue) -> held (a worker does it, and says so again and again) -> done, put off or
given up. A holder that falls silent is taken to be dead; should it wake up, `still_held` tells it that it is too late.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, case, delete, func, insert, or_, select, update

from workers.store.tables import due

LEASE = timedelta(seconds=30)  # a holder says at least three times in this that it is still there
ASK_AGAIN = timedelta(seconds=30)  # a message nobody has acted on is sent once more


class Overtaken(Exception):
    """Somebody else has taken over what we were doing: nothing of ours may be kept."""


@dataclass(frozen=True, slots=True)
class Message:
    """What lies in the queue: `ask` counts the messages about one row."""

    job: str
    subject: int
    ask: int


@dataclass(frozen=True, slots=True)
class Held:
    """A row in our hands. `wanted` is what it was when we began: if it has grown since, there is more to do."""

    job: str
    subject: int
    holder: str
    wanted: int
    attempts: int


@dataclass(frozen=True, slots=True)
class DueRow:
    """A row as people look at it."""

    job: str
    subject: int
    due_at: datetime | None
    held_until: datetime | None
    attempts: int
    failed_at: datetime | None
    why: str


class Due:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def want(self, job: str, subject: int, *, at: datetime) -> None:
        """It should be done at `at` or before, not sooner than somebody outside asked us to wait for."""
        when = _seconds(at)
        sooner = case((due.c.due_at.is_(None), when), (due.c.due_at < when, due.c.due_at), else_=when)
        changed = update(due).where(_row(job, subject)).values(wanted=due.c.wanted + 1, due_at=sooner, failed_at=None)
        if not self._connection.execute(changed).rowcount:
            self._connection.execute(insert(due).values(_new(job, subject, when)))

    def want_at_last(self, job: str, subject: int, *, at: datetime) -> None:
        """It is due at `at`, unless the row is there already."""
        known = select(due.c.job).where(_row(job, subject))
        if self._connection.execute(known).first() is None:
            self._connection.execute(insert(due).values(_new(job, subject, _seconds(at))))

    def ask(self, job: str, subject: int, *, now: datetime) -> Message | None:
        """The message to put into the queue, unless one lies there, it is not time, or somebody is doing it."""
        found = self._ask(_row(job, subject), now=now, limit=1)
        return found[0] if found else None

    def ask_all(self, *, now: datetime, limit: int) -> tuple[Message, ...]:
        """Messages for what is due and nobody does, longest due first; each is given to one asker only."""
        return self._ask(due.c.due_at.is_not(None), now=now, limit=limit)

    def next_at(self) -> datetime | None:
        """When the next row is due, however far off."""
        return _moment(self._connection.execute(select(func.min(due.c.due_at))).scalar())

    def begin(self, job: str, subject: int, *, holder: str, now: datetime) -> Held | None:
        """Take it, unless it is not due (somebody was quicker) or in somebody's hands."""
        at = _seconds(now)
        free = and_(_row(job, subject), due.c.due_at <= at, due.c.not_before <= at, _nobody_holds(at))
        taken = update(due).where(free).values(holder=holder, held_until=at + _LEASE)
        row = self._connection.execute(taken.returning(due.c.wanted, due.c.attempts)).first()
        return Held(job, subject, holder, row.wanted, row.attempts) if row else None

    def still_held(self, held: Held, *, now: datetime) -> None:
        """Say that we are at it, and see that it is ours: to be asked in every transaction that keeps something.

        Raises Overtaken.
        """
        mine = update(due).where(_mine(held)).values(held_until=_seconds(now) + _LEASE)
        if not self._connection.execute(mine).rowcount:
            raise Overtaken(f"{held.job} {held.subject}")

    def finish(self, held: Held, *, now: datetime, next_at: datetime | None, why: str = "") -> bool:
        """Done, and due again at `next_at`; `why` so late, where it is later than the timetable says. True when it was wanted once more meanwhile, and so is due at once."""
        at = _seconds(now)
        following = None if next_at is None else _seconds(next_at)
        wanted = case((due.c.wanted > held.wanted, at), else_=following)
        free = {"holder": None, "held_until": 0, "asked_at": None}
        done = update(due).where(_mine(held)).values(**free, due_at=wanted, attempts=0, failed_at=None, why=why)
        row = self._connection.execute(done.returning(due.c.wanted)).first()
        return row is not None and row.wanted > held.wanted

    def put_off(self, held: Held, *, until: datetime, why: str, attempts: int, refused: bool = False) -> None:
        """To be tried again at `until`; with `refused` not before, whoever wants it sooner."""
        at = _seconds(until)
        values = {"holder": None, "held_until": 0, "asked_at": None, "due_at": at, "attempts": attempts, "why": why}
        if refused:
            values["not_before"] = at
        self._connection.execute(update(due).where(_mine(held)).values(**values))

    def give_up(self, held: Held, *, now: datetime, why: str) -> None:
        """Not tried again until somebody wants it."""
        free = {"holder": None, "held_until": 0, "asked_at": None, "due_at": None}
        self._connection.execute(update(due).where(_mine(held)).values(**free, failed_at=_seconds(now), why=why))

    def far_off(self, latest: Mapping[str, datetime], *, put_off: datetime) -> tuple[DueRow, ...]:
        """What is due later than its job ever can be, or was put off until after `put_off`."""
        good = [and_(due.c.job == job, due.c.due_at > _seconds(when)) for job, when in latest.items()]
        broken = or_(due.c.due_at > _seconds(put_off), due.c.not_before > _seconds(put_off))
        which = or_(and_(due.c.why == "", or_(*good)), and_(due.c.job.in_(latest), broken))
        return tuple(_read(row) for row in self._connection.execute(select(due).where(which)))

    def bring_forward(self, job: str, subject: int, *, at: datetime) -> None:
        """It is due at `at` and whoever asked us to wait for longer has been waited for."""
        when = _seconds(at)
        sooner = {"due_at": case((due.c.due_at > when, when), else_=due.c.due_at), "not_before": 0}
        self._connection.execute(update(due).where(_row(job, subject)).values(**sooner))

    def retry(self, *, now: datetime, job: str = "", subject: int = 0) -> int:
        """Everything given up is due again, or only that of one job and subject; how many there were."""
        which: list[ColumnElement[bool]] = [due.c.failed_at.is_not(None)]
        if job:
            which.append(_row(job, subject))
        again = update(due).where(*which)
        values = {"due_at": _seconds(now), "failed_at": None, "attempts": 0, "wanted": due.c.wanted + 1}
        return self._connection.execute(again.values(**values)).rowcount

    def forget_subject(self, seller_id: int) -> None:
        """Nothing more is to be done for this seller."""
        self._connection.execute(delete(due).where(due.c.subject == seller_id, due.c.job != "review_tenant"))

    def forget(self, job: str, subject: int) -> None:
        """This is not to be done any more, until somebody wants it again; whoever is at it is too late."""
        self._connection.execute(delete(due).where(_row(job, subject)))

    def rows(self, *, limit: int = 1000) -> tuple[DueRow, ...]:
        """Given up first, then by when they are due."""
        order = (due.c.failed_at.is_(None), due.c.due_at.is_(None), due.c.due_at, due.c.job, due.c.subject)
        return tuple(_read(row) for row in self._connection.execute(select(due).order_by(*order).limit(limit)))

    def find(self, job: str, subject: int) -> DueRow | None:
        row = self._connection.execute(select(due).where(_row(job, subject))).first()
        return None if row is None else _read(row)

    def counts(self, *, now: datetime) -> dict[tuple[str, str], int]:
        """How many rows of each job are waiting (due, not begun), running, failed or resting."""
        at = _seconds(now)
        state = case(
            (due.c.failed_at.is_not(None), "failed"),
            (and_(due.c.holder.is_not(None), due.c.held_until > at), "running"),
            (due.c.due_at <= at, "waiting"),
            else_="resting",
        )
        rows = self._connection.execute(select(due.c.job, state, func.count()).group_by(due.c.job, state))
        return {(job, told): int(count) for job, told, count in rows}

    def oldest_wait(self, *, now: datetime) -> timedelta:
        """How long what has waited longest has been due."""
        at = _seconds(now)
        query = select(func.min(due.c.due_at)).where(due.c.due_at <= at, due.c.not_before <= at, _nobody_holds(at))
        first = self._connection.execute(query).scalar()
        return timedelta(seconds=0 if first is None else at - first)

    def _ask(self, which: ColumnElement[bool], *, now: datetime, limit: int) -> tuple[Message, ...]:
        at = _seconds(now)
        silent = or_(due.c.asked_at.is_(None), due.c.asked_at <= at - _ASK_AGAIN, due.c.asked_at > at)
        ready = and_(which, due.c.due_at <= at, due.c.not_before <= at, silent, _nobody_holds(at))
        rows = self._connection.execute(
            select(due.c.job, due.c.subject)
            .where(ready)
            .order_by(due.c.due_at, due.c.job, due.c.subject)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
        messages = []
        for row in rows:
            sent = update(due).where(_row(row.job, row.subject)).values(asked=due.c.asked + 1, asked_at=at)
            ask = self._connection.execute(sent.returning(due.c.asked)).scalar_one()
            messages.append(Message(row.job, row.subject, ask))
        return tuple(messages)


_LEASE, _ASK_AGAIN = int(LEASE.total_seconds()), int(ASK_AGAIN.total_seconds())
_FARTHEST_LEASE = 2 * _LEASE  # a lease beyond this was given by a clock that has since been set back


def _row(job: str, subject: int) -> ColumnElement[bool]:
    return and_(due.c.job == job, due.c.subject == subject)


def _mine(held: Held) -> ColumnElement[bool]:
    return and_(due.c.job == held.job, due.c.subject == held.subject, due.c.holder == held.holder)


def _nobody_holds(at: int) -> ColumnElement[bool]:
    return or_(due.c.holder.is_(None), due.c.held_until <= at, due.c.held_until > at + _FARTHEST_LEASE)


def _new(job: str, subject: int, when: int) -> dict[str, object]:
    return {
        "job": job, "subject": subject, "due_at": when, "not_before": 0, "wanted": 1, "asked": 0,
        "held_until": 0, "attempts": 0, "why": "",
    }  # fmt: skip


def _read(row: Row[Any]) -> DueRow:
    return DueRow(
        job=row.job,
        subject=row.subject,
        due_at=_moment(row.due_at),
        held_until=_moment(row.held_until) if row.holder else None,
        attempts=row.attempts,
        failed_at=_moment(row.failed_at),
        why=row.why,
    )


def _seconds(when: datetime) -> int:
    return int(when.timestamp())


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
