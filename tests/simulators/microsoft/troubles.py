"""What goes wrong now and then: told to `Graph.next`, each strikes once.

https://learn.microsoft.com/graph/throttling
"""

import base64
import json
import threading
from dataclasses import dataclass, replace
from enum import Enum
from fnmatch import fnmatchcase

from tests.simulators.microsoft.errors import GraphError, access_denied, no_mailbox, sync_state_not_found, too_many
from tests.simulators.microsoft.wire import Asked


class Wire(Enum):
    """How an answer reaches the client."""

    WHOLE = "whole"
    HALF = "half"  # half of it, as if that were all
    CUT = "cut"  # half of what it says it sends
    DRIP = "drip"
    NOTHING = "nothing"  # the connection breaks


@dataclass(frozen=True)
class Trouble:
    """`instead` is answered and nothing done; without, what is asked is done where `done`, and the wire plays up."""

    instead: GraphError | None = None
    done: bool = True
    wire: Wire = Wire.WHOLE
    pause: float = 0.0
    until: threading.Event | None = None  # before which nothing is answered
    path: str = "*"
    method: str = "*"

    def strikes(self, asked: Asked) -> bool:
        return fnmatchcase(asked.path.lower(), self.path.lower()) and fnmatchcase(asked.method, self.method)

    def only(self, path: str, method: str) -> "Trouble":
        return replace(self, path=path, method=method)


def throttled(after: str = "2.128") -> Trouble:
    """`after` may be whole seconds, a fraction or a date."""
    return Trouble(too_many(after))


def throttled_silently() -> Trouble:
    """Without a word on when to come back."""
    return Trouble(GraphError(429, "TooManyRequests", "Please retry again later."))


def broken(status: int = 503, after: str = "") -> Trouble:
    code = {503: "serviceNotAvailable", 504: "UnknownError"}.get(status, "InternalServerError")
    return Trouble(
        GraphError(status, code, "The service is unavailable.", headers={"Retry-After": after} if after else {})
    )


def gone() -> Trouble:
    return Trouble(sync_state_not_found("https://graph.microsoft.com/v1.0/me/calendarView/delta?$deltatoken="))


def denied() -> Trouble:
    return Trouble(access_denied())


def blocked_by_policy() -> Trouble:
    message = "Access to OData is disabled: blocked by tenant configured AppOnly AccessPolicy settings."
    return Trouble(GraphError(403, "ErrorAccessDenied", f"[RAOP] : {message}"))


def unauthorized() -> Trouble:
    headers = {"WWW-Authenticate": 'Bearer realm="", error="invalid_token"'}
    return Trouble(
        GraphError(
            401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.", headers=headers
        )
    )


def challenged(claims: object = None) -> Trouble:
    """Continuous access evaluation asks for more; `claims` is what a new token must fulfil."""
    wanted = claims or {"access_token": {"nbf": {"essential": True, "value": "1772442000"}}}
    told = base64.b64encode(json.dumps(wanted).encode()).decode()
    where = 'authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"'
    asks = f'Bearer realm="", {where}, error="insufficient_claims", claims="{told}"'
    message = "Continuous access evaluation resulted in challenge with result: InteractionRequired."
    return Trouble(GraphError(401, "InvalidAuthenticationToken", message, headers={"WWW-Authenticate": asks}))


def without_mailbox() -> Trouble:
    return Trouble(no_mailbox())


def refused(status: int, code: str, message: str = "No.", **headers: str) -> Trouble:
    return Trouble(
        GraphError(
            status, code, message, headers={name.replace("_", "-").title(): text for name, text in headers.items()}
        )
    )


def hang_up() -> Trouble:
    """Before anything is done."""
    return Trouble(done=False, wire=Wire.NOTHING)


def lost_answer() -> Trouble:
    """What is asked is done, and nobody hears of it."""
    return Trouble(wire=Wire.NOTHING)


def half_json() -> Trouble:
    return Trouble(wire=Wire.HALF)


def cut_short() -> Trouble:
    return Trouble(wire=Wire.CUT)


def slow(pause: float = 0.02) -> Trouble:
    """Byte by byte, `pause` seconds after each, until the client has gone or the test is over."""
    return Trouble(wire=Wire.DRIP, pause=pause)


def held(until: threading.Event) -> Trouble:
    """Nothing is answered before `until`; meanwhile the mailbox counts one request more."""
    return Trouble(until=until)
