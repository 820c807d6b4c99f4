"""A series unfolded into its occurrences by recurring-ical-events, never beyond the window and never without end.

It gets skeletons, not entries: times, rules and a number that says which entry an occurrence comes from. Occurrences of
an entry are then that entry with other times, and its body is understood once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import icalendar
import recurring_ical_events
from icalendar.prop import vDDDLists, vDDDTypes, vRecur, vText

from connectors.ics.entries import Entry
from connectors.ics.lines import Damaged
from connectors.ics.rules import objection
from connectors.ics.zones import Zones

MOST_OCCURRENCES = 2_000
ENTRY = "X-KANELBULLE-ENTRY"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """When one occurrence takes place, which entry tells of it, and the start it would have had."""

    entry: Entry
    start: datetime
    end: datetime
    instead_of: datetime


def occurrences(
    master: Entry, overrides: Sequence[Entry], zones: Zones, *, since: datetime, until: datetime
) -> list[Occurrence]:
    """Every occurrence that starts in the time asked for. Raises Damaged for a series that cannot be followed."""
    for rule in master.rules:
        key = objection(rule, master.start, until)
        if key:
            raise Damaged(key)
    entries = [master, *(replace(entry, recurrence=_alike(entry.recurrence, master.start)) for entry in overrides)]
    calendar = icalendar.Calendar()
    for number, entry in enumerate(entries):
        calendar.add_component(_skeleton(entry, number, is_master=number == 0))
    try:
        found = recurring_ical_events.of(calendar, components=[EVENTS]).between(since, until)
    except Exception as error:  # it raises KeyError, TypeError, AttributeError and more on what it does not expect
        raise Damaged("entry.not_followed") from error
    if len(found) > MOST_OCCURRENCES:
        raise Damaged("entry.times_in_window", count=MOST_OCCURRENCES)
    read = (_occurrence(one, entries, zones) for one in found)
    unique = {one.instead_of: one for one in read if since <= one.start < until}
    return sorted(unique.values(), key=lambda one: one.start)


def _alike(recurrence: date | None, start: date) -> date | None:
    """A day for a series of days, a time for a series of times: some calendars name only the day of an override."""
    if isinstance(start, datetime) and recurrence is not None and not isinstance(recurrence, datetime):
        return datetime.combine(recurrence, start.timetz())
    if isinstance(recurrence, datetime) and not isinstance(start, datetime):
        return recurrence.date()
    return recurrence


def _skeleton(entry: Entry, number: int, *, is_master: bool) -> icalendar.Event:
    event = icalendar.Event()
    event["UID"] = vText("series")
    event[ENTRY] = vText(str(number))
    event["DTSTART"], event["DTEND"] = vDDDTypes(entry.start), vDDDTypes(entry.end)
    if not is_master and entry.recurrence is not None:
        event["RECURRENCE-ID"] = vDDDTypes(entry.recurrence)
        if entry.this_and_future:
            event["RECURRENCE-ID"].params["RANGE"] = "THISANDFUTURE"
        return event
    if entry.rules:
        event["RRULE"] = [vRecur.from_ical(rule) for rule in entry.rules]
    if entry.extra:
        event["RDATE"] = vDDDLists(list(entry.extra))
    if entry.skipped:
        event["EXDATE"] = vDDDLists(list(entry.skipped))
    return event


class _Times(recurring_ical_events.Occurrence):  # type: ignore[misc]  # the package has no types
    """An occurrence that stays what it is: making a component of each costs more than finding them."""

    def as_component(self, keep_recurrence_attributes: bool) -> "_Times":
        return self

    @property
    def number(self) -> int:
        return int(self._adapter._component[ENTRY])


EVENTS = recurring_ical_events.ComponentsWithName("VEVENT", occurrence=_Times)


def _occurrence(found: _Times, entries: Sequence[Entry], zones: Zones) -> Occurrence:
    entry = entries[found.number]
    start, end = zones.settled(found.start), zones.settled(found.end)
    instead_of = start
    if entry.recurrence is not None:
        usual, moved_to = zones.settled(entry.recurrence), zones.settled(entry.start)
        instead_of = usual if start == moved_to else start - (moved_to - usual)
    return Occurrence(entry, start, end, instead_of)
