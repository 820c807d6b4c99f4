"""One VEVENT's bytes as the content lines that say something to us: unfolded, decoded, bounded, without nested alarms.

RFC 5545, section 3.1. Bytes are unfolded before they are decoded: Outlook folds in the middle of an å.
"""

import re
from typing import NamedTuple

from connectors.causes import Cause

LARGEST_COMPONENT = 8_000_000
LONGEST_TEXT = 64_000
LARGEST_KEPT = 300_000
LONGEST_PERSON = 2_000
MOST_ATTENDEES = 200

SENSITIVITY = "X-SENSITIVITY"

DATES = frozenset({"DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE"})
TEXTS = frozenset({"SUMMARY", "LOCATION", "DESCRIPTION", "STATUS", "CLASS", "TRANSP", "SEQUENCE", "LAST-MODIFIED"})
VERBATIM = frozenset({"SEQUENCE", "LAST-MODIFIED", "GEO"})  # read by ourselves, as written
SERIES = frozenset({"RRULE", "RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID"})
WANTED = (
    DATES
    | TEXTS
    | SERIES
    | {"DURATION", "ORGANIZER", "ATTENDEE", "URL", "GEO", "CONFERENCE", "X-ALT-DESC"}
    | {"X-MICROSOFT-CDO-BUSYSTATUS", "X-MICROSOFT-CDO-ALLDAYEVENT", "X-MICROSOFT-REQUESTEDATTENDANCEMODE"}
    | {"X-MICROSOFT-LOCATIONS", "X-MICROSOFT-LOCATIONDISPLAYNAME", "X-APPLE-STRUCTURED-LOCATION"}
    | {"X-MICROSOFT-SKYPETEAMSMEETINGURL", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-CONFERENCETELURI"}
    | {"X-MICROSOFT-ONLINEMEETINGCONFLINK", "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK"}
    | {"X-APPLE-TRAVEL-DURATION", "X-CALENDARSERVER-ACCESS"}
)

ESCAPED = re.compile(r"\\([\\,;:nN])")
ESCAPES = (("\\n", "\n"), ("\\,", ","), ("\\;", ";"), ("\\N", "\n"), ("\\:", ":"))
BLANK_LINES = re.compile(rb"\n\n+")
WIDE_LETTER = re.compile(rb"[\xc3-\xf4][\x80-\xbf]")
SPACES = re.compile(r"[ \t]+")
CONTROLS = bytes(code for code in (*range(32), 127) if code not in b"\t\n")  # no calendar may write them, some do


class Damaged(Cause):
    """An entry that cannot be used; the reason never quotes what people wrote in it."""


class Lines(NamedTuple):
    """What is kept of an entry: name in capitals and the rest of the line from its `;` or `:` on."""

    kept: list[tuple[str, str]]
    omitted: int  # attendees beyond those kept


def unescape(value: str) -> str:
    """A TEXT value as people wrote it."""
    if "\\" not in value:
        return value
    if "\\\\" in value:  # only then does it matter which backslash belongs to what
        return ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)
    for written, meant in ESCAPES:
        value = value.replace(written, meant)
    return value


def content_lines(raw: bytes) -> Lines:
    """The wanted lines of a VEVENT. Raises Damaged when it is larger than any meeting."""
    if len(raw) > LARGEST_COMPONENT:
        raise Damaged("entry.too_large", megabytes=LARGEST_COMPONENT // 1_000_000)
    kept: list[tuple[str, str]] = []
    depth = attendees = kept_attendees = 0
    for line in decoded(unfolded(raw)).split("\n"):
        colon = line.find(":")
        semicolon = line.find(";", 0, colon) if colon >= 0 else -1
        stop = semicolon if semicolon >= 0 else colon
        name = _NAMES.get(line[:stop]) if stop >= 0 else ""
        if name is None:
            name = _name(line[:stop])
        if not name:
            continue
        if name == "BEGIN":
            depth += 1
        elif name == "END":
            depth -= 1
        elif depth <= 1:
            if name == "ATTENDEE":
                attendees += 1
                if attendees > MOST_ATTENDEES or len(line) > LONGEST_PERSON:
                    continue
                kept_attendees += 1
            kept.append((name, line[stop:] if len(line) < LONGEST_TEXT else _bounded(name, line[stop:])))
    if len(raw) > LARGEST_KEPT and sum(len(rest) for _, rest in kept) > LARGEST_KEPT:
        raise Damaged("entry.too_long")
    return Lines(kept, attendees - kept_attendees)


def unfolded(raw: bytes) -> bytes:
    """One line a property, broken by LF, without control characters: icalendar drops a person with one in the name."""
    raw = raw.translate(None, CONTROLS)
    if b"\n\n" in raw:
        raw = BLANK_LINES.sub(b"\n", raw)
    return raw.replace(b"\n ", b"").replace(b"\n\t", b"")


def decoded(raw: bytes) -> str:
    """UTF-8; an entry without one whole UTF-8 letter is Windows Latin-1, any other has just been damaged."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("utf-8" if WIDE_LETTER.search(raw) else "cp1252", "replace")


def _bounded(name: str, rest: str) -> str:
    if name in DATES or name in SERIES:
        raise Damaged("entry.dates", name=name)
    return rest[:LONGEST_TEXT].rstrip("\\")


def _name(written: str) -> str:
    """The name in capitals when it is one we read, else empty. Sensitivity has many names and becomes one."""
    name = SPACES.sub("", written).upper()
    if name.startswith("X-") and name.endswith(SENSITIVITY[2:]):
        name = SENSITIVITY
    elif name not in WANTED and name not in ("BEGIN", "END"):
        name = ""
    if len(_NAMES) < 5_000 and len(written) < 100:
        _NAMES[written] = name
    return name


_NAMES: dict[str, str] = {}
