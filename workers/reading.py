"""From a calendar's pages to meetings with their signs: the words people wrote are read here and dropped here."""

import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from connectors.calendars import Page, SyncMark, Unread, Window
from connectors.meetings import Meeting
from connectors.portions import midnight
from workers.relationships.owner import guess_owner
from workers.relationships.reasons import Reason
from workers.relationships.rules import Rules
from workers.relationships.signs import Seen, read_signs

SERIES_BACK = timedelta(days=2 * 365)  # series are expanded so far back; single meetings are read from the beginning
PLACELESS = frozenset({"UTC", "Etc/UTC", "GMT", "Etc/GMT"})  # zones where nobody lives
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class Gathered:
    """Everything one reading gave. It grows page by page and is read when the last has come."""

    seen: list[Seen] = field(default_factory=list)
    replaced: set[str] = field(default_factory=set)
    gone: set[tuple[str, datetime | None]] = field(default_factory=set)
    unread: list[Unread] = field(default_factory=list)
    components: int = 0
    expanded: int = 0
    private: int = 0
    mark: SyncMark | None = None

    def counts(self) -> dict[str, int]:
        """The counts of a whole reading."""
        return {
            "components": self.components,
            "meetings": len(self.seen),
            "unreadable": len(self.unread),
            "private": self.private,
            "expanded": self.expanded,
        }


class OwnerUnknown(Exception):
    """The calendar does not tell whose it is: the owner's address has to be said."""


def known_owner(gathered: Gathered, names: Sequence[str], said: str) -> tuple[str, str, Reason]:
    """Whose calendar it is: address, display name, and how we know. Raises OwnerUnknown."""
    meetings = [one.meeting for one in gathered.seen]
    if said:
        address, reason = said.casefold(), Reason("relation.owner_said", {"name": said.casefold()})
    else:
        guess = guess_owner(names, meetings)
        if guess is None:
            raise OwnerUnknown
        address, reason = guess.address, guess.reason
    return address, display_name(address, meetings), reason


def display_name(address: str, meetings: Iterable[Meeting]) -> str:
    """The name the calendar most often gives an address, or what stands before its @."""
    names: Counter[str] = Counter()
    for meeting in meetings:
        people = [attendee.person for attendee in meeting.attendees]
        if meeting.organizer:
            people.append(meeting.organizer)
        names.update(person.name for person in people if person.address == address and "@" not in person.name)
    del names[""]
    return names.most_common(1)[0][0] if names else address.partition("@")[0].replace(".", " ").title()


def window_around(now: datetime, rules: Rules) -> Window:
    """Of whole days, so that a calendar read again on the same day comes to the same meetings."""
    return Window(since=BEGINNING, series_since=midnight(now - SERIES_BACK), until=midnight(now + rules.ahead))


def quietly(_done: float) -> None:
    """Nobody watches the progress."""


@contextmanager
def in_bulk() -> Iterator[None]:
    """Bulk work keeps what it makes, and nothing in it is a cycle: the collector would search it again and again in vain."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def gather(pages: Iterable[Page], *, progress: Callable[[float], None] = quietly) -> Gathered:
    """Read all pages; of each meeting its signs stay and its body goes."""
    gathered = Gathered()
    for page in pages:
        gathered.seen += [see(meeting) for meeting in page.meetings]
        gathered.replaced |= page.replaced
        gathered.gone |= page.gone
        gathered.unread += page.unread
        gathered.components += page.components
        gathered.expanded += page.expanded
        gathered.private += page.private
        gathered.mark = page.mark or gathered.mark
        progress(page.done)
    return gathered


def see(meeting: Meeting) -> Seen:
    signs = read_signs(meeting)
    return Seen(replace(meeting, human_text="") if meeting.human_text else meeting, signs)


def guess_zone(seen: Iterable[Seen], own: Sequence[ZoneInfo], default: ZoneInfo) -> ZoneInfo:
    """Where the seller is at home: the zone most meetings were made in."""
    return likeliest_zone(count_zones(seen), own, default)


def count_zones(seen: Iterable[Seen]) -> Counter[str]:
    """How many meetings were made in each zone, "" for those that tell none."""
    return Counter(_zone_of(one) for one in seen)


def likeliest_zone(counts: Mapping[str, int], own: Sequence[ZoneInfo], default: ZoneInfo) -> ZoneInfo:
    """The zone most meetings were made in. A meeting in UTC says nothing of its own and counts for the zone its calendar
    is kept in, the first of `own`; where nothing names a zone it is `default`."""
    kept_in = next((zone.key for zone in own if zone.key not in PLACELESS), "")
    zones: Counter[str] = Counter()
    for key, count in counts.items():
        zones[key or kept_in] += count
    del zones[""]
    return ZoneInfo(zones.most_common(1)[0][0]) if zones else ZoneInfo(kept_in) if kept_in else default


def _zone_of(one: Seen) -> str:
    zone = one.meeting.start.tzinfo
    return zone.key if isinstance(zone, ZoneInfo) and zone.key and zone.key not in PLACELESS else ""
