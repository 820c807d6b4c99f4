"""Whether a visit fits its time, and which other times would do: room before and after, lunch left alone, different days."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from connectors.meetings import ShownAs
from workers.relationships.reasons import Reason
from workers.relationships.rules import Rules
from workers.visits.diary import DAY, Diary, Key, Taken
from workers.visits.red_days import JULY, holiday_name, is_day_off, is_quiet, is_squeezed, is_weekend
from workers.visits.tidy import tidy
from workers.visits.visit import Conflict, Slot

STEP = 30 * 60  # slots begin on the hour and the half hour
FURTHEST = 400  # days ahead, whatever the rules say
TITLE = 80
LUNCH = time(11, 30), time(13, 0)
UNHURRIED = time(9, 0)  # a visit has a journey before it


def find_conflicts(
    start: datetime, end: datetime, diary: Diary, *, besides: Key | None = None, zone: ZoneInfo, rules: Rules
) -> tuple[Conflict, ...]:
    """What stands in the way of a visit from `start` to `end`, without the meeting `besides` that it replaces.

    July and a klämdag are mild: the customer has already said yes to the day, so they are told and hinder nothing.
    """
    local, last = start.astimezone(zone), end.astimezone(zone)
    air = rules.breathing
    around = diary.between(start - air, end + air, besides=besides, zone=zone)
    named = [Conflict(_meeting_reason(taken, local, last, zone), taken.start, taken.end) for taken in around]
    return (*named, *(Conflict(reason, local, last, mild) for reason, mild in _day_reasons(local, last, rules)))


def free_slots(
    visit: Slot,
    diary: Diary,
    *,
    besides: Key | None = None,
    own_day: bool = True,
    now: datetime,
    zone: ZoneInfo,
    rules: Rules,
) -> tuple[Slot, ...]:
    """Up to three other times of the visit's length on different days near it, oldest first.

    Lunch is eaten into, and a klämdag or July used, only when nothing else is left. `own_day` says whether the
    visit's own day may hold one of them: not when its own time fits already.
    """
    earliest, latest = (now + rules.lead).astimezone(zone).date(), (now + rules.ahead).astimezone(zone).date()
    if latest < earliest:
        return ()
    local = visit.start.astimezone(zone)
    window = datetime.combine(earliest, time.min, zone), datetime.combine(latest + DAY, time.min, zone)
    busy = diary.busy(*window, breathing=rules.breathing, besides=besides, zone=zone)
    day = _Day(busy, visit.end.timestamp() - visit.start.timestamp(), local, zone, rules)
    chosen: list[Slot] = []
    at_lunch: list[Slot] = []
    for date_ in _days(earliest, latest, local.date(), own_day=own_day):
        if len(chosen) == rules.other_slots:
            break
        if found := day.best(date_):
            eats, slot = found
            (at_lunch if eats else chosen).append(slot)
    picked = [*chosen, *at_lunch[: rules.other_slots - len(chosen)]]
    return tuple(sorted(picked, key=lambda slot: slot.start))


def days_looked_at(visit: Slot, slots: tuple[Slot, ...], *, zone: ZoneInfo, rules: Rules) -> tuple[date, date] | None:
    """The first and the last day that could have said something else about these times of `free_slots`; None when any
    day could, because the search went on to the end."""
    near = visit.start.astimezone(zone).date()
    days = [slot.start.astimezone(zone).date() for slot in slots]
    if len(slots) < rules.other_slots or any(is_quiet(day) for day in days) or any(_eats(slot, zone) for slot in slots):
        return None
    furthest = max(abs(day - near) for day in days)
    return near - furthest, near + furthest


def _eats(slot: Slot, zone: ZoneInfo) -> bool:
    return slot.start.astimezone(zone).time() < LUNCH[1] and slot.end.astimezone(zone).time() > LUNCH[0]


def _days(earliest: date, latest: date, near: date, *, own_day: bool) -> list[date]:
    """Working days to try: the nearest first, later before sooner, days on which people may be away last."""
    span = range(min((latest - earliest).days, FURTHEST) + 1)
    days = [earliest + timedelta(days=n) for n in span]
    working = [day for day in days if not is_day_off(day) and (own_day or day != near)]
    return sorted(working, key=lambda day: (is_quiet(day), abs((day - near).days), day < near))


class _Day:
    """Looks for the best start on one day after another, mornings and afternoons by turns."""

    __slots__ = ("_busy", "_length", "_mornings", "_own", "_rules", "_starts", "_zone")

    def __init__(
        self, busy: list[tuple[float, float]], length: float, own: datetime, zone: ZoneInfo, rules: Rules
    ) -> None:
        self._busy, self._length, self._own, self._zone, self._rules = busy, length, own, zone, rules
        self._starts = [start for start, _ in busy]
        self._mornings = 1 if own.time() < LUNCH[0] else -1  # how many more mornings than afternoons so far

    def best(self, day: date) -> tuple[bool, Slot] | None:
        """The best free time of the day, and whether it eats into lunch; None when there is none."""
        own = self._at(day, self._own.time())
        unhurried, lunch, after = self._at(day, UNHURRIED), self._at(day, LUNCH[0]), self._at(day, LUNCH[1])
        ranked = [
            (
                start < after and start + self._length > lunch,
                start < unhurried,
                (start < lunch) == (self._mornings > 0),
                abs(start - own),
                start,
            )
            for start in self._free_starts(day)
        ]
        if not ranked:
            return None
        eats, *_, start = min(ranked)
        self._mornings += 1 if start < lunch else -1
        return eats, Slot(self._moment(start), self._moment(start + self._length))

    def _free_starts(self, day: date) -> Iterator[float]:
        start, closes = self._at(day, self._rules.day_starts), self._at(day, self._rules.day_ends)
        while start + self._length <= closes:
            if self._is_free(start, start + self._length):
                yield start
            start += STEP

    def _is_free(self, start: float, end: float) -> bool:
        """Against the taken stretches, and the meeting's own time, which is no other time."""
        own = self._own.timestamp()
        before = bisect_right(self._starts, start)
        taken_before = before > 0 and self._busy[before - 1][1] > start
        taken_after = before < len(self._busy) and self._starts[before] < end
        return not taken_before and not taken_after and start != own

    def _at(self, day: date, clock: time) -> float:
        return datetime.combine(day, clock, self._zone).timestamp()

    def _moment(self, seconds: float) -> datetime:
        return datetime.fromtimestamp(seconds, self._zone)


def _meeting_reason(taken: Taken, start: datetime, end: datetime, zone: ZoneInfo) -> Reason:
    meeting = taken.meeting
    kind = "meeting"
    if meeting.shown_as is ShownAs.OUT_OF_OFFICE:
        kind = "out_of_office"
    elif meeting.all_day or meeting.length > DAY:
        kind = "all_day"
    elif taken.end <= start:
        kind = "just_before"
    elif taken.start >= end:
        kind = "just_after"
    elif meeting.shown_as is ShownAs.TENTATIVE:
        kind = "tentative"
    title = tidy(meeting.title, TITLE)
    facts = {"start": taken.start.astimezone(zone), "end": taken.end.astimezone(zone)}
    if not title:
        return Reason(f"conflict.{kind}_untitled", facts)
    return Reason(f"conflict.{kind}", {"title": title, **facts})


def _day_reasons(start: datetime, end: datetime, rules: Rules) -> Iterator[tuple[Reason, bool]]:
    """What the day itself says, and whether it is mild."""
    day = start.date()
    if holiday_name(day):
        yield Reason("conflict.holiday", {"when": day}), False
    elif is_weekend(day):
        yield Reason("conflict.weekend", {"when": day}), False
    if start.time() < rules.day_starts or end.date() > day or end.time() > rules.day_ends:
        yield Reason("conflict.hours", {"start": start, "end": end}), False
    if is_squeezed(day):
        yield Reason("conflict.squeezed", {"when": day}), True
    elif day.month == JULY and not is_day_off(day):
        yield Reason("conflict.july", {"when": day}), True
