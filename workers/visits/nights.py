"""Journeys with a night away: there on the evening before, or home on the morning after, by hotel or by night train.

Only between working days, nobody's Sunday evening is taken, and only where the way is long.
"""

from collections.abc import Iterator
from datetime import date, datetime, time

from workers.relationships.rules import Rules
from workers.visits.diary import DAY
from workers.visits.red_days import is_day_off
from workers.visits.rides import IN_GOOD_TIME, Night, Ride, Side, earliest, in_the_way, latest, up
from workers.visits.travel_rules import TravelRules
from workers.visits.ways import Way, WaysTo
from workers.visits.whereabouts import Day, Entry, Where, Whereabouts

BED = time(22, 0)  # at a hotel at the latest
ABOARD = time(23, 0)  # a night train
FAR = 3 * 3600.0  # nobody spends a night away for a shorter way


class Nights:
    """`bun` is the stop at a bakery, in seconds: after a night train on the way, after a hotel in the morning."""

    __slots__ = ("_bun", "_quiet", "_rules", "_ways", "_whereabouts", "_wishes")

    def __init__(
        self, ways: WaysTo, whereabouts: Whereabouts, *, rules: Rules, wishes: TravelRules, bun: float
    ) -> None:
        self._ways, self._whereabouts, self._rules, self._wishes = ways, whereabouts, rules, wishes
        self._quiet, self._bun = wishes.quiet.total_seconds(), bun

    def evenings(self, day: Day, side: Side, start: float) -> Iterator[Ride]:
        """On the evening before: to a hotel, or by night train."""
        eve = self._whereabouts.day(day.date - DAY)
        where = self._leaves_from(eve)
        if where is None:
            return
        bed, ends = self._at(eve.date, BED), self._at(eve.date, self._rules.day_ends)
        bound = self._free_from(eve)
        between = [entry for entry in eve.entries if entry.end > bound]
        for way in self._far(where):
            if way.route and way.route.overnight:
                length = way.length + self._bun
                limit = min(self._at(eve.date, ABOARD) + length, start - IN_GOOD_TIME)
                begins = latest(limit, length, max(bound, ends), [*between, *side.between], self._quiet)
                if begins is not None and begins + length >= self._dawn(day.date):
                    yield Ride(begins, begins + length, way.route, where, Night.TRAIN)
                continue
            begins = earliest(max(bound, ends), way.length, bed, between, self._quiet)
            if begins is None:
                begins = latest(bed, way.length, bound, between, self._quiet)
            if begins is not None:
                yield Ride(begins, up(begins + way.length), way.route, where, Night.HOTEL)

    def mornings(self, day: Day, side: Side, end: float) -> Iterator[Ride]:
        """Home on the morning after: from a hotel, or by night train."""
        morning = self._whereabouts.day(day.date + DAY)
        first = min((entry for entry in morning.entries if entry.begins), key=lambda entry: entry.start, default=None)
        where = first.begins if first else morning.evening
        at_home = day.evening is None or day.evening == self._whereabouts.home
        if is_day_off(morning.date) or where is None or not at_home:
            return
        bound = first.start - IN_GOOD_TIME if first else self._at(morning.date, self._wishes.home_latest)
        between = [entry for entry in morning.entries if entry.start < bound]
        for way in self._far(where):
            if way.route and way.route.overnight:
                evening = max(end, self._at(day.date, self._rules.day_ends), self._dawn(morning.date) - way.length)
                begins = earliest(evening, way.length, bound, [*side.between, *between], self._quiet)
                if begins is not None and begins <= self._at(day.date, ABOARD):
                    yield Ride(begins, up(begins + way.length), way.route, where, Night.TRAIN)
                continue
            for clock in (self._rules.day_starts, self._wishes.leave_earliest):
                begins = earliest(self._at(morning.date, clock), way.length, bound, between, self._quiet)
                if begins is not None:
                    yield Ride(begins, up(begins + way.length), way.route, where, Night.HOTEL)
                    break

    def taken(self, day: Day) -> Entry | None:
        """What keeps one from going on the evening before, where it is something in the calendar."""
        eve = self._whereabouts.day(day.date - DAY)
        way = next(iter(self._far(self._leaves_from(eve))), None)
        if way is None or (way.route and way.route.overnight):
            return None
        bed = self._at(eve.date, BED)
        in_it = in_the_way(bed - way.length, bed, eve.entries, self._quiet)
        return max(in_it, key=lambda entry: entry.end, default=None)

    def elsewhere(self, day: Day) -> Where | None:
        """Where the day before is spent, when that keeps one from a journey on its evening."""
        eve, home = self._whereabouts.day(day.date - DAY), self._whereabouts.home
        if is_day_off(eve.date) or eve.evening == home or not any(self._far(home)):
            return None
        return eve.evening

    def _leaves_from(self, eve: Day) -> Where | None:
        """Where a working day ends; None on a day off, and where the night is spent elsewhere already."""
        last = max((entry for entry in eve.entries if entry.ends), key=lambda entry: entry.end, default=None)
        if is_day_off(eve.date) or (eve.evening and eve.evening != self._whereabouts.home):
            return None
        return last.ends if last else eve.evening

    def _free_from(self, eve: Day) -> float:
        """From when on one may leave: after the last meeting that has a place."""
        return max((self._dawn(eve.date), *(entry.end for entry in eve.entries if entry.ends)))

    def _dawn(self, day: date) -> float:
        """When a day of travel begins at the earliest, and a night in a train is over."""
        return self._at(day, self._wishes.leave_earliest)

    def _far(self, where: Where | None) -> Iterator[Way]:
        return (way for way in self._ways.all(where) if way.route and way.length >= FAR)

    def _at(self, day: date, clock: time) -> float:
        return datetime.combine(day, clock, self._whereabouts.zone).timestamp()
