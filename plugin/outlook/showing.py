"""What the pane shows of an open item: the relation with whoever is in it, or calmly why there is nothing to show."""

from dataclasses import dataclass

from flask import g

from connectors.meetings import Meeting
from plugin.outlook.asking import Item, read
from plugin.outlook.bearer import seller_here
from plugin.outlook.finding import Found, find_account
from plugin.outlook.room import outlook, render
from plugin.outlook.writing import write_letter
from plugin.web.room import is_waiting, office, year_of
from plugin.web.shown import Shown, show
from plugin.web.visits import Row, is_convertible, list_visits
from workers.imagined import imagine
from workers.relationships.accounts import Standing, build_book
from workers.relationships.corrections import Correction
from workers.relationships.flags import FlagKind
from workers.review import Desk
from workers.reviewed import Reviewed
from workers.store import Seller, Transaction
from workers.store.mailboxes import MailboxState
from workers.words.strangers import tame

AWAY = frozenset({MailboxState.SIGNED_OUT, MailboxState.DENIED, MailboxState.GONE, MailboxState.UNREADABLE})
NO_CUSTOMERS = frozenset({Standing.NOT_CUSTOMER, Standing.OURS, Standing.VENDOR})
FIRST = FlagKind.FIRST_MEETING_ON_SCREEN
SCALE = 0.9  # of the marks in a picture that is 300 pixels wide


@dataclass(frozen=True, slots=True)
class Answered:
    """What has just been pressed, in words, and how it is taken back: `path` with these `values`."""

    text: str
    path: str = ""
    values: tuple[tuple[str, str], ...] = ()


@outlook.post("/item")
def show_open_item() -> str:
    item, seller = read(Item), seller_here()
    if seller is None:
        return render("away.html", state="not_connected")
    return draw_item(seller, item)


def draw_item(seller: Seller, item: Item, answered: Answered | None = None) -> str:
    """The whole pane for this seller and this item."""
    with office().store.reading() as at:
        box = at.mailboxes.find(seller.id)
        if box is not None and box.state in AWAY:
            return render("away.html", seller=seller, state=box.state.value)
        if is_waiting(seller):
            return render("reading.html", seller=seller, done=box.done if box else 0.0)
        if item.kind == "none":
            return render("quiet.html", seller=seller, state="nothing")
        return _draw(at, seller, item, answered)


def _draw(at: Transaction, seller: Seller, item: Item, answered: Answered | None) -> str:
    corrections = at.corrections.find(seller.id)
    book = build_book(seller.crm, corrections)
    found = find_account(item, owner=seller.owner, domains=frozenset(seller.domains), book=book, now=office().clock())
    if found.account is None:
        return render("quiet.html", seller=seller, state="nobody", answered=answered)
    reviewed = at.accounts.find(seller.id, found.account)
    if item.compose and item.kind == "appointment" and (reviewed is None or not _known(reviewed)):
        first = _imagine(at, seller, found)
        if first is not None:
            return _draw_first(seller, first, answered)
    if reviewed is None:
        standing = book.account(found.account, found.names.values()).standing
        return render(
            "stranger.html",
            seller=seller,
            name=tame(found.account, 80),
            key=found.account,
            standing=standing.value,
            answered=answered,
        )
    return _draw_account(seller, reviewed, corrections, found.meeting, answered)


def _known(reviewed: Reviewed) -> bool:
    """Whether anything has been before: then it is no first meeting."""
    relationship = reviewed.relationship
    return bool(relationship.ever or relationship.last_in_person)


def _imagine(at: Transaction, seller: Seller, found: Found) -> Reviewed | None:
    desk = Desk.open(at, seller, now=office().clock(), roads=office().roads)
    return imagine(desk, found.account or "", found.meeting)


def _draw_first(seller: Seller, first: Reviewed, answered: Answered | None) -> str:
    nudged = any(one.kind is FIRST for one in first.flags)
    shown = show(first, language=g.language, year=year_of(seller), scale=SCALE)
    return render("first.html", seller=seller, shown=shown, nudged=nudged, answered=answered)


def _draw_account(
    seller: Seller,
    reviewed: Reviewed,
    corrections: tuple[Correction, ...],
    meeting: Meeting,
    answered: Answered | None,
) -> str:
    shown = show(reviewed, language=g.language, year=year_of(seller), scale=SCALE, corrections=corrections)
    visits = list_visits(shown.key, seller)
    suggestion = shown.suggestion
    return render(
        "account.html",
        seller=seller,
        shown=shown,
        letter=write_letter(shown.message) if shown.message else None,
        visits=visits,
        convertible=bool(suggestion and is_convertible(suggestion.id, visits)),
        here=bool(suggestion and suggestion.start == meeting.start),
        state=state_of(shown, visits),
        answered=answered,
        today=year_of(seller).today,
    )


def state_of(shown: Shown, visits: list[Row]) -> str:
    """One word for how the account stands, for styles and tests."""
    if visits:
        return "booked"
    if shown.reviewed.flags:
        return "suggested" if shown.suggestion else "flagged"
    return "no_customer" if shown.account.standing in NO_CUSTOMERS else "healthy"
