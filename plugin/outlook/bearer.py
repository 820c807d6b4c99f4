"""Who holds the token that a pane shows with each request: one of Microsoft's for our own API, or one of ours.

https://learn.microsoft.com/office/dev/add-ins/develop/enable-nested-app-authentication-in-your-add-in. Ours is for where
Outlook cannot give one: somebody has signed in in a window beside it (plugin.outlook.entry).
"""

from typing import TYPE_CHECKING, NoReturn, cast

from flask import abort, current_app, request
from werkzeug.exceptions import ServiceUnavailable, Unauthorized

from connectors.errors import AccessDenied, SignInNeeded, TryLater
from plugin.beside.known import Asker, Known, asker_of, find_asker, know
from plugin.people import hold, is_own_computer
from plugin.web.room import office
from workers.grants import MICROSOFT
from workers.links import Purpose, read_signed
from workers.microsoft_grants import open_doorman
from workers.store import Seller

if TYPE_CHECKING:
    from connectors.microsoft.identity import Doorman

LONGEST = 16_000  # letters of a token
JWT = "eyJ"  # how every one of Microsoft's begins: {" in base64


def asker_here() -> Asker | None:
    """Whose token it is; None for somebody Microsoft knows and we do not yet. Answers 401 to what lets nobody in, 403 where
    the company is not in here, 503 while Microsoft cannot be asked."""
    token = _token()
    if token.startswith(JWT):
        return find_asker(MICROSOFT, _subject(token))
    return asker_of(_by_own_token(read_signed(Purpose.PANE, token, office().settings.secret_keys) or []))


def known_here(asker: Asker | None) -> Known:
    """This seller asks, for the rest of this request, with what is known of them. Answers 401 where nothing can be done
    without being known."""
    known = know(asker) if asker is not None else None
    if known is None:
        _refuse()
    hold(known.seller)
    return known


def my_seller() -> Seller:
    return known_here(asker_here()).seller


def _token() -> str:
    if is_own_computer():
        abort(404)
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.casefold() != "bearer" or not token or len(token) > LONGEST:
        _refuse()
    return token


def _by_own_token(facts: list[int | str]) -> int:
    """A number and an address, as in a cookie: numbers may be given anew."""
    seller_id, owner = facts if len(facts) == 2 else (0, "")
    if not isinstance(seller_id, int):
        _refuse()
    with office().store.reading() as at:
        return seller_id if at.sellers.is_owned(seller_id, str(owner)) else _refuse()


def _subject(token: str) -> str:
    try:
        return _doorman().identify(token).subject
    except SignInNeeded:
        _refuse()
    except AccessDenied:
        abort(403)
    except TryLater:
        raise ServiceUnavailable from None


def _doorman() -> "Doorman":
    """One for this process: it keeps Microsoft's keys."""
    if "doorman" not in current_app.extensions:
        if office().settings.microsoft is None:
            _refuse()
        current_app.extensions["doorman"] = open_doorman(office())
    return cast("Doorman", current_app.extensions["doorman"])


def _refuse() -> NoReturn:
    raise Unauthorized(www_authenticate=None)
