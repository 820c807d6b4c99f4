"""What is open in Outlook, in the words of Office.js, and as office.js is told of it (GetInitialData).

A mutable dict: "itemId", "subject", "start" and "end" (aware), "location", "organizer", "requiredAttendees" ...; people
are `somebody()`. https://learn.microsoft.com/javascript/api/outlook/office.appointmentread
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import Any

from connectors.meetings import Person
from tests.world import ASTRID, KARIN, NOW, PER, SVEN

Item = dict[str, Any]
RESPONSES = ("none", "organizer", "tentative", "accepted", "declined")
NEW = {"itemId": None, "subject": "", "location": "", "body": ""}
KINDS = ("other", "distributionList", "user", "externalUser")


class Mode(Enum):
    """Each value is office.js's own number of it, and what tells it from others of the number.

    | mode | in Outlook |
    |---|---|
    | ATTENDEE | a meeting somebody else organises, opened to read |
    | ORGANISER | an own meeting that is saved: Outlook opens it for writing, and getItemIdAsync knows its id |
    | COMPOSE | a new meeting, not saved: getItemIdAsync fails with 9046 until saveAsync |
    | MESSAGE | a letter, read |
    | REQUEST | an invitation in the inbox: a message with start, end and location |
    | PINNED | a letter beside a pane that stays while others are selected, and none |
    """

    ATTENDEE = (2, "read")
    ORGANISER = (5, "saved")
    COMPOSE = (5, "new")
    MESSAGE = (1, "read")
    REQUEST = (3, "read")
    PINNED = (1, "stays")

    @property
    def number(self) -> int:
        return self.value[0]

    @property
    def pinned(self) -> bool:
        return self is Mode.PINNED

    @property
    def writes(self) -> bool:
        return self.number == 5


def somebody(person: Person, response: str = "none", kind: str = "user") -> dict[str, str]:
    return {
        "displayName": person.name,
        "emailAddress": person.address,
        "appointmentResponse": response,
        "recipientType": kind,
    }


def usual(mode: Mode) -> Item:
    """A meeting between Astrid and Bruket, or a letter of theirs."""
    return {**(_meeting(mode) if mode in (Mode.ATTENDEE, Mode.ORGANISER, Mode.COMPOSE) else _letter(mode))}


def _meeting(mode: Mode) -> Item:
    ours, theirs = somebody(ASTRID, "organizer"), somebody(KARIN, "accepted", "externalUser")
    people: Mapping[Mode, Item] = {
        Mode.ATTENDEE: {
            "organizer": somebody(KARIN, "organizer", "externalUser"),
            "requiredAttendees": [somebody(ASTRID, "accepted"), somebody(SVEN, "tentative")],
            "optionalAttendees": [somebody(PER, "none", "externalUser")],
        },
        Mode.ORGANISER: {"organizer": ours, "requiredAttendees": [theirs], "optionalAttendees": []},
        Mode.COMPOSE: {"organizer": ours, "requiredAttendees": [], "optionalAttendees": [], **NEW},
    }
    return _call() | people[mode]


def _call() -> Item:
    start = NOW + timedelta(days=2)
    when = {"start": start, "end": start + timedelta(minutes=30), "seriesId": None}
    said = {"itemId": "AAMk/meeting+1=", "subject": "Avstämning med Bruket", "body": "Priser och leverans."}
    return {**when, **said, "location": "Microsoft Teams-möte", "itemClass": "IPM.Appointment"}


def _letter(mode: Mode) -> Item:
    theirs = somebody(KARIN, kind="externalUser")
    letter = {"itemId": "AAMk/letter+1=", "subject": "Priser", "from": theirs, "to": [somebody(ASTRID)], "cc": []}
    letter |= {"conversationId": "AAQk-1", "internetMessageId": "<1@bruket.example>", "body": "Hej"}
    invitation = _call() if mode is Mode.REQUEST else {}
    return letter | invitation | {"itemClass": "IPM.Schedule.Meeting.Request" if invitation else "IPM.Note"}


def initial(item: Item | None, mode: Mode, owner: Person) -> dict[str, Any] | None:
    """What office.js makes `Office.context.mailbox` of; nothing where nothing is selected. Of an item that is written it
    is told nothing: it asks."""
    if item is None:
        return None
    told = _mailbox(owner) | {"itemType": mode.number, "seriesId": item.get("seriesId")}
    return told if mode.writes else told | _read(item)


def _mailbox(owner: Person) -> dict[str, Any]:
    return {
        "permissionLevel": 3,  # ReadWriteItem; 1 is ReadItem and 2 ReadWriteMailbox
        "userDisplayName": owner.name,
        "userEmailAddress": owner.address,
        "userTimeZone": "W. Europe Standard Time",
        "userProfileType": "office365",
        "hostVersion": "20261120009.05",
        "owaView": "ThreeColumns",
        "isRestIdSupported": False,
        "timeZoneOffsets": [],
    }


def _read(item: Item) -> dict[str, Any]:
    people = {"to": item.get("requiredAttendees", item.get("to")), "cc": item.get("optionalAttendees", item.get("cc"))}
    told: dict[str, Any] = {name: [raw_person(one) for one in some or []] for name, some in people.items()}
    told |= {name: raw_person(item[name]) for name in ("organizer", "from") if item.get(name)}
    told |= {"sender": told.get("from"), "id": item["itemId"], "normalizedSubject": item["subject"], "attachments": []}
    told |= {name: milliseconds(item[name]) for name in ("start", "end") if name in item}
    plain = ("subject", "location", "conversationId", "internetMessageId")
    told |= {name: item[name] for name in plain if name in item}
    made = milliseconds(item.get("dateTimeCreated", NOW))
    return told | {"itemClass": item.get("itemClass", "IPM.Appointment"), "dateTimeCreated": made}


def raw_person(person: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": person["displayName"],
        "address": person["emailAddress"],
        "appointmentResponse": RESPONSES.index(person.get("appointmentResponse", "none")),
        "recipientType": KINDS.index(person.get("recipientType", "user")),
    }


def told_person(raw: Mapping[str, str]) -> dict[str, str]:
    """Somebody a pane has written into an item."""
    return somebody(Person(raw["address"], raw.get("name") or raw["address"]), kind="other")


def milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def moment(milliseconds: float) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
