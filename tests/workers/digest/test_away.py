"""Which whole days the calendar says the seller is away."""

from datetime import date, datetime, time, timedelta

import pytest

from connectors.meetings import Meeting, ShownAs
from tests.workers.visits.relations import at, diary
from tests.world import ASTRID, STOCKHOLM, SVEN, meeting
from workers.digest.away import find_away

OUT, FREE, BUSY = ShownAs.OUT_OF_OFFICE, ShownAs.FREE, ShownAs.BUSY


def all_day(first: date, days: int, **more: object) -> Meeting:
    start = datetime.combine(first, time(), STOCKHOLM)
    plain: dict[str, object] = {"uid": "away", "title": "", "all_day": True}
    return meeting(start, days * 1440, ASTRID, **{**plain, **more})  # type: ignore[arg-type]


def hours(day: int, start: int, until: int, **more: object) -> Meeting:
    return meeting(at(12, day, start), (until - start) * 60, ASTRID, uid="away", title="Borta", **more)  # type: ignore[arg-type]


MONDAY, FRIDAY = date(2026, 12, 7), date(2026, 12, 11)
WEEK = ((MONDAY, FRIDAY),)
ONE = ((MONDAY, MONDAY),)


@pytest.mark.parametrize(
    ("entry", "away"),
    [
        (all_day(MONDAY, 5, shown_as=OUT), WEEK),
        (all_day(MONDAY, 5, title="Semester", shown_as=FREE), WEEK),
        (all_day(MONDAY, 1, title="Föräldraledig", shown_as=FREE), ONE),
        (all_day(MONDAY, 1, title="Annual leave", shown_as=BUSY), ONE),
        (all_day(MONDAY, 1, title="Semesterlistan ska in", shown_as=FREE), ()),
        (all_day(MONDAY, 1, title="Göteborg", shown_as=BUSY), ()),
        (all_day(MONDAY, 1, title="Semester", shown_as=FREE, organizer=SVEN), ()),  # a colleague's
        (all_day(MONDAY, 1, shown_as=OUT, cancelled=True), ()),
        (hours(7, 8, 17, shown_as=OUT), ONE),
        (hours(7, 9, 16, shown_as=OUT), ONE),
        (hours(7, 12, 17, shown_as=OUT), ()),  # half a day is a day one may travel on
        (hours(7, 8, 17, shown_as=BUSY), ()),
        (
            meeting(at(12, 7, 13), 4 * 1440, ASTRID, uid="away", shown_as=OUT),
            ((date(2026, 12, 8), date(2026, 12, 10)),),
        ),
    ],
)
def test_a_whole_day_away_is_one_the_calendar_says_so_of(entry: Meeting, away: tuple[tuple[date, date], ...]) -> None:
    assert find_away(diary(entry), zone=STOCKHOLM) == away


def test_an_entry_from_the_beginning_of_time_takes_no_longer_than_a_year() -> None:
    entry = meeting(datetime(1, 1, 2, tzinfo=STOCKHOLM), 60, ASTRID, uid="wild", shown_as=OUT)
    endless = Meeting(**{**{name: getattr(entry, name) for name in entry.__slots__}, "end": at(12, 7)})
    ((first, last),) = find_away(diary(endless), zone=STOCKHOLM)
    assert last - first <= timedelta(days=366)
