"""The one coming meeting of a flagged account worth going to, or the reason why none is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import blake2b
from zoneinfo import ZoneInfo

from workers.relationships.flags import Flag, FlagKind
from workers.relationships.reasons import Reason
from workers.relationships.relationship import Relationship
from workers.relationships.rules import Rules
from workers.visits.bun import bring_buns
from workers.visits.candidates import Candidate, find_candidates, why_stay
from workers.visits.diary import Diary
from workers.visits.draft import spoken_with, write_draft
from workers.visits.places import where
from workers.visits.slots import find_conflicts, free_slots
from workers.visits.visit import Bun, Conflict, Draft, Leg, Nearby, Slot, Visit, VisitPlace
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
    "choose",
    "suggest",
]

NOON = 12
RECENT = timedelta(days=180)
URGENCY = (FlagKind.FIRST_MEETING_ON_SCREEN, FlagKind.SCREEN_ONLY, FlagKind.DRIFTING, FlagKind.THINNING)
"""Whose turn it is when nobody says: a first meeting happens once, the others wait better."""


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


def suggest(
    relationship: Relationship,
    flags: tuple[Flag, ...],
    *,
    diary: Diary,
    rules: Rules,
    now: datetime,
    zone: ZoneInfo,
    seller: str,
) -> Suggestion | NoVisit:
    """The coming meeting of a flagged account worth going to. `seller` is the name messages are signed with."""
    account = relationship.account
    rules = rules.for_tier(account.tier)
    if not flags:
        return NoVisit(account.key, Reason("suggestion.none.no_need"))
    if stay := why_stay(account):
        return NoVisit(account.key, stay)
    candidates, why_none = find_candidates(relationship, diary, rules=rules, now=now, zone=zone)
    if not candidates:
        return NoVisit(account.key, why_none)
    best, slot, conflicts = _best(candidates, diary, rules=rules, zone=zone)
    slots = free_slots(
        slot,
        diary,
        besides=(best.touchpoint.uid, best.touchpoint.recurrence_id),
        own_day=not _fits(conflicts),
        now=now,
        zone=zone,
        rules=rules,
    )
    place = where(relationship, best.touchpoint, best.meeting)
    visit = Visit(slot.start, slot.end, place, conflicts, slots)
    return _suggestion(relationship, flags, best, visit, diary=diary, rules=rules, zone=zone, seller=seller)


def choose(
    candidates: Iterable[Suggestion], *, rules: Rules, order: Mapping[str, int] | None = None
) -> tuple[tuple[Suggestion, ...], tuple[NoVisit, ...]]:
    """This week's few, best first, and why each of the other accounts waits. `order` ranks accounts, lowest first."""
    ranked = sorted(candidates, key=lambda one: _rank(one, order or {}))
    chosen: dict[str, Suggestion] = {}
    waiting: dict[str, NoVisit] = {}
    for one in ranked:
        if one.account in chosen:
            continue
        if len(chosen) >= rules.new_suggestions_a_week:
            reason = Reason("suggestion.none.waits", {"count": rules.new_suggestions_a_week})
        elif any(_clash(one.visit, other.visit, rules) for other in chosen.values()):
            reason = Reason("suggestion.none.same_half_day", {"when": one.visit.start})
        else:
            chosen[one.account] = one
            continue
        waiting.setdefault(one.account, NoVisit(one.account, reason))
    return tuple(chosen.values()), tuple(one for account, one in waiting.items() if account not in chosen)


def _best(
    candidates: tuple[Candidate, ...], diary: Diary, *, rules: Rules, zone: ZoneInfo
) -> tuple[Candidate, Slot, tuple[Conflict, ...]]:
    """Ours to move, with more people never met, one that fits, the sooner the better; the calendar is asked only
    about those that could win."""
    ranked = sorted(candidates, key=lambda one: (*_likeness(one), one.touchpoint.start))
    weighed = []
    for one in ranked:
        if _likeness(one) != _likeness(ranked[0]):
            break
        slot = _slot(one, rules, zone)
        key = one.touchpoint.uid, one.touchpoint.recurrence_id
        conflicts = find_conflicts(slot.start, slot.end, diary, besides=key, zone=zone, rules=rules)
        if _fits(conflicts):
            return one, slot, conflicts
        weighed.append((one, slot, conflicts))
    return weighed[0]


def _likeness(candidate: Candidate) -> tuple[bool, bool, int]:
    return not candidate.known, not candidate.touchpoint.ours, -candidate.never_met


def _slot(candidate: Candidate, rules: Rules, zone: ZoneInfo) -> Slot:
    """From the meeting's own start, with room for a visit. Lengths are real time: an hour is one when clocks change."""
    start, length = candidate.touchpoint.start, max(rules.visit, candidate.touchpoint.length)
    end = datetime.fromtimestamp(start.timestamp() + length.total_seconds(), zone)
    return Slot(start.astimezone(zone), end)


def _fits(conflicts: tuple[Conflict, ...]) -> bool:
    return all(conflict.mild for conflict in conflicts)


def _suggestion(
    relationship: Relationship,
    flags: tuple[Flag, ...],
    best: Candidate,
    visit: Visit,
    *,
    diary: Diary,
    rules: Rules,
    zone: ZoneInfo,
    seller: str,
) -> Suggestion:
    account, coming, meeting = relationship.account, best.touchpoint, best.meeting
    language = spoken_with(relationship, coming, meeting, diary.owner)
    around = (*relationship.past, *relationship.coming)
    titles = [touchpoint.title for touchpoint in around if abs(touchpoint.start - coming.start) <= RECENT]
    bun = bring_buns(account, visit.place, titles, language=language, rules=rules)
    draft = write_draft(
        relationship,
        coming,
        meeting,
        visit,
        flags=flags,
        language=language,
        coffee=bun.allowed,
        seller=seller,
        zone=zone,
    )
    end = datetime.fromtimestamp(coming.start.timestamp() + coming.length.total_seconds(), zone)
    return Suggestion(
        id=_id(account.key, coming.uid, coming.recurrence_id),
        account=account.key,
        uid=coming.uid,
        recurrence_id=coming.recurrence_id,
        start=coming.start.astimezone(zone),
        end=end,
        title=coming.title,
        flags=flags,
        reasons=why_go(relationship, flags, best, visit, zone=zone),
        visit=visit,
        draft=draft,
        bun=bun,
    )


def _id(account: str, uid: str, recurrence_id: datetime | None) -> str:
    moment = "" if recurrence_id is None else str(recurrence_id.timestamp())
    return blake2b("\0".join((account, uid, moment)).encode("utf-8", "replace"), digest_size=6).hexdigest()


def _rank(one: Suggestion, order: Mapping[str, int]) -> tuple[int, int, bool, datetime, str]:
    urgency = min((URGENCY.index(flag.kind) for flag in one.flags), default=len(URGENCY))
    return order.get(one.account, len(order)), urgency, not one.visit.fits, one.visit.start, one.account


def _clash(one: Visit, other: Visit, rules: Rules) -> bool:
    """Whether two visits cannot both be made: at the same time, or on the same half-day in different towns."""
    if one.start < other.end + rules.breathing and other.start < one.end + rules.breathing:
        return True
    same_town = one.place and other.place and one.place.town and one.place.town == other.place.town
    return not same_town and not _half_days(one).isdisjoint(_half_days(other))


def _half_days(visit: Visit) -> frozenset[tuple[date, bool]]:
    return frozenset({(visit.start.date(), visit.start.hour < NOON), (visit.end.date(), visit.end.hour < NOON)})
