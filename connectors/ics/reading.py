"""Everything one UID has to say in a window: a single meeting, or a series with its overrides. Nothing raises but Damaged.

Private entries are dropped here and only counted: a private override takes its occurrence with it.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from connectors.calendars import Unread, Window
from connectors.ics.components import Component, Part, first_day, is_single, says_private
from connectors.ics.entries import Entry, Line
from connectors.ics.lines import Damaged, content_lines
from connectors.ics.marks import NEVER
from connectors.ics.meetings import is_private, read_meeting
from connectors.ics.parsed import read_parsed
from connectors.ics.plain import read_plain
from connectors.ics.series import Occurrence, occurrences
from connectors.ics.zones import Zones
from connectors.meetings import Meeting

PEOPLE = ("ATTENDEE", "ORGANIZER")
AHEAD = timedelta(days=45)  # how far beyond the window a series is followed, to know when it has more to say
MARGIN = timedelta(days=2)  # a day's name and its moment differ by zone
TIME_FOR_SERIES = timedelta(seconds=20)  # for all series of a reading


# Stands in for the master of a private series that cannot be read: its overrides are as private as it was.
HIDDEN = Entry("", date.min, date.min, {"CLASS": [Line("PRIVATE")]})


class NoTime(Damaged):
    """All time for series is spent; another reading tries again."""


@dataclass(slots=True)
class Found:
    """What one UID, or a page of them, gave."""

    meetings: list[Meeting] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    private: int = 0
    expanded: int = 0
    beyond: int = NEVER


class Reader:
    """Reads entries in one window; keeps the zones of each calendar and the time series may still take."""

    def __init__(self, window: Window, zone: ZoneInfo, time_for_series: timedelta = TIME_FOR_SERIES) -> None:
        self.window = window
        self._zone = zone
        self._zones: dict[int, Zones] = {}
        self._left = time_for_series.total_seconds()
        self._first = _day(_moved(window.since, -MARGIN))
        self._last = _day(_moved(window.until, MARGIN))
        self._ahead = _moved(window.until, AHEAD)

    def zones(self, part: Part) -> Zones:
        found = self._zones.get(id(part))
        if found is None:
            found = self._zones[id(part)] = Zones(part, self._zone)
        return found

    def read(self, uid: str, components: Sequence[Component]) -> Found:
        """The meetings of one UID, and what of it could not be read."""
        found = Found()
        try:
            self._read(uid, components, found)
        except (ArithmeticError, ValueError):  # arithmetic at either end of time
            found.unread.append(_unread(components[0], uid, Damaged("entry.times")))
        return found

    def _read(self, uid: str, components: Sequence[Component], found: Found) -> None:
        if len(components) == 1 and self._is_outside(components[0], found):
            return
        entries = [(entry, one) for one in components if (entry := self._entry(uid, one, found))]
        masters = [(entry, one) for entry, one in entries if entry.recurrence is None]
        overrides = self._newest_overrides(entries)
        if not masters:
            hidden = bool(found.unread) and any(map(says_private, components))
            self._orphans(overrides, HIDDEN if hidden else None, found)
            return
        master, component = max(masters, key=lambda pair: pair[0].version)
        if master.rules or master.extra or overrides:
            self._series(master, component, overrides, found)
        else:
            self._single(master, self.zones(component.part), found)

    def _is_outside(self, component: Component, found: Found) -> bool:
        """Whether an entry alone with its UID need not be read: single, and days away from the window."""
        day = first_day(component)
        if day is None or self._first <= day <= self._last or not is_single(component):
            return False
        if day > self._last and day < 2200_00_00:
            try:
                start = datetime(day // 10000, day // 100 % 100, day % 100, tzinfo=UTC)
            except ValueError:
                return False
            found.beyond = int((start - MARGIN).timestamp())
        return True

    def _entry(self, uid: str, component: Component, found: Found) -> Entry | None:
        zones = self.zones(component.part)
        try:
            lines = content_lines(component.raw)
            if all(name != "DTSTART" for name, _ in lines.kept):
                raise Damaged("entry.no_start")
            entry = read_plain(uid, lines, zones) or read_parsed(uid, lines, zones)
        except Damaged as damage:
            found.unread.append(_unread(component, uid, damage))
            return None
        entry.method = zones.method
        return entry

    def _newest_overrides(self, entries: Iterable[tuple[Entry, Component]]) -> list[tuple[Entry, Component]]:
        newest: dict[object, tuple[Entry, Component]] = {}
        for entry, component in entries:
            if entry.recurrence is None:
                continue
            key = entry.recurrence
            if key not in newest or entry.version >= newest[key][0].version:
                newest[key] = (entry, component)
        return list(newest.values())

    def _single(self, entry: Entry, zones: Zones, found: Found) -> None:
        start = zones.settled(entry.start)
        if start >= self.window.until:
            found.beyond = min(found.beyond, _second(start))
        elif start >= self.window.since:
            if is_private(entry):
                found.private += 1
            else:
                found.meetings.append(read_meeting(entry, start, zones.settled(entry.end)))

    def _orphans(self, overrides: Iterable[tuple[Entry, Component]], master: Entry | None, found: Found) -> None:
        """Overrides without a series to follow: Google exports them, and so are invitations to one occurrence."""
        for entry, component in overrides:
            zones = self.zones(component.part)
            assert entry.recurrence is not None
            start, end = zones.settled(entry.start), zones.settled(entry.end)
            self._take([Occurrence(entry, start, end, zones.settled(entry.recurrence))], master, found)

    def _series(
        self, master: Entry, component: Component, overrides: list[tuple[Entry, Component]], found: Found
    ) -> None:
        zones = self.zones(component.part)
        for entry, _ in overrides:
            _invite_as_usual(entry, master)
        try:
            unfolded = self._timed(
                lambda: occurrences(
                    master,
                    [entry for entry, _ in overrides],
                    zones,
                    since=self.window.series_since,
                    until=self._ahead,
                )
            )
        except Damaged as damage:
            found.unread.append(_unread(component, master.uid, damage))
            self._orphans(overrides, master, found)
            found.beyond = 0 if isinstance(damage, NoTime) else found.beyond
            return
        found.beyond = min(found.beyond, _second(self._ahead))
        self._take(unfolded, master, found)

    def _take(self, unfolded: Iterable[Occurrence], master: Entry | None, found: Found) -> None:
        told: dict[int, Meeting | None] = {}
        for one in unfolded:
            if one.start >= self.window.until:
                found.beyond = min(found.beyond, _second(one.start))
                continue
            if one.start < self.window.series_since:
                continue
            key = id(one.entry)
            if key not in told:
                private = is_private(one.entry, master)
                told[key] = None if private else read_meeting(one.entry, one.start, one.end)
                found.private += private
            meeting = told[key]
            if meeting:
                found.expanded += 1
                found.meetings.append(
                    replace(meeting, start=one.start, end=one.end, recurrence_id=one.instead_of, series=True)
                )

    def _timed(self, follow: Callable[[], list[Occurrence]]) -> list[Occurrence]:
        if self._left <= 0:
            raise NoTime("entry.no_time")
        begun = time.monotonic()
        try:
            return follow()
        finally:
            self._left -= time.monotonic() - begun


def _invite_as_usual(override: Entry, master: Entry) -> None:
    """An override that names nobody is for those the series is for: some calendars write people once."""
    if "ATTENDEE" not in override.lines:
        override.lines |= {
            name: master.lines[name] for name in PEOPLE if name in master.lines and name not in override.lines
        }
        override.omitted = master.omitted


def _unread(component: Component, uid: str, damage: Damaged) -> Unread:
    return damage.at(component.part.name, line=component.line, uid=uid)


def _day(moment: datetime) -> int:
    return moment.year * 10000 + moment.month * 100 + moment.day


def _moved(moment: datetime, by: timedelta) -> datetime:
    """Earlier or later, but not beyond the ends of time."""
    try:
        return moment + by
    except OverflowError:
        return moment


def _second(moment: datetime) -> int:
    return int(moment.timestamp()) if moment.year < 9000 else NEVER
