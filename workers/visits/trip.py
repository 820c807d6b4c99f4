"""A journey with several stops: one already in the calendar with others near it, or a suggested one."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workers.relationships.reasons import Reason
from workers.visits.visit import DayPlan, VisitPlace


@dataclass(frozen=True, slots=True)
class Stay:
    """Somewhere the seller will be anyway, from `start` to `end`. `why` is one of trip.meeting, trip.all_day,
    trip.hotel, trip.journey, trip.suggestion; `fixed`: a time that has to be kept, and not only a day away."""

    place: VisitPlace
    start: datetime
    end: datetime
    why: Reason
    uid: str = ""
    account: str = ""  # whose meeting it is, where it is one
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    """One visit on the journey. `extra` is what it adds to the time on the road; a `fixed` one was there before."""

    account: str
    name: str
    place: VisitPlace
    start: datetime
    end: datetime
    extra: timedelta
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Trip:
    """`days` from the first to the last, `stops` in the order of the journey, one plan a day, `start` where it begins.
    `account` is whose suggestion it is built on, empty for a journey the seller makes anyway."""

    why: Reason
    days: tuple[date, date]
    start: VisitPlace | None
    stops: tuple[Stop, ...]
    plans: tuple[DayPlan, ...] = ()
    account: str = ""
    mode: str = "car"
    minutes: tuple[int, int] = (0, 0)  # on the road in all
    km: int = 0
