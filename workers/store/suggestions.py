"""What has been suggested to each seller: when, in which week first, and how it looked then."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, case, delete, select, update

from workers.sealing import Sealer
from workers.store.moments import moment_of, seconds_of
from workers.store.once import put_once
from workers.store.tables import suggestions
from workers.store.texts import key_text
from workers.visits.suggestion import Suggestion


@dataclass(frozen=True, slots=True)
class Suggested:
    """`suggestion` is as it was last chosen, `week` the ISO week it was first chosen in (202648)."""

    suggestion: Suggestion
    week: int
    first_at: datetime
    last_at: datetime


class Suggestions:
    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection, self._sealer = connection, sealer

    def note(self, seller_id: int, chosen: Suggestion, *, week: int, now: datetime) -> None:
        """It has been chosen. Once more changes how it looks and when it last was, never the week it was new in."""
        at, sealed = seconds_of(now), self._sealer.seal(msgspec.json.encode(chosen))
        row = {
            "seller_id": seller_id,
            "id": key_text(chosen.id),
            "account": key_text(chosen.account),
            "uid": key_text(chosen.uid),
            "occurrence": 0 if chosen.recurrence_id is None else seconds_of(chosen.recurrence_id),
            "week": week,
            "first_at": at,
            "last_at": at,
            "sealed": sealed,
        }
        if put_once(self._connection, suggestions, row):
            return
        this = (suggestions.c.seller_id == seller_id) & (suggestions.c.id == row["id"])
        last = case((suggestions.c.last_at > at, suggestions.c.last_at), else_=at)
        self._connection.execute(update(suggestions).where(this).values(last_at=last, sealed=sealed))

    def find(self, seller_id: int, suggestion: str) -> Suggested | None:
        """By Suggestion.id, whatever somebody made of it in an address."""
        this = (suggestions.c.seller_id == seller_id) & (suggestions.c.id == key_text(suggestion))
        row = self._connection.execute(select(suggestions).where(this)).first()
        return None if row is None else self._read(row)

    def sellers(self, suggestion: str) -> tuple[int, ...]:
        """Whom it has been suggested to: one, as a rule."""
        query = select(suggestions.c.seller_id).where(suggestions.c.id == key_text(suggestion))
        return tuple(self._connection.execute(query.order_by(suggestions.c.seller_id)).scalars())

    def of_week(self, seller_id: int, week: int) -> tuple[Suggested, ...]:
        """What was new in that week, in the order it was chosen."""
        theirs = (suggestions.c.seller_id == seller_id) & (suggestions.c.week == week)
        order = (suggestions.c.first_at, suggestions.c.id)
        rows = self._connection.execute(select(suggestions).where(theirs).order_by(*order))
        return tuple(self._read(row) for row in rows)

    def weeks(self, seller_id: int) -> dict[str, int]:
        """The week each was new in, by Suggestion.id."""
        query = select(suggestions.c.id, suggestions.c.week).where(suggestions.c.seller_id == seller_id)
        return {row.id: row.week for row in self._connection.execute(query)}

    def of_account(self, seller_id: int, account: str) -> tuple[Suggested, ...]:
        """Everything ever suggested about an account, the last first."""
        theirs = (suggestions.c.seller_id == seller_id) & (suggestions.c.account == key_text(account))
        order = (suggestions.c.last_at.desc(), suggestions.c.id)
        rows = self._connection.execute(select(suggestions).where(theirs).order_by(*order))
        return tuple(self._read(row) for row in rows)

    def erase_before(self, seller_id: int, moment: datetime) -> None:
        """What was last chosen before goes: the meeting's title is in it, and must not outlive the meeting."""
        old = (suggestions.c.seller_id == seller_id) & (suggestions.c.last_at < seconds_of(moment))
        self._connection.execute(delete(suggestions).where(old))

    def _read(self, row: Row[Any]) -> Suggested:
        suggestion = _decode(self._sealer.open(row.sealed))
        return Suggested(suggestion, row.week, moment_of(row.first_at), moment_of(row.last_at))


_decode = msgspec.json.Decoder(Suggestion).decode
