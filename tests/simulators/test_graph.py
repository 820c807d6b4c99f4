"""Graph as it is played here, judged by what others wrote: samples in the documented shapes, and Microsoft's own types."""

import jsonschema
import pytest

from tests.simulators.judges import is_a, is_like, sample
from tests.simulators.microsoft import (
    Graph,
    Mailbox,
    keep_invitation,
    throttled,
)
from tests.simulators.microsoft.client import (
    FIRST,
    KARIN,
    LASTING,
    MONTH,
    TO_KARIN,
    WEEK,
    Client,
    at,
    code,
    invited,
    meeting,
    mondays,
    named,
    visit,
)

NEWER = ("occurrenceId",)  # returned today, absent from the samples of 2017


def test_a_created_event_is_as_documented(client: Client) -> None:
    told = visit(attendees=[KARIN], location={"displayName": "Fagersta"}, transactionId="b1")
    is_like("event_created", client.post("/me/events", told).json(), *NEWER, "locations.uniqueId")


def test_an_event_in_two_places_is_as_documented(client: Client) -> None:
    there = sample("event_created_in_two_places")["locations"][1]
    told = visit(attendees=[KARIN], locations=[{"displayName": "Rum Äpplet"}, there])
    is_like("event_created_in_two_places", client.post("/me/events", told).json(), *NEWER)


def test_an_event_made_for_teams_is_as_documented(client: Client) -> None:
    told = visit(attendees=[KARIN], location={"displayName": "Fagersta"}, isOnlineMeeting=True)
    served = client.post("/me/events", told).json()
    is_like("event_created_with_teams", served, *NEWER, "locations.uniqueId")
    fields = "isOnlineMeeting,onlineMeetingProvider,onlineMeeting"
    is_like("event_selected", client.get(f"{named(served)}?$select={fields}").json())


def test_rounds_are_as_documented(client: Client, box: Mailbox) -> None:
    mondays(box)
    lone = box.add(**visit())
    first = client.get(f"/me/calendarView/delta?{WEEK}", Prefer="odata.maxpagesize=1").json()
    assert first.keys() == {"@odata.context", "@odata.nextLink", "value"}
    entries, link = client.round(f"/me/calendarView/delta?{WEEK}")
    single = next(one for one in entries if one.get("subject") == "Besök")
    assert sample("delta_page")["value"][0].keys() <= single.keys()
    is_like("delta_occurrence", next(one for one in entries if one["type"] == "occurrence"))
    box.delete(lone["id"])
    last = client.get(link).json()
    assert last.keys() == sample("delta_last_page").keys()
    is_like("delta_removed", last["value"][0])


def test_instances_are_as_documented(client: Client, box: Mailbox) -> None:
    series = mondays(box)
    box.change_occurrence(series["id"], FIRST[1], start=at(10, 9), end=at(10, 10))
    fields = "subject,bodyPreview,seriesMasterId,type,recurrence,start,end"
    is_like("instances", client.get(f"{named(series)}/instances?{MONTH}&$select={fields}").json())


def test_a_master_tells_what_differs_as_documented(client: Client, box: Mailbox) -> None:
    series = mondays(box)
    box.cancel_occurrence(series["id"], FIRST[2])
    box.change_occurrence(series["id"], FIRST[1], start=at(10, 9), end=at(10, 10))
    fields = "subject,start,end,occurrenceId,exceptionOccurrences,cancelledOccurrences"
    master = client.get(f"{named(series)}?$select={fields}&$expand=exceptionOccurrences", **LASTING).json()
    assert master["cancelledOccurrences"] == [f"OID.{series['id']}.2026-03-16"]
    [exception] = master["exceptionOccurrences"]
    assert (exception["occurrenceId"], exception["start"]["dateTime"][:10]) == (
        f"OID.{series['id']}.2026-03-09",
        "2026-03-10",
    )
    master["exceptionOccurrences"] = [
        {name: exception[name] for name in ("id", "subject", "occurrenceId", "start", "end")}
    ]
    is_like("series_master", master)


def test_what_is_asked_once_is_as_documented(graph: Graph, client: Client, box: Mailbox) -> None:
    place = {"street": "Storgatan 4", "city": "Västerås", "state": "", "postalCode": "722 12", "countryOrRegion": "SE"}
    here = {"latitude": 59.61, "longitude": 16.55}
    more = {"label": "1", "building": "1", "capacity": 6, "floorNumber": 1, "tags": ["tavla"]}
    graph.room("Rum Äpplet", "rum.applet@nordverk.example", address=place, geoCoordinates=here, **more)
    is_like("rooms", client.get("/places/microsoft.graph.room").json(), "value.floorLabel", "value.displayDeviceName")
    is_like("mailbox_settings", client.get("/me/mailboxSettings").json(), "userPurpose")
    is_like("calendar", client.get("/me/calendar").json(), "isDefaultCalendar", "hexColor")
    event = box.add(**visit())
    ids = {"inputIds": [event["id"]], "sourceIdType": "restImmutableEntryId", "targetIdType": "restId"}
    is_like("translated_ids", client.post("/me/translateExchangeIds", ids).json(), "@odata.context")
    box.add(**visit(showAs="free"))
    when = {"startTime": at(3, 9), "endTime": at(3, 13), "availabilityViewInterval": 60}
    asked = client.post("/me/calendar/getSchedule", {"schedules": [box.address], **when}).json()
    assert asked["value"][0]["availabilityView"] == "0200"
    is_like("schedules", asked)


def test_refusals_are_as_documented(graph: Graph, client: Client) -> None:
    about = ("error.innerError.client-request-id",)
    graph.next(throttled())
    answer = client.get("/me/calendar")
    assert answer.headers["Retry-After"] == "2.128"
    is_like("error_429", answer.json(), *about)
    whole = ("error.innerError",)
    client.post("/me/events", visit(transactionId="b1"))
    is_like("error_duplicate", client.post("/me/events", visit(transactionId="b1")).json(), *whole)
    _, link = client.round(f"/me/calendarView/delta?{WEEK}")
    graph.expire_tokens()
    answer = client.get(link)
    assert answer.headers["Location"].endswith("/me/calendarView/delta?$deltatoken=")
    assert code(answer) == (410, "SyncStateNotFound")
    is_like("error_410", answer.json(), *whole)
    answer = client.ask("POST", "/me/sendMail", data=b"kanel", headers={"Content-Type": "text/plain"})
    is_like("error_bad_mime", answer.json(), *whole)


def test_the_types_would_not_accept_anything() -> None:
    with pytest.raises(jsonschema.ValidationError):
        is_a("Event", {"showAs": "away"})
    with pytest.raises(jsonschema.ValidationError):
        is_a("Event", {"uid": "beta only"})


def test_every_event_is_of_microsofts_type(client: Client, box: Mailbox) -> None:
    series = mondays(box, attendees=[KARIN])
    box.change_occurrence(series["id"], FIRST[1], start=at(10, 9), end=at(10, 10))
    meeting(box, isOnlineMeeting=True, onlineMeeting={"joinUrl": "https://teams.microsoft.com/meet/123?p=k"})
    invited(box, isCancelled=True, showAs="free", sensitivity="private")
    box.add(**visit(isAllDay=True, start=at(4, 0), end=at(5, 0)))
    view = client.get(f"/me/calendarView?{MONTH}&$top=50").json()["value"]
    listed = client.get("/me/events?$top=50").json()["value"]
    changed, _ = client.round(f"/me/calendarView/delta?{MONTH}")
    assert {one["type"] for one in view} == {"singleInstance", "occurrence", "exception"}
    assert {one["type"] for one in listed} == {"singleInstance", "seriesMaster"}
    for one in (*view, *listed, *changed, client.get(named(series)).json()):
        is_a("Event", one)


def test_everything_else_is_of_microsofts_types(graph: Graph, client: Client, box: Mailbox) -> None:
    graph.room("Rum Äpplet", "rum.applet@nordverk.example", capacity=6)
    is_a("Room", client.get("/places/microsoft.graph.room").json()["value"][0])
    is_a("MailboxSettings", client.get("/me/mailboxSettings").json())
    is_a("Calendar", client.get("/me/calendars").json()["value"][0])
    is_a("Message", client.post("/me/messages", {"subject": "Hej", "toRecipients": [TO_KARIN]}).json())
    letter = keep_invitation(box, invited(box)["id"])
    message = client.get(f"/me/messages/{letter}?$expand=microsoft.graph.eventMessage/event").json()
    assert message["event"]["subject"] == "Besök"
    is_a("EventMessageRequest", message)
    when = {"startTime": at(3, 9), "endTime": at(3, 13)}
    asked = client.post("/me/calendar/getSchedule", {"schedules": [box.address, "karin@bruket.example"], **when}).json()
    assert asked["value"][1]["error"]["responseCode"] == "ErrorMailRecipientNotFound"
    for one in asked["value"]:
        is_a("ScheduleInformation", one)
