"""A calendar file cut into its components without reading them: where each VEVENT stands, whose it is and its fingerprint.

Cutting is one pass over the bytes, so that what is outside the window or unchanged costs next to nothing.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from connectors.ics.lines import unescape


def _any_case(word: str) -> str:
    return "".join(f"[{letter}{letter.lower()}]" for letter in word)


# Groups 1 to 6: which of three begins, which of three ends. The letters are written out, since with IGNORECASE the
# pattern loses its fast search for the line break.
_KINDS = "|".join(f"({_any_case(kind)})" for kind in ("VEVENT", "VCALENDAR", "VTIMEZONE"))
_COLON = r"[ \t]*:[ \t]*"
OURS = re.compile(
    rf"\n(?:{_any_case('BEGIN')}{_COLON}(?:{_KINDS})|{_any_case('END')}{_COLON}(?:{_KINDS}))(?![A-Za-z0-9-])".encode()
)
MARK = re.compile(rb"\n([Bb][Ee][Gg][Ii][Nn]|[Ee][Nn][Dd])[ \t]*:[ \t]*([A-Za-z0-9-]+)")
UID = re.compile(rb"\n[Uu][Ii][Dd][ \t]*(?:;[^:\n]*)?:([^\n]*(?:\n[ \t][^\n]*)*)")
FIRST = re.compile(rb"\n(?:UID:([^\n]*(?:\n[ \t][^\n]*)*)|BEGIN:)")
FOLD = re.compile(rb"\r?\n[ \t]")
NOISE = re.compile(rb"\n(?:DTSTAMP|X-MOZ-[A-Z-]*|X-LIC-ERROR|X-EVOLUTION-[A-Z-]*)[;:][^\n]*(?:\n[ \t][^\n]*)*")
NOISY = re.compile(rb"\nPRODID[^\n]*(?:Mozilla|Evolution|Ximian|libical)", re.IGNORECASE)

# What people answer to an invitation is no meeting (RFC 5546, section 1.4).
ANSWERS = re.compile(
    rb"\nMETHOD[ \t]*(?:;[^:\n]*)?:[ \t]*(?:REPLY|COUNTER|REFRESH|DECLINECOUNTER)[ \t\r]*(?:\n|$)", re.IGNORECASE
)
PRIVATE = re.compile(rb"\n(?:CLASS|X-CALENDARSERVER-ACCESS)[^:\n]*:[ \t]*(?!PUBLIC)", re.IGNORECASE)

OF_A_SERIES = (b"\nRRULE", b"\nRDATE", b"\nRECURRENCE-ID", b"\nEXRULE")

LARGEST_HEADER = 64_000
LARGEST_ZONE = 64_000
STRETCH = 100_000
MOST_ZONES = 500
MOST_CALENDARS = 10_000
MOST_ENTRIES = 300_000
MOST_CUTS = 1_000
LONGEST_UID = 1_000
DIGEST = 12  # bytes: a changed entry passes for an unchanged one once in 10^28


@dataclass(slots=True)
class Part:
    """One VCALENDAR of one file: entries share its zones, its name and its method."""

    name: str  # the file's
    data: bytes
    header: bytes = b""
    answers: bool = False  # to invitations
    zones: list[bytes] = field(default_factory=list)
    _lines: list[int] = field(default_factory=list, repr=False)  # line breaks before each stretch of the file

    @property
    def noisy(self) -> bool:
        """Whether its program writes more than DTSTAMP anew each time."""
        return NOISY.search(self.header) is not None

    def line(self, at: int) -> int:
        """The number of the line that begins at a place."""
        if not self._lines:
            total = 0
            for begin in range(0, len(self.data), STRETCH):
                self._lines.append(total)
                total += self.data.count(b"\n", begin, begin + STRETCH)
        return 1 + self._lines[at // STRETCH] + self.data.count(b"\n", at // STRETCH * STRETCH, at)


class Component(NamedTuple):
    """One VEVENT as it stands in its file: from its BEGIN to the line break before its END."""

    part: Part
    begin: int
    end: int

    @property
    def raw(self) -> bytes:
        return self.part.data[self.begin : self.end]

    @property
    def line(self) -> int:
        return self.part.line(self.begin)


def split(name: str, data: bytes) -> tuple[list[Part], list[Component], list[Component]]:
    """Every calendar, every whole VEVENT and every one that never ends, in one pass however deep things are nested."""
    cutting = _Cutting(name, data)
    first = OURS.match(b"\n" + data[:100])  # the first line has no line break before it
    if first and first.lastindex:
        cutting.steps[first.lastindex](-1, first.end() - 1)
    for mark in OURS.finditer(data):
        cutting.steps[mark.lastindex or 0](*mark.span())
        if len(cutting.components) == MOST_ENTRIES:
            break
    cutting.leave_event(len(data), 0)
    return cutting.parts, cutting.components, cutting.cuts


class _Cutting:
    """What has been seen so far on the way through a file. Each step is told where its line break is and where it ends."""

    def __init__(self, name: str, data: bytes) -> None:
        self.parts = [Part(name, data)]  # the first is for entries that stand outside any calendar
        self.components: list[Component] = []
        self.cuts: list[Component] = []
        self._event = self._zone = -1  # where the open one begins
        begins = (self._begin_event, self._begin_calendar, self._begin_zone)
        ends = (self._end_event, self.leave_event, self._end_zone)
        self.steps = (self.leave_event, *begins, *ends)  # by the groups of OURS

    def leave_event(self, at: int, after: int) -> None:
        """An open VEVENT ends here without having been ended."""
        if self._event >= 0 and len(self.cuts) < MOST_CUTS:
            self.cuts.append(Component(self.parts[-1], self._event, at))
        self._event = -1

    def _begin_event(self, at: int, after: int) -> None:
        if self._event >= 0:
            self.leave_event(at, after)
        self._event = at + 1

    def _end_event(self, at: int, after: int) -> None:
        if self._event >= 0:
            self.components.append(Component(self.parts[-1], self._event, at))
            self._event = -1

    def _begin_calendar(self, at: int, after: int) -> None:
        self.leave_event(at, after)
        if len(self.parts) < MOST_CALENDARS:
            part = Part(self.parts[0].name, self.parts[0].data)
            part.header = _header(part.data, after)
            part.answers = ANSWERS.search(part.header) is not None
            self.parts.append(part)

    def _begin_zone(self, at: int, after: int) -> None:
        self._zone = at + 1 if self._event < 0 else -1

    def _end_zone(self, at: int, after: int) -> None:
        part = self.parts[-1]
        if self._zone >= 0 and after - self._zone <= LARGEST_ZONE and len(part.zones) < MOST_ZONES:
            part.zones.append(part.data[self._zone : after])
        self._zone = -1


def _header(data: bytes, begin: int) -> bytes:
    """A calendar's own lines: what stands before its first component."""
    stop = data.find(b"\nBEGIN:", begin, begin + LARGEST_HEADER)
    return data[begin : stop if stop >= 0 else begin + LARGEST_HEADER]


def uid_of(component: Component) -> str:
    """The entry's UID, or an empty text."""
    part, begin, end = component
    found = FIRST.search(part.data, begin, end)
    if found is None or found[1] is None:  # odd writing, or the UID of an alarm
        return _searched_uid(component)
    return _uid_text(found[1])


def _searched_uid(component: Component) -> str:
    own, depth = component.raw, 0
    kept, last = [], 0
    for mark in MARK.finditer(own):  # leave nested components out
        begins = mark[1][0] in b"Bb"
        if begins and depth == 0:
            kept.append(own[last : mark.start()])
        depth = max(0, depth + (1 if begins else -1))
        if depth == 0:
            last = mark.end()
    if depth == 0:
        kept.append(own[last:])
    found = UID.search(b"".join(kept))
    return _uid_text(found[1]) if found else ""


def _uid_text(raw: bytes) -> str:
    text = raw[:LONGEST_UID].replace(b"\r\n ", b"")
    if b"\n" in text:
        text = FOLD.sub(b"", text)
    return unescape(text.strip().decode("utf-8", "replace").replace("\0", ""))


def first_day(component: Component) -> int | None:
    """The day of DTSTART as a number (20261123), or None where that takes more than a glance."""
    data, begin, end = component.part.data, component.begin, component.end
    at = data.find(b"\nDTSTART", begin, end)
    colon = data.find(b":", at, min(end, at + 120)) if at >= 0 else -1
    day = data[colon + 1 : colon + 9] if colon >= 0 else b""
    return int(day) if len(day) == 8 and day.isdigit() and day > b"00010101" else None


def is_single(component: Component) -> bool:
    """Whether nothing in the entry speaks of a series."""
    data, begin, end = component.part.data, component.begin, component.end
    return all(data.find(mark, begin, end) < 0 for mark in OF_A_SERIES)


def says_private(component: Component) -> bool:
    """Whether an entry nobody can read is marked private all the same."""
    return PRIVATE.search(component.part.data, component.begin, component.end) is not None


def fingerprints(components: list[Component]) -> Iterator[bytes]:
    """A short hash of each entry that stays the same from export to export: without the moment of the export."""
    views: dict[int, memoryview | None] = {}
    for part, begin, end in components:
        if id(part) not in views:
            views[id(part)] = None if part.noisy else memoryview(part.data)
        view = views[id(part)]
        if view is None:
            yield hashlib.sha256(NOISE.sub(b"", part.data[begin:end])).digest()[:DIGEST]
            continue
        stamp = part.data.find(b"\nDTSTAMP", begin, end)
        after = part.data.find(b"\n", stamp + 1, end) if stamp >= 0 else -1
        if after < 0:
            yield hashlib.sha256(view[begin:end]).digest()[:DIGEST]
            continue
        yield hashlib.sha256(part.data[begin:stamp] + part.data[after:end]).digest()[:DIGEST]
