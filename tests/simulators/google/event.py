"""One event as Google Calendar shows it: what is at its default is left out, and who looks is marked.

https://developers.google.com/workspace/calendar/api/v3/reference/events
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.simulators.google.idents import html_link
from tests.simulators.google.times import turned

Json = dict[str, Any]

# In the order Google writes them.
SHOWN = (
    "etag",
    "id",
    "status",
    "htmlLink",
    "created",
    "updated",
    "summary",
    "description",
    "location",
    "colorId",
    "creator",
    "organizer",
    "start",
    "end",
    "endTimeUnspecified",
    "recurrence",
    "recurringEventId",
    "originalStartTime",
    "transparency",
    "visibility",
    "iCalUID",
    "sequence",
    "attendees",
    "attendeesOmitted",
    "extendedProperties",
    "hangoutLink",
    "conferenceData",
    "anyoneCanAddSelf",
    "guestsCanInviteOthers",
    "guestsCanModify",
    "guestsCanSeeOtherGuests",
    "privateCopy",
    "locked",
    "reminders",
    "source",
    "workingLocationProperties",
    "outOfOfficeProperties",
    "focusTimeProperties",
    "birthdayProperties",
    "attachments",
    "eventType",
)
DEFAULTS: Mapping[str, Any] = {
    "transparency": "opaque",
    "visibility": "default",
    "guestsCanInviteOthers": True,
    "guestsCanModify": False,
    "guestsCanSeeOtherGuests": True,
    "privateCopy": False,
    "locked": False,
}
OF_ATTENDEE = (
    "email",
    "displayName",
    "organizer",
    "self",
    "resource",
    "optional",
    "responseStatus",
    "comment",
    "additionalGuests",
)
BARE = ("kind", "etag", "id", "status", "recurringEventId", "originalStartTime")


@dataclass(frozen=True, slots=True)
class Look:
    """How a client wants to see things: in which zone, how many attendees, and cancelled events with what they were."""

    zone: str
    most: int = 0  # 0 is all
    details: bool = True


def show(kept: Json, look: Look, box: str) -> Json:
    """A whole event as the calendar of `box` shows it; what is kept is not touched."""
    whole = {**kept, "htmlLink": html_link(box, kept["id"])}
    for name in {"start", "end", "originalStartTime"} & whole.keys():
        whole[name] = turned(whole[name], look.zone)
    for name in ("creator", "organizer"):
        whole[name] = _marked(whole[name], box)
    whole |= _people(whole, look, box)
    shown = {name: whole[name] for name in SHOWN if whole.get(name) not in (None, []) and not _usual(whole, name)}
    shown = {"kind": "calendar#event", **shown}
    if kept["status"] != "cancelled" or look.details:
        return shown
    return {name: shown[name] for name in BARE if name in shown}


def is_own(kept: Json, box: str) -> bool:
    """Whether the calendar of `box` organises it."""
    return bool(kept["organizer"].get("email", "").casefold() == box.casefold())


def read_attendee(told: str | Json) -> Json:
    """What nobody said of his answer is that he owes one."""
    who = {"email": told} if isinstance(told, str) else told
    known = {name: value for name, value in who.items() if name not in {"self", "organizer"}}
    return {"responseStatus": "needsAction", **known}


def _usual(whole: Json, name: str) -> bool:
    return name in DEFAULTS and whole[name] == DEFAULTS[name]


def _marked(who: Json, box: str) -> Json:
    return {**who, "self": True} if who.get("email", "").casefold() == box.casefold() else who


def _people(whole: Json, look: Look, box: str) -> Json:
    """The list, or one's own entry where it is cut or others are not to be seen."""
    organizer = whole["organizer"].get("email", "")
    listed = [_attendee(one, organizer, box) for one in whole.get("attendees") or []]
    hidden = whole.get("guestsCanSeeOtherGuests") is False and not whole["organizer"].get("self")
    if hidden:
        listed = [one for one in listed if one.get("self") or one.get("organizer")]
    cut = bool(look.most) and len(listed) > look.most
    if cut:
        listed = [one for one in listed if one.get("self")]
    told = bool(whole.get("attendeesOmitted"))
    return {"attendees": listed, "attendeesOmitted": True if hidden or cut or told else None}


def _attendee(kept: Json, organizer: str, box: str) -> Json:
    whole = _marked(kept, box)
    if kept["email"].casefold() == organizer.casefold():
        whole = {**whole, "organizer": True}
    return {name: whole[name] for name in OF_ATTENDEE if whole.get(name) not in (None, False)}
