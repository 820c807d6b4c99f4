"""Whom Google mails by itself when somebody writes, changes or removes a meeting, and where answers go.

https://developers.google.com/workspace/calendar/api/concepts/sharing
"""

from collections.abc import Collection

from tests.simulators.google.calendar import Calendar, MailOut
from tests.simulators.google.call import Call
from tests.simulators.google.event import Json, is_own
from tests.simulators.google.idents import Ident

# What is one's own, and nobody is told of.
PERSONAL = frozenset({"reminders", "colorId", "transparency", "visibility"})


def with_answers(before: list[Json], after: list[Json]) -> list[Json]:
    """Whoever stays keeps his answer where none is told."""
    kept = {one["email"].casefold(): one["responseStatus"] for one in before}
    return [{"responseStatus": kept.get(one["email"].casefold(), "needsAction"), **one} for one in after]


def mail_change(call: Call, ident: Ident, before: Json, told: Collection[str]) -> None:
    after = call.box.fields(ident)
    earlier, later = _people(before), _people(after)
    mail(call, ident, "invitation", later - earlier)
    mail(call, ident, "cancellation", earlier - later)
    if set(told) - PERSONAL - {"attendees"}:
        mail(call, ident, "update", later & earlier)


def mail_people(call: Call, ident: Ident, what: str) -> None:
    mail(call, ident, what, _people(call.box.fields(ident)))


def mail(call: Call, ident: Ident, what: str, whom: Collection[str], comment: str = "") -> None:
    """Those that sendUpdates lets be told, without oneself."""
    wanted = call.params.get("sendUpdates", "none")
    told = {
        one for one in whom if one != call.box.address.casefold() and not one.endswith("resource.calendar.google.com")
    }
    if wanted == "externalOnly":
        told = {one for one in told if call.google.calendar_of(one) is None}
    if told and wanted != "none":
        summary = str(call.box.fields(ident).get("summary", ""))
        call.box.mails_out.append(MailOut(what, tuple(sorted(told)), str(ident), summary, comment))


def answer(call: Call, ident: Ident, before: Json) -> None:
    """One's own answer reaches the organiser's copy, where that calendar is here too: joined by iCalUID."""
    own = _own(call, call.box.fields(ident))
    if own is None or own == _own(call, before) or is_own(before, call.box.address):
        return
    organizer = before["organizer"].get("email", "")
    mail(call, ident, own["responseStatus"], {organizer.casefold()}, own.get("comment", ""))
    box = call.google.calendar_of(organizer)
    if box is not None:
        _reach(box, before["iCalUID"], ident.original, own)


def _reach(box: Calendar, uid: str, original: str, news: Json) -> None:
    for named in [named for named, kept in box.items.items() if kept["iCalUID"] == uid]:
        theirs = Ident(named, original)
        people = box.fields(theirs).get("attendees", [])
        box.update(theirs, {"attendees": [news if _same(one, news) else one for one in people]})


def decline(call: Call, ident: Ident) -> None:
    """Whoever removes what others organise declines it."""
    before = call.box.fields(ident)
    people = [
        {**one, "responseStatus": "declined"} if one["email"].casefold() == call.box.address.casefold() else one
        for one in before.get("attendees", [])
    ]
    if people:
        call.box.update(ident, {"attendees": people})
        answer(call, ident, before)


def _own(call: Call, kept: Json) -> Json | None:
    return next((one for one in kept.get("attendees", []) if _same(one, {"email": call.box.address})), None)


def _same(one: Json, other: Json) -> bool:
    return bool(one["email"].casefold() == other["email"].casefold())


def _people(kept: Json) -> set[str]:
    return {one["email"].casefold() for one in kept.get("attendees") or []}
