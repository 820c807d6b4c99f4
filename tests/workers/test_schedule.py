"""When things are due: once each week and day by the seller's own clock, whatever becomes of the clocks, and spread out."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.world import NOW, STOCKHOLM
from workers.schedule import TIMETABLE, Daily, Every, Rule, Weekly, moment, next_due, share, week_of

MONDAY_LETTER = Weekly(0, time(7, 0))
ZONES = st.sampled_from(sorted(zone for zone in available_timezones() if "/" in zone)).map(ZoneInfo)
MOMENTS = st.integers(946_684_800, 2_114_380_800).map(
    lambda second: datetime.fromtimestamp(second, UTC)
)  # 2000 to 2036
APIA, LORD_HOWE = ZoneInfo("Pacific/Apia"), ZoneInfo("Australia/Lord_Howe")


def dues(rule: Rule, start: datetime, end: datetime, zone: ZoneInfo, subject: int = 1) -> list[datetime]:
    found = []
    while (start := next_due(rule, "x", subject, after=start, zone=zone)) < end:
        found.append(start)
    return found


@pytest.mark.parametrize(
    ("after", "due"),
    [
        ("2026-03-28T12:00", "2026-03-30T05:00"),  # summer time begins on Sunday the 29th
        ("2026-10-24T12:00", "2026-10-26T06:00"),  # and ends on Sunday the 25th
        ("2026-11-23T05:59", "2026-11-23T06:00"),
        ("2026-11-23T06:00", "2026-11-30T06:00"),
    ],
)
def test_the_monday_letter_is_due_at_seven_by_the_sellers_clock(after: str, due: str) -> None:
    found = next_due(MONDAY_LETTER, "letter", 1, after=datetime.fromisoformat(after + "Z"), zone=STOCKHOLM)
    assert found == datetime.fromisoformat(due + "Z")


@given(ZONES, MOMENTS)
def test_the_monday_letter_comes_once_a_week_in_every_zone(zone: ZoneInfo, start: datetime) -> None:
    found = dues(MONDAY_LETTER, start, start + timedelta(days=400), zone)
    weeks = [week_of(due.astimezone(zone).date()) for due in found]
    assert len(set(weeks)) == len(weeks)
    assert len(weeks) in (57, 58)


@given(ZONES, MOMENTS)
def test_what_is_daily_comes_once_a_day_in_every_zone(zone: ZoneInfo, start: datetime) -> None:
    found = dues(Daily(time(2, 30)), start, start + timedelta(days=200), zone)
    assert len(found) in (199, 200, 201)
    assert found == sorted(set(found))


@given(st.integers(0, 10**9), MOMENTS, st.integers(60, 100_000))
def test_what_comes_again_and_again_keeps_its_beat_and_makes_up_for_nothing(
    subject: int, start: datetime, seconds: int
) -> None:
    rule = Every(timedelta(seconds=seconds))
    first = next_due(rule, "x", subject, after=start, zone=STOCKHOLM)
    assert start < first <= start + rule.interval
    much_later = next_due(rule, "x", subject, after=first + timedelta(days=30), zone=STOCKHOLM)
    assert (much_later - first) % rule.interval == timedelta()
    assert much_later - (first + timedelta(days=30)) <= rule.interval


@pytest.mark.parametrize(
    ("day", "at", "zone", "due"),
    [
        (date(2026, 3, 29), time(2, 30), STOCKHOLM, "2026-03-29T01:00Z"),  # there is no half past two
        (date(2026, 10, 25), time(2, 30), STOCKHOLM, "2026-10-25T00:30Z"),  # it comes twice: the first
        (date(2026, 10, 4), time(2, 15), LORD_HOWE, "2026-10-03T15:30Z"),  # half an hour is skipped there
        (date(2011, 12, 30), time(7, 0), APIA, "2011-12-30T10:00Z"),  # a whole day was
    ],
)
def test_a_time_that_is_skipped_is_due_at_once_after_and_one_that_comes_twice_the_first_time(
    day: date, at: time, zone: ZoneInfo, due: str
) -> None:
    assert moment(day, at, zone) == datetime.fromisoformat(due)


def test_ten_thousand_mailboxes_do_not_come_at_once() -> None:
    rule = TIMETABLE["sync_mailbox"]
    assert isinstance(rule, Every)
    due = [next_due(rule, "sync_mailbox", n, after=NOW, zone=STOCKHOLM) for n in range(10_000)]
    busiest = max(sum(start <= one < start + timedelta(minutes=1) for one in due) for start in sorted(due)[::100])
    assert busiest < 1.2 * 10_000 / 15


def test_the_night_is_spread_by_each_sellers_own_clock() -> None:
    night = Daily(time(3, 0), spread=timedelta(hours=3))
    for zone in (STOCKHOLM, ZoneInfo("America/Chicago")):
        due = [next_due(night, "tidy", n, after=NOW, zone=zone) for n in range(200)]
        hours = {one.astimezone(zone).hour for one in due}
        assert hours == {3, 4, 5}


def test_a_share_is_the_same_in_every_process() -> None:
    assert share("sync_mailbox", 1) == pytest.approx(0.5711102594277015)
