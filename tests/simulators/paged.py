"""A vendor's calendar of our own: it gives what it holds in pages, knows what changed since a mark, and can be cut off,
forget its marks or ask to be left alone."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from connectors.calendars import About, Page, SyncMark, Window
from connectors.errors import MarkExpired
from connectors.meetings import Meeting
from tests.world import STOCKHOLM


@dataclass
class PagedCalendar:
    """`fails` are raised before the page of their number (counted over all turns); `asked` are the marks it was given."""

    size: int = 10
    entries: dict[str, Meeting] = field(default_factory=dict)
    touched: dict[str, int] = field(default_factory=dict)
    version: int = 1
    oldest: int = 0  # marks before this version have expired
    given: int = 0
    fails: dict[int, Exception] = field(default_factory=dict)
    asked: list[SyncMark | None] = field(default_factory=list)
    zones: tuple[ZoneInfo, ...] = (STOCKHOLM,)
    about: About | None = None

    def put(self, *meetings: Meeting) -> None:
        self.version += 1
        for meeting in meetings:
            self.entries[meeting.uid] = meeting
            self.touched[meeting.uid] = self.version

    def remove(self, *uids: str) -> None:
        self.version += 1
        for uid in uids:
            del self.entries[uid]
            self.touched[uid] = self.version

    def forget_marks(self) -> None:
        self.oldest = self.version + 1
        self.version += 1

    def changes(self, window: Window, mark: SyncMark | None = None) -> Iterator[Page]:
        self.asked.append(mark)
        said = json.loads(mark.state) if mark else {"since": 0, "upto": self.version, "after": ""}
        if mark and said["upto"] < self.oldest:
            raise MarkExpired("this mark is too old")
        if "after" not in said:
            said = {"since": said["upto"], "upto": self.version, "after": ""}
        told = self.entries if said["since"] == 0 else self.touched
        names = sorted(uid for uid in told if self.touched[uid] > said["since"] and uid > said["after"])
        pieces = [names[at : at + self.size] for at in range(0, len(names), self.size)] or [[]]
        for number, piece in enumerate(pieces, 1):
            self.given += 1
            if self.given in self.fails:
                raise self.fails[self.given]
            last = number == len(pieces)
            state = {"upto": said["upto"]} if last else {**said, "after": piece[-1]}
            yield Page(
                meetings=tuple(self.entries[uid] for uid in piece if uid in self.entries),
                replaced=frozenset(piece),
                components=len(piece),
                mark=SyncMark(json.dumps(state).encode()),
                done=number / len(pieces),
                last=last,
            )
