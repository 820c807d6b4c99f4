"""What is known of who asks, kept for as long as nothing of it can have changed: sellers open one item after the other."""

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from plugin.web.room import is_waiting, office
from plugin.web.shelf import Shelf
from workers.relationships.accounts import AccountBook, build_book
from workers.store import Seller
from workers.store.mailboxes import Mailbox, MailboxState
from workers.store.visits import ToVisit

MOST = 100_000  # accounts in the books of all who are remembered
AWAY = frozenset({MailboxState.SIGNED_OUT, MailboxState.DENIED, MailboxState.GONE, MailboxState.UNREADABLE})


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, by number; the revision changes with everything that could be shown to them."""

    seller_id: int
    revision: str


@dataclass(frozen=True, slots=True)
class Known:
    """A seller, the calendar, what has been said of accounts, and the visits that were not over when it was read."""

    seller: Seller
    box: Mailbox | None
    book: AccountBook
    visits: tuple[ToVisit, ...]

    @property
    def size(self) -> int:
        return 100 + len(self.book.accounts)

    @property
    def is_waiting(self) -> bool:
        return is_waiting(self.seller)

    @property
    def away(self) -> MailboxState | None:
        """Why the calendar is not read any more, where it is not."""
        return self.box.state if self.box and self.box.state in AWAY else None

    @property
    def coming(self) -> tuple[ToVisit, ...]:
        now = office().clock()
        return tuple(one for one in self.visits if one.end >= now)


def remember_sellers(app: Flask) -> None:
    app.extensions["known"] = Shelf[Known](MOST, lambda one: one.size)


def find_asker(provider: str, subject: str) -> Asker | None:
    """Somebody as their provider knows them."""
    found = office().store.whose(provider, subject)
    return Asker(*found) if found else None


def asker_of(seller_id: int) -> Asker:
    return Asker(seller_id, office().store.of(seller_id).revision())


def know(asker: Asker) -> Known | None:
    """None where the seller is gone."""
    shelf = cast(Shelf[Known], current_app.extensions["known"])
    if (known := shelf.find(asker)) is None and (known := _read(asker.seller_id)) is not None:
        shelf.keep(asker, known)
    return known


def _read(seller_id: int) -> Known | None:
    with office().store.reading() as at:
        seller = at.sellers.of_id(seller_id)
        if seller is None:
            return None
        book = build_book(seller.crm, at.corrections.find(seller_id))
        coming = at.visits.coming(seller_id, since=office().clock())
        return Known(seller, at.mailboxes.find(seller_id), book, coming)
