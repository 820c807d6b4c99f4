"""What Google that is played here shows: lists, series, masks, and rounds of changes."""

from datetime import date, timedelta

import pytest

from tests.simulators.google import Calendar, Google
from tests.simulators.google.client import (
    ASTRID,
    EVENTS,
    FIRST,
    KARIN,
    MARCH,
    NOW,
    PER,
    SINGLE,
    Client,
    Json,
    at,
    invited,
    meeting,
    mondays,
    named,
    reason,
    visit,
)
from tests.simulators.judges import sample

LATER = {"start": at(20, 10), "end": at(20, 11)}


def ids(found: list[Json]) -> set[str]:
    return {one["id"] for one in found}


# Lists


def test_series_come_as_their_instances_where_that_is_asked_for(asker: Client, calendar: Calendar) -> None:
    series, lone = mondays(calendar, attendees=[KARIN]), calendar.add(**visit())
    assert ids(asker.round()[0]) == {series["id"], lone["id"]}
    found, token = asker.round(SINGLE)
    assert token
    instances = [one for one in found if "recurringEventId" in one]
    assert {one["recurringEventId"] for one in instances} == {series["id"]}
    assert len(instances) == 5
    assert len({one["iCalUID"] for one in instances}) == 1
    assert all("attendees" in one and "recurrence" not in one for one in instances)


def test_an_instance_keeps_the_clock_when_summer_comes(asker: Client, calendar: Calendar) -> None:
    series = mondays(calendar)
    found = sorted(asker.round(SINGLE)[0], key=lambda one: str(one["start"]["dateTime"]))
    assert [one["start"]["dateTime"] for one in found][-2:] == [
        "2026-03-23T09:00:00+01:00",
        "2026-03-30T09:00:00+02:00",
    ]
    assert [one["id"].removeprefix(series["id"]) for one in found][-2:] == ["_20260323T080000Z", "_20260330T070000Z"]


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        (["RRULE:FREQ=DAILY;INTERVAL=3;COUNT=3"], ["03-03", "03-06", "03-09"]),
        (["RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=3"], ["03-03", "03-05", "03-17"]),
        (["RRULE:FREQ=WEEKLY;UNTIL=20260317T090000Z"], ["03-03", "03-10", "03-17"]),
        (["RRULE:FREQ=WEEKLY;UNTIL=20260317T085959Z"], ["03-03", "03-10"]),
        (["RRULE:FREQ=WEEKLY;UNTIL=20260317"], ["03-03", "03-10", "03-17"]),
        (["RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;TZID=Europe/Stockholm:20260310T100000"], ["03-03", "03-17"]),
        (["RRULE:FREQ=WEEKLY;COUNT=2", "EXDATE:20260310T090000Z", "RDATE:20260312T090000Z"], ["03-03", "03-12"]),
        (["RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=2"], ["03-27", "04-24"]),
    ],
)
def test_series_come_on_their_days(asker: Client, calendar: Calendar, lines: list[str], days: list[str]) -> None:
    calendar.add_series(recurrence=lines, **visit())
    found = asker.round(SINGLE, orderBy="startTime")[0]
    assert [one["start"]["dateTime"][5:10] for one in found] == days
    assert {one["start"]["dateTime"][11:16] for one in found} == {"10:00"}


def test_a_series_of_whole_days_names_its_days(asker: Client, calendar: Calendar) -> None:
    days = {"start": date(2026, 3, 2), "end": date(2026, 3, 4)}
    series = calendar.add_series(recurrence=["RRULE:FREQ=WEEKLY;UNTIL=20260309"], **days)
    found = asker.round(SINGLE, orderBy="startTime")[0]
    assert [one["id"] for one in found] == [f"{series['id']}_20260302", f"{series['id']}_20260309"]
    assert (found[1]["originalStartTime"], found[1]["end"]) == ({"date": "2026-03-09"}, {"date": "2026-03-11"})


def test_a_series_without_an_end_is_expanded_so_far(asker: Client, calendar: Calendar) -> None:
    calendar.most_instances = 12
    calendar.add_series(recurrence=["RRULE:FREQ=DAILY"], **visit())
    assert len(asker.round(SINGLE)[0]) == 12


def test_a_window_takes_what_overlaps_without_its_edges(asker: Client, calendar: Calendar) -> None:
    calendar.add(**visit())

    def found(after: str, before: str) -> int:
        return len(asker.get(EVENTS, SINGLE, timeMin=after, timeMax=before).json()["items"])

    assert found("2026-03-03T10:30:00+01:00", "2026-03-03T10:45:00+01:00") == 1
    assert found("2026-03-03T11:00:00+01:00", "2026-03-03T12:00:00+01:00") == 0
    assert found("2026-03-03T09:00:00Z", "2026-03-03T09:00:01Z") == 1
    assert found("2026-03-03T08:00:00Z", "2026-03-03T09:00:00Z") == 0


@pytest.mark.parametrize(
    "params",
    [
        {"timeMin": "2026-03-01"},
        {"timeMin": "2026-03-01T00:00:00"},
        {"timeMin": "2026-03-01 00:00:00+01:00"},
        {"maxResults": "0"},
        {"singleEvents": "True"},
        {"eventTypes": "meeting"},
        {"orderBy": "startTime"},
        {"orderBy": "summary"},
        {"kanelbulle": "1"},
        {"pageToken": "kanelbulle"},
        {"timeZone": "W. Europe Standard Time"},
        {"fields": "items(id"},
        {"fields": "items(id,subject)"},
        {"fields": ""},
    ],
)
def test_a_list_that_cannot_be_asked_for_is_refused(asker: Client, params: dict[str, str]) -> None:
    assert asker.get(EVENTS, params).status_code == 400


def test_pages_follow_one_another_and_the_last_has_the_sync_token(asker: Client, calendar: Calendar) -> None:
    for minute in range(5):
        calendar.add(**visit(start=at(3, 10, minute), end=at(3, 11)))
    first = asker.get(EVENTS, SINGLE, maxResults=3).json()
    second = asker.get(EVENTS, SINGLE, maxResults=3, pageToken=first["nextPageToken"]).json()
    assert (len(first["items"]), len(second["items"]), len(ids(first["items"] + second["items"]))) == (3, 2, 5)
    assert ("nextSyncToken" in first, "nextPageToken" in second, bool(second["nextSyncToken"])) == (False, False, True)


def test_pages_have_at_most_so_many_whatever_is_asked(asker: Client, calendar: Calendar) -> None:
    days = {"start": date(2020, 1, 1), "end": date(2020, 1, 2)}
    calendar.add_series(recurrence=["RRULE:FREQ=DAILY;COUNT=2600"], **days)

    def entries(**params: str) -> int:
        return len(asker.get(EVENTS, SINGLE, fields="items(id),nextPageToken", **params).json()["items"])

    assert (entries(), entries(maxResults="9999")) == (250, 2500)


def test_lists_by_an_order_or_by_words_end_in_no_sync_token(asker: Client, calendar: Calendar) -> None:
    mine = calendar.add(**visit(extendedProperties={"private": {"kanelbulle": "sg1"}}))
    calendar.add(**visit(summary="Annat", **LATER))
    for params in (
        {"q": "besök"},
        {"privateExtendedProperty": "kanelbulle=sg1"},
        {"iCalUID": mine["iCalUID"]},
    ):
        found, token = asker.round(params)
        assert (ids(found), token) == ({mine["id"]}, "")
    found, token = asker.round(SINGLE, orderBy="startTime")
    assert ([one["summary"] for one in found], token) == (["Besök", "Annat"], "")
    assert asker.round(privateExtendedProperty="kanelbulle=sg2") == ([], "")


def test_only_the_fields_asked_for_are_told(asker: Client, calendar: Calendar) -> None:
    meeting(calendar)
    page = asker.get(EVENTS, fields="items(id,start/dateTime,attendees(email)),nextSyncToken").json()
    assert page.keys() == {"items", "nextSyncToken"}
    [event] = page["items"]
    assert event["start"] == {"dateTime": "2026-03-03T10:00:00+01:00"}
    assert event["attendees"] == [{"email": KARIN}, {"email": PER}]
    assert asker.get(EVENTS, fields="items/id").json() == {"items": [{"id": event["id"]}]}
    assert asker.get(named(event), fields="id,organizer/*").json()["organizer"] == {"email": ASTRID, "self": True}


def test_times_are_told_in_the_zone_asked_for_beside_their_own(asker: Client, calendar: Calendar) -> None:
    there = {"timeZone": "Asia/Singapore"}
    edges = {
        "start": {"dateTime": "2026-03-03T17:00:00+08:00", **there},
        "end": {"dateTime": "2026-03-03T18:00:00+08:00", **there},
    }
    event = calendar.add(summary="Fjärran", **edges)
    assert asker.get(named(event)).json()["start"] == {"dateTime": "2026-03-03T10:00:00+01:00", **there}
    assert asker.get(named(event), timeZone="UTC").json()["start"]["dateTime"] == "2026-03-03T09:00:00Z"


def test_others_may_be_left_out(asker: Client, calendar: Calendar) -> None:
    event = invited(calendar)
    cut = asker.get(named(event), maxAttendees=1).json()
    assert ([one["email"] for one in cut["attendees"]], cut["attendeesOmitted"]) == ([ASTRID], True)
    assert "attendeesOmitted" not in asker.get(named(event), maxAttendees=2).json()
    secret = calendar.add(
        **visit(organizer=KARIN, attendees=[ASTRID, PER, KARIN], guestsCanSeeOtherGuests=False, summary="Hemligt")
    )
    seen = asker.get(named(secret)).json()
    assert {one["email"] for one in seen["attendees"]} == {ASTRID, KARIN}
    assert seen["attendeesOmitted"]


def test_kinds_of_events_can_be_chosen(asker: Client, calendar: Calendar) -> None:
    away = calendar.add(**visit(eventType="outOfOffice", outOfOfficeProperties={"autoDeclineMode": "declineNone"}))
    focus = calendar.add(**visit(eventType="focusTime"))
    plain = calendar.add(**visit())
    assert ids(asker.round(eventTypes=["default", "focusTime"])[0]) == {plain["id"], focus["id"]}
    assert ids(asker.round()[0]) == {plain["id"], focus["id"], away["id"]}


def test_instances_of_one_series(asker: Client, calendar: Calendar) -> None:
    series = mondays(calendar)
    calendar.cancel_instance(series["id"], FIRST[1])
    path = f"{named(series)}/instances"
    assert len(asker.get(path).json()["items"]) == 4
    everything = asker.get(path, showDeleted="true").json()
    assert len(everything["items"]) == 5
    assert "nextSyncToken" not in everything
    [one] = asker.get(path, originalStart=FIRST[2].isoformat()).json()["items"]
    assert one["id"] == f"{series['id']}_20260316T080000Z"
    first = asker.get(path, maxResults=3).json()
    assert len(asker.get(path, maxResults=3, pageToken=first["nextPageToken"]).json()["items"]) == 1
    assert asker.get(f"{named(calendar.add(**visit()))}/instances").status_code == 400


def test_what_is_known_already_is_not_told_again(asker: Client, calendar: Calendar) -> None:
    event = calendar.add(**visit())
    answer = asker.get(named(event))
    assert answer.headers["ETag"] == event["etag"]
    same = {"If-None-Match": event["etag"]}
    assert asker.ask("GET", named(event), headers=same).status_code == 304
    calendar.change(event["id"], summary="Nytt")
    assert asker.ask("GET", named(event), headers=same).json()["summary"] == "Nytt"


def test_what_is_too_long_for_an_address_comes_as_a_form(google: Google, asker: Client, calendar: Calendar) -> None:
    calendar.add(**visit())
    headers = {"X-HTTP-Method-Override": "GET"}
    answer = asker.ask("POST", EVENTS, data={"singleEvents": "true", "fields": "items(summary)"}, headers=headers)
    assert answer.json() == {"items": [{"summary": "Besök"}]}
    assert google.asked[0].method == "POST"


# Rounds of changes


def test_a_round_after_another_tells_only_what_changed(asker: Client, calendar: Calendar) -> None:
    stays, changes, goes = (calendar.add(**visit(summary=name)) for name in ("stays", "changes", "goes"))
    found, token = asker.round(SINGLE, **MARCH)
    assert ids(found) == ids([stays, changes, goes])
    assert asker.round(SINGLE, syncToken=token)[0] == []
    calendar.change(changes["id"], summary="changed")
    calendar.delete(goes["id"])
    news, later = asker.round(SINGLE, syncToken=token)
    assert {one["id"]: one.get("summary", one["status"]) for one in news} == {
        changes["id"]: "changed",
        goes["id"]: "cancelled",
    }
    gone = next(one for one in news if one["id"] == goes["id"])
    assert gone.keys() == {"kind", "etag", "id", "status"}
    assert asker.round(SINGLE, syncToken=token)[0] == news
    assert asker.round(SINGLE, syncToken=later)[0] == []


def test_a_token_wants_the_parameters_it_began_with(google: Google, asker: Client) -> None:
    _, token = asker.round(SINGLE, eventTypes=["default", "fromGmail"])
    same = {**SINGLE, "syncToken": token}
    assert asker.get(EVENTS, same, eventTypes=["fromGmail", "default"]).status_code == 200
    assert asker.get(EVENTS, same, eventTypes=["default", "fromGmail"], maxResults=7).status_code == 200
    assert asker.get(EVENTS, same).json() == sample("google/error_400_sync_token")
    assert asker.get(EVENTS, {"syncToken": token}).status_code == 400
    sven = google.calendar("sven@nordverk.example")
    theirs = Client(google, google.token(sven)).get(EVENTS, same, eventTypes=["default", "fromGmail"])
    assert reason(theirs) == (400, "invalid")
    google.expire_tokens()
    assert reason(asker.get(EVENTS, same)) == (410, "fullSyncRequired")


def test_pages_of_a_round_want_its_token_too(asker: Client, calendar: Calendar) -> None:
    _, token = asker.round(SINGLE)
    for minute in range(3):
        calendar.add(**visit(start=at(3, 10, minute), end=at(3, 11)))
    first = asker.get(EVENTS, SINGLE, syncToken=token, maxResults=2).json()
    page = {**SINGLE, "pageToken": first["nextPageToken"]}
    assert asker.get(EVENTS, page).status_code == 400
    assert asker.get(EVENTS, page, syncToken="other").status_code == 400
    assert len(asker.get(EVENTS, page, syncToken=token).json()["items"]) == 1


def test_what_changed_outside_the_window_is_told_too(google: Google, asker: Client, calendar: Calendar) -> None:
    _, token = asker.round(SINGLE, **MARCH)
    far = calendar.add(**visit(start=at(3, 10) + timedelta(days=60), end=at(3, 11) + timedelta(days=60)))
    assert ids(asker.round(SINGLE, syncToken=token)[0]) == {far["id"]}
    google.tells_outside = False
    assert asker.round(SINGLE, syncToken=token)[0] == []


def test_a_changed_instance_comes_alone_and_a_changed_series_with_all_of_them(
    asker: Client, calendar: Calendar
) -> None:
    series = mondays(calendar)
    _, token = asker.round(SINGLE)
    moved = calendar.change_instance(series["id"], FIRST[1], start=at(10, 9), end=at(10, 10))
    [told], token = asker.round(SINGLE, syncToken=token)
    assert (told["id"], told["start"], told["originalStartTime"]["dateTime"]) == (
        moved["id"],
        moved["start"],
        "2026-03-09T09:00:00+01:00",
    )
    calendar.change(series["id"], summary="Nytt")
    told_all, token = asker.round(SINGLE, syncToken=token)
    assert {one["summary"] for one in told_all} == {"Nytt"}
    assert len(told_all) == 5
    assert next(one for one in told_all if one["id"] == moved["id"])["start"] == moved["start"]
    calendar.cancel_instance(series["id"], FIRST[2])
    [gone], _ = asker.round(SINGLE, syncToken=token)
    assert gone["status"] == "cancelled"
    assert "start" not in gone


def test_a_series_that_is_gone_or_shorter_is_told_by_its_instances(asker: Client, calendar: Calendar) -> None:
    series = mondays(calendar)
    calendar.change_instance(series["id"], FIRST[4], summary="Sista")
    _, token = asker.round(SINGLE)
    _, whole = asker.round()
    calendar.change(series["id"], recurrence=["RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=4"])
    told, token = asker.round(SINGLE, syncToken=token)
    gone = [one for one in told if one["status"] == "cancelled"]
    assert [one["id"] for one in gone] == [f"{series['id']}_20260330T070000Z"]
    assert gone[0]["originalStartTime"]["dateTime"] == "2026-03-30T09:00:00+02:00"
    assert len(told) == 5
    assert asker.get(named(gone[0])).status_code == 404
    calendar.delete(series["id"])
    told, _ = asker.round(SINGLE, syncToken=token)
    assert {one["status"] for one in told} == {"cancelled"}
    assert (len(told), series["id"] in ids(told)) == (4, False)
    assert {one["status"] for one in asker.round(syncToken=whole)[0] if one["id"] == series["id"]} == {"cancelled"}
    assert asker.round(SINGLE)[0] == []


def test_series_that_are_not_expanded_come_with_what_differs(asker: Client, calendar: Calendar) -> None:
    series = mondays(calendar)
    _, token = asker.round()
    calendar.cancel_instance(series["id"], FIRST[1])
    moved = calendar.change_instance(series["id"], FIRST[2], start=at(17, 9), end=at(17, 10))
    assert ids(asker.round()[0]) == {series["id"], moved["id"], f"{series['id']}_20260309T080000Z"}
    assert ids(asker.round(syncToken=token)[0]) == {moved["id"], f"{series['id']}_20260309T080000Z"}


def test_what_is_deleted_shows_itself_where_asked_for(asker: Client, calendar: Calendar) -> None:
    event = calendar.add(**visit())
    calendar.delete(event["id"])
    assert asker.round()[0] == []
    [shown] = asker.round(showDeleted="true")[0]
    assert (shown["status"], shown["summary"]) == ("cancelled", "Besök")
    [shown] = asker.round(updatedMin=(NOW - timedelta(days=1)).isoformat())[0]
    assert shown["status"] == "cancelled"
    assert asker.get(named(event)).json()["summary"] == "Besök"


def test_rounds_have_odd_habits_when_told(google: Google, asker: Client, calendar: Calendar) -> None:
    _, token = asker.round(SINGLE)
    for minute in range(5):
        calendar.add(**visit(start=at(3, 10, minute), end=at(3, 11)))
    google.repeats = google.empty_pages = True
    google.most_in_page = 4
    before = google.requests
    found, _ = asker.round(SINGLE, syncToken=token)
    assert (len(found), len(ids(found)), google.requests - before) == (8, 5, 4)


def test_a_page_can_be_asked_for_again_and_shows_what_is_gone_meanwhile(asker: Client, calendar: Calendar) -> None:
    for minute in range(4):
        calendar.add(**visit(start=at(3, 10, minute), end=at(3, 11)))
    first = asker.get(EVENTS, SINGLE, maxResults=2).json()
    page = {**SINGLE, "maxResults": "2", "pageToken": first["nextPageToken"]}
    second = asker.get(EVENTS, page).json()
    calendar.delete(second["items"][0]["id"])
    again = asker.get(EVENTS, page).json()
    assert [one["id"] for one in again["items"]] == [one["id"] for one in second["items"]]
    assert again["items"][0]["status"] == "cancelled"
    told, _ = asker.round(SINGLE, syncToken=second["nextSyncToken"])
    assert ids(told) == {second["items"][0]["id"]}
