"""Creating, changing and removing events by the interface, and who is mailed for it.

https://learn.microsoft.com/graph/api/event-update
"""

from collections.abc import Collection, Mapping
from datetime import time, timedelta
from typing import Any

from tests.simulators.microsoft import teams
from tests.simulators.microsoft.call import Call
from tests.simulators.microsoft.errors import bad_request, conflict
from tests.simulators.microsoft.event import FIELDS, Json, begins, ends, etag
from tests.simulators.microsoft.idents import Ident
from tests.simulators.microsoft.mailbox import Mailbox, MailOut
from tests.simulators.microsoft.times import read_stamp, wall
from tests.simulators.microsoft.wire import Answer, says

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
# What is one's own, and nobody is told of.
PERSONAL = frozenset(
    [
        "categories",
        "showAs",
        "isReminderOn",
        "reminderMinutesBeforeStart",
        "extensions",
        "singleValueExtendedProperties",
    ]
)
PROVIDERS = {"teamsForBusiness"}
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
    kept["attendees"] = _others(kept["attendees"], call.box)
    ident = call.box.put(kept)
    if told.get("isOnlineMeeting"):
        kept |= _with_meeting(call.box, kept)
    _mail(call.box, ident, "invitation", kept["attendees"])
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
        ready = _about_meeting(call, before, ready)
    _check_times({**before, **ready})
    _check_neighbours(call.box, ident, {**before, **ready})
    if "attendees" in ready:
        ready["attendees"] = _with_answers(before["attendees"], _others(ready["attendees"], call.box))
    call.box.update(ident, ready)
    if before["isOrganizer"]:
        _mail_change(call.box, ident, before, told.keys())
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
        _mail(box, ident, "cancellation", kept["attendees"], comment)
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
    told = {name: value for name, value in told.items() if not name.startswith("@odata.")}
    for edge in {"start", "end"} & told.keys():
        told[edge] = read_stamp(told[edge], edge)
    if len(told.get("attendees") or []) > MOST_ATTENDEES:
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


def _about_meeting(call: Call, before: Json, ready: Json) -> Json:
    """isOnlineMeeting is a door one goes through once; a body without the block closes it, or so it is reported."""
    online = ready.pop("isOnlineMeeting", None)
    provider = ready.pop("onlineMeetingProvider", None)
    if not before["isOnlineMeeting"]:
        wants = online or (provider in PROVIDERS and online is None)
        return ready | _with_meeting(call.box, {**before, **ready}) if wants else _came_back(call, before, ready)
    lost = "body" in ready and not teams.holds(ready["body"], (before["onlineMeeting"] or {}).get("joinUrl", "\0"))
    if lost and call.graph.body_flips != "ignored":
        ready |= {
            "isOnlineMeeting": False,
            "onlineMeeting": None,
            "onlineMeetingProvider": "unknown",
            "_lost": before["onlineMeeting"],
        }
    return ready


def _came_back(call: Call, before: Json, ready: Json) -> Json:
    lost = before.get("_lost")
    if call.graph.body_flips != "comes_back" or not lost or "body" not in ready:
        return ready
    body = teams.with_block(ready["body"], lost["joinUrl"], call.box.language)
    return ready | {
        "isOnlineMeeting": True,
        "onlineMeeting": lost,
        "onlineMeetingProvider": "teamsForBusiness",
        "body": body,
        "_lost": None,
    }


def _with_meeting(box: Mailbox, kept: Json) -> Json:
    join_url = teams.new_join_url(box.tenant, box.oid, kept["iCalUId"])
    return {
        "isOnlineMeeting": True,
        "onlineMeetingProvider": "teamsForBusiness",
        "onlineMeeting": {"joinUrl": join_url},
        "body": teams.with_block(kept["body"], join_url, box.language),
    }


def _add_rooms(call: Call, kept: Json) -> None:
    """A place that is the name of a room is invited as one."""
    names = {place["displayName"].casefold() for place in (kept["location"], *kept["locations"])}
    there = {one["emailAddress"]["address"] for one in kept["attendees"]}
    for room in call.graph.rooms:
        if room["displayName"].casefold() in names and room["emailAddress"] not in there:
            who = {"name": room["displayName"], "address": room["emailAddress"]}
            told = {"type": "resource", "emailAddress": who}
            kept["attendees"] = [*kept["attendees"], *call.box.prepared({"attendees": [told]}, kept)["attendees"]]


def _others(attendees: list[Json], box: Mailbox) -> list[Json]:
    """Without the organiser, who is not listed on his own copy."""
    return [one for one in attendees if _address(one) != box.address.casefold()]


def _with_answers(before: list[Json], after: list[Json]) -> list[Json]:
    """Whoever stays keeps his answer."""
    kept = {_address(one): one["status"] for one in before}
    return [{**one, "status": kept.get(_address(one), one["status"])} for one in after]


def _mail_change(box: Mailbox, ident: Ident, before: Json, told: Collection[str]) -> None:
    """All hear of a change but of personal ones; of other attendees only those who come or go."""
    if not set(told) - PERSONAL:
        return
    after = box.fields(ident)
    earlier, later = _by_address(before["attendees"]), _by_address(after["attendees"])
    _mail(box, ident, "invitation", [one for name, one in later.items() if name not in earlier])
    _mail(box, ident, "cancellation", [one for name, one in earlier.items() if name not in later])
    if set(told) - PERSONAL - {"attendees"}:
        _mail(box, ident, "update", [one for name, one in later.items() if name in earlier])
        for day in () if ident.day else sorted(box.exceptions[ident.number]):
            own = box.fields(Ident(ident.number, day))
            _mail(box, Ident(ident.number, day), "update", own["attendees"])


def _mail(box: Mailbox, ident: Ident, what: str, whom: list[Json], comment: str = "") -> None:
    if whom:
        to = tuple(one["emailAddress"]["address"] for one in whom)
        box.mails_out.append(MailOut(what, to, box.id_of(ident), str(box.fields(ident)["subject"] or ""), comment))


def _by_address(attendees: list[Json]) -> Mapping[str, Any]:
    return {_address(one): one for one in attendees}


def _address(attendee: Json) -> str:
    return str(attendee["emailAddress"]["address"] or "").casefold()
