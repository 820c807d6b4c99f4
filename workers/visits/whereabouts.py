"""Where the seller is on a day, by the calendar: the places of meetings, where the day is worked, where the night is spent.

A meeting on screen, and a block nobody else is in, can be taken anywhere. A meeting at a place that cannot be found is
counted from where the seller works that day. Private meetings are never here, so nobody claims to know all of a day.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import asin, cos, radians, sin, sqrt
from zoneinfo import ZoneInfo

from connectors.meetings import Attendance, AttendeeKind, Meeting, Place, ShownAs
from connectors.routing.geocoder import Confidence, Found, NotFound, Position, Sought, Unknown
from workers.relationships.travelling import travel_word
from workers.visits.day_titles import (
    GIVEN,
    bare_name,
    goes_home,
    heads_for,
    is_on_screen,
    journey_ends,
    says_home,
    says_hotel,
    says_office,
)
from workers.visits.diary import DAY, MONTH, Diary, Key, whole_days
from workers.visits.tidy import tidy
from workers.visits.travel import Travel, sought_of
from workers.visits.visit import VisitPlace

Row = tuple[float, float, Meeting]  # from, to, what
Answer = tuple[Place, Found | NotFound]

HOME, OFFICE = "home", "office"
LONG = timedelta(hours=4)  # an own entry so long says where its day is spent
EVENING, NOON = time(18, 0), time(12, 0)
AWAY = 30.0  # km from the usual places: a day there is a day of travel
EARTH = 6371.0  # km
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Where:
    """Somewhere the seller is: `name` is home, office, a town, or a place as written."""

    position: Position
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What takes time, in seconds. `begins` is where one has to be, `ends` where one is when it is over; None: anywhere."""

    start: float
    end: float
    meeting: Meeting
    begins: Where | None
    ends: Where | None


@dataclass(frozen=True, slots=True)
class Day:
    """One day in the seller's zone, its entries by start. It begins at `morning` and ends at `evening`; None where
    nobody has said where the seller starts from. `travels`: something takes the seller away already; `spent` is the town an
    entry says that all of it is spent in."""

    date: date
    start: float
    end: float
    entries: tuple[Entry, ...]
    morning: Where | None
    evening: Where | None
    travels: bool
    spent: Where | None = None


class Whereabouts:
    """A diary read for where the seller is, one day at a time, each when first asked for. `besides` is the meeting that
    a visit would replace."""

    def __init__(self, diary: Diary, travel: Travel, *, zone: ZoneInfo, besides: Key | None = None) -> None:
        self._diary, self._travel, self.zone, self._besides = diary, travel, zone, besides
        self._whole: Whereabouts | None = None
        self._long = [(*_seconds(whole_days(m, zone)), m) for m in diary.long if m.key != besides]
        self._told: dict[date, list[Row]] = {}
        self._days: dict[date, Day] = {}
        self._rows: dict[date, list[Row]] = {}
        self._owns: dict[date, list[Row]] = {}
        self._nights: dict[date, Where | None] = {}
        self.office = _where(travel.office, OFFICE) or _where(travel.home, HOME)
        self.home = _where(travel.home, HOME) or self.office

    def without(self, besides: Key | None) -> "Whereabouts":
        """The same without one meeting. The days it does not touch are read once for all such."""
        if besides is None or besides not in self._diary.meetings:
            return self
        found = Whereabouts(self._diary, self._travel, zone=self.zone, besides=besides)
        found._whole = self
        return found

    def day(self, day: date) -> Day:
        found = self._days.get(day)
        if found is None:
            untouched = self._whole is not None and not self._is_touched(day)
            found = self._days[day] = self._whole.day(day) if self._whole and untouched else self._read(day)
        return found

    def _is_touched(self, day: date) -> bool:
        """Whether the meeting that is left out says anything of a day, or of the night before it."""
        if self._besides is None:
            return False
        start, end = _seconds(whole_days(self._diary.meetings[self._besides], self.zone))
        return start < self._at(day + DAY, time.min) and end >= self._at(day - DAY, time.min)

    def is_away(self, position: Position) -> bool:
        """Whether a place is so far from home and office that going there is a journey."""
        usual = [where.position for where in (self.office, self.home) if where]
        return bool(usual) and all(distance(position, other) > AWAY for other in usual)

    def _read(self, day: date) -> Day:
        start, end = self._at(day, time.min), self._at(day + DAY, time.min)
        rows = self._taken(day)
        said = self._works_at(day)
        last_night, tonight = self._sleeps_at(day - DAY), self._sleeps_at(day)
        entries = tuple(self._entry(*row, said or self.office) for row in rows)
        elsewhere = said if said and said.name != OFFICE else None
        places = [said, last_night, tonight, *(entry.ends for entry in entries)]
        return Day(
            date=day,
            start=start,
            end=end,
            entries=entries,
            morning=last_night or elsewhere or self.home,
            evening=tonight or elsewhere or self.home,
            travels=any(self.is_away(place.position) for place in places if place),
            spent=said if said and self.is_away(said.position) else None,
        )

    # --- one entry ------------------------------------------------------------------------------------------

    def _taken(self, day: date) -> list[Row]:
        """What takes time that day, by start."""
        rows = self._rows.get(day)
        if rows is None:
            start, end = self._at(day, time.min), self._at(day + DAY, time.min)
            rows = self._diary.spans(start, end, besides=self._besides)
            rows += [row for row in self._long if row[0] < end and row[1] > start]
            self._rows[day] = rows = sorted(rows, key=lambda row: row[:2])
        return rows

    def _entry(self, start: float, end: float, meeting: Meeting, works: Where | None) -> Entry:
        if not is_own(meeting, self._diary.owner):
            where = self._held_at(meeting, works)
            return Entry(start, end, meeting, where, where)
        if _is_journey(meeting):
            return Entry(start, end, meeting, *self._journey(meeting.title))
        where = self._says(meeting) if _lasts(meeting) or _is_hotel(meeting) else _surest(self._look_up(meeting))
        return Entry(start, end, meeting, where, where)

    def _held_at(self, meeting: Meeting, works: Where | None) -> Where | None:
        """Where one has to be for a meeting with others; None for anywhere."""
        if meeting.attendance is Attendance.ONLINE:
            return None
        answers = self._look_up(meeting)
        if found := _surest(answers):
            return found
        elsewhere = any(not isinstance(one, NotFound) or one.why is not Unknown.ONLINE for _, one in answers)
        linked = meeting.online is not None and meeting.attendance is None
        if linked or (answers and not elsewhere) or is_on_screen(meeting.title):
            return None
        return works

    def _look_up(self, meeting: Meeting) -> list[Answer]:
        """Its places, with what is known of where they are."""
        return [(place, self._travel.find(sought_of(place, here=self._travel.here))) for place in meeting.places]

    # --- what entries say of a whole day --------------------------------------------------------------------

    def sleeps(self, meeting: Meeting) -> Where | None:
        """Where a hotel entry says one sleeps."""
        return self._says(meeting)

    def _works_at(self, day: date) -> Where | None:
        """Where an entry says the day is worked: a working location before what merely lasts long."""
        own = [meeting for _, _, meeting in self._own(day)]
        lasting = [m for m in own if _lasts(m) and not _is_hotel(m) and not _is_journey(m)]
        said = sorted(lasting, key=lambda m: (m.shown_as is not ShownAs.ELSEWHERE, m.length, m.start))
        return next((place for meeting in said if (place := self._says(meeting))), None)

    def _sleeps_at(self, day: date) -> Where | None:
        """The hotel in the calendar the night after a day."""
        if day not in self._nights:
            hotels = (m for start, end, m in self._own(day) if _is_hotel(m) and self._holds_night(start, end, m, day))
            self._nights[day] = next((place for hotel in hotels if (place := self._says(hotel))), None)
        return self._nights[day]

    def _holds_night(self, start: float, end: float, meeting: Meeting, day: date) -> bool:
        """Whether a hotel entry is about the night after a day: it lasts into it, or is the hour of checking in."""
        checks_in = not meeting.all_day and start >= self._at(day, NOON)
        return checks_in or end > self._at(day, EVENING)

    def _own(self, day: date) -> list[Row]:
        """The seller's own entries that day, those that take no time too."""
        own = self._owns.get(day)
        if own is None:
            start, end = self._at(day, time.min), self._at(day + DAY, time.min)
            told = (row for row in self._told_in(day.replace(day=1)) if row[0] < end and row[1] > start)
            taken = (row for row in self._taken(day) if is_own(row[2], self._diary.owner))
            own = self._owns[day] = [*told, *taken]
        return own

    def _told_in(self, month: date) -> list[Row]:
        """The seller's own entries that take no time, those about one month at once."""
        told = self._told.get(month)
        if told is None:
            found = self._diary.told_of(self._at(month, time.min), self._at(month + MONTH, time.min))
            own = (meeting for meeting in found if is_own(meeting, self._diary.owner))
            told = self._told[month] = [(*_seconds(whole_days(m, self.zone)), m) for m in own]
        return told

    def _says(self, meeting: Meeting) -> Where | None:
        """The place an own entry names: home, the office, a hotel's town, or a town and nothing else."""
        if found := _surest(self._look_up(meeting)):
            return found
        if says_home(meeting.title):
            return self.home
        names = (bare_name(text) for text in (meeting.title, *reversed(meeting.title.split(","))))
        found = next((town for name in names if name.casefold() not in GIVEN and (town := self._town(name))), None)
        return found or (self.office if says_office(meeting.title) else None)

    def _journey(self, title: str) -> tuple[Where | None, Where | None]:
        """From where to where an own journey goes: "Tåg till Luleå", "Flyg Göteborg-Luleå", "Hemresa från Göteborg"."""
        first, last = (self._town(name) for name in journey_ends(title))
        return first, self.home if goes_home(title) else last

    def _town(self, name: str) -> Where | None:
        """The town of that name, when all of it is the town's."""
        if not name:
            return None
        found = self._travel.find(Sought(text=name, here=self._travel.here))
        if not isinstance(found, Found) or found.confidence is Confidence.ROUGH:
            return None
        return Where(found.position, found.position.town or name) if found.used.casefold() == name.casefold() else None

    def _at(self, day: date, clock: time) -> float:
        return datetime.combine(day, clock, self.zone).timestamp()


def leave_hotels_free(diary: Diary, travel: Travel, *, zone: ZoneInfo) -> Diary:
    """The diary where a whole day at a hotel takes no time: it says where one sleeps, when its town can be found."""
    reading = Whereabouts(diary, travel, zone=zone)
    own = (meeting for meeting in diary.long if is_own(meeting, diary.owner) and _is_hotel(meeting))
    meant = (meeting for meeting in own if meeting.shown_as is not ShownAs.OUT_OF_OFFICE)
    return diary.leaving_free({meeting.key for meeting in meant if reading.sleeps(meeting)})


def read_whereabouts(diary: Diary, travel: Travel, *, zone: ZoneInfo, besides: Key | None = None) -> Whereabouts:
    """The whereabouts of a seller, without the meeting `besides`; of one calendar each day is read once."""
    whole = travel.reading(diary, lambda: Whereabouts(diary, travel, zone=zone))
    if whole.zone != zone:
        return Whereabouts(diary, travel, zone=zone, besides=besides)
    return whole.without(besides)


def is_own(meeting: Meeting, owner: str) -> bool:
    """Whether nobody but the seller is in it."""
    if meeting.organizer and meeting.organizer.address != owner:
        return False
    return all(a.person.address == owner or a.kind is AttendeeKind.RESOURCE for a in meeting.attendees)


def distance(one: Position, other: Position) -> float:
    """Kilometres as the crow flies."""
    lat, lon = radians(other.lat - one.lat), radians(other.lon - one.lon)
    half = sin(lat / 2) ** 2 + cos(radians(one.lat)) * cos(radians(other.lat)) * sin(lon / 2) ** 2
    return 2 * EARTH * asin(sqrt(min(half, 1.0)))


def _surest(answers: list[Answer]) -> Where | None:
    """The first place that is found for sure."""
    for place, found in answers:
        if isinstance(found, Found) and found.confidence is not Confidence.ROUGH:
            return Where(found.position, found.position.town or tidy(place.text, LONGEST))
    return None


def _where(place: VisitPlace | None, name: str) -> Where | None:
    return Where(place.position, name) if place and place.position else None


def _lasts(meeting: Meeting) -> bool:
    return meeting.all_day or meeting.length >= LONG or meeting.shown_as is ShownAs.ELSEWHERE


def _is_hotel(meeting: Meeting) -> bool:
    return says_hotel(meeting.title) or any(says_hotel(place.text) for place in meeting.places)


def _is_journey(meeting: Meeting) -> bool:
    return bool(travel_word(meeting) or heads_for(meeting.title)) and not _is_hotel(meeting)


def _seconds(span: tuple[datetime, datetime]) -> tuple[float, float]:
    return span[0].timestamp(), span[1].timestamp()
