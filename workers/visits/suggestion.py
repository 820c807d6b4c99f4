"""The one coming meeting of a flagged account worth going to, or the reason why none is."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from connectors.routing.geocoder import Position
from workers.relationships.accounts import Account
from workers.relationships.flags import Flag
from workers.relationships.reasons import Reason
from workers.relationships.relationship import Relationship
from workers.relationships.rules import Rules
from workers.visits.answered import suggestion_id
from workers.visits.bun import bring_buns, name_bakery
from workers.visits.candidates import Candidate, find_candidates, why_stay, why_wait
from workers.visits.day import plan_day
from workers.visits.diary import Diary
from workers.visits.draft import spoken_with, write_draft
from workers.visits.legs import write_legs
from workers.visits.situation import Situation
from workers.visits.slots import find_conflicts, free_slots
from workers.visits.travel import Travel
from workers.visits.visit import Bun, Conflict, DayPlan, Draft, Leg, Nearby, Slot, Visit, VisitPlace
from workers.visits.why import why_go

__all__ = [
    "Bun",
    "Conflict",
    "Diary",
    "Draft",
    "Leg",
    "Nearby",
    "NoVisit",
    "Slot",
    "Suggestion",
    "Visit",
    "VisitPlace",
    "suggest",
]

RECENT = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`id` is stable for the same account and meeting."""

    id: str
    account: str
    uid: str
    recurrence_id: datetime | None
    start: datetime
    end: datetime
    title: str
    flags: tuple[Flag, ...]
    reasons: tuple[Reason, ...]
    visit: Visit
    draft: Draft
    bun: Bun
    nearby: tuple[Nearby, ...] = ()  # other flagged accounts that fit the same journey


@dataclass(frozen=True, slots=True)
class NoVisit:
    """Why a flagged account gets no suggestion now."""

    account: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class _Option:
    """A coming meeting as a visit: when and where it would be, whether with buns, and what stands in the way."""

    candidate: Candidate
    slot: Slot
    place: VisitPlace | None
    language: str
    bun: Bun
    conflicts: tuple[Conflict, ...] = ()

    @property
    def fits(self) -> bool:
        return all(conflict.mild for conflict in self.conflicts)

    @property
    def key(self) -> tuple[str, datetime | None]:
        return self.candidate.touchpoint.uid, self.candidate.touchpoint.recurrence_id

    def has_room(self, situation: Situation) -> bool:
        """Whether the calendar leaves the time free, whatever the way there takes."""
        found = self._conflicts(situation, travel=None)
        return all(conflict.mild for conflict in found)

    def weighed(self, situation: Situation) -> "_Option":
        """With all that stands in the way, the way there among it."""
        return replace(self, conflicts=self._conflicts(situation, travel=situation.travel))

    def _conflicts(self, situation: Situation, *, travel: Travel | None) -> tuple[Conflict, ...]:
        return find_conflicts(
            self.slot.start,
            self.slot.end,
            situation.diary,
            besides=self.key,
            zone=situation.zone,
            rules=situation.rules,
            travel=travel,
            position=self.place.position if self.place else None,
            bun=self.bun.allowed,
        )


def suggest(relationship: Relationship, flags: tuple[Flag, ...], situation: Situation) -> Suggestion | NoVisit:
    """The coming meeting of a flagged account worth going to."""
    account = relationship.account
    situation = situation.for_tier(account.tier)
    if not flags:
        return NoVisit(account.key, Reason("suggestion.none.no_need"))
    if stay := why_stay(account):
        return NoVisit(account.key, stay)
    if wait := why_wait(relationship, situation.answered, now=situation.now, zone=situation.zone):
        return NoVisit(account.key, wait)
    candidates, why_none = find_candidates(
        relationship,
        situation.diary,
        rules=situation.rules,
        now=situation.now,
        zone=situation.zone,
        answered=situation.answered,
    )
    if not candidates:
        return NoVisit(account.key, why_none)
    best = _best(relationship, candidates, situation)
    return _suggestion(relationship, flags, best, _visit(best, situation), situation)


def _best(relationship: Relationship, candidates: tuple[Candidate, ...], situation: Situation) -> _Option:
    """Ours to move, with more people never met, one that fits, the sooner the better; the calendar is asked only
    about those that could win, and the way there only where the calendar has room."""
    ranked = sorted(candidates, key=lambda one: (*_likeness(one), one.touchpoint.start))
    first: _Option | None = None
    for one in ranked:
        if _likeness(one) != _likeness(ranked[0]):
            break
        option = _option(relationship, one, situation)
        if option.has_room(situation) and (weighed := option.weighed(situation)).fits:
            return weighed
        first = first or option
    return (first or _option(relationship, ranked[0], situation)).weighed(situation)


def _likeness(candidate: Candidate) -> tuple[bool, bool, int]:
    return not candidate.known, not candidate.touchpoint.ours, -candidate.never_met


def _option(relationship: Relationship, candidate: Candidate, situation: Situation) -> _Option:
    coming, meeting = candidate.touchpoint, candidate.meeting
    slot, place = _slot(candidate, situation.rules, situation.zone), situation.where(relationship, candidate)
    language = spoken_with(relationship, coming, meeting, situation.diary.owner)
    around = (*relationship.past, *relationship.coming)
    bun = bring_buns(
        relationship.account,
        place,
        [touchpoint.title for touchpoint in around if abs(touchpoint.start - coming.start) <= RECENT],
        language=language,
        rules=situation.rules,
        favourite=_favourite(relationship.account, place, situation),
    )
    return _Option(candidate, slot, place, language, bun)


def _favourite(account: Account, place: VisitPlace | None, situation: Situation) -> str:
    """The seller's bakery for this account, or for its town."""
    return account.bakery or (situation.favourites.get(place.town.casefold(), "") if place and place.town else "")


def _slot(candidate: Candidate, rules: Rules, zone: ZoneInfo) -> Slot:
    """From the meeting's own start, with room for a visit. Lengths are real time: an hour is one when clocks change."""
    start, length = candidate.touchpoint.start, max(rules.visit, candidate.touchpoint.length)
    end = datetime.fromtimestamp(start.timestamp() + length.total_seconds(), zone)
    return Slot(start.astimezone(zone), end)


def _visit(option: _Option, situation: Situation) -> Visit:
    """The visit with the way there, its day, and the other times it could be."""
    slot, position = option.slot, option.place.position if option.place else None
    slots = free_slots(
        slot,
        situation.diary,
        besides=option.key,
        own_day=not option.fits,
        now=situation.now,
        zone=situation.zone,
        rules=situation.rules,
        travel=situation.travel,
        position=position,
        bun=option.bun.allowed,
    )
    visit = Visit(slot.start, slot.end, option.place, option.conflicts, slots)
    return _with_journey(visit, position, option, situation) if position else visit


def _with_journey(visit: Visit, position: Position, option: _Option, situation: Situation) -> Visit:
    travel = situation.travel
    start = travel.office or travel.home
    if start is None or start.position is None:
        return visit
    ways = travel.ways(start.position, position, arrive=visit.start)
    plan = plan_day(
        visit.start,
        visit.end,
        position=position,
        diary=situation.diary,
        travel=travel,
        rules=situation.rules,
        zone=situation.zone,
        besides=option.key,
        bun=option.bun.allowed,
    )
    return replace(
        visit,
        legs=write_legs(ways, travel.rules, start=start.position, end=position),
        plan=plan if isinstance(plan, DayPlan) else None,
        ferry=ways.ferry,
        starts=start,
    )


def _suggestion(
    relationship: Relationship, flags: tuple[Flag, ...], best: _Option, visit: Visit, situation: Situation
) -> Suggestion:
    account, candidate, zone = relationship.account, best.candidate, situation.zone
    coming = candidate.touchpoint
    draft = write_draft(
        relationship,
        coming,
        candidate.meeting,
        visit,
        flags=flags,
        language=best.language,
        coffee=best.bun.allowed,
        seller=situation.seller,
        zone=zone,
    )
    return Suggestion(
        id=suggestion_id(account.key, coming.uid, coming.recurrence_id),
        account=account.key,
        uid=coming.uid,
        recurrence_id=coming.recurrence_id,
        start=coming.start.astimezone(zone),
        end=datetime.fromtimestamp(coming.start.timestamp() + coming.length.total_seconds(), zone),
        title=coming.title,
        flags=flags,
        reasons=why_go(relationship, flags, candidate, visit, zone=zone),
        visit=visit,
        draft=draft,
        bun=_with_bakery(best.bun, visit, situation),
    )


def _with_bakery(bun: Bun, visit: Visit, situation: Situation) -> Bun:
    """The buns from a real bakery on the way, where an engine knows one and the seller has no favourite."""
    plan, start = visit.plan, visit.starts.position if visit.starts else None
    position = visit.place.position if visit.place else None
    if not (situation.find_bakery and bun.allowed and not bun.bakery and plan and start and position):
        return bun
    stop = situation.find_bakery(start, position, plan.leave)
    return name_bakery(stop, situation.rules) if stop else bun
