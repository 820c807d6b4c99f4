"""What Google is answered at the add-on's three addresses.

https://developers.google.com/workspace/add-ons/reference/rpc/google.apps.card.v1; triggers and presses have their own
envelope: https://developers.google.com/workspace/add-ons/guides/alternate-runtimes#response_format
"""

from flask import Response

from plugin.google.bearer import Asked, asked_here, seller_id_of
from plugin.google.room import Answer, answer, google

WHO = "https://www.googleapis.com/auth/userinfo.email"
NOTHING: Answer = {"action": {"navigations": []}}


@google.post("/home")
def home() -> Response:
    """The add-on is opened with no event beside it."""
    return answer(_shown(asked_here()))


@google.post("/event")
def event() -> Response:
    """An event is opened beside the add-on."""
    return answer(_shown(asked_here()))


@google.post("/action")
def action() -> Response:
    """Something is pressed."""
    asked = asked_here()
    return answer(_shown(asked) if asked.person is None else {"renderActions": _shown(asked)})


def _shown(asked: Asked) -> Answer:
    if asked.person is None:
        return {"requesting_google_scopes": {"scopes": [WHO]}}
    seller_id_of(asked.person)
    return NOTHING
