"""What kind of value each field of an event takes; the wrong kind is refused before anything is done.

https://learn.microsoft.com/graph/api/resources/event
"""

from collections.abc import Mapping
from typing import Any, NoReturn

from tests.simulators.microsoft.errors import bad_request

KINDS: Mapping[Any, str] = {
    bool: "hideAttendees isAllDay isOnlineMeeting isReminderOn responseRequested allowNewTimeProposals",
    list: "attendees categories locations extensions singleValueExtendedProperties",
    dict: "body location recurrence start end",
    str: "subject transactionId",
    int: "reminderMinutesBeforeStart",
}
KIND_OF: Mapping[str, Any] = {name: kind for kind, names in KINDS.items() for name in names.split()}
CHOICES = {
    "importance": "low normal high",
    "sensitivity": "normal personal private confidential",
    "showAs": "free tentative busy oof workingElsewhere unknown",
    "onlineMeetingProvider": "unknown teamsForBusiness skypeForBusiness skypeForConsumer",
}
MAY_BE_NOTHING = frozenset(
    ["subject", "body", "location", "locations", "attendees", "recurrence", "transactionId", "categories"]
)


def read_value(name: str, value: Any) -> Any:
    """The value, with choices in the case they are kept in."""
    if name in CHOICES:
        found = next((one for one in CHOICES[name].split() if one.casefold() == str(value).casefold()), None)
        if not found:
            _refuse(name, value)
        return found
    if value is None and name in MAY_BE_NOTHING:
        return [] if KIND_OF[name] is list else None
    if type(value) is not KIND_OF[name]:
        _refuse(name, value)
    if name == "categories" and not all(isinstance(one, str) for one in value):
        _refuse(name, value)
    return value


def _refuse(name: str, value: Any) -> NoReturn:
    raise bad_request(f"Cannot convert the value {value!r} of the property '{name}'.", "RequestBodyRead")
