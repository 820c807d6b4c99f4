"""Whom Exchange mails by itself when an organiser writes, changes or removes a meeting.

https://learn.microsoft.com/graph/api/event-update
"""

from collections.abc import Collection, Mapping
from typing import Any

from tests.simulators.microsoft.event import Json
from tests.simulators.microsoft.idents import Ident
from tests.simulators.microsoft.mailbox import Mailbox, MailOut

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


def others(attendees: list[Json], box: Mailbox) -> list[Json]:
    """Without the organiser, who is not listed on his own copy."""
    return [one for one in attendees if _address(one) != box.address.casefold()]


def with_answers(before: list[Json], after: list[Json]) -> list[Json]:
    """Whoever stays keeps his answer."""
    kept = {_address(one): one["status"] for one in before}
    return [{**one, "status": kept.get(_address(one), one["status"])} for one in after]


def mail_change(box: Mailbox, ident: Ident, before: Json, told: Collection[str]) -> None:
    """All hear of a change but of personal ones; of other attendees only those who come or go."""
    if not set(told) - PERSONAL:
        return
    after = box.fields(ident)
    earlier, later = _by_address(before["attendees"]), _by_address(after["attendees"])
    mail(box, ident, "invitation", [one for name, one in later.items() if name not in earlier])
    mail(box, ident, "cancellation", [one for name, one in earlier.items() if name not in later])
    if set(told) - PERSONAL - {"attendees"}:
        mail(box, ident, "update", [one for name, one in later.items() if name in earlier])
        for day in () if ident.day else sorted(box.exceptions[ident.number]):
            own = box.fields(Ident(ident.number, day))
            mail(box, Ident(ident.number, day), "update", own["attendees"])


def mail(box: Mailbox, ident: Ident, what: str, whom: list[Json], comment: str = "") -> None:
    if whom:
        to = tuple(one["emailAddress"]["address"] for one in whom)
        box.mails_out.append(MailOut(what, to, box.id_of(ident), str(box.fields(ident)["subject"] or ""), comment))


def _by_address(attendees: list[Json]) -> Mapping[str, Any]:
    return {_address(one): one for one in attendees}


def _address(attendee: Json) -> str:
    return str(attendee["emailAddress"]["address"] or "").casefold()
