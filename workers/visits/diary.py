"""A seller's calendar made ready once: what is taken, by what, and every meeting by its key."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from connectors.meetings import AttendeeKind, Meeting, Response, ShownAs
from workers.relationships.addresses import account_key

Key = tuple[str, datetime | None]

DAY = timedelta(days=1)
YEAR = timedelta(days=366)
MONTH = timedelta(days=31)  # what lasts longer tells nothing of where somebody is on a day
TAKES_TIME = frozenset({ShownAs.BUSY, ShownAs.TENTATIVE, ShownAs.OUT_OF_OFFICE})


@dataclass(frozen=True, slots=True)
class Taken:
    """A stretch of time and the meeting that takes it; of a meeting that lasts all day, whole days in the seller's zone."""

    start: datetime
    end: datetime
    meeting: Meeting


@dataclass(frozen=True, slots=True)
class Diary:
    """`short` holds what takes time and lasts a day at most, by start, with the moments beside it to search in;
    `long` holds whole days and what is longer. `telling` takes no time, and may tell where the seller is, by start."""

    owner: str
    own: frozenset[str]
    meetings: Mapping[Key, Meeting]
    short: tuple[Meeting, ...]
    starts: tuple[float, ...]
    ends: tuple[float, ...]
    long: tuple[Meeting, ...]
    telling: tuple[Meeting, ...] = ()
    told: tuple[float, ...] = ()

    @classmethod
    def of(cls, meetings: Iterable[Meeting], owner: str, *, domains: frozenset[str] = frozenset()) -> "Diary":
        """All of the seller's meetings, prepared. `domains` are the own company's; by default the owner's."""
        owner = owner.casefold()
        by_key = {meeting.key: meeting for meeting in meetings}
        taking = [meeting for meeting in by_key.values() if takes_time(meeting, owner)]
        telling = sorted((m for m in by_key.values() if _may_tell(m, owner)), key=lambda m: (m.start, m.end, m.uid))
        short = sorted((m for m in taking if not m.all_day and m.length <= DAY), key=lambda m: (m.start, m.end, m.uid))
        return cls(
            owner=owner,
            own=domains or frozenset({owner, owner.rpartition("@")[2]}),
            meetings=by_key,
            short=tuple(short),
            starts=tuple(meeting.start.timestamp() for meeting in short),
            ends=tuple(meeting.end.timestamp() for meeting in short),
            long=tuple(
                sorted((m for m in taking if m.all_day or m.length > DAY), key=lambda m: (m.start, m.end, m.uid))
            ),
            telling=tuple(telling),
            told=tuple(meeting.start.timestamp() for meeting in telling),
        )

    def leaving_free(self, keys: Collection[Key]) -> "Diary":
        """The same diary where these whole days take no time and only tell where the seller is."""
        if not keys:
            return self
        moved = (meeting for meeting in self.long if meeting.key in keys)
        telling = sorted([*self.telling, *moved], key=lambda m: (m.start, m.end, m.uid))
        return replace(
            self,
            long=tuple(meeting for meeting in self.long if meeting.key not in keys),
            telling=tuple(telling),
            told=tuple(meeting.start.timestamp() for meeting in telling),
        )

    def find(self, uid: str, recurrence_id: datetime | None) -> Meeting | None:
        return self.meetings.get((uid, recurrence_id))

    def outside(self, meeting: Meeting) -> int:
        """How many people from elsewhere a meeting has, those the calendar left out counted in."""
        people = {attendee.person.address for attendee in meeting.attendees if attendee.kind != AttendeeKind.RESOURCE}
        if meeting.organizer:
            people.add(meeting.organizer.address)
        return meeting.omitted + sum(account_key(address, own=self.own) is not None for address in people)

    def between(
        self, start: datetime, end: datetime, *, besides: Key | None = None, zone: ZoneInfo
    ) -> tuple[Taken, ...]:
        """What takes time between two moments, oldest first, without the meeting `besides`."""
        found = [Taken(*_within_a_year(start, end, *whole_days(m, zone)), m) for m in self.long if m.key != besides]
        near = self._near(start.timestamp(), end.timestamp())
        found += [Taken(m.start, m.end, m) for m in (self.short[at] for at in near) if m.key != besides]
        return tuple(sorted((t for t in found if t.start < end and t.end > start), key=lambda taken: taken.start))

    def busy(
        self, start: datetime, end: datetime, *, breathing: timedelta, besides: Key | None = None, zone: ZoneInfo
    ) -> list[tuple[float, float]]:
        """The taken stretches between two moments, as seconds, each with its breathing room, joined where they meet."""
        air = breathing.total_seconds()
        spans = [
            (self.starts[at] - air, self.ends[at] + air)
            for at in self._near(start.timestamp(), end.timestamp())
            if self.short[at].key != besides
        ]
        for meeting in self.long:
            first, last = whole_days(meeting, zone)
            if first < end and last > start and meeting.key != besides:
                spans.append((first.timestamp() - air, last.timestamp() + air))
        return list(_joined(sorted(spans)))

    def taken(self, start: float, end: float, *, besides: Key | None = None) -> list[Meeting]:
        """What takes time between two moments and lasts a day at most, by start."""
        return [meeting for _, _, meeting in self.spans(start, end, besides=besides)]

    def spans(self, start: float, end: float, *, besides: Key | None = None) -> list[tuple[float, float, Meeting]]:
        """The same with the moments each begins and ends."""
        rows = ((self.starts[at], self.ends[at], self.short[at]) for at in self._near(start, end))
        return [row for row in rows if row[1] > start and row[2].key != besides]

    def told_of(self, start: float, end: float) -> tuple[Meeting, ...]:
        """What takes no time and lies about there, whole days in any zone: the caller looks at the dates."""
        first = bisect_left(self.told, start - MONTH.total_seconds() - DAY.total_seconds())
        return self.telling[first : bisect_left(self.told, end + DAY.total_seconds())]

    def _near(self, start: float, end: float) -> range:
        """Where in `short` to look: nothing there lasts longer than a day."""
        return range(bisect_left(self.starts, start - DAY.total_seconds()), bisect_left(self.starts, end))


def takes_time(meeting: Meeting, owner: str) -> bool:
    """Whether the seller is taken: cancelled, declined and shown free are not; tentative and out of office are."""
    if meeting.cancelled or meeting.shown_as not in TAKES_TIME or declined(meeting, owner):
        return False
    return meeting.all_day or meeting.end > meeting.start


def _may_tell(meeting: Meeting, owner: str) -> bool:
    """Whether an entry that takes no time may say where the seller is: "Hemma", "Göteborg", a hotel."""
    if meeting.cancelled or meeting.shown_as in TAKES_TIME or meeting.length > MONTH or not meeting.title:
        return False
    return (meeting.all_day or meeting.end > meeting.start) and not declined(meeting, owner)


def declined(meeting: Meeting, owner: str) -> bool:
    return any(a.response == Response.DECLINED and a.person.address == owner for a in meeting.attendees)


def whole_days(meeting: Meeting, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From when to when a meeting takes the seller. All-day entries are dates, whatever zone their midnights are in."""
    if not meeting.all_day:
        return meeting.start, meeting.end
    first, last = _date(meeting.start, zone), _date(meeting.end, zone)
    return _midnight(first, zone), _midnight(last if last > first else first, zone, later=last <= first)


def _within_a_year(start: datetime, end: datetime, first: datetime, last: datetime) -> tuple[datetime, datetime]:
    """An entry from the year 1 to 9999 cut to what can be told in any zone."""
    return max(first, start - YEAR), min(last, end + YEAR)


def _date(moment: datetime, zone: ZoneInfo) -> date:
    if moment.time() == time.min:
        return moment.date()
    try:
        return moment.astimezone(zone).date()
    except OverflowError:  # a wild date at either end of time
        return moment.date()


def _midnight(day: date, zone: ZoneInfo, *, later: bool = False) -> datetime:
    if later and day < date.max:
        day += DAY
    return datetime.combine(day, time.min, tzinfo=zone)


def _joined(spans: Iterable[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    current: tuple[float, float] | None = None
    for start, end in spans:
        if current and start <= current[1]:
            current = current[0], max(current[1], end)
            continue
        if current:
            yield current
        current = start, end
    if current:
        yield current
