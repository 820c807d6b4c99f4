"""What Graph refuses now and then: told to `Graph.next`, each strikes once.

https://learn.microsoft.com/graph/throttling
"""

import base64
import json

from tests.simulators.microsoft.errors import GraphError, access_denied, no_mailbox, sync_state_not_found, too_many
from tests.simulators.troubles import Trouble, cut_short, half_json, hang_up, held, lost_answer, slow
from tests.simulators.wire import named

__all__ = [
    "Trouble",
    "blocked_by_policy",
    "broken",
    "challenged",
    "cut_short",
    "denied",
    "gone",
    "half_json",
    "hang_up",
    "held",
    "lost_answer",
    "refused",
    "slow",
    "throttled",
    "throttled_silently",
    "unauthorized",
    "without_mailbox",
]


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
    return Trouble(GraphError(status, code, message, headers=named(headers)))
