"""What the pane shows of an open item: the relation with whoever is in it, or calmly why there is nothing to show."""

from dataclasses import dataclass

from flask import Response, jsonify
from flask.typing import ResponseReturnValue

from plugin.outlook.asking import Item, read
from plugin.outlook.bearer import hold_seller, seller_id_here
from plugin.outlook.finding import Found, find_account
from plugin.outlook.room import outlook, render
from plugin.outlook.writing import write_letter
from plugin.web.room import is_waiting, language, office, today_of, year_of
from plugin.web.shelf import HTML, half_hour_here, take
from plugin.web.shown import Shown, show
from plugin.web.visits import Row, is_convertible, list_visits
from workers.imagined import imagine
from workers.relationships.accounts import AccountBook, Standing, build_book
from workers.relationships.flags import FlagKind
from workers.review import Desk
from workers.reviewed import Reviewed
from workers.store import Seller, Transaction
from workers.store.mailboxes import MailboxState
from workers.words import say
from workers.words.strangers import tame

AWAY = frozenset({MailboxState.SIGNED_OUT, MailboxState.DENIED, MailboxState.GONE, MailboxState.UNREADABLE})
NO_CUSTOMERS = frozenset({Standing.NOT_CUSTOMER, Standing.OURS, Standing.VENDOR})
SCALE = 0.9  # of the marks in a picture that is 300 pixels wide
ENCODING = "Content-Encoding"
LONGEST_IN_BAR = 60  # letters of a name, where Outlook takes 150 in all


@dataclass(frozen=True, slots=True)
class Answered:
    """What has just been pressed, in words, and how it is taken back: `path` with these `values`."""

    text: str
    path: str = ""
    values: tuple[tuple[str, str], ...] = ()


@outlook.post("/item")
def show_open_item() -> ResponseReturnValue:
    """Drawn once for as long as nothing in it can have changed."""
    seller_id, item = seller_id_here(), read(Item)
    if seller_id is None:
        return render("away.html", state="not_connected")
    name = ("pane", office().store.of(seller_id).revision(), half_hour_here(), language(), item)
    page = take(name, lambda: draw_item(hold_seller(seller_id), item))
    return Response(page.body, headers=[one for one in page.headers if one[0] == ENCODING], content_type=HTML)


@outlook.post("/nudge")
def show_nudge() -> ResponseReturnValue:
    """For Outlook's own information bar while an invitation is written: one line, or nothing at all."""
    seller_id, item = seller_id_here(), read(Item)
    first = _first_meeting(hold_seller(seller_id), item) if seller_id is not None else None
    if first is None or not is_nudged(first):
        return Response(status=204)
    name = tame(first.relationship.account.name or first.relationship.account.key, LONGEST_IN_BAR)
    return jsonify(message=say("pane.nudge", language(), account=name), action=say("pane.see", language()))


def _first_meeting(seller: Seller, item: Item) -> Reviewed | None:
    if is_waiting(seller):
        return None
    with office().store.reading() as at:
        pane = _Pane(at, seller, item)
        return pane.first(pane.find())


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
        return _Pane(at, seller, item, answered).draw()


@dataclass(frozen=True, slots=True)
class _Pane:
    """One seller's pane while one item is open."""

    at: Transaction
    seller: Seller
    item: Item
    answered: Answered | None = None

    def draw(self) -> str:
        found = self.find()
        if found.account is None:
            return self._render("quiet.html", state="nobody")
        if (first := self.first(found)) is not None:
            return self._render("first.html", shown=self._show(first), nudged=is_nudged(first))
        reviewed = self.at.accounts.find(self.seller.id, found.account)
        return self._draw_stranger(found) if reviewed is None else self._draw_account(reviewed, found)

    def find(self) -> Found:
        seller, book = self.seller, self._book()
        domains = frozenset(seller.domains)
        return find_account(self.item, owner=seller.owner, domains=domains, book=book, now=office().clock())

    def first(self, found: Found) -> Reviewed | None:
        """The account as it would stand with the invitation being written, where it is the first of all."""
        if not (self.item.compose and self.item.kind == "appointment" and found.account):
            return None
        known = self.at.accounts.find(self.seller.id, found.account)
        if known is not None and (known.relationship.ever or known.relationship.last_in_person):
            return None
        desk = Desk.open(self.at, self.seller, now=office().clock(), roads=office().roads)
        return imagine(desk, found.account, found.meeting)

    def _draw_stranger(self, found: Found) -> str:
        key = found.account or ""
        account = self._book().account(key, found.names.values())
        name = tame(account.name or key, 80)
        return self._render("stranger.html", name=name, key=key, standing=account.standing.value)

    def _draw_account(self, reviewed: Reviewed, found: Found) -> str:
        shown = self._show(reviewed)
        visits, suggestion = list_visits(shown.key, self.seller), shown.suggestion
        return self._render(
            "account.html",
            shown=shown,
            letter=write_letter(shown.message) if shown.message else None,
            visits=visits,
            convertible=bool(suggestion and is_convertible(suggestion.id, visits)),
            here=bool(suggestion and suggestion.start == found.meeting.start),
            state=state_of(shown, visits),
            today=today_of(self.seller),
        )

    def _show(self, reviewed: Reviewed) -> Shown:
        return show(reviewed, language=language(), year=year_of(self.seller), scale=SCALE, narrow=True)

    def _render(self, template: str, **values: object) -> str:
        return render(template, seller=self.seller, answered=self.answered, **values)

    def _book(self) -> AccountBook:
        return build_book(self.seller.crm, self.at.corrections.find(self.seller.id))


def is_nudged(first: Reviewed) -> bool:
    """Whether the first meeting would be on screen, as far as anybody can tell."""
    return any(one.kind is FlagKind.FIRST_MEETING_ON_SCREEN for one in first.flags)


def state_of(shown: Shown, visits: list[Row]) -> str:
    """One word for how the account stands, for styles and tests."""
    if visits:
        return "booked"
    if shown.reviewed.flags:
        return "suggested" if shown.suggestion else "flagged"
    return "no_customer" if shown.account.standing in NO_CUSTOMERS else "healthy"
