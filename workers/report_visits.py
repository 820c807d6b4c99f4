"""A suggestion and a journey as machines read them: places, ways, days and times, their names and order fixed.

Times are RFC 3339 with offset in the seller's zone, lengths whole minutes; what is not known is null.
"""

from datetime import datetime, timedelta
from typing import Any

from connectors.routing.router import Part
from workers.relationships.reasons import Reason
from workers.visits.suggestion import Suggestion
from workers.visits.trip import Stop, Trip
from workers.visits.visit import Bun, Conflict, DayPlan, Leg, Nearby, Slot, Stretch, Visit, VisitPlace
from workers.words import say
from workers.words.drafts import render_draft
from workers.words.places import tell_place

Json = dict[str, Any]


def write_suggestion(suggestion: Suggestion, language: str) -> Json:
    """One meeting worth going to, with all that is needed to go."""
    subject, body = render_draft(suggestion.draft)
    return {
        "id": suggestion.id,
        "account": suggestion.account,
        "meeting": {
            "uid": suggestion.uid,
            "recurrence_id": moment_of(suggestion.recurrence_id),
            "start": moment_of(suggestion.start),
            "end": moment_of(suggestion.end),
            "title": suggestion.title,
        },
        "visit": _visit(suggestion.visit, language),
        "nearby": [_nearby(one) for one in suggestion.nearby],
        "reasons": [said(reason, language) for reason in suggestion.reasons],
        "draft": {"language": suggestion.draft.language, "subject": subject, "body": body},
        "bun": _bun(suggestion.bun, language),
    }


def write_trip(trip: Trip, language: str) -> Json:
    """One journey of the coming weeks, with everybody one could meet on it."""
    return {
        "days": [day.isoformat() for day in trip.days],
        "why": said(trip.why, language),
        "suggestion_for": trip.account or None,
        "starts": write_place(trip.start, language),
        "mode": trip.mode,
        "minutes": list(trip.minutes),
        "km": trip.km,
        "stops": [_stop(stop, language) for stop in trip.stops],
        "cost": _cost(trip.whole),
        "co2e_kg": list(trip.whole.co2e_kg) if trip.whole and trip.whole.co2e_source else None,
        "plans": [_plan(plan) for plan in trip.plans],
        "estimate": True,
    }


def _stop(stop: Stop, language: str) -> Json:
    return {
        "account": stop.account or None,
        "name": stop.name,
        "place": write_place(stop.place, language),
        "start": moment_of(stop.start),
        "end": moment_of(stop.end),
        "extra_minutes": minutes_of(stop.extra),
        "fixed": stop.fixed,
    }


def _visit(visit: Visit, language: str) -> Json:
    return {
        "start": moment_of(visit.start),
        "end": moment_of(visit.end),
        "place": write_place(visit.place, language),
        "starts": write_place(visit.starts, language),
        "legs": [_leg(leg) for leg in visit.legs],
        "ferry": visit.ferry or None,
        "plan": _plan(visit.plan),
        "fits": visit.fits,
        "conflicts": [_conflict(conflict, language) for conflict in visit.conflicts],
        "slots": [_slot(slot) for slot in visit.slots],
    }


def write_place(place: VisitPlace | None, language: str) -> Json | None:
    """Where it is and how that is known; or `unknown` says why not, and `how` what would help."""
    if place is None:
        return None
    position = place.position
    return {
        "text": place.text,
        "source": place.source,
        "lat": place.lat,
        "lon": place.lon,
        "town": position.town or None if position else None,
        "region": position.region or None if position else None,
        "country": position.country or None if position else None,
        "used": place.used or None,
        "method": place.method.value if place.method else None,
        "confidence": place.confidence.value if place.confidence else None,
        "by": place.by or None,
        "unknown": place.unknown.value if place.unknown else None,
        "how": tell_place(place, language) or None,
        "others": [{"town": one.town, "region": one.region, "country": one.country} for one in place.others],
    }


def _leg(leg: Leg) -> Json:
    return {
        "mode": leg.mode,
        "minutes": list(leg.minutes),
        "km": leg.km,
        "cost": _cost(leg),
        "co2e_kg": list(leg.co2e_kg),
        "estimate": leg.estimate,
        "source": leg.source,
        "co2e_source": leg.co2e_source or None,
        "overnight": leg.overnight,
        "there_and_back": {"minutes": [2 * minutes for minutes in leg.minutes], "km": 2 * leg.km},
        "parts": [_part(part) for part in leg.parts],
    }


def _cost(leg: Leg | None) -> Json | None:
    return {"amount": list(leg.cost), "currency": leg.currency} if leg and leg.cost else None


def _part(part: Part) -> Json:
    minutes = [minutes_of(part.low), minutes_of(part.high)]
    return {"kind": part.kind.value, "from": part.start, "to": part.end, "minutes": minutes, "km": round(part.km)}


def _plan(plan: DayPlan | None) -> Json | None:
    """The day from door to door, all in the seller's zone."""
    if plan is None:
        return None
    return {
        "mode": plan.mode,
        "leave": moment_of(plan.leave),
        "there": moment_of(plan.there),
        "back": moment_of(plan.back),
        "departs": moment_of(plan.departs),
        "nights": plan.nights,
        "starts": plan.starts,
        "ends": plan.ends,
        "estimate": plan.estimate,
        "stretches": [_stretch(stretch) for stretch in plan.stretches],
    }


def _stretch(stretch: Stretch) -> Json:
    return {
        "what": stretch.what.value,
        "start": moment_of(stretch.start),
        "end": moment_of(stretch.end),
        "mode": stretch.mode or None,
        "text": stretch.text or None,
        "account": stretch.account or None,
    }


def _nearby(near: Nearby) -> Json:
    return {
        "account": near.account,
        "name": near.name,
        "extra_minutes": minutes_of(near.extra),
        "town": near.town or None,
    }


def _conflict(conflict: Conflict, language: str) -> Json:
    return {
        "text": said(conflict.reason, language),
        "mild": conflict.mild,
        "start": moment_of(conflict.start),
        "end": moment_of(conflict.end),
    }


def _slot(slot: Slot) -> Json:
    return {"start": moment_of(slot.start), "end": moment_of(slot.end), "plan": _plan(slot.plan)}


def _bun(bun: Bun, language: str) -> Json:
    return {
        "allowed": bun.allowed,
        "text": said(bun.reason, language),
        "bakery": bun.bakery or None,
        "hours": bun.hours or None,
    }


def said(reason: Reason, language: str) -> str:
    return say(reason.key, language, **reason.facts)


def moment_of(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def minutes_of(length: timedelta | None) -> int | None:
    return None if length is None else round(length.total_seconds() / 60)
