"""One event: what Exchange keeps of it, filled in from what is told, and what Graph shows of it.

https://learn.microsoft.com/graph/api/resources/event
"""

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from tests.simulators.microsoft.bodies import preview, text_of
from tests.simulators.microsoft.errors import bad_request, no_such_field
from tests.simulators.microsoft.times import NEVER, Stamp, moment, turned, wall

Json = dict[str, Any]

# What an event has where nobody says otherwise.
PLAIN: Mapping[str, Any] = {
    "categories": [],
    "reminderMinutesBeforeStart": 15,
    "isReminderOn": True,
    "hasAttachments": False,
    "hideAttendees": False,
    "subject": "",
    "body": {"contentType": "html", "content": ""},
    "importance": "normal",
    "sensitivity": "normal",
    "isAllDay": False,
    "isCancelled": False,
    "isDraft": False,
    "responseRequested": True,
    "showAs": "busy",
    "onlineMeetingUrl": None,
    "isOnlineMeeting": False,
    "onlineMeetingProvider": "unknown",
    "onlineMeeting": None,
    "allowNewTimeProposals": True,
    "recurrence": None,
    "attendees": [],
}
# In the order Graph writes them.
SHOWN = [
    "id",
    "createdDateTime",
    "lastModifiedDateTime",
    "changeKey",
    "categories",
    "transactionId",
    "originalStartTimeZone",
    "originalEndTimeZone",
    "iCalUId",
    "reminderMinutesBeforeStart",
    "isReminderOn",
    "hasAttachments",
    "subject",
    "bodyPreview",
    "importance",
    "sensitivity",
    "originalStart",
    "isAllDay",
    "isCancelled",
    "isOrganizer",
    "responseRequested",
    "seriesMasterId",
    "showAs",
    "type",
    "webLink",
    "onlineMeetingUrl",
    "isOnlineMeeting",
    "onlineMeetingProvider",
    "allowNewTimeProposals",
    "occurrenceId",
    "isDraft",
    "hideAttendees",
    "responseStatus",
    "body",
    "start",
    "end",
    "location",
    "locations",
    "recurrence",
    "attendees",
    "organizer",
    "onlineMeeting",
]
SET_ONLY = frozenset({"transactionId"})  # absent where no app has set it
SELECT_ONLY = frozenset({"cancelledOccurrences", "exceptionOccurrences"})
FIELDS = frozenset(SHOWN) | SELECT_ONLY
WORDS = frozenset({"body", "bodyPreview", "attachments", "extensions"})  # hidden under Calendars.ReadBasic


@dataclass(frozen=True, slots=True)
class Look:
    """How a client wants to see things: which ids, which zone, text or HTML, and whether words may be shown."""

    lasting: bool = False
    zone: str = "UTC"
    text: bool = False
    basic: bool = False
    floats: bool = False  # whole days are at midnight in every zone


def show(kept: Json, look: Look, names: Mapping[str, Any]) -> Json:
    """A whole event, which shares what it holds with what is kept; `names` are the fields that depend on which ids are wanted."""
    whole = {**kept, **names, "bodyPreview": preview(kept["body"])}
    whole["webLink"] = (
        f"https://outlook.office365.com/owa/?itemid={quote(whole['id'], safe='')}&exvsurl=1&path=/calendar/item"
    )
    for edge in ("start", "end"):
        whole[edge] = _edge(kept[edge], look, whole_day=kept["isAllDay"])
    if look.text:
        whole["body"] = {"contentType": "text", "content": text_of(kept["body"]["content"])}
    absent = (WORDS if look.basic else frozenset()) | {name for name in SET_ONLY if not whole.get(name)}
    shown = {name: whole.get(name) for name in SHOWN if name not in absent}
    if kept["type"] not in {"occurrence", "exception"}:
        del shown["originalStart"]
    return {"@odata.etag": etag(kept), **shown}


def etag(kept: Json) -> str:
    return f'W/"{kept["changeKey"]}"'


def selected(shown: Json, wanted: Iterable[str]) -> Json:
    """The fields asked for, beside those that always come."""
    wanted = {"id", *wanted}
    return {name: value for name, value in shown.items() if name.startswith("@") or name in wanted}


def read_select(text: str | None) -> tuple[str, ...]:
    names = tuple(name.strip() for name in (text or "").split(",") if name.strip())
    for name in names:
        if name not in FIELDS:
            raise no_such_field(name)
    return names


def read_locations(told: Json, *, by_api: bool) -> Json:
    """`location` and `locations`, which follow each other; {} where neither is told."""
    if "locations" in told:
        listed = told["locations"] or []
        places = [_place(place, by_api=by_api, several=len(listed) > 1) for place in listed]
        joined = "; ".join(place["displayName"] for place in places)
        first = told.get("location") or {**(places[0] if len(places) == 1 else {}), "displayName": joined}
        return {"location": _place(first, by_api=by_api), "locations": places}
    if "location" not in told:
        return {}
    place = _place(told["location"] or {}, by_api=by_api)
    return {"location": place, "locations": [deepcopy(place)] if place["displayName"] else []}


def _place(told: Json, *, by_api: bool, several: bool = False) -> Json:
    if not isinstance(told, dict):
        raise bad_request("A location needs a displayName.", "RequestBodyRead")
    name = str(told.get("displayName") or "")
    place: Json = {"displayName": name, "locationType": "default"}
    if name and (not several or told.get("address")):
        place |= {"uniqueId": name, "uniqueIdType": "private"}
    else:
        place |= {"uniqueIdType": "unknown"}
    if not name:
        place |= {"address": {}, "coordinates": {}}
    ignored = {"locationType", "uniqueId", "uniqueIdType"} if by_api else frozenset()
    if told.get("uniqueIdType") == "unknown":
        place.pop("uniqueId", None)
    return place | {key: value for key, value in told.items() if key not in ignored and value is not None}


def read_attendee(told: Json, *, by_api: bool = False) -> Json:
    """By the interface nobody answers for others: status and proposal are not for clients to write."""
    who = told.get("emailAddress") if isinstance(told, dict) else None
    if not isinstance(who, dict):
        raise bad_request("An attendee needs an emailAddress.", "ErrorInvalidRequest")
    kind = str(told.get("type") or "required").lower()
    told = {"type": kind} if by_api else told
    answer = told.get("status") or {"response": "none", "time": NEVER}
    person = {"name": who.get("name") or who.get("address"), "address": who.get("address")}
    proposal = {"proposedNewTime": told["proposedNewTime"]} if told.get("proposedNewTime") else {}
    return {"type": kind, "status": answer, **proposal, "emailAddress": person}


def _edge(told: Stamp, look: Look, *, whole_day: bool) -> Stamp:
    if whole_day and look.floats:
        return {**told, "timeZone": look.zone}
    return turned(told, look.zone)


def lasts(kept: Json) -> Any:
    """How long by the clock on the wall."""
    return wall(kept["end"]) - wall(kept["start"])


def begins(kept: Json) -> Any:
    return moment(kept["start"])


def ends(kept: Json) -> Any:
    return moment(kept["end"])
