"""What is remembered: companies and their sellers, their calendars' meetings, what they corrected, every account as it was
last reviewed, what was suggested and decided, and what is to be done.

`Store.writing()` is one transaction with one attribute a noun; a `Sight` is what one seller's pages read. Frozen values in
and out; SQL stays in this room. Whatever can hold a title is sealed.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from workers.sealing import Sealer
from workers.store.accounts import Accounts
from workers.store.corrections import Corrections
from workers.store.decisions import Decisions
from workers.store.directories import Directories
from workers.store.due import Due
from workers.store.engine import make_engine
from workers.store.feeds import WHOSE_FEED, Feeds, name_of
from workers.store.letters import Letters
from workers.store.mailboxes import Mailboxes
from workers.store.meetings import Meetings
from workers.store.memories import Memories
from workers.store.schema import is_newest, upgrade
from workers.store.seals import Seals
from workers.store.sellers import WHOSE, Seller, Sellers, name_revision
from workers.store.sight import Sight
from workers.store.spent import Spent
from workers.store.standings import Standings
from workers.store.suggestions import Suggestions
from workers.store.tenants import Tenants
from workers.store.tokens import Tokens
from workers.store.visits import Visits
from workers.store.watches import Watches
from workers.store.whole import Whole

__all__ = ["SchemaOld", "Seller", "Sight", "Store", "Transaction"]


class SchemaOld(Exception):
    """The database was made by an older version: `kanelbulle migrate` brings it forward."""


@dataclass(frozen=True, slots=True)
class Transaction:
    """Everything inside is kept together or not at all."""

    tenants: Tenants
    directories: Directories
    sellers: Sellers
    mailboxes: Mailboxes
    meetings: Meetings
    corrections: Corrections
    accounts: Accounts
    standings: Standings
    memories: Memories
    tokens: Tokens
    watches: Watches
    suggestions: Suggestions
    decisions: Decisions
    letters: Letters
    visits: Visits
    feeds: Feeds
    due: Due
    spent: Spent
    whole: Whole
    seals: Seals


class Store:
    """One database. Safe to share between threads; other processes may use the same one."""

    def __init__(self, url: str, sealer: Sealer) -> None:
        self._engine = make_engine(url)
        self._sealer = sealer

    def migrate(self) -> None:
        """Bring the database to the newest schema; harmless when it already is."""
        if not is_newest(self._engine):
            upgrade(self._engine, self._sealer)

    def open(self) -> None:
        """Ready for use. A file is brought to the newest schema; a server's database is its admin's: raises SchemaOld."""
        if self._engine.dialect.name == "sqlite":
            self.migrate()
        elif not is_newest(self._engine):
            raise SchemaOld("the database has an older schema: run kanelbulle migrate")

    @contextmanager
    def writing(self, seller_id: int | None = None) -> Iterator[Transaction]:
        """A transaction that changes something; with `seller_id` alone with what is kept of that seller."""
        with self._engine.connect() as connection, connection.execution_options(writing=True).begin():
            at = self._nouns(connection)
            if seller_id is not None:
                at.sellers.lock(seller_id)
            yield at

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """A transaction that sees one state of things and changes nothing."""
        with self._engine.connect() as connection:
            yield self._nouns(connection)

    @property
    def shown(self) -> Sight:
        """What the pages of one's own computer show: the calendar read last."""
        return Sight(self._engine, self.reading, None)

    def of(self, seller_id: int) -> Sight:
        """What one seller may see: what is kept of that seller and nobody else."""
        return Sight(self._engine, self.reading, seller_id)

    def whose(self, provider: str, subject: str) -> tuple[int, str] | None:
        """The number of somebody as their provider knows them, and their revision (`Sight.revision`): asked with every
        request, so it is one short question."""
        row = self._ask_shortly(WHOSE.format(self._mark), (provider, subject))
        return (int(row[0]), name_revision(row)) if row else None

    def whose_feed(self, secret: str) -> tuple[int, int] | None:
        """The number of the seller published under this secret, and what grows with every change: one short question too."""
        row = self._ask_shortly(WHOSE_FEED + self._mark, (name_of(secret),))
        return (int(row[0]), int(row[1])) if row else None

    @property
    def _mark(self) -> str:
        """Stands for a value in a question put straight to the driver."""
        return "?" if self._engine.dialect.paramstyle == "qmark" else "%s"

    def _ask_shortly(self, query: str, values: Sequence[str | bytes]) -> Sequence[Any] | None:
        """The first row of the answer."""
        connection = self._engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute(query, values)
            row: Sequence[Any] | None = cursor.fetchone()
            return row
        finally:
            connection.close()  # back to the pool

    def answers(self) -> None:
        """Raises when the database does not."""
        with self._engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")

    def settle(self) -> None:
        """What was erased is gone from beside the database's file too (SQLite keeps old pages in its log for a while)."""
        if self._engine.dialect.name == "sqlite":
            with self._engine.connect() as connection:
                connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self._engine.dispose()

    def _nouns(self, connection: Connection) -> Transaction:
        return Transaction(
            tenants=Tenants(connection),
            directories=Directories(connection, self._sealer),
            sellers=Sellers(connection, self._sealer),
            mailboxes=Mailboxes(connection, self._sealer),
            meetings=Meetings(connection, self._sealer),
            corrections=Corrections(connection, self._sealer),
            accounts=Accounts(connection, self._sealer),
            standings=Standings(connection),
            memories=Memories(connection, self._sealer),
            tokens=Tokens(connection, self._sealer),
            watches=Watches(connection),
            suggestions=Suggestions(connection, self._sealer),
            decisions=Decisions(connection, self._sealer),
            letters=Letters(connection, self._sealer),
            visits=Visits(connection, self._sealer),
            feeds=Feeds(connection, self._sealer),
            due=Due(connection),
            spent=Spent(connection),
            whole=Whole(connection, self._sealer),
            seals=Seals(connection, self._sealer),
        )
