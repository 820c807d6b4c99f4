"""Which whole days the seller is away, by the calendar: out of office, or a holiday written into it."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from connectors.meetings import Meeting, ShownAs
from workers.visits.diary import DAY, Diary, declined, whole_days
from workers.visits.whereabouts import is_own

LONGEST = 366  # days: what lasts longer is a mistake
STARTS, ENDS = time(9), time(16)  # who is away all of this is away that day
HOLIDAY = re.compile(
    r"\W*(?:semester(?:n|dag|dagar|vecka|veckor)?|(?:föräldra|tjänst)?ledig(?:t|het)?|sjukskriven|vacation|(?:annual |parental )?leave|holidays?"
    r"|time off|day off|pto|ferie\w*|fri|urlaub|loma\w*)\b",
    re.IGNORECASE,
)


def find_away(diary: Diary, *, zone: ZoneInfo) -> tuple[tuple[date, date], ...]:
    """The first and the last day of each time away."""
    return tuple(sorted({span for one in diary.meetings.values() if (span := _span(one, diary.owner, zone))}))


def _span(meeting: Meeting, owner: str, zone: ZoneInfo) -> tuple[date, date] | None:
    if meeting.cancelled or declined(meeting, owner) or not _says_away(meeting, owner):
        return None
    start, end = whole_days(meeting, zone)
    days = list(_covered(start.astimezone(zone), end.astimezone(zone)))
    return (days[0], days[-1]) if days else None


def _says_away(meeting: Meeting, owner: str) -> bool:
    if meeting.shown_as is ShownAs.OUT_OF_OFFICE:
        return True
    return meeting.all_day and is_own(meeting, owner) and HOLIDAY.match(meeting.title[:80]) is not None


def _covered(start: datetime, end: datetime) -> Iterator[date]:
    """The days of which the working hours lie between two moments."""
    for day in _days(start.date(), min(end.date(), start.date() + LONGEST * DAY)):
        if start <= datetime.combine(day, STARTS, start.tzinfo) and datetime.combine(day, ENDS, start.tzinfo) <= end:
            yield day


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=at) for at in range((last - first).days + 1))
