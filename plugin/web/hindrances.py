"""Whatever keeps us from a seller's calendar, on a page that says what to do next."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Response, make_response, url_for
from flask.typing import ResponseReturnValue

from connectors.errors import AccessDenied, ConnectorError, SignInNeeded, TryLater, Unclear
from plugin.became import tell_trouble, trouble_of
from plugin.web.room import language, mine, render
from plugin.web.way_in import is_told, start_of, tell_step
from workers.grants import MICROSOFT, VENDORS
from workers.preview import CannotConvert

CONFLICT, AWAY, FORBIDDEN = 409, 503, 403


@dataclass(frozen=True, slots=True)
class Wish:
    """What is pressed: which time, and whether the room on screen stays."""

    suggestion: str
    account: str
    slot: int = 0
    keep_online: bool = True

    @property
    def address(self) -> str:
        return url_for("web.convert", suggestion=self.suggestion, slot=self.slot, account=self.account)


def ask_leave(what: str, *, back: str) -> str:
    """Where a seller lets us do more: write, draft or send. Then they are back where they were."""
    return f"{start_of(vendor_here())}?{urlencode({'for': what, 'back': back})}"


def vendor_here() -> str:
    """Where the calendar is of the seller who is signed in."""
    box = mine().mailbox()
    return box.provider if box and box.provider in VENDORS else MICROSOFT


def or_say_why(show: Callable[[], ResponseReturnValue], wish: Wish) -> ResponseReturnValue:
    try:
        return show()
    except SignInNeeded:
        return _tell("", FORBIDDEN, wish, sign_in=ask_leave("write", back=wish.address))
    except AccessDenied as error:
        return _tell(_denied(error), FORBIDDEN, wish)
    except (TryLater, Unclear) as error:
        return _tell(tell_trouble(error, language()), AWAY, wish, again=wish.address)
    except (CannotConvert, ConnectorError) as error:
        return _tell(tell_trouble(error, language()), CONFLICT, wish, ask_place=trouble_of(error) == "no_place")


def private(body: str, status: int = 200) -> Response:
    """Kept by nobody: it is how things stand at this moment."""
    response = make_response(body, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _tell(why: str, status: int, wish: Wish, **more: object) -> Response:
    more = {"vendor": VENDORS[vendor_here()].name, **more}
    page = render("convert_cannot.html", seller=mine().seller(), page="convert", why=why, key=wish.account, **more)
    return private(page, status)


def _denied(error: AccessDenied) -> str:
    """Who can mend it, as signing in tells it."""
    return tell_step(vendor_here(), error.key, "about") if is_told(error.key) else tell_trouble(error, language())
