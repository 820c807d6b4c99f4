"""Files that are no calendars, and calendars made to hurt: one clear line, bounded time, never a traceback."""

import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from connectors.calendars import Window
from connectors.errors import Unreadable
from connectors.ics import CalendarFiles, Source
from tests.connectors.ics.written import ALWAYS, YEAR, Read, read, vcalendar, vevent
from tests.patience import patience
from tests.world import NOW, STOCKHOLM


def zipped() -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("calendar.ics", vcalendar(vevent()))
    return packed.getvalue()


NOT_CALENDARS = [
    (b"", "1.ics is empty: export the calendar again"),
    (b" \r\n\0\0 \n", "1.ics is empty: export the calendar again"),
    (zipped(), "1.ics is a zip archive: unpack it and give the .ics file inside"),
    (b"\x1f\x8b\x08\x00aaaa", "1.ics is a gzip archive: unpack it and give the .ics file inside"),
    (
        b"!BDN\0\0\0",
        "1.ics is an Outlook data file (.pst): save the calendar as an iCalendar (.ics) file and give that",
    ),
    (b"%PDF-1.7", "1.ics is a PDF document: save the calendar as an iCalendar (.ics) file and give that"),
    (
        b"\xef\xbb\xbf\r\n<!DOCTYPE html><html><title>Sign in</title>",
        "1.ics is a web page, perhaps a sign-in page: open the link in a browser, sign in and save the calendar itself",
    ),
    (b"BEGIN:VCARD\r\nFN:Karin\r\nEND:VCARD", "1.ics holds contacts, not a calendar: save the calendar as"),
    (b'{"kind": "calendar#events"}', "1.ics is a JSON document: save the calendar as"),
    ("Ämne;Startdatum\r\nMöte;2026-12-01".encode(), "1.ics is a table (CSV): save the calendar as"),
    (b"/etc/hostname", "1.ics is not a calendar, no line in it says BEGIN:VCALENDAR: save the calendar as"),
    (bytes(range(256)) * 400, "1.ics is not a calendar, no line in it says BEGIN:VCALENDAR: save the calendar as"),
    (b"x" * 50_000_000, "1.ics is not a calendar, no line in it says BEGIN:VCALENDAR: save the calendar as"),
]


@pytest.mark.parametrize(("data", "why"), NOT_CALENDARS, ids=[why[:40] for _, why in NOT_CALENDARS])
def test_what_is_no_calendar_is_named_in_one_line(data: bytes, why: str) -> None:
    with pytest.raises(Unreadable) as error:
        read(data)
    assert str(error.value).startswith(why)
    assert "\n" not in str(error.value)


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "stor.ics"
    path.write_bytes(vcalendar(vevent()) * 10)
    for data in (path, path.read_bytes()):
        with pytest.raises(
            Unreadable, match=r"^stor.ics is larger than the 0 MB that are read: export a shorter period$"
        ):
            next(CalendarFiles([Source("stor.ics", data)], zone=STOCKHOLM, limit=1000).changes(YEAR))


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("nowhere.ics", "a.ics is not there: give the path of an .ics file"),
        (".", "a.ics is not a file: give the path of an .ics file"),
        ("nul\0.ics", "a.ics is not there: give the path of an .ics file"),
    ],
)
def test_a_path_that_leads_nowhere_is_named(tmp_path: Path, path: str, why: str) -> None:
    with pytest.raises(Unreadable) as error:
        next(CalendarFiles([Source("a.ics", tmp_path / path)], zone=STOCKHOLM).changes(YEAR))
    assert str(error.value).startswith("a.ics ")
    assert "\0" in path or str(error.value) == why


def test_no_source_at_all_is_said() -> None:
    with pytest.raises(Unreadable, match="no calendar file was given"):
        next(CalendarFiles([], zone=STOCKHOLM).changes(YEAR))


def test_a_name_with_control_characters_stays_on_its_line() -> None:
    with pytest.raises(Unreadable) as error:
        next(CalendarFiles([Source("a\x1b[2J\n.ics", b"")], zone=STOCKHOLM).changes(YEAR))
    assert str(error.value) == "a [2J .ics is empty: export the calendar again"


def test_one_unreadable_file_among_several_is_listed_and_the_others_are_read() -> None:
    result = read(b"", vcalendar(vevent()))
    assert result.only.uid == "m1"
    assert [(one.source, one.uid, one.line, one.why) for one in result.unread] == [
        ("1.ics", "", 0, "1.ics is empty: export the calendar again")
    ]


def test_only_unreadable_files_are_all_named() -> None:
    with pytest.raises(Unreadable, match=r"1.ics is empty: .*; 2.ics is a zip archive: "):
        read(b"", zipped())


def test_a_meeting_outside_any_calendar_is_read() -> None:
    assert read(vevent().encode()).only.uid == "m1"


def test_a_calendar_without_meetings_is_no_error() -> None:
    result = read(vcalendar("BEGIN:VTODO\r\nUID:t\r\nEND:VTODO\r\n"))
    assert (result.meetings, result.unread, result.components) == ([], [], 0)


def test_names_in_small_letters_are_read() -> None:
    calendar = vcalendar(vevent("SUMMARY:x")).decode().lower().replace("t08", "T08").replace("00z", "00Z")
    assert read(calendar.encode()).only.title == "x"


DAMAGED = [
    ((), (), "it has no start (DTSTART)"),
    (("DTSTART:yesterday",), (), "its DTSTART cannot be read"),
    (("DTSTART:20261301T080000Z",), (), "its DTSTART cannot be read"),
    (("DTSTART:20261201T080000Z", "DTEND:soon"), (), "its DTEND cannot be read"),
    (("DTSTART:20261201T080000Z", "DTEND:20261201T070000Z"), (), "it ends before it starts"),
    (("DTSTART:20261201T080000Z", "DTEND:99991231T235959Z"), (), "it ends in the year 9999"),
    (("DTSTART:20261201T080000Z", "DURATION:P99999999999D"), (), "its DURATION cannot be read"),
    (("DTSTART:20261201T080000Z", "DURATION:P999999D"), (), "it ends in the year 4764"),
    (("DTSTART:20261201T080000Z", "DURATION:-PT1H"), (), "it ends before it starts"),
    (("DTSTART:20261201T080000Z", "DURATION:P1"), (), "its DURATION cannot be read"),
    (("DTSTART:20261201T080000Z",), ("RRULE:FREQ=WEEKLY;BYDAY=XX",), "its repetition rule cannot be read"),
    (("DTSTART:20261201T080000Z",), ("RRULE:weekly",), "its repetition has no frequency"),
    (("DTSTART:20261201T080000Z",), ("RRULE:COUNT=3",), "its repetition has no frequency"),
    (("DTSTART:20261201T080000Z",), ("RRULE:FREQ=DAILY;COUNT=3", "EXDATE:never"), "its EXDATE cannot be read"),
    (("DTSTART:16010101T080000Z",), ("RRULE:FREQ=DAILY",), "it has repeated for too long"),
    (("DTSTART;VALUE=DATE:99991231",), ("RRULE:FREQ=YEARLY",), "its times make no sense"),
    (("DTSTART;TZID=Europe/Stockholm:00010101T000000",), ("RRULE:FREQ=DAILY",), "it has repeated for too long"),
]


@pytest.mark.parametrize(("when", "lines", "why"), DAMAGED, ids=[f"{when} {lines}" for when, lines, _ in DAMAGED])
def test_a_damaged_meeting_is_listed_with_the_reason_and_its_line(
    when: tuple[str, ...], lines: tuple[str, ...], why: str
) -> None:
    result = read(vcalendar(vevent(*lines, when=when), vevent(uid="whole")))
    assert [meeting.uid for meeting in result.meetings] == ["whole"]
    assert [(one.source, one.uid, one.line, one.why) for one in result.unread] == [("1.ics", "m1", 4, why)]


def test_the_reason_never_tells_what_a_damaged_private_meeting_is_about() -> None:
    result = read(vcalendar(vevent("CLASS:PRIVATE", "SUMMARY:hemligt", when=("DTSTART:hemligt",))))
    assert "hemligt" not in str(result.unread)


def many(lines: str, times: int) -> str:
    return lines * times


HOSTILE: list[tuple[str, Callable[[], bytes]]] = [
    (
        "nul bytes",
        lambda: vcalendar(vevent("SUMMARY:a\0b", "LOCATION:\0"), vevent(uid="m2")).replace(b"UID", b"U\0ID", 1),
    ),
    ("10 000 nested events", lambda: vcalendar(many("BEGIN:VEVENT\r\n", 10_000), vevent())),
    ("10 000 nested calendars", lambda: (b"BEGIN:VCALENDAR\r\n" * 10_000) + vcalendar(vevent())),
    ("10 000 nested things", lambda: vcalendar(vevent(many("BEGIN:X-A\r\n", 10_000).rstrip()), vevent(uid="m2"))),
    ("a 50 MB line in a meeting", lambda: vcalendar(vevent("SUMMARY:" + "x" * 50_000_000), vevent(uid="m2"))),
    ("a 50 MB line in the head", lambda: vcalendar(vevent(), head=("X-WR-CALNAME:" + "x" * 50_000_000,))),
    ("a 5 MB uid", lambda: vcalendar(vevent(uid="u" * 5_000_000), vevent(uid="m2"))),
    ("200 000 parameters", lambda: vcalendar(vevent("SUMMARY" + ";A=b" * 200_000 + ":x"), vevent(uid="m2"))),
    ("100 000 attendees", lambda: vcalendar(vevent(*(f"ATTENDEE:mailto:a{n}@b.example" for n in range(100_000))))),
    ("50 000 exceptions", lambda: vcalendar(vevent("RRULE:FREQ=DAILY", *["EXDATE:20261201T080000Z"] * 50_000))),
    ("a megabyte of bare folds", lambda: vcalendar(vevent("SUMMARY:a" + "\r\n " * 300_000))),
    ("a megabyte of empty lines", lambda: vcalendar(vevent("SUMMARY:a" + "\r\n" * 500_000))),
    ("quotes without an end", lambda: vcalendar(vevent('ATTENDEE;CN="' + 'a"' * 20_000 + ":mailto:a@b.example"))),
    ("backslashes", lambda: vcalendar(vevent("SUMMARY:" + "\\" * 60_001, "DESCRIPTION:" + "\\" * 100_001))),
    ("deep json places", lambda: vcalendar(vevent("X-MICROSOFT-LOCATIONS:" + "[" * 50_000))),
    (
        "a zone by the second",
        lambda: vcalendar(
            "BEGIN:VTIMEZONE\r\nTZID:Odd\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0100\r\n"
            "TZOFFSETTO:+0100\r\nRRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n",
            vevent(when=("DTSTART;TZID=Odd:20261201T080000",)),
            vevent(uid="m2"),
        ),
    ),
    (
        "40 series that never match",
        lambda: vcalendar(
            *(
                vevent("RRULE:FREQ=MONTHLY;INTERVAL=12;BYMONTH=6", uid=f"s{n}", when=("DTSTART:20260101T080000Z",))
                for n in range(40)
            ),
            vevent(uid="m2"),
        ),
    ),
]


@pytest.mark.parametrize(("name", "make"), HOSTILE, ids=[name for name, _ in HOSTILE])
def test_a_hostile_calendar_takes_bounded_time_and_raises_nothing(name: str, make: Callable[[], bytes]) -> None:
    data = make()
    with patience():
        result = read(data, window=ALWAYS)
    assert result.components >= 1
    assert bounded(result)
    if b"UID:m2\r\n" in data:
        assert "m2" in {meeting.uid for meeting in result.meetings}


def bounded(result: Read) -> bool:
    return all(
        len(meeting.uid) <= 1_000
        and len(meeting.title) <= 1_000
        and len(meeting.human_text) <= 4_000
        and len(meeting.attendees) <= 200
        and all(len(place.text) <= 1_000 for place in meeting.places)
        and "\0" not in meeting.title + meeting.human_text + "".join(place.text for place in meeting.places)
        for meeting in result.meetings
    )


def test_the_whole_of_time_is_a_window_too() -> None:
    whole = Window(datetime.min.replace(tzinfo=UTC), NOW, datetime.max.replace(tzinfo=UTC))
    wild = [vevent(when=(f"DTSTART:{year}0101T080000Z",), uid=year) for year in ("0001", "1601", "2150")]
    result = read(vcalendar(*wild, vevent("RRULE:FREQ=YEARLY;COUNT=3", uid="series")), window=whole)
    assert [meeting.uid for meeting in result.meetings] == ["0001", "1601", "2150", "series", "series", "series"]


def test_the_first_moment_of_time_in_a_zone_of_its_own_is_survived() -> None:
    zone = "BEGIN:VTIMEZONE\r\nTZID:Own\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\nTZOFFSETFROM:+1400\r\n"
    zone += "TZOFFSETTO:+1400\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    whole = Window(datetime.min.replace(tzinfo=UTC), NOW, NOW)
    result = read(vcalendar(zone, vevent(when=("DTSTART;TZID=Own:00010101T000000",))), window=whole)
    assert [one.why for one in result.unread] == ["its times make no sense"]


def test_an_attendee_too_long_to_be_one_is_counted() -> None:
    found = read(
        vcalendar(vevent(f"ATTENDEE;CN={'x' * 3000}:mailto:a@b.example", "ATTENDEE:mailto:per@bruket.example"))
    )
    assert (len(found.only.attendees), found.only.omitted) == (1, 1)


def test_attendees_beyond_the_first_200_are_counted() -> None:
    crowd = read(vcalendar(vevent(*(f"ATTENDEE:mailto:a{n}@b.example" for n in range(1_000))))).only
    assert (len(crowd.attendees), crowd.omitted) == (200, 800)


def test_series_that_take_too_long_leave_the_rest_readable_and_are_tried_again() -> None:
    data = vcalendar(vevent("RRULE:FREQ=DAILY;COUNT=3", uid="series"), vevent(uid="m2"))
    hurried = CalendarFiles([Source("1.ics", data)], zone=STOCKHOLM, time_for_series=timedelta(0))
    (page,) = hurried.changes(YEAR)
    assert [meeting.uid for meeting in page.meetings] == ["m2"]
    assert [(one.uid, one.why) for one in page.unread] == [("series", "no time was left to follow its repetition")]
    assert [meeting.uid for meeting in read(data, mark=page.mark).meetings] == ["series"] * 3


def test_a_series_of_too_many_occurrences_is_refused() -> None:
    rule = "RRULE:FREQ=DAILY;BYHOUR=8,9,10,11,12,13,14,15,16,17"
    result = read(vcalendar(vevent(rule)), window=ALWAYS)
    assert [one.why for one in result.unread] == ["it repeats more than 2000 times in the window"]
