"""Which request goes where, what it needs leave for, and whose mailbox it may enter.

https://learn.microsoft.com/graph/permissions-reference
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.simulators.microsoft import answering, batch, delta, mail, people, reading, schedule, subscriptions, writing
from tests.simulators.microsoft.call import BASIC, Call, Grant
from tests.simulators.microsoft.errors import (
    GraphError,
    access_denied,
    bad_request,
    no_mailbox,
    not_found,
    over_concurrency,
)
from tests.simulators.microsoft.mailbox import Mailbox
from tests.simulators.microsoft.wire import read_preferences
from tests.simulators.wire import Answer, Asked

if TYPE_CHECKING:
    from tests.simulators.microsoft.graph import Graph

ANY: frozenset[str] = frozenset()
READ = frozenset({"Calendars.Read", "Calendars.ReadWrite"}) | BASIC
WRITE = frozenset({"Calendars.ReadWrite"})
PROFILE = frozenset({"User.Read", "User.ReadBasic.All", "User.Read.All"})
SETTINGS = frozenset({"MailboxSettings.Read", "MailboxSettings.ReadWrite"})
PLACES = frozenset({"Place.Read.All"})
SEND = frozenset({"Mail.Send"})
DRAFT = frozenset({"Mail.ReadWrite"})
MAIL = frozenset({"Mail.Read", "Mail.ReadBasic", "Mail.ReadBasic.All", "Mail.ReadWrite"})
FREE_BUSY = frozenset({"Calendars.Read", "Calendars.ReadWrite"}) | BASIC
OWNER = re.compile(r"/(?P<owner>me|users/(?P<who>[^/]+)|users\('(?P<quoted>[^']+)'\))(?P<rest>/.*)?", re.IGNORECASE)
ANY_CALENDAR = r"(?:/calendar|/calendars/(?P<calendar>[^/]+))?"
EVENT = r"/events/(?P<id>[^/]+)"


@dataclass(frozen=True, slots=True)
class Route:
    method: str
    path: re.Pattern[str]
    answer: Callable[[Call], Answer]
    needs: frozenset[str]


def _route(method: str, path: str, answer: Callable[[Call], Answer], needs: frozenset[str]) -> Route:
    return Route(method, re.compile(path, re.IGNORECASE), answer, needs)


OF_MAILBOX = (
    _route("GET", f"{ANY_CALENDAR}/calendarView", reading.view, READ),
    _route("GET", rf"{ANY_CALENDAR}/calendarView/(?:microsoft\.graph\.)?delta(?:\(\))?", delta.changes, READ),
    _route("GET", f"{ANY_CALENDAR}/events", reading.listing, READ),
    _route("POST", f"{ANY_CALENDAR}/events", writing.create, WRITE),
    _route("GET", f"{ANY_CALENDAR}{EVENT}", reading.one, READ),
    _route("PATCH", f"{ANY_CALENDAR}{EVENT}", writing.change, WRITE),
    _route("DELETE", f"{ANY_CALENDAR}{EVENT}", writing.remove, WRITE),
    _route("GET", f"{ANY_CALENDAR}{EVENT}/instances", reading.instances, READ),
    _route("POST", f"{ANY_CALENDAR}{EVENT}/cancel", writing.cancel, WRITE),
    _route("POST", f"{ANY_CALENDAR}{EVENT}/accept", answering.accept, WRITE),
    _route("POST", f"{ANY_CALENDAR}{EVENT}/tentativelyAccept", answering.tentatively_accept, WRITE),
    _route("POST", f"{ANY_CALENDAR}{EVENT}/decline", answering.decline, WRITE),
    _route("POST", f"{ANY_CALENDAR}/getSchedule", schedule.free_busy, FREE_BUSY),
    _route("GET", "/calendar|/calendars/(?P<calendar>[^/]+)", people.calendar, READ),
    _route("GET", "/calendars", people.calendars, READ),
    _route("GET", "/mailboxSettings", people.mailbox_settings, SETTINGS),
    _route("POST", "/translateExchangeIds", people.translate_ids, ANY),
    _route("POST", "/sendMail", mail.send, SEND),
    _route("POST", "/messages", mail.draft, DRAFT),
    _route("GET", "/messages/(?P<id>[^/]+)", mail.one, MAIL),
    _route("POST", "/messages/(?P<id>[^/]+)/send", mail.send_draft, SEND),
    _route("GET", "/mailFolders/(?P<folder>[^/]+)/messages", mail.listing, MAIL),
)
OF_TENANT = (
    _route("GET", r"/places/(?:microsoft\.)?graph\.room", people.rooms, PLACES),
    _route("POST", r"/\$batch", batch.answer, ANY),
    _route("POST", "/subscriptions", subscriptions.create, READ),
    _route("GET", "/subscriptions", subscriptions.listing, ANY),
    _route("GET", "/subscriptions/(?P<id>[^/]+)", subscriptions.one, ANY),
    _route("PATCH", "/subscriptions/(?P<id>[^/]+)", subscriptions.renew, ANY),
    _route("DELETE", "/subscriptions/(?P<id>[^/]+)", subscriptions.remove, ANY),
    _route("POST", "/subscriptions/(?P<id>[^/]+)/reauthorize", subscriptions.reauthorize, ANY),
)
NOBODY = Mailbox("", "")


def respond(graph: "Graph", asked: Asked) -> Answer:
    """What Graph answers; everything that is refused is raised as a GraphError."""
    grant = graph.accepts(asked.token) if asked.token else None
    if grant is None:
        raise GraphError(
            401,
            "InvalidAuthenticationToken",
            "Access token is empty or not valid.",
            headers={"WWW-Authenticate": 'Bearer realm=""'},
        )
    prefs = read_preferences(asked.headers.get("prefer", ""))
    found = OWNER.fullmatch(asked.path)
    if found is None:
        route, names = _find(OF_TENANT, asked.method, asked.path)
        _allow(grant, route)
        return route.answer(Call(graph, asked, grant, NOBODY, "", prefs, names))
    box = _box(graph, grant, found["who"] or found["quoted"])
    rest = found["rest"] or ""
    route, names = (
        (_route("GET", "", people.user, PROFILE), {}) if rest in {"", "/"} else _find(OF_MAILBOX, asked.method, rest)
    )
    _allow(grant, route)
    call = Call(graph, asked, grant, box, found["owner"], prefs, names)
    if not people.is_calendar(call):
        raise not_found()
    return _within(graph, box, route, call)


def _within(graph: "Graph", box: Mailbox, route: Route, call: Call) -> Answer:
    """At most four at once for one mailbox."""
    if not box.enabled and route.answer is not people.user:
        raise no_mailbox()
    with graph.busy(box.oid) as others:
        if others >= graph.most_at_once:
            raise over_concurrency()
        graph.wait(call.asked)
        with graph.lock:
            return route.answer(call)


def _find(routes: tuple[Route, ...], method: str, path: str) -> tuple[Route, dict[str, str]]:
    fits = [(route, found) for route in routes if (found := route.path.fullmatch(path))]
    for route, found in fits:
        if route.method == method:
            return route, {name: text for name, text in found.groupdict().items() if text is not None}
    if fits:
        raise GraphError(
            405, "Request_BadRequest", f"Specified HTTP method is not allowed for the request target: {method}."
        )
    raise bad_request(f"Resource not found for the segment '{path.rpartition('/')[2]}'.", "BadRequest")


def _allow(grant: Grant, route: Route) -> None:
    if route.needs and not grant.named & route.needs:
        raise access_denied()


def _box(graph: "Graph", grant: Grant, who: str | None) -> Mailbox:
    if who is None:
        if grant.app:
            raise GraphError(403, "ErrorAccessDenied", "/me request is only valid with delegated authentication flow.")
        who = grant.oid
    box = graph.mailbox_of(who)
    if box is None or (grant.tid and grant.tid != box.tenant):
        raise not_found("ErrorInvalidUser", f"The requested user '{who}' is invalid.")
    if (
        grant.app
        and grant.only is not None
        and not {box.oid, box.address.casefold()} & {one.casefold() for one in grant.only}
    ):
        raise access_denied()
    if not grant.app and box.oid.casefold() != grant.oid.casefold():
        raise access_denied()
    return box
