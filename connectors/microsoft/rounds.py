"""What one round of a delta brings: each thing once, series as one, and pages out of it that can be kept by themselves."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from connectors.calendars import Page, SyncMark, Unread
from connectors.meetings import Meeting
from connectors.microsoft.meetings import uid_of
from connectors.microsoft.wire import Event

MASTER = "seriesMaster"


@dataclass(slots=True)
class Round:
    """What a delta sent, each thing once: the last it said of it."""

    events: dict[str, Event] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    series: dict[str, list[Event]] = field(default_factory=lambda: defaultdict(list))
    occurrences: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    singles: list[Event] = field(default_factory=list)
    masters: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, events: Iterable[Event]) -> "Round":
        found = cls()
        for event in events:
            found.events.pop(event.id, None)
            found.events[event.id] = event
        found.removed = {one.id for one in found.events.values() if one.removed}
        for name in found.removed:
            del found.events[name]
        for event in found.events.values():
            if event.type == MASTER:
                found.masters.add(event.id)
            if event.type == MASTER or event.series_master_id:
                found.series[uid_of(event)].append(event)
            else:
                found.singles.append(event)
            if event.series_master_id:
                found.occurrences[uid_of(event)].append(event.id)
        return found

    @property
    def touched(self) -> frozenset[str]:
        return frozenset(map(uid_of, self.events.values()))

    @property
    def incomplete(self) -> frozenset[str]:
        """Series of which something came, but not their master."""
        return frozenset(self.series.keys() - self.masters - self.removed)


@dataclass(slots=True)
class Found:
    unread: list[Unread]
    meetings: list[Meeting] = field(default_factory=list)
    private: int = 0

    def page(self, replaced: frozenset[str], components: int, mark: SyncMark, done: float, *, last: bool) -> Page:
        return Page(
            meetings=tuple(self.meetings),
            replaced=replaced,
            unread=tuple(self.unread),
            components=components,
            expanded=sum(one.series for one in self.meetings),
            private=self.private,
            mark=mark,
            done=done,
            last=last,
        )
