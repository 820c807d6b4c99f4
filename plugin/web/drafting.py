"""The draft to a customer, laid in the seller's own mail by one press, and opened there."""

from dataclasses import dataclass, replace

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from connectors.errors import AccessDenied, ConnectorError, SignInNeeded
from plugin.web.hindrances import ask_leave
from plugin.web.room import language, mine, office, render, web
from workers.calendars import WRITABLE
from workers.decide import look_up
from workers.drafting import lay_draft, link_of, may_draft
from workers.matters import Matter
from workers.preview import CannotConvert
from workers.store import Seller
from workers.store.decisions import DecisionKind, Surface
from workers.store.mailboxes import Mailbox
from workers.words import say

REFUSED = (AccessDenied, SignInNeeded, CannotConvert)


@dataclass(frozen=True, slots=True)
class Drafting:
    """How a draft gets into the seller's own mail: `link` opens one that lies there (None: none does, empty: only that it
    does is known), `may` that we may lay one, `wish` asks the seller for that; `mail` is what theirs is called."""

    link: str | None = None
    may: bool = False
    wish: str = ""
    mail: str = ""


def drafting_of(seller: Seller, suggestion: str, *, back: str = "/") -> Drafting:
    """What is offered for one suggestion."""
    box = office().store.of(seller.id).mailbox()
    if box is None or box.provider not in WRITABLE:
        return Drafting()
    with office().store.reading() as at:
        kept = at.decisions.find(seller.id, suggestion, DecisionKind.DRAFT)
        may, token = may_draft(at, seller.id), at.tokens.find(seller.id)
    wish = ask_leave("draft", back=back) if token and not may else ""
    return Drafting(link_of(kept), may, wish, _called(box))


@web.post("/draft/<suggestion>")
def draft_here(suggestion: str) -> ResponseReturnValue:
    seller, account = mine().seller(), request.form.get("account", "")
    matter = look_up(office(), seller.id, suggestion, account=account) if seller else None
    if seller is None or matter is None:
        abort(404)
    if problem := try_drafting(seller, matter, surface=Surface.PAGE):
        page = render("convert_cannot.html", seller=seller, page="convert", why=problem, key=matter.account)
        return page, 503
    return redirect(url_for("web.account", key=matter.account, _anchor="suggestion"), 303)


def try_drafting(seller: Seller, matter: Matter, *, surface: Surface) -> str:
    """Lay it, or lead to the one that lies there; why that did not work, empty where it did."""
    try:
        lay_draft(replace(office(), hurried=True), seller.id, matter, surface=surface)
    except (ConnectorError, CannotConvert) as error:
        key = "draft_denied" if isinstance(error, REFUSED) else "draft_later"
        return say(f"convert.page.{key}", language(), mail=_called(office().store.of(seller.id).mailbox()))
    return ""


def _called(box: Mailbox | None) -> str:
    return say(f"convert.mail.{box.provider}", language()) if box and box.provider in WRITABLE else ""
