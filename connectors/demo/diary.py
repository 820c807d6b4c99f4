"""From what people book with each other to entries in a diary: each on a day people meet, at a time the seller is free."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from hashlib import sha1
from zoneinfo import ZoneInfo

from connectors.demo.cast import Booking, Company, World
from connectors.demo.days import WEEK, is_free, is_met, slide

STOCKHOLM = ZoneInfo("Europe/Stockholm")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
BACK, AHEAD = -104, 8  # weeks
STARTS = [time(8 + half // 2, half % 2 * 30) for half in range(18) if half != 8]  # 08:00 to 16:30, not at noon
CLOSING = time(17)
DAY = timedelta(days=1)
JOURNEY, BREATH = timedelta(hours=3), timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the calendar, in Stockholm's wall time. Of a series: `skipped` and `moved` are its exceptions."""

    uid: str
    title: str
    start: datetime
    end: datetime
    company: Company
    booking: Booking
    text: str = ""
    travel: bool = False  # a journey the seller has set aside, with nobody else in it
    skipped: tuple[datetime, ...] = ()
    moved: tuple[tuple[datetime, datetime], ...] = ()
    last: datetime | None = None


@dataclass(slots=True)
class _Taken:
    """When the seller is busy, day by day. A day `away` holds one trip and no other customers."""

    days: dict[date, list[tuple[datetime, datetime]]] = field(default_factory=lambda: defaultdict(list))
    away: set[date] = field(default_factory=set)

    def is_free(self, start: datetime, end: datetime) -> bool:
        return all(end <= taken or start >= till for taken, till in self.days[start.date()])

    def take(self, start: datetime, end: datetime) -> None:
        self.days[start.date()].append((start, end))

    def find(self, day: date, at: time, length: timedelta, around: timedelta) -> datetime:
        """The wished time, or else the nearest the seller is free, `around` kept free on either side."""
        wished = datetime.combine(day, at)
        closing = datetime.combine(day, CLOSING)
        others = sorted((datetime.combine(day, start) for start in STARTS), key=lambda start: abs(start - wished))
        for start in (wished, *(start for start in others if start + length <= closing)):
            if self.is_free(start - around, start + length + around):
                return start
        return wished


def plan(world: World, now: datetime) -> list[Entry]:
    """Everything in the seller's calendar as it stands at `now`, oldest first."""
    today = now.astimezone(STOCKHOLM).date()
    taken = _Taken()
    booked = [(company, booking) for company in world.company for booking in company.booking]
    entries = [_series(company, booking, today, taken) for company, booking in booked if booking.repeats]
    singles = [pair for pair in booked if not pair[1].repeats]
    for company, booking in sorted(singles, key=lambda pair: not pair[1].travel):  # visits first: they need the room
        entries += _meetings(company, booking, today, taken)
    return sorted(entries, key=lambda entry: (entry.start, entry.uid))


def _meetings(company: Company, booking: Booking, today: date, taken: _Taken) -> Iterator[Entry]:
    for turn, (name, day) in enumerate(_days(booking, today)):
        uid = _uid(company, booking, name)
        title, text = _turn(booking.title, turn), _turn(booking.text, turn)
        if booking.all_day:
            start = datetime.combine(day, time())
            yield Entry(uid, title, start, start + timedelta(days=booking.all_day), company, booking, text)
            continue
        while day in taken.away:
            day = slide(day + (DAY if day > today else -DAY), DAY if day > today else -DAY)
        length = timedelta(minutes=_minutes(booking, turn))
        around = JOURNEY + BREATH if booking.travel else timedelta()
        start = taken.find(day, time.fromisoformat(booking.at), length, around)
        if not booking.status:
            taken.take(start - around, start + length + around)
        yield Entry(uid, title, start, start + length, company, booking, text)
        if booking.travel:
            taken.away.add(day)
            yield from _journeys(company, booking, uid, start, start + length)


def _journeys(company: Company, booking: Booking, uid: str, start: datetime, end: datetime) -> Iterator[Entry]:
    legs = (
        ("there", booking.travel, start - BREATH - JOURNEY, start - BREATH),
        ("home", f"Hemresa från {company.town}", end + BREATH, end + BREATH + JOURNEY),
    )
    for way, title, leaves, arrives in legs:
        yield Entry(uid[:-8] + _hex(uid + way)[:8], title, leaves, arrives, company, booking, travel=True)


def _series(company: Company, booking: Booking, today: date, taken: _Taken) -> Entry:
    at, length = time.fromisoformat(booking.at), timedelta(minutes=_minutes(booking, 0))
    starts, skipped, moved = [], [], []
    for week in range(booking.first, booking.last + 1, booking.every):
        for day in booking.repeats:
            start = datetime.combine(_day(today, week, day.lower()), at)
            starts.append(start)
            if not is_met(start.date()):
                skipped.append(start)
                continue
            if week in booking.moved and is_met(start.date() + timedelta(days=1)):
                moved.append((start, start + timedelta(days=1, hours=4)))
            actual = moved[-1][1] if moved and moved[-1][0] == start else start
            taken.take(actual, actual + length)
    return Entry(
        uid=_uid(company, booking, "series"),
        title=_turn(booking.title, 0),
        start=starts[0],
        end=starts[0] + length,
        company=company,
        booking=booking,
        text=_turn(booking.text, 0),
        skipped=tuple(skipped),
        moved=tuple(moved),
        last=starts[-1],
    )


def _days(booking: Booking, today: date) -> Iterator[tuple[str, date]]:
    """The days of the booking, each with a name that does not change while the demo is looked at."""
    if booking.in_days is not None:
        day = today + timedelta(days=booking.in_days)
        while is_free(day):
            day += timedelta(days=1)
        yield "soon", day
    for week in booking.weeks:  # the past slides back and the coming forward, so that each stays what it is
        day = slide(_day(today, week, booking.day), -WEEK if week < 0 else WEEK)
        yield str(week), day + timedelta(days=booking.after)
    for year in range(today.year - 2, today.year + 2) if booking.yearly else ():
        yield str(year), date.fromisoformat(f"{year}-{booking.yearly}")
    if booking.every:
        for week in range(max(booking.first, BACK), min(booking.last, AHEAD) + 1, booking.every):
            if is_met(day := _day(today, week, booking.day)):
                yield str(week), day


def _day(today: date, week: int, weekday: str) -> date:
    monday = today - timedelta(days=today.weekday())
    at = next(at for at, name in enumerate(WEEKDAYS) if name.startswith(weekday))
    return monday + timedelta(weeks=week, days=at)


def _turn(value: str | Sequence[str], turn: int) -> str:
    return value if isinstance(value, str) else value[turn % len(value)]


def _minutes(booking: Booking, turn: int) -> int:
    return booking.minutes if isinstance(booking.minutes, int) else booking.minutes[turn % len(booking.minutes)]


def _uid(company: Company, booking: Booking, name: str) -> str:
    """In the shape Outlook gives them."""
    return "040000008200E00074C5B7101A82E008" + _hex(f"{company.domain} {_turn(booking.title, 0)} {name}")


def _hex(text: str) -> str:
    return sha1(text.encode(), usedforsecurity=False).hexdigest().upper()
