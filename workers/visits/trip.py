"""A journey with several stops: one already in the calendar with others near it, or a suggested one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from connectors.meetings import Meeting, ShownAs
from workers.relationships.reasons import Reason
from workers.relationships.rules import Rules
from workers.visits.diary import Diary, declined
from workers.visits.visit import DayPlan, Doing, Leg, VisitPlace
from workers.visits.whereabouts import is_own


@dataclass(frozen=True, slots=True)
class Sign:
    """An entry in the calendar that a journey rests on, as it stood."""

    uid: str
    recurrence_id: datetime | None
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Stay:
    """Somewhere the seller will be anyway, from `start` to `end`. `why` is one of trip.meeting, trip.all_day,
    trip.hotel, trip.journey, trip.suggestion; `fixed`: a time that has to be kept, and not only a day away.

    `arrives` and `leaves` are when the seller's own journeys get there and go on, where the calendar has them.
    """

    place: VisitPlace
    start: datetime
    end: datetime
    why: Reason
    uid: str = ""
    account: str = ""  # whose meeting it is, where it is one
    fixed: bool = False
    signs: tuple[Sign, ...] = ()
    arrives: datetime | None = None
    leaves: datetime | None = None


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
    `account` is whose suggestion it is built on, empty for a journey the seller makes anyway; `signs` what it rests on
    in the calendar."""

    why: Reason
    days: tuple[date, date]
    start: VisitPlace | None
    stops: tuple[Stop, ...]
    plans: tuple[DayPlan, ...] = ()
    account: str = ""
    mode: str = "car"
    minutes: tuple[int, int] = (0, 0)  # on the road in all
    km: int = 0
    signs: tuple[Sign, ...] = ()
    whole: Leg | None = None  # all of it as one way of going: what it costs and emits, where that can be told

    @property
    def nights(self) -> int:
        return (self.days[1] - self.days[0]).days


def is_stale(trip: Trip, diary: Diary, now: datetime, *, zone: ZoneInfo, rules: Rules | None = None) -> Reason | None:
    """Why a trip that has been kept no longer holds: its day is past or too near, what it rests on has moved, or
    something else has taken its time. None while it holds."""
    today, lead = now.astimezone(zone).date(), (rules or Rules()).lead
    if trip.days[0] < today:
        return Reason("trip.stale.passed", {"when": trip.days[0]})
    if trip.days[0] < (now + lead).astimezone(zone).date():
        return Reason("trip.stale.near", {"when": trip.days[0]})
    if moved := next((sign for sign in trip.signs if not _stands(sign, diary)), None):
        return Reason("trip.stale.moved", {"when": moved.start.astimezone(zone)})
    known = {(sign.uid, sign.recurrence_id) for sign in trip.signs}
    for start, end in _needed(trip):
        for taken in diary.between(start, end, zone=zone):
            if taken.meeting.key not in known:
                return Reason("trip.stale.taken", {"when": start.astimezone(zone)})
    return None


def sign_of(meeting: Meeting) -> Sign:
    return Sign(meeting.uid, meeting.recurrence_id, meeting.start, meeting.end)


def is_meant(meeting: Meeting, owner: str) -> bool:
    """Whether the seller means to be there: not when it is cancelled, declined or shown as free. Outlook and Google show a
    whole day as free unless told otherwise: one of the seller's own still says where, and takes no time."""
    if meeting.cancelled or declined(meeting, owner):
        return False
    return meeting.shown_as is not ShownAs.FREE or (meeting.all_day and is_own(meeting, owner))


def _stands(sign: Sign, diary: Diary) -> bool:
    meeting = diary.find(sign.uid, sign.recurrence_id)
    if meeting is None or (meeting.start, meeting.end) != (sign.start, sign.end):
        return False
    return is_meant(meeting, diary.owner)


def _needed(trip: Trip) -> Iterator[tuple[datetime, datetime]]:
    """The times that have to be free: of the visits, and on the way."""
    yield from ((stop.start, stop.end) for stop in trip.stops if not stop.fixed)
    for plan in trip.plans:
        yield from ((part.start, part.end) for part in plan.stretches if part.what is Doing.TRAVEL)
