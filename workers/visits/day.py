"""The day of a visit from door to door: when to leave, when one is there, when one is back.

Told in the seller's zone, in five minutes and with what the journey is likely to take, or by the timetable where one
tells. `reach.py` finds the journey; here it is drawn as stretches without a gap between them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from connectors.routing.geocoder import Position
from workers.relationships.rules import Rules
from workers.visits.diary import Diary, Key
from workers.visits.in_the_way import why_not
from workers.visits.reach import Reach
from workers.visits.rides import GRID, IN_GOOD_TIME, Night, Outing, Ride
from workers.visits.tidy import tidy
from workers.visits.timetable import by_timetable, follow
from workers.visits.travel import Travel
from workers.visits.visit import Conflict, DayPlan, Doing, Stretch
from workers.visits.whereabouts import Entry, read_whereabouts

LONGEST = 80
SMALL_HOURS = time(4, 0)  # who is free again after midnight goes to bed

Row = tuple[Doing, float, float, str, str]  # what, from, to, by which mode, and its text


@dataclass(frozen=True, slots=True)
class NoPlan:
    """Why there is no day to draw. Without a conflict there is no journey, or its way is not known: nobody has said where
    from, or no road goes."""

    conflicts: tuple[Conflict, ...] = ()


def plan_day(
    visit_start: datetime,
    visit_end: datetime,
    *,
    position: Position,
    diary: Diary,
    travel: Travel,
    rules: Rules,
    zone: ZoneInfo,
    besides: Key | None = None,
    bun: bool = False,
) -> DayPlan | NoPlan:
    """The day of a visit whose time is set, without the meeting `besides` that it replaces. `bun` stops at a bakery."""
    reach = reach_of(position, diary=diary, travel=travel, rules=rules, zone=zone, besides=besides, bun=bun)
    start, end = visit_start.timestamp(), visit_end.timestamp()
    outing = reach.outing(start, end, aboard=True)
    if outing is None:
        return NoPlan(why_not(reach, start, end))
    if reach.is_here():
        return NoPlan()
    timed = by_timetable(outing, start, reach, travel.rules)
    return follow(draw(timed or outing, start, end, reach), timed)


def reach_of(
    position: Position,
    *,
    diary: Diary,
    travel: Travel,
    rules: Rules,
    zone: ZoneInfo,
    besides: Key | None = None,
    bun: bool = False,
) -> Reach:
    """The journeys to one place that this calendar has room for."""
    whereabouts = read_whereabouts(diary, travel, zone=zone, besides=besides)
    stop = rules.bun_minutes if bun else timedelta(0)
    return Reach(position, whereabouts=whereabouts, travel=travel, rules=rules, zone=zone, bun=stop)


def draw(outing: Outing, start: float, end: float, reach: Reach) -> DayPlan:
    """The journey around a visit, from leaving to being back."""
    out, back, zone = outing.out, outing.back, reach.zone
    there, rows = _way_there(out, start, reach)
    rows += [(Doing.VISIT, start, end, "", reach.position.town), *_way_back(back, end, reach)]
    longest = max((out, back), key=_length)
    return DayPlan(
        mode=_mode(longest),
        leave=_moment(out.start, zone),
        there=_moment(there, zone),
        back=_moment(back.end, zone),
        stretches=tuple(
            Stretch(what, _moment(first, zone), _moment(last, zone), mode, text)
            for what, first, last, mode, text in _joined(rows)
        ),
        nights=outing.nights,
        starts=out.where.name,
        ends=back.where.name,
    )


def _way_there(out: Ride, start: float, reach: Reach) -> tuple[float, list[Row]]:
    """When one is at the door, and what the time until the visit is spent on."""
    town = reach.position.town
    if out.night is Night.HOTEL:
        there, bun = _from_the_hotel(out.end, start, reach)
        journey: list[Row] = [(Doing.TRAVEL, out.start, out.end, _mode(out), town)]
        return there, [
            *journey,
            *_pause(out.end, bun, reach),
            (Doing.BUN, bun, there, "", ""),
            *_pause(there, start, reach),
        ]
    bun, what = out.end - reach.bun, Doing.NIGHT if out.night is Night.TRAIN else Doing.TRAVEL
    journey = [(what, out.start, bun, _mode(out), town), (Doing.BUN, bun, out.end, "", "")]
    return out.end, [*journey, *_pause(out.end, start, reach)]


def _from_the_hotel(since: float, start: float, reach: Reach) -> tuple[float, float]:
    """When one is at the door in the morning, and since when at the bakery: no buns when a meeting takes that time."""
    there = (start - IN_GOOD_TIME) // GRID * GRID
    busy = max((entry.end for entry in _entries(since, start, reach)), default=since)
    return (there, there - reach.bun) if busy <= there - reach.bun else (max(there, busy), max(there, busy))


def _way_back(back: Ride, end: float, reach: Reach) -> list[Row]:
    what = Doing.NIGHT if back.night is Night.TRAIN else Doing.TRAVEL
    return [*_pause(end, back.start, reach), (what, back.start, back.end, _mode(back), tidy(back.where.name, LONGEST))]


def _pause(start: float, end: float, reach: Reach) -> Iterator[Row]:
    """Time between journeys: other meetings by their titles, and what is left, a night when it passes midnight or begins
    behind it."""
    for entry in _entries(start, end, reach):
        if entry.end <= start:
            continue
        yield _rest(start, entry.start, reach)
        first, start = max(start, entry.start), min(entry.end, end)
        yield Doing.MEETING, first, start, "", tidy(entry.meeting.title, LONGEST)
    yield _rest(start, end, reach)


def _rest(start: float, end: float, reach: Reach) -> Row:
    first, last = _moment(start, reach.zone), _moment(end, reach.zone)
    asleep = first.date() < last.date() or first.time() < SMALL_HOURS
    return (Doing.NIGHT, start, end, "", reach.position.town) if asleep else (Doing.WAIT, start, end, "", "")


def _joined(rows: list[Row]) -> list[Row]:
    """Those that take time, waiting twice on end told as once."""
    found: list[Row] = []
    for what, start, end, mode, text in rows:
        if found and found[-1][0] is what is Doing.WAIT and end > start:
            start = found.pop()[1]
        if end > start:
            found.append((what, start, end, mode, text))
    return found


def _entries(start: float, end: float, reach: Reach) -> list[Entry]:
    """What the calendar holds between two moments, by start; from one day to the next, each once."""
    days = dict.fromkeys(_moment(moment, reach.zone).date() for moment in (start, end))
    found = {entry.meeting.key: entry for day in days for entry in reach.whereabouts.day(day).entries}
    return sorted((one for one in found.values() if one.start < end and one.end > start), key=lambda one: one.start)


def _mode(ride: Ride) -> str:
    return ride.route.mode.value if ride.route else ""


def _length(ride: Ride) -> timedelta:
    return ride.route.high if ride.route else timedelta(0)


def _moment(seconds: float, zone: ZoneInfo) -> datetime:
    return datetime.fromtimestamp(seconds, zone)
