"""What office.js asks Outlook on the web to do: a number it sends (ExecuteMethod), the name a pane knows it by, and what
Outlook does. https://learn.microsoft.com/javascript/api/outlook

The numbers are those of outlook-web-16.01.js in @microsoft/office-js 1.1.110. An answer is {error, errorCode, data};
some have names of their own instead of `data`, those are `Whole`.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.simulators.outlook.items import Item, milliseconds, moment, raw_person, told_person

Given = Mapping[Any, Any]
Event = tuple[str, Any]
MOST_NOTIFICATIONS = 5
RECIPIENTS = ("requiredAttendees", "optionalAttendees")
TIMES = {1: "start", 2: "end"}
TYPES = ("informationalMessage", "progressIndicator", "errorMessage", "insightMessage")


class Failed(Exception):
    """With a code of Office, of those in getErrorArgs: 9046 is ItemNotSaved."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Whole(dict[str, Any]):
    """An answer that is more than its data."""


@dataclass(slots=True)
class Desk:
    """What Outlook keeps while the pane is open: the item, the bars above it, and what a pane laid aside."""

    item: Item | None
    notifications: dict[str, dict[str, Any]] = field(default_factory=dict)
    session: dict[str, str] = field(default_factory=dict)
    properties: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)  # what everybody who listens is to be told after an answer

    @property
    def open(self) -> Item:
        if self.item is None:
            raise Failed(9030)
        return self.item

    def change(self, **changes: Any) -> None:
        self.open.update(changes)
        self.events += [told for told in (_told(self.open, name) for name in changes) if told]


def _told(item: Item, name: str) -> Event | None:
    if name in RECIPIENTS:
        return "olkRecipientsChanged", [json.dumps({one: one == name for one in RECIPIENTS})]
    if name in TIMES.values():
        return "olkAppointmentTimeChanged", [json.dumps({one: milliseconds(item[one]) for one in TIMES.values()})]
    if name == "location":
        return "olkEnhancedLocationsChanged", [json.dumps({"enhancedLocations": _places(item)})]
    return None


def _places(item: Item) -> list[dict[str, Any]]:
    """`location` as enhancedLocation tells it; `rooms` of the item has the address of each that is a room."""
    rooms = item.get("rooms", {})
    names = [name.strip() for name in item["location"].split(";") if name.strip()]
    kinds = {name: {"id": rooms.get(name, name), "type": "room" if name in rooms else "custom"} for name in names}
    return [
        {"locationIdentifier": kind, "displayName": name, "emailAddress": rooms.get(name, "")}
        for name, kind in kinds.items()
    ]


def _get_people(desk: Desk, given: Given) -> object:
    return [raw_person(one) for one in desk.open[RECIPIENTS[given["recipientField"]]]]


def _set_people(desk: Desk, given: Given) -> None:
    desk.change(**{RECIPIENTS[given["recipientField"]]: [told_person(one) for one in given["recipientArray"]]})


def _add_people(desk: Desk, given: Given) -> None:
    name = RECIPIENTS[given["recipientField"]]
    desk.change(**{name: desk.open[name] + [told_person(one) for one in given["recipientArray"]]})


def _set_time(desk: Desk, given: Given) -> None:
    name, at = TIMES[given["TimeProperty"]], moment(given["time"])
    lasts = desk.open["end"] - desk.open["start"]
    if name == "end" and at < desk.open["start"]:
        raise Failed(9010)
    desk.change(**({"start": at, "end": at + lasts} if name == "start" else {"end": at}))


def _add_places(desk: Desk, given: Given) -> None:
    names = [one["locationIdentifier"]["id"] for one in _places(desk.open)]
    desk.change(location="; ".join([*names, *(one["id"] for one in given["enhancedLocations"])]))


def _remove_places(desk: Desk, given: Given) -> None:
    gone = {one["id"] for one in given["enhancedLocations"]}
    kept = [one["displayName"] for one in _places(desk.open) if one["locationIdentifier"]["id"] not in gone]
    desk.change(location="; ".join(kept))


def _get_id(desk: Desk, given: Given) -> object:
    if not desk.open["itemId"]:
        raise Failed(9046)
    return desk.open["itemId"]


def _save(desk: Desk, given: Given) -> object:
    desk.open["itemId"] = desk.open["itemId"] or "AAMk/saved+1="
    return desk.open["itemId"]


def _add_notification(desk: Desk, given: Given) -> None:
    if given["key"] in desk.notifications:
        raise Failed(9023)
    if len(desk.notifications) == MOST_NOTIFICATIONS:
        raise Failed(9025)
    desk.notifications[given["key"]] = {**given, "type": TYPES[given["type"]]}


def _replace_notification(desk: Desk, given: Given) -> None:
    desk.notifications[_known(desk, given)] = {**given, "type": TYPES[given["type"]]}


def _remove_notification(desk: Desk, given: Given) -> None:
    del desk.notifications[_known(desk, given)]


def _known(desk: Desk, given: Given) -> str:
    if given["key"] not in desk.notifications:
        raise Failed(9024)
    return str(given["key"])


def _get_session(desk: Desk, given: Given) -> object:
    if given["name"] not in desk.session:
        raise Failed(9050)
    return desk.session[given["name"]]


def _no_exchange_token(desk: Desk, given: Given) -> object:
    """They are off in every tenant."""
    return Whole(wasSuccessful=False, errorCode=9018, errorName="GenericTokenError", errorMessage="")


def _only_told(desk: Desk, given: Given) -> None:
    """Outlook opens a window, or closes one; here it is among the calls."""


METHODS: Mapping[int, tuple[str, Callable[[Desk, Given], object]]] = {
    2: ("mailbox.getUserIdentityTokenAsync", _no_exchange_token),
    3: ("loadCustomPropertiesAsync", lambda d, _: Whole(wasSuccessful=True, customProperties=json.dumps(d.properties))),
    4: ("customProperties.saveAsync", lambda d, given: d.properties.update(given["customProperties"])),
    7: ("displayNewAppointmentForm", _only_told),
    8: ("displayMessageForm", _only_told),
    9: ("displayAppointmentForm", _only_told),
    10: ("displayReplyForm", _only_told),
    11: ("displayReplyAllForm", _only_told),
    12: ("mailbox.getCallbackTokenAsync", _no_exchange_token),
    14: ("body.getTypeAsync", lambda _, __: "html"),
    15: ("{people}.getAsync", _get_people),
    17: ("subject.setAsync", lambda d, given: d.change(subject=given["subject"])),
    18: ("subject.getAsync", lambda d, _: d.open["subject"]),
    21: ("{people}.setAsync", _set_people),
    22: ("{people}.addAsync", _add_people),
    23: ("body.prependAsync", lambda d, given: d.change(body=given["data"] + d.open["body"])),
    24: ("{time}.getAsync", lambda d, given: milliseconds(d.open[TIMES[given["TimeProperty"]]])),
    25: ("{time}.setAsync", _set_time),
    26: ("location.getAsync", lambda d, _: d.open["location"]),
    27: ("location.setAsync", lambda d, given: d.change(location=given["location"])),
    30: ("displayReplyForm", _only_told),
    31: ("displayReplyAllForm", _only_told),
    32: ("saveAsync", _save),
    33: ("notificationMessages.addAsync", _add_notification),
    34: ("notificationMessages.getAllAsync", lambda d, _: list(d.notifications.values())),
    35: ("notificationMessages.replaceAsync", _replace_notification),
    36: ("notificationMessages.removeAsync", _remove_notification),
    37: ("body.getAsync", lambda d, _: d.open["body"]),
    38: ("body.setAsync", lambda d, given: d.change(body=given["data"])),
    41: ("close", _only_told),
    44: ("displayNewMessageForm", _only_told),
    99: ("getInitializationContextAsync", lambda _, __: ""),
    103: ("recurrence.getAsync", lambda d, _: None),
    107: ("organizer.getAsync", lambda d, _: raw_person(d.open["organizer"])),
    154: ("enhancedLocation.getAsync", lambda d, _: _places(d.open)),
    155: ("enhancedLocation.addAsync", _add_places),
    156: ("enhancedLocation.removeAsync", _remove_places),
    157: ("categories.getAsync", lambda d, _: [{"displayName": one} for one in d.open.get("categories", [])]),
    164: ("getItemIdAsync", _get_id),
    169: ("isAllDayEvent.getAsync", lambda d, _: d.open.get("isAllDayEvent", False)),
    171: ("sensitivity.getAsync", lambda d, _: d.open.get("sensitivity", "normal")),
    177: ("displayNewAppointmentFormAsync", _only_told),
    178: ("displayNewMessageFormAsync", _only_told),
    179: ("displayMessageFormAsync", _only_told),
    180: ("displayAppointmentFormAsync", _only_told),
    181: ("displayReplyFormAsync", _only_told),
    182: ("displayReplyAllFormAsync", _only_told),
    183: ("displayReplyFormAsync", _only_told),
    184: ("displayReplyAllFormAsync", _only_told),
    185: ("sessionData.setAsync", lambda d, given: d.session.update({given["name"]: given["value"]})),
    186: ("sessionData.getAsync", _get_session),
    187: ("sessionData.getAllAsync", lambda d, _: dict(d.session)),
    188: ("sessionData.clearAsync", lambda d, _: d.session.clear()),
    189: ("sessionData.removeAsync", lambda d, given: d.session.pop(given["name"], None) and None),
    404: ("roamingSettings.saveAsync", lambda d, given: d.settings.update(given[0])),
}
QUIET = {163, 193, 400, 401, 402}  # telemetry


def name_of(number: int, given: Given | None) -> str:
    name, _ = METHODS.get(number, (f"dispatch {number}", None))
    told = given if isinstance(given, Mapping) else {}
    people = RECIPIENTS[told.get("recipientField", 0)]
    return name.format(people=people, time=TIMES[told.get("TimeProperty", 1)])


def carry_out(desk: Desk, number: int, given: Given, failing: Mapping[str | int, int]) -> dict[str, Any]:
    """What office.js is answered; a method that is not played here fails as one Outlook does not know."""
    _, method = METHODS.get(number, ("", None))
    code = failing.get(number) or failing.get(name_of(number, given)) or (0 if method or number in QUIET else 5000)
    try:
        if code:
            raise Failed(code)
        data = method(desk, given) if method else None
    except Failed as failed:
        return {"wasSuccessful": False, "error": True, "errorCode": failed.code}
    return data if isinstance(data, Whole) else {"wasSuccessful": True, "error": False, "errorCode": 0, "data": data}
