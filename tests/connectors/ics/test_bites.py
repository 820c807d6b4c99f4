"""What bites in calendar files and in the packages that read them, each tried with a file that did it."""

import tracemalloc
from datetime import UTC, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest

from connectors.ics import CalendarFiles, Source
from connectors.meetings import Meeting
from tests.connectors.ics.written import ALWAYS, YEAR, at, read, vcalendar, vevent
from tests.world import STOCKHOLM

ODD_ZONE = """\
BEGIN:VTIMEZONE\r
TZID:Customized Time Zone\r
BEGIN:STANDARD\r
DTSTART:16010101T000000\r
TZOFFSETFROM:{offset}\r
TZOFFSETTO:{offset}\r
END:STANDARD\r
END:VTIMEZONE\r
"""
IN_ODD_ZONE = ("DTSTART;TZID=Customized Time Zone:20261201T090000", "DTEND;TZID=Customized Time Zone:20261201T093000")


def utc_hour(meeting: Meeting) -> int:
    return meeting.start.astimezone(UTC).hour


def test_01_a_zone_of_one_calendar_does_not_leak_into_another() -> None:
    east = vcalendar(ODD_ZONE.format(offset="+0100"), vevent(when=IN_ODD_ZONE, uid="east"))
    west = vcalendar(ODD_ZONE.format(offset="-0500"), vevent(when=IN_ODD_ZONE, uid="west"))
    none = vcalendar(vevent(when=IN_ODD_ZONE, uid="none"))
    together = read(east, west, none)
    assert {meeting.uid: utc_hour(meeting) for meeting in together.meetings} == {"east": 8, "west": 14}
    assert [(one.source, one.uid, one.line) for one in together.unread] == [("3.ics", "none", 4)]
    assert utc_hour(read(west).only) == 14
    assert utc_hour(read(east).only) == 8


def test_01_nothing_of_ours_stays_in_icalendars_table() -> None:
    read(vcalendar(ODD_ZONE.format(offset="-0500"), vevent("RRULE:FREQ=DAILY;COUNT=2", when=IN_ODD_ZONE)))
    theirs = icalendar.Calendar.from_ical(vcalendar(vevent(when=IN_ODD_ZONE)))
    assert theirs.events[0].start.tzinfo is None


@pytest.mark.parametrize(
    ("zone", "hour"),
    [
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", 8),
        ("tzone://Microsoft/Utc", 9),
        ("GMT+0100", 8),
        ("/freeassociation.sourceforge.net/Europe/Stockholm", 8),
        ("W. Europe Standard Time", 8),
    ],
)
def test_02_an_odd_zone_name_is_understood(zone: str, hour: int) -> None:
    when = (f'DTSTART;TZID="{zone}":20261201T090000', f'DTEND;TZID="{zone}":20261201T093000')
    assert utc_hour(read(vcalendar(vevent(when=when))).only) == hour


def test_02_a_time_in_an_unknown_zone_is_never_silently_naive() -> None:
    result = read(vcalendar(vevent(when=("DTSTART;TZID=Nangijala:20261201T090000",)), vevent(uid="m2")))
    assert [meeting.uid for meeting in result.meetings] == ["m2"]
    assert [(one.uid, one.line, one.why) for one in result.unread] == [
        ("m1", 4, 'its time zone "Nangijala" is unknown')
    ]


def test_02_no_meeting_is_ever_naive() -> None:
    floating = vevent(when=("DTSTART:20261201T090000", "DTEND:20261201T093000"))
    day = vevent(when=("DTSTART;VALUE=DATE:20261201",), uid="day")
    for meeting in read(vcalendar(floating, day)).meetings:
        assert meeting.start.tzinfo is STOCKHOLM
        assert meeting.end.tzinfo is STOCKHOLM


def test_03_a_text_is_never_opened_as_a_path(tmp_path: Path) -> None:
    secret = tmp_path / "secret.ics"
    secret.write_bytes(vcalendar(vevent("SUMMARY:hemligt")))
    with pytest.raises(Exception, match="is not a calendar") as error:
        read(str(secret).encode())
    assert "hemligt" not in str(error.value)


def test_04_one_bad_line_does_not_cost_the_others() -> None:
    calendar = vcalendar(
        "a line without a colon\r\n",
        vevent(uid="m1"),
        "<html>\r\n",
        vevent("SUMMARY", "; =", uid="m2"),
        vevent(uid="m3"),
    )
    assert [meeting.uid for meeting in read(calendar).meetings] == ["m1", "m2", "m3"]


def test_04_a_cut_file_gives_what_stands_before_the_cut() -> None:
    whole = vcalendar(vevent(uid="m1"), vevent(uid="m2"))
    result = read(whole[: whole.index(b"UID:m2") + 8])
    assert [meeting.uid for meeting in result.meetings] == ["m1"]
    assert [(one.uid, one.line, one.why) for one in result.unread] == [("m2", 10, "its end (END:VEVENT) is missing")]


def test_04_two_calendars_in_one_file_are_both_read() -> None:
    both = vcalendar(vevent(uid="m1")) + vcalendar(vevent(uid="m2"))
    assert [meeting.uid for meeting in read(both).meetings] == ["m1", "m2"]


def test_04_a_zone_that_names_itself_twice_is_used() -> None:
    zone = ODD_ZONE.format(offset="-0500").replace("BEGIN:STANDARD", "TZID:Other\r\nBEGIN:STANDARD")
    assert utc_hour(read(vcalendar(zone, vevent(when=IN_ODD_ZONE))).only) == 14


def test_05_a_meeting_without_a_start_is_listed_and_the_rest_is_read() -> None:
    result = read(vcalendar(vevent("RRULE:FREQ=DAILY", when=()), vevent(uid="m2")))
    assert [meeting.uid for meeting in result.meetings] == ["m2"]
    assert [(one.uid, one.why) for one in result.unread] == [("m1", "it has no start (DTSTART)")]


def test_05_a_start_said_twice_counts_once() -> None:
    when = ("DTSTART:20261201T080000Z", "DTSTART:20261202T080000Z", "DTEND:20261201T083000Z")
    assert read(vcalendar(vevent("RRULE:FREQ=DAILY;COUNT=1", when=when))).only.start == at("2026-12-01 09:00")


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("FREQ=SECONDLY", "it repeats more often than daily"),
        ("FREQ=MINUTELY", "it repeats more often than daily"),
        ("FREQ=HOURLY", "it repeats more often than daily"),
        ("FREQ=DAILY;INTERVAL=0", "its repetition has no sensible interval"),
        ("FREQ=DAILY;BYHOUR=0,1,2,3,4;BYMINUTE=0,1,2,3,4,5,6", "it repeats too often in a day"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "its repetition never comes to pass"),
        ("FREQ=MONTHLY;BYDAY=6MO", "its repetition never comes to pass"),
    ],
)
def test_06_a_rule_that_would_never_come_back_is_refused(rule: str, why: str) -> None:
    result = read(vcalendar(vevent(f"RRULE:{rule}", when=("DTSTART:19700101T080000Z",)), vevent(uid="m2")))
    assert [meeting.uid for meeting in result.meetings] == ["m2"]
    assert [(one.uid, one.why) for one in result.unread] == [("m1", why)]


def test_06_a_list_of_200_000_dates_is_refused() -> None:
    dates = ",".join(f"2026{1 + n % 12:02}{1 + n % 28:02}T{n % 24:02}0000Z" for n in range(200_000))
    result = read(vcalendar(vevent(f"RDATE:{dates}"), vevent(uid="m2")))
    assert [meeting.uid for meeting in result.meetings] == ["m2"]
    assert "more dates than can be followed" in result.unread[0].why


def test_07_a_component_of_many_megabytes_is_refused() -> None:
    result = read(vcalendar(vevent("DESCRIPTION:" + "x" * 10_000_000), vevent(uid="m2")))
    assert [meeting.uid for meeting in result.meetings] == ["m2"]
    assert result.unread[0].why == "it is larger than 8 MB"


def test_07_5_000_nested_components_do_no_harm() -> None:
    nested = "BEGIN:X-THING\r\n" * 5_000 + "SUMMARY:inside\r\n" + "END:X-THING\r\n" * 5_000
    assert read(vcalendar(vevent("SUMMARY:outside", nested.rstrip()))).only.title == "outside"


def test_08_values_of_x_names_are_unescaped() -> None:
    place = vevent(r"X-MICROSOFT-LOCATIONDISPLAYNAME:Bruksvägen 4\, Trollhättan")
    html = vevent(r"X-ALT-DESC;FMTTYPE=text/html:<p>Vi ses hos er\, klockan nio</p>", uid="m2")
    first, second = read(vcalendar(place, html)).meetings
    assert first.places[0].text == "Bruksvägen 4, Trollhättan"
    assert second.human_text == "Vi ses hos er, klockan nio"


def test_08_one_attendee_is_read_like_two() -> None:
    one, two = "ATTENDEE:mailto:karin@bruket.example", "ATTENDEE:mailto:per@bruket.example"
    assert [person.person.address for person in read(vcalendar(vevent(one))).only.attendees] == ["karin@bruket.example"]
    assert len(read(vcalendar(vevent(one, two))).only.attendees) == 2


def test_09_a_day_with_a_zone_is_still_a_day() -> None:
    zone = "TZID=America/New_York"
    when = (f"DTSTART;VALUE=DATE;{zone}:20261201", f"DTEND;VALUE=DATE;{zone}:20261202")
    day = read(vcalendar(vevent(when=when))).only
    assert day.all_day
    assert (day.start, day.end) == (at("2026-12-01 00:00"), at("2026-12-02 00:00"))


def test_10_floating_times_follow_the_calendars_zone_and_utc_stays_utc() -> None:
    floating = vevent(when=("DTSTART:20261201T090000", "DTEND:20261201T093000"), uid="floating")
    head = ("X-WR-TIMEZONE:America/New_York",)
    result = read(vcalendar(floating, vevent("RRULE:FREQ=DAILY;COUNT=1", uid="utc"), head=head))
    there = {meeting.uid: meeting for meeting in result.meetings}
    assert there["floating"].start.tzinfo == ZoneInfo("America/New_York")
    assert (there["utc"].start.tzinfo, utc_hour(there["utc"])) == (UTC, 8)


def test_11_a_cancelled_meeting_says_so() -> None:
    assert read(vcalendar(vevent("STATUS:CANCELLED"))).only.cancelled


def test_11_an_override_without_its_series_is_a_meeting() -> None:
    orphan = read(vcalendar(vevent("RECURRENCE-ID:20261130T080000Z"))).only
    assert (orphan.series, orphan.recurrence_id) == (True, at("2026-11-30 09:00"))


def test_11_of_two_with_one_uid_the_newer_counts() -> None:
    old, new = vevent("SEQUENCE:1", "SUMMARY:gammal"), vevent("SEQUENCE:2", "SUMMARY:ny")
    for order in ((old, new), (new, old)):
        assert read(vcalendar(*order)).only.title == "ny"


def test_11_this_and_future_moves_the_rest_and_each_keeps_its_identity() -> None:
    when = ("DTSTART;TZID=Europe/Stockholm:20261201T090000", "DTEND;TZID=Europe/Stockholm:20261201T093000")
    moved = ("DTSTART;TZID=Europe/Stockholm:20261215T140000", "DTEND;TZID=Europe/Stockholm:20261215T150000")
    series = vevent("RRULE:FREQ=WEEKLY;COUNT=4", when=when)
    override = vevent("RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Stockholm:20261215T090000", when=moved)
    meetings = read(vcalendar(series, override)).meetings
    assert [(meeting.start, meeting.recurrence_id) for meeting in meetings] == [
        (at("2026-12-01 09:00"), at("2026-12-01 09:00")),
        (at("2026-12-08 09:00"), at("2026-12-08 09:00")),
        (at("2026-12-15 14:00"), at("2026-12-15 09:00")),
        (at("2026-12-22 14:00"), at("2026-12-22 09:00")),
    ]
    assert [meeting.length for meeting in meetings] == [timedelta(minutes=30)] * 2 + [timedelta(hours=1)] * 2


def test_12_a_series_keeps_its_hour_across_the_change_of_time() -> None:
    when = ("DTSTART;TZID=Europe/Stockholm:20261019T100000", "DTEND;TZID=Europe/Stockholm:20261019T103000")
    meetings = read(vcalendar(vevent("RRULE:FREQ=WEEKLY;COUNT=3", when=when))).meetings
    assert [meeting.start.hour for meeting in meetings] == [10, 10, 10]
    assert [utc_hour(meeting) for meeting in meetings] == [8, 9, 9]


def test_12_an_hour_that_does_not_exist_is_read_all_the_same() -> None:
    when = ("DTSTART;TZID=Europe/Stockholm:20260329T023000", "DTEND;TZID=Europe/Stockholm:20260329T033000")
    assert read(vcalendar(vevent(when=when))).only.start.utcoffset() == timedelta(hours=1)


def test_13_the_moment_of_the_export_and_the_order_change_nothing() -> None:
    first = vcalendar(vevent(uid="m1"), vevent(uid="m2"))
    later = vcalendar(vevent(uid="m2"), vevent(uid="m1")).replace(
        b"DTSTAMP:20261123T070000Z", b"DTSTAMP:20261124T093011Z"
    )
    again = read(later, mark=read(first).mark)
    assert (again.meetings, again.replaced, again.components) == ([], frozenset(), 0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252"])
def test_14_letters_survive_every_encoding(encoding: str) -> None:
    text = vcalendar(
        vevent("SUMMARY:Möte på Åre – Östersund" if encoding == "cp1252" else "SUMMARY:Möte på Åre")
    ).decode()
    assert read(text.encode(encoding)).only.title.startswith("Möte på Åre")


def test_14_one_damaged_letter_does_not_spoil_the_others() -> None:
    calendar = vcalendar(vevent("SUMMARY:Möte på Åre")).replace("på".encode(), b"p\xe5", 1)
    assert read(calendar).only.title == "Möte p\ufffd Åre"


@pytest.mark.parametrize("ending", ["\n", "\r", "\r\n", "\r\r\n"])
def test_14_every_line_ending_will_do(ending: str) -> None:
    calendar = vcalendar(vevent("SUMMARY:Möte", "LOCATION:Luleå")).replace(b"\r\n", ending.encode())
    meeting = read(calendar).only
    assert (meeting.title, meeting.places[0].text) == ("Möte", "Luleå")


def test_14_a_letter_folded_in_the_middle_is_whole_again() -> None:
    calendar = vcalendar(vevent("SUMMARY:Möte")).replace("ö".encode(), b"\xc3\r\n \xb6")
    assert read(calendar).only.title == "Möte"


def test_15_one_date_in_the_year_0_costs_one_meeting() -> None:
    wild = [vevent(when=(f"DTSTART:{year}0101T080000Z",), uid=year) for year in ("0000", "0001", "1601", "9999")]
    result = read(vcalendar(*wild, vevent()), window=ALWAYS)
    assert [meeting.uid for meeting in result.meetings] == ["m1"]
    assert [one.uid for one in result.unread] == ["0000"]


def test_16_reading_holds_the_file_once_and_not_its_texts_again() -> None:
    data = vcalendar(*(vevent("DESCRIPTION:" + "x" * 2000, uid=f"m{number}") for number in range(1_000)))
    pages = CalendarFiles([Source("a.ics", data)], zone=STOCKHOLM).changes(YEAR)
    tracemalloc.start()
    try:
        assert sum(len(page.meetings) for page in pages) == 1_000
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 2 * len(data) + 2_000_000
