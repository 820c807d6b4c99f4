"""The days of a tour as they are lived: when to leave, on the way, there in good time, visits, calls taken between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from connectors.meetings import Meeting
from workers.visits.free_time import FreeTime
from workers.visits.ground import START, Ground
from workers.visits.tidy import tidy
from workers.visits.tour import Day, Made, Matrix
from workers.visits.visit import DayPlan, Doing, Stretch

LONGEST = 80
BREAKFAST = 2 * 60 * 60  # before going home from a night away with nothing more to do


@dataclass(frozen=True, slots=True)
class Halt:
    """A stop as a plan tells it, at its row of the ground."""

    row: int
    what: Doing
    text: str
    account: str


@dataclass(frozen=True, slots=True)
class DayWriter:
    """What the days of one journey share. `clock` is what the tour was found with: the ground's, and time before each
    stop; `starts` and `place` are what the ends of the journey are called, `calls` what is taken on the way."""

    ground: Ground
    clock: Matrix
    free: FreeTime
    zone: ZoneInfo
    starts: str
    place: str
    calls: tuple[tuple[int, int, Meeting], ...]

    def write(self, day: Day, date_: date, made: Sequence[tuple[Made, Halt]], *, night: bool) -> DayPlan | None:
        """One day; None where nothing happens on it. `night`: it ends away, with a night before the next."""
        parts = list(self._parts(day, made))
        if not parts:
            return None
        leave, back = parts[0].start, parts[-1].end
        parts += self._between(parts)
        stretches = list(_filled(sorted(parts, key=lambda one: (one.start, one.end))))
        if night:
            midnight = datetime.combine(date_ + timedelta(days=1), time.min, self.zone)
            stretches.append(Stretch(Doing.NIGHT, back, max(back, midnight), text=self.place))
        first = self._moment(self.free.begins(made[0][0].start)) if made else back
        ways = [one.end for one in stretches if one.what is Doing.TRAVEL and one.end <= first]
        return DayPlan(
            mode=self._mode(START, day.end),
            leave=leave,
            there=max(ways, default=leave),
            back=back,
            stretches=tuple(stretches),
            starts=self._name(day.start),
            ends=self._name(day.end),
        )

    def _parts(self, day: Day, made: Sequence[tuple[Made, Halt]]) -> Iterator[Stretch]:
        """The visits and the ways between. One leaves in the last minute that will do, and goes on at once."""
        at, now = day.start, None
        for one, halt in made:
            way = self.ground.clock[at][halt.row] or 0
            if now is None:
                now = one.start - (self.clock[at][halt.row] or 0)
            yield from self._way(at, halt.row, now, min(way, one.start - now), halt.text)
            start, end = self._moment(self.free.begins(one.start)), self._moment(self.free.ends(one.end))
            if one.end > one.start:
                yield Stretch(halt.what, start, end, text=halt.text, account=halt.account)
            at, now = halt.row, one.end
        way = self.ground.clock[at][day.end] or 0
        if now is None:
            now = day.back - way if day.start == START else min(day.leaves + BREAKFAST, day.back - way)
        yield from self._way(at, day.end, now, way, self._name(day.end))

    def _way(self, start: int, end: int, depart: int, way: int, text: str) -> Iterator[Stretch]:
        for first, last in self.free.pieces(depart, depart + way):
            yield Stretch(Doing.TRAVEL, self._moment(first), self._moment(last), self._mode(start, end), text)

    def _mode(self, start: int, end: int) -> str:
        """By train or plane between home and the place, by road about there."""
        route = self.ground.route
        return route.mode.value if route and START in (start, end) else "car"

    def _between(self, parts: Sequence[Stretch]) -> Iterator[Stretch]:
        """The calls taken on the way."""
        leave, back = parts[0].start, parts[-1].end
        for start, end, meeting in self.calls:
            first, last = self._moment(start), self._moment(end)
            clashes = any(part.start < last and first < part.end for part in parts)
            if leave <= first and last <= back and not clashes:
                yield Stretch(Doing.MEETING, first, last, text=tidy(meeting.title, LONGEST))

    def _name(self, row: int) -> str:
        return self.starts if row == START else self.place

    def _moment(self, seconds: int) -> datetime:
        return datetime.fromtimestamp(seconds, self.zone)


def _filled(stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    """With time to wait where nothing else stands."""
    now: datetime | None = None
    for one in stretches:
        if now is not None and one.start > now:
            yield Stretch(Doing.WAIT, now, one.start)
        yield one
        now = one.end if now is None else max(now, one.end)
