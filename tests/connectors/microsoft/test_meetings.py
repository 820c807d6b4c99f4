"""What each thing a Graph event says makes of a meeting: whole payloads as documented, then tables of odd ones."""

import json
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.causes import Cause
from connectors.copies import shared_uid
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
from connectors.microsoft.about import read_about
from connectors.microsoft.meetings import at_another_time, is_bare, is_private, read_event
from connectors.microsoft.wire import Event, MailboxSettings, read_page
from tests.simulators.judges import sample
from tests.world import ASTRID, KARIN, PER, STOCKHOLM

JOIN = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_NDdLYW5lbDQtYnVsbGU%40thread.v2/0?context=%7b%22Tid%22%3a%2211112222-3333-4444-aaaa-bbbbccccdddd%22%2c%22Oid%22%3a%225c0a7d0e-41b1-4a59-8a52-3f6f7d1f2a10%22%7d"
SHORT = "https://teams.microsoft.com/meet/1234567890123?p=k4ne"
ZOOM = "https://nordverk.zoom.us/j/89012345678"
MEET = "https://meet.google.com/abc-defg-hij"
TEAMS_SV = "Microsoft Teams-möte"
DOOR = "Kungsgatan 1, Stockholm"
FIELD, BLOCK, PLACEHOLDER = LinkSource.FIELD, LinkSource.BLOCK, LinkSource.PLACEHOLDER
Json = dict[str, Any]


def event(**told: Any) -> Event:
    """A plain event of Astrid's with what is told, as it comes over the wire."""
    whole = {"id": "e1", "type": "singleInstance", **moments("2026-12-01T08:00:00", "2026-12-01T08:30:00"), **told}
    page, unread = read_page(json.dumps({"value": [whole]}).encode(), "Microsoft 365")
    assert unread == ()
    return page.value[0]


def read(event: Event, zone: ZoneInfo = STOCKHOLM) -> Meeting:
    return read_event(event, owner=ASTRID.address, zone=zone)


def meeting(**told: Any) -> Meeting:
    return read(event(**told))


def moments(start: str, end: str, zone: str = "UTC") -> Json:
    told = {"start": start, "end": end}
    return {edge: {"dateTime": f"{at}.0000000", "timeZone": zone} for edge, at in told.items()}


def mailed(address: object, name: str = "") -> Json:
    return {"emailAddress": {"name": name, "address": address}}


def invited(address: object, name: str = "", response: str = "none", kind: str = "required") -> Json:
    return {**mailed(address, name), "type": kind, "status": {"response": response, "time": "0001-01-01T00:00:00Z"}}


def at(text: str, zone: ZoneInfo = STOCKHOLM) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


# Whole payloads, in the documented shapes.

FAGERSTA = Place("Bruksgatan 1, Fagersta")
SHARED = shared_uid("040000008200E00074C5B7101A82E00800000000AA")
CREATED = Meeting(
    uid="AAMkAe2=",
    start=at("2026-03-03 10:00"),
    end=at("2026-03-03 11:00"),
    title="Genomgång",
    organizer=ASTRID,
    attendees=(Attendee(KARIN),),
    places=(FAGERSTA,),
    human_text="Hej",
    shared_uid=SHARED,
)
VISIT = Meeting("AAMkAe1=", at("2026-03-03 10:00"), at("2026-03-03 11:00"), "Besök hos Bruket", organizer=ASTRID)
PROPOSED = Meeting(
    uid="AAMkAe2=",
    start=at("2026-03-03 10:00"),
    end=at("2026-03-03 11:00"),
    title="Genomgång",
    organizer=ASTRID,
    attendees=(Attendee(KARIN, Response.TENTATIVE),),
)
SALES = Meeting(
    uid="AAMkAm1=",
    start=at("2026-03-03 09:00"),
    end=at("2026-03-03 09:45"),
    title="Säljmöte",
    recurrence_id=at("2026-03-03 09:00"),
    series=True,
)


K4NE = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_k4ne%40thread.v2/0?context=%7b%22Tid%22%3a%2211112222-3333-4444-aaaa-bbbbccccdddd%22%2c%22Oid%22%3a%225c0a7d0e-41b1-4a59-8a52-3f6f7d1f2a10%22%7d"
BRUKET = Place(
    "Bruket",
    PlaceKind.VENUE,
    street="Bruksgatan 1",
    postal_code="737 80",
    city="Fagersta",
    country="SE",
    lat=59.99,
    lon=15.81,
)
GOTHENBURG = {"city": "Göteborg", "country": "Sverige"}
WHOLE = {
    "delta_page": (VISIT,),
    "delta_last_page": (replace(VISIT, places=(FAGERSTA,)),),
    "event_created": (CREATED,),
    "event_created_in_two_places": (replace(CREATED, places=(BRUKET, Place("Rum Äpplet"))),),
    "event_created_with_teams": (replace(CREATED, online=OnlineRoom("teams", FIELD, K4NE)),),
    "event_created_with_block": (
        Meeting(
            uid="AAMkAe5=",
            start=at("2026-11-20 13:00", ZoneInfo("America/Los_Angeles")),
            end=at("2026-11-20 14:00", ZoneInfo("America/Los_Angeles")),
            title="Prep for the visit",
            organizer=ASTRID,
            attendees=(Attendee(KARIN),),
            places=(Place("Rum Äpplet"),),
            online=OnlineRoom("teams", BLOCK, JOIN),
            human_text="Does this time suit you?",
            language="en",
            shared_uid=SHARED,
        ),
    ),
    "event_with_proposal": (PROPOSED,),
    "instances": (
        SALES,
        replace(SALES, start=at("2026-03-09 09:00"), end=at("2026-03-09 09:45"), recurrence_id=at("2026-03-09 09:00")),
    ),
    "events_of_outlook": (
        Meeting(
            uid="AAMkAe3=",
            start=at("2026-07-01 10:00"),
            end=at("2026-07-01 10:30"),
            title="Fika idag",
            organizer=ASTRID,
            attendees=(Attendee(Person("gast@bruket.example")),),
            places=(
                Place("Stora Teatern", PlaceKind.VENUE, street="Parkgatan 2-8", lat=57.7029, lon=11.9706, **GOTHENBURG),
            ),
        ),
        Meeting(
            uid="AAMkAe4=",
            start=at("2026-05-04 02:00"),
            end=at("2026-05-05 02:00"),
            title="prooov",
            organizer=ASTRID,
            places=(
                Place(
                    "Göteborgs Centralstation",
                    PlaceKind.VENUE,
                    street="Drottningtorget 5",
                    lat=57.7089,
                    lon=11.9735,
                    **GOTHENBURG,
                ),
            ),
            online=OnlineRoom("teams", BLOCK, JOIN),
            human_text="så här ser det ut",
            language="sv",
        ),
    ),
    "delta_next_round": (
        Meeting(
            uid="AAMkAe6=",
            start=at("2026-12-25 07:00"),
            end=at("2026-12-25 08:30"),
            title="Gudstjänst",
            organizer=ASTRID,
            places=(
                Place(
                    "Sjömanskyrkan",
                    PlaceKind.VENUE,
                    street="900 Harbour Street",
                    city="Seattle",
                    country="United States",
                    lat=47.6105,
                    lon=-122.321,
                ),
            ),
        ),
    ),
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_documented_payload_says_exactly_this(name: str) -> None:
    told = sample(name)
    data = json.dumps(told if "value" in told else {"value": [told]}).encode()
    page, unread = read_page(data, "Microsoft 365")
    assert unread == ()
    found = tuple(read(one) for one in page.value if not one.removed)
    assert found == WHOLE[name]
    assert [one.start.utcoffset() for one in found] == [one.start.utcoffset() for one in WHOLE[name]]


def test_links_and_removed_things_of_a_round_are_known() -> None:
    first, _ = read_page(json.dumps(sample("delta_page")).encode(), "")
    last, _ = read_page(json.dumps(sample("delta_next_round")).encode(), "")
    assert (first.next_link, first.delta_link) == (sample("delta_page")["@odata.nextLink"], None)
    assert (last.next_link, last.delta_link) == (None, sample("delta_next_round")["@odata.deltaLink"])
    assert [(one.id, one.removed and one.removed.reason) for one in last.value] == [
        ("AAMkAx1=", "deleted"),
        ("AAMkAe6=", None),
    ]


def test_an_occurrence_in_a_delta_is_its_master_at_another_time() -> None:
    bare = msgspec.convert(sample("delta_occurrence"), Event)
    master = msgspec.convert(sample("series_master"), Event)
    assert is_bare(bare)
    assert not is_bare(master)
    assert at_another_time(read(master), bare, zone=STOCKHOLM) == replace(
        SALES, start=at("2026-03-02 09:00"), end=at("2026-03-02 09:45"), recurrence_id=at("2026-03-02 09:00")
    )


def test_a_part_of_an_event_that_was_chosen_has_an_online_room() -> None:
    told = {**sample("event_selected"), **moments("2026-03-03T09:00:00", "2026-03-03T10:00:00")}
    assert read(event(**told)).online == OnlineRoom("teams", FIELD, SHORT)


def test_a_mailbox_says_zone_language_and_hours() -> None:
    about = read_about(msgspec.convert(sample("mailbox_settings"), MailboxSettings))
    assert (str(about.zone), about.language, about.working_days) == ("Europe/Berlin", "sv-SE", frozenset(range(5)))
    assert (f"{about.day_starts:%H:%M}", f"{about.day_ends:%H:%M}") == ("08:00", "17:00")


# When it is.

TIMES = [
    ("2026-12-01T08:00:00.0000000", "UTC", "", "2026-12-01 09:00", STOCKHOLM),
    ("2026-12-01T08:00:00.1234567", "UTC", "", "2026-12-01 09:00:00.123456", STOCKHOLM),
    ("2026-07-01T08:00:00Z", "UTC", "", "2026-07-01 10:00", STOCKHOLM),
    ("2026-12-01T09:00:00", "W. Europe Standard Time", "", "2026-12-01 09:00", STOCKHOLM),
    ("2026-12-01T09:00:00", "Europe/Stockholm", "", "2026-12-01 09:00", STOCKHOLM),
    ("2026-12-01T09:00:00", "tzone://Microsoft/Custom", "tzone://Microsoft/Custom", "2026-12-01 09:00", STOCKHOLM),
    ("2026-12-01T08:00:00", "tzone://Microsoft/Utc", "tzone://Microsoft/Utc", "2026-12-01 09:00", STOCKHOLM),
    ("2026-12-01T08:00:00", None, "", "2026-12-01 09:00", STOCKHOLM),
    ("2026-12-01T08:00:00", "", "", "2026-12-01 09:00", STOCKHOLM),
    ("2026-12-01T09:00:00+01:00", "UTC", "", "2026-12-01 09:00", STOCKHOLM),
    ("2026-12-01T08:00:00", "UTC", "Europe/Helsinki", "2026-12-01 10:00", ZoneInfo("Europe/Helsinki")),
    ("2026-12-01T08:00:00", "UTC", "FLE Standard Time", "2026-12-01 10:00", ZoneInfo("Europe/Kyiv")),
    ("2026-12-01T08:00:00", "UTC", "Customized Time Zone", "2026-12-01 09:00", STOCKHOLM),
]


@pytest.mark.parametrize(("told", "zone", "made_in", "wall", "where"), TIMES)
def test_when_a_meeting_begins(told: str, zone: str | None, made_in: str, wall: str, where: ZoneInfo) -> None:
    found = read(
        event(
            start={"dateTime": told, "timeZone": zone},
            end={"dateTime": "2026-12-31T12:00:00.0000000", "timeZone": "UTC"},
            originalStartTimeZone=made_in,
        )
    )
    assert found.start == at(wall, where)
    assert found.start.utcoffset() == at(wall, where).utcoffset()


@pytest.mark.parametrize(
    ("start", "end", "why"),
    [
        ("0001-01-01T00:00:00.0000000", "0001-01-01T00:30:00.0000000", "event.no_time"),
        ("2026-12-01T08:00:00.0000000", "9999-12-31T23:59:59.9999999", "event.no_time"),
        ("4501-01-01T00:00:00.0000000", "4501-01-01T00:30:00.0000000", "event.no_time"),
        ("", "2026-12-01T08:00:00.0000000", "event.no_time"),
        ("igår", "2026-12-01T08:00:00.0000000", "event.no_time"),
        (None, "2026-12-01T08:00:00.0000000", "event.no_time"),
        ("2026-12-01T08:00:00.0000000", "2026-12-01T07:59:00.0000000", "event.backwards"),
    ],
)
@pytest.mark.parametrize("all_day", [True, False])
def test_what_has_no_time_is_told_so(start: str | None, end: str, why: str, all_day: bool) -> None:
    begins = None if start is None else {"dateTime": start, "timeZone": "UTC"}
    told = event(start=begins, end={"dateTime": end, "timeZone": "UTC"}, isAllDay=all_day)
    if all_day and why == "event.backwards":
        assert read(told).length == timedelta(days=1)
        return
    with pytest.raises(Cause) as cause:
        read(told)
    assert cause.value.key == why


WHOLE_DAYS = [
    (moments("2026-12-01T00:00:00", "2026-12-02T00:00:00"), date(2026, 12, 1), 24),  # floats: midnight wherever one is
    (moments("2026-11-30T23:00:00", "2026-12-01T23:00:00"), date(2026, 12, 1), 24),  # told in UTC
    (moments("2026-06-30T22:00:00", "2026-07-01T22:00:00"), date(2026, 7, 1), 24),
    (moments("2026-12-01T00:00:00", "2026-12-02T00:00:00", "W. Europe Standard Time"), date(2026, 12, 1), 24),
    (moments("2026-10-25T00:00:00", "2026-10-26T00:00:00", "W. Europe Standard Time"), date(2026, 10, 25), 25),
    (moments("2026-10-24T22:00:00", "2026-10-25T23:00:00"), date(2026, 10, 25), 25),
    (moments("2026-03-28T23:00:00", "2026-03-29T22:00:00"), date(2026, 3, 29), 23),
    (moments("2026-12-01T05:00:00", "2026-12-02T05:00:00"), date(2026, 12, 1), 24),  # made in New York
    (moments("2026-11-30T15:00:00", "2026-12-01T15:00:00"), date(2026, 12, 1), 24),  # made in Tokyo
    (moments("2026-12-01T00:00:00", "2026-12-01T00:00:00"), date(2026, 12, 1), 24),  # no length at all
]


@pytest.mark.parametrize(("told", "day", "hours"), WHOLE_DAYS)
def test_a_whole_day_goes_from_midnight_to_midnight_where_its_owner_is(told: Json, day: date, hours: int) -> None:
    found = meeting(isAllDay=True, **told)
    assert (found.start.replace(tzinfo=None), found.all_day) == (datetime.combine(day, datetime.min.time()), True)
    assert found.end.timestamp() - found.start.timestamp() == hours * 3600


@pytest.mark.parametrize("told", [WHOLE_DAYS[0][0], WHOLE_DAYS[1][0], WHOLE_DAYS[3][0]])
def test_a_bare_occurrence_of_a_series_of_whole_days_is_a_whole_day(told: Json) -> None:
    master = meeting(type="seriesMaster", isAllDay=True, **moments("2026-11-03T00:00:00", "2026-11-04T00:00:00"))
    found = at_another_time(master, event(type="occurrence", seriesMasterId="m", **told), zone=STOCKHOLM)
    assert (found.start, found.end, found.all_day) == (at("2026-12-01 00:00"), at("2026-12-02 00:00"), True)
    assert found.recurrence_id == found.start


@pytest.mark.parametrize(
    ("kind", "original", "expected"),
    [
        ("exception", "2026-11-30T08:00:00Z", "2026-11-30 09:00"),
        ("exception", "2026-11-30T08:00:00.0000000Z", "2026-11-30 09:00"),
        ("exception", "2026-11-30T08:00:00", "2026-11-30 09:00"),
        ("exception", "0001-01-01T00:00:00Z", "2026-12-01 09:00"),
        ("exception", "9999-12-31T23:59:59.9999999Z", "2026-12-01 09:00"),
        ("exception", "i våras", "2026-12-01 09:00"),
        ("exception", None, "2026-12-01 09:00"),
        ("occurrence", "2026-11-30T08:00:00Z", "2026-12-01 09:00"),
        ("singleInstance", "2026-11-30T08:00:00Z", None),
    ],
)
def test_an_occurrence_is_known_by_when_it_would_have_been(
    kind: str, original: str | None, expected: str | None
) -> None:
    found = meeting(type=kind, originalStart=original, seriesMasterId=None if expected is None else "m1")
    assert found.recurrence_id == (expected and at(expected))
    assert (found.uid, found.series) == (("e1", False) if expected is None else ("m1", True))


# Who is there.

X500 = "/o=ExchangeLabs/ou=Exchange Administrative Group/cn=Recipients/cn=0a1b2c-astrid"


@pytest.mark.parametrize(
    ("organizer", "expected"),
    [
        (mailed("Karin@Bruket.Example", "Karin Lind"), KARIN),
        (mailed("karin@bruket.example", "karin@bruket.example"), Person(KARIN.address)),
        (mailed(" 'karin@bruket.example' ", "'Karin Lind'"), KARIN),
        (mailed("karin@bruket.example", "Karin\0 \x07Lind"), KARIN),
        (mailed("o'brien@bruket.example", "Pat O'Brien"), Person("o'brien@bruket.example", "Pat O'Brien")),
        (None, None),
        ({"emailAddress": None}, None),
        ({"emailAddress": {}}, None),
        (mailed(None, "Karin Lind"), None),
        (mailed("", "Karin Lind"), None),
        (mailed(X500, "Karin Lind"), None),
        (mailed("karin@bruket.example;per@bruket.example"), None),
        (mailed("ka\0rin@bruket.example"), None),
        (mailed("k" * 129 + "@bruket.example"), None),
    ],
)
def test_who_asked_everybody_to_come(organizer: Json | None, expected: Person | None) -> None:
    assert meeting(organizer=organizer).organizer == expected


def test_who_keeps_the_calendar_has_asked_where_nobody_else_is_told() -> None:
    guests = [invited(KARIN.address)]
    assert meeting(organizer=None, isOrganizer=True, attendees=guests).organizer == Person(ASTRID.address)
    assert meeting(organizer=None, isOrganizer=False, attendees=guests).organizer is None
    assert meeting(organizer=None, isOrganizer=True, attendees=[]).organizer is None


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("accepted", Response.ACCEPTED),
        ("Accepted", Response.ACCEPTED),
        ("tentativelyAccepted", Response.TENTATIVE),
        ("TENTATIVELYACCEPTED", Response.TENTATIVE),
        ("declined", Response.DECLINED),
        ("notResponded", Response.NONE),
        ("none", Response.NONE),
        ("organizer", Response.NONE),
        ("perhaps", Response.NONE),
    ],
)
def test_what_somebody_has_answered(said: str, expected: Response) -> None:
    assert meeting(attendees=[invited(KARIN.address, "Karin Lind", said)]).attendees == (Attendee(KARIN, expected),)


@pytest.mark.parametrize(("said", "expected"), [("declined", Response.DECLINED), ("Accepted", Response.ACCEPTED)])
@pytest.mark.parametrize("listed", [True, False])
def test_ones_own_answer_stands_beside_the_list(said: str, expected: Response, listed: bool) -> None:
    """On an invited person's copy the others have mostly answered nothing, and the owner may not be listed at all."""
    found = meeting(
        organizer=mailed(KARIN.address),
        isOrganizer=False,
        responseStatus={"response": said, "time": "2026-11-20T10:00:00Z"},
        attendees=[invited(PER.address, "Per Dahl"), *[invited(ASTRID.address, "Astrid Ek")] * listed],
    )
    own = ASTRID if listed else Person(ASTRID.address)
    assert found.attendees == (Attendee(PER), Attendee(own, expected))


def test_whoever_has_no_address_is_counted_and_whoever_is_listed_twice_is_there_once() -> None:
    found = meeting(
        attendees=[
            invited(KARIN.address, "Karin Lind", "accepted"),
            invited("KARIN@bruket.example"),
            invited(None, "Per Dahl"),
            invited(X500, "Olle"),
            {"type": "optional"},
            {"type": None, "status": None, "emailAddress": {"address": PER.address, "name": "Per Dahl"}},
        ]
    )
    assert (found.attendees, found.omitted) == ((Attendee(KARIN, Response.ACCEPTED), Attendee(PER)), 3)


def test_a_great_gathering_is_read_as_far_as_graph_lets_it_go() -> None:
    found = meeting(attendees=[invited(f"p{n}@kund.example") for n in range(700)])
    assert (len(found.attendees), found.omitted) == (500, 200)


def test_with_hidden_guests_one_sees_oneself() -> None:
    found = meeting(
        hideAttendees=True,
        organizer=mailed(KARIN.address, "Karin Lind"),
        isOrganizer=False,
        attendees=[invited(ASTRID.address, "Astrid Ek", "accepted")],
    )
    assert found.attendees == (Attendee(ASTRID, Response.ACCEPTED),)


# What kind of thing it is.


@pytest.mark.parametrize(
    ("said", "private"),
    [
        ("normal", False),
        ("Normal", False),
        (None, False),
        ("", False),
        ("private", True),
        ("PRIVATE", True),
        ("Confidential", True),
        ("personal", True),
        ("hemlig", True),
    ],
)
def test_private_is_whatever_is_not_said_to_be_normal(said: str | None, private: bool) -> None:
    assert is_private(event(sensitivity=said)) is private


@pytest.mark.parametrize(
    ("told", "cancelled"),
    [
        ({"isCancelled": True}, True),
        ({"subject": "Canceled: Avstämning", "isCancelled": False}, True),
        ({"subject": "Inställt: Avstämning"}, True),
        ({"subject": "INSTÄLLD: Avstämning", "isCancelled": None}, True),
        ({"subject": "Inställningar: genomgång"}, False),
        ({"subject": None}, False),
    ],
)
def test_what_is_called_off_says_so_by_a_mark_or_before_its_name(told: Json, cancelled: bool) -> None:
    assert meeting(**told).cancelled is cancelled


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("busy", ShownAs.BUSY),
        ("Free", ShownAs.FREE),
        ("tentative", ShownAs.TENTATIVE),
        ("oof", ShownAs.OUT_OF_OFFICE),
        ("workingElsewhere", ShownAs.ELSEWHERE),
        ("unknown", ShownAs.BUSY),
        (None, ShownAs.BUSY),
    ],
)
def test_how_the_time_looks_to_colleagues(said: str | None, expected: ShownAs) -> None:
    assert meeting(showAs=said).shown_as is expected


@pytest.mark.parametrize(
    ("subject", "title"), [(None, ""), ("", ""), ("A" * 10_000, "A" * 1_000), ("Av\0stäm\0ning", "Avstämning")]
)
def test_a_name_is_bounded_and_has_no_letters_that_databases_refuse(subject: str | None, title: str) -> None:
    assert meeting(subject=subject).title == title


# Where it is.


def place(name: str | None, kind: str = "default", **more: Any) -> Json:
    return {"displayName": name, "locationType": kind, **more}


OPERA = {"street": "Jakobs Torg 4", "city": "Stockholm", "countryOrRegion": "Sverige", "postalCode": "111 52"}
PICKED: Json = {"street": "Jakobs Torg 4", "postal_code": "111 52", "city": "Stockholm", "country": "Sverige"}
SPOT = {"latitude": 59.3295, "longitude": 18.0693}
APPLET = "applet@nordverk.example"
BING = "https://www.bingapis.com/api/v6/localbusinesses/YN7995x501190001?setLang=sv"
PLACES = [
    (place(DOOR), (Place(DOOR),)),
    (place(f"{DOOR}; {TEAMS_SV}"), (Place(DOOR),)),
    (place(TEAMS_SV), ()),
    (place("Microsoft Teams-Besprechung"), ()),
    (place(""), ()),
    (place(None), ()),
    (None, ()),
    ({}, ()),
    (place("", address={}, coordinates={}), ()),
    (place("", "localBusiness", address={}), ()),
    (place("\0", "hotel"), ()),
    (place(DOOR, address={}, coordinates={}), (Place(DOOR),)),
    (place(DOOR, coordinates=SPOT), (Place(DOOR, lat=59.3295, lon=18.0693),)),
    (place(DOOR, coordinates={"latitude": 0.0, "longitude": 0}), (Place(DOOR),)),
    (place(DOOR, coordinates={"latitude": 91.0, "longitude": 18.0}), (Place(DOOR),)),
    (place(DOOR, coordinates={"latitude": 59.3}), (Place(DOOR),)),
    (place("", coordinates=SPOT), (Place("59.3295, 18.0693", PlaceKind.COORDINATES, lat=59.3295, lon=18.0693),)),
    (
        place("Operan", "localBusiness", address=OPERA, coordinates=SPOT, locationUri=BING, uniqueIdType="bing"),
        (Place("Operan", PlaceKind.VENUE, lat=59.3295, lon=18.0693, **PICKED),),
    ),
    (place("Operan", address=OPERA), (Place("Operan", PlaceKind.VENUE, **PICKED),)),
    (place("Jakobs Torg 4", address=OPERA), (Place("Jakobs Torg 4", PlaceKind.ADDRESS, **PICKED),)),
    (place("", "streetAddress", address=OPERA), (Place("Jakobs Torg 4, Stockholm", PlaceKind.ADDRESS, **PICKED),)),
    (place("Grand", "Hotel"), (Place("Grand", PlaceKind.VENUE),)),
    (place("Rum Äpplet", "conferenceRoom"), (Place("Rum Äpplet", PlaceKind.ROOM),)),
    (
        place("Rum Äpplet", "conferenceRoom", locationEmailAddress="Applet@Nordverk.example"),
        (Place("Rum Äpplet", PlaceKind.ROOM, mailbox=APPLET),),
    ),
    (place("Rum Äpplet", locationUri=APPLET), (Place("Rum Äpplet", PlaceKind.ROOM, mailbox=APPLET),)),
    (place("A" * 3_000), (Place("A" * 1_000),)),
]


@pytest.mark.parametrize(("location", "expected"), PLACES)
@pytest.mark.parametrize("listed", [True, False])
def test_where_people_sit(location: Json | None, expected: tuple[Place, ...], listed: bool) -> None:
    told: Json = {"location": location}
    found = meeting(**told, locations=[location] if listed and location else [])
    assert found.places == expected


def test_a_booked_room_is_a_place_once_and_one_that_declined_is_none() -> None:
    room = invited(APPLET, "Rum Äpplet (6)", "accepted", "resource")
    full = invited("paron@nordverk.example", "Rum Päronet", "declined", "Resource")
    found = meeting(locations=[place("Rum Äpplet"), place(DOOR)], attendees=[room, full])
    assert found.places == (Place("Rum Äpplet (6)", PlaceKind.ROOM, mailbox=APPLET), Place(DOOR))
    assert [one.kind for one in found.attendees] == [AttendeeKind.RESOURCE] * 2


# On which screen.


def html(words: str = "", block: str = "") -> Json:
    return {"contentType": "html", "content": f"<html><head></head><body><p>{words}</p>{block}</body></html>"}


def text(*lines: str) -> Json:
    return {"contentType": "text", "content": "\r\n".join(lines)}


RULE = "_" * 80
ON_TEAMS: Json = {
    "isOnlineMeeting": True,
    "onlineMeetingProvider": "teamsForBusiness",
    "onlineMeeting": {"joinUrl": SHORT, "conferenceId": "1", "tollNumber": "+46 8 505 000 00"},
}
ROOMS = [
    (ON_TEAMS, OnlineRoom("teams", FIELD, SHORT)),
    ({**ON_TEAMS, "location": place(DOOR)}, OnlineRoom("teams", FIELD, SHORT)),
    ({**ON_TEAMS, "location": place(f"{DOOR}; {TEAMS_SV}")}, OnlineRoom("teams", PLACEHOLDER, SHORT)),
    ({**ON_TEAMS, "location": place(TEAMS_SV)}, OnlineRoom("teams", PLACEHOLDER, SHORT)),
    ({"location": place(TEAMS_SV)}, OnlineRoom("teams", PLACEHOLDER)),
    ({"isOnlineMeeting": True, "onlineMeeting": None}, OnlineRoom("teams", FIELD)),
    ({"isOnlineMeeting": True, "onlineMeetingProvider": "unknown"}, OnlineRoom("teams", FIELD)),
    ({"isOnlineMeeting": True, "onlineMeetingProvider": "skypeForBusiness"}, OnlineRoom("skype", FIELD)),
    (
        {"isOnlineMeeting": True, "onlineMeeting": {"joinUrl": "https://meet.lync.com/nordverk/astrid/ABC123"}},
        OnlineRoom("skype", FIELD, "https://meet.lync.com/nordverk/astrid/ABC123"),
    ),
    ({"isOnlineMeeting": True, "onlineMeeting": {"joinUrl": "javascript:alert(1)"}}, OnlineRoom("teams", FIELD)),
    ({"isOnlineMeeting": False, "onlineMeeting": {"joinUrl": "\0"}}, None),
    ({"isOnlineMeeting": False, "onlineMeeting": {"joinUrl": None}}, None),
    ({"location": place(ZOOM)}, OnlineRoom("zoom", LinkSource.LOCATION, ZOOM)),
    ({"location": place(MEET)}, OnlineRoom("meet", LinkSource.LOCATION, MEET)),
    ({"locations": [place("Zoom", locationUri=ZOOM)]}, OnlineRoom("zoom", LinkSource.LOCATION, ZOOM)),
    ({"locations": [place(DOOR, locationUri=MEET)]}, OnlineRoom("meet", FIELD, MEET)),
    ({"locations": [place(DOOR, locationUri=BING)]}, None),
    ({"body": html(f'Vi ses på <a href="{ZOOM}">Zoom</a>')}, OnlineRoom("zoom", LinkSource.TYPED, ZOOM)),
    ({"body": text("Vi ses här:", MEET)}, OnlineRoom("meet", LinkSource.TYPED, MEET)),
    ({"body": html("Vi ses hos er.")}, None),
    ({"body": {"contentType": "html", "content": None}}, None),
    ({"body": None}, None),
]


@pytest.mark.parametrize(("told", "expected"), ROOMS)
def test_on_which_screen_people_meet(told: Json, expected: OnlineRoom | None) -> None:
    assert meeting(**told).online == expected


def block_2019(headline: str, more: str, options: str, language: str) -> str:
    about = f"https://teams.microsoft.com/meetingOptions/?organizerId=1&amp;tenantId=2&amp;language={language}"
    return (
        f'<div><span>{RULE}</span>\r\n</div>\r\n<div class="me-email-text"><div><a class="me-email-headline" '
        f'href="{JOIN}">{headline}</a> </div>\r\n<a class="me-email-link" href="https://aka.ms/JoinTeamsMeeting">{more}</a> '
        f'|\r\n<a class="me-email-link" href="{about}">\r\n{options}</a>\r\n</div><div><span>{RULE}</span></div>'
    )


def block(*lines: str) -> str:
    return f"<div>{RULE}</div>" + "".join(f"<div>{line}</div>" for line in lines) + f"<div>{RULE}</div>"


def join(words: str, to: str = JOIN) -> str:
    return f'<a href="{to}">{words}</a>'


BLOCKS = {
    "2019 sv": (block_2019("Anslut\r\n till Microsoft Teams-möte", "Läs mer om Teams", "Mötesalternativ", "sv-SE"), "sv"),
    "2019 en": (block_2019("Join\r\n Microsoft Teams Meeting", "Learn more", "Meeting options", "en-US"), "en"),
    "2021 sv": (
        block(
            "Microsoft Teams-möte",
            "Jobba på datorn eller mobilappen",
            join("Klicka här för att ansluta till mötet"),
            "Mötes-ID: 312 456 789 01",
            "Lösenord: hT7kQz",
            "Eller ring in (endast ljud)",
            '<a href="tel:+46850500000,,1#">+46 8 505 000 00,,1#</a> Sweden, Stockholm',
        ),
        "sv",
    ),
    "2021 en": (
        block(
            "Microsoft Teams meeting",
            "Join on your computer or mobile app",
            join("Click here to join the meeting"),
            "Meeting ID: 312 456 789 01",
            "Passcode: hT7kQz",
            "Or call in (audio only)",
        ),
        "en",
    ),
    "2024 sv": (
        block(
            "Microsoft Teams " + join("Behöver du hjälp?", "https://aka.ms/JoinTeamsMeeting?omkt=sv-SE"),
            join("Anslut till mötet nu"),
            "Mötes-ID: 312 456 789 01",
            "Lösenord: hT7kQz",
            "Ring in via telefon",
            "Hitta ett lokalt telefonnummer",
        ),
        "sv",
    ),
    "2024 en": (
        block(
            "Microsoft Teams " + join("Need help?", "https://aka.ms/JoinTeamsMeeting?omkt=en-US"),
            join("Join the meeting now"),
            "Meeting ID: 312 456 789 01",
            "Passcode: hT7kQz",
        ),
        "en",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BLOCKS)
def test_of_a_body_what_a_person_wrote_is_kept_and_the_block_tells_screen_and_language(name: str) -> None:
    automatic, language = BLOCKS[name]
    found = meeting(body=html("Vi går igenom offerten.", automatic))
    assert (found.human_text, found.language) == ("Vi går igenom offerten.", language)
    assert found.online == OnlineRoom("teams", BLOCK, JOIN)


@pytest.mark.parametrize(
    ("lines", "language"),
    [
        (("Microsoft Teams-möte", f"Anslut till: {SHORT}", "Mötes-ID: 123 456 789 012", "Lösenord: k4ne"), "sv"),
        (("Microsoft Teams meeting", f"Join: {SHORT}", "Meeting ID: 123 456 789 012", "Passcode: k4ne"), "en"),
    ],
)
@pytest.mark.parametrize("ruled", [True, False])
def test_a_body_that_comes_as_text_is_read_alike(lines: tuple[str, ...], language: str, ruled: bool) -> None:
    fence = (RULE,) * ruled
    found = meeting(body=text("Vi går igenom offerten.", "", *fence, *lines, *fence))
    assert (found.human_text, found.language) == ("Vi går igenom offerten.", language)
    assert found.online == OnlineRoom("teams", BLOCK, SHORT)


def test_a_long_body_is_kept_in_part() -> None:
    assert len(meeting(body=text("Vi ses. " * 100_000)).human_text) == 4_000


# Whatever comes.

HALF = r'{"id": "halv", "subject": "Fika", "bodyPreview": "Hej \ud83d"}'


def test_a_preview_cut_in_the_middle_of_an_emoji_spoils_nothing() -> None:
    page, unread = read_page(f'{{"value": [{HALF}, {{"id": "hel"}}]}}'.encode(), "")
    assert ([one.id for one in page.value], unread) == (["halv", "hel"], ())


@pytest.mark.parametrize("odd", [rb'"Fi\ud83dka"', b'"Fi\xffka"', rb'"Fi\udc00\ud83dka"'])
def test_a_name_with_half_a_letter_is_read_without_it(odd: bytes) -> None:
    page, unread = read_page(b'{"value": [{"id": "a", "subject": ' + odd + b'}, {"id": 7}]}', "")
    subject = page.value[0].subject or ""
    assert (subject[:2], subject[-2:], len(unread)) == ("Fi", "ka", 1)


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"<html>", b'{"value": 1}', b"[" * 100_000, b"\xff"])
def test_what_is_no_page_says_so(body: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        read_page(body, "")


NAMES = [one.encode_name for one in msgspec.structs.fields(Event)]
WORDS = st.text(max_size=20) | st.sampled_from(
    ["2026-12-01T08:00:00.0000000", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999", "UTC", "exception", DOOR, ZOOM, "a@b.example"]
)  # fmt: skip
INSIDE = ["dateTime", "timeZone", "emailAddress", "address", "name", "response", "status", "type", "displayName"]
INSIDE += ["locationType", "locationUri", "coordinates", "latitude", "longitude", "joinUrl", "content", "contentType"]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(INSIDE), inner, max_size=4),
    max_leaves=8,
)
TIMED = st.fixed_dictionaries({"dateTime": WORDS, "timeZone": WORDS | st.none()})
EDGES = st.datetimes(datetime.fromisoformat("1970-01-01"), datetime.fromisoformat("2210-01-01")).map(
    lambda when: {"dateTime": when.isoformat(), "timeZone": "UTC"}
)
ROUGHLY = st.dictionaries(st.sampled_from(NAMES), ANYTHING, max_size=8)
READABLE = st.fixed_dictionaries(
    {"start": EDGES | TIMED, "end": EDGES | TIMED},
    optional={
        "isAllDay": st.booleans(),
        "type": WORDS,
        "originalStart": WORDS,
        "originalStartTimeZone": WORDS,
        "subject": WORDS,
        "organizer": st.builds(mailed, WORDS, WORDS),
        "attendees": st.lists(st.builds(invited, WORDS, WORDS, WORDS, WORDS), max_size=3),
        "location": st.builds(place, WORDS, WORDS, locationUri=WORDS, coordinates=st.just(SPOT)),
        "onlineMeeting": st.fixed_dictionaries({"joinUrl": WORDS}),
        "body": st.fixed_dictionaries({"contentType": WORDS, "content": WORDS}),
    },
)


@settings(max_examples=150)
@given(told=ROUGHLY | READABLE)
def test_nothing_shaped_roughly_like_an_event_breaks_the_reading_of_others(told: Json) -> None:
    odd, good = {**told, "id": "odd"}, {"id": "good", **moments("2026-12-01T08:00:00", "2026-12-01T08:30:00")}
    page, unread = read_page(json.dumps({"value": [good, odd, good]}).encode(), "Microsoft 365")
    assert [one.id for one in page.value if one.id == "good"] == ["good", "good"]
    assert len(page.value) + len(unread) == 3
    assert [(one.uid, one.key) for one in unread] == [("odd", "event.shape")] * len(unread)
    for one in page.value:
        with suppress(Cause):
            found = read(one)
            assert found.start <= found.end
            assert "\0" not in found.title + "".join(room.text for room in found.places)
