"""The days a journey may take as the calendar has them: what is kept at its place, what is taken on the way, what is free."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from connectors.meetings import Meeting
from connectors.routing.geocoder import Position
from workers.relationships.rules import Rules
from workers.visits.diary import DAY, Diary, Key
from workers.visits.free_time import FreeTime, Span, without
from workers.visits.ground import PLACE, START
from workers.visits.red_days import is_day_off
from workers.visits.sights import account_of
from workers.visits.slot_days import LUNCH
from workers.visits.slots import zone_of
from workers.visits.stays import SUGGESTION
from workers.visits.tickets import is_ticket
from workers.visits.tidy import tidy
from workers.visits.tour import Day
from workers.visits.travel_rules import TravelRules
from workers.visits.trip import Sign, Stay, is_meant, sign_of
from workers.visits.visit import Doing, VisitPlace
from workers.visits.whereabouts import AWAY, Entry, Whereabouts, distance, is_own

MOST_DAYS = 5
LONGEST_NAME = 60
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Kept:
    """A time that stands, at a place: a meeting of the calendar's, or the visit that is suggested."""

    place: VisitPlace
    position: Position
    start: int
    end: int
    name: str
    account: str
    what: Doing
    sign: Sign | None


@dataclass(frozen=True, slots=True)
class Frame:
    """The days of a journey, what is `kept` on them, and the `calls` that can be taken anywhere."""

    stay: Stay
    dates: tuple[date, ...]
    kept: tuple[Kept, ...]
    calls: tuple[tuple[int, int, Meeting], ...]
    free: FreeTime


@dataclass(frozen=True, slots=True)
class Framer:
    """Reads the calendar for the days of a stay. `usual` is where the seller is at home: meetings there may be taken
    from elsewhere on a day the seller is away anyway."""

    diary: Diary
    whereabouts: Whereabouts
    rules: Rules
    travel_rules: TravelRules
    zone: ZoneInfo
    usual: tuple[Position, ...]
    on_screen: Collection[Key]
    aliases: Mapping[str, str]
    earliest: date

    def dates(self, stay: Stay) -> tuple[date, ...]:
        first = stay.start.astimezone(self.zone).date()
        last = max(stay.start, stay.end - SECOND).astimezone(self.zone).date()
        return tuple(first + DAY * n for n in range(min((last - first).days, MOST_DAYS - 1) + 1))

    def frame(self, stay: Stay, dates: tuple[date, ...], *, remote: bool = False) -> Frame:
        """`remote`: what is kept at home and at the office on the days of the stay is taken on the way instead."""
        kept, calls, taken = list(self._suggested(stay)), [], []
        elsewhere = self.dates(stay) if remote else ()
        seen: set[Key] = set()
        for day in dates:
            for entry in self.whereabouts.day(day).entries:
                if entry.meeting.key in seen or self._is_sign(entry.meeting, stay):
                    continue
                seen.add(entry.meeting.key)
                start, end = round(entry.start), round(entry.end)
                found = self._kept(entry)
                if found and not (day in elsewhere and self._is_usual(found.position)):
                    kept.append(found)
                    continue
                air = 0 if entry.meeting.all_day else round(self.rules.breathing.total_seconds())
                taken.append((start - air, end + air))
                if not entry.meeting.all_day and not is_ticket(entry.meeting):
                    calls.append((start, end, entry.meeting))
        kept = list(_apart(kept))
        free = FreeTime(without(taken, ((one.start, one.end) for one in kept)))
        return Frame(stay, dates, tuple(kept), tuple(calls), free)

    def days(self, frame: Frame) -> list[Day]:
        """The days on the clock of the free time: from home and back, or from and to the place for a night."""
        stay, dates = frame.stay, frame.dates
        arrives = stay.arrives if stay.arrives and stay.arrives.astimezone(self.zone).date() == dates[0] else None
        leaves = stay.leaves if stay.leaves and stay.leaves.astimezone(self.zone).date() == dates[-1] else None
        days = []
        for number, day in enumerate(dates):
            first, last = number == 0, number == len(dates) - 1
            begins = arrives if first and arrives else self._at(day, self.travel_rules.leave_earliest)
            ends = leaves if last and leaves else self._evening(frame, day, away=not last)
            start = START if first and not arrives else PLACE
            end = START if last and not leaves else PLACE
            opens, closes = frame.free.shrunk(_seconds(begins)), frame.free.shrunk(_seconds(ends))
            days.append(Day(start, end, opens, closes))
        return days

    def windows(self, frame: Frame, position: Position, *, lunch: bool) -> tuple[Span, ...]:
        """When somebody there can be visited: their working hours, less what is taken, less lunch if it is to be left."""
        there = zone_of(position, self.zone)
        found: list[Span] = []
        for day in frame.dates:
            if day < self.earliest or is_day_off(day):
                continue
            opens, closes = (_at(day, clock, there) for clock in (self.rules.day_starts, self.rules.day_ends))
            spans = frame.free.free(opens, closes)
            if lunch:
                spans = without(spans, [(_at(day, LUNCH[0], there), _at(day, LUNCH[1], there))])
            found += [(frame.free.shrunk(start), frame.free.shrunk(end)) for start, end in spans]
        return tuple(found)

    # --- the calendar ----------------------------------------------------------------------------------------

    def _suggested(self, stay: Stay) -> Iterator[Kept]:
        if stay.why.key == SUGGESTION and stay.place.position:
            start, end = _seconds(stay.start), _seconds(stay.end)
            name = stay.place.town or tidy(stay.place.text, LONGEST_NAME)
            yield Kept(stay.place, stay.place.position, start, end, name, stay.account, Doing.VISIT, None)

    def _is_sign(self, meeting: Meeting, stay: Stay) -> bool:
        """Whether an entry is what a stay is known by, and takes no time of its own: the hotel, "Göteborg", the train, the
        meeting that a visit would replace."""
        if all((sign.uid, sign.recurrence_id) != meeting.key for sign in stay.signs):
            return False
        return stay.why.key == SUGGESTION or is_own(meeting, self.diary.owner)

    def _kept(self, entry: Entry) -> Kept | None:
        meeting, where = entry.meeting, entry.begins
        held = where and where == entry.ends and not meeting.all_day and meeting.length <= DAY
        if not where or not held or meeting.key in self.on_screen or not is_meant(meeting, self.diary.owner):
            return None
        place = VisitPlace(where.name, "meeting", where.position, where.position.town or where.name)
        name = tidy(meeting.title, LONGEST_NAME) or where.name
        account = account_of(meeting, own=self.diary.own, aliases=self.aliases)
        return Kept(
            place, where.position, round(entry.start), round(entry.end), name, account, Doing.MEETING, sign_of(meeting)
        )

    def _is_usual(self, position: Position) -> bool:
        return any(distance(position, usual) <= AWAY for usual in self.usual)

    def _evening(self, frame: Frame, day: date, *, away: bool) -> datetime:
        """When the day is to be over; a dinner away is not hurried."""
        latest = self._at(day, self.travel_rules.home_latest)
        midnight = self._at(day + DAY, time.min)
        dines = any(_seconds(latest) < one.end <= _seconds(midnight) for one in frame.kept)
        return midnight if away and dines else latest

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.zone)


def _apart(kept: Sequence[Kept]) -> Iterator[Kept]:
    """One after the other; what overlaps at one place (a fair, and a meeting at it) as one."""
    last: Kept | None = None
    for one in sorted(kept, key=lambda one: (one.start, -one.end)):
        if last and one.start < last.end and distance(one.position, last.position) <= AWAY:
            last = replace(last, end=max(last.end, one.end), account=last.account or one.account)
            continue
        if last:
            yield last
        last = one
    if last:
        yield last


def _at(day: date, clock: time, zone: ZoneInfo) -> int:
    return _seconds(datetime.combine(day, clock, zone))


def _seconds(moment: datetime) -> int:
    return round(moment.timestamp())
