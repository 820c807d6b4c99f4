"""The journeys of the coming weeks: the visits suggested now with who else is near, and where the seller is anyway."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from connectors.routing.router import Mode, Part, PartKind, Route, Ways
from workers.visits.diary import Key
from workers.visits.journeys import Planner, Wish
from workers.visits.legs import write_legs
from workers.visits.situation import Situation
from workers.visits.stays import find_stays, suggested_stay
from workers.visits.suggestion import Suggestion
from workers.visits.trip import Stay, Stop, Trip
from workers.visits.visit import Nearby

NOTHING = timedelta(0)
MOST_STAYS = 60  # of the coming weeks, the next first


@dataclass(frozen=True, slots=True)
class Agenda:
    """`near` tells by account who else fits the journey to it; `trips` are the oldest first."""

    near: Mapping[str, tuple[Nearby, ...]]
    trips: tuple[Trip, ...]


def plan_agenda(
    suggestions: Sequence[Suggestion],
    wishes: Sequence[Wish],
    situation: Situation,
    *,
    on_screen: frozenset[Key] = frozenset(),
    aliases: Mapping[str, str] | None = None,
) -> Agenda:
    """`wishes` are the flagged accounts one could visit, those of the `suggestions` among them. `on_screen` are meetings
    known to be held on screen whatever place they name, `aliases` say which account another belongs to."""
    known: dict[str, Any] = {
        "diary": situation.diary,
        "travel": situation.travel,
        "rules": situation.rules,
        "now": situation.now,
        "zone": situation.zone,
        "on_screen": on_screen,
        "aliases": aliases or {},
    }
    planner = Planner(**known)
    names = {wish.account: wish.name for wish in wishes}
    near: dict[str, tuple[Nearby, ...]] = {}
    trips: list[Trip] = []
    for one in suggestions:
        stay = _stay(one, situation)
        if stay is None:
            continue
        others = [wish for wish in wishes if wish.account != one.account]
        near[one.account] = planner.nearby(stay, others)
        trip = planner.trip(stay, others) or lone_trip(one, stay)
        trips += [trip] if trip else []
    suggested = {one.account for one in suggestions}
    left = _without([wish for wish in wishes if wish.account not in suggested], trips)
    for stay in find_stays(**known)[:MOST_STAYS]:
        if found := planner.trip(stay, left):
            left = _without(left, [found])
            trips.append(found)
    told = (_with_whole(_named(trip, names), situation) for trip in trips)
    return Agenda(near, tuple(sorted(told, key=_when)))


def _without(wishes: Sequence[Wish], trips: Sequence[Trip]) -> list[Wish]:
    """Each account is offered on one journey, the first that fits."""
    met = {stop.account for trip in trips for stop in trip.stops}
    return [wish for wish in wishes if wish.account not in met]


def _named(trip: Trip, names: Mapping[str, str]) -> Trip:
    """With the account's name where the calendar only told the place."""
    stops = (replace(stop, name=names.get(stop.account, stop.name)) for stop in trip.stops)
    return replace(trip, stops=tuple(stops))


def _with_whole(trip: Trip, situation: Situation) -> Trip:
    """With what the whole journey costs and emits: by car all its kilometres, else the long way there and back."""
    start = trip.start.position if trip.start else None
    place = trip.stops[0].place.position if trip.stops else None
    if start is None or place is None:
        return trip
    travel = situation.travel
    if trip.mode == Mode.CAR:
        low, high = (timedelta(minutes=minutes) / 2 for minutes in trip.minutes)
        route = Route(Mode.CAR, low, high, trip.km / 2, (Part(PartKind.DRIVE, low, high, trip.km / 2),))
        legs = write_legs(Ways((route,)), travel.rules, start=start, end=place)
    else:
        legs = travel.legs(start, place)
    leg = next((leg for leg in legs if leg.mode == trip.mode), None)
    return replace(trip, whole=replace(leg, minutes=trip.minutes, km=trip.km) if leg else None)


def lone_trip(suggestion: Suggestion, stay: Stay) -> Trip | None:
    """A suggested visit as a journey of one stop; none where its day is not known."""
    visit = suggestion.visit
    if visit.plan is None or not visit.legs:
        return None
    leg = next((leg for leg in visit.legs if leg.mode == visit.plan.mode), visit.legs[0])
    stop = Stop(suggestion.account, "", stay.place, visit.start, visit.end, NOTHING, fixed=True)
    return Trip(
        why=stay.why,
        days=(visit.plan.leave.date(), visit.plan.back.date()),
        start=visit.starts,
        stops=(stop,),
        plans=(visit.plan,),
        account=suggestion.account,
        mode=visit.plan.mode,
        minutes=(2 * leg.minutes[0], 2 * leg.minutes[1]),
        km=2 * leg.km,
        signs=stay.signs,
    )


def _stay(suggestion: Suggestion, situation: Situation) -> Stay | None:
    visit = suggestion.visit
    if visit.place is None or visit.place.position is None:
        return None
    return suggested_stay(
        visit.place,
        visit.start,
        visit.end,
        account=suggestion.account,
        meeting=situation.diary.find(suggestion.uid, suggestion.recurrence_id),
        zone=situation.zone,
    )


def _when(trip: Trip) -> tuple[object, ...]:
    return trip.days, trip.account, trip.stops[0].start if trip.stops else None
