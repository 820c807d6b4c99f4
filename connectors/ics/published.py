"""Events of our own making as a calendar that others subscribe to: private, tentative, taking nobody's time, ringing no bell.

RFC 5545 (https://www.rfc-editor.org/rfc/rfc5545); name and pace: RFC 7986, and X-WR-CALNAME and X-PUBLISHED-TTL for readers
from before it. Moments are in UTC, as single events are in Google's own feeds: every reader turns them into the zone of
whoever looks, and there is none that one could misread.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event, Timezone, TimezoneStandard, vDuration, vText, vUri

PRODUCER = "-//Kanelbulle//Kanelbulle//SV"
LONGEST, LONGEST_TEXT = 400, 6000  # letters of a line, and of a description

# Whatever some reader might take for the end of a line, or no reader can keep. A line feed alone is meant.
_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_LOST = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Published:
    """An event that never changes its `uid`; `sequence` and `changed_at` tell which edition of it this is."""

    uid: str
    start: datetime
    end: datetime
    title: str
    place: str
    text: str
    category: str
    url: str
    sequence: int
    changed_at: datetime


def write_published(events: Sequence[Published], *, name: str, every: timedelta) -> bytes:
    """The same bytes for the same events. `every` is how often it is worth looking again."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    for label in ("name", "x-wr-calname"):
        calendar.add(label, vText(_line(name)))
    calendar.add("refresh-interval", vDuration(every), {"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(every))
    for one in events:
        calendar.add_component(_event(one))
    if not events:
        calendar.add_component(_zone())
    return bytes(calendar.to_ical(sorted=False))


def _event(one: Published) -> Event:
    event = Event()
    event.add("uid", _line(one.uid))
    event.add("dtstamp", one.changed_at.astimezone(UTC))
    event.add("last-modified", one.changed_at.astimezone(UTC))
    event.add("sequence", one.sequence)
    event.add("dtstart", one.start.astimezone(UTC))
    event.add("dtend", one.end.astimezone(UTC))
    said = (
        ("summary", _line(one.title)),
        ("location", _line(one.place)),
        ("description", _text(one.text, LONGEST_TEXT)),
        ("categories", _line(one.category)),
    )
    for label, text in said:
        if text and not text.isspace():  # a property without a value is one error more for a strict reader
            event.add(label, [text] if label == "categories" else text)
    event.add("url", vUri(_line(one.url)))
    event.add("class", "PRIVATE")
    event.add("status", "TENTATIVE")
    event.add("transp", "TRANSPARENT")
    return event


def _zone() -> Timezone:
    """A calendar must hold something, and some readers refuse one that does not: a zone shows nowhere."""
    zone, always = Timezone(), TimezoneStandard()
    zone.add("tzid", "Etc/UTC")
    always.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001  # a zone's own moments have none
    always.add("tzoffsetfrom", timedelta())
    always.add("tzoffsetto", timedelta())
    always.add("tzname", "UTC")
    zone.add_component(always)
    return zone


def _line(text: str) -> str:
    return _text(text, LONGEST).replace("\n", " ")


def _text(text: str, longest: int) -> str:
    clean = _LOST.sub("\N{REPLACEMENT CHARACTER}", _ENDS.sub("\n", text[: longest * 2]))
    return clean if len(clean) <= longest else clean[: longest - 1] + "…"
