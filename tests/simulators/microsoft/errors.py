"""How Graph says no: a status, a code to decide by and a text nobody may decide by.

https://learn.microsoft.com/graph/errors
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass
class GraphError(Exception):
    """What a request is refused with; `more` stands beside code and message, `headers` beside the body."""

    status: int
    code: str
    message: str
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def body(self, request_id: str, client_request_id: str, now: datetime) -> dict[str, Any]:
        inner = {"date": f"{now:%Y-%m-%dT%H:%M:%S}", "request-id": request_id, "client-request-id": client_request_id}
        return {"error": {"code": self.code, "message": self.message, **self.more, "innerError": inner}}


def bad_request(message: str, code: str = "ErrorInvalidRequest", **more: Any) -> GraphError:
    return GraphError(400, code, message, more)


def bad_query(message: str) -> GraphError:
    return GraphError(400, "RequestBroker--ParseUri", message)


def no_such_field(name: str) -> GraphError:
    return bad_query(f"Could not find a property named '{name}' on type 'microsoft.graph.event'.")


def not_found(
    code: str = "ErrorItemNotFound", message: str = "The specified object was not found in the store."
) -> GraphError:
    return GraphError(404, code, message)


def malformed_id() -> GraphError:
    return bad_request("Id is malformed.", "ErrorInvalidIdMalformed")


def access_denied(message: str = "Access is denied. Check credentials and try again.") -> GraphError:
    return GraphError(403, "ErrorAccessDenied", message)


def conflict() -> GraphError:
    message = "The change key passed in the request does not match the current change key for the item."
    return GraphError(412, "ErrorIrresolvableConflict", message)


def no_mailbox() -> GraphError:
    message = "The mailbox is either inactive, soft-deleted, or is hosted on-premise."
    return not_found("MailboxNotEnabledForRESTAPI", message)


def sync_state_not_found(start: str) -> GraphError:
    """A mark has been forgotten; `start` is where to begin anew."""
    message = "The sync state root folder is not found."
    return GraphError(410, "SyncStateNotFound", message, headers={"Location": start})


def too_many(after: str, code: str = "TooManyRequests", message: str = "Please retry again later.") -> GraphError:
    return GraphError(429, code, message, headers={"Retry-After": after})


def over_concurrency() -> GraphError:
    return too_many("1", "ApplicationThrottled", "Application is over its MailboxConcurrency limit.")
