"""One day after another looked through for a visit: the nearest first, times to be reached, weeks of travel left alone."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from workers.relationships.rules import Rules
from workers.visits.day import draw
from workers.visits.reach import Reach
from workers.visits.red_days import is_day_off, is_quiet
from workers.visits.rides import Outing
from workers.visits.visit import Slot
from workers.visits.whereabouts import AWAY, distance

STEP = 30 * 60  # slots begin on the hour and the half hour
FURTHEST = 400  # days ahead, whatever the rules say
LUNCH = time(11, 30), time(13, 0)
FORTNIGHT = 14  # days: to meet so much sooner or later is better than a night away
IN_A_DAY, WITH_A_NIGHT, EITHER = (False,), (True,), (False, True)
UNHURRIED = time(9, 0)  # a visit has a journey before it


def working_days(earliest: date, latest: date, near: date, *, own_day: bool) -> list[date]:
    """Working days to try: the nearest first, later before sooner, days on which people may be away last."""
    span = range(min((latest - earliest).days, FURTHEST) + 1)
    days = [earliest + timedelta(days=n) for n in span]
    working = [day for day in days if not is_day_off(day) and (own_day or day != near)]
    return sorted(working, key=lambda day: (is_quiet(day), abs((day - near).days), day < near))


def in_turn(days: list[date], near: date, road: "Road | None") -> Iterator["Try"]:
    """The days in the order they are tried: ordinary days within a fortnight of the visit's own, without a night away and
    then with one; those further off; and last, days in weeks full of travel, and quiet days."""
    ordinary = [day for day in days if not is_quiet(day)]
    close = [day for day in ordinary if abs((day - near).days) <= FORTNIGHT] if road else []
    further = [day for day in ordinary if day not in close]
    yield from (Try(day, IN_A_DAY) for day in close if not is_full(day, road))
    yield from (Try(day, WITH_A_NIGHT) for day in close if not is_full(day, road))
    yield from (Try(day, EITHER) for day in further if not is_full(day, road))
    yield from (Try(day, EITHER, last_resort=True) for day in ordinary if is_full(day, road))
    for full in (False, True):
        quiet = (day for day in days if is_quiet(day) and is_full(day, road) is full)
        yield from (Try(day, EITHER, last_resort=True) for day in quiet)


def is_full(day: date, road: "Road | None") -> bool:
    """Whether a day, or its week, is full of travel; asked as late as possible, as it reads the whole week."""
    return road is not None and road.is_full(day)


@dataclass(frozen=True, slots=True)
class Try:
    """A day to look for a time on, and whether a night away may go with it, in the order to try."""

    day: date
    nights: tuple[bool, ...]
    last_resort: bool = False


class Road:
    """The journeys to the place, and the weeks that have enough of them."""

    __slots__ = ("_away", "_days_a_week", "_weeks", "reach")

    def __init__(self, reach: Reach, days_a_week: int) -> None:
        self.reach, self._days_a_week = reach, days_a_week
        self._away = reach.whereabouts.is_away(reach.position)
        self._weeks: dict[date, int] = {}

    def takes_night(self, visit: Slot) -> bool:
        """Whether a visit at its own time keeps the seller away overnight."""
        outing = self.reach.outing(visit.start.timestamp(), visit.end.timestamp(), aboard=True)
        return outing is not None and outing.nights > 0

    def is_full(self, day: date) -> bool:
        """Whether a visit would be a day of travel more than the seller wants that week; on one already it is none, unless
        that day is spent somewhere else."""
        spent = self.reach.whereabouts.day(day).spent
        if spent and distance(spent.position, self.reach.position) > AWAY:
            return True
        if not self._away or self.reach.whereabouts.day(day).travels:
            return False
        monday = day - timedelta(days=day.weekday())
        if monday not in self._weeks:
            week = (monday + timedelta(days=n) for n in range(7))
            self._weeks[monday] = sum(self.reach.whereabouts.day(one).travels for one in week)
        return self._weeks[monday] >= self._days_a_week


_Start = tuple[bool, bool, bool, float, float]
"""Whether a time eats into lunch, is early, is on the half of the day whose turn it is not; how far it is from the
meeting's own time, and when it is."""


class DaySearch:
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
        road: Road | None,
    ) -> None:
        self._busy, self._length, self._own, self._zone, self._rules = busy, length, own, zone, rules
        self._told, self._road = told, road
        self._starts = [start for start, _ in busy]
        self._mornings = 1 if own.time() < LUNCH[0] else -1  # how many more mornings than afternoons so far

    def best(self, one: Try) -> tuple[bool, Slot] | None:
        """The best free time of a day that can be reached, and whether it eats into lunch; None when there is none."""
        ranked = self._ranked(one.day)
        found = next((found for nights in one.nights if ranked and (found := self._reached(ranked, nights))), None)
        if found is None:
            return None
        eats, start, outing = found
        self._mornings += 1 if start < self._at(one.day, LUNCH[0]) else -1
        end = start + self._length
        slot = Slot(self._moment(start), self._moment(end), last_resort=one.last_resort or eats)
        if self._road is None or outing is None or self._road.reach.is_here():
            return eats, slot
        return eats, replace(slot, plan=draw(outing, start, end, self._road.reach))

    def _ranked(self, day: date) -> list[_Start]:
        """The free times of a day, the best first."""
        own = self._at(day, self._own.time())
        unhurried, lunch, after = self._at(day, UNHURRIED), self._at(day, LUNCH[0]), self._at(day, LUNCH[1])
        return sorted(
            (
                start < after and start + self._length > lunch,
                start < unhurried,
                (start < lunch) == (self._mornings > 0),
                abs(start - own),
                start,
            )
            for start in self._free_starts(day)
        )

    def _reached(self, ranked: list[_Start], nights: bool) -> tuple[bool, float, Outing | None] | None:
        """The first that can be reached in a day; with a night away, or two in trains, the one that keeps the seller away
        least, and never one that eats into lunch."""
        reach = self._road.reach if self._road else None
        if reach is None:
            return ranked[0][0], ranked[0][-1], None
        if not nights:
            tried = (
                (eats, start, reach.outing(start, start + self._length, nights=False)) for eats, *_, start in ranked
            )
            return next((one for one in tried if one[2]), None)
        found = [
            (outing.nights, early, outing.back.end - outing.out.start, number, start, outing)
            for number, (eats, early, *_, start) in enumerate(ranked)
            if not eats and (outing := reach.outing(start, start + self._length))
        ]
        return (False, *min(found, key=lambda one: one[:4])[4:]) if found else None

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
