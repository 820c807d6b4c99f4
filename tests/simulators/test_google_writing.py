"""What Google that is played here lets write, whom it mails for it, and how people who are invited answer."""

import base64
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest

from tests.simulators.google import Calendar, Google, MailOut
from tests.simulators.google.client import (
    ASTRID,
    FIRST,
    KARIN,
    MEET,
    PER,
    SINGLE,
    Client,
    Json,
    asked,
    at,
    invited,
    meeting,
    mondays,
    named,
    reason,
    timed,
    visit,
)

OWN = base64.b32hexencode(uuid5(NAMESPACE_URL, "sg1").bytes).decode().rstrip("=").lower()
TO_KARIN = {"attendees": [{"email": KARIN}]}


def outs(box: Calendar) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.what, one.to) for one in box.mails_out]


# Inserting


def test_what_is_inserted_stands_there(asker: Client, calendar: Calendar) -> None:
    hold = asked(id=OWN, status="tentative", visibility="private", extendedProperties={"private": {"mark": "sg1"}})
    made = asker.post(hold).json()
    assert (made["id"], made["iCalUID"], made["status"]) == (OWN, f"{OWN}@google.com", "tentative")
    assert made["start"] == timed(3, 10)
    assert (made["organizer"], made["sequence"]) == ({"email": ASTRID, "self": True}, 0)
    assert asker.get(named(OWN)).json() == made == calendar.event(OWN)
    assert asker.round(privateExtendedProperty="mark=sg1")[0] == [made]


def test_an_id_is_used_once_even_when_it_is_gone(asker: Client) -> None:
    asker.post(asked(id=OWN))
    assert reason(asker.post(asked(id=OWN))) == (409, "duplicate")
    asker.delete(OWN)
    assert reason(asker.post(asked(id=OWN))) == (409, "duplicate")
    assert asker.get(named(OWN)).json()["status"] == "cancelled"
    assert asker.patch(OWN, {"status": "confirmed"}).json()["status"] == "confirmed"
    assert len(asker.round()[0]) == 1


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"start": None}, "required"),
        ({"end": {"date": "2026-03-04"}}, "invalid"),
        ({"start": {"dateTime": "2026-03-03T10:00:00"}}, "required"),
        ({"start": {"dateTime": "2026-03-03T10:00:00", "timeZone": "W. Europe Standard Time"}}, "invalid"),
        ({"start": {"date": "2026-03-03", "dateTime": "2026-03-03T10:00:00Z"}}, "invalid"),
        ({"start": {"dateTime": "på tisdag"}}, "invalid"),
        ({"end": timed(3, 9)}, "timeRangeEmpty"),
        ({"id": "Kanelbulle"}, "invalid"),
        ({"id": "a4b"}, "invalid"),
        ({"id": OWN, "iCalUID": "x@kanelbulle.example"}, "invalid"),
        ({"recurrence": ["FREQ=WEEKLY"]}, "invalid"),
        ({"recurrence": ["RRULE:FREQ=SOMETIMES"]}, "invalid"),
        ({"recurrence": ["DTSTART:20260303T090000Z", "RRULE:FREQ=WEEKLY"]}, "invalid"),
        ({"attendees": [{"email": "Karin"}]}, "invalid"),
        ({"attendees": [{"email": f"p{number}@bruket.example"} for number in range(201)]}, "limitExceeded"),
        ({"eventType": "fromGmail"}, "eventTypeRestriction"),
        ({"eventType": "workingLocation"}, "malformedWorkingLocationEvent"),
        ({"eventType": "focusTime", "start": {"date": "2026-03-03"}, "end": {"date": "2026-03-04"}}, "eventTypeRestriction"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(asker: Client, calendar: Calendar, wrong: Json, why: str) -> None:
    assert reason(asker.post(asked(**wrong))) == (400, why)
    assert calendar.events() == []


@pytest.mark.parametrize(
    "told",
    [
        {
            "eventType": "workingLocation",
            "visibility": "public",
            "transparency": "transparent",
            "start": {"date": "2026-03-03"},
            "end": {"date": "2026-03-04"},
            "workingLocationProperties": {"type": "customLocation", "customLocation": {"label": "Tåget"}},
        },
        {"eventType": "focusTime", "focusTimeProperties": {"chatStatus": "doNotDisturb"}},
        {"eventType": "outOfOffice", "outOfOfficeProperties": {"declineMessage": "Åter på måndag"}},
    ],
)
def test_what_is_no_meeting_can_be_inserted_too(asker: Client, told: Json) -> None:
    made = asker.post(asked(**told)).json()
    assert {name: made[name] for name in told} == told
    assert asker.patch(made, {"eventType": "default"}).status_code == 400


# Changing


def test_only_what_is_told_changes_and_null_takes_away(asker: Client, calendar: Calendar) -> None:
    event = meeting(calendar, location="Fagersta", extendedProperties={"private": {"mark": "sg1", "old": "1"}})
    told = {"location": None, "extendedProperties": {"private": {"old": None, "new": "2"}}, "end": timed(3, 12)}
    changed = asker.patch(event, told).json()
    assert "location" not in changed
    assert changed["extendedProperties"] == {"private": {"mark": "sg1", "new": "2"}}
    assert (changed["summary"], changed["attendees"]) == (event["summary"], event["attendees"])
    assert (changed["sequence"], changed["etag"] != event["etag"]) == (1, True)


def test_attendees_are_replaced_whole_and_keep_their_answers(asker: Client, calendar: Calendar) -> None:
    event = calendar.add(**visit(attendees=[{"email": KARIN, "responseStatus": "accepted"}, PER]))
    told = {"attendees": [{"email": KARIN}, {"email": "ny@bruket.example"}]}
    assert {one["email"]: one["responseStatus"] for one in asker.patch(event, told).json()["attendees"]} == {
        KARIN: "accepted",
        "ny@bruket.example": "needsAction",
    }


def test_who_saw_something_else_last_changes_nothing(asker: Client, calendar: Calendar) -> None:
    event = meeting(calendar)
    assert asker.patch(event, {"location": "Hos er"}, match=event["etag"]).status_code == 200
    assert reason(asker.patch(event, {"location": "Hos oss"}, match=event["etag"])) == (412, "conditionNotMet")
    assert reason(asker.ask("DELETE", named(event), headers={"If-Match": event["etag"]})) == (412, "conditionNotMet")
    assert calendar.event(event["id"])["location"] == "Hos er"


def test_one_instance_becomes_an_exception(asker: Client, calendar: Calendar) -> None:
    series = mondays(calendar)
    one = f"{series['id']}_20260309T080000Z"
    changed = asker.patch(one, {"location": "Fagersta", "start": timed(9, 10), "end": timed(9, 12)}).json()
    assert (changed["recurringEventId"], changed["originalStartTime"]["dateTime"]) == (
        series["id"],
        "2026-03-09T09:00:00+01:00",
    )
    assert [found["id"] for found in asker.round(SINGLE, q="Fagersta")[0]] == [one]
    assert asker.delete(one).status_code == 204
    assert reason(asker.delete(one)) == (410, "deleted")
    assert asker.patch(one.replace("0309", "0310"), {}).status_code == 404
    assert asker.patch(f"{series['id']}_20260316T080000Z", {"recurrence": ["RRULE:FREQ=DAILY"]}).status_code == 400


def test_a_whole_day_becomes_a_meeting_only_where_its_date_is_taken_away(asker: Client) -> None:
    days = {"start": {"date": "2026-03-03"}, "end": {"date": "2026-03-04"}}
    made = asker.post(asked(**days)).json()
    edges = {"start": timed(3, 10), "end": timed(3, 11)}
    assert reason(asker.patch(made, edges)) == (400, "invalid")
    told = {edge: {**value, "date": None} for edge, value in edges.items()}
    assert asker.patch(made, told).json()["start"] == timed(3, 10)


# Whom Google mails


@pytest.mark.parametrize(
    ("wish", "told"),
    [("all", (PER, "sven@nordverk.example")), ("externalOnly", (PER,)), ("none", ()), ("", ())],
)
def test_those_are_mailed_that_are_to_be(google: Google, calendar: Calendar, wish: str, told: tuple[str, ...]) -> None:
    google.calendar("sven@nordverk.example")
    asker = Client(google, google.token(calendar))
    people = [{"email": one} for one in (ASTRID, "sven@nordverk.example", PER, "rum@resource.calendar.google.com")]
    made = asker.post(asked(attendees=people), **({"sendUpdates": wish} if wish else {})).json()
    assert calendar.mails_out == ([MailOut("invitation", told, made["id"], "Besök")] if told else [])


def test_all_hear_of_a_change_and_those_who_come_and_go_of_that(asker: Client, calendar: Calendar) -> None:
    event = meeting(calendar)
    asker.patch(event, {"location": "Fagersta"}, sendUpdates="all")
    asker.patch(event, {"colorId": "3"}, sendUpdates="all")
    asker.patch(event, {"attendees": [{"email": KARIN}, {"email": "ny@bruket.example"}]}, sendUpdates="all")
    asker.delete(event, sendUpdates="all")
    assert outs(calendar) == [
        ("update", (KARIN, PER)),
        ("invitation", ("ny@bruket.example",)),
        ("cancellation", (PER,)),
        ("cancellation", (KARIN, "ny@bruket.example")),
    ]


# Meets


def test_a_meet_is_pending_until_it_is_there(google: Google, asker: Client, calendar: Calendar) -> None:
    google.meets = "later"
    made = asker.post(asked(conferenceData=MEET), conferenceDataVersion=1).json()
    states = []
    for works in (False, True):
        asker.patch(made, {"conferenceData": None}, conferenceDataVersion=1)
        asker.patch(made, {"conferenceData": MEET}, conferenceDataVersion=1)
        google.finish_meets(works=works)
        event = asker.get(named(made)).json()
        states.append((event["conferenceData"]["createRequest"]["status"]["statusCode"], "hangoutLink" in event))
    assert states == [("failure", False), ("success", True)]
    again = asker.patch(made, {"conferenceData": MEET}, conferenceDataVersion=1).json()
    assert again["conferenceData"] == event["conferenceData"]


def test_only_version_1_hears_of_conferences(asker: Client, calendar: Calendar) -> None:
    assert "conferenceData" not in asker.post(asked(conferenceData=MEET)).json()
    made = asker.post(asked(conferenceData=MEET), conferenceDataVersion=1).json()
    kept = asker.patch(made, {"conferenceData": None, "location": "Fagersta"}).json()
    assert (kept["location"], "hangoutLink" in kept) == ("Fagersta", True)
    gone = asker.patch(made, {"conferenceData": None}, conferenceDataVersion=1).json()
    assert not {"conferenceData", "hangoutLink"} & gone.keys()
    odd = {"createRequest": {"requestId": "b2", "conferenceSolutionKey": {"type": "addOn"}}}
    assert asker.patch(made, {"conferenceData": odd}, conferenceDataVersion=1).status_code == 400


def test_a_meet_comes_by_itself_where_the_person_wants_it_and_version_0_is_spoken(
    asker: Client, calendar: Calendar
) -> None:
    calendar.settings["autoAddHangouts"] = "true"
    online, plain = asker.post(asked()).json(), asker.post(asked(), conferenceDataVersion=1).json()
    assert online["conferenceData"]["createRequest"]["status"] == {"statusCode": "pending"}
    assert calendar.event(online["id"])["hangoutLink"].startswith("https://meet.google.com/")
    assert "conferenceData" not in calendar.event(plain["id"])


def test_a_meet_of_one_instance_is_its_own(asker: Client, calendar: Calendar) -> None:
    series = mondays(calendar)
    one = calendar.instance(series["id"], FIRST[1])
    asker.patch(one, {"conferenceData": MEET}, conferenceDataVersion=1)
    assert "hangoutLink" in calendar.instance(series["id"], FIRST[1])
    assert "hangoutLink" not in calendar.instance(series["id"], FIRST[2])


# Being invited


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"location": "Hos oss"}, 403),
        ({"start": timed(3, 13), "end": timed(3, 14)}, 403),
        ({"extendedProperties": {"shared": {"mark": "sg1"}}}, 403),
        ({"attendees": [{"email": ASTRID}]}, 403),
        ({"attendees": [{"email": ASTRID}, {"email": KARIN, "responseStatus": "declined"}]}, 403),
        ({"extendedProperties": {"private": {"mark": "sg1"}}}, 200),
        ({"colorId": "3", "transparency": "transparent", "reminders": {"useDefault": False}}, 200),
        ({"attendees": [{"email": ASTRID, "responseStatus": "accepted"}, {"email": KARIN}]}, 200),
    ],
)
def test_an_attendee_changes_only_his_own_copy(asker: Client, calendar: Calendar, told: Json, status: int) -> None:
    assert asker.patch(invited(calendar), told).status_code == status


def test_guests_change_what_they_may(asker: Client, calendar: Calendar) -> None:
    assert asker.patch(invited(calendar, guestsCanModify=True), {"location": "Hos oss"}).status_code == 200
    locked = invited(calendar, guestsCanModify=True, locked=True)
    assert reason(asker.patch(locked, {"location": "Hos oss"})) == (403, "forbidden")
    assert asker.patch(locked, {"colorId": "3"}).status_code == 200


@pytest.mark.parametrize("said", ["accepted", "tentative", "declined"])
def test_an_answer_reaches_the_organiser(google: Google, calendar: Calendar, said: str) -> None:
    karin = google.calendar(KARIN)
    own = karin.add(**visit(attendees=[ASTRID]))
    asker, event = Client(google, google.token(calendar)), invited(calendar, iCalUID=own["iCalUID"])
    people = [{"email": ASTRID, "responseStatus": said, "comment": "Tack"}, {"email": KARIN}]
    asker.patch(event, {"attendees": people}, sendUpdates="all")
    assert calendar.mails_out == [MailOut(said, (KARIN,), event["id"], "Besök", "Tack")]
    assert karin.event(own["id"])["attendees"][0]["responseStatus"] == said


def test_who_removes_what_others_organise_declines_it(google: Google, calendar: Calendar) -> None:
    karin = google.calendar(KARIN)
    own = karin.add(**visit(attendees=[ASTRID]))
    asker, event = Client(google, google.token(calendar)), invited(calendar, iCalUID=own["iCalUID"])
    assert asker.delete(event, sendUpdates="all").status_code == 204
    assert outs(calendar) == [("declined", (KARIN,))]
    assert karin.event(own["id"])["attendees"][0]["responseStatus"] == "declined"
    assert karin.event(own["id"])["status"] == "confirmed"


def test_busy_times_run_together_and_leave_out_what_one_declined(google: Google, calendar: Calendar) -> None:
    calendar.add(**visit())
    calendar.add(**visit(start=at(3, 11), end=at(3, 12)))
    calendar.add(**visit(start=at(4, 9), end=at(4, 10), attendees=[{"email": ASTRID, "responseStatus": "declined"}]))
    sven, olle = google.calendar("sven@nordverk.example"), google.calendar("olle@rivalen.example")
    for box in (sven, olle):
        box.add(**visit())
    told: dict[str, Any] = {"timeMin": "2026-03-03T10:30:00+01:00", "timeMax": "2026-03-07T00:00:00+01:00"}
    told |= {"items": [{"id": one.address} for one in (calendar, sven, olle)], "timeZone": "Europe/Stockholm"}
    found = Client(google, google.token(calendar)).post(told, "/calendar/v3/freeBusy").json()["calendars"]
    busy = {"start": "2026-03-03T10:30:00+01:00", "end": "2026-03-03T12:00:00+01:00"}
    assert found[ASTRID]["busy"] == [busy]
    assert found[sven.address]["busy"] == [{**busy, "end": "2026-03-03T11:00:00+01:00"}]
    assert found[olle.address]["errors"][0]["reason"] == "notFound"
