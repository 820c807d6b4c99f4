"""A calendar file cut into its components without reading them: where each VEVENT stands, whose it is and its fingerprint.

Cutting is one pass over the bytes, so that what is outside the window or unchanged costs next to nothing.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from connectors.ics.lines import unescape

KINDS = rb"[Vv](?:[Ee][Vv][Ee][Nn][Tt]|[Cc][Aa][Ll][Ee][Nn][Dd][Aa][Rr]|[Tt][Ii][Mm][Ee][Zz][Oo][Nn][Ee])"
OURS = re.compile(rb"\n([Bb][Ee][Gg][Ii][Nn]|[Ee][Nn][Dd])[ \t]*:[ \t]*(" + KINDS + rb")(?![A-Za-z0-9-])")
MARK = re.compile(rb"\n([Bb][Ee][Gg][Ii][Nn]|[Ee][Nn][Dd])[ \t]*:[ \t]*([A-Za-z0-9-]+)")
UID = re.compile(rb"\n[Uu][Ii][Dd][ \t]*(?:;[^:\n]*)?:((?:[^\n]|\n[ \t])*)")
FOLD = re.compile(rb"\r?\n[ \t]")
NOISE = re.compile(rb"\n(?:DTSTAMP|X-MOZ-[A-Z-]*|X-LIC-ERROR|X-EVOLUTION-[A-Z-]*)[;:](?:[^\n]|\n[ \t])*")
NOISY = re.compile(rb"\nPRODID[^\n]*(?:Mozilla|Evolution|Ximian|libical)", re.IGNORECASE)

OF_A_SERIES = (b"\nRRULE", b"\nRDATE", b"\nRECURRENCE-ID", b"\nEXRULE")

LARGEST_HEADER = 64_000
LARGEST_ZONE = 64_000
STRETCH = 100_000
MOST_ZONES = 500
LONGEST_UID = 1_000
DIGEST = 12  # bytes: a changed entry passes for an unchanged one once in 10^28


@dataclass(slots=True)
class Part:
    """One VCALENDAR of one file: entries share its zones, its name and its method."""

    name: str  # the file's
    data: bytes
    header: bytes = b""
    zones: list[bytes] = field(default_factory=list)

    _lines: list[int] = field(default_factory=list)  # line breaks before each stretch of the file

    @property
    def noisy(self) -> bool:
        """Whether its program writes more than DTSTAMP anew each time."""
        return NOISY.search(self.header) is not None

    def line(self, at: int) -> int:
        """The number of the line that begins at a place. The file begins with one line break more than was written."""
        if not self._lines:
            total = 0
            for begin in range(0, len(self.data), STRETCH):
                self._lines.append(total)
                total += self.data.count(b"\n", begin, begin + STRETCH)
        return self._lines[at // STRETCH] + self.data.count(b"\n", at // STRETCH * STRETCH, at)


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


class Cut(NamedTuple):
    """A VEVENT that never ends."""

    component: Component
    why: str = "its end (END:VEVENT) is missing"


def split(name: str, data: bytes) -> tuple[list[Part], list[Component], list[Cut]]:
    """Every calendar, every whole VEVENT and every unended one, in one pass however deep things are nested."""
    parts = [Part(name, data)]  # entries that stand outside any calendar
    components: list[Component] = []
    cuts: list[Cut] = []
    event = zone = header = -1
    for mark in OURS.finditer(data):
        at, what, begins = mark.start(), mark[2].upper(), mark[1][0] in b"Bb"
        if header >= 0:
            parts[-1].header, header = data[header : min(at, header + LARGEST_HEADER)], -1
        if what == b"VEVENT":
            if begins:
                if event >= 0:
                    cuts.append(Cut(Component(parts[-1], event, at)))
                event = at + 1
            elif event >= 0:
                components.append(Component(parts[-1], event, at))
                event = -1
        elif what == b"VCALENDAR":
            if event >= 0:
                cuts.append(Cut(Component(parts[-1], event, at)))
                event = -1
            if begins:
                parts.append(Part(name, data))
                header = mark.end()
        elif what == b"VTIMEZONE" and event < 0:
            if begins:
                zone = at + 1
            elif zone >= 0:
                _keep_zone(parts[-1], zone, mark.end())
                zone = -1
    if header >= 0:
        parts[-1].header = data[header : header + LARGEST_HEADER]
    if event >= 0:
        cuts.append(Cut(Component(parts[-1], event, len(data))))
    return parts, components, cuts


def _keep_zone(part: Part, begin: int, end: int) -> None:
    if end - begin <= LARGEST_ZONE and len(part.zones) < MOST_ZONES:
        part.zones.append(part.data[begin:end])


def uid_of(component: Component) -> str:
    """The entry's UID, or an empty text."""
    data, begin, end = component.part.data, component.begin, component.end
    at = data.find(b"\nUID:", begin, end)
    if at < 0 or data.find(b"\nBEGIN:", begin, at) >= 0:  # odd writing, or the UID of an alarm
        return _searched_uid(component)
    stop = data.find(b"\n", at + 1, end)
    while stop >= 0 and data[stop + 1 : stop + 2] in (b" ", b"\t"):
        stop = data.find(b"\n", stop + 1, end)
    return _uid_text(data[at + 5 : stop if stop >= 0 else end])


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
        hashed = hashlib.sha256(view[begin:stamp])
        hashed.update(view[after:end])
        yield hashed.digest()[:DIGEST]
