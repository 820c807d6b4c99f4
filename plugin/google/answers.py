"""The envelope a card is answered in: pushed on top of what is there, in the place of it, or before anything else can be.

https://developers.google.com/workspace/add-ons/guides/alternate-runtimes#response_format
"""

from plugin.google.room import Answer
from plugin.google.widgets import LONGEST_LABEL, Json, cut

WHO = "https://www.googleapis.com/auth/userinfo.email"


def opened(card: Json) -> Answer:
    """To a trigger: the add-on has been opened, or an event beside it."""
    return {"action": {"navigations": [{"pushCard": card}]}}


def asked_to_sign_in(card: Json) -> Answer:
    """In the place of anything else, until somebody has signed in."""
    return {"custom_authorization_prompt": opened(card)}


def asked_who() -> Answer:
    """Google is to say who it is, which whoever it is must agree to."""
    return {"requesting_google_scopes": {"scopes": [WHO]}}


def pushed(card: Json) -> Answer:
    """To a press: another card on top."""
    return _pressed([{"pushCard": card}])


def updated(card: Json, *, notice: str = "") -> Answer:
    """To a press: the card as it is now, and a line that goes away by itself."""
    return _pressed([{"updateCard": card}], notice)


def back(notice: str = "") -> Answer:
    """To a press: the card before."""
    return _pressed([{"pop": True}], notice)


def noticed(notice: str) -> Answer:
    """To a press: nothing but a line."""
    return _pressed([], notice)


def _pressed(navigations: list[Json], notice: str = "") -> Answer:
    action: Json = {"navigations": navigations} if navigations else {}
    if notice:
        action["notification"] = {"text": cut(notice, LONGEST_LABEL)}
    return {"renderActions": {"action": action}, "stateChanged": True}
