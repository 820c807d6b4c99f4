"""The letters of each seller, one row an ISO week: claimed before it is sent, so that it is sent once.

claimed -> sent, or failed, or given back when it is certain that nothing left us. What is claimed and neither is how it
looks when a worker died in the middle: nobody knows whether it was sent, and nobody sends it again without looking.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, case, delete, func, select, update

from workers.sealing import Sealer
from workers.store.moments import moment_if, moment_of, seconds_of
from workers.store.once import put_once
from workers.store.tables import letters

UNCLEAR = "unclear"  # why a letter failed of which nobody can tell whether it was sent
OUTCOMES = ("sent", "failed", UNCLEAR, "claimed")


class NotClaimed(LookupError):
    """Nobody has claimed this letter, or somebody else has by now."""


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A seller's letter of one week, without a word of what was written in it."""

    seller_id: int
    week: int  # 202648
    claimed_at: datetime
    sent_at: datetime | None = None
    failed_at: datetime | None = None
    answered_at: datetime | None = None
    why: str = ""  # the last trouble
    message_id: str = ""
    suggestions: tuple[str, ...] = ()  # Suggestion.id of each, in the letter's order
    said: tuple[str, ...] = ()  # a fingerprint of each item, so that none is said twice in a row
    way: str = ""  # who was to carry it, and so can be asked for it

    @property
    def is_open(self) -> bool:
        """Claimed, and nothing is known yet of what came of it."""
        return self.sent_at is None and self.failed_at is None

    def is_abandoned(self, *, since: datetime) -> bool:
        """Claimed before `since`, and nothing came of it: a worker died, and the letter may or may not have been sent."""
        return self.is_open and self.claimed_at < since


@dataclass(frozen=True, slots=True)
class _Sealed:
    message_id: str = ""
    suggestions: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    way: str = ""


class Letters:
    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection, self._sealer = connection, sealer

    def claim(
        self,
        seller_id: int,
        week: int,
        *,
        now: datetime,
        message_id: str = "",
        suggestions: tuple[str, ...] = (),
        said: tuple[str, ...] = (),
        way: str = "",
    ) -> bool:
        """True once: whoever is told so sends it. A Message-ID said now can be looked for should we die in the middle."""
        row = {
            "seller_id": seller_id,
            "week": week,
            "claimed_at": seconds_of(now),
            "why": "",
            "sealed": self._seal(message_id, suggestions, said, way),
        }
        return put_once(self._connection, letters, row)

    def sent(
        self,
        seller_id: int,
        week: int,
        *,
        message_id: str,
        suggestions: tuple[str, ...],
        now: datetime,
        said: tuple[str, ...] = (),
    ) -> None:
        """It is out of our hands, with these suggestions in it. Raises NotClaimed."""
        values = {
            "sent_at": seconds_of(now),
            "failed_at": None,
            "why": "",
            "sealed": self._seal(message_id, suggestions, said),
        }
        if not self._change(_row(seller_id, week), values):
            raise NotClaimed

    def failed(self, seller_id: int, week: int, *, why: str, now: datetime, claimed_at: datetime | None = None) -> None:
        """It was refused, or came back, for a reason without anybody's words; it is not tried again. With `claimed_at`
        only the claim of that moment. Raises NotClaimed."""
        if not self._change(_row(seller_id, week, claimed_at), {"failed_at": seconds_of(now), "why": why}):
            raise NotClaimed

    def give_back(self, seller_id: int, week: int, *, claimed_at: datetime | None = None) -> bool:
        """It has certainly not been sent, and anybody may claim it anew; False for one that has been, or that is not the
        claim of that moment."""
        claimed = _row(seller_id, week, claimed_at) & letters.c.sent_at.is_(None)
        return self._connection.execute(delete(letters).where(claimed)).rowcount > 0

    def take_over(
        self,
        lost: SentLetter,
        *,
        now: datetime,
        message_id: str = "",
        suggestions: tuple[str, ...] = (),
        said: tuple[str, ...] = (),
        way: str = "",
    ) -> bool:
        """Claim anew what has certainly not been sent; False when somebody was quicker."""
        same = _row(lost.seller_id, lost.week, lost.claimed_at) & letters.c.sent_at.is_(None)
        sealed = self._seal(message_id, suggestions, said, way)
        return self._change(same, {"claimed_at": seconds_of(now), "failed_at": None, "why": "", "sealed": sealed})

    def answered(self, seller_id: int, week: int, *, now: datetime) -> None:
        """Something in it was pressed; the first time counts."""
        self._change(_row(seller_id, week) & letters.c.answered_at.is_(None), {"answered_at": seconds_of(now)})

    def find(self, seller_id: int, week: int) -> SentLetter | None:
        row = self._connection.execute(select(letters).where(_row(seller_id, week))).first()
        return None if row is None else self._read(row)

    def last(self, seller_id: int, *, limit: int) -> tuple[SentLetter, ...]:
        """The newest first."""
        query = select(letters).where(letters.c.seller_id == seller_id).order_by(letters.c.week.desc()).limit(limit)
        return tuple(self._read(row) for row in self._connection.execute(query))

    def abandoned(self, *, since: datetime) -> tuple[SentLetter, ...]:
        """Everybody's letters claimed before `since` of which nothing came, the oldest first."""
        lost = (letters.c.claimed_at < seconds_of(since)) & letters.c.sent_at.is_(None) & letters.c.failed_at.is_(None)
        order = (letters.c.claimed_at, letters.c.seller_id, letters.c.week)
        return tuple(self._read(row) for row in self._connection.execute(select(letters).where(lost).order_by(*order)))

    def unsettled(self, seller_id: int) -> tuple[SentLetter, ...]:
        """The seller's letters that are claimed and nothing else, the oldest first."""
        mine = (letters.c.seller_id == seller_id) & letters.c.sent_at.is_(None) & letters.c.failed_at.is_(None)
        rows = self._connection.execute(select(letters).where(mine).order_by(letters.c.week))
        return tuple(self._read(row) for row in rows)

    def counts(self, *, since: datetime | None = None) -> dict[str, int]:
        """How many of everybody's letters were sent, failed (unclear: perhaps sent after all), or are claimed and nothing else;
        with `since` of those claimed since then."""
        recent = letters.c.claimed_at >= (0 if since is None else seconds_of(since))
        query = select(_OUTCOME, func.count()).where(recent).group_by(_OUTCOME)
        return {outcome: int(count) for outcome, count in self._connection.execute(query)}

    def silence(self, seller_id: int) -> int:
        """How many letters in a row nobody has answered: those sent since anything was last pressed in any letter. What
        came back was never read, and does not count."""
        arrived = (letters.c.seller_id == seller_id) & letters.c.sent_at.is_not(None) & letters.c.failed_at.is_(None)
        heard = select(func.max(letters.c.answered_at)).where(letters.c.seller_id == seller_id)
        spoken = self._connection.execute(heard).scalar() or 0
        since = select(func.count()).select_from(letters).where(arrived, letters.c.sent_at > spoken)
        return int(self._connection.execute(since).scalar_one())

    def last_week(self, seller_id: int) -> int:
        """Of the last letter that was sent, 0 where none was."""
        sent = (letters.c.seller_id == seller_id) & letters.c.sent_at.is_not(None)
        return self._connection.execute(select(func.max(letters.c.week)).where(sent)).scalar() or 0

    def erase_before(self, seller_id: int, moment: datetime) -> None:
        old = (letters.c.seller_id == seller_id) & (letters.c.claimed_at < seconds_of(moment))
        self._connection.execute(delete(letters).where(old))

    def _change(self, which: ColumnElement[bool], values: Mapping[str, object]) -> bool:
        return self._connection.execute(update(letters).where(which).values(**values)).rowcount > 0

    def _seal(self, message_id: str, suggestions: tuple[str, ...], said: tuple[str, ...], way: str = "") -> bytes:
        return self._sealer.seal(msgspec.json.encode(_Sealed(message_id, suggestions, said, way)))

    def _read(self, row: Row[Any]) -> SentLetter:
        sealed = _decode(self._sealer.open(row.sealed))
        return SentLetter(
            seller_id=row.seller_id,
            week=row.week,
            claimed_at=moment_of(row.claimed_at),
            sent_at=moment_if(row.sent_at),
            failed_at=moment_if(row.failed_at),
            answered_at=moment_if(row.answered_at),
            why=row.why,
            message_id=sealed.message_id,
            suggestions=sealed.suggestions,
            said=sealed.said,
            way=sealed.way,
        )


def _row(seller_id: int, week: int, claimed_at: datetime | None = None) -> ColumnElement[bool]:
    row = (letters.c.seller_id == seller_id) & (letters.c.week == week)
    return row if claimed_at is None else row & (letters.c.claimed_at == seconds_of(claimed_at))


_OUTCOME = case(
    (letters.c.failed_at.is_not(None) & (letters.c.why == UNCLEAR), UNCLEAR),
    (letters.c.failed_at.is_not(None), "failed"),
    (letters.c.sent_at.is_not(None), "sent"),
    else_="claimed",
)


_decode = msgspec.json.Decoder(_Sealed).decode
