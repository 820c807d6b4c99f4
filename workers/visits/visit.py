"""The parts of a suggestion: when, where, how to get there, what stands in the way, what to write, and the buns."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from connectors.routing.geocoder import Confidence, Method, Position, Unknown
from connectors.routing.router import Part
from workers.relationships.reasons import Reason


class Doing(StrEnum):
    """What a stretch of the day is spent on."""

    TRAVEL = "travel"
    BUN = "bun"  # ten minutes at a bakery, or whatever the rules say
    WAIT = "wait"  # there in good time
    VISIT = "visit"
    NIGHT = "night"  # at a hotel, or in a night train
    MEETING = "meeting"  # something else in the calendar that day


@dataclass(frozen=True, slots=True)
class Stretch:
    """`text` is a title, or where a journey goes; `mode` that of a journey (car, train, flight), else empty. `account`
    is whose visit it is where a day has several."""

    what: Doing
    start: datetime
    end: datetime
    mode: str = ""
    text: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class DayPlan:
    """The day from door to door, in the seller's zone: `leave` home, office or the meeting before, `there` at the door,
    `back` where the seller must or wants to be. With `nights`, it begins or ends on another day. `starts` and `ends`
    say where: home, office, a town, or the meeting's place. Every time is an estimate unless `estimate` is false: then a
    timetable tells the way there, `departs` being when its train leaves, and the way back is estimated as ever."""

    mode: str
    leave: datetime
    there: datetime
    back: datetime
    stretches: tuple[Stretch, ...]
    nights: int = 0
    starts: str = ""
    ends: str = ""
    estimate: bool = True
    departs: datetime | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """`plan` is the day that goes with it, where the way there is known. A `last_resort` was taken because little better
    was left: it eats into lunch, is on a quiet day, or in a week with travel enough already."""

    start: datetime
    end: datetime
    plan: DayPlan | None = None
    last_resort: bool = False


@dataclass(frozen=True, slots=True)
class VisitPlace:
    """Where to go, as written, and who says so: seller, earlier_visit, meeting, crm, phone.

    With a `position` it has been found on the map: `used` is the part of the text that decided, `method` and
    `confidence` how well. Without one `unknown` says why not. `others` are places of the same name. `town` is empty
    when the text does not tell it beyond doubt.
    """

    text: str
    source: str
    position: Position | None = None
    town: str = ""
    used: str = ""
    method: Method | None = None
    confidence: Confidence | None = None
    unknown: Unknown | None = None
    others: tuple[Position, ...] = ()
    by: str = ""  # the engine that found it, empty for our own table

    @property
    def lat(self) -> float | None:
        return self.position.lat if self.position else None

    @property
    def lon(self) -> float | None:
        return self.position.lon if self.position else None


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
    """One way of travelling, the sensible one first. `minutes` and `km` are one way and door to door, `cost` and
    `co2e_kg` there and back; ranges are low to high. `cost` is None where no price is known. `source` is `estimate`
    or the engine's name; `co2e_source` names where the figure per km comes from."""

    mode: str
    minutes: tuple[int, int]
    km: int
    cost: tuple[int, int] | None
    currency: str
    co2e_kg: tuple[float, float]
    source: str = "estimate"
    co2e_source: str = ""
    overnight: bool = False
    parts: tuple[Part, ...] = ()

    @property
    def estimate(self) -> bool:
        return self.source == "estimate"


@dataclass(frozen=True, slots=True)
class Nearby:
    """Another account that fits the same journey, and what the stop adds to the time on the road."""

    account: str
    name: str
    extra: timedelta
    town: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """`plan` is the day at the visit's own time, None where the way is not known or the time cannot be reached.
    `ferry` names the water no road crosses on the way. `starts` is where the travel figures are counted from."""

    start: datetime
    end: datetime
    place: VisitPlace | None
    conflicts: tuple[Conflict, ...] = ()
    slots: tuple[Slot, ...] = ()
    legs: tuple[Leg, ...] = ()
    plan: DayPlan | None = None
    ferry: str = ""
    starts: VisitPlace | None = None

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
    """`bakery` is a real one on the way, or the seller's favourite, where there is one to name."""

    allowed: bool
    reason: Reason
    bakery: str = ""
    hours: str = ""
