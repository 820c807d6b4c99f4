"""The parts of a suggestion: when, where, what stands in the way, what to write, and whether to bring buns."""

from dataclasses import dataclass
from datetime import datetime

from workers.relationships.reasons import Reason


@dataclass(frozen=True, slots=True)
class Slot:
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class VisitPlace:
    """Where to go, as written, and how it is known: seller, earlier_visit, meeting, crm. `town` is empty when the
    text does not tell it beyond doubt."""

    text: str
    source: str
    lat: float | None = None
    lon: float | None = None
    town: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """What stands in the way: a meeting (with its title), a holiday, outside working hours ... A `mild` one is worth
    knowing and hinders nothing."""

    reason: Reason
    start: datetime
    end: datetime
    mild: bool = False


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
        return all(conflict.mild for conflict in self.conflicts)


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to the customer, as facts: `workers.words.drafts.render_draft` makes it a subject and a body of the
    texts under `draft.<kind>` in the draft's language."""

    language: str
    kind: str
    to: tuple[str, ...]
    reason: Reason


@dataclass(frozen=True, slots=True)
class Bun:
    allowed: bool
    reason: Reason
