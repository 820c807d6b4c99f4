"""The way out by the very train: when a timetable tells of one that is there in time, and the calendar leaves room for it."""

from dataclasses import replace
from datetime import datetime, timedelta

from connectors.routing.router import PartKind, Route
from workers.relationships.rules import Rules
from workers.visits.reach import Reach
from workers.visits.rides import IN_GOOD_TIME, Outing, Ride
from workers.visits.travel_rules import TravelRules
from workers.visits.visit import DayPlan

RAILED = frozenset({PartKind.TRAIN, PartKind.NIGHT_TRAIN})


def time_to_be_there(start: datetime, rules: Rules, *, bun: bool) -> datetime:
    """When the way has to end for a visit that begins at `start`: in good time, and with the buns bought."""
    before = timedelta(seconds=IN_GOOD_TIME) + (rules.bun_minutes if bun else timedelta(0))
    return start - before


def by_timetable(outing: Outing, start: float, reach: Reach, rules: TravelRules) -> Outing | None:
    """The same journey with its train out as the timetable has it, for a visit that begins at `start`; None where no
    timetable tells, or where the calendar or the seller's wishes have no room for that train."""
    route = outing.out.route
    if outing.nights or outing.out.aboard or route is None or route.leaves is None or route.arrives is None:
        return None
    timed = replace(outing.out, start=route.leaves.timestamp(), end=route.arrives.timestamp() + reach.bun)
    return Outing(timed, outing.back) if _has_room(timed, start, reach, rules) else None


def follow(plan: DayPlan, timed: Outing | None) -> DayPlan:
    """The plan, saying that a timetable tells its way there, where one does."""
    route = timed.out.route if timed else None
    departs = departure(route) if route else None
    if departs is None:
        return plan
    return replace(plan, estimate=False, departs=departs.astimezone(plan.leave.tzinfo))


def departure(route: Route) -> datetime | None:
    """When the first train of a way leaves its station, what comes before it on the way having its time."""
    rail = next((number for number, part in enumerate(route.parts) if part.kind in RAILED), None)
    if route.leaves is None or rail is None:
        return None
    before = sum((part.low for part in route.parts[:rail]), timedelta())
    return datetime.fromtimestamp(route.leaves.timestamp() + before.total_seconds(), route.leaves.tzinfo)


def _has_room(ride: Ride, start: float, reach: Reach, rules: TravelRules) -> bool:
    """On the visit's own day, not before the seller wants to leave, in good time, and in no meeting's way."""
    day = reach.whereabouts.day(datetime.fromtimestamp(start, reach.zone).date())
    earliest = datetime.combine(day.date, rules.leave_earliest, reach.zone).timestamp()
    if not earliest <= ride.start < ride.end <= start - IN_GOOD_TIME:
        return False
    return not any(entry.end > ride.start and entry.start < ride.end for entry in day.entries if entry.end <= start)
