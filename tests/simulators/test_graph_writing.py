"""What Graph that is played here lets write, whom Exchange mails for it, and how people who are invited answer."""

from typing import Any

import pytest

from tests.simulators.judges import is_a, is_like
from tests.simulators.microsoft import (
    Graph,
    Mailbox,
    MailOut,
)
from tests.simulators.microsoft.client import (
    FIRST,
    KARIN,
    LASTING,
    PER,
    SWEDEN,
    Client,
    Json,
    at,
    code,
    invited,
    meeting,
    mondays,
    named,
    visit,
)

# Writing


def test_a_new_event_invites_and_is_made_once(client: Client, box: Mailbox) -> None:
    told = visit(
        attendees=[KARIN], transactionId="b1", start={"dateTime": "2026-03-03T10:00:00+05:00", "timeZone": SWEDEN}
    )
    made = client.post("/me/events", told, **LASTING)
    assert (made.status_code, made.json()["start"]["dateTime"]) == (201, "2026-03-03T09:00:00.0000000")
    assert box.mails_out == [MailOut("invitation", ("karin@bruket.example",), made.json()["id"], "Besök")]
    again = client.post("/me/events", told, **LASTING)
    assert code(again) == (400, "ErrorDuplicateTransactionId")
    assert again.json()["error"]["@event.existingEventId"] == made.json()["id"]
    assert len(box.mails_out) == len(box.events()) == 1


def test_marks_of_ones_own_are_kept_found_and_shown_only_when_asked_for(client: Client) -> None:
    mark = {"id": "String {66f5a359-0000-4000-8000-00040ec6ac6e} Name Suggestion", "value": "b1"}
    extension = {
        "@odata.type": "microsoft.graph.openTypeExtension",
        "extensionName": "example.kanelbulle",
        "suggestion": "b1",
    }
    made = client.post("/me/events", visit(singleValueExtendedProperties=[mark], extensions=[extension])).json()
    client.post("/me/events", visit())
    assert not {"singleValueExtendedProperties", "extensions"} & made.keys()
    wanted = f"singleValueExtendedProperties/Any(ep: ep/id eq '{mark['id']}' and ep/value eq 'b1')"
    expand = f"singleValueExtendedProperties($filter=id eq '{mark['id']}'),extensions"
    [found] = client.ask("GET", "/me/events", params={"$filter": wanted, "$expand": expand}).json()["value"]
    assert (found["id"], found["singleValueExtendedProperties"]) == (made["id"], [mark])
    assert found["extensions"][0]["id"] == "Microsoft.OutlookServices.OpenTypeExtension.example.kanelbulle"
    assert client.get(f"{named(made)}?$expand=extensions").json()["extensions"] == found["extensions"]


def test_a_place_that_is_a_room_is_invited(graph: Graph, client: Client) -> None:
    graph.room("Rum Äpplet", "rum.applet@nordverk.example")
    made = client.post("/me/events", visit(location={"displayName": "Rum Äpplet"})).json()
    assert [(one["type"], one["emailAddress"]["address"]) for one in made["attendees"]] == [
        ("resource", "rum.applet@nordverk.example")
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"start": None},
        {"start": {"dateTime": "i morgon", "timeZone": SWEDEN}},
        {"start": {"dateTime": "2026-03-03T10:00:00", "timeZone": "Europe/Stockholm"}},
        {"start": {"dateTime": "2026-03-03T10:00:00"}},
        {"end": at(3, 9)},
        {"isAllDay": True},
        {"isAllDay": "true"},
        {"showAs": "away"},
        {"categories": "Kund"},
        {"reminderMinutesBeforeStart": "15"},
        {"kanelbulle": True},
        {"webLink": "https://outlook.example"},
        {"attendees": [KARIN] * 501},
        {"attendees": [{"type": "required"}]},
        {"recurrence": {"pattern": {"type": "sometimes"}}},
    ],
)
def test_an_event_that_cannot_be_is_refused(client: Client, box: Mailbox, wrong: Json) -> None:
    assert client.post("/me/events", {**visit(), **wrong}).status_code == 400
    assert box.events() == box.mails_out == []


@pytest.mark.parametrize(
    "name", ["transactionId", "organizer", "allowNewTimeProposals", "isCancelled", "onlineMeeting"]
)
def test_only_what_may_change_is_changed(client: Client, box: Mailbox, name: str) -> None:
    assert client.patch(named(meeting(box)), {name: None}).status_code == 400


ALL = ("karin@bruket.example", "per@bruket.example")


@pytest.mark.parametrize(
    ("change", "mailed"),
    [
        ({"location": {"displayName": "Fagersta"}}, [("update", ALL)]),
        ({"end": at(3, 12)}, [("update", ALL)]),
        ({"subject": "Besök i Fagersta", "categories": ["Kund"]}, [("update", ALL)]),
        ({"categories": ["Kund"], "showAs": "oof", "isReminderOn": False, "reminderMinutesBeforeStart": 5}, []),
        ({"attendees": [KARIN]}, [("cancellation", ALL[1:])]),
        (
            {"attendees": [PER, {"emailAddress": {"address": "maja@example.com"}}]},
            [("invitation", ("maja@example.com",)), ("cancellation", ALL[:1])],
        ),
    ],
)
def test_who_is_mailed_for_a_change(client: Client, box: Mailbox, change: Json, mailed: list[Any]) -> None:
    assert client.patch(named(meeting(box)), change).status_code == 200
    assert [(one.what, one.to) for one in box.mails_out] == mailed


def test_a_place_written_replaces_all_places(client: Client, box: Mailbox) -> None:
    event = meeting(box, locations=[{"displayName": "Rum Äpplet"}, {"displayName": "Microsoft Teams-möte"}])
    assert event["location"]["displayName"] == "Rum Äpplet; Microsoft Teams-möte"
    there = {"displayName": "Fagersta", "locationType": "hotel", "address": {"city": "Fagersta"}}
    changed = client.patch(named(event), {"location": there}).json()
    assert changed["locations"] == [changed["location"]]
    assert changed["location"] | {"locationType": "default"} == changed["location"]


def test_a_change_changes_the_key_and_a_stale_key_is_refused(client: Client, box: Mailbox) -> None:
    event = meeting(box)
    changed = client.patch(named(event), {"subject": "Nu"}, **{"If-Match": event["@odata.etag"]})
    assert changed.status_code == 200
    assert changed.json()["@odata.etag"] == f'W/"{changed.json()["changeKey"]}"' != event["@odata.etag"]
    stale = client.patch(named(event), {"subject": "Sen"}, **{"If-Match": event["@odata.etag"]})
    assert code(stale) == (412, "ErrorIrresolvableConflict")
    assert client.ask("DELETE", named(event), headers={"If-Match": event["@odata.etag"]}).status_code == 412
    assert client.get(named(event)).json()["subject"] == "Nu"


def test_an_occurrence_moves_up_to_its_neighbour_and_no_further(client: Client, box: Mailbox) -> None:
    series = mondays(box, attendees=[KARIN])
    second = box.occurrence(series["id"], FIRST[1])
    moved = client.patch(named(second), {"start": at(12, 9), "end": at(12, 10)}, **LASTING).json()
    assert (moved["type"], moved["id"], moved["originalStart"]) == ("exception", second["id"], "2026-03-09T08:00:00Z")
    assert [one.what for one in box.mails_out] == ["update"]
    past = client.patch(named(second), {"start": at(17, 9), "end": at(17, 10)})
    before = client.patch(named(second), {"start": at(2, 9, 30), "end": at(2, 10)})
    assert code(past) == code(before) == (400, "ErrorOccurrenceCrossingBoundary")
    client.patch(named(series), {"subject": "Måndagsmöte"})
    assert [one.event for one in box.mails_out[1:]] == [series["id"], second["id"]]


def test_a_deleted_or_cancelled_event_is_gone_and_its_people_hear_of_it(client: Client, box: Mailbox) -> None:
    first, second, lone = meeting(box), meeting(box), box.add(**visit())
    assert client.ask("DELETE", named(first)).status_code == 204
    assert client.post(f"{named(second)}/cancel", {"comment": "Vi kommer till er"}).status_code == 202
    assert client.ask("DELETE", named(lone)).status_code == 204
    assert [(one.what, one.to, one.comment) for one in box.mails_out] == [
        ("cancellation", ALL, ""),
        ("cancellation", ALL, "Vi kommer till er"),
    ]
    assert code(client.get(named(first))) == (404, "ErrorItemNotFound")
    assert client.get("/me/events").json()["value"] == []


def teams_meeting(client: Client) -> Json:
    """Made for Teams with people invited, as the answer shows it."""
    told = visit(attendees=[KARIN], isOnlineMeeting=True, body={"contentType": "text", "content": "Agenda: a < b"})
    made: Json = client.post("/me/events", told).json()
    return made


def test_a_teams_meeting_has_its_block_and_its_link(client: Client) -> None:
    made = teams_meeting(client)
    assert made["onlineMeeting"]["joinUrl"] in made["body"]["content"].replace("&amp;", "&")
    assert "Agenda: a &lt; b" in made["body"]["content"]
    assert 'class="me-email-text"' in made["body"]["content"]
    text = client.get(named(made), Prefer='outlook.body-content-type="text"').json()["body"]["content"]
    assert text.startswith("Agenda: a < b\r\n" + "_" * 80)
    assert f"Anslut till Microsoft Teams-möte<{made['onlineMeeting']['joinUrl']}>" in text
    assert made["bodyPreview"] == text[:255]


def test_an_online_meeting_stays_online(client: Client) -> None:
    made = teams_meeting(client)
    after = client.patch(
        named(made),
        {"isOnlineMeeting": False, "onlineMeetingProvider": "unknown", "location": {"displayName": "Fagersta"}},
    ).json()
    assert (after["isOnlineMeeting"], after["onlineMeeting"], after["onlineMeetingProvider"]) == (
        True,
        made["onlineMeeting"],
        "teamsForBusiness",
    )
    kept = {"contentType": "html", "content": made["body"]["content"].replace("Agenda", "Dagordning")}
    assert client.patch(named(made), {"body": kept}).json()["isOnlineMeeting"]


@pytest.mark.parametrize(
    ("flips", "states"), [("drops", [False, False]), ("ignored", [True, True]), ("comes_back", [False, True])]
)
def test_a_body_without_the_block_closes_the_meeting_or_so_they_say(
    graph: Graph, client: Client, flips: str, states: list[bool]
) -> None:
    graph.body_flips = flips
    made = teams_meeting(client)
    bare = {"body": {"contentType": "html", "content": "<p>Vi ses hos er</p>"}}
    seen = [client.patch(named(made), bare).json() for _ in range(2)]
    assert [one["isOnlineMeeting"] for one in seen] == states
    assert [one["onlineMeeting"] is not None for one in seen] == states


# Being invited


def test_an_attendee_changes_only_his_own_copy(client: Client, box: Mailbox) -> None:
    event = invited(box)
    assert (event["isOrganizer"], event["responseStatus"]["response"]) == (False, "notResponded")
    assert client.patch(named(event), {"location": {"displayName": "Hos oss"}}).status_code == 200
    assert code(client.post(f"{named(event)}/cancel", {})) == (400, "ErrorInvalidRequest")
    assert box.mails_out == []


@pytest.mark.parametrize(
    ("verb", "response"),
    [("accept", "accepted"), ("tentativelyAccept", "tentativelyAccepted"), ("decline", "declined")],
)
def test_an_answer_reaches_the_organiser(graph: Graph, client: Client, box: Mailbox, verb: str, response: str) -> None:
    karin = graph.mailbox("karin@bruket.example", name="Karin Lind")
    astrid = {"type": "required", "emailAddress": {"address": box.address}}
    own = karin.add(**visit(attendees=[astrid]))
    event = invited(box, iCalUId=own["iCalUId"])
    assert client.post(f"{named(event)}/{verb}", {"comment": "Tack", "sendResponse": True}).status_code == 202
    assert client.get(named(event)).json()["responseStatus"]["response"] == response
    assert [(one.what, one.to, one.comment) for one in box.mails_out] == [(response, ("karin@bruket.example",), "Tack")]
    assert karin.event(own["id"])["attendees"][0]["status"]["response"] == response


PROPOSAL = {
    "Start": {"DateTime": "2026-03-04T10:00:00", "TimeZone": SWEDEN},
    "End": {"DateTime": "2026-03-04T12:00:00", "TimeZone": SWEDEN},
}


def test_another_time_is_proposed_as_documented(graph: Graph, client: Client, box: Mailbox) -> None:
    karin = graph.mailbox("karin@bruket.example", name="Karin Lind")
    own = karin.add(**visit(attendees=[{"emailAddress": {"address": box.address}}]))
    event = invited(box, iCalUId=own["iCalUId"])
    asked = client.post(f"{named(event)}/tentativelyAccept", {"sendResponse": "true", "proposedNewTime": PROPOSAL})
    assert asked.status_code == 202
    fields = "subject,allowNewTimeProposals,start,end,attendees,organizer"
    seen = Client(graph, graph.token(karin)).get(f"{named(own)}?$select={fields}").json()
    is_like("event_with_proposal", seen)
    is_a("Event", seen)


@pytest.mark.parametrize(("allowed", "sends"), [(False, True), (True, False)])
def test_another_time_cannot_be_proposed(client: Client, box: Mailbox, allowed: bool, sends: bool) -> None:
    event = invited(box, allowNewTimeProposals=allowed)
    asked = {"sendResponse": sends, "proposedNewTime": PROPOSAL}
    assert client.post(f"{named(event)}/decline", asked).status_code == 400
    assert client.post(f"{named(event)}/accept", {"proposedNewTime": PROPOSAL}).status_code == 400
    assert client.get(named(event)).json()["responseStatus"]["response"] == "notResponded"
