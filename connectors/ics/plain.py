"""The direct reader: a plain single meeting straight from its lines, some twenty times faster than through icalendar.

Plain means: no series, no DURATION, nothing said twice, no escapes in parameters, dates as every calendar writes them.
Whatever is not plain goes to `connectors.ics.parsed`; tests hold the two equal on every calendar at hand.
"""

import re
from datetime import date, datetime
from functools import lru_cache

from connectors.ics.entries import Entry, Line, span
from connectors.ics.lines import DATES, SERIES, VERBATIM, Lines, unescape
from connectors.ics.zones import Zones

NOT_PLAIN = SERIES | {"DURATION"}
REPEATABLE = frozenset({"ATTENDEE", "CONFERENCE"})
LONGEST_HEAD = 1_000
KINDS = {True: ("", "DATE-TIME"), False: ("", "DATE")}  # VALUE of a time, of a day
DATE = re.compile(r"\d{8}(T\d{6}Z?)?", re.ASCII)
QUOTED = r'"[^"\\^%\x00-\x1f\x7f]*"'
BARE = r"[^\"\\^%;:,\s\x00-\x1f\x7f](?:[^\"\\^%;:,\x00-\x1f\x7f]*[^\"\\^%;:,\s\x00-\x1f\x7f])?"
HEAD = re.compile(rf"((?:;[A-Za-z0-9-]+=(?:{QUOTED}|{BARE}))+):")
PARAM = re.compile(rf";([A-Za-z0-9-]+)=(?:\"([^\"]*)\"|({BARE}))")


def read_plain(uid: str, lines: Lines, zones: Zones) -> Entry | None:
    """The entry, or None when it is not plain. Raises Damaged where a plain entry makes no sense."""
    found: dict[str, list[Line]] = {}
    for name, rest in lines.kept:
        if name in NOT_PLAIN or (name in found and name not in REPEATABLE):
            return None
        line = _attendee(rest) if name == "ATTENDEE" else _line(name, rest)
        if line is None:
            return None
        if name in found:
            found[name].append(line)
        else:
            found[name] = [line]
    start, end = _moment(found.pop("DTSTART", None)), _moment(found.pop("DTEND", None))
    if start is None or end is None:
        return None
    begin, stop = span(zones.aware(*start), zones.aware(*end), None, zones)
    return Entry(uid, begin, stop, found, omitted=lines.omitted)


def _line(name: str, rest: str) -> Line | None:
    if name in VERBATIM:
        return Line(rest.partition(":")[2])
    params: tuple[tuple[str, str], ...] = ()
    if rest[0] == ":":
        value = rest[1:]
    else:
        head = rest[: rest.find(":")]
        if len(head) > LONGEST_HEAD:
            return None
        known = _params(head)
        if known is None:  # perhaps a colon within quotes
            match = HEAD.match(rest)
            if not match or len(match[1]) > LONGEST_HEAD:
                return None
            head, known = match[1], _params(match[1])
        if known is None or (name not in DATES and any(key == "VALUE" for key, _ in known)):
            return None
        params, value = known, rest[len(head) + 1 :]
    return Line(value if name[:2] == "X-" else unescape(value), params)


@lru_cache(maxsize=4096)  # the same people meet again and again
def _attendee(rest: str) -> Line | None:
    return _line("ATTENDEE", rest)


@lru_cache(maxsize=4096)
def _params(head: str) -> tuple[tuple[str, str], ...] | None:
    """The parameters of a line, or None where this is not the whole head of one or not a plain one."""
    if not HEAD.fullmatch(head + ":"):
        return None
    return tuple(sorted({name.upper(): quoted or bare for name, quoted, bare in PARAM.findall(head)}.items()))


def _moment(lines: list[Line] | None) -> tuple[date, str] | None:
    """A day, or a time and the name of its zone."""
    if not lines:
        return None
    line = lines[0]
    match, kind = DATE.fullmatch(line.value), line.param("VALUE")
    if not match or kind not in KINDS[match[1] is not None]:
        return None
    try:
        if match[1] is None:
            return date.fromisoformat(line.value), ""
        return datetime.fromisoformat(line.value), line.param("TZID")
    except ValueError:
        return None
