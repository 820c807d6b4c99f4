"""Signing in at Google: the calendar first, and what the seller's mail is for in a round of its own.

Google gives something to go on with the first time only, or where it is asked to ask for consent once more. A seller who
comes from another browser is not asked twice; one of whom nothing is kept is, at once and by itself.
"""

from functools import partial
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from plugin.people import sign_in, signed_in
from plugin.web.room import office, web
from plugin.web.way_in import WayIn, back_address, public
from workers.google_grants import registration_of
from workers.grants import GOOGLE
from workers.signing_in import Arrival, take_in

if TYPE_CHECKING:
    from connectors.google.signin import Granted

WAY = WayIn(GOOGLE)
CONSENT = "consent"


@web.get("/signin/google")
def signin_google() -> ResponseReturnValue:
    """With ?for=write what has been agreed to before is asked for again, and that beside it; with draft or send only that,
    as it is kept apart."""
    wanted = request.args.get("for", "read")
    WAY.check()
    scopes = _scopes(wanted)
    prompt = CONSENT if wanted != "read" or (signed_in() and not WAY.given()) else None
    return WAY.take(partial(_go, scopes, back=back_address(), prompt=prompt))


@web.get("/signin/google/callback")
def signin_google_callback() -> ResponseReturnValue:
    return WAY.take(_come_back)


@web.get("/signin/google/told/<key>")
def signin_google_told(key: str) -> ResponseReturnValue:
    return WAY.show(key)


def _scopes(wanted: str) -> tuple[str, ...]:
    from connectors.google import signin  # some of a second, in the process that signs the first one in

    mail = (*signin.MAIL_DRAFT, *signin.MAIL_SEND)
    calendar = tuple(one for one in WAY.given() if one not in mail)
    asks = {
        "read": (*signin.READ, *calendar),
        "write": (*signin.READ, *calendar, *signin.WRITE),
        "draft": (*signin.IDENTITY, *signin.MAIL_DRAFT, *(one for one in mail if one in WAY.given())),
        "send": (*signin.IDENTITY, *signin.MAIL_SEND, *(one for one in mail if one in WAY.given())),
    }
    if wanted not in asks:
        abort(400)
    return tuple(dict.fromkeys(asks[wanted]))


def _go(scopes: tuple[str, ...], *, back: str, prompt: str | None, hint: str = "") -> ResponseReturnValue:
    from connectors.google.signin import begin

    seller, state = signed_in(), token_urlsafe(32)
    hint = hint or (seller.owner if seller else "")
    to = public(url_for("web.signin_google_callback"))
    flow = begin(_ours(), redirect_uri=to, scopes=scopes, state=state, login_hint=hint, prompt=prompt)
    address = flow.pop("auth_uri")
    WAY.keep({"flow": flow, "back": back, "scopes": scopes, "prompt": prompt})
    return redirect(address, 303)


def _come_back() -> ResponseReturnValue:
    from connectors.google.signin import Unlasting, finish

    kept = WAY.kept()
    granted = finish(_ours(), kept.get("flow", {}), WAY.answer())
    try:
        seller = take_in(office(), _arrival(granted), owner_of=lambda domain: domain)
    except Unlasting:
        if kept["prompt"] == CONSENT:
            raise
        return _go(tuple(kept["scopes"]), back=kept["back"], prompt=CONSENT, hint=granted.who.address)
    sign_in(seller)
    return redirect(kept["back"], 303)


def _arrival(granted: "Granted") -> Arrival:
    """Whoever is of a company has an address of it only where Google has verified that domain for that very company."""
    return Arrival(
        provider=GOOGLE,
        directory=granted.who.domain,
        subject=granted.who.person,
        address=granted.who.address,
        name=granted.who.name[:200],
        given=granted.joined,
    )


def _ours() -> Any:
    return registration_of(office())
