"""Series: expanded within the window only, with exceptions, moved and cancelled occurrences, and private ones left out."""

from datetime import datetime, timedelta

import pytest

from connectors.calendars import Window
from connectors.ics.rules import objection
from connectors.meetings import Meeting
from tests.connectors.ics.written import YEAR, at, read, vcalendar, vevent
from tests.world import NOW

ZONE = "TZID=Europe/Stockholm"
MONDAYS = (f"DTSTART;{ZONE}:20261102T090000", f"DTEND;{ZONE}:20261102T093000")
WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=5"


def override(instead_of: str, start: str, *lines: str, uid: str = "m1") -> str:
    when = (f"DTSTART;{ZONE}:{start}", "DURATION:PT30M")
    return vevent(f"RECURRENCE-ID;{ZONE}:{instead_of}", *lines, when=when, uid=uid)


def days(meetings: list[Meeting]) -> list[str]:
    return [f"{meeting.start:%d/%m %H}" for meeting in meetings]


def test_a_series_is_its_occurrences_each_with_its_own_identity() -> None:
    result = read(vcalendar(vevent(WEEKLY, "SUMMARY:Koll", when=MONDAYS)))
    assert days(result.meetings) == ["02/11 09", "09/11 09", "16/11 09", "23/11 09", "30/11 09"]
    assert all(meeting.series and meeting.recurrence_id == meeting.start for meeting in result.meetings)
    assert len({meeting.key for meeting in result.meetings}) == 5
    assert (result.components, sum(page.expanded for page in result.pages)) == (1, 5)


@pytest.mark.parametrize(
    "exdate",
    [
        f"EXDATE;{ZONE}:20261109T090000",
        "EXDATE:20261109T080000Z",
        'EXDATE;TZID="(UTC+01:00) Amsterdam, Berlin":20261109T090000',
        "EXDATE;VALUE=DATE:20261109",
    ],
)
def test_an_exception_is_left_out_however_it_is_written(exdate: str) -> None:
    assert "09/11 09" not in days(read(vcalendar(vevent(WEEKLY, exdate, when=MONDAYS))).meetings)


def test_an_extra_date_is_added() -> None:
    extra = read(vcalendar(vevent(WEEKLY, f"RDATE;{ZONE}:20261120T140000", when=MONDAYS))).meetings
    assert "20/11 14" in days(extra)


def test_a_moved_occurrence_takes_the_place_of_the_usual_one() -> None:
    moved = override("20261109T090000", "20261110T130000", "SUMMARY:Flyttad")
    meetings = read(vcalendar(vevent(WEEKLY, when=MONDAYS), moved)).meetings
    assert days(meetings) == ["02/11 09", "10/11 13", "16/11 09", "23/11 09", "30/11 09"]
    assert (meetings[1].title, meetings[1].recurrence_id) == ("Flyttad", at("2026-11-09 09:00"))


def test_an_override_that_names_nobody_is_for_the_people_of_its_series() -> None:
    karin, per = "ATTENDEE:mailto:karin@bruket.example", "ATTENDEE:mailto:per@bruket.example"
    series = vevent(WEEKLY, karin, "ORGANIZER:mailto:astrid@nordverk.example", when=MONDAYS)
    silent, own = override("20261109T090000", "20261110T130000"), override("20261116T090000", "20261117T130000", per)
    meetings = read(vcalendar(series, silent, own)).meetings
    assert [[one.person.address[:3] for one in meeting.attendees] for meeting in meetings[:3]] == [
        ["kar"],
        ["kar"],
        ["per"],
    ]
    assert meetings[1].organizer is not None


def test_an_override_that_names_only_the_day_is_understood() -> None:
    moved = vevent("RECURRENCE-ID;VALUE=DATE:20261109", when=(f"DTSTART;{ZONE}:20261110T130000",))
    assert len(read(vcalendar(vevent(WEEKLY, when=MONDAYS), moved)).meetings) == 5


def test_a_cancelled_occurrence_is_there_and_cancelled() -> None:
    off = override("20261109T090000", "20261109T090000", "STATUS:CANCELLED")
    meetings = read(vcalendar(vevent(WEEKLY, when=MONDAYS), off)).meetings
    assert [meeting.cancelled for meeting in meetings] == [False, True, False, False, False]


def test_overrides_find_their_series_in_another_file() -> None:
    moved = override("20261109T090000", "20261110T130000")
    apart = read(vcalendar(vevent(WEEKLY, when=MONDAYS)), vcalendar(moved))
    together = read(vcalendar(vevent(WEEKLY, when=MONDAYS), moved))
    assert apart.meetings == together.meetings


def test_of_two_overrides_for_one_occurrence_the_newer_counts() -> None:
    old = override("20261109T090000", "20261110T130000", "SEQUENCE:1")
    new = override("20261109T090000", "20261111T140000", "SEQUENCE:2")
    for order in ((old, new), (new, old)):
        assert "11/11 14" in days(read(vcalendar(vevent(WEEKLY, when=MONDAYS), *order)).meetings)


def test_one_calendar_in_two_files_is_not_read_twice() -> None:
    same = vcalendar(vevent(WEEKLY, when=MONDAYS), vevent(uid="m2"))
    assert len(read(same, same).meetings) == 6


def test_later_change_wins_where_the_sequence_is_the_same() -> None:
    old = vevent("SUMMARY:gammal", "LAST-MODIFIED:20261101T080000Z")
    new = vevent("SUMMARY:ny", "LAST-MODIFIED:20261102T080000Z")
    assert read(vcalendar(new), vcalendar(old)).only.title == "ny"


def test_nothing_is_read_beyond_the_window() -> None:
    window = Window(since=at("2026-11-10 00:00"), series_since=at("2026-11-16 09:00"), until=at("2026-11-30 09:00"))
    singles = [
        vevent(uid=day, when=(f"DTSTART;{ZONE}:{day}T090000",))
        for day in ("20261109", "20261110", "20261129", "20261130")
    ]
    endless = vevent("RRULE:FREQ=WEEKLY", when=MONDAYS)
    meetings = read(vcalendar(endless, *singles), window=window).meetings
    assert days(meetings) == ["16/11 09", "23/11 09", "10/11 09", "29/11 09"]


def test_a_private_series_leaves_nothing() -> None:
    moved = override("20261109T090000", "20261110T130000", "SUMMARY:hemligt")
    result = read(vcalendar(vevent(WEEKLY, "CLASS:PRIVATE", when=MONDAYS), moved))
    assert (result.meetings, result.private) == ([], 2)


def test_a_private_occurrence_of_an_open_series_is_left_out_with_its_time() -> None:
    secret = override("20261109T090000", "20261110T130000", "CLASS:PRIVATE")
    result = read(vcalendar(vevent(WEEKLY, when=MONDAYS), secret))
    assert (days(result.meetings), result.private) == (["02/11 09", "16/11 09", "23/11 09", "30/11 09"], 1)


@pytest.mark.parametrize("damage", ["RRULE:FREQ=SECONDLY", "RRULE:FREQ=WEEKLY;BYDAY=XX", "DTEND:never"])
def test_a_private_series_that_cannot_be_followed_hides_its_overrides_too(damage: str) -> None:
    moved = override("20261109T090000", "20261110T130000", "SUMMARY:hemligt")
    result = read(vcalendar(vevent(damage, "CLASS:PRIVATE", when=MONDAYS[:1]), moved))
    assert (result.meetings, result.private, len(result.unread)) == ([], 1, 1)


def test_an_occurrence_of_a_private_series_that_says_public_is_kept() -> None:
    public = override("20261109T090000", "20261110T130000", "CLASS:PUBLIC")
    result = read(vcalendar(vevent(WEEKLY, "CLASS:PRIVATE", when=MONDAYS), public))
    assert (days(result.meetings), result.private) == (["10/11 13"], 1)


def test_a_series_of_days_is_a_series_of_whole_days() -> None:
    when = ("DTSTART;VALUE=DATE:16040517",)
    result = read(vcalendar(vevent("RRULE:FREQ=YEARLY", "SUMMARY:Maja fyller år", when=when)))
    assert [(meeting.start, meeting.all_day) for meeting in result.meetings] == [
        (at("2026-05-17 00:00"), True),
        (at("2027-05-17 00:00"), True),
    ]


def test_a_series_in_a_zone_of_its_own_keeps_that_zones_hour() -> None:
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Own\r\n"
        "BEGIN:STANDARD\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\n"
        "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11\r\nEND:STANDARD\r\n"
        "BEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\n"
        "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"
    )
    when = ("DTSTART;TZID=Own:20261019T090000", "DTEND;TZID=Own:20261019T093000")
    result = read(vcalendar(zone, vevent("RRULE:FREQ=WEEKLY;COUNT=3", when=when)))
    assert days(result.meetings) == ["19/10 15", "26/10 14", "02/11 15"]


def test_a_series_that_cannot_be_followed_leaves_its_overrides() -> None:
    moved = override("20261109T090000", "20261110T130000")
    result = read(vcalendar(vevent("RRULE:FREQ=SECONDLY", when=MONDAYS), moved))
    assert days(result.meetings) == ["10/11 13"]
    assert [one.why for one in result.unread] == ["it repeats more often than daily"]


FOLLOWED = [
    "FREQ=DAILY",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,FR;WKST=MO",
    "FREQ=MONTHLY;BYDAY=-1FR",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    "FREQ=MONTHLY;BYMONTHDAY=31",
    "FREQ=MONTHLY;BYMONTHDAY=-1",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
    "FREQ=YEARLY;BYDAY=20MO",
    "FREQ=YEARLY;BYMONTH=3,6,9,12;BYDAY=1TU",
    "FREQ=WEEKLY;BYDAY=MO,TH;BYHOUR=9,15",
    "FREQ=WEEKLY;UNTIL=20271231T225959Z",
    "freq=weekly",
]
REFUSED = [
    "",
    "COUNT=3",
    "FREQ=HOURLY",
    "FREQ=DAILY;INTERVAL=-1",
    "FREQ=DAILY;INTERVAL=0",
    "FREQ=DAILY;INTERVAL=x",
    "FREQ=DAILY;BYHOUR=0,1,2;BYMINUTE=1,2,3;BYSECOND=1,2,3",
    "FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31",
    "FREQ=MONTHLY;BYMONTHDAY=32",
    "FREQ=YEARLY;BYMONTH=13",
    "FREQ=MONTHLY;BYDAY=6MO",
    "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=31",
    "FREQ=WEEKLY;BYDAY=MO;BYSETPOS=2",
    "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0",
    "FREQ=YEARLY;BYEASTER=1",
]


@pytest.mark.parametrize("rule", FOLLOWED)
def test_a_rule_people_use_is_followed(rule: str) -> None:
    assert objection(rule, NOW, NOW + timedelta(days=700)) == ""
    assert read(vcalendar(vevent(f"RRULE:{rule}", when=MONDAYS)), window=LONG).meetings


@pytest.mark.parametrize("rule", REFUSED)
def test_a_rule_without_sense_is_refused(rule: str) -> None:
    assert objection(rule, NOW, NOW + timedelta(days=700))


LONG = Window(YEAR.since, YEAR.series_since, datetime(2030, 1, 1, tzinfo=NOW.tzinfo))
