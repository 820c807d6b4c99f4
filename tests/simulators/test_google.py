"""Google as it is played here, judged by what others wrote: samples in the documented shapes, and Google's own documents."""

from datetime import date
from typing import Any

import jsonschema
import pytest

from tests.simulators.google import Calendar, Google
from tests.simulators.google.client import (
    ASTRID,
    EVENTS,
    FIRST,
    KARIN,
    MARCH,
    MEET,
    NOW,
    SETTINGS,
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
from tests.simulators.google.meet import room
from tests.simulators.judges import is_like, is_of_google, sample

BUSY = "/calendar/v3/freeBusy"


def shown(asker: Client, event: Json) -> Json:
    told: Json = asker.get(named(event)).json()
    return told


def test_an_event_one_is_invited_to_is_as_documented(asker: Client, calendar: Calendar) -> None:
    event = shown(asker, invited(calendar, description="Hej"))
    is_like("google/event_invited", event)
    assert [one.get("self") for one in event["attendees"]] == [True, None]
    assert [one.get("organizer") for one in event["attendees"]] == [None, True]
    assert "self" not in event["organizer"]


def test_an_event_with_a_meet_is_as_documented(google: Google, asker: Client) -> None:
    made = asker.post(asked(attendees=[{"email": KARIN}], conferenceData=MEET), conferenceDataVersion=1).json()
    assert made["conferenceData"] == sample("google/conference_pending")
    assert "hangoutLink" not in made
    event = shown(asker, made)
    is_like("google/event_with_meet", event)
    assert event["hangoutLink"] == event["conferenceData"]["entryPoints"][0]["uri"]
    assert event["etag"] != made["etag"]


def test_a_whole_day_is_as_documented(asker: Client, calendar: Calendar) -> None:
    days = {"start": date(2026, 3, 4), "end": date(2026, 3, 5), "transparency": "transparent"}
    event = shown(asker, calendar.add(**days))
    is_like("google/event_whole_day", event)
    assert (event["start"], event["end"]) == ({"date": "2026-03-04"}, {"date": "2026-03-05"})


def test_what_outlook_sent_is_as_documented(asker: Client, calendar: Calendar) -> None:
    who = {"email": KARIN, "displayName": "Karin Lind"}
    told = {"guestsCanInviteOthers": False, "privateCopy": True, "iCalUID": "040000008200E00074C5B7101A82E008"}
    people = [ASTRID, {**who, "responseStatus": "accepted"}]
    event = visit(id="_60q30c1g", organizer=who, creator=ASTRID, attendees=people, description="Zoom", **told)
    is_like("google/event_from_outlook", shown(asker, calendar.add(**event)))


def test_series_and_what_comes_of_them_are_as_documented(asker: Client, calendar: Calendar) -> None:
    series = mondays(calendar)
    is_like("google/event_series", shown(asker, series))
    is_like("google/event_instance", shown(asker, calendar.instance(series["id"], FIRST[0])))
    _, token = asker.round(SINGLE)
    lone = calendar.add(**visit())
    calendar.cancel_instance(series["id"], FIRST[1])
    calendar.delete(lone["id"])
    told = {one["id"]: one for one in asker.round(SINGLE, syncToken=token)[0]}
    is_like("google/event_cancelled_instance", told[f"{series['id']}_20260309T080000Z"])
    is_like("google/event_cancelled", told[lone["id"]])


def test_where_one_works_is_as_documented(asker: Client, calendar: Calendar) -> None:
    days = {"start": date(2026, 3, 2), "end": date(2026, 3, 3), "visibility": "public", "transparency": "transparent"}
    where = {"type": "homeOffice", "homeOffice": {}}
    told = {"summary": "Hemma", "eventType": "workingLocation", "workingLocationProperties": where}
    series = calendar.add_series(recurrence=["RRULE:FREQ=WEEKLY;COUNT=4"], **days, **told)
    is_like("google/event_working_at_home", shown(asker, calendar.instance(series["id"], date(2026, 3, 9))))


def test_pages_are_as_documented(asker: Client, calendar: Calendar) -> None:
    mondays(calendar)
    first = asker.get(EVENTS, SINGLE, maxResults=1).json()
    is_like("google/events_page", first)
    is_like("google/events_last_page", asker.get(EVENTS, SINGLE, pageToken=first["nextPageToken"]).json())


def test_what_is_asked_once_is_as_documented(google: Google, calendar: Calendar) -> None:
    asker = Client(google, google.token(calendar, "calendar.readonly"))
    is_like("google/settings", asker.get(SETTINGS).json())
    is_like("google/calendar_list", asker.get("/calendar/v3/users/me/calendarList").json(), "items.dataOwner")
    assert asker.get(f"{SETTINGS}/locale").json()["value"] == "sv"
    assert asker.get("/calendar/v3/calendars/primary").json()["timeZone"] == "Europe/Stockholm"
    assert asker.get(f"/calendar/v3/users/me/calendarList/{ASTRID}").json()["primary"]
    calendar.add(**visit())
    calendar.add(**visit(transparency="transparent", start=at(4, 9), end=at(4, 10)))
    days = {"timeMin": "2026-03-02T00:00:00+01:00", "timeMax": "2026-03-07T00:00:00+01:00"}
    items = [{"id": ASTRID}, {"id": "nobody@annanstans.example"}]
    told = asker.post({**days, "timeZone": "Europe/Stockholm", "items": items}, BUSY).json()
    assert told == {**sample("google/free_busy"), "calendars": told["calendars"]}
    assert told["calendars"] == sample("google/free_busy")["calendars"]


REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("error_400_sync_token", {"syncToken": "a", "timeMin": "2026-03-01T00:00:00Z"}),
    ("error_400_sync_token", {"syncToken": "a", "orderBy": "updated"}),
    ("error_400_sync_token", {"syncToken": "a", "showDeleted": "false"}),
    ("error_400_empty_range", {"timeMin": MARCH["timeMax"], "timeMax": MARCH["timeMin"]}),
    ("error_410_full_sync", {"syncToken": "kanelbulle"}),
    ("error_410_too_long_ago", {"updatedMin": "2026-01-30T00:00:00Z"}),
]


@pytest.mark.parametrize(("name", "params"), REFUSED)
def test_lists_are_refused_as_documented(asker: Client, name: str, params: dict[str, str]) -> None:
    assert asker.get(EVENTS, params).json() == sample(f"google/{name}")


def test_refusals_are_as_documented(google: Google, asker: Client, calendar: Calendar) -> None:
    event, theirs = meeting(calendar), invited(calendar)
    refused = {
        "error_401": Client(google, "none").get(EVENTS),
        "error_403_not_organizer": asker.patch(theirs, {"location": "Hos oss"}),
        "error_404": asker.get(named("kanelbulle")),
        "error_409": asker.post(asked(id=event["id"])),
        "error_412": asker.patch(event, {"location": "Hos er"}, match='"1"'),
    }
    robot = Client(google, google.token(calendar, "calendar.events", app=True))
    refused["error_403_service_account"] = robot.post(asked(attendees=[{"email": KARIN}]))
    assert asker.delete(event).status_code == 204
    refused["error_410_deleted"] = asker.delete(event)
    for name, answer in refused.items():
        assert answer.json() == sample(f"google/{name}"), name
        assert answer.status_code == answer.json()["error"]["code"]


def test_the_documents_would_not_accept_anything() -> None:
    is_of_google("Event", {"summary": "Besök", "conferenceData": room("abc-defg-hij")["conferenceData"]})
    for wrong in ({"subject": "Besök"}, {"attendees": [{"mail": KARIN}]}, {"sequence": "1"}, {"start": "2026-03-02"}):
        with pytest.raises(jsonschema.ValidationError):
            is_of_google("Event", wrong)


def test_a_body_of_another_kind_is_refused(asker: Client) -> None:
    assert reason(asker.post(asked(subject="Besök"))) == (400, "badRequest")
    assert reason(asker.post(asked(attendees=[{"mail": KARIN}]))) == (400, "badRequest")
    assert reason(asker.ask("POST", EVENTS, data=b"{")) == (400, "parseError")
    assert reason(asker.post([1])) == (400, "parseError")


def test_dates_of_the_clock_are_written_as_google_does(calendar: Calendar) -> None:
    event = calendar.add(**visit())
    assert event["updated"] == "2026-03-02T07:00:00.000Z"
    assert int(event["etag"].strip('"')) // 2_000_000 == NOW.timestamp()
    assert calendar.change(event["id"], colorId="3")["etag"] != event["etag"]
    assert event["start"] == timed(3, 10)
