"""What one seller's pages read, each thing one short look at prepared rows; nobody else's is within reach."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import Engine

from workers.relationships.corrections import Correction
from workers.reviewed import Reviewed
from workers.store.decisions import Decision, DecisionKind
from workers.store.feeds import Feed
from workers.store.letters import SentLetter
from workers.store.mailboxes import Mailbox
from workers.store.sellers import REVISION_OF, REVISION_SHOWN, Seller, name_revision
from workers.store.tenants import Tenant
from workers.store.tokens import Token
from workers.store.visits import ToVisit
from workers.visits.trip import Trip

if TYPE_CHECKING:
    from workers.store import Transaction

T = TypeVar("T")


class Sight:
    """The store as one seller sees it; without `seller_id`, as the seller whose calendar was read on this computer last."""

    def __init__(
        self, engine: Engine, reading: "Callable[[], AbstractContextManager[Transaction]]", seller_id: int | None
    ) -> None:
        self._engine, self._reading, self._seller_id = engine, reading, seller_id

    def revision(self) -> str:
        """Changes with everything a page could show: a cache key and an ETag."""
        query = REVISION_SHOWN if self._seller_id is None else REVISION_OF.format(self._seller_id)
        connection = self._engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute(query)
            row = cursor.fetchone()
            return name_revision(row) if row else "-"
        finally:
            connection.close()  # back to the pool

    def id(self) -> int | None:
        """The store's number of this seller, None when there is nobody."""
        return self._ask(lambda _, seller: seller, None)

    def seller(self) -> Seller | None:
        return self._ask(lambda at, seller: at.sellers.of_id(seller), None)

    def mailbox(self) -> Mailbox | None:
        return self._ask(lambda at, seller: at.mailboxes.find(seller), None)

    def accounts(self, *, start: int, limit: int) -> tuple[Reviewed, ...]:
        """Most in need of a visit first."""
        return self._ask(lambda at, seller: at.accounts.page(seller, start=start, limit=limit), ())

    def account(self, key: str) -> Reviewed | None:
        return self._ask(lambda at, seller: at.accounts.find(seller, key), None)

    def account_count(self) -> int:
        return self._ask(lambda at, seller: at.accounts.count(seller), 0)

    def flagged_count(self) -> int:
        return self._ask(lambda at, seller: at.accounts.flagged_count(seller), 0)

    def to_review(self, limit: int = 20) -> tuple[Reviewed, ...]:
        """The accounts nobody has said anything of yet, most touchpoints first."""
        return self._ask(lambda at, seller: at.accounts.to_review(seller, limit), ())

    def corrections(self) -> tuple[Correction, ...]:
        return self._ask(lambda at, seller: at.corrections.find(seller), ())

    def decisions(self) -> tuple[Decision, ...]:
        """Everything the seller has decided about suggestions, oldest first."""
        return self._ask(lambda at, seller: at.decisions.of_kinds(seller, frozenset(DecisionKind)), ())

    def visit(self, suggestion: str) -> ToVisit | None:
        """What has become of a suggestion that was to be a visit."""
        return self._ask(lambda at, seller: at.visits.find(seller, suggestion), None)

    def visits(self, *, since: datetime) -> tuple[ToVisit, ...]:
        """The same of all that are not over yet, the next first."""
        return self._ask(lambda at, seller: at.visits.coming(seller, since=since), ())

    def letter(self, week: int) -> SentLetter | None:
        """What became of the letter of a week (202648)."""
        return self._ask(lambda at, seller: at.letters.find(seller, week), None)

    def feed(self) -> Feed | None:
        """Where the seller's suggested visits are published."""
        return self._ask(lambda at, seller: at.feeds.find(seller), None)

    def trips(self) -> tuple[Trip, ...]:
        """The journeys of the coming weeks, as they were last planned."""
        return self._ask(lambda at, seller: at.sellers.trips(seller), ())

    def silence(self) -> int:
        """How many letters in a row nobody has answered."""
        return self._ask(lambda at, seller: at.letters.silence(seller), 0)

    def last_letter(self) -> int:
        """The week of the last letter that was sent, 0 for none."""
        return self._ask(lambda at, seller: at.letters.last_week(seller), 0)

    def tenant(self) -> Tenant | None:
        """The company the seller is of, and what its admins have set."""
        return self._ask(_tenant_of, None)

    def token(self) -> Token | None:
        """What the seller's calendar is read with, where it takes something."""
        return self._ask(lambda at, seller: at.tokens.find(seller), None)

    def kept(self) -> dict[str, int]:
        """How many rows each table has about the seller."""
        return self._ask(lambda at, seller: at.whole.count(seller), {})

    def _ask(self, look: "Callable[[Transaction, int], T]", nobody: T) -> T:
        with self._reading() as at:
            seller = at.sellers.shown_id() if self._seller_id is None else self._seller_id
            return nobody if seller is None else look(at, seller)


def _tenant_of(at: "Transaction", seller_id: int) -> Tenant | None:
    seller = at.sellers.of_id(seller_id)
    return at.tenants.of_id(seller.tenant_id) if seller else None
