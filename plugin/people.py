"""Who is asking. On one's own computer it is the seller whose calendar was read last; of a service, whoever signed in.

In Outlook's pane no cookie comes along: there the request itself says who asks, and the pane's room calls `hold`.
A cookie holds the seller's number and address, signed: numbers may be given anew, the two together are not.
"""

from datetime import timedelta
from typing import cast

from flask import Flask, Request, abort, current_app, g, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

from workers.office import Office
from workers.store import Seller, Sight

STAYS = timedelta(days=30)  # signed in, without coming back


class Cookies(SecureCookieSessionInterface):
    """Flask's own, but that nothing is made ready to read a cookie where none has come: machines and panes bring none."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        came = self.get_cookie_name(app) in request.cookies
        return super().open_session(app, request) if came else self.session_class()


def know_people(app: Flask, office: Office, *, own_computer: bool) -> None:
    app.session_interface = Cookies()
    keys = [f"kanelbulle cookies {secret}" for secret in office.settings.secret_keys]
    app.config.update(
        OWN_COMPUTER=own_computer,
        SECRET_KEY=keys[0],
        SECRET_KEY_FALLBACKS=keys[1:],
        SESSION_COOKIE_NAME="seller",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=office.settings.base_url.startswith("https:"),
        PERMANENT_SESSION_LIFETIME=STAYS,
    )


def is_own_computer() -> bool:
    return bool(current_app.config["OWN_COMPUTER"])


def my_id() -> int | None:
    """The number of the seller who is asking, None on one's own computer: the one shown there. Answers 401 to strangers."""
    if is_own_computer():
        return None
    seller = signed_in()
    if seller is None:
        abort(401)
    return seller.id


def my_sight() -> Sight:
    """What whoever asks may see."""
    seller_id = my_id()
    return _office().store.shown if seller_id is None else _office().store.of(seller_id)


def sign_in(seller: Seller) -> None:
    session.clear()
    session.permanent = True
    session.update(seller=seller.id, owner=seller.owner)


def sign_out() -> None:
    session.clear()


def hold(seller: Seller) -> None:
    """For the rest of this request it is this seller who asks."""
    g.held = seller


def signed_in() -> Seller | None:
    """The seller whose cookie it is, or who is held; None for a stranger."""
    if "held" in g:
        return cast(Seller, g.held)
    seller_id, owner = session.get("seller"), session.get("owner")
    if not isinstance(seller_id, int):
        return None
    seller = _office().store.of(seller_id).seller()
    return seller if seller and seller.owner == owner else None


def asking() -> Seller | None:
    """Whoever asks, None for a stranger: for pages that are everybody's to read."""
    return my_sight().seller() if is_own_computer() else signed_in()


def is_somebody_gone() -> bool:
    """Whether a cookie has come of a seller who is no longer here."""
    return "seller" in session and signed_in() is None


def _office() -> Office:
    return cast(Office, current_app.extensions["office"])
