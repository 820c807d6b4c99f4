"""An entry as both readers hand it on: times made aware, everything else as named lines of text.

`connectors.ics.plain` fills it straight from the lines where they are plain, `connectors.ics.parsed` through icalendar.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from connectors.ics.lines import Damaged
from connectors.ics.zones import Zones

LAST_YEAR = 2200


class Line(NamedTuple):
    """A property: its parameters in alphabetical order, and its value; texts are unescaped, X- values are not."""

    value: str
    params: tuple[tuple[str, str], ...] = ()

    def param(self, name: str) -> str:
        return next((value for key, value in self.params if key == name), "")


@dataclass(slots=True)
class Entry:
    """One VEVENT: a single meeting, the master of a series (`rules`, `extra`), or an override (`recurrence`)."""

    uid: str
    start: date
    end: date
    lines: dict[str, list[Line]] = field(default_factory=dict)
    recurrence: date | None = None  # the start it had in its series
    this_and_future: bool = False
    rules: tuple[str, ...] = ()
    extra: tuple[date | tuple[date, date | timedelta], ...] = ()
    skipped: tuple[date, ...] = ()
    omitted: int = 0
    method: str = ""

    def text(self, name: str) -> str:
        found = self.lines.get(name)
        return found[0].value if found else ""

    def all(self, name: str) -> list[Line]:
        return self.lines.get(name, [])

    @property
    def version(self) -> tuple[int, bool, str]:
        """Of two with the same identity the greater is the newer; of two that count alike, the one that calls it off."""
        sequence = self.text("SEQUENCE").strip()[:9]
        number = int(sequence) if sequence.isascii() and sequence.isdigit() else 0
        return number, self.method == "CANCEL", self.text("LAST-MODIFIED")


def span(start: date, end: date | None, length: timedelta | None, zones: Zones) -> tuple[date, date]:
    """Start and end of one kind (days or times). Raises Damaged where they make no sense."""
    timed = isinstance(start, datetime)
    if end is None:
        end = _after(start, length, zones) if length is not None else start if timed else start + timedelta(days=1)
        if isinstance(end, datetime) and not timed:
            start = zones.midnight(start)
    elif isinstance(end, datetime) != timed:
        start, end = zones.midnight(start), zones.midnight(end)
    if end.year > LAST_YEAR:
        raise Damaged("entry.year", year=end.year)
    if end < start:
        raise Damaged("entry.backwards")
    if end == start and not isinstance(end, datetime):
        end += timedelta(days=1)
    return start, end


def _after(start: date, length: timedelta, zones: Zones) -> date:
    """Days are counted on the wall, hours on the clock (RFC 5545, section 3.3.6)."""
    days, rest = timedelta(days=length.days), timedelta(seconds=length.seconds)
    try:
        if not rest:
            return start + days
        begin = zones.midnight(start) + days
        return (begin.astimezone(UTC) + rest).astimezone(begin.tzinfo)
    except OverflowError as error:
        raise Damaged("entry.endless") from error
