"""A second look: only what changed is read, what is gone is named, and a window that rolls on brings what it reaches."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from connectors.calendars import SyncMark
from connectors.errors import MarkExpired
from connectors.ics import CalendarFiles, Source
from tests.bench.calendars import write_export
from tests.connectors.ics.written import YEAR, at, read, vcalendar, vevent
from tests.world import STOCKHOLM

WEEKLY = vevent("RRULE:FREQ=WEEKLY", uid="series")


def rolled(days: int) -> object:
    by = timedelta(days=days)
    return replace(YEAR, since=YEAR.since + by, series_since=YEAR.series_since + by, until=YEAR.until + by)


def test_the_same_file_says_nothing_and_keeps_its_names() -> None:
    data = vcalendar(vevent(), WEEKLY, head=("X-WR-CALNAME:Astrid",))
    again = read(data, mark=read(data).mark)
    (page,) = again.pages
    assert (page.meetings, page.replaced, page.components, page.done) == ((), frozenset(), 0, 1.0)
    assert again.names == ("Astrid",)


def test_a_changed_meeting_is_read_and_replaced_and_no_other() -> None:
    before = read(vcalendar(vevent(uid="m1"), vevent(uid="m2"), WEEKLY))
    after = read(vcalendar(vevent("SUMMARY:ny", uid="m1"), vevent(uid="m2"), WEEKLY), mark=before.mark)
    assert (after.only.title, after.replaced, after.components) == ("ny", {"m1"}, 1)


def test_a_meeting_that_is_gone_is_named() -> None:
    before = read(vcalendar(vevent(uid="m1"), vevent(uid="m2")))
    after = read(vcalendar(vevent(uid="m2")), mark=before.mark)
    assert (after.meetings, after.replaced) == ([], {"m1"})


def test_a_meeting_that_became_private_is_named_and_not_told() -> None:
    before = read(vcalendar(vevent("SUMMARY:lönesamtal")))
    after = read(vcalendar(vevent("SUMMARY:lönesamtal", "CLASS:PRIVATE")), mark=before.mark)
    assert (after.meetings, after.replaced, after.private) == ([], {"m1"}, 1)


def test_a_changed_override_brings_its_whole_series() -> None:
    moved = vevent("RECURRENCE-ID:20261208T080000Z", uid="series", when=("DTSTART:20261209T080000Z",))
    before = read(vcalendar(WEEKLY, vevent()))
    after = read(vcalendar(WEEKLY, moved, vevent()), mark=before.mark)
    assert after.replaced == {"series"}
    assert at("2026-12-09 09:00") in [meeting.start for meeting in after.meetings]
    assert len(after.meetings) == len(before.meetings) - 1


def test_a_first_reading_names_what_it_read() -> None:
    assert read(vcalendar(vevent(), WEEKLY)).replaced == {"m1", "series"}


def test_a_window_that_rolls_on_reads_series_again_and_what_comes_into_view() -> None:
    later = vevent(uid="later", when=("DTSTART:20270601T080000Z",))
    data = vcalendar(vevent(), WEEKLY, later)
    before = read(data)
    assert "later" not in {meeting.uid for meeting in before.meetings}
    after = read(data, mark=before.mark, window=rolled(30))  # type: ignore[arg-type]
    assert after.replaced == {"series", "later"}
    assert {meeting.uid for meeting in after.meetings} == {"series", "later"}
    assert read(data, mark=after.mark, window=rolled(30)).replaced == frozenset()  # type: ignore[arg-type]


def test_a_window_that_rolls_on_by_less_than_a_series_step_reads_nothing() -> None:
    data = vcalendar(vevent(), vevent("RRULE:FREQ=YEARLY", uid="yearly"))
    assert read(data, mark=read(data).mark, window=rolled(7)).replaced == frozenset()  # type: ignore[arg-type]


def test_a_window_that_reaches_further_back_reads_everything() -> None:
    data = vcalendar(vevent(), WEEKLY)
    assert read(data, mark=read(data).mark, window=rolled(-30)).replaced == {"m1", "series"}  # type: ignore[arg-type]


def test_another_zone_for_the_whole_calendar_reads_everything() -> None:
    floating = vevent(when=("DTSTART:20261201T090000",))
    before = read(vcalendar(floating))
    after = read(vcalendar(floating, head=("X-WR-TIMEZONE:America/New_York",)), mark=before.mark)
    assert after.only.start == at("2026-12-01 15:00")


def test_a_definition_of_a_zone_everybody_knows_is_no_change() -> None:
    zone = "BEGIN:VTIMEZONE\r\nTZID:W. Europe Standard Time\r\nEND:VTIMEZONE\r\n"
    assert read(vcalendar(zone, vevent()), mark=read(vcalendar(vevent())).mark).replaced == frozenset()


def test_a_file_that_cannot_be_opened_today_takes_nothing_away() -> None:
    first, second = vcalendar(vevent(uid="m1")), vcalendar(vevent(uid="m2"))
    before = read(first, second)
    broken = read(first, b"", mark=before.mark)
    assert (broken.meetings, broken.replaced) == ([], frozenset())
    assert read(first, mark=broken.mark).replaced == {"m2"}


def test_a_meeting_without_a_uid_is_itself_again() -> None:
    data = vcalendar(vevent(uid=""), vevent("SUMMARY:annat", uid=""))
    before = read(data)
    assert len({meeting.uid for meeting in before.meetings}) == 2
    assert read(data.replace(b"T070000Z", b"T080000Z"), mark=before.mark).replaced == frozenset()


@pytest.mark.parametrize("state", [b"", b"\xff\xff", b'{"delta": 1}', b"\x93\x01\x02\x03"])
def test_a_mark_of_another_making_is_refused(state: bytes) -> None:
    with pytest.raises(MarkExpired, match="read again from the start"):
        read(vcalendar(vevent()), mark=SyncMark(state))


def test_what_thunderbird_notes_about_its_alarms_is_no_change() -> None:
    mozilla = vcalendar(vevent("X-MOZ-LASTACK:20261120T130000Z", "X-MOZ-GENERATION:4"))
    mozilla = mozilla.replace(b"-//Nordverk//Test//SV", b"-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN")
    later = mozilla.replace(b"20261120T130000Z", b"20261121T130000Z").replace(b"GENERATION:4", b"GENERATION:5")
    assert read(later, mark=read(mozilla).mark).replaced == frozenset()


def test_changes_of_a_whole_export_are_those_that_were_made(tmp_path: Path) -> None:
    """One per cent changed, every DTSTAMP new, the order reversed: pages add up to what a first reading gives."""
    first = write_export(tmp_path / "first.ics", dialect="exchange", years=1)
    later = write_export(tmp_path / "later.ics", dialect="exchange", years=1, changed=0.01)
    before, fresh = read(first.read_bytes()), read(later.read_bytes())
    after = read(later.read_bytes(), mark=before.mark)
    assert 0 < after.components < 0.03 * fresh.components
    kept = [meeting for meeting in before.meetings if meeting.uid not in after.replaced]
    assert sorted((*kept, *after.meetings), key=str) == sorted(fresh.meetings, key=str)


def test_a_long_reading_comes_in_pages_that_move_on(tmp_path: Path) -> None:
    path = write_export(tmp_path / "export.ics", dialect="google", years=1)
    files = CalendarFiles([Source("export.ics", path)], zone=STOCKHOLM)
    pages = list(files.changes(YEAR))
    assert len(pages) > 5
    shares = [page.done for page in pages]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert all(len(page.meetings) < 700 for page in pages)
    assert len({meeting.key for page in pages for meeting in page.meetings}) == sum(
        len(page.meetings) for page in pages
    )
