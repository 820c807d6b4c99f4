"""How Google says no: a status, a reason to decide by and a text nobody may decide by.

https://developers.google.com/workspace/calendar/api/guides/errors
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

INSUFFICIENT = "Request had insufficient authentication scopes."
REALM = 'Bearer realm="https://accounts.google.com/"'


@dataclass
class GoogleError(Exception):
    """What a request is refused with; `where` is a kind of place, parameter or header, and its name; `more` stands beside
    code and message."""

    status: int
    reason: str
    message: str
    domain: str = "global"
    where: tuple[str, str] = ("", "")
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        kind, name = self.where
        place = {"locationType": kind, "location": name} if kind else {}
        one = {"domain": self.domain, "reason": self.reason, "message": self.message, **place}
        return {"error": {"errors": [one], "code": self.status, "message": self.message, **self.more}}


def bad_request(message: str, reason: str = "invalid", domain: str = "global") -> GoogleError:
    return GoogleError(400, reason, message, domain)


def bad_parameter(name: str, message: str, reason: str = "invalidParameter") -> GoogleError:
    return GoogleError(400, reason, message, where=("parameter", name))


def restricted_sync() -> GoogleError:
    return bad_request("Sync token cannot be used with other request restrictions", "badRequest")


def empty_range() -> GoogleError:
    return GoogleError(
        400, "timeRangeEmpty", "The specified time range is empty.", "calendar", where=("parameter", "timeMax")
    )


def unauthorized() -> GoogleError:
    asks = {"WWW-Authenticate": f'{REALM}, error="invalid_token"'}
    return GoogleError(401, "authError", "Invalid Credentials", where=("header", "Authorization"), headers=asks)


def out_of_scope(method: str, scopes: frozenset[str]) -> GoogleError:
    about = {"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}
    more = {
        "status": "PERMISSION_DENIED",
        "details": [{**about, "domain": "googleapis.com", "metadata": {"method": method}}],
    }
    asks = {"WWW-Authenticate": f'{REALM}, error="insufficient_scope", scope="{" ".join(sorted(scopes))}"'}
    return GoogleError(403, "insufficientPermissions", INSUFFICIENT, more=more, headers=asks)


def not_organizer() -> GoogleError:
    message = "Shared properties can only be changed by the organizer of the event."
    return GoogleError(403, "forbiddenForNonOrganizer", message, "calendar")


def no_delegation() -> GoogleError:
    message = "Service accounts cannot invite attendees without Domain-Wide Delegation of Authority."
    return GoogleError(403, "forbiddenForServiceAccounts", message, "calendar")


def not_found(message: str = "Not Found") -> GoogleError:
    return GoogleError(404, "notFound", message)


def duplicate() -> GoogleError:
    return GoogleError(409, "duplicate", "The requested identifier already exists.")


def deleted() -> GoogleError:
    return GoogleError(410, "deleted", "Resource has been deleted")


def full_sync_required() -> GoogleError:
    message = "Sync token is no longer valid, a full sync is required."
    return GoogleError(410, "fullSyncRequired", message, "calendar", where=("parameter", "syncToken"))


def too_long_ago() -> GoogleError:
    message = "The requested minimum modification time lies too far in the past."
    return GoogleError(410, "updatedMinTooLongAgo", message, "calendar", where=("parameter", "updatedMin"))


def condition_not_met() -> GoogleError:
    return GoogleError(412, "conditionNotMet", "Precondition Failed", where=("header", "If-Match"))
