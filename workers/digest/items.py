"""What a letter is made of: a meeting to take at their place, a journey made anyway, a visit to look back on.

Plain values. Every item tells its fingerprint: the same next week, unless something in it has changed.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from hashlib import blake2b
from zoneinfo import ZoneInfo

from workers.reviewed import Reviewed
from workers.visits.choice import A_NEW_WEEK, WeekSoFar
from workers.visits.suggestion import Suggestion
from workers.visits.trip import Stop, Trip
from workers.visits.visit import Slot


@dataclass(frozen=True, slots=True)
class Ask:
    """A coming meeting worth taking at their place."""

    reviewed: Reviewed
    suggestion: Suggestion

    @property
    def accounts(self) -> frozenset[str]:
        """Whose it is, and who is told of beside."""
        return frozenset({self.suggestion.account, *(near.account for near in self.suggestion.nearby)})

    def fingerprint(self, zone: ZoneInfo) -> str:
        one = self.suggestion
        place = one.visit.place.text if one.visit.place else ""
        flags = (flag.kind.value for flag in one.flags)
        return _mark("ask", one.id, place, best_time(one, zone).isoformat(), *flags)


@dataclass(frozen=True, slots=True)
class Along:
    """A journey the seller makes anyway, and the customers near it; `reviewed` are theirs, in the order of the stops."""

    trip: Trip
    stops: tuple[Stop, ...]
    reviewed: tuple[Reviewed, ...]

    @property
    def accounts(self) -> frozenset[str]:
        return frozenset(stop.account for stop in self.stops)

    def fingerprint(self, zone: ZoneInfo) -> str:
        days = (day.isoformat() for day in self.trip.days)
        stops = (f"{one.account} {one.start.astimezone(zone).isoformat()}" for one in self.stops)
        return _mark("along", self.trip.why.key, town_of(self.trip), *days, *stops)


@dataclass(frozen=True, slots=True)
class LookBack:
    """A visit that was asked for, or `booked`, whose last `day` has passed: did it come to one?"""

    suggestion: Suggestion
    name: str  # of the account
    day: date
    booked: bool = False

    @property
    def accounts(self) -> frozenset[str]:
        return frozenset({self.suggestion.account})

    def fingerprint(self, _zone: ZoneInfo) -> str:
        return _mark("back", self.suggestion.id)


Item = Ask | Along | LookBack


@dataclass(frozen=True, slots=True)
class Digest:
    """The letter of `week` (202648), the best first; `asks_to_go_on`: nothing but whether to write any more."""

    week: int
    items: tuple[Item, ...]
    asks_to_go_on: bool = False

    @property
    def asks(self) -> tuple[Suggestion, ...]:
        return tuple(one.suggestion for one in self.items if isinstance(one, Ask))

    @property
    def suggestions(self) -> tuple[str, ...]:
        """The ids a press in the letter can be about."""
        return tuple(one.suggestion.id for one in self.items if not isinstance(one, Along))

    def said(self, zone: ZoneInfo) -> tuple[str, ...]:
        """The fingerprints of its items."""
        return tuple(one.fingerprint(zone) for one in self.items)


@dataclass(frozen=True, slots=True)
class Decided:
    """One press of the seller's: `kind` as the store has it, `until` of one put off, `start` of a visit that was booked."""

    suggestion: str
    account: str
    kind: str
    at: datetime
    until: date | None = None
    start: datetime | None = None


@dataclass(frozen=True, slots=True)
class Earlier:
    """What has been suggested before, and what its account is called."""

    suggestion: Suggestion
    name: str


@dataclass(frozen=True, slots=True)
class History:
    """What the letters said and what was answered. `said` are the last letter's fingerprints, `silence` how many letters in
    a row nobody answered, `week` what has been new in this one already."""

    said: frozenset[str] = frozenset()
    silence: int = 0
    decided: tuple[Decided, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    week: WeekSoFar = field(default=A_NEW_WEEK)


NEW = History()


def proposed(suggestion: Suggestion, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The times the message to the customer offers, the best first; the meeting's own where it offers none."""
    times = suggestion.draft.reason.facts.get("times") or ()
    told = tuple(datetime.fromisoformat(str(one)).astimezone(zone) for one in times)  # type: ignore[union-attr]
    return told or (suggestion.visit.start.astimezone(zone),)


def best_time(suggestion: Suggestion, zone: ZoneInfo) -> datetime:
    return proposed(suggestion, zone)[0]


def best_slot(suggestion: Suggestion, zone: ZoneInfo) -> Slot:
    """When to go, with the day that goes with it: the meeting's own time where it fits, else the first the message offers."""
    visit, start = suggestion.visit, best_time(suggestion, zone)
    own = Slot(visit.start, visit.end, visit.plan)
    return next((slot for slot in (own, *visit.slots) if slot.start == start), own)


def slot_days(slot: Slot, zone: ZoneInfo) -> tuple[date, ...]:
    """From the day one leaves to the day one is back."""
    plan = slot.plan
    first, last = (plan.leave, plan.back) if plan else (slot.start, slot.end)
    day, end = first.astimezone(zone).date(), last.astimezone(zone).date()
    return tuple(day + timedelta(days=at) for at in range((end - day).days + 1))


def clear_of(ask: Ask, days: Collection[date], zone: ZoneInfo) -> Ask | None:
    """The same ask without the times that another journey has taken; None where none is left."""
    suggestion, visit = ask.suggestion, ask.suggestion.visit
    slots = {slot.start: slot for slot in (Slot(visit.start, visit.end, visit.plan), *visit.slots)}
    taken = {at for at, slot in slots.items() if not set(slot_days(slot, zone)).isdisjoint(days)}
    times = [at for at in proposed(suggestion, zone) if at not in taken]
    if not times:
        return None
    if not taken:
        return ask
    facts = {**suggestion.draft.reason.facts, "times": tuple(at.isoformat() for at in times)}
    draft = replace(suggestion.draft, reason=replace(suggestion.draft.reason, facts=facts))
    visit = replace(visit, slots=tuple(slot for slot in visit.slots if slot.start not in taken))
    return replace(ask, suggestion=replace(suggestion, visit=visit, draft=draft))


def town_of(trip: Trip) -> str:
    """Where the journey goes, as far as anybody says."""
    told = str(trip.why.facts.get("town") or "")
    return told or next((stop.place.town for stop in trip.stops if stop.place.town), "")


def _mark(*parts: str) -> str:
    return blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=8).hexdigest()
