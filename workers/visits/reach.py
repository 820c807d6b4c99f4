"""Which journeys the calendar has room for: when to leave, when one is there, when one is back, and what hinders it.

Everything is counted in seconds of real time, and with the longest a journey may take: who plans so is early more often
than late. A journey never runs through a meeting; one on screen may be taken before or after it, with a quarter of an hour
to find a quiet place. By train, and for a visit whose time is set, it may be taken aboard, which is said.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from connectors.routing.geocoder import Position
from connectors.routing.router import Route
from workers.relationships.rules import Rules
from workers.visits.diary import DAY
from workers.visits.red_days import is_day_off
from workers.visits.rides import (
    Night,
    Outing,
    Ride,
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
from workers.visits.whereabouts import Day, Entry, Where, Whereabouts, distance

IN_GOOD_TIME = 600.0  # at the door, before a visit and before the next meeting
BED = time(22, 0)  # at a hotel, or aboard a night train, at the latest
FAR = 3 * 3600.0  # nobody spends a night away for a shorter way
SAME = 1.0  # km: the same town, whose streets nobody has told; the room kept between meetings is what there is


Way = tuple[Route | None, float]  # a way and the longest it may take; None within a town where no way is told


class Why(StrEnum):
    """What stands in the way of a journey."""

    BEFORE = "travel_before"  # a meeting somewhere else ends too late
    AFTER = "travel_after"  # one somewhere else begins too early
    EARLY = "leave_early"
    LATE = "home_late"
    DURING = "during_travel"


@dataclass(frozen=True, slots=True)
class Hindrance:
    """`moment` is when one would have to leave, or would be back; `entry` the meeting in the way, if it is one."""

    why: Why
    moment: float
    length: float
    entry: Entry | None = None


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of a visit: where the seller is or must be, the utmost moment there, and what lies between. `fixed` is
    the meeting that says so, None when it is the day that begins or ends."""

    where: Where | None
    bound: float
    between: list[Entry]
    fixed: Entry | None


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
        self._travel, self._rules, self._wishes = travel, rules, travel.rules
        self._quiet = travel.rules.quiet.total_seconds()
        self._routes: dict[Position, tuple[Way, ...]] = {}
        self._by_day: dict[Position, tuple[Way, ...]] = {}

    def is_known(self) -> bool:
        """Whether there is a way at all that anybody has told of."""
        office = self.whereabouts.office
        return office is not None and bool(self._ways(office.position))

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
        if aboard and (found := self._aboard(before, after, outs, backs, start, end)):
            return found
        if not nights or not self._wishes.nights:
            return None
        evenings = [] if before.fixed else list(self._evenings(day, before, start))
        if found := pair(evenings, backs):
            return found
        mornings = [] if after.fixed or not (outs or evenings) else list(self._mornings(day, after, end))
        return pair(outs, mornings) or pair(night_trains(evenings), night_trains(mornings))

    def hindrances(self, start: float, end: float) -> tuple[Hindrance, ...]:
        """What keeps a visit from being reached the way most people would go."""
        day = self.whereabouts.day(self._date(start))
        before, after = self._before(day, start), self._after(day, end)
        outs, backs = list(self._outs(before, start)), list(self._backs(after, end))
        found: list[Hindrance] = []
        if not outs:
            found += self._against_out(before, start)
        if not backs or (outs and not pair(outs, backs)):
            found += self._against_back(after, end, outs[0].route if outs else None)
        return tuple(found)

    # --- where from and where to ----------------------------------------------------------------------------

    def _before(self, day: Day, start: float) -> _Side:
        earlier = [entry for entry in day.entries if entry.end <= start]
        fixed = max((entry for entry in earlier if entry.ends), key=lambda entry: entry.end, default=None)
        bound = self._at(day.date, self._wishes.leave_earliest)
        bound = max(bound, fixed.end) if fixed else bound
        where = fixed.ends if fixed else day.morning
        return _Side(where, bound, [entry for entry in earlier if entry.end > bound], fixed)

    def _after(self, day: Day, end: float) -> _Side:
        later = [entry for entry in day.entries if entry.start >= end]
        fixed = min((entry for entry in later if entry.begins), key=lambda entry: entry.start, default=None)
        bound = self._at(day.date, self._wishes.home_latest)
        bound = min(bound, fixed.start - IN_GOOD_TIME) if fixed else bound
        where = fixed.begins if fixed else day.evening
        return _Side(where, bound, [entry for entry in later if entry.start < bound], fixed)

    # --- within a day ---------------------------------------------------------------------------------------

    def _outs(self, side: _Side, start: float) -> Iterator[Ride]:
        for route, high in self._day_ways(side.where):
            length = high + self.bun
            begins = latest(start - IN_GOOD_TIME, length, side.bound, side.between, self._quiet)
            if begins is not None and side.where:
                yield Ride(begins, begins + length, route, side.where)

    def _backs(self, side: _Side, end: float) -> Iterator[Ride]:
        for route, high in self._day_ways(side.where):
            begins = earliest(end, high, side.bound, side.between, self._quiet)
            if begins is not None and side.where:
                yield Ride(begins, up(begins + high), route, side.where)

    def _aboard(
        self, before: _Side, after: _Side, outs: list[Ride], backs: list[Ride], start: float, end: float
    ) -> Outing | None:
        """By train, with meetings on screen taken on it, one way or both."""
        trains_out = [ride for ride in self._outs(_open(before), start) if by_train(ride)]
        trains_back = [ride for ride in self._backs(_open(after), end) if by_train(ride)]
        found = pair([*outs, *trains_out], [*backs, *trains_back])
        if found is None:
            return None
        return Outing(with_aboard(found.out, before.between), with_aboard(found.back, after.between))

    # --- with a night ---------------------------------------------------------------------------------------

    def _evenings(self, day: Day, side: _Side, start: float) -> Iterator[Ride]:
        """On the evening before, a working day's: to a hotel, or by night train."""
        eve = self.whereabouts.day(day.date - DAY)
        bed, ends = self._at(eve.date, BED), self._at(eve.date, self._rules.day_ends)
        last = max((entry for entry in eve.entries if entry.ends), key=lambda entry: entry.end, default=None)
        where = last.ends if last else eve.evening
        if is_day_off(eve.date) or where is None or (eve.evening and eve.evening != self.whereabouts.home):
            return
        bound = max(self._at(eve.date, self._wishes.leave_earliest), last.end if last else 0)
        between = [entry for entry in eve.entries if entry.end > bound]
        for route, high in self._ways(where.position):
            if route is None or high < FAR:
                continue
            if route.overnight:
                length = high + self.bun
                limit = min(bed + length, start - IN_GOOD_TIME)
                begins = latest(limit, length, max(bound, ends), [*between, *side.between], self._quiet)
                if begins is not None:
                    yield Ride(begins, begins + length, route, where, Night.TRAIN)
                continue
            begins = earliest(max(bound, ends), high, bed, between, self._quiet)
            if begins is None:
                begins = latest(bed, high, bound, between, self._quiet)
            if begins is not None:
                yield Ride(begins, up(begins + high), route, where, Night.HOTEL)

    def _mornings(self, day: Day, side: _Side, end: float) -> Iterator[Ride]:
        """Home on the morning after, a working day's: from a hotel, or by night train."""
        morning = self.whereabouts.day(day.date + DAY)
        first = min((entry for entry in morning.entries if entry.begins), key=lambda entry: entry.start, default=None)
        where = first.begins if first else morning.evening
        at_home = day.evening is None or day.evening == self.whereabouts.home
        if is_day_off(morning.date) or where is None or not at_home:
            return
        bound = first.start - IN_GOOD_TIME if first else self._at(morning.date, self._wishes.home_latest)
        between = [entry for entry in morning.entries if entry.start < bound]
        for route, high in self._ways(where.position):
            if route is None or high < FAR:
                continue
            if route.overnight:
                evening = max(end, self._at(day.date, self._rules.day_ends))
                begins = earliest(evening, high, bound, [*side.between, *between], self._quiet)
                if begins is not None and begins <= self._at(day.date, BED):
                    yield Ride(begins, up(begins + high), route, where, Night.TRAIN)
                continue
            for clock in (self._rules.day_starts, self._wishes.leave_earliest):
                begins = earliest(self._at(morning.date, clock), high, bound, between, self._quiet)
                if begins is not None:
                    yield Ride(begins, up(begins + high), route, where, Night.HOTEL)
                    break

    # --- why not --------------------------------------------------------------------------------------------

    def _against_out(self, side: _Side, start: float) -> Iterator[Hindrance]:
        route, high = next(iter(self._day_ways(side.where) or self._any_way(side.where)), (None, 0.0))
        if route is None:
            return
        length = high + self.bun
        begins = down(start - IN_GOOD_TIME) - length
        if begins < side.bound:
            meeting = side.fixed if side.fixed and begins < side.fixed.end else None
            yield Hindrance(Why.BEFORE if meeting else Why.EARLY, begins, high, meeting)
            return
        for entry in in_the_way(begins, begins + length, side.between, self._quiet):
            yield Hindrance(Why.DURING, begins, high, entry)

    def _against_back(self, side: _Side, end: float, like: Route | None) -> Iterator[Hindrance]:
        ways = self._day_ways(side.where) or self._any_way(side.where)
        same = [way for way in ways if like and way[0] and way[0].mode is like.mode]
        route, high = next(iter(same or ways), (None, 0.0))
        if route is None:
            return
        back = up(end + high)
        if back > side.bound:
            meeting = side.fixed if side.fixed and back > side.fixed.start - IN_GOOD_TIME else None
            yield Hindrance(Why.AFTER if meeting else Why.LATE, back, high, meeting)
            return
        for entry in in_the_way(end, back, side.between, self._quiet):
            yield Hindrance(Why.DURING, back, high, entry)

    # --- ways and clocks ------------------------------------------------------------------------------------

    def _day_ways(self, where: Where | None) -> tuple[Way, ...]:
        """The ways that take no night."""
        if where is None:
            return ()
        known = self._by_day.get(where.position)
        if known is None:
            ways = self._ways(where.position)
            known = self._by_day[where.position] = tuple(way for way in ways if way[0] is None or not way[0].overnight)
        return known

    def _any_way(self, where: Where | None) -> tuple[Way, ...]:
        return self._ways(where.position) if where else ()

    def _ways(self, where: Position) -> tuple[Way, ...]:
        """The ways between somewhere and the place, with the longest each may take; both directions count alike."""
        known = self._routes.get(where)
        if known is None:
            routes = self._travel.usable(where, self.position)
            near = self._rules.breathing.total_seconds() if distance(where, self.position) < SAME else 0.0
            known = tuple((route, up(max(route.high.total_seconds(), near))) for route in routes)
            if near and not known:
                known = ((None, up(near)),)
            self._routes[where] = known
        return known

    def _date(self, moment: float) -> date:
        return datetime.fromtimestamp(moment, self.zone).date()

    def _at(self, day: date, clock: time) -> float:
        return datetime.combine(day, clock, self.zone).timestamp()


def _open(side: _Side) -> _Side:
    return _Side(side.where, side.bound, [], side.fixed)
