"""The one coming meeting of a flagged account worth going to, or the reason why none is."""

from dataclasses import dataclass
from datetime import datetime

from workers.relationships.flags import Flag
from workers.relationships.reasons import Reason


@dataclass(frozen=True, slots=True)
class Slot:
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class VisitPlace:
    """Where to go, as written, and how it is known: seller, earlier_visit, meeting, crm."""

    text: str
    source: str
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """What stands in the way: a meeting (with its title), a holiday, outside working hours ..."""

    reason: Reason
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Leg:
    """One way of travelling there and back; all figures are estimates, low to high."""

    mode: str
    minutes: tuple[int, int]
    km: int
    cost: tuple[int, int] | None
    currency: str
    co2e_kg: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Visit:
    start: datetime
    end: datetime
    place: VisitPlace | None
    conflicts: tuple[Conflict, ...] = ()
    slots: tuple[Slot, ...] = ()
    legs: tuple[Leg, ...] = ()

    @property
    def fits(self) -> bool:
        return not self.conflicts


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to the customer, as facts: `say("draft.<kind>.subject" / ".body", language, **facts)` makes it text."""

    language: str
    kind: str
    to: tuple[str, ...]
    reason: Reason


@dataclass(frozen=True, slots=True)
class Bun:
    allowed: bool
    reason: Reason


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


@dataclass(frozen=True, slots=True)
class NoVisit:
    """Why a flagged account gets no suggestion now."""

    account: str
    reason: Reason
