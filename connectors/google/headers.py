"""What a notice of Google's tells: it has no body, and all of it stands in its headers.

https://developers.google.com/workspace/calendar/api/guides/push#receive-notifications
"""

from collections.abc import Mapping

from connectors.calendars import Notice, NoticeKind

BEGINNING = "sync"  # the state a channel begins in: nothing has changed
LONGEST = 1_000


def read_notice(headers: Mapping[str, str]) -> Notice | None:
    """What a POST tells, by its headers; None for one that is no notice, or tells only that a channel has begun."""
    told = {name.casefold(): value for name, value in headers.items()}
    channel, resource = told.get("x-goog-channel-id", ""), told.get("x-goog-resource-id", "")
    state = told.get("x-goog-resource-state", "")
    if not channel or not resource or not state or max(len(channel), len(resource)) > LONGEST or state == BEGINNING:
        return None
    return Notice(f"{channel} {resource}", told.get("x-goog-channel-token", "")[:LONGEST], NoticeKind.CHANGED)
