"""Creating, changing and removing events by the interface, and what is refused to whom.

https://developers.google.com/workspace/calendar/api/v3/reference/events/patch
"""

from typing import Any

from tests.simulators.google import meet
from tests.simulators.google.call import Call
from tests.simulators.google.errors import (
    GoogleError,
    bad_request,
    deleted,
    duplicate,
    no_delegation,
    not_organizer,
)
from tests.simulators.google.event import Json, is_own
from tests.simulators.google.idents import OWN_ID, Ident
from tests.simulators.google.invitations import PERSONAL, answer, decline, mail_change, mail_people, with_answers
from tests.simulators.google.series import starts_of
from tests.simulators.google.times import moment, read_stamp, wall
from tests.simulators.wire import Answer, says

# What a client may send and nobody hears.
READ_ONLY = frozenset(
    [
        "attendeesOmitted",
        "created",
        "creator",
        "etag",
        "hangoutLink",
        "htmlLink",
        "kind",
        "locked",
        "organizer",
        "originalStartTime",
        "privateCopy",
        "recurringEventId",
        "updated",
    ]
)
LOCKED = frozenset({"summary", "description", "location", "start", "end", "recurrence"})
MERGED = frozenset({"start", "end", "extendedProperties", "reminders", "source"})
CREATABLE = frozenset({"default", "focusTime", "outOfOffice", "workingLocation"})
MOST_ATTENDEES = 200


def insert(call: Call) -> Answer:
    told = _read(call)
    for edge in ("start", "end"):
        if told.get(edge) is None:
            raise bad_request(f"Missing {edge} time.", "required")
        told[edge] = read_stamp(told[edge], edge, call.box.zone)
    if told.get("eventType", "default") not in CREATABLE:
        raise bad_request("Events of this type cannot be created.", "eventTypeRestriction", "calendar")
    _check_id(call, told)
    kept = call.box.completed(meet.about_conference(call, {}, told))
    _check_whole(call, kept)
    if call.params.get("conferenceDataVersion", "0") == "0" and call.box.settings.get("autoAddHangouts") == "true":
        key = {"requestId": meet.code_of("auto", str(call.box.version)), "conferenceSolutionKey": meet.KEY}
        kept["conferenceData"] = meet.pending(key)
    ident = call.box.put(kept)
    mail_people(call, ident, "invitation")
    return _told(call, ident)


def patch(call: Call) -> Answer:
    ident, told = call.ident, _read(call)
    before = call.box.fields(ident)
    call.match(before["etag"])
    for edge in {"id", "iCalUID", "eventType"} & told.keys():
        if told.pop(edge) != before.get(edge):
            raise bad_request(f"Cannot change the {edge} of an event.")
    ready = meet.about_conference(call, before, _merged(call, before, told))
    _check_leave(call, before, ready)
    if ready.get("attendees"):
        ready["attendees"] = with_answers(before.get("attendees", []), ready["attendees"])
    _check_whole(call, {**before, **ready})
    if ident.original and ready.get("recurrence"):
        raise bad_request("An instance has no recurrence of its own.")
    call.box.update(ident, ready)
    if ready.get("status") == "cancelled":
        mail_people(call, ident, "cancellation")
    elif is_own(before, call.box.address):
        mail_change(call, ident, before, ready.keys())
    answer(call, ident, before)
    return _told(call, ident)


def delete(call: Call) -> Answer:
    ident = call.ident
    if call.box.is_cancelled(ident):
        raise deleted()
    kept = call.box.fields(ident)
    call.match(kept["etag"])
    if is_own(kept, call.box.address):
        mail_people(call, ident, "cancellation")
    else:
        decline(call, ident)
    call.box.remove(ident)
    return says(None, 204)


def _told(call: Call, ident: Ident) -> Answer:
    """As it is now; a conference is pending here and comes to be right after, but where a test has it otherwise."""
    given = call.answer(call.box.shown(ident, call.look))
    if call.google.meets != "later":
        meet.finish(call.box, works=call.google.meets == "soon")
    return given


def _read(call: Call) -> Json:
    told = {name: value for name, value in call.told.items() if name not in READ_ONLY}
    people = told.get("attendees") or []
    if people and call.grant.app:
        raise no_delegation()
    if any("@" not in one.get("email", "") for one in people):
        raise bad_request("Invalid attendee email.")
    if len(people) > MOST_ATTENDEES:
        raise bad_request("The event has too many attendees.", "limitExceeded", "calendar")
    return told


def _check_id(call: Call, told: Json) -> None:
    if told.get("id") and told.get("iCalUID"):
        raise bad_request("Only one of id and iCalUID may be told.")
    if "id" in told and not OWN_ID.fullmatch(str(told["id"])):
        raise bad_request("Invalid resource id value.")
    if told.get("id") in call.box.items:
        raise duplicate()


def _check_whole(call: Call, kept: Json) -> None:
    zone = call.box.zone
    if ("date" in kept["start"]) != ("date" in kept["end"]):
        raise bad_request("The start and end times must either both be date or both be dateTime.")
    if moment(kept["end"], zone) < moment(kept["start"], zone):
        raise GoogleError(400, "timeRangeEmpty", "The specified time range is empty.", "calendar")
    if kept.get("recurrence"):
        starts_of(kept["recurrence"], wall(kept["start"], zone), kept["start"].get("timeZone", zone), 1)
    if kept["eventType"] in {"focusTime", "outOfOffice"} and "date" in kept["start"]:
        raise bad_request("An event of this type cannot last whole days.", "eventTypeRestriction", "calendar")
    if kept["eventType"] == "workingLocation":
        shown = (kept.get("visibility"), kept.get("transparency"), "workingLocationProperties" in kept)
        if shown != ("public", "transparent", True):
            raise bad_request("Malformed working location event.", "malformedWorkingLocationEvent", "calendar")


def _merged(call: Call, before: Json, told: Json) -> Json:
    """Lists are replaced whole; within some fields only what is told changes, and null takes it away."""
    ready = dict(told)
    for name in MERGED & told.keys():
        ready[name] = _merge(before.get(name), told[name])
    for edge in {"start", "end"} & told.keys():
        ready[edge] = read_stamp(ready[edge], edge, call.box.zone)
    return ready


def _merge(before: Any, told: Any) -> Any:
    if not isinstance(told, dict):
        return told
    kept = before if isinstance(before, dict) else {}
    news = {name: _merge(kept.get(name), value) for name, value in told.items()}
    return {name: value for name, value in {**kept, **news}.items() if value is not None}


def _check_leave(call: Call, before: Json, ready: Json) -> None:
    """What is shared only the organiser changes, but where guests may; what is locked nobody does."""
    changed = {name for name, value in ready.items() if value != before.get(name)}
    if before.get("locked") and LOCKED & changed:
        raise GoogleError(403, "forbidden", "Forbidden")
    if is_own(before, call.box.address) or before.get("guestsCanModify"):
        return
    shared = changed - PERSONAL - {"attendees", "extendedProperties"}
    props = (ready.get("extendedProperties") or {}).get("shared") != before.get("extendedProperties", {}).get("shared")
    if shared - {"status"} or ("extendedProperties" in changed and props) or _others(call, before, ready):
        raise not_organizer()


def _others(call: Call, before: Json, ready: Json) -> bool:
    """Whether anybody's entry but one's own is changed."""
    if "attendees" not in ready:
        return False

    def people(kept: Json) -> dict[str, str]:
        listed = {one["email"].casefold(): one.get("responseStatus", "") for one in kept.get("attendees") or []}
        return {who: said for who, said in listed.items() if who != call.box.address.casefold()}

    told, known = people(ready), people(before)
    return told.keys() != known.keys() or any(said and said != known[who] for who, said in told.items())
