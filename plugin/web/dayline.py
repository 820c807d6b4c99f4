"""A day on the road in words: one line to stand under its picture, and all of it for those who hear the picture read."""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from workers.visits.visit import DayPlan, Doing, Stretch
from workers.words import knows, say
from workers.words.strangers import tame

ENDS = frozenset({"home", "office"})
LONGEST = 60  # characters of a name in a line


def describe_day(plan: DayPlan, *, language: str, zone: tzinfo, there: str = "", short: bool = False) -> str:
    """Leave, there and back, in one line; `there` is the IANA zone at the door, told of where clocks differ. A `short` one
    leaves out what has been said of another day beside it."""
    pieces = ", ".join(_pieces(plan, language, zone))
    said = [pieces[:1].upper() + pieces[1:] + "."]
    if plan.nights:
        said.append(say("daybar.nights", language, nights=plan.nights))
    other = clock_there(plan.there, zone, there)
    if other is not None and not short:
        said.append(say("daybar.zone", language, when=other))
    if not short and (plan.estimate or plan.departs):
        said.append(say("daybar.estimate" if plan.estimate else "daybar.timetable", language))
    return " ".join(said)


def list_day(plan: DayPlan, *, language: str, zone: tzinfo) -> str:
    """Every stretch of the day, with its times."""
    said, when = [], _Telling(plan, language, zone)
    for one in plan.stretches:
        what = say(name_key(one), language)
        if one.text:
            what = say("daybar.named", language, what=what, text=tame(one.text, LONGEST))
        said.append(say("daybar.stretch", language, start=when(one.start), end=when(one.end), what=what))
    return "; ".join(said)


def name_key(one: Stretch) -> str:
    """The word for a stretch: of a journey, by how one travels."""
    by_mode = f"daybar.mode.{one.mode}"
    return by_mode if one.what is Doing.TRAVEL and knows(by_mode, "en") else f"daybar.what.{one.what}"


def clock_there(moment: datetime, zone: tzinfo, there: str) -> datetime | None:
    """What the clock at the door shows; None where it is the seller's own time, or not known."""
    try:
        other = moment.astimezone(ZoneInfo(there)) if there else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    return other if other and other.utcoffset() != moment.astimezone(zone).utcoffset() else None


def later_visits(plan: DayPlan) -> list[Stretch]:
    """The visits after the first."""
    return [one for one in plan.stretches if one.what is Doing.VISIT][1:]


def _pieces(plan: DayPlan, language: str, zone: tzinfo) -> Iterator[str]:
    when = _Telling(plan, language, zone)
    yield say(_end_key("leave", plan.starts), language, when=when(plan.leave), place=tame(plan.starts, LONGEST))
    yield say("daybar.there", language, when=when(plan.there))
    for visit in later_visits(plan):
        key = "daybar.next_named" if visit.text else "daybar.next"
        yield say(key, language, when=when(visit.start), name=tame(visit.text, LONGEST))
    yield say(_end_key("back", plan.ends), language, when=when(plan.back), place=tame(plan.ends, LONGEST))


class _Telling:
    """Says one time after the other, with the day whenever it is another one than before."""

    def __init__(self, plan: DayPlan, language: str, zone: tzinfo) -> None:
        self._language, self._zone = language, zone
        one_day = plan.leave.astimezone(zone).date() == plan.back.astimezone(zone).date()
        self._told = plan.leave.astimezone(zone).date() if one_day else None

    def __call__(self, moment: datetime) -> str:
        local = moment.astimezone(self._zone)
        key = "daybar.moment" if local.date() == self._told else "daybar.moment_day"
        self._told = local.date()
        return say(key, self._language, when=local)


def _end_key(which: str, end: str) -> str:
    return f"daybar.{which}.{end if end in ENDS else 'place' if end else 'plain'}"
