"""One seller's calendar in one or several iCalendar files, read page by page; a second look reads only what changed.

Several files are one calendar: of two entries with one UID the newer counts, and an override finds its series wherever it
stands. A file that cannot be read is listed and the others are used.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from connectors.calendars import Page, SyncMark, Unread, Window
from connectors.causes import not_read
from connectors.errors import Unreadable
from connectors.ics.components import Component
from connectors.ics.index import Index
from connectors.ics.marks import Seen, fingerprint, read_mark, write_mark
from connectors.ics.reading import TIME_FOR_SERIES, Found, Reader
from connectors.ics.source import LIMIT, Source, read_source

MEETINGS_A_PAGE = 300
BYTES_A_PAGE = 2_000_000


class CalendarFiles:
    """Calendar files as a connectors.calendars.Calendar. `zone` is the seller's, for times that name none."""

    def __init__(
        self,
        sources: Sequence[Source],
        *,
        zone: ZoneInfo,
        limit: int = LIMIT,
        time_for_series: timedelta = TIME_FOR_SERIES,
    ) -> None:
        self._sources = tuple(sources)
        self._zone = zone
        self._limit = limit
        self._time_for_series = time_for_series
        self.names: tuple[str, ...] = ()  # what the calendars call themselves, once read
        self.zones: tuple[ZoneInfo, ...] = ()  # the zones the calendars call their own, once read

    def changes(self, window: Window, mark: SyncMark | None = None) -> Iterator[Page]:
        """Everything in the window, or what changed since the mark; `replaced` names every UID that was looked at.

        Raises Unreadable when no source can be read, MarkExpired for a mark that is not ours.
        """
        before = read_mark(mark) if mark else None
        opened, unread = self._open()
        files = sorted(hashlib.sha256(data).digest()[:12] for _, data in opened)
        if before and not unread and before.is_current(window, str(self._zone), files):
            self.names, self.zones = tuple(before.names), tuple(map(ZoneInfo, before.zones))
            yield Page(unread=tuple(before.unread), mark=before.moved_to(window))
            return
        index = Index(opened)
        reader = Reader(window, self._zone, self._time_for_series)
        zones = [reader.zones(part) for part in index.parts]
        self.names = tuple(dict.fromkeys(one.calendar_name for one in zones if one.calendar_name))
        self.zones = tuple(dict.fromkeys(one.own for one in zones if one.own))
        context = fingerprint((str(self._zone).encode(), *{one.context for one in zones}))
        known = before.seen if before and before.context == context and before.reaches(window) else {}
        seen: dict[str, Seen] = {}
        last = Page()
        for page in _pages(index, reader, known, seen, [*unread, *index.unread]):
            if page.done < 1.0:
                yield page
            else:
                last = page
        missing = {uid: one for uid, one in before.seen.items() if uid not in seen} if before else {}
        if unread:  # what stands in a file that could not be opened today is not gone
            seen.update(missing)
            missing, files = {}, []
        mark = write_mark(
            window,
            zone=str(self._zone),
            names=self.names,
            zones=self.zones,
            context=context,
            files=files,
            unread=index.unread,
            seen=seen,
        )
        yield replace(last, replaced=last.replaced | missing.keys(), mark=mark)

    def _open(self) -> tuple[list[tuple[str, bytes]], list[Unread]]:
        opened: list[tuple[str, bytes]] = []
        unread: list[Unread] = []
        for source in self._sources:
            try:
                opened.append((source.shown, read_source(source, self._limit)))
            except Unreadable as error:
                unread += error.unread
        if not opened:
            raise Unreadable(*(unread or [not_read("file.none", "")]))
        return opened, unread


def _pages(
    index: Index, reader: Reader, known: dict[str, Seen], seen: dict[str, Seen], unread: list[Unread]
) -> Iterator[Page]:
    """Pages of some hundred meetings, or of so many bytes that a progress bar moves; `seen` is filled on the way."""
    until = reader.window.until.timestamp()
    page = _Draft(unread, components=index.left_out)
    for number, (uid, print_) in enumerate(index.prints.items(), 1):
        one = known.get(uid)
        if one is not None and one.fingerprint == print_ and one.beyond >= until:
            seen[uid] = one
            continue
        components = [index.entries[uid], *index.more.get(uid, ())]
        found = reader.read(uid, components)
        seen[uid] = Seen(print_, found.beyond)
        page.add(uid, components, found)
        if page.is_full and number < len(index.prints):
            yield page.page(number / len(index.prints))
            page = _Draft([])
    yield page.page(1.0)


class _Draft:
    """A page in the making."""

    def __init__(self, unread: list[Unread], *, components: int = 0) -> None:
        self._size = 0
        self._found = Found(unread=unread)
        self._components = components
        self._replaced: list[str] = []

    @property
    def is_full(self) -> bool:
        return len(self._found.meetings) >= MEETINGS_A_PAGE or self._size >= BYTES_A_PAGE

    def add(self, uid: str, components: Sequence[Component], found: Found) -> None:
        self._replaced.append(uid)
        self._components += len(components)
        self._size += sum(end - begin for _, begin, end in components)
        self._found.meetings += found.meetings
        self._found.unread += found.unread
        self._found.private += found.private
        self._found.expanded += found.expanded

    def page(self, done: float) -> Page:
        return Page(
            meetings=tuple(self._found.meetings),
            replaced=frozenset(self._replaced),
            unread=tuple(self._found.unread),
            components=self._components,
            expanded=self._found.expanded,
            private=self._found.private,
            done=done,
            last=done >= 1.0,
        )
