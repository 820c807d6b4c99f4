"""Meetings that become visits by our hand: what was asked for, what has been written, what travel is set aside, and what
to put back should it be undone. A body that stood in the meeting is not among it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, delete, select, update

from connectors.meetings import Place
from connectors.writing import Before, Hold, Made
from workers.sealing import Sealer
from workers.store.moments import moment_of, seconds_of
from workers.store.once import put_once
from workers.store.tables import visits
from workers.store.texts import key_text


class VisitState(StrEnum):
    ASKED = "asked"  # the seller has pressed; a worker writes it
    WRITTEN = "written"  # the meeting is a visit; travel may yet have to be set aside
    DONE = "done"  # all of it
    PROPOSED = "proposed"  # by an attendee: the organiser has been asked
    CHANGED = "changed"  # somebody was first: nothing was written, the seller looks again
    REFUSED = "refused"  # it cannot be done
    UNDOING = "undoing"
    UNDONE = "undone"
    GONE = "gone"  # the meeting is


OPEN = frozenset({VisitState.ASKED, VisitState.WRITTEN, VisitState.UNDOING})  # a worker has something to do
STANDS = frozenset({VisitState.WRITTEN, VisitState.DONE})  # the calendar has a visit by our hand


@dataclass(frozen=True, slots=True)
class KeptHold:
    """Travel set aside. Without `made` it is yet to be."""

    hold: Hold
    made: Made | None = None


@dataclass(frozen=True, slots=True)
class ToVisit:
    """One conversion. `version` is the meeting's as the seller saw it in the preview, later as we wrote it."""

    seller_id: int
    suggestion: str  # Suggestion.id
    account: str
    uid: str
    recurrence_id: datetime | None
    state: VisitState
    asked_at: datetime
    changed_at: datetime
    start: datetime
    end: datetime
    place: Place
    version: str
    keep_online: bool = True
    text: str = ""  # what goes above the body
    comment: str = ""  # what an attendee tells the organiser
    mine: bool = True
    before: Before | None = None
    is_online: bool | None = None  # after the write: the room on screen is still there
    new_room: bool = False  # undone, it has another one than before
    holds: tuple[KeptHold, ...] = field(default=())
    why: str = ""  # the last trouble, as a key in the words

    @property
    def has_all_held(self) -> bool:
        return all(one.made for one in self.holds)


class Visits:
    """One row a suggestion."""

    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection, self._sealer = connection, sealer

    def save(self, visit: ToVisit) -> None:
        row = {
            "seller_id": visit.seller_id,
            "suggestion": key_text(visit.suggestion),
            "uid": key_text(visit.uid),
            "occurrence": 0 if visit.recurrence_id is None else seconds_of(visit.recurrence_id),
        }
        values = {
            "state": visit.state.value,
            "ends_at": seconds_of(visit.end),
            "changed_at": seconds_of(visit.changed_at),
            "sealed": self._sealer.seal(msgspec.json.encode(visit)),
        }
        if not put_once(self._connection, visits, {**row, **values}):
            mine = _row(visit.seller_id, visit.suggestion)
            self._connection.execute(update(visits).where(mine).values(**values))

    def find(self, seller_id: int, suggestion: str) -> ToVisit | None:
        row = self._connection.execute(select(visits).where(_row(seller_id, suggestion))).first()
        return None if row is None else self._read(row)

    def in_state(self, seller_id: int, states: Sequence[VisitState] | frozenset[VisitState]) -> tuple[ToVisit, ...]:
        """The seller's, those asked for first coming first."""
        theirs = (visits.c.seller_id == seller_id) & visits.c.state.in_(sorted(one.value for one in states))
        order = (visits.c.changed_at, visits.c.suggestion)
        return tuple(self._read(row) for row in self._connection.execute(select(visits).where(theirs).order_by(*order)))

    def of_meeting(self, seller_id: int, uid: str, recurrence_id: datetime | None) -> tuple[ToVisit, ...]:
        at = 0 if recurrence_id is None else seconds_of(recurrence_id)
        theirs = (visits.c.seller_id == seller_id) & (visits.c.uid == key_text(uid)) & (visits.c.occurrence == at)
        return tuple(self._read(row) for row in self._connection.execute(select(visits).where(theirs)))

    def standing(self, seller_id: int, *, since: datetime) -> tuple[ToVisit, ...]:
        """Visits in the calendar by our hand that are not over yet."""
        coming = visits.c.state.in_(sorted(one.value for one in STANDS)) & (visits.c.ends_at >= seconds_of(since))
        theirs = (visits.c.seller_id == seller_id) & coming
        query = select(visits).where(theirs).order_by(visits.c.ends_at, visits.c.suggestion)
        return tuple(self._read(row) for row in self._connection.execute(query))

    def sellers(self, suggestion: str) -> tuple[int, ...]:
        """Whose suggestion has become one: one seller's, as a rule."""
        query = select(visits.c.seller_id).where(visits.c.suggestion == key_text(suggestion))
        return tuple(self._connection.execute(query.order_by(visits.c.seller_id)).scalars())

    def coming(self, seller_id: int, *, since: datetime) -> tuple[ToVisit, ...]:
        """Whatever has become of them, those that are not over yet, the next first."""
        theirs = (visits.c.seller_id == seller_id) & (visits.c.ends_at >= seconds_of(since))
        query = select(visits).where(theirs).order_by(visits.c.ends_at, visits.c.suggestion)
        return tuple(self._read(row) for row in self._connection.execute(query))

    def erase_before(self, seller_id: int, moment: datetime) -> None:
        old = (visits.c.seller_id == seller_id) & (visits.c.ends_at < seconds_of(moment))
        self._connection.execute(delete(visits).where(old))

    def _read(self, row: Row[Any]) -> ToVisit:
        return replace(_decode(self._sealer.open(row.sealed)), changed_at=moment_of(row.changed_at))


def _row(seller_id: int, suggestion: str) -> ColumnElement[bool]:
    return (visits.c.seller_id == seller_id) & (visits.c.suggestion == key_text(suggestion))


_decode = msgspec.json.Decoder(ToVisit).decode
