"""Which request goes where: paths, parameters and scopes are those of Google's discovery documents.

https://developers.google.com/workspace/calendar/api/v3/reference
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.simulators.discovery import Method, find
from tests.simulators.google import changes, channels, mail, people, reading, writing
from tests.simulators.google.calendar import Calendar
from tests.simulators.google.call import Call, Grant
from tests.simulators.google.errors import GoogleError, not_found, out_of_scope, unauthorized
from tests.simulators.wire import Answer, Asked, single

if TYPE_CHECKING:
    from tests.simulators.google.google import Google

ANSWERS: Mapping[str, Callable[[Call], Answer]] = {
    "calendar.events.list": changes.listing,
    "calendar.events.instances": changes.instances,
    "calendar.events.get": reading.get,
    "calendar.events.insert": writing.insert,
    "calendar.events.patch": writing.patch,
    "calendar.events.delete": writing.delete,
    "calendar.events.watch": channels.watch,
    "calendar.channels.stop": channels.stop,
    "calendar.settings.list": people.settings,
    "calendar.settings.get": people.setting,
    "calendar.calendarList.list": people.calendar_list,
    "calendar.calendarList.get": people.calendar_entry,
    "calendar.calendars.get": people.calendar,
    "calendar.freebusy.query": people.free_busy,
    "gmail.users.messages.send": mail.send,
    "gmail.users.messages.list": mail.listing,
    "gmail.users.drafts.create": mail.draft,
}
# Whoever listens may ask while it is told: no lock is held.
UNLOCKED = frozenset({"calendar.events.watch"})
METADATA = "https://www.googleapis.com/auth/gmail.metadata"


def respond(google: "Google", came: Asked) -> Answer:
    """What Google answers; everything that is refused is raised as a GoogleError."""
    asked = _meant(came)
    method, names = _find(asked)
    grant = google.accepts(asked.token) if asked.token else None
    if grant is None:
        raise unauthorized()
    if not grant.scopes & method.scopes:
        raise out_of_scope(method.id, method.scopes)
    if "q" in asked.params and METADATA in grant.scopes and not grant.scopes & (method.scopes - {METADATA}):
        raise GoogleError(403, "forbidden", "Metadata scope does not support 'q' parameter")
    call = Call(google, asked, grant, _box(google, grant, names), method, names)
    call.check()
    with google.busy(call.box.address):
        google.wait(came)
        if method.id in UNLOCKED:
            return ANSWERS[method.id](call)
        with google.lock:
            return ANSWERS[method.id](call)


def _meant(asked: Asked) -> Asked:
    """What is too long for an address comes as a form."""
    override = asked.headers.get("x-http-method-override", "")
    if not override or asked.method != "POST":
        return asked
    form = asked.body.decode()
    return replace(asked, method=override, query=form, params=single(form), body=b"")


def _find(asked: Asked) -> tuple[Method, dict[str, str]]:
    try:
        method = find(asked.method, asked.path)
    except LookupError as error:
        raise not_found() from error
    if method.id not in ANSWERS:
        raise not_found(f"The simulator does not play {method.id}.")
    told = method.path.fullmatch(asked.path)
    return method, told.groupdict() if told else {}


def _box(google: "Google", grant: Grant, names: Mapping[str, str]) -> Calendar:
    """One's own: `primary` and `me`, or by its address. Others' calendars seem not to be there."""
    named = names.get("calendarId", names.get("userId", "me"))
    own = named in {"primary", "me"} or named.casefold() == grant.address.casefold()
    box = google.calendar_of(grant.address) if own else None
    if box is None:
        raise not_found()
    return box
