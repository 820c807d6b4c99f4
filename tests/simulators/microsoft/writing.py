"""Creating, changing and removing events by the interface, and who is mailed for it.

https://learn.microsoft.com/graph/api/event-update
"""

from collections.abc import Collection
from datetime import time, timedelta

from tests.simulators.microsoft.call import Call
from tests.simulators.microsoft.errors import bad_request, conflict
from tests.simulators.microsoft.event import FIELDS, Json, begins, ends, etag
from tests.simulators.microsoft.idents import Ident
from tests.simulators.microsoft.invitations import mail, mail_change, others, with_answers
from tests.simulators.microsoft.kinds import read_value
from tests.simulators.microsoft.mailbox import Mailbox
from tests.simulators.microsoft.online import about_meeting, with_meeting
from tests.simulators.microsoft.times import read_stamp, wall
from tests.simulators.microsoft.wire import says
from tests.simulators.wire import Answer

MOST_ATTENDEES = 500
UPDATABLE = frozenset(
    [
        "attendees",
        "body",
        "categories",
        "end",
        "hideAttendees",
        "importance",
        "isAllDay",
        "isOnlineMeeting",
        "isReminderOn",
        "location",
        "locations",
        "onlineMeetingProvider",
        "recurrence",
        "reminderMinutesBeforeStart",
        "responseRequested",
        "sensitivity",
        "showAs",
        "start",
        "subject",
        "extensions",
        "singleValueExtendedProperties",
    ]
)
CREATABLE = UPDATABLE | {"allowNewTimeProposals", "transactionId"}
SIDE = frozenset({"extensions", "singleValueExtendedProperties"})


def create(call: Call) -> Answer:
    told = _read(call, CREATABLE)
    for name in ("start", "end"):
        if name not in told:
            raise bad_request(f"The {name} of an event is missing.", "ErrorPropertyValidationFailure")
    if (earlier := call.box.transactions.get(told.get("transactionId") or "")) is not None:
        raise _duplicate(call, earlier)
    kept = call.box.completed(told, by_api=True)
    _check_times(kept)
    _add_rooms(call, kept)
    kept["attendees"] = others(kept["attendees"], call.box)
    ident = call.box.put(kept)
    if told.get("isOnlineMeeting"):
        kept |= with_meeting(call.box, kept)
    mail(call.box, ident, "invitation", kept["attendees"])
    return call.entity(
        ident,
        201,
        location=f"{call.graph.url}/{call.owner}/events('{call.box.id_of(ident, lasting=call.prefs.lasting)}')",
    )


def change(call: Call) -> Answer:
    ident, told = call.ident, _read(call, UPDATABLE)
    before = call.box.fields(ident)
    _check_match(call, before)
    if ident.day and "recurrence" in told:
        raise bad_request("An occurrence has no recurrence of its own.", "ErrorInvalidRequest")
    ready = call.box.prepared(told, before, by_api=True)
    if before["isOrganizer"]:
        ready = about_meeting(call, before, ready)
    _check_times({**before, **ready})
    _check_neighbours(call.box, ident, {**before, **ready})
    if "attendees" in ready:
        ready["attendees"] = with_answers(before["attendees"], others(ready["attendees"], call.box))
    call.box.update(ident, ready)
    if before["isOrganizer"]:
        mail_change(call.box, ident, before, told.keys())
    return call.entity(ident)


def remove(call: Call) -> Answer:
    ident = call.ident
    _check_match(call, call.box.fields(ident))
    _withdraw(call.box, ident, "")
    return says(None, 204)


def cancel(call: Call) -> Answer:
    ident = call.ident
    if not call.box.fields(ident)["isOrganizer"]:
        raise bad_request("Your request can't be completed. You need to be an organizer to cancel a meeting.")
    comment = call.told.get("comment") if call.asked.body else ""
    _withdraw(call.box, ident, str(comment or ""))
    return says(None, 202)


def _withdraw(box: Mailbox, ident: Ident, comment: str) -> None:
    kept = box.fields(ident)
    if kept["isOrganizer"]:
        mail(box, ident, "cancellation", kept["attendees"], comment)
    box.remove(ident)


def _read(call: Call, allowed: Collection[str]) -> Json:
    told = call.told
    for name in told:
        if name.startswith("@odata."):
            continue
        if name not in FIELDS | SIDE | {"attachments", "calendar"}:
            raise bad_request(
                f"The property '{name}' does not exist on type 'microsoft.graph.event'.", "RequestBodyRead"
            )
        if name not in allowed:
            raise bad_request(f"The property '{name}' cannot be set.", "ErrorInvalidPropertySet")
    told = {name: read_value(name, value) for name, value in told.items() if not name.startswith("@odata.")}
    for edge in {"start", "end"} & told.keys():
        told[edge] = read_stamp(told[edge], edge)
    if len(told.get("attendees", [])) > MOST_ATTENDEES:
        raise bad_request(f"An event has at most {MOST_ATTENDEES} attendees.", "ErrorInvalidRequest")
    return told


def _duplicate(call: Call, earlier: Ident) -> Exception:
    text = (
        "Your request can't be completed. The TransactionId specified in the request has already been used to create"
        " a different event."
    )
    named = (
        {"@event.existingEventId": call.box.id_of(earlier, lasting=call.prefs.lasting)}
        if call.graph.tells_existing
        else {}
    )
    return bad_request(text, "ErrorDuplicateTransactionId", **named)


def _check_match(call: Call, kept: Json) -> None:
    wanted = call.asked.headers.get("if-match", "*")
    if wanted not in {"*", etag(kept)}:
        raise conflict()


def _check_times(kept: Json) -> None:
    if ends(kept) < begins(kept):
        raise bad_request("The end of the event is before its start.", "ErrorCalendarEndDateIsEarlierThanStartDate")
    edges = [wall(kept[edge]).time() for edge in ("start", "end")]
    if kept["isAllDay"] and (edges != [time(), time()] or kept["start"]["timeZone"] != kept["end"]["timeZone"]):
        text = "The Event.Start property for an all-day event needs to be set to midnight."
        raise bad_request(text, "ErrorPropertyValidationFailure")


def _check_neighbours(box: Mailbox, ident: Ident, moved: Json) -> None:
    if ident.day is None:
        return
    until = ident.day + timedelta(days=400)
    days = [day for day in box.days(ident.number, until) if day not in box.cancelled[ident.number]]
    at = days.index(ident.day)
    before = [box.fields(Ident(ident.number, day)) for day in days[max(at - 1, 0) : at]]
    after = [box.fields(Ident(ident.number, day)) for day in days[at + 1 : at + 2]]
    if any(ends(one) > begins(moved) for one in before) or any(begins(one) < ends(moved) for one in after):
        raise bad_request(
            "Modified occurrence is crossing or overlapping adjacent occurrence.", "ErrorOccurrenceCrossingBoundary"
        )


def _add_rooms(call: Call, kept: Json) -> None:
    """A place that is the name of a room is invited as one."""
    names = {place["displayName"].casefold() for place in (kept["location"], *kept["locations"])}
    there = {one["emailAddress"]["address"] for one in kept["attendees"]}
    for room in call.graph.rooms:
        if room["displayName"].casefold() in names and room["emailAddress"] not in there:
            who = {"name": room["displayName"], "address": room["emailAddress"]}
            told = {"type": "resource", "emailAddress": who}
            kept["attendees"] = [*kept["attendees"], *call.box.prepared({"attendees": [told]}, kept)["attendees"]]
