"""Whether a visit fits its time, and which other times would do: room before and after, lunch left alone, different days.

Where the place is known a time is offered only when it can be reached: with the day that goes with it, in the working
hours of the place, and in a week without travel enough already as long as there is one.
"""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from connectors.meetings import ShownAs
from connectors.routing.geocoder import Position
from workers.relationships.reasons import Reason
from workers.relationships.rules import Rules
from workers.visits.day import draw, reach_of
from workers.visits.diary import DAY, Diary, Key, Taken
from workers.visits.in_the_way import travel_conflicts
from workers.visits.reach import Outing, Reach
from workers.visits.red_days import JULY, holiday_name, is_day_off, is_quiet, is_squeezed, is_weekend
from workers.visits.tidy import tidy
from workers.visits.travel import Travel
from workers.visits.visit import Conflict, Slot

STEP = 30 * 60  # slots begin on the hour and the half hour
FURTHEST = 400  # days ahead, whatever the rules say
TITLE = 80
LUNCH = time(11, 30), time(13, 0)
UNHURRIED = time(9, 0)  # a visit has a journey before it
BESIDE = frozenset(f"conflict.just_{when}{bare}" for when in ("before", "after") for bare in ("", "_untitled"))


def find_conflicts(
    start: datetime,
    end: datetime,
    diary: Diary,
    *,
    besides: Key | None = None,
    zone: ZoneInfo,
    rules: Rules,
    travel: Travel | None = None,
    position: Position | None = None,
    bun: bool = False,
) -> tuple[Conflict, ...]:
    """What stands in the way of a visit from `start` to `end`, without the meeting `besides` that it replaces.

    July and a klämdag are mild: the customer has already said yes to the day, so they are told and hinder nothing. With
    `travel` and the `position` to go to, the journey is weighed too, `bun` being a stop on the way.
    """
    local, last = start.astimezone(zone), end.astimezone(zone)
    air = rules.breathing
    around = diary.between(start - air, end + air, besides=besides, zone=zone)
    named = [Conflict(_meeting_reason(taken, local, last, zone), taken.start, taken.end) for taken in around]
    there = zone_of(position, zone)
    days = [
        Conflict(reason, local, last, mild)
        for reason, mild in _day_reasons(local.astimezone(there), last.astimezone(there), rules, local)
    ]
    if travel is None or position is None:
        return (*named, *days)
    reach = reach_of(position, diary=diary, travel=travel, rules=rules, zone=zone, besides=besides, bun=bun)
    journey = travel_conflicts(reach, local, last)
    told = {(one.start, one.end) for one in journey}
    named = [one for one in named if one.reason.key not in BESIDE or (one.start, one.end) not in told]
    return (*named, *journey, *days)


def free_slots(
    visit: Slot,
    diary: Diary,
    *,
    besides: Key | None = None,
    own_day: bool = True,
    now: datetime,
    zone: ZoneInfo,
    rules: Rules,
    travel: Travel | None = None,
    position: Position | None = None,
    bun: bool = False,
) -> tuple[Slot, ...]:
    """Up to three other times of the visit's length on different days near it, oldest first.

    Lunch is eaten into, and a klämdag or July used, only when nothing else is left. `own_day` says whether the
    visit's own day may hold one of them: not when its own time fits already. With `travel` and the `position` to go to,
    each can be reached and has its plan, `bun` being a stop on the way.
    """
    there = zone_of(position, zone)
    earliest, latest = (now + rules.lead).astimezone(there).date(), (now + rules.ahead).astimezone(there).date()
    if latest < earliest:
        return ()
    local = visit.start.astimezone(there)
    window = datetime.combine(earliest, time.min, there), datetime.combine(latest + DAY, time.min, there)
    busy = diary.busy(*window, breathing=rules.breathing, besides=besides, zone=zone)
    road = None
    if travel and position:
        reach = reach_of(position, diary=diary, travel=travel, rules=rules, zone=zone, besides=besides, bun=bun)
        road = _Road(reach, travel.rules.travel_days_a_week) if reach.is_known() else None
    day = _Day(busy, visit.end.timestamp() - visit.start.timestamp(), local, there, zone, rules, road)
    chosen: list[Slot] = []
    at_lunch: list[Slot] = []
    for date_, full in _in_turn(_days(earliest, latest, local.date(), own_day=own_day), road):
        if len(chosen) == rules.other_slots:
            break
        if found := day.best(date_, last_resort=full or is_quiet(date_)):
            eats, slot = found
            (at_lunch if eats else chosen).append(slot)
    picked = [*chosen, *at_lunch[: rules.other_slots - len(chosen)]]
    return tuple(sorted(picked, key=lambda slot: slot.start))


def zone_of(position: Position | None, zone: ZoneInfo) -> ZoneInfo:
    """The zone of a place, whose working hours count there; the seller's where nobody knows it."""
    if position is None or not position.zone or position.zone == zone.key:
        return zone
    try:
        return ZoneInfo(position.zone)
    except (ZoneInfoNotFoundError, ValueError):
        return zone


def days_looked_at(visit: Slot, slots: tuple[Slot, ...], *, zone: ZoneInfo, rules: Rules) -> tuple[date, date] | None:
    """The first and the last day that could have said something else about these times of `free_slots`; None when any
    day could, because the search went on to the end. With journeys whole weeks count, for their days of travel, and the
    nights at either end of them."""
    near = visit.start.astimezone(zone).date()
    days = [slot.start.astimezone(zone).date() for slot in slots]
    if len(slots) < rules.other_slots or any(is_quiet(day) for day in days) or any(_eats(slot, zone) for slot in slots):
        return None
    if any(slot.last_resort for slot in slots):
        return None
    furthest = max(abs(day - near) for day in days)
    first, last = near - furthest, near + furthest
    if all(slot.plan is None for slot in slots):
        return first, last
    return first - timedelta(days=first.weekday()) - DAY, last + timedelta(days=6 - last.weekday()) + DAY


def _eats(slot: Slot, zone: ZoneInfo) -> bool:
    return slot.start.astimezone(zone).time() < LUNCH[1] and slot.end.astimezone(zone).time() > LUNCH[0]


def _days(earliest: date, latest: date, near: date, *, own_day: bool) -> list[date]:
    """Working days to try: the nearest first, later before sooner, days on which people may be away last."""
    span = range(min((latest - earliest).days, FURTHEST) + 1)
    days = [earliest + timedelta(days=n) for n in span]
    working = [day for day in days if not is_day_off(day) and (own_day or day != near)]
    return sorted(working, key=lambda day: (is_quiet(day), abs((day - near).days), day < near))


def _in_turn(days: list[date], road: "_Road | None") -> Iterator[tuple[date, bool]]:
    """The days with whether their week is full of travel: such days wait, ordinary ones for ordinary ones."""
    for quiet in (False, True):
        waiting = []
        for day in days:
            if is_quiet(day) is not quiet:
                continue
            if road and road.is_full(day):
                waiting.append(day)
            else:
                yield day, False
        yield from ((day, True) for day in waiting)


class _Road:
    """The journeys to the place, and the weeks that have enough of them."""

    __slots__ = ("_away", "_days_a_week", "_weeks", "reach")

    def __init__(self, reach: Reach, days_a_week: int) -> None:
        self.reach, self._days_a_week = reach, days_a_week
        self._away = reach.whereabouts.is_away(reach.position)
        self._weeks: dict[date, int] = {}

    def is_full(self, day: date) -> bool:
        """Whether a visit would be a day of travel more than the seller wants that week; on one already it is none."""
        if not self._away or self.reach.whereabouts.day(day).travels:
            return False
        monday = day - timedelta(days=day.weekday())
        if monday not in self._weeks:
            week = (monday + timedelta(days=n) for n in range(7))
            self._weeks[monday] = sum(self.reach.whereabouts.day(one).travels for one in week)
        return self._weeks[monday] >= self._days_a_week


class _Day:
    """Looks for the best start on one day after another, mornings and afternoons by turns."""

    __slots__ = ("_busy", "_length", "_mornings", "_own", "_road", "_rules", "_starts", "_told", "_zone")

    def __init__(
        self,
        busy: list[tuple[float, float]],
        length: float,
        own: datetime,
        zone: ZoneInfo,
        told: ZoneInfo,
        rules: Rules,
        road: _Road | None,
    ) -> None:
        self._busy, self._length, self._own, self._zone, self._rules = busy, length, own, zone, rules
        self._told, self._road = told, road
        self._starts = [start for start, _ in busy]
        self._mornings = 1 if own.time() < LUNCH[0] else -1  # how many more mornings than afternoons so far

    def best(self, day: date, *, last_resort: bool) -> tuple[bool, Slot] | None:
        """The best free time of the day that can be reached, and whether it eats into lunch; None when there is none."""
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
        found = self._reached([(eats, start) for eats, *_, start in sorted(ranked)])
        if found is None:
            return None
        eats, start, outing = found
        self._mornings += 1 if start < lunch else -1
        end = start + self._length
        plan = draw(outing, start, end, self._road.reach) if self._road and outing else None
        return eats, Slot(self._moment(start), self._moment(end), plan, last_resort or eats)

    def _reached(self, ranked: list[tuple[bool, float]]) -> tuple[bool, float, Outing | None] | None:
        """The first that can be reached in a day, else, without eating into lunch, with a night away."""
        if self._road is None:
            return (*ranked[0], None)
        for eats, start in ranked:
            if outing := self._road.reach.outing(start, start + self._length, nights=False):
                return eats, start, outing
        for eats, start in ranked:
            if not eats and (outing := self._road.reach.outing(start, start + self._length)):
                return eats, start, outing
        return None

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
        return datetime.fromtimestamp(seconds, self._told)


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


def _day_reasons(start: datetime, end: datetime, rules: Rules, told: datetime) -> Iterator[tuple[Reason, bool]]:
    """What the day itself says, and whether it is mild. Hours are those of the place; `told` is the seller's clock."""
    day = start.date()
    if holiday_name(day):
        yield Reason("conflict.holiday", {"when": day}), False
    elif is_weekend(day):
        yield Reason("conflict.weekend", {"when": day}), False
    if start.time() < rules.day_starts or end.date() > day or end.time() > rules.day_ends:
        key = "hours" if start.utcoffset() == told.utcoffset() else "hours_there"
        yield Reason(f"conflict.{key}", {"start": start, "end": end}), False
    if is_squeezed(day):
        yield Reason("conflict.squeezed", {"when": day}), True
    elif day.month == JULY and not is_day_off(day):
        yield Reason("conflict.july", {"when": day}), True
