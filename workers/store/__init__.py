"""What is remembered: sellers, their calendars' meetings, what they corrected, and every account as it was last reviewed.

`Store.writing()` is one transaction with one attribute a noun; reading needs no ceremony. Frozen values in and out;
SQL stays in this room. Whatever can hold a title is sealed.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from workers.relationships.corrections import Correction
from workers.reviewed import Reviewed
from workers.sealing import Sealer
from workers.store.accounts import Accounts
from workers.store.corrections import Corrections
from workers.store.meetings import Meetings
from workers.store.schema import upgrade
from workers.store.sellers import REVISION, Seller, Sellers
from workers.visits.trip import Trip

T = TypeVar("T")

__all__ = ["Seller", "Store", "Transaction"]


@dataclass(frozen=True, slots=True)
class Transaction:
    """Everything inside is kept together or not at all."""

    sellers: Sellers
    meetings: Meetings
    corrections: Corrections
    accounts: Accounts


class Store:
    """One database. Safe to share between threads; other processes may use the same one."""

    def __init__(self, url: str, sealer: Sealer) -> None:
        self._engine = _engine(url)
        self._sealer = sealer

    def migrate(self) -> None:
        """Bring the database to the newest schema; harmless when it already is."""
        upgrade(self._engine, self._sealer)

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        with self._engine.begin() as connection:
            yield self._nouns(connection)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        with self._engine.connect() as connection:
            yield self._nouns(connection)

    # What the pages of this installation's seller read; each is one short look at prepared rows.

    def revision(self) -> str:
        """Changes with everything a page could show: a cache key and an ETag."""
        connection = self._engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute(REVISION)
            row = cursor.fetchone()
            return ".".join(map(str, row)) if row else "-"
        finally:
            connection.close()  # back to the pool

    def seller(self) -> Seller | None:
        with self.reading() as at:
            return at.sellers.shown()

    def accounts(self, *, start: int, limit: int) -> tuple[Reviewed, ...]:
        """Most in need of a visit first."""
        return self._of_seller(lambda at, seller: at.accounts.page(seller, start=start, limit=limit), ())

    def account(self, key: str) -> Reviewed | None:
        return self._of_seller(lambda at, seller: at.accounts.find(seller, key), None)

    def account_count(self) -> int:
        return self._of_seller(lambda at, seller: at.accounts.count(seller), 0)

    def flagged_count(self) -> int:
        return self._of_seller(lambda at, seller: at.accounts.flagged_count(seller), 0)

    def to_review(self, limit: int = 20) -> tuple[Reviewed, ...]:
        """The accounts nobody has said anything of yet, most touchpoints first."""
        return self._of_seller(lambda at, seller: at.accounts.to_review(seller, limit), ())

    def corrections(self) -> tuple[Correction, ...]:
        return self._of_seller(lambda at, seller: at.corrections.find(seller), ())

    def trips(self) -> tuple[Trip, ...]:
        """The journeys of the coming weeks, as they were last planned."""
        return self._of_seller(lambda at, seller: at.sellers.trips(seller), ())

    def _of_seller(self, look: Callable[[Transaction, int], T], nobody: T) -> T:
        with self.reading() as at:
            seller = at.sellers.shown_id()
            return nobody if seller is None else look(at, seller)

    def close(self) -> None:
        self._engine.dispose()

    def _nouns(self, connection: Connection) -> Transaction:
        return Transaction(
            sellers=Sellers(connection, self._sealer),
            meetings=Meetings(connection, self._sealer),
            corrections=Corrections(connection, self._sealer),
            accounts=Accounts(connection, self._sealer),
        )


def _engine(url: str) -> Engine:
    engine = create_engine(url)
    event.listen(engine, "connect", _prepare)
    return engine


def _prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")  # readers never wait for the writer
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.close()
