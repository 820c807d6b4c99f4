"""What Google refuses now and then: told to `Google.next`, each strikes once; those of sign-in with path="/token".

https://developers.google.com/workspace/calendar/api/guides/errors
"""

from dataclasses import dataclass

from tests.simulators.google import errors
from tests.simulators.google.errors import GoogleError
from tests.simulators.troubles import Trouble, cut_short, half_json, hang_up, held, lost_answer, slow
from tests.simulators.wire import named

__all__ = [
    "Trouble",
    "broken",
    "cut_short",
    "denied",
    "gone",
    "half_json",
    "hang_up",
    "held",
    "lost_answer",
    "no_access",
    "no_grant",
    "not_enabled",
    "out_of_quota",
    "out_of_scope",
    "refused",
    "slow",
    "throttled",
    "throttled_project",
    "throttled_user",
    "unauthorized",
]


@dataclass
class TokenError(Exception):
    """How the endpoints of sign-in say no."""

    status: int
    error: str
    description: str = ""
    subtype: str = ""

    def body(self) -> dict[str, str]:
        told = {"error": self.error, "error_subtype": self.subtype, "error_description": self.description}
        return {name: text for name, text in told.items() if text}


def throttled(after: str = "") -> Trouble:
    """429; `after` in Retry-After, which Google seldom sends."""
    headers = {"Retry-After": after} if after else {}
    return Trouble(GoogleError(429, "rateLimitExceeded", "Rate Limit Exceeded", "usageLimits", headers=headers))


def throttled_project() -> Trouble:
    """The same as 403."""
    return Trouble(GoogleError(403, "rateLimitExceeded", "Rate Limit Exceeded", "usageLimits"))


def throttled_user() -> Trouble:
    return Trouble(GoogleError(403, "userRateLimitExceeded", "User Rate Limit Exceeded", "usageLimits"))


def out_of_quota() -> Trouble:
    """Of this person, for hours."""
    return Trouble(GoogleError(403, "quotaExceeded", "Calendar usage limits exceeded.", "usageLimits"))


def broken(status: int = 503, after: str = "") -> Trouble:
    headers = {"Retry-After": after} if after else {}
    return Trouble(GoogleError(status, "backendError", "Backend Error", headers=headers))


def gone() -> Trouble:
    return Trouble(errors.full_sync_required())


def denied() -> Trouble:
    return Trouble(GoogleError(403, "forbidden", "Forbidden"))


def not_enabled() -> Trouble:
    """Whoever runs the project has not switched the API on."""
    message = "Google Calendar API has not been used in project 000000000000 before or it is disabled."
    return Trouble(GoogleError(403, "accessNotConfigured", message, "usageLimits"))


def out_of_scope() -> Trouble:
    return Trouble(errors.out_of_scope("calendar.v3.Events.Insert", frozenset()))


def unauthorized() -> Trouble:
    return Trouble(errors.unauthorized())


def refused(status: int, reason: str, message: str = "No.", **headers: str) -> Trouble:
    return Trouble(GoogleError(status, reason, message, headers=named(headers)))


def no_grant(description: str = "Token has been expired or revoked.", subtype: str = "") -> Trouble:
    """Of a refresh token or a code; `subtype` may be invalid_rapt."""
    return no_access("invalid_grant", description, subtype=subtype)


def no_access(error: str, description: str = "", *, status: int = 400, subtype: str = "") -> Trouble:
    """invalid_client, invalid_scope, unauthorized_client, admin_policy_enforced, access_denied, ..."""
    return Trouble(TokenError(status, error, description, subtype))
