"""How each seller is signed in to a calendar: tokens, sealed, one row a seller. Whoever refreshes them holds them first.

    with store.writing() as at: held = at.tokens.hold(seller_id, holder, now=now, length=length)
    ... the vendor is asked, and no transaction is open meanwhile ...
    with store.writing() as at: at.tokens.save(held, cache=cache); at.tokens.release(held)

A vendor may take an old refresh token for a theft, and end the sign-in: https://datatracker.ietf.org/doc/html/rfc9700#section-4.14
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, and_, delete, or_, select, update

from workers.sealing import Sealer
from workers.store.due import Overtaken
from workers.store.moments import moment_of, seconds_of
from workers.store.once import put_once
from workers.store.tables import tokens

LARGEST = 256_000  # bytes of tokens; a sign-in to every scope there is needs a tenth
LONGEST = timedelta(minutes=5)  # a lease beyond this was given by a clock that has since been set back


class NoSignIn(Exception):
    """The seller is not signed in, or no longer."""


@dataclass(frozen=True, slots=True)
class Token:
    """A sign-in. `cache` is its connector's own: only that can read it. `version` grows each time it is saved."""

    provider: str  # microsoft, google
    scopes: tuple[str, ...]
    cache: bytes = field(repr=False)
    granted_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class HeldToken:
    """A token in our hands. `holder` is this one holding of it: not even the same worker's next has the same."""

    seller_id: int
    holder: str
    token: Token


@dataclass(frozen=True, slots=True)
class _Grant:
    provider: str
    scopes: tuple[str, ...]


class Tokens:
    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self._connection, self._sealer = connection, sealer

    def grant(self, seller_id: int, *, provider: str, scopes: tuple[str, ...], cache: bytes, now: datetime) -> None:
        """The seller has signed in. What was there before is gone, and whoever held it is too late."""
        sealed = self._seal(provider, scopes, cache)
        row = {
            "seller_id": seller_id,
            "version": 1,
            "held_until": 0,
            "granted_at": seconds_of(now),
            **sealed,
        }
        if put_once(self._connection, tokens, row):
            return
        free = {"holder": None, "held_until": 0}
        again = update(tokens).where(tokens.c.seller_id == seller_id)
        values = {**free, **sealed, "granted_at": seconds_of(now), "version": tokens.c.version + 1}
        self._connection.execute(again.values(**values))

    def find(self, seller_id: int) -> Token | None:
        """To use while it lasts; to refresh it, hold it."""
        row = self._connection.execute(select(tokens).where(tokens.c.seller_id == seller_id)).first()
        return None if row is None else self._read(row)

    def hold(self, seller_id: int, holder: str, *, now: datetime, length: timedelta) -> HeldToken | None:
        """Ours for so long, to be refreshed; None while somebody else holds it. Raises NoSignIn."""
        if not timedelta(seconds=1) <= length <= LONGEST:
            raise ValueError(f"a token is held for at most {LONGEST}, not for {length}")
        at = seconds_of(now)
        until = at + int(length.total_seconds())
        free = and_(tokens.c.seller_id == seller_id, _nobody_holds(at))
        mine = f"{holder} {token_hex(8)}"
        taken = update(tokens).where(free).values(holder=mine, held_until=until)
        row = self._connection.execute(taken.returning(*tokens.columns)).first()
        if row is not None:
            return HeldToken(seller_id, mine, self._read(row))
        if self.find(seller_id) is None:
            raise NoSignIn(f"seller {seller_id}")
        return None

    def save(self, held: HeldToken, *, cache: bytes, scopes: tuple[str, ...] | None = None) -> HeldToken:
        """What the vendor gave instead, still in our hands. A lease that ran out does not matter while nobody has taken
        over: the newest refresh token is the one that works. Raises Overtaken."""
        wide = held.token.scopes if scopes is None else scopes
        values = self._seal(held.token.provider, wide, cache)
        mine = update(tokens).where(_mine(held)).values(**values, version=tokens.c.version + 1)
        row = self._connection.execute(mine.returning(*tokens.columns)).first()
        if row is None:
            raise Overtaken(f"token of seller {held.seller_id}")
        return replace(held, token=self._read(row))

    def release(self, held: HeldToken) -> None:
        """Free for the next; nothing happens when somebody has taken over."""
        self._connection.execute(update(tokens).where(_mine(held)).values(holder=None, held_until=0))

    def remove(self, seller_id: int) -> None:
        """Signed out: there is nothing left to sign in with, whoever holds it."""
        self._connection.execute(delete(tokens).where(tokens.c.seller_id == seller_id))

    def _seal(self, provider: str, scopes: tuple[str, ...], cache: bytes) -> dict[str, bytes]:
        if len(cache) > LARGEST:
            raise ValueError(f"a sign-in of {len(cache)} bytes is none")
        grant = msgspec.json.encode(_Grant(provider, scopes))
        return {"sealed": self._sealer.seal(grant), "secret": self._sealer.seal(cache)}

    def _read(self, row: Row[Any]) -> Token:
        grant = _decode(self._sealer.open(row.sealed))
        cache = self._sealer.open(row.secret)
        return Token(grant.provider, grant.scopes, cache, moment_of(row.granted_at), row.version)


def _mine(held: HeldToken) -> ColumnElement[bool]:
    return and_(tokens.c.seller_id == held.seller_id, tokens.c.holder == held.holder)


def _nobody_holds(at: int) -> ColumnElement[bool]:
    farthest = at + int(LONGEST.total_seconds())
    return or_(tokens.c.holder.is_(None), tokens.c.held_until <= at, tokens.c.held_until > farthest)


_decode = msgspec.json.Decoder(_Grant).decode
