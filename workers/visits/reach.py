"""Which journeys the calendar has room for: when to leave, when one is there, when one is back, and what hinders it.

Everything is counted in seconds of real time, and with the longest a journey may take: who plans so is early more often
than late. A journey never runs through a meeting; one on screen may be taken before or after it, with a quarter of an hour
to find a quiet place. By train, and for a visit whose time is set, it may be taken aboard, which is said.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from math import ceil, floor
from zoneinfo import ZoneInfo

from connectors.routing.geocoder import Position
from connectors.routing.router import Mode, Route
from workers.relationships.rules import Rules
from workers.visits.diary import DAY
from workers.visits.red_days import is_day_off
from workers.visits.travel import Travel
from workers.visits.whereabouts import Day, Entry, Where, Whereabouts, distance

GRID = 300  # times of a journey are told to five minutes
IN_GOOD_TIME = 600.0  # at the door, before a visit and before the next meeting
LOCAL = 3600.0  # so short a way is made by whatever there is, a taxi or on foot
BED = time(22, 0)  # at a hotel, or aboard a night train, at the latest
FAR = 3 * 3600.0  # nobody spends a night away for a shorter way
SAME = 1.0  # km: no journey at all, where no way is told


Way = tuple[Route | None, float]  # a way and the longest it may take; None for being there already


class Night(StrEnum):
    NONE = ""
    HOTEL = "hotel"
    TRAIN = "train"


class Why(StrEnum):
    """What stands in the way of a journey."""

    BEFORE = "travel_before"  # a meeting somewhere else ends too late
    AFTER = "travel_after"  # one somewhere else begins too early
    EARLY = "leave_early"
    LATE = "home_late"
    DURING = "during_travel"


@dataclass(frozen=True, slots=True)
class Ride:
    """One way of a journey; `route` is None when one is there already. `where` is its other end: where it starts from on
    the way out, where it goes on the way back. The stop for buns is within it, at its end."""

    start: float
    end: float
    route: Route | None
    where: Where
    night: Night = Night.NONE
    aboard: tuple[Entry, ...] = ()  # meetings on screen taken on the train

    @property
    def is_local(self) -> bool:
        return self.route is None or self.end - self.start <= LOCAL


@dataclass(frozen=True, slots=True)
class Outing:
    out: Ride
    back: Ride


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
        self.bun = _up(bun.total_seconds())
        self._travel, self._rules, self._wishes = travel, rules, travel.rules
        self._quiet = travel.rules.quiet.total_seconds()
        self._routes: dict[Position, tuple[Way, ...]] = {}
        self._by_day: dict[Position, tuple[Way, ...]] = {}

    def is_known(self) -> bool:
        """Whether there is a way at all that anybody has told of."""
        office = self.whereabouts.office
        return office is not None and bool(self._ways(office.position))

    def outing(self, start: float, end: float, *, nights: bool = True, aboard: bool = False) -> Outing | None:
        """The first way that works: in a day, with a meeting `aboard` the train, with a night before or after."""
        day = self.whereabouts.day(self._date(start))
        before, after = self._before(day, start), self._after(day, end)
        outs, backs = list(self._outs(before, start)), list(self._backs(after, end))
        if found := _pair(outs, backs):
            return found
        if aboard and (found := self._aboard(before, after, outs, backs, start, end)):
            return found
        if not nights or not self._wishes.nights:
            return None
        evenings = [] if before.fixed else list(self._evenings(day, before, start))
        if found := _pair(evenings, backs):
            return found
        mornings = [] if after.fixed or not (outs or evenings) else list(self._mornings(day, after, end))
        return _pair(outs, mornings) or _pair(_night_trains(evenings), _night_trains(mornings))

    def hindrances(self, start: float, end: float) -> tuple[Hindrance, ...]:
        """What keeps a visit from being reached the way most people would go."""
        day = self.whereabouts.day(self._date(start))
        before, after = self._before(day, start), self._after(day, end)
        outs, backs = list(self._outs(before, start)), list(self._backs(after, end))
        found: list[Hindrance] = []
        if not outs:
            found += self._against_out(before, start)
        if not backs or (outs and not _pair(outs, backs)):
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
        bound = fixed.start - IN_GOOD_TIME if fixed else self._at(day.date, self._wishes.home_latest)
        where = fixed.begins if fixed else day.evening
        return _Side(where, bound, [entry for entry in later if entry.start < bound], fixed)

    # --- within a day ---------------------------------------------------------------------------------------

    def _outs(self, side: _Side, start: float) -> Iterator[Ride]:
        for route, high in self._day_ways(side.where):
            length = high + self.bun
            begins = _latest(start - IN_GOOD_TIME, length, side.bound, side.between, self._quiet)
            if begins is not None and side.where:
                yield Ride(begins, begins + length, route, side.where)

    def _backs(self, side: _Side, end: float) -> Iterator[Ride]:
        for route, high in self._day_ways(side.where):
            begins = _earliest(end, high, side.bound, side.between, self._quiet)
            if begins is not None and side.where:
                yield Ride(begins, _up(begins + high), route, side.where)

    def _aboard(
        self, before: _Side, after: _Side, outs: list[Ride], backs: list[Ride], start: float, end: float
    ) -> Outing | None:
        """By train, with meetings on screen taken on it, one way or both."""
        trains_out = [ride for ride in self._outs(_open(before), start) if _by_train(ride)]
        trains_back = [ride for ride in self._backs(_open(after), end) if _by_train(ride)]
        found = _pair([*outs, *trains_out], [*backs, *trains_back])
        if found is None:
            return None
        return Outing(_with_aboard(found.out, before.between), _with_aboard(found.back, after.between))

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
                latest = min(bed + length, start - IN_GOOD_TIME)
                begins = _latest(latest, length, max(bound, ends), [*between, *side.between], self._quiet)
                if begins is not None:
                    yield Ride(begins, begins + length, route, where, Night.TRAIN)
                continue
            begins = _earliest(max(bound, ends), high, bed, between, self._quiet)
            if begins is None:
                begins = _latest(bed, high, bound, between, self._quiet)
            if begins is not None:
                yield Ride(begins, _up(begins + high), route, where, Night.HOTEL)

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
                begins = _earliest(evening, high, bound, [*side.between, *between], self._quiet)
                if begins is not None and begins <= self._at(day.date, BED):
                    yield Ride(begins, _up(begins + high), route, where, Night.TRAIN)
                continue
            for clock in (self._rules.day_starts, self._wishes.leave_earliest):
                begins = _earliest(self._at(morning.date, clock), high, bound, between, self._quiet)
                if begins is not None:
                    yield Ride(begins, _up(begins + high), route, where, Night.HOTEL)
                    break

    # --- why not --------------------------------------------------------------------------------------------

    def _against_out(self, side: _Side, start: float) -> Iterator[Hindrance]:
        route, high = next(iter(self._day_ways(side.where) or self._any_way(side.where)), (None, 0.0))
        if route is None:
            return
        length = high + self.bun
        begins = _down(start - IN_GOOD_TIME) - length
        if begins < side.bound:
            yield Hindrance(Why.BEFORE if side.fixed else Why.EARLY, begins, high, side.fixed)
            return
        for entry in _in_the_way(begins, begins + length, side.between, self._quiet):
            yield Hindrance(Why.DURING, begins, high, entry)

    def _against_back(self, side: _Side, end: float, like: Route | None) -> Iterator[Hindrance]:
        ways = self._day_ways(side.where) or self._any_way(side.where)
        same = [way for way in ways if like and way[0] and way[0].mode is like.mode]
        route, high = next(iter(same or ways), (None, 0.0))
        if route is None:
            return
        back = _up(end + high)
        if back > side.bound:
            yield Hindrance(Why.AFTER if side.fixed else Why.LATE, back, high, side.fixed)
            return
        for entry in _in_the_way(end, back, side.between, self._quiet):
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
            known = tuple((route, _up(route.high.total_seconds())) for route in routes)
            if not known and distance(where, self.position) < SAME:
                known = ((None, 0.0),)
            self._routes[where] = known
        return known

    def _date(self, moment: float) -> date:
        return datetime.fromtimestamp(moment, self.zone).date()

    def _at(self, day: date, clock: time) -> float:
        return datetime.combine(day, clock, self.zone).timestamp()


def _pair(outs: Iterable[Ride], backs: Iterable[Ride]) -> Outing | None:
    """A way out with a way back that goes with it: a car that is taken has to come home."""
    backs = list(backs)
    for out in outs if backs else ():
        fitting = [back for back in backs if _go_together(out, back)]
        if fitting:
            return Outing(out, min(fitting, key=lambda back: _mode(back) != _mode(out)))
    return None


def _go_together(out: Ride, back: Ride) -> bool:
    if out.is_local or back.is_local or _mode(out) == _mode(back):
        return True
    return Mode.CAR not in (_mode(out), _mode(back))


def _mode(ride: Ride) -> Mode | None:
    return ride.route.mode if ride.route else None


def _night_trains(rides: Iterable[Ride]) -> list[Ride]:
    """Two nights away are asked of nobody who does not sleep through both journeys."""
    return [ride for ride in rides if ride.night is Night.TRAIN]


def _by_train(ride: Ride) -> bool:
    return _mode(ride) is Mode.TRAIN


def _open(side: _Side) -> _Side:
    return _Side(side.where, side.bound, [], side.fixed)


def _with_aboard(ride: Ride, between: Sequence[Entry]) -> Ride:
    aboard = tuple(entry for entry in between if entry.start < ride.end and entry.end > ride.start)
    return Ride(ride.start, ride.end, ride.route, ride.where, ride.night, aboard)


def _latest(limit: float, length: float, bound: float, between: Sequence[Entry], quiet: float) -> float | None:
    """The latest start of a journey that ends by `limit`, not before `bound`, in nobody's way; None when there is none."""
    end = _down(limit)
    for entry in sorted(between, key=lambda entry: -entry.start):
        if end - length < entry.end and end + quiet > entry.start:
            end = _down(entry.start - quiet)
    return end - length if end - length >= bound else None


def _earliest(start: float, length: float, bound: float, between: Sequence[Entry], quiet: float) -> float | None:
    """The earliest start of a journey, not before `start`, that ends by `bound`; None when there is none."""
    for entry in sorted(between, key=lambda entry: entry.start):
        if start < entry.end and _up(start + length) + quiet > entry.start:
            start = entry.end
    return start if _up(start + length) <= bound else None


def _in_the_way(start: float, end: float, between: Sequence[Entry], quiet: float) -> Iterator[Entry]:
    return (entry for entry in between if start < entry.end and end + quiet > entry.start)


def _down(moment: float) -> float:
    return floor(moment / GRID) * GRID


def _up(moment: float) -> float:
    return ceil(moment / GRID) * GRID
