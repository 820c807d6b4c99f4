"""The zones of one calendar: known names first, then its own VTIMEZONE, then a guess; floating times by one rule.

A name in a table (IANA, Windows) never takes the calendar's own definition: Exchange's rules begin in 1601 and are slow
and wrong for history, and some files lie. Floating times and whole days follow X-WR-TIMEZONE where the calendar has one,
else the seller's zone. UTC times stay as they are.
"""

import re
import threading
from datetime import UTC, date, datetime, time, timezone, tzinfo
from zoneinfo import ZoneInfo

import icalendar
from icalendar.timezone import tzp

from connectors.ics.components import Part
from connectors.ics.lines import Damaged, decoded, unescape, unfolded
from connectors.ics.rules import objection
from connectors.timezones import LONGEST_NAME, guessed_zone, known_zone, zone_for

# icalendar keeps every definition it has ever seen in one table for the whole process, so that one calendar's
# "Customized Time Zone" becomes another's. The table is emptied around each use, one thread at a time.
ONE_AT_A_TIME = threading.Lock()

RULE_LINES = frozenset({"BEGIN", "END", "DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "RRULE", "RDATE", "TZNAME"})
OBSERVANCES = re.compile(r"(?:BEGIN|END):(?:STANDARD|DAYLIGHT)", re.IGNORECASE)
OLD_START = re.compile(r"(DTSTART:)(?:0\d{3}|1[0-8]\d\d|19[0-6]\d)(\d{4}T)")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
MOST_RULES = 100


class Zones:
    """Every time of one calendar becomes aware here, or is refused."""

    def __init__(self, part: Part, zone: ZoneInfo) -> None:
        self._properties = _properties(part.header)
        self._definitions = part.zones
        self._found: dict[str, tzinfo | None] = {}
        said = zone_for(self._properties.get("X-WR-TIMEZONE", ""))
        self.floating = said or zone
        self.own = said or self._only_definition()  # the zone the calendar is kept in, where it says so

    @property
    def calendar_name(self) -> str:
        return (self._properties.get("X-WR-CALNAME") or self._properties.get("NAME", ""))[:200]

    @property
    def method(self) -> str:
        return self._properties.get("METHOD", "").upper()

    @property
    def context(self) -> bytes:
        """What besides an entry itself decides how it is read; definitions of zones in a table do not."""
        own = (one for one in self._definitions if not any(map(known_zone, _names(decoded(unfolded(one)).split("\n")))))
        return b"\n".join((str(self.floating).encode(), self.method.encode(), *own))

    def aware(self, value: date, name: str = "") -> date:
        """A day as it is, a time in the zone `name`. Raises Damaged for a name nobody knows: never a naive time."""
        if not isinstance(value, datetime):
            return value
        if value.tzinfo is not None:
            return value.replace(tzinfo=UTC)  # only ever the Z of UTC
        if not name:
            return value.replace(tzinfo=self.floating)
        return value.replace(tzinfo=self._zone(name))

    def midnight(self, value: date) -> datetime:
        """A day's first moment; a time as it is."""
        return value if isinstance(value, datetime) else datetime.combine(value, time(), self.floating)

    def settled(self, value: date) -> datetime:
        """A moment in a zone everybody knows: a day's midnight, and what a calendar's own rules said, in the floating zone."""
        moment = self.midnight(value)
        return moment if isinstance(moment.tzinfo, ZoneInfo | timezone) else moment.astimezone(self.floating)

    def _only_definition(self) -> ZoneInfo | None:
        """The one zone a calendar brings along, by a name everybody knows."""
        if len(self._definitions) != 1:
            return None
        names = _names(decoded(unfolded(self._definitions[0])).split("\n"))
        return next((zone for name in names if (zone := known_zone(name))), None)

    def _zone(self, name: str) -> tzinfo:
        if name not in self._found:
            self._found[name] = self._search(name) if len(name) <= LONGEST_NAME else None
        zone = self._found[name]
        if zone is None:
            raise Damaged("entry.zone", zone=CONTROL.sub(" ", name)[:80])
        return zone

    def _search(self, name: str) -> tzinfo | None:
        return known_zone(name) or self._defined(name) or guessed_zone(name)

    def _defined(self, name: str) -> tzinfo | None:
        for definition in self._definitions:
            lines = decoded(unfolded(definition)).split("\n")
            if name.strip() in _names(lines):
                return _rule_zone(lines)
        return None


def _properties(header: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in decoded(unfolded(header)).split("\n"):
        head, colon, value = line.partition(":")
        if colon:
            found.setdefault(head.partition(";")[0].strip().upper(), unescape(value.strip()))
    return found


def _names(lines: list[str]) -> list[str]:
    """What a definition calls itself; some do twice."""
    return [unescape(line[5:].strip()) for line in lines if line[:5].upper() == "TZID:" and len(line) <= LONGEST_NAME]


def _rule_zone(lines: list[str]) -> tzinfo | None:
    """A zone made of a calendar's own rules, or None where they make no sense. Years before 1970 do not matter here."""
    kept = []
    for line in lines:
        name = re.split("[;:]", line, maxsplit=1)[0].strip().upper()
        if name not in RULE_LINES or (name in ("BEGIN", "END") and not OBSERVANCES.fullmatch(line.strip())):
            continue
        if name == "RRULE" and ("FREQ=YEARLY" not in line.upper() or objection(line.partition(":")[2])):
            return None
        kept.append(OLD_START.sub(r"\g<1>1970\2", line))
    if len(kept) > MOST_RULES * 8:
        return None
    text = "\r\n".join(("BEGIN:VTIMEZONE", "TZID:own", *kept, "END:VTIMEZONE", ""))
    with ONE_AT_A_TIME:
        try:
            tzp.use_zoneinfo()
            definition = icalendar.Timezone.from_ical(text.encode())
            zone = definition.to_tz(lookup_tzid=False) if isinstance(definition, icalendar.Timezone) else None
            return zone if zone and datetime(2026, 1, 1, tzinfo=zone).utcoffset() is not None else None
        except Exception:  # hostile definitions raise whatever they like in icalendar and dateutil
            return None
        finally:
            tzp.use_zoneinfo()
