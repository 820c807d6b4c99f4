"""Whether a visit fits its time, and which other times would do: room before and after, lunch left alone, different days.

Where the place is known a time is offered only when it can be reached: with the day that goes with it, in the working
hours of the place, and in a week without travel enough already as long as there is one.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from connectors.meetings import ShownAs
from connectors.routing.geocoder import Position
from workers.relationships.reasons import Reason
from workers.relationships.rules import Rules
from workers.visits.day import reach_of
from workers.visits.diary import DAY, Diary, Key, Taken
from workers.visits.in_the_way import travel_conflicts
from workers.visits.red_days import JULY, holiday_name, is_day_off, is_quiet, is_squeezed, is_weekend
from workers.visits.slot_days import FORTNIGHT, LUNCH, DaySearch, Road, in_turn, working_days
from workers.visits.tidy import tidy
from workers.visits.travel import Travel
from workers.visits.visit import Conflict, Slot

TITLE = 80
BESIDE = frozenset(f"conflict.just_{when}{bare}" for when in ("before", "after") for bare in ("", "_untitled"))


def find_conflicts(
    start: datetime,
    end: datetime,
    diary: Diary,
    *,
    besides: Key | None = None,
    zone: ZoneInfo,
    rules: Rules,
    travel: Travel | None = None,
    position: Position | None = None,
    bun: bool = False,
) -> tuple[Conflict, ...]:
    """What stands in the way of a visit from `start` to `end`, without the meeting `besides` that it replaces.

    July and a klämdag are mild: the customer has already said yes to the day, so they are told and hinder nothing. With
    `travel` and the `position` to go to, the journey is weighed too, `bun` being a stop on the way.
    """
    local, last = start.astimezone(zone), end.astimezone(zone)
    air = rules.breathing
    around = diary.between(start - air, end + air, besides=besides, zone=zone)
    named = [Conflict(_meeting_reason(taken, local, last, zone), taken.start, taken.end) for taken in around]
    there = zone_of(position, zone)
    days = [
        Conflict(reason, local, last, mild)
        for reason, mild in _day_reasons(local.astimezone(there), last.astimezone(there), rules, local)
    ]
    if travel is None or position is None:
        return (*named, *days)
    reach = reach_of(position, diary=diary, travel=travel, rules=rules, zone=zone, besides=besides, bun=bun)
    journey = travel_conflicts(reach, local, last)
    told = {(one.start, one.end) for one in journey}
    named = [one for one in named if one.reason.key not in BESIDE or (one.start, one.end) not in told]
    return (*named, *journey, *days)


def free_slots(
    visit: Slot,
    diary: Diary,
    *,
    besides: Key | None = None,
    own_day: bool = True,
    now: datetime,
    zone: ZoneInfo,
    rules: Rules,
    travel: Travel | None = None,
    position: Position | None = None,
    bun: bool = False,
) -> tuple[Slot, ...]:
    """Up to three other times of the visit's length on different days near it, oldest first.

    Lunch is eaten into, and a klämdag or July used, only when nothing else is left. `own_day` says whether the
    visit's own day may hold one of them: not when its own time fits already, unless that takes a night away and another
    time does not. With `travel` and the `position` to go to, each can be reached and has its plan, `bun` being a stop on
    the way, and a night away is offered only where the days of a fortnight about hold too little without one.
    """
    there = zone_of(position, zone)
    earliest, latest = (now + rules.lead).astimezone(there).date(), (now + rules.ahead).astimezone(there).date()
    if latest < earliest:
        return ()
    local = visit.start.astimezone(there)
    window = datetime.combine(earliest, time.min, there), datetime.combine(latest + DAY, time.min, there)
    busy = diary.busy(*window, breathing=rules.breathing, besides=besides, zone=zone)
    road = None
    if travel and position:
        reach = reach_of(position, diary=diary, travel=travel, rules=rules, zone=zone, besides=besides, bun=bun)
        road = Road(reach, travel.rules.travel_days_a_week) if reach.is_known() else None
    own_by_day = not own_day and road is not None and road.takes_night(visit)
    search = DaySearch(busy, visit.end.timestamp() - visit.start.timestamp(), local, there, zone, rules, road)
    days = working_days(earliest, latest, local.date(), own_day=own_day or own_by_day)
    chosen: dict[date, Slot] = {}
    at_lunch: dict[date, Slot] = {}
    for one in in_turn(days, local.date(), road):
        if len(chosen) == rules.other_slots:
            break
        if one.day in chosen or one.day in at_lunch or (own_by_day and one.day == local.date() and any(one.nights)):
            continue
        if found := search.best(one):
            eats, slot = found
            (at_lunch if eats else chosen)[one.day] = slot
    picked = [*chosen.values(), *at_lunch.values()][: rules.other_slots]
    return tuple(sorted(picked, key=lambda slot: slot.start))


def zone_of(position: Position | None, zone: ZoneInfo) -> ZoneInfo:
    """The zone of a place, whose working hours count there; the seller's where nobody knows it."""
    if position is None or not position.zone or position.zone == zone.key:
        return zone
    try:
        return ZoneInfo(position.zone)
    except (ZoneInfoNotFoundError, ValueError):
        return zone


def days_looked_at(visit: Slot, slots: tuple[Slot, ...], *, zone: ZoneInfo, rules: Rules) -> tuple[date, date] | None:
    """The first and the last day that could have said something else about these times of `free_slots`; None when any
    day could, because the search went on to the end. With journeys whole weeks count, for their days of travel, and always the
    nights at either end."""
    near = visit.start.astimezone(zone).date()
    days = [slot.start.astimezone(zone).date() for slot in slots]
    if len(slots) < rules.other_slots or any(is_quiet(day) for day in days) or any(_eats(slot, zone) for slot in slots):
        return None
    if any(slot.last_resort for slot in slots):
        return None
    furthest = max(abs(day - near) for day in days)
    if any(slot.plan and slot.plan.nights for slot in slots):
        furthest = max(furthest, timedelta(days=FORTNIGHT))
    first, last = near - furthest, near + furthest
    if any(slot.plan for slot in slots):
        first, last = first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())
    return first - DAY, last + DAY


def _eats(slot: Slot, zone: ZoneInfo) -> bool:
    return slot.start.astimezone(zone).time() < LUNCH[1] and slot.end.astimezone(zone).time() > LUNCH[0]


def _meeting_reason(taken: Taken, start: datetime, end: datetime, zone: ZoneInfo) -> Reason:
    meeting = taken.meeting
    kind = "meeting"
    if meeting.shown_as is ShownAs.OUT_OF_OFFICE:
        kind = "out_of_office"
    elif meeting.all_day or meeting.length > DAY:
        kind = "all_day"
    elif taken.end <= start:
        kind = "just_before"
    elif taken.start >= end:
        kind = "just_after"
    elif meeting.shown_as is ShownAs.TENTATIVE:
        kind = "tentative"
    title = tidy(meeting.title, TITLE)
    facts = {"start": taken.start.astimezone(zone), "end": taken.end.astimezone(zone)}
    if not title:
        return Reason(f"conflict.{kind}_untitled", facts)
    return Reason(f"conflict.{kind}", {"title": title, **facts})


def _day_reasons(start: datetime, end: datetime, rules: Rules, told: datetime) -> Iterator[tuple[Reason, bool]]:
    """What the day itself says, and whether it is mild. Hours are those of the place; `told` is the seller's clock."""
    day = start.date()
    if holiday_name(day):
        yield Reason("conflict.holiday", {"when": day}), False
    elif is_weekend(day):
        yield Reason("conflict.weekend", {"when": day}), False
    if start.time() < rules.day_starts or end.date() > day or end.time() > rules.day_ends:
        key = "hours" if start.utcoffset() == told.utcoffset() else "hours_there"
        yield Reason(f"conflict.{key}", {"start": start, "end": end}), False
    if is_squeezed(day):
        yield Reason("conflict.squeezed", {"when": day}), True
    elif day.month == JULY and not is_day_off(day):
        yield Reason("conflict.july", {"when": day}), True
