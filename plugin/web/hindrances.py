"""Whatever keeps us from a seller's calendar, on a page that says what to do next."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Response, make_response, url_for
from flask.typing import ResponseReturnValue

from connectors.errors import AccessDenied, ConnectorError, SignInNeeded, TryLater, Unclear
from plugin.became import tell_trouble, trouble_of
from plugin.web.room import language, mine, office, render
from workers.preview import CannotConvert
from workers.words import knows, say

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
    """Where a seller lets us do more at Microsoft: write, draft or send. Then they are back where they were."""
    return f"{url_for('web.signin_microsoft')}?{urlencode({'for': what, 'back': back})}"


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
    page = render("convert_cannot.html", seller=mine().seller(), page="convert", why=why, key=wish.account, **more)
    return private(page, status)


def _denied(error: AccessDenied) -> str:
    """Who can mend it, as signing in tells it."""
    key = f"page.signin.told.{error.key}.about"
    if not error.key or not knows(key, language()):
        return tell_trouble(error, language())
    return say(key, language(), address=office().settings.base_url + url_for("web.signin_microsoft_admin"))
