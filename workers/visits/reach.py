"""Which journeys the calendar has room for: when to leave, when one is there, when one is back, and what hinders it.

Everything is counted in seconds of real time, and with what a journey is likely to take (`travel.likely`), rounded up. A
journey never runs through a meeting; one on screen may be taken before or after it, with a quarter of an hour to find a
quiet place. By train, and for a visit whose time is set, it may be taken aboard, which is said.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from connectors.routing.geocoder import Position
from connectors.routing.router import Route
from workers.relationships.rules import Rules
from workers.visits.nights import Nights
from workers.visits.rides import (
    IN_GOOD_TIME,
    Outing,
    Ride,
    Side,
    by_train,
    down,
    earliest,
    in_the_way,
    latest,
    night_trains,
    pair,
    up,
    with_aboard,
)
from workers.visits.travel import Travel
from workers.visits.ways import SAME, WaysTo
from workers.visits.whereabouts import Day, Entry, Where, Whereabouts, distance


class Why(StrEnum):
    """What stands in the way of a journey."""

    BEFORE = "travel_before"  # a meeting somewhere else ends too late
    AFTER = "travel_after"  # one somewhere else begins too early
    EARLY = "leave_early"
    LATE = "home_late"
    DURING = "during_travel"
    EVENING = "evening_before"  # and on the evening before, a meeting keeps one
    AWAY = "evening_away"  # or that day is spent somewhere else


@dataclass(frozen=True, slots=True)
class Hindrance:
    """`moment` is when one would have to leave, or would be back; `entry` the meeting in the way, if it is one, `where` the
    place the day before is spent at. `most` is what the journey may take."""

    why: Why
    moment: float
    most: float
    entry: Entry | None = None
    where: Where | None = None


class Reach:
    """The journeys to one place. `bun` is the stop at a bakery on the way there."""

    def __init__(
        self,
        position: Position,
        *,
        whereabouts: Whereabouts,
        travel: Travel,
        rules: Rules,
        zone: ZoneInfo,
        bun: timedelta = timedelta(0),
    ) -> None:
        self.position, self.whereabouts, self.zone = position, whereabouts, zone
        self.bun = up(bun.total_seconds())
        self._wishes, self._quiet = travel.rules, travel.rules.quiet.total_seconds()
        self._ways = WaysTo(position, travel=travel, rules=rules)
        self._nights = Nights(self._ways, whereabouts, rules=rules, wishes=travel.rules, bun=self.bun)

    def is_known(self) -> bool:
        """Whether there is a way at all that anybody has told of."""
        return bool(self._ways.all(self.whereabouts.office))

    def is_here(self) -> bool:
        """Whether it is where the seller starts from: then there is no journey to draw."""
        usual = (self.whereabouts.office, self.whereabouts.home)
        return any(where and distance(where.position, self.position) < SAME for where in usual)

    def outing(self, start: float, end: float, *, nights: bool = True, aboard: bool = False) -> Outing | None:
        """The first way that works: in a day, with a meeting `aboard` the train, with a night before or after."""
        day = self.whereabouts.day(self._date(start))
        before, after = self._before(day, start), self._after(day, end)
        outs, backs = list(self._outs(before, start)), list(self._backs(after, end))
        if found := pair(outs, backs):
            return found
        if aboard:
            outs, backs = [*outs, *self._aboard_out(before, start)], [*backs, *self._aboard_back(after, end)]
            if found := pair(outs, backs):
                return found
        if not nights or not self._wishes.nights:
            return None
        evenings = [] if before.fixed else list(self._nights.evenings(day, before, start))
        if found := pair(evenings, backs):
            return found
        mornings = [] if after.fixed or not (outs or evenings) else list(self._nights.mornings(day, after, end))
        return pair(outs, mornings) or pair(night_trains(evenings), night_trains(mornings))

    def hindrances(self, start: float, end: float) -> tuple[Hindrance, ...]:
        """What keeps a visit from being reached the way most people would go. Who can come on the evening before is not
        kept by an early morning, and a meeting that takes that evening is told."""
        day = self.whereabouts.day(self._date(start))
        before, after = self._before(day, start), self._after(day, end)
        outs = [*self._outs(before, start), *self._aboard_out(before, start)]
        backs = [*self._backs(after, end), *self._aboard_back(after, end)]
        nights = self._wishes.nights and not before.fixed
        comes = outs or (list(self._nights.evenings(day, before, start)) if nights else [])
        found: list[Hindrance] = []
        if not comes:
            found += self._against_out(before, start)
        if found and found[0].why is Why.EARLY and nights:
            found += self._against_evening(day, found[0])
        if not backs or (comes and not pair(comes, backs)):
            found += self._against_back(after, end, comes[0].route if comes else None)
        return tuple(found)

    # --- where from and where to ----------------------------------------------------------------------------

    def _before(self, day: Day, start: float) -> Side:
        earlier = [entry for entry in day.entries if entry.end <= start]
        fixed = max((entry for entry in earlier if entry.ends), key=lambda entry: entry.end, default=None)
        bound = self._at(day.date, self._wishes.leave_earliest)
        bound = max(bound, fixed.end) if fixed else bound
        where = fixed.ends if fixed else day.morning
        return Side(where, bound, [entry for entry in earlier if entry.end > bound], fixed)

    def _after(self, day: Day, end: float) -> Side:
        later = [entry for entry in day.entries if entry.start >= end]
        fixed = min((entry for entry in later if entry.begins), key=lambda entry: entry.start, default=None)
        bound = self._at(day.date, self._wishes.home_latest)
        bound = min(bound, fixed.start - IN_GOOD_TIME) if fixed else bound
        where = fixed.begins if fixed else day.evening
        return Side(where, bound, [entry for entry in later if entry.start < bound], fixed)

    # --- within a day ---------------------------------------------------------------------------------------

    def _outs(self, side: Side, start: float) -> Iterator[Ride]:
        for way in self._ways.by_day(side.where):
            length = way.length + self.bun
            begins = latest(start - IN_GOOD_TIME, length, side.bound, side.between, self._quiet)
            if begins is not None and side.where:
                yield Ride(begins, begins + length, way.route, side.where)

    def _backs(self, side: Side, end: float) -> Iterator[Ride]:
        for way in self._ways.by_day(side.where):
            begins = earliest(end, way.length, side.bound, side.between, self._quiet)
            if begins is not None and side.where:
                yield Ride(begins, up(begins + way.length), way.route, side.where)

    def _aboard_out(self, side: Side, start: float) -> Iterator[Ride]:
        """By train, with the meetings on screen before it taken there."""
        return (with_aboard(ride, side.between) for ride in self._outs(_open(side), start) if by_train(ride))

    def _aboard_back(self, side: Side, end: float) -> Iterator[Ride]:
        return (with_aboard(ride, side.between) for ride in self._backs(_open(side), end) if by_train(ride))

    # --- why not --------------------------------------------------------------------------------------------

    def _against_out(self, side: Side, start: float) -> Iterator[Hindrance]:
        way = next(iter(self._ways.by_day(side.where) or self._ways.all(side.where)), None)
        if way is None or way.route is None:
            return
        length = way.length + self.bun
        begins = down(start - IN_GOOD_TIME) - length
        if begins < side.bound:
            meeting = side.fixed if side.fixed and begins < side.fixed.end else None
            yield Hindrance(Why.BEFORE if meeting else Why.EARLY, begins, way.most, meeting)
            return
        for entry in in_the_way(begins, begins + length, side.between, self._quiet):
            yield Hindrance(Why.DURING, begins, way.most, entry)

    def _against_evening(self, day: Day, early: Hindrance) -> Iterator[Hindrance]:
        if entry := self._nights.taken(day):
            yield Hindrance(Why.EVENING, early.moment, early.most, entry)
        elif where := self._nights.elsewhere(day):
            yield Hindrance(Why.AWAY, early.moment, early.most, where=where)

    def _against_back(self, side: Side, end: float, like: Route | None) -> Iterator[Hindrance]:
        ways = self._ways.by_day(side.where) or self._ways.all(side.where)
        same = [way for way in ways if like and way.route and way.route.mode is like.mode]
        way = next(iter(same or ways), None)
        if way is None or way.route is None:
            return
        back = up(end + way.length)
        if back > side.bound:
            meeting = side.fixed if side.fixed and back > side.fixed.start - IN_GOOD_TIME else None
            yield Hindrance(Why.AFTER if meeting else Why.LATE, back, way.most, meeting)
            return
        for entry in in_the_way(end, back, side.between, self._quiet):
            yield Hindrance(Why.DURING, back, way.most, entry)

    # --- clocks ----------------------------------------------------------------------------------------------

    def _date(self, moment: float) -> date:
        return datetime.fromtimestamp(moment, self.zone).date()

    def _at(self, day: date, clock: time) -> float:
        return datetime.combine(day, clock, self.zone).timestamp()


def _open(side: Side) -> Side:
    return Side(side.where, side.bound, [], side.fixed)
