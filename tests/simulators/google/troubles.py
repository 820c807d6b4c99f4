"""What Google refuses now and then: told to `Google.next`, each strikes once, those of sign-in at /token, others not.

https://developers.google.com/workspace/calendar/api/guides/errors
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

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


OF_API = "/[cg]*/v*"  # /calendar/v3/..., /gmail/v1/...


@dataclass
class TokenError(Exception):
    """How the endpoints of sign-in say no."""

    status: int
    error: str
    description: str = ""
    subtype: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    def body(self) -> dict[str, str]:
        told = {"error": self.error, "error_subtype": self.subtype, "error_description": self.description}
        return {name: text for name, text in told.items() if text}


def throttled(after: str = "") -> Trouble:
    """429; `after` in Retry-After, which Google seldom sends."""
    headers = {"Retry-After": after} if after else {}
    return _of_api(GoogleError(429, "rateLimitExceeded", "Rate Limit Exceeded", "usageLimits", headers=headers))


def throttled_project() -> Trouble:
    """The same as 403."""
    return _of_api(GoogleError(403, "rateLimitExceeded", "Rate Limit Exceeded", "usageLimits"))


def throttled_user() -> Trouble:
    return _of_api(GoogleError(403, "userRateLimitExceeded", "User Rate Limit Exceeded", "usageLimits"))


def out_of_quota() -> Trouble:
    """Of this person, for hours."""
    return _of_api(GoogleError(403, "quotaExceeded", "Calendar usage limits exceeded.", "usageLimits"))


def broken(status: int = 503, after: str = "") -> Trouble:
    headers = {"Retry-After": after} if after else {}
    return _of_api(GoogleError(status, "backendError", "Backend Error", headers=headers))


def gone() -> Trouble:
    return _of_api(errors.full_sync_required())


def denied() -> Trouble:
    return _of_api(GoogleError(403, "forbidden", "Forbidden"))


def not_enabled() -> Trouble:
    """Whoever runs the project has not switched the API on."""
    message = "Google Calendar API has not been used in project 000000000000 before or it is disabled."
    return _of_api(GoogleError(403, "accessNotConfigured", message, "usageLimits"))


def out_of_scope() -> Trouble:
    return _of_api(errors.out_of_scope("calendar.v3.Events.Insert", frozenset()))


def unauthorized() -> Trouble:
    return _of_api(errors.unauthorized())


def refused(status: int, reason: str, message: str = "No.", **headers: str) -> Trouble:
    return _of_api(GoogleError(status, reason, message, headers=named(headers)))


def no_grant(description: str = "Token has been expired or revoked.", subtype: str = "") -> Trouble:
    """Of a refresh token or a code; `subtype` may be invalid_rapt."""
    return no_access("invalid_grant", description, subtype=subtype)


def no_access(error: str, description: str = "", *, status: int = 400, subtype: str = "") -> Trouble:
    """invalid_client, invalid_scope, unauthorized_client, admin_policy_enforced, access_denied, ..."""
    return Trouble(TokenError(status, error, description, subtype), path="/token")


def _of_api(error: GoogleError) -> Trouble:
    return Trouble(error, path=OF_API)
