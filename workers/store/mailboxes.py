"""Where each seller's calendar is, and how far it has been read."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum

import msgspec
from sqlalchemy import Connection, func, insert, select, update

from connectors.calendars import SyncMark, Unread
from workers.sealing import Sealer
from workers.store.tables import mailboxes


class MailboxState(StrEnum):
    """What the seller is told of the calendar."""

    NEW = "new"  # nothing has been read yet
    READING = "reading"  # the first reading is under way
    IN_STEP = "in_step"
    SIGNED_OUT = "signed_out"  # the grant is gone: the seller signs in again
    DENIED = "denied"  # the admin's grant does not reach this calendar
    GONE = "gone"  # the calendar is no longer where it was
    UNREADABLE = "unreadable"  # what came is no calendar


@dataclass(frozen=True, slots=True)
class Tally:
    """What the reading under way has counted up to its `resume` mark. `zones` are how many meetings were made in each
    zone, "" for none; `changed` how many came at all."""

    components: int = 0
    expanded: int = 0
    private: int = 0
    changed: int = 0
    unread: tuple[Unread, ...] = ()
    zones: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One seller's connected calendar. `url` is an address for `ics`; a file's name needs none."""

    seller_id: int
    provider: str  # file, ics, microsoft, google
    state: MailboxState = MailboxState.NEW
    url: str = ""
    done: float = 0.0
    generation: int = 0
    anew: bool = True
    changed: int = 0
    mark: SyncMark | None = None
    resume: SyncMark | None = None
    tally: Tally = field(default_factory=Tally)
    read_at: datetime | None = None
    kept_from: datetime | None = None  # what ended before has been erased
    why: str = ""  # the last trouble, for people to look up in the words
    subject: str = ""  # who the seller is at the provider: "<directory>/<object>", where that is known

    def __repr__(self) -> str:  # never an address that opens a calendar in a log
        return f"Mailbox({self.seller_id}, {self.provider}, {self.state.value})"


@dataclass(frozen=True, slots=True)
class _Sealed:
    url: str = ""
    why: str = ""


class Mailboxes:
    """One row a seller."""

    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection, self._sealer = connection, sealer

    def save(self, mailbox: Mailbox) -> None:
        values = {
            "provider": mailbox.provider,
            "state": mailbox.state.value,
            "done": mailbox.done,
            "generation": mailbox.generation,
            "anew": mailbox.anew,
            "changed": mailbox.changed,
            "mark": mailbox.mark.state if mailbox.mark else None,
            "resume": mailbox.resume.state if mailbox.resume else None,
            "tally": self._sealer.seal(msgspec.json.encode(mailbox.tally)),
            "read_at": _seconds(mailbox.read_at),
            "kept_from": _seconds(mailbox.kept_from),
            "sealed": self._sealer.seal(msgspec.json.encode(_Sealed(mailbox.url, mailbox.why))),
            "subject": mailbox.subject or None,
        }
        mine = mailboxes.c.seller_id == mailbox.seller_id
        if not self._connection.execute(update(mailboxes).where(mine).values(**values)).rowcount:
            self._connection.execute(insert(mailboxes).values(seller_id=mailbox.seller_id, **values))

    def find(self, seller_id: int) -> Mailbox | None:
        row = self._connection.execute(select(mailboxes).where(mailboxes.c.seller_id == seller_id)).first()
        if row is None:
            return None
        sealed = _decode(self._sealer.open(row.sealed))
        return Mailbox(
            seller_id=seller_id,
            provider=row.provider,
            state=MailboxState(row.state),
            url=sealed.url,
            done=row.done,
            generation=row.generation,
            anew=row.anew,
            changed=row.changed,
            mark=None if row.mark is None else SyncMark(row.mark),
            resume=None if row.resume is None else SyncMark(row.resume),
            tally=Tally() if row.tally is None else _decode_tally(self._sealer.open(row.tally)),
            read_at=_moment(row.read_at),
            kept_from=_moment(row.kept_from),
            why=sealed.why,
            subject=row.subject or "",
        )

    def by_subject(self, provider: str, subject: str) -> Mailbox | None:
        """The mailbox of somebody as their provider knows them, whatever address they have now."""
        this = (mailboxes.c.provider == provider) & (mailboxes.c.subject == subject)
        seller_id = self._connection.execute(select(mailboxes.c.seller_id).where(this)).scalar()
        return None if seller_id is None else self.find(seller_id)

    def set_state(self, seller_id: int, state: MailboxState) -> None:
        self._connection.execute(update(mailboxes).where(mailboxes.c.seller_id == seller_id).values(state=state.value))

    def seller_ids(self, *providers: str) -> tuple[int, ...]:
        """The sellers whose calendars are read from one of these."""
        query = select(mailboxes.c.seller_id).where(mailboxes.c.provider.in_(providers))
        return tuple(self._connection.execute(query.order_by(mailboxes.c.seller_id)).scalars())

    def by_state(self) -> dict[tuple[str, str], int]:
        """How many there are of each provider and state."""
        query = select(mailboxes.c.provider, mailboxes.c.state, func.count())
        rows = self._connection.execute(query.group_by(mailboxes.c.provider, mailboxes.c.state))
        return {(provider, state): int(count) for provider, state, count in rows}


def fresh_start(mailbox: Mailbox) -> Mailbox:
    """The same calendar, to be read from the start once more."""
    return replace(
        mailbox, anew=True, generation=mailbox.generation + 1, mark=None, resume=None, tally=Tally(), done=0.0
    )


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


_decode = msgspec.json.Decoder(_Sealed).decode
_decode_tally = msgspec.json.Decoder(Tally).decode
