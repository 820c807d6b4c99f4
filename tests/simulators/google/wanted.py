"""Which events a list is of, by what it is asked for, and in which order.

https://developers.google.com/workspace/calendar/api/v3/reference/events/list
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from tests.simulators.google.call import Call
from tests.simulators.google.errors import bad_request, empty_range, too_long_ago
from tests.simulators.google.event import Json
from tests.simulators.google.idents import Ident
from tests.simulators.google.times import moment, read_query_time

REMEMBERS = timedelta(days=30)
Window = tuple[datetime | None, datetime | None]


def read_window(call: Call) -> Window:
    after, before = (
        read_query_time(call.params[name], name) if name in call.params else None for name in ("timeMin", "timeMax")
    )
    if after and before and after >= before:
        raise empty_range()
    return after, before


def read_since(call: Call) -> datetime | None:
    if "updatedMin" not in call.params:
        return None
    since = read_query_time(call.params["updatedMin"], "updatedMin")
    if since < call.google.now() - REMEMBERS:
        raise too_long_ago()
    return since


def fits(call: Call, ident: Ident, since: datetime | None) -> bool:
    kept, params = call.box.fields(ident), call.params
    if since and datetime.fromisoformat(kept["updated"]) < since:
        return False
    if not (since or is_shown(call, ident)) or not is_wanted_type(call, ident):
        return False
    if params.get("iCalUID", kept["iCalUID"]) != kept["iCalUID"]:
        return False
    words = " ".join(str(kept.get(name, "")) for name in ("summary", "description", "location", "attendees"))
    return params.get("q", "").casefold() in words.casefold() and _has_properties(call, kept)


def is_shown(call: Call, ident: Ident) -> bool:
    """Cancelled instances of a living series are told where series are."""
    if not call.box.is_cancelled(ident) or call.yes("showDeleted"):
        return True
    is_list = call.method.id.endswith(".list")
    living = call.box.items[ident.id]["status"] != "cancelled"
    return is_list and bool(ident.original) and living and not call.yes("singleEvents")


def is_wanted_type(call: Call, ident: Ident) -> bool:
    wanted = call.asked.every("eventTypes")
    return not wanted or call.box.items[ident.id]["eventType"] in wanted


def _has_properties(call: Call, kept: Json) -> bool:
    told = kept.get("extendedProperties", {})
    return all(
        told.get(kind, {}).get(name) == value
        for kind in ("private", "shared")
        for name, _, value in (one.partition("=") for one in call.asked.every(f"{kind}ExtendedProperty"))
    )


def ordered(call: Call, found: Iterable[Ident]) -> list[Ident]:
    order = call.params.get("orderBy")
    if order == "startTime" and not call.yes("singleEvents"):
        text = "The requested ordering is not available for the particular query."
        raise bad_request(text, "badRequest")
    names = sorted(found, key=lambda one: sha256(str(one).encode()).digest())  # no order is promised
    if order == "startTime":
        names.sort(key=lambda one: moment(call.box.fields(one)["start"], call.box.zone))
    if order == "updated":
        names.sort(key=lambda one: str(call.box.fields(one)["updated"]))
    return names
