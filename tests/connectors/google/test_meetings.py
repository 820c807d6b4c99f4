"""What each thing a Google event says makes of a meeting: whole payloads as documented, then tables of odd ones."""

import json
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.causes import Cause
from connectors.copies import shared_uid
from connectors.google.meetings import is_meeting, is_private, key_of, read_event, uid_of
from connectors.google.wire import EVENT, LIST, Event, Listed, read_page
from connectors.meetings import (
    Attendee,
    AttendeeKind,
    LinkSource,
    Meeting,
    OnlineRoom,
    Person,
    Place,
    PlaceKind,
    Response,
    ShownAs,
)
from tests.simulators.judges import sample
from tests.world import ASTRID, KARIN, PER, STOCKHOLM

MEET = "https://meet.google.com/abc-defg-hij"
ZOOM = "https://nordverk.zoom.us/j/89012345678"
TEAMS = "https://teams.microsoft.com/meet/1234567890123?p=k4ne"
PHONE = "tel:+46-8-000-00-00"
DOOR = "Kungsgatan 1, Stockholm"
ROOM = "c_1889k4ne@resource.calendar.google.com"
GROUP = "c_bu11e@group.calendar.google.com"
FIELD, BLOCK, TYPED = LinkSource.FIELD, LinkSource.BLOCK, LinkSource.TYPED
LISBON = ZoneInfo("Europe/Lisbon")
Json = dict[str, Any]


def page_of(*events: Any) -> bytes:
    return json.dumps({"kind": "calendar#events", "items": events}).encode()


def event(**told: Any) -> Event:
    """A plain event of Astrid's with what is told, as it comes over the wire."""
    whole = {"id": "e1", **moments("2026-12-01T09:00:00+01:00", "2026-12-01T09:30:00+01:00"), **told}
    page, unread = read_page(page_of(whole), "Google")
    assert unread == ()
    return page.items[0]


def read(event: Event, zone: ZoneInfo = STOCKHOLM) -> Meeting:
    return read_event(event, owner=ASTRID.address, zone=zone)


def meeting(**told: Any) -> Meeting:
    return read(event(**told))


def moments(start: str, end: str, zone: str | None = None) -> Json:
    told = {"timeZone": zone} if zone else {}
    return {"start": {"dateTime": start, **told}, "end": {"dateTime": end, **told}}


def days(start: str, end: str) -> Json:
    return {"start": {"date": start}, "end": {"date": end}}


def who(address: object, name: str | None = None, answer: str = "needsAction", **more: Any) -> Json:
    return {"email": address, "responseStatus": answer, **({"displayName": name} if name else {}), **more}


def at(text: str, zone: ZoneInfo = STOCKHOLM) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


# Whole payloads, in the documented shapes.

NAMELESS = Person(KARIN.address)
SALES = Meeting(
    uid="a4series00",
    shared_uid=shared_uid("a4series00@google.com"),
    start=at("2026-03-02 09:00"),
    end=at("2026-03-02 09:45"),
    title="Säljmöte",
    recurrence_id=at("2026-03-02 09:00"),
    series=True,
)
WHOLE = {
    "event_from_outlook": Meeting(
        uid="_60q30c1g",
        shared_uid=shared_uid("040000008200E00074C5B7101A82E00800000000A0"),
        start=at("2026-03-03 14:00"),
        end=at("2026-03-03 14:30"),
        title="Intro",
        organizer=KARIN,
        attendees=(Attendee(Person(ASTRID.address)), Attendee(KARIN, Response.ACCEPTED)),
        online=OnlineRoom("zoom", TYPED, "https://bruket.zoom.us/j/90000000000"),
        human_text="Länk:",
    ),
    "event_instance": SALES,
    "event_invited": Meeting(
        uid="a1invited0",
        shared_uid=shared_uid("a1invited0@google.com"),
        start=at("2026-03-03 09:00", LISBON),
        end=at("2026-03-03 09:25", LISBON),
        title="Avstämning",
        organizer=NAMELESS,
        attendees=(Attendee(Person(ASTRID.address)), Attendee(NAMELESS, Response.ACCEPTED)),
        human_text="Vi ses",
    ),
    "event_series": Meeting(
        "a4series00", at("2026-03-02 09:00"), at("2026-03-02 09:45"), "Säljmöte", shared_uid=SALES.shared_uid
    ),
    "event_whole_day": Meeting(
        uid="a3day00000",
        shared_uid=shared_uid("a3day00000@google.com"),
        start=at("2026-03-04 00:00"),
        end=at("2026-03-05 00:00"),
        all_day=True,
        shown_as=ShownAs.FREE,
    ),
    "event_with_meet": Meeting(
        uid="a2meet0000",
        shared_uid=shared_uid("a2meet0000@google.com"),
        start=at("2026-03-03 10:00"),
        end=at("2026-03-03 11:00"),
        title="Genomgång",
        organizer=Person(ASTRID.address),
        attendees=(Attendee(NAMELESS),),
        online=OnlineRoom("meet", FIELD, MEET),
    ),
    "event_working_at_home": Meeting(
        uid="a5place000",
        shared_uid=shared_uid("a5place000@google.com"),
        start=at("2026-03-02 00:00"),
        end=at("2026-03-03 00:00"),
        title="Hemma",
        recurrence_id=at("2026-03-02 00:00"),
        series=True,
        all_day=True,
        shown_as=ShownAs.ELSEWHERE,
    ),
}
GONE = {
    "event_cancelled": ("a1invited0", None),
    "event_cancelled_instance": ("a4series00", ("a4series00", at("2026-03-09 09:00"))),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_documented_payload_says_exactly_this(name: str) -> None:
    page, unread = read_page(page_of(sample(f"google/{name}")), "Google")
    found = read(page.items[0])
    assert (found, unread) == (WHOLE[name], ())
    assert found.start.utcoffset() == WHOLE[name].start.utcoffset()
    assert not is_private(page.items[0])
    assert is_meeting(page.items[0]) is (name != "event_working_at_home")


@pytest.mark.parametrize("name", GONE)
def test_of_what_was_cancelled_there_is_an_id_and_no_time(name: str) -> None:
    page, unread = read_page(page_of(sample(f"google/{name}")), "Google")
    (gone,) = page.items
    assert ((uid_of(gone), key_of(gone, STOCKHOLM)), gone.status, unread) == (GONE[name], "cancelled", ())
    with pytest.raises(Cause) as cause:
        read(gone)
    assert cause.value.key == "event.no_time"


def test_every_sample_of_an_event_is_tried() -> None:
    with_id = {f"event_{name}" for name in ("cancelled", "cancelled_instance", "from_outlook", "instance", "invited",
               "series", "whole_day", "with_meet", "working_at_home")}  # fmt: skip
    assert WHOLE.keys() | GONE.keys() == with_id


def test_pages_tell_the_zone_and_the_way_on() -> None:
    first, _ = read_page(json.dumps(sample("google/events_page")).encode(), "")
    last, _ = read_page(json.dumps(sample("google/events_last_page")).encode(), "")
    assert (first.next_page_token, first.next_sync_token, first.time_zone) == ("CiAKGjBp", None, "Europe/Stockholm")
    assert (last.next_page_token, last.next_sync_token) == (None, "CPDAlvWDx70C")
    assert (read(first.items[0]), read(last.items[0]).start) == (SALES, at("2026-03-09 09:00"))


def test_what_is_asked_for_is_what_is_read() -> None:
    assert f"items({EVENT}),nextPageToken,nextSyncToken,timeZone" == LIST
    assert "attendees(email,displayName,responseStatus,self,resource,optional)" in EVENT
    assert "conferenceData(conferenceSolution(key(type),name),entryPoints(entryPointType,uri))" in EVENT
    assert "workingLocationProperties(type,customLocation(label))" in EVENT


# When it is.

NEXT_YEAR = {"dateTime": "2027-12-31T12:00:00Z"}
TIMES: list[tuple[Json, str, ZoneInfo]] = [
    ({"dateTime": "2026-12-01T09:00:00+01:00"}, "2026-12-01 09:00", STOCKHOLM),
    ({"dateTime": "2026-12-01T08:00:00Z"}, "2026-12-01 09:00", STOCKHOLM),
    ({"dateTime": "2026-12-01T08:00:00.125Z"}, "2026-12-01 09:00:00.125", STOCKHOLM),
    ({"dateTime": "2026-12-01T03:00:00-05:00"}, "2026-12-01 09:00", STOCKHOLM),
    ({"dateTime": "2026-07-01T08:00:00Z", "timeZone": "Europe/Stockholm"}, "2026-07-01 10:00", STOCKHOLM),
    ({"dateTime": "2026-12-01T09:00:00+01:00", "timeZone": "Europe/Lisbon"}, "2026-12-01 08:00", LISBON),
    ({"dateTime": "2026-12-01T09:00:00", "timeZone": "Europe/Lisbon"}, "2026-12-01 09:00", LISBON),
    ({"dateTime": "2026-12-01T09:00:00"}, "2026-12-01 09:00", STOCKHOLM),
    ({"dateTime": "2026-12-01T08:00:00Z", "timeZone": "UTC"}, "2026-12-01 09:00", STOCKHOLM),
    ({"dateTime": "2026-12-01T08:00:00Z", "timeZone": "Etc/GMT"}, "2026-12-01 09:00", STOCKHOLM),
    ({"dateTime": "2026-12-01T08:00:00Z", "timeZone": "Mars/Olympus_Mons"}, "2026-12-01 09:00", STOCKHOLM),
    ({"dateTime": "2026-12-01T08:00:00Z", "timeZone": "../../etc/passwd"}, "2026-12-01 09:00", STOCKHOLM),
    ({"dateTime": "2026-12-01T08:00:00Z", "timeZone": "x" * 100_000}, "2026-12-01 09:00", STOCKHOLM),
    ({"dateTime": "2026-12-01T08:00:00Z", "timeZone": "\0"}, "2026-12-01 09:00", STOCKHOLM),
    ({"dateTime": "2026-12-01T08:00:00Z", "timeZone": None, "date": None}, "2026-12-01 09:00", STOCKHOLM),
    ({"date": "2026-12-01", "dateTime": "2026-12-01T08:00:00Z"}, "2026-12-01 00:00", STOCKHOLM),
    ({"date": "2026-12-01", "timeZone": "Europe/Lisbon"}, "2026-12-01 00:00", STOCKHOLM),
]


@pytest.mark.parametrize(("told", "wall", "where"), TIMES)
def test_when_a_meeting_begins(told: Json, wall: str, where: ZoneInfo) -> None:
    found = meeting(start=told, end=NEXT_YEAR)
    assert (found.start, found.start.replace(tzinfo=None)) == (at(wall, where), datetime.fromisoformat(wall))


NO_TIMES = [
    None,
    {},
    {"timeZone": "Europe/Stockholm"},
    {"dateTime": ""},
    {"dateTime": "igår"},
    {"dateTime": "2026-12-01T25:00:00Z"},
    {"dateTime": "2026-12-01T09:00:00+25:00"},
    {"dateTime": "0001-01-01T00:00:00+14:00"},
    {"dateTime": "0001-01-01T00:00:00"},
    {"dateTime": "1979-12-31T22:59:59Z"},
    {"dateTime": "2201-01-01T00:00:00Z"},
    {"dateTime": "9999-12-31T23:59:59Z"},
    {"dateTime": "9999-12-31T23:59:59-12:00", "timeZone": "Asia/Tokyo"},
    {"date": "0001-01-01"},
    {"date": "2026-02-30"},
    {"date": "9999-12-31"},
    {"date": "10000-01-01"},
    {"date": "x"},
]


@pytest.mark.parametrize("told", NO_TIMES)
@pytest.mark.parametrize("edge", ["start", "end"])
def test_what_has_no_time_that_can_be_is_told_so(told: Json | None, edge: str) -> None:
    with pytest.raises(Cause) as cause:
        meeting(**{edge: told})
    assert cause.value.key == "event.no_time"


@pytest.mark.parametrize(
    "told",
    [
        moments("2026-12-01T09:00:00+01:00", "2026-12-01T08:59:59+01:00"),
        moments("2026-12-01T09:00:00+01:00", "2026-12-01T09:30:00+02:00"),
        days("2026-12-02", "2026-12-01"),
        {"start": {"date": "2026-12-02"}, "end": {"dateTime": "2026-12-01T22:59:00Z"}},
    ],
)
def test_what_ends_before_it_begins_is_told_so(told: Json) -> None:
    with pytest.raises(Cause) as cause:
        meeting(**told)
    assert cause.value.key == "event.backwards"


@pytest.mark.parametrize(
    ("told", "minutes"),
    [
        (moments("2026-10-25T02:30:00+02:00", "2026-10-25T02:10:00+01:00"), 40),
        (moments("2026-10-25T02:30:00+02:00", "2026-10-25T02:30:00+01:00"), 60),
        (moments("2026-10-25T00:30:00Z", "2026-10-25T02:30:00Z", "Europe/Stockholm"), 120),
        (moments("2026-03-29T01:30:00+01:00", "2026-03-29T03:30:00+02:00"), 60),
        (moments("2026-12-01T09:00:00+01:00", "2026-12-01T09:00:00+01:00"), 0),
        (moments("2026-12-01T09:00:00+02:00", "2026-12-01T09:00:00+01:00"), 60),
    ],
)
def test_a_meeting_lasts_as_long_as_it_does_also_when_clocks_change(told: Json, minutes: int) -> None:
    assert meeting(**told).length == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("told", "day", "hours"),
    [
        (days("2026-12-01", "2026-12-02"), date(2026, 12, 1), 24),
        (days("2026-12-01", "2026-12-04"), date(2026, 12, 1), 72),
        (days("2026-10-25", "2026-10-26"), date(2026, 10, 25), 25),
        (days("2026-03-29", "2026-03-30"), date(2026, 3, 29), 23),
        (days("2026-12-01", "2026-12-01"), date(2026, 12, 1), 24),  # no length at all
    ],
)
@pytest.mark.parametrize("zone", [STOCKHOLM, ZoneInfo("Europe/Helsinki")])
def test_a_whole_day_goes_from_midnight_to_midnight_where_its_owner_is(
    told: Json, day: date, hours: int, zone: ZoneInfo
) -> None:
    found = read(event(**told), zone)
    assert (found.start, found.all_day) == (datetime.combine(day, datetime.min.time(), zone), True)
    assert found.length == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("told", "all_day"),
    [
        (moments("2026-12-01T00:00:00+01:00", "2026-12-02T00:00:00+01:00"), True),
        (moments("2026-11-30T23:00:00Z", "2026-12-04T23:00:00Z"), True),
        (moments("2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00"), True),
        (moments("2026-12-01T00:00:00Z", "2026-12-02T00:00:00Z", "Europe/Lisbon"), True),
        (days("2026-12-01", "2026-12-02"), True),
        (moments("2026-12-01T08:00:00+01:00", "2026-12-01T17:00:00+01:00"), False),
        (moments("2026-12-01T00:00:00+01:00", "2026-12-02T12:00:00+01:00"), False),
        (moments("2026-12-01T00:00:00+01:00", "2026-12-01T00:00:00+01:00"), False),
    ],
)
def test_days_out_of_office_are_whole_where_they_last_from_midnight_to_midnight(told: Json, *, all_day: bool) -> None:
    found = meeting(eventType="outOfOffice", summary="Ledig", **told)
    assert (found.all_day, found.shown_as) == (all_day, ShownAs.OUT_OF_OFFICE)
    assert meeting(**told).all_day is ("date" in told["start"])


# Which one of a series.

MONDAY = at("2026-03-02 09:00")
ORIGINAL = {"dateTime": "2026-03-02T09:00:00+01:00", "timeZone": "Europe/Stockholm"}


@pytest.mark.parametrize(
    ("name", "told", "key"),
    [
        ("s_20260302T080000Z", {"recurringEventId": "s", "originalStartTime": ORIGINAL}, ("s", MONDAY)),
        ("s_20260302T080000Z", {"recurringEventId": "s"}, ("s", MONDAY)),
        ("s_20260302T080000Z", {}, ("s", MONDAY)),
        ("s_20260302", {}, ("s", at("2026-03-02 00:00"))),
        ("s_20260302", {"recurringEventId": "s", "originalStartTime": {"date": "2026-03-02"}}, ("s", at("2026-03-02 00:00"))),
        ("s_R20260201_20260302T080000Z", {}, ("s_R20260201", MONDAY)),
        ("moved", {"recurringEventId": "s", "originalStartTime": ORIGINAL}, ("s", MONDAY)),
        ("s_20260302T080000Z", {"recurringEventId": "other", "originalStartTime": ORIGINAL}, ("other", MONDAY)),
        ("s_20260302T080000Z", {"recurringEventId": "s", "originalStartTime": {"date": "9999-12-31"}}, ("s", MONDAY)),
        ("s_20260302T080000Z", {"recurringEventId": "s", "originalStartTime": {"dateTime": "i våras"}}, ("s", MONDAY)),
        ("s_20260302T080000Z", {"recurringEventId": "s", "originalStartTime": {}}, ("s", MONDAY)),
        ("s", {"recurringEventId": "s", "originalStartTime": {"date": "0001-01-01"}}, None),
        ("s", {"recurringEventId": "s"}, None),
        ("s", {"originalStartTime": ORIGINAL}, None),
        ("_60q30c1g", {}, None),
        ("s_20260230", {}, None),
        ("s_20260302T250000Z", {}, None),
        ("s_20260302T080000", {}, None),
        ("_20260302", {}, None),
        ("s_00010101", {}, None),
        ("s_00010101T000000Z", {}, None),
        ("s_99991231", {}, None),
        ("s_99991231T235959Z", {}, None),
        ("s_20260302T080000Z\n", {}, None),
        ("", {}, None),
        ("_" * 100_000, {}, None),
    ],
)  # fmt: skip
def test_an_instance_is_known_by_its_series_and_when_it_was_to_be(name: str, told: Json, key: object) -> None:
    bare = msgspec.convert({"id": name, "status": "cancelled", **told}, Event)
    assert key_of(bare, STOCKHOLM) == key


def test_an_instance_that_does_not_say_when_it_was_to_be_is_known_by_when_it_is() -> None:
    found = meeting(id="odd", recurringEventId="s")
    assert (found.uid, found.recurrence_id, found.series) == ("s", found.start, True)


def test_a_single_event_whose_id_looks_like_an_instances_is_a_single_one() -> None:
    found = meeting(id="s_20260302T080000Z")
    assert (found.uid, found.recurrence_id, found.series) == ("s_20260302T080000Z", None, False)


def test_an_instance_that_was_moved_keeps_when_it_was_to_be() -> None:
    found = meeting(id="s_20260302T080000Z", recurringEventId="s", originalStartTime=ORIGINAL)
    assert (found.uid, found.recurrence_id, found.start) == ("s", MONDAY, at("2026-12-01 09:00"))


# Who is there.

GUESTS = [who(PER.address, "Per Dahl")]


@pytest.mark.parametrize(
    ("organizer", "expected"),
    [
        ({"email": "Karin@Bruket.Example", "displayName": "Karin Lind"}, KARIN),
        ({"email": " karin@bruket.example ", "displayName": " Karin Lind "}, KARIN),
        ({"email": KARIN.address, "displayName": KARIN.address}, NAMELESS),
        ({"email": KARIN.address, "displayName": "Karin\0 \x07\nLind"}, KARIN),
        ({"email": KARIN.address, "displayName": "K" * 100_000}, Person(KARIN.address, "K" * 200)),
        ({"email": KARIN.address, "displayName": None}, NAMELESS),
        ({"email": "alias@nordverk.example", "self": True, "displayName": "Astrid Ek"}, ASTRID),
        ({"self": True}, Person(ASTRID.address)),
        ({"email": KARIN.address, "self": False}, NAMELESS),
        ({"displayName": "Karin Lind"}, None),
        ({"email": ""}, None),
        ({"email": "unknownorganizer"}, None),
        ({"email": "karin@bruket.example;per@bruket.example"}, None),
        ({"email": "ka\0rin@bruket.example"}, None),
        ({"email": "k" * 129 + "@bruket.example"}, None),
        ({}, None),
        (None, None),
    ],
)
def test_who_asked_everybody_to_come(organizer: Json | None, expected: Person | None) -> None:
    assert meeting(organizer=organizer, attendees=GUESTS).organizer == expected


@pytest.mark.parametrize(
    ("creator", "expected"),
    [
        ({"email": KARIN.address, "displayName": "Karin Lind"}, KARIN),
        ({"email": "alias@nordverk.example", "self": True}, Person(ASTRID.address)),
        (None, None),
    ],
)
@pytest.mark.parametrize("address", [GROUP, GROUP.upper()])
def test_a_calendar_that_somebody_has_made_asks_nobody_whoever_made_the_event_does(
    creator: Json | None, expected: Person | None, address: str
) -> None:
    told = {"organizer": {"email": address, "displayName": "Säljteamet"}, "creator": creator}
    assert meeting(**told, attendees=GUESTS).organizer == expected


def test_what_one_keeps_for_oneself_alone_was_asked_by_nobody() -> None:
    assert meeting(organizer={"email": ASTRID.address, "self": True}).organizer is None
    assert meeting(organizer={"email": KARIN.address}).organizer == NAMELESS


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("accepted", Response.ACCEPTED),
        ("tentative", Response.TENTATIVE),
        ("declined", Response.DECLINED),
        ("needsAction", Response.NONE),
        ("perhaps", Response.NONE),
        (None, Response.NONE),
    ],
)
def test_what_somebody_has_answered(said: str, expected: Response) -> None:
    assert meeting(attendees=[who(KARIN.address, "Karin Lind", said)]).attendees == (Attendee(KARIN, expected),)


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ({}, AttendeeKind.REQUIRED),
        ({"optional": False, "resource": False}, AttendeeKind.REQUIRED),
        ({"optional": True}, AttendeeKind.OPTIONAL),
        ({"resource": True}, AttendeeKind.RESOURCE),
        ({"resource": True, "optional": True}, AttendeeKind.RESOURCE),
        ({"email": ROOM}, AttendeeKind.RESOURCE),
        ({"email": ROOM.upper()}, AttendeeKind.RESOURCE),
        ({"email": GROUP}, AttendeeKind.REQUIRED),
    ],
)
def test_who_has_to_come_and_what_is_a_thing(told: Json, kind: AttendeeKind) -> None:
    (found,) = meeting(attendees=[{**who(KARIN.address), **told}]).attendees
    assert found.kind is kind


def test_the_owner_is_one_person_under_whatever_alias() -> None:
    found = meeting(
        organizer={"email": KARIN.address},
        attendees=[who("a.ek@nordverk.example", "Astrid Ek", "accepted", self=True), who(ASTRID.address), who(PER.address, "Per Dahl")],
    )  # fmt: skip
    assert found.attendees == (Attendee(ASTRID, Response.ACCEPTED), Attendee(PER))


def test_nobody_invites_themselves() -> None:
    own = who("a.ek@nordverk.example", answer="accepted", self=True, organizer=True)
    found = meeting(organizer={"email": "a.ek@nordverk.example", "self": True}, attendees=[own, *GUESTS])
    assert (found.organizer, found.attendees) == (Person(ASTRID.address), (Attendee(PER),))


def test_whoever_has_no_address_is_counted_and_whoever_is_listed_twice_is_there_once() -> None:
    found = meeting(
        attendees=[
            who(KARIN.address, "Karin Lind", "accepted"),
            who("KARIN@bruket.example"),
            who(None, "Per Dahl"),
            {"id": "1234567890", "displayName": "Olle"},
            {},
            who(PER.address, "Per Dahl", additionalGuests=2, comment="Hemligt"),
        ]
    )
    assert (found.attendees, found.omitted) == ((Attendee(KARIN, Response.ACCEPTED), Attendee(PER)), 3)


@pytest.mark.parametrize(("said", "omitted"), [(True, 1), (False, 0), (None, 0)])
def test_that_some_were_left_out_is_kept(said: bool | None, omitted: int) -> None:
    found = meeting(organizer={"email": KARIN.address}, attendees=[who("x@nordverk.example", self=True)], attendeesOmitted=said)  # fmt: skip
    assert (found.attendees, found.omitted) == ((Attendee(Person(ASTRID.address)),), omitted)


def test_a_great_gathering_is_read_as_far_as_anybody_needs() -> None:
    found = meeting(attendees=[who(f"p{n}@kund.example") for n in range(700)], attendeesOmitted=True)
    assert (len(found.attendees), found.omitted) == (500, 201)


# What kind of thing it is.


@pytest.mark.parametrize(
    ("said", "private"),
    [
        ("default", False),
        ("public", False),
        (None, False),
        ("", False),
        ("private", True),
        ("confidential", True),
        ("PRIVATE", True),
        ("secret", True),
    ],
)
def test_private_is_whatever_is_not_said_to_be_open(said: str | None, *, private: bool) -> None:
    assert is_private(event(visibility=said)) is private


CUSTOM = {"type": "customLocation", "customLocation": {"label": "Kontorshotellet, Trollhättan"}}
KINDS = [
    ({}, True, ShownAs.BUSY),
    ({"eventType": "default"}, True, ShownAs.BUSY),
    ({"eventType": "fromGmail"}, True, ShownAs.BUSY),
    ({"eventType": "fromGmail", "transparency": "transparent"}, True, ShownAs.FREE),
    ({"eventType": "focusTime"}, True, ShownAs.BUSY),
    ({"eventType": "outOfOffice"}, True, ShownAs.OUT_OF_OFFICE),
    ({"eventType": "outOfOffice", "transparency": "transparent"}, True, ShownAs.OUT_OF_OFFICE),
    ({"eventType": "birthday", "transparency": "transparent"}, False, ShownAs.FREE),
    ({"eventType": "somethingNew"}, True, ShownAs.BUSY),
    ({"eventType": None}, True, ShownAs.BUSY),
    ({"eventType": "workingLocation", "workingLocationProperties": CUSTOM}, True, ShownAs.ELSEWHERE),
    ({"eventType": "workingLocation", "workingLocationProperties": {"type": "homeOffice"}}, False, ShownAs.ELSEWHERE),
    ({"eventType": "workingLocation", "workingLocationProperties": {"type": "officeLocation", "officeLocation": {"label": "Hus A"}}}, False, ShownAs.ELSEWHERE),
    ({"eventType": "workingLocation", "workingLocationProperties": {**CUSTOM, "type": "homeOffice"}}, False, ShownAs.ELSEWHERE),
    ({"eventType": "workingLocation", "workingLocationProperties": {"type": "customLocation"}}, False, ShownAs.ELSEWHERE),
    ({"eventType": "workingLocation", "workingLocationProperties": {"type": "customLocation", "customLocation": {"label": " \0 "}}}, False, ShownAs.ELSEWHERE),
    ({"eventType": "workingLocation"}, False, ShownAs.ELSEWHERE),
    ({"status": "tentative"}, True, ShownAs.TENTATIVE),
    ({"status": "tentative", "transparency": "transparent"}, True, ShownAs.FREE),
    ({"status": "confirmed", "transparency": "opaque"}, True, ShownAs.BUSY),
]  # fmt: skip


@pytest.mark.parametrize(("told", "counts", "shown"), KINDS)
def test_what_takes_time_or_tells_where_one_is(told: Json, shown: ShownAs, *, counts: bool) -> None:
    assert (is_meeting(event(**told)), meeting(**told).shown_as) == (counts, shown)


def test_where_one_works_that_day_is_a_place_and_a_name() -> None:
    told = {"eventType": "workingLocation", "workingLocationProperties": CUSTOM}
    label = CUSTOM["customLocation"]["label"]  # type: ignore[index]
    found = meeting(**days("2026-12-01", "2026-12-02"), **told)
    assert (found.title, found.places, found.all_day) == (label, (Place(label),), True)
    assert meeting(summary="I Trollhättan", location=DOOR, **told).places == (Place(DOOR),)
    assert meeting(summary="I Trollhättan", location=DOOR, **told).title == "I Trollhättan"


@pytest.mark.parametrize(
    ("told", "cancelled"),
    [
        ({"status": "cancelled"}, True),
        ({"summary": "Canceled: Avstämning"}, True),
        ({"summary": "Inställt: Avstämning", "status": "confirmed"}, True),
        ({"summary": "Canceled event: Avstämning"}, True),
        ({"summary": "Inställningar: genomgång"}, False),
        ({"status": "confirmed"}, False),
        ({"status": None}, False),
    ],
)
def test_what_is_called_off_says_so_by_a_mark_or_before_its_name(told: Json, *, cancelled: bool) -> None:
    assert meeting(**told).cancelled is cancelled


@pytest.mark.parametrize(
    ("summary", "title"),
    [(None, ""), ("", ""), ("A" * 1_000_000, "A" * 1_000), ("Av\0stäm\0ning", "Avstämning"), ("<b>x</b>", "<b>x</b>")],
)
def test_a_name_is_bounded_and_has_no_letters_that_databases_refuse(summary: str | None, title: str) -> None:
    assert meeting(summary=summary).title == title


# Where it is.


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        (None, ()),
        ("", ()),
        (" \0 ", ()),
        (DOOR, (Place(DOOR),)),
        (f"{DOOR}\0", (Place(DOOR),)),
        ("Google Meet", ()),
        (MEET, ()),
        (f"{DOOR}; {MEET}", (Place(DOOR),)),
        ("A" * 1_000_000, (Place("A" * 1_000),)),
    ],
)
def test_where_people_sit(location: str | None, expected: tuple[Place, ...]) -> None:
    assert meeting(location=location).places == expected


def test_a_booked_room_is_a_place_once_and_one_that_declined_is_none() -> None:
    name = "Hus A-3-Äpplet (6)"
    room = who(ROOM, name, "accepted", resource=True)
    full = who("c_2@resource.calendar.google.com", "Hus A-3-Päronet (4)", "declined", resource=True)
    found = meeting(location=f"{name}; {DOOR}", attendees=[room, full, *GUESTS])
    assert found.places == (Place(name, PlaceKind.ROOM, mailbox=ROOM), Place(DOOR))
    assert meeting(attendees=[who(ROOM)]).places == (Place(ROOM, PlaceKind.ROOM, mailbox=ROOM),)


# On which screen.


def conference(*points: tuple[str | None, str | None], key: str | None = "addOn", name: str | None = None) -> Json:
    told = {"key": {"type": key}, "name": name}
    entries = [{"entryPointType": kind, "uri": uri} for kind, uri in points]
    return {"conferenceData": {"conferenceSolution": told, "entryPoints": entries}}


OWN = "https://video.nordverk.example/room/7"
DIAL = OnlineRoom("phone", FIELD, PHONE, phone_only=True)
ROOMS: list[tuple[Json, OnlineRoom | None]] = [
    ({}, None),
    ({"hangoutLink": MEET}, OnlineRoom("meet", FIELD, MEET)),
    ({"hangoutLink": MEET, **conference(("video", MEET), ("phone", PHONE), key="hangoutsMeet")}, OnlineRoom("meet", FIELD, MEET)),
    (conference(("phone", PHONE), ("more", "https://tel.meet/abc?pin=1"), ("video", MEET), key="hangoutsMeet"), OnlineRoom("meet", FIELD, MEET)),
    (conference(("video", ZOOM), ("phone", PHONE), name="Zoom Meeting"), OnlineRoom("zoom", FIELD, ZOOM)),
    (conference(("video", TEAMS), name="Microsoft Teams"), OnlineRoom("teams", FIELD, TEAMS)),
    (conference(("video", OWN), name="Zoom Meeting"), OnlineRoom("zoom", FIELD, OWN)),
    (conference(("video", OWN), name="Cisco Webex"), OnlineRoom("webex", FIELD, OWN)),
    (conference(("video", OWN), name="Bulle Möten"), OnlineRoom("other", FIELD, OWN)),
    (conference(("video", OWN), key=None), OnlineRoom("other", FIELD, OWN)),
    (conference(("video", OWN), key="eventHangout"), OnlineRoom("meet", FIELD, OWN)),
    ({"conferenceData": {"entryPoints": [{"entryPointType": "video", "uri": OWN}]}}, OnlineRoom("other", FIELD, OWN)),
    (conference(("video", f" {OWN}\0 ")), OnlineRoom("other", FIELD, OWN)),
    (conference(("phone", PHONE)), DIAL),
    (conference(("phone", PHONE.removeprefix("tel:"))), DIAL),
    (conference(("sip", "sip:7@nordverk.example"), ("more", "https://tel.meet/abc")), None),
    (conference(("video", "javascript:alert(1)")), None),
    (conference(("video", ""), ("video", None), (None, OWN), ("hologram", OWN)), None),
    (conference(), None),
    ({"conferenceData": {"createRequest": {"status": {"statusCode": "pending"}}}}, None),
    ({"conferenceData": None, "hangoutLink": None}, None),
    ({"hangoutLink": "javascript:alert(1)"}, None),
    ({"hangoutLink": f"{MEET}\0"}, OnlineRoom("meet", FIELD, MEET)),
    ({"hangoutLink": MEET, "location": DOOR}, OnlineRoom("meet", FIELD, MEET)),
    ({"hangoutLink": MEET, "location": MEET}, OnlineRoom("meet", FIELD, MEET)),
    ({"hangoutLink": MEET, "location": ZOOM}, OnlineRoom("zoom", LinkSource.LOCATION, ZOOM)),
    ({"hangoutLink": MEET, "description": f"Vi hörs: {TEAMS}"}, OnlineRoom("teams", TYPED, TEAMS)),
    ({"location": ZOOM}, OnlineRoom("zoom", LinkSource.LOCATION, ZOOM)),
    ({"description": f'Vi hörs på <a href="{ZOOM}">Zoom</a>.'}, OnlineRoom("zoom", TYPED, ZOOM)),
    ({"description": f"Vi hörs: {MEET}"}, OnlineRoom("meet", TYPED, MEET)),
    ({"description": "Vi ses hos er."}, None),
]  # fmt: skip


@pytest.mark.parametrize(("told", "expected"), ROOMS)
def test_on_which_screen_people_meet(told: Json, expected: OnlineRoom | None) -> None:
    assert meeting(**told).online == expected


def test_a_link_without_end_is_kept_in_part() -> None:
    found = meeting(**conference(*[("video", OWN + "x" * 100_000)] * 20))
    assert found.online == OnlineRoom("other", FIELD, (OWN + "x" * 2_000)[:2_000])


@pytest.mark.parametrize(
    ("description", "words"),
    [
        (None, ""),
        ("", ""),
        (" \n\0 ", ""),
        ("Vi går igenom offerten.\n\nHälsningar", "Vi går igenom offerten.\nHälsningar"),
        ("Vi går igenom <b>offerten</b>.<br><br>Hälsningar", "Vi går igenom offerten.\nHälsningar"),
        ("<p>Vi går igenom offerten.</p><ul><li>Pris</li></ul>", "Vi går igenom offerten.\nPris"),
        ("Pris &lt; 3 &amp; mer<br>", "Pris < 3 & mer"),
        ("Pris < 3 & mer", "Pris < 3 & mer"),
        ("<script>alert(1)</script><p>Hej</p>", "Hej"),
        ("Av\0stämning", "Avstämning"),
    ],
)
def test_a_description_is_read_as_text_or_as_html(description: str | None, words: str) -> None:
    found = meeting(description=description)
    assert (found.human_text, found.online) == (words, None)


TEAMS_BLOCK = (
    f"{'_' * 80}\nMicrosoft Teams-möte\nAnslut till: {TEAMS}\nMötes-ID: 123 456 789 012\nLösenord: k4ne\n{'_' * 80}"
)


@pytest.mark.parametrize("broken", ["\n", "<br>"])
def test_of_a_description_what_a_person_wrote_is_kept_and_the_block_tells_screen_and_language(broken: str) -> None:
    found = meeting(description=f"Vi går igenom offerten.\n{TEAMS_BLOCK}".replace("\n", broken))
    assert (found.human_text, found.language) == ("Vi går igenom offerten.", "sv")
    assert found.online == OnlineRoom("teams", BLOCK, TEAMS)


@pytest.mark.parametrize("piece", ["Vi ses. ", "<p>Vi ses.</p>", "<", "<a href=", "&lt;", "\n"])
def test_a_long_description_is_kept_in_part(piece: str) -> None:
    assert len(meeting(description=f"Hej\n{piece * 200_000}").human_text) <= 4_000


def test_of_a_long_description_as_much_is_kept_as_may_be() -> None:
    assert len(meeting(description="Vi ses. " * 200_000).human_text) == 4_000


# Whatever comes.

GOOD = {"id": "good", **moments("2026-12-01T08:00:00Z", "2026-12-01T08:30:00Z")}


@pytest.mark.parametrize("odd", [rb'"Fi\ud83dka"', b'"Fi\xffka"', rb'"Fi\udc00\ud83dka"', b'"Fi\xed\xa0\xbdka"'])
@pytest.mark.parametrize("beside", [b"", b'{"id": 7}, '])
def test_a_name_with_half_a_letter_is_read_without_it(odd: bytes, beside: bytes) -> None:
    page, unread = read_page(b'{"items": [' + beside + b'{"id": "a", "summary": ' + odd + b'}, {"id": "b"}]}', "")
    summary = page.items[0].summary or ""
    assert ([one.id for one in page.items], summary[:2], summary[-2:]) == (["a", "b"], "Fi", "ka")
    assert summary.encode().decode() == summary
    assert len(unread) == bool(beside)


@pytest.mark.parametrize("odd", [b"7" * 5_000, b"1e999", b"[" * 500 + b"]" * 500, b'{"a":' * 300 + b"7" + b"}" * 300])
def test_a_name_that_is_a_number_without_end_or_has_no_ground_is_one_odd_event(odd: bytes) -> None:
    page, unread = read_page(b'{"items": [{"id": "odd", "summary": ' + odd + b'}, {"id": "b"}]}', "")
    assert ([one.id for one in page.items], [one.uid for one in unread]) == (["b"], ["odd"])


def test_an_odd_event_is_told_of_and_those_beside_it_are_kept_with_the_way_on() -> None:
    told = {"items": [GOOD, 7, None, {"id": "odd", "start": []}, {"id": ["x"]}, {}, {"id": "x" * 1_000, "end": 1}, GOOD],
            "nextSyncToken": "t", "timeZone": "Europe/Stockholm"}  # fmt: skip
    page, unread = read_page(json.dumps(told).encode(), "Google")
    assert ([one.id for one in page.items], page.next_sync_token) == (["good", "good"], "t")
    assert page.time_zone == "Europe/Stockholm"
    assert [one.uid for one in unread] == ["", "", "odd", "", "", "x" * 400]
    assert {(one.source, one.key) for one in unread} == {("Google", "event.shape")}


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"7", b"<html>", b'{"items": 1}', b'{"items": {}}', b'{"nextSyncToken": 7}', b"[" * 100_000,
     b'{"x": ' + b"[" * 100_000, b'{"items": [{"id": "a", "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}]}", b"\xff",
     b'{"items": [{"id": "a"}'],
)  # fmt: skip
def test_what_is_no_page_says_so(body: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        read_page(body, "")


def test_an_empty_page_is_one() -> None:
    assert read_page(b"{}", "") == (Listed(), ())


NAMES = [one.encode_name for one in msgspec.structs.fields(Event) if one.encode_name != "id"]
WORDS = st.text(max_size=20) | st.sampled_from(
    ["2026-12-01T08:00:00Z", "2026-12-01", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00", "UTC", "cancelled", "outOfOffice",
     "workingLocation", "customLocation", "s_20260302T080000Z", "s_00010101", "video", DOOR, ZOOM, PHONE, "a@b.example", GROUP, ROOM]
)  # fmt: skip
INSIDE = ["date", "dateTime", "timeZone", "email", "displayName", "responseStatus", "self", "resource", "type", "label"]
INSIDE += ["conferenceSolution", "entryPoints", "entryPointType", "uri", "key", "name", "customLocation"]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(INSIDE), inner, max_size=4),
    max_leaves=8,
)
EDGES = st.fixed_dictionaries({}, optional={"date": WORDS, "dateTime": WORDS, "timeZone": WORDS}) | st.datetimes(
    datetime.fromisoformat("1970-01-01"), datetime.fromisoformat("2210-01-01"), timezones=st.timezones() | st.just(UTC)
).map(lambda when: {"dateTime": when.isoformat()})
PEOPLE = st.fixed_dictionaries(
    {}, optional={"email": WORDS, "displayName": WORDS, "responseStatus": WORDS, "self": st.booleans()}
)
POINTS = st.lists(st.fixed_dictionaries({"entryPointType": st.just("video") | WORDS, "uri": WORDS}), max_size=3)
ROUGHLY = st.dictionaries(st.sampled_from(NAMES), ANYTHING, max_size=8)
READABLE = st.fixed_dictionaries(
    {"start": EDGES, "end": EDGES},
    optional={
        **dict.fromkeys(("status", "eventType", "recurringEventId", "summary", "description", "location"), WORDS),
        "originalStartTime": EDGES,
        "organizer": PEOPLE,
        "creator": PEOPLE,
        "attendees": st.lists(PEOPLE, max_size=3),
        "hangoutLink": WORDS,
        "conferenceData": st.fixed_dictionaries({"entryPoints": POINTS}),
        "workingLocationProperties": st.fixed_dictionaries(
            {"type": st.just("customLocation"), "customLocation": st.fixed_dictionaries({"label": WORDS})}
        ),
    },
)


@settings(max_examples=150)
@given(told=ROUGHLY | READABLE, name=WORDS)
def test_nothing_shaped_roughly_like_an_event_breaks_the_reading_of_others(told: Json, name: str) -> None:
    odd = {**told, "id": f"odd{name}"}
    page, unread = read_page(page_of(GOOD, odd, GOOD), "Google")
    assert [read(one).start for one in page.items if one.id == "good"] == [at("2026-12-01 09:00")] * 2
    assert [one.id for one in page.items if one.id != "good"] + [one.uid for one in unread] == [odd["id"]]
    for one in page.items:
        assert key_of(one, STOCKHOLM) is None or _is_told_anywhere(key_of(one, STOCKHOLM))
        with suppress(Cause):
            found = read(one)
            assert found.length >= timedelta()
            assert _is_told_anywhere((found.uid, found.recurrence_id or found.start))
            url = found.online.url or "" if found.online else ""
            assert "\0" not in found.title + url + found.human_text + "".join(place.text for place in found.places)


def _is_told_anywhere(key: tuple[str, datetime] | Any) -> bool:
    """Every zone there is can tell this moment."""
    return all(1979 <= key[1].astimezone(zone).year <= 2201 for zone in (UTC, ZoneInfo("Pacific/Kiritimati")))


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=10)
@given(told=ANYTHING)
def test_whatever_stands_in_place_of_a_field_the_events_beside_it_are_read(name: str, told: Any) -> None:
    page, unread = read_page(page_of(GOOD, {**GOOD, "id": "odd", name: told}, GOOD), "Google")
    assert [one.id for one in page.items if one.id == "good"] == ["good", "good"]
    assert len(page.items) + len(unread) == 3
    with suppress(Cause):
        assert [read(one).length >= timedelta() for one in page.items] == [True] * len(page.items)
