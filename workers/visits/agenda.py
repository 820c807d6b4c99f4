"""The journeys of the coming weeks: the visits suggested now with who else is near, and where the seller is anyway."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from workers.visits.diary import Key
from workers.visits.journeys import Wish, find_trips, nearby
from workers.visits.situation import Situation
from workers.visits.stays import find_stays, suggested_stay
from workers.visits.suggestion import Suggestion
from workers.visits.trip import Stay, Stop, Trip
from workers.visits.visit import Nearby

NOTHING = timedelta(0)


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
    names = {wish.account: wish.name for wish in wishes}
    near: dict[str, tuple[Nearby, ...]] = {}
    trips: list[Trip] = []
    for one in suggestions:
        stay = _stay(one, situation)
        if stay is None:
            continue
        others = [wish for wish in wishes if wish.account != one.account]
        near[one.account] = nearby(stay, others, **known)
        trips += find_trips([stay], others, **known) or lone_trip(one, stay, names.get(one.account, one.account))
    stays = find_stays(**known)
    return Agenda(near, tuple(sorted([*trips, *find_trips(stays, wishes, **known)], key=_when)))


def lone_trip(suggestion: Suggestion, stay: Stay, name: str) -> tuple[Trip, ...]:
    """A suggested visit as a journey of one stop; none where its day is not known."""
    visit = suggestion.visit
    if visit.plan is None or not visit.legs:
        return ()
    leg = next((leg for leg in visit.legs if leg.mode == visit.plan.mode), visit.legs[0])
    stop = Stop(suggestion.account, name, stay.place, visit.start, visit.end, NOTHING, fixed=True)
    trip = Trip(
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
    return (trip,)


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
