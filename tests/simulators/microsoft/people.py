"""Whose mailbox it is, how it is set up, its calendars, the rooms of the house, and ids turned into others.

https://learn.microsoft.com/graph/api/user-get-mailboxsettings
"""

from urllib.parse import quote

from tests.simulators.microsoft.call import Call
from tests.simulators.microsoft.errors import bad_query, bad_request, not_found
from tests.simulators.microsoft.event import Json
from tests.simulators.microsoft.idents import Ident, change_key, read_id, write_id
from tests.simulators.microsoft.mailbox import Mailbox
from tests.simulators.microsoft.reading import read_count
from tests.simulators.microsoft.wire import says
from tests.simulators.wire import Answer

LOCALES = {
    "sv-SE": ("Swedish (Sweden)", "yyyy-MM-dd", "HH:mm"),
    "en-US": ("English (United States)", "M/d/yyyy", "h:mm tt"),
    "nb-NO": ("Norwegian Bokmål (Norway)", "dd.MM.yyyy", "HH:mm"),
}
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday"]
USER: tuple[str, ...] = (
    "id",
    "displayName",
    "mail",
    "userPrincipalName",
    "businessPhones",
    "givenName",
    "jobTitle",
    "mobilePhone",
)
USER += ("officeLocation", "preferredLanguage", "surname")
KINDS_OF_ID = {"restId", "restImmutableEntryId", "ewsId"}
MOST_IDS = 1000


def user(call: Call) -> Answer:
    box = call.box
    given, _, surname = box.name.partition(" ")
    known: Json = {"id": box.oid, "displayName": box.name, "mail": box.address, "userPrincipalName": box.address}
    known |= {"givenName": given, "surname": surname, "preferredLanguage": box.language, "businessPhones": []}
    wanted = [name.strip() for name in call.params["$select"].split(",")] if "$select" in call.params else USER
    for name in wanted:
        if name not in USER:
            raise bad_query(f"Could not find a property named '{name}' on type 'microsoft.graph.user'.")
    return says({"@odata.context": call.context("users/$entity"), **{name: known.get(name) for name in wanted}})


def working_hours(box: Mailbox) -> Json:
    usual = {"daysOfWeek": WEEKDAYS, "startTime": "08:00:00.0000000", "endTime": "17:00:00.0000000"}
    whole: Json = box.settings.get("workingHours") or {**usual, "timeZone": {"name": box.zone}}
    return whole


def mailbox_settings(call: Call) -> Answer:
    box = call.box
    words, day, clock = LOCALES.get(box.language, (box.language, "yyyy-MM-dd", "HH:mm"))
    far = {"dateTime": "2026-01-01T00:00:00.0000000", "timeZone": "UTC"}
    replies = {
        "status": "disabled",
        "externalAudience": "all",
        "scheduledStartDateTime": far,
        "scheduledEndDateTime": far,
    }
    whole: Json = {
        "automaticRepliesSetting": {**replies, "internalReplyMessage": "", "externalReplyMessage": ""},
        "timeZone": box.zone,
        "language": {"locale": box.language, "displayName": words},
        "workingHours": working_hours(box),
        "dateFormat": day,
        "timeFormat": clock,
        "delegateMeetingMessageDeliveryOptions": "sendToDelegateOnly",
        "userPurpose": "user",
    }
    context = call.context(f"users('{quote(box.oid)}')/mailboxSettings")
    return says({"@odata.context": context, **whole, **box.settings})


def calendar(call: Call) -> Answer:
    return says(
        {"@odata.context": call.context(f"users('{quote(call.box.oid)}')/calendar/$entity"), **_calendar(call.box)}
    )


def calendars(call: Call) -> Answer:
    return call.collection(f"users('{quote(call.box.oid)}')/calendars", [_calendar(call.box)])


def calendar_id(box: Mailbox) -> str:
    return write_id(box.oid + "calendar", Ident(0), lasting=False)


def is_calendar(call: Call) -> bool:
    return call.names.get("calendar") in {None, calendar_id(call.box)}


def rooms(call: Call) -> Answer:
    skip, size = read_count(call, "$skip", 0, 10**9), read_count(call, "$top", 100, 1000)
    whole: Json = {"@odata.context": f"{call.graph.url}/$metadata#places/microsoft.graph.room"}
    whole["value"] = call.graph.rooms[skip : skip + size]
    if skip + size < len(call.graph.rooms):
        whole["@odata.nextLink"] = f"{call.graph.url}{call.asked.path}?$top={size}&$skip={skip + size}"
    return says(whole)


def translate_ids(call: Call) -> Answer:
    told = call.told
    inputs, source, target = told.get("inputIds"), told.get("sourceIdType"), told.get("targetIdType")
    if not isinstance(inputs, list) or not {source, target} <= KINDS_OF_ID:
        raise bad_request("inputIds, sourceIdType and targetIdType are needed.", "ErrorInvalidArgument")
    if len(inputs) > MOST_IDS:
        raise bad_request(f"At most {MOST_IDS} ids can be translated at once.", "ErrorInvalidArgument")
    values = [{"sourceId": one, "targetId": _translated(call.box, str(one), str(target))} for one in inputs]
    return says({"@odata.context": call.context("Collection(microsoft.graph.convertIdResult)"), "value": values})


def _translated(box: Mailbox, told: str, target: str) -> str:
    ident = read_id(box.oid, told.replace("/", "-").replace("+", "_"))
    if ident is None:
        raise not_found()
    written = write_id(box.oid, ident, lasting=target == "restImmutableEntryId")
    return written.replace("-", "/").replace("_", "+") if target == "ewsId" else written


def _calendar(box: Mailbox) -> Json:
    return {
        "id": calendar_id(box),
        "name": "Kalender" if box.language.startswith("sv") else "Calendar",
        "color": "auto",
        "hexColor": "",
        "isDefaultCalendar": True,
        "changeKey": change_key(box.oid + "calendar", 1),
        "canShare": True,
        "canViewPrivateItems": True,
        "canEdit": True,
        "allowedOnlineMeetingProviders": ["teamsForBusiness"],
        "defaultOnlineMeetingProvider": "teamsForBusiness",
        "isTallyingResponses": True,
        "isRemovable": False,
        "owner": {"name": box.name, "address": box.address},
    }
